#include "sell/invoices/receipts.h"

#include <algorithm>

#include "books/lookup.h"
#include "books/went_over.h"
#include "sell/invoices/lines.h"
#include "sell/ledger/chart.h"

namespace kwota::invoices {

using books::Invoice;
using books::InvoiceLine;
using books::Operation;
using books::SaleStatus;

namespace {

bool is_payment(const books::Sale& sale) { return sale.kind == Operation::payment || sale.kind == Operation::claim_payment; }

}  // namespace

Standing standing_of(const books::Reader& books, const std::string& receipt) {
  Standing out;
  std::string last;
  std::optional<Invoice> invoice;
  std::optional<Instant> newest_note, invoiced_at;
  for (const auto& line : books.select(InvoiceLine::of_receipt, receipt)) {
    if (!invoice || invoice->series != line.series || invoice->number != line.number) invoice = books.find<Invoice>(line.series, line.number);
    if (!invoice || invoice->state == books::InvoiceStatus::voided) continue;
    const bool note = invoice->kind == books::InvoiceKind::credit_note;
    if (invoice->name != last) {
      last = invoice->name;
      (note ? out.credited : out.invoice) = invoice->name;
      if (note && (!newest_note || *newest_note < invoice->time)) newest_note = invoice->time;
      if (!note) invoiced_at = invoice->time;
      ++(note ? out.credit_notes : out.invoices);
    }
    if (line.kind != books::InvoiceLineKind::tax_inside) (note ? out.taken_off : out.invoiced) += note ? -line.amount : line.amount;
  }
  const auto sale = out.invoices > 0 || out.credit_notes > 0 ? books.find<books::Sale>(receipt) : std::nullopt;
  if (!sale) return out;
  Money before;
  for (const auto& back : what_went_back(books, *sale)) {
    out.went_back += back.amount;
    if (newest_note && back.at < *newest_note) out.went_back_then += back.amount;
    if (is_payment(*sale) && invoiced_at && back.at <= *invoiced_at) before += back.amount;
  }
  out.gone_before = std::clamp(sale->tendered - out.invoiced, Money{}, before);
  out.went_back -= out.gone_before;
  out.went_back_then = std::max(Money{}, out.went_back_then - out.gone_before);
  return out;
}

namespace {

/// All of the account, with what became of them, oldest first.
struct Known {
  books::Sale sale;
  books::SaleState state;
};
std::vector<Known> life_of(const books::Reader& books, std::int64_t account) {
  std::vector<Known> out;
  for (auto& sale : books.select(books::Sale::of_account, account))
    if (auto state = books.find<books::SaleState>(sale.number)) out.push_back({std::move(sale), std::move(*state)});
  std::ranges::stable_sort(out, {}, [](const Known& one) { return one.sale.time; });
  return out;
}

/// Of what was undone: the whole; where its meter had left before it took it, what was paid for the credit – fees, taxes and debts stay paid.
Money undone_of(const books::Reader& books, const books::Sale& sale) {
  const auto legs = books.legs(sale.number + "/settled");
  if (legs.empty()) return sale.tendered;
  Money out;
  for (const auto& leg : legs)
    if (leg.account == ledger::customer_balance(sale.account)) out -= leg.amount;
  return out;
}

bool came_off_the_card(const Known& one) {
  const bool off = one.sale.kind == Operation::deduct || one.sale.kind == Operation::closing;
  return off && one.sale.original.empty() && one.state.state == SaleStatus::applied && one.sale.credit.is_money() && one.sale.credit.is_negative();
}
bool went_onto_the_card(const Known& one) {
  const bool onto = one.sale.kind == Operation::open || one.sale.kind == Operation::recharge || one.sale.kind == Operation::supplement;
  const bool without_its_card = one.state.state == SaleStatus::carried && one.sale.meter.is_zero();  // lost in the middle of it: the money is its holder's
  return onto && (one.state.state == SaleStatus::applied || without_its_card) && one.sale.credit.is_money() && !one.sale.credit.is_negative();
}

/// Pumps take what was loaded first, so what comes off was loaded last.
void off_the_card(const std::vector<Known>& life, const books::Sale& sale, std::vector<WentBack>& out) {
  struct Load {
    bool asked;
    Money left;
  };
  std::vector<Load> loads;
  for (const auto& one : life) {
    if (went_onto_the_card(one)) loads.push_back({one.sale.number == sale.number, one.sale.credit.money()});
    if (!came_off_the_card(one)) continue;
    for (Money off = -one.sale.credit.money(); !off.is_zero() && !loads.empty();) {
      auto& newest = loads.back();
      const Money part = std::min(off, newest.left);
      if (newest.asked && !part.is_zero()) out.push_back({one.state.since, part});
      off -= part;
      newest.left -= part;
      if (newest.left.is_zero()) loads.pop_back();
    }
  }
}

}  // namespace

std::vector<WentBack> what_went_back(const books::Reader& books, const books::Sale& sale) {
  std::vector<WentBack> out;
  const auto state = books.find<books::SaleState>(sale.number);
  const bool paid = is_payment(sale);
  const auto life = life_of(books, sale.account);
  const bool undone = !paid && state && is_undone(state->state) && !went_over(books, sale, *state);
  if (undone) out.push_back({state->since, undone_of(books, sale)});
  for (const auto& one : life) {
    if (one.sale.original != sale.number) continue;
    if (paid && one.sale.kind == Operation::payment_back) out.push_back({one.sale.time, -one.sale.tendered});
    if (!paid && one.sale.kind == Operation::deduct && one.state.state == SaleStatus::applied) out.push_back({one.state.since, -one.sale.tendered});
  }
  if (!paid && !undone) off_the_card(life, sale, out);
  return out;
}

bool is_undone(books::SaleStatus state) { return state == books::SaleStatus::reversed || state == books::SaleStatus::taken_back; }

Money to_invoice(const books::Reader& books, const books::Sale& sale) {
  Money left = sale.tendered;
  if (is_payment(sale))
    for (const auto& back : what_went_back(books, sale)) left -= back.amount;
  return left;
}

bool may_stand_on_invoice(const books::Reader& books, const books::Sale& sale, const books::SaleState& state) {
  if (sale.tendered <= Money{} || state.state == SaleStatus::taking_back) return false;
  if (is_payment(sale) && state.state == SaleStatus::taken_back) return to_invoice(books, sale) > Money{};
  return !is_undone(state.state) || went_over(books, sale, state);
}

std::vector<OpenReceipt> open_receipts(const books::Reader& books, CustomerNumber customer, std::size_t looked_at) {
  std::vector<OpenReceipt> out;
  for (const auto& account : books.select(books::Account::of_customer, customer))
    for (auto& sale : books.newest(books::Sale::of_account, looked_at, account.number)) {
      const auto state = books.find<books::SaleState>(sale.number);
      if (!state || books::goes_on_as(books, sale.customer) != customer || !may_stand_on_invoice(books, sale, *state)) continue;
      if (!standing_of(books, sale.number).invoice.empty()) continue;
      const Money amount = to_invoice(books, sale);
      out.push_back({std::move(sale), state->state, amount});
    }
  std::ranges::sort(out, [](const auto& a, const auto& b) { return std::tie(a.sale.time, a.sale.number) > std::tie(b.sale.time, b.sale.number); });
  return out;
}

}  // namespace kwota::invoices
