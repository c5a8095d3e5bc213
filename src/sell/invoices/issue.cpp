#include "sell/invoices/issue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include "base/ascii.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "people/station.h"
#include "sell/invoices/lines.h"
#include "sell/invoices/receipts.h"
#include "sell/settings/in_force.h"

namespace kwota::invoices {
namespace {

using books::Invoice;
using books::InvoiceKind;
using books::InvoiceLine;
using books::InvoiceSeries;
using books::InvoiceStatus;

constexpr books::Right right_to_write = "invoices_write", right_to_undo = "invoices_void";
constexpr std::size_t tax_number_max = 30;

/// A series that has a number left, at the station of whoever asks.
Result<InvoiceSeries> series_asked(const books::Reader& books, const std::string& code, const Context& context) {
  const auto row = books.find<InvoiceSeries>(code);
  const bool elsewhere = row && !row->station.empty() && !context.station.empty() && row->station != context.station;
  if (!row || !row->active || elsewhere)
    return error(Fault::request, "unknown_series", "There is no such series of invoice numbers here; choose one of the list.", {{"series", code}});
  if (row->last_number != 0 && row->next_number > row->last_number)
    return error(Fault::refused, "series_ended", "The last number of this block was given. Have a new series made for the next block; nothing was issued.",
                 {{"last", name_of(*row, row->last_number)}});
  return *row;
}

/// The next number of the series, which has moved on then.
Invoice numbered(InvoiceSeries& series, const books::Reader& books, const Context& context) {
  Invoice out;
  out.series = series.code;
  out.number = series.next_number++;
  out.name = name_of(series, out.number);
  out.time = context.now;
  out.business_day = settings::business_day(books, context.now, context.zone);
  out.station = series.station.empty() ? context.station : series.station;
  out.operator_name = context.who.name;
  return out;
}

Result<books::Sale> receipt_asked(const books::Reader& books, const std::string& number, const Context& context) {
  auto sale = books.find<books::Sale>(number);
  const auto state = books.find<books::SaleState>(number);
  if (!sale || !state || !people::works_at(context.who, sale->station))
    return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", number}});
  if (!may_stand_on_invoice(books, *sale, *state))
    return error(Fault::refused, "not_to_invoice", "No money came in by this receipt, or it went back, or it is being taken back: it stands on no invoice. Nothing was issued.",
                 {{"sale", number}, {"state", std::string(word_of(state->state))}});
  const auto standing = standing_of(books, number);
  if (!standing.invoice.empty())
    return error(Fault::refused, "receipt_invoiced", "The money of this receipt stands on an invoice already; nothing was issued.", {{"sale", number}, {"invoice", standing.invoice}});
  return std::move(*sale);
}

/// Of one customer, each once; who was registered twice is one.
Result<std::vector<books::Sale>> receipts_asked(const books::Reader& books, const std::vector<std::string>& numbers, const Context& context) {
  std::vector<books::Sale> out;
  const std::set<std::string> each(numbers.begin(), numbers.end());
  if (each.empty() || each.size() > receipts_max)
    return error(Fault::request, "receipts_missing", "An invoice is made of one receipt or several; nothing was issued.", {{"most", fmt::format("{}", receipts_max)}});
  for (const auto& number : each) {
    TRY(sale, receipt_asked(books, number, context));
    sale.customer = books::goes_on_as(books, sale.customer);
    if (!out.empty() && sale.customer != out.front().customer)
      return error(Fault::refused, "receipts_of_several", "These receipts are of several customers: one invoice has one buyer. Nothing was issued.", {{"sale", sale.number}});
    out.push_back(std::move(sale));
  }
  std::ranges::sort(out, [](const auto& a, const auto& b) { return std::tie(a.time, a.number) < std::tie(b.time, b.number); });
  return out;
}

bool good_tax_number(std::string_view text) {
  const auto good = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '/'; };
  return text.size() <= tax_number_max && std::ranges::all_of(text, good);
}

Result<void> fill_buyer(const books::Reader& books, const IssueRequest& request, CustomerNumber number, Invoice& invoice) {
  if (!good_tax_number(request.buyer_tax_number))
    return error(Fault::request, "field_wrong", "This value cannot stand there; nothing was saved.", {{"field", "buyer_tax_number"}, {"value", request.buyer_tax_number}});
  const auto customer = books.find<books::Customer>(number).value_or(books::Customer{});
  invoice.customer = number;
  invoice.buyer_name = request.buyer_name.empty() ? customer.name : request.buyer_name;
  invoice.buyer_address = request.buyer_address.empty() ? customer.address : request.buyer_address;
  invoice.buyer_tax_number = request.buyer_tax_number;
  return Done{};
}

/// Lines get their places, the invoice its sums, the series its next number: one commit.
books::Decision<Written> whole(const InvoiceSeries& series, Invoice invoice, std::vector<InvoiceLine> lines) {
  const auto sums = sums_of(lines);
  invoice.net = sums.net;
  invoice.tax = sums.tax;
  invoice.total = sums.total;
  books::Decision<Written> out;
  out.changes.put.emplace_back(series);
  out.changes.put.emplace_back(invoice);
  std::int64_t place = 0;
  for (auto& line : lines) {
    line.series = invoice.series;
    line.number = invoice.number;
    line.line = ++place;
    out.changes.put.emplace_back(line);
  }
  out.answer = {std::move(invoice), std::move(lines)};
  return out;
}

Result<void> with_reason(const std::string& reason) {
  if (!reason.empty()) return Done{};
  return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"action", right_to_undo.word()}});
}

/// An invoice or a note that counts.
Result<Written> standing(const books::Reader& books, const std::string& name, const Context& context) {
  TRY(found, written(books, name, context));
  if (found.invoice.state == InvoiceStatus::voided)
    return error(Fault::refused, "invoice_void", "This number is void already; nothing was changed.", {{"invoice", name}});
  return found;
}

Result<std::optional<books::Approval>> two(const books::Reader& books, people::Proposal content, std::int64_t approval, const Context& context) {
  return people::second_person(books, {right_to_undo, std::move(content), {}, {}, approval, true}, context);
}

/// What of a payment was used before it was handed back stays on the invoice.
void keep_used(std::vector<InvoiceLine>& lines, const std::string& receipt, Money used) {
  if (used.is_zero()) return;
  auto line = std::ranges::find_if(lines, [&](const auto& one) { return one.receipt == receipt && one.kind == books::InvoiceLineKind::paid_ahead; });
  if (line == lines.end()) {
    InvoiceLine row;
    row.receipt = receipt;
    row.kind = books::InvoiceLineKind::paid_ahead;
    line = lines.insert(lines.end(), std::move(row));
  }
  line->amount += used;
  if (line->amount.is_zero()) lines.erase(line);
}

/// Of a payment that was handed back but for what was used of it: debts that it had paid are owed again, what was used is paid ahead.
std::vector<InvoiceLine> lines_of_rest(std::vector<InvoiceLine> lines, const std::string& receipt, Money rest) {
  std::erase_if(lines, [](const auto& one) { return one.kind != books::InvoiceLineKind::paid_ahead; });
  for (auto& line : lines) line.amount = {};
  keep_used(lines, receipt, rest);
  return lines;
}

/// What is left of a receipt's lines behind what notes took off before.
std::vector<InvoiceLine> left_of(const books::Reader& books, std::vector<InvoiceLine> lines, const std::string& invoice) {
  if (lines.empty()) return lines;
  for (const auto& note : notes_of(books, invoice))
    for (const auto& off : books.select<InvoiceLine>(note.series, note.number)) {
      if (off.receipt != lines.front().receipt) continue;
      const auto line = std::ranges::find_if(lines, [&](const auto& one) { return one.kind == off.kind && one.item == off.item && one.step == off.step && one.price == off.price; });
      if (line == lines.end()) continue;
      line->units_e3 += off.units_e3;
      line->base += off.base;
      line->amount += off.amount;
    }
  return lines;
}

std::int64_t share(std::int64_t of, Money part, Money whole) { return divide(Wide{of} * part.minor(), whole.minor(), Round::half_up); }

/// So much of a line, with the other sign.
InvoiceLine part_of(InvoiceLine line, Money part) {
  line.units_e3 = -share(line.units_e3, part, line.amount);
  line.base = -Money::minor(share(line.base.minor(), part, line.amount));
  line.amount = -part;
  return line;
}

/// Of a receipt that stands a part went back: what bought nothing yet first, then energy, the dearest step – sold last – first. A tax inside the price goes with its base.
std::vector<InvoiceLine> lines_of_part(const std::vector<InvoiceLine>& lines, Money due) {
  constexpr std::array order{books::InvoiceLineKind::paid_ahead, books::InvoiceLineKind::energy, books::InvoiceLineKind::rest,
                             books::InvoiceLineKind::charge,     books::InvoiceLineKind::debt,   books::InvoiceLineKind::tax};
  std::vector<InvoiceLine> out;
  const Money all = due;
  for (const auto kind : order)
    for (auto line = lines.rbegin(); line != lines.rend() && !due.is_zero(); ++line) {
      const Money part = std::min(due, line->amount);
      if (line->kind != kind || part <= Money{}) continue;
      out.push_back(part_of(*line, part));
      due -= part;
    }
  for (auto line : lines) {
    if (line.kind != books::InvoiceLineKind::tax_inside || line.base <= Money{}) continue;
    const Money base = std::min(all, line.base);
    line.amount = -Money::minor(share(line.amount.minor(), base, line.base));
    line.base = -base;
    if (!line.amount.is_zero()) out.push_back(std::move(line));
  }
  return out;
}

/// All of it with the other sign, but for what was used or kept.
std::vector<InvoiceLine> lines_of_whole(std::vector<InvoiceLine> lines, const std::string& receipt, Money kept) {
  for (auto& line : lines) {
    line.units_e3 = -line.units_e3;
    line.base = -line.base;
    line.amount = -line.amount;
  }
  keep_used(lines, receipt, kept);
  return lines;
}

/// Of an invoice what a note takes back: of each of its receipts what went back to the customer and no note has taken off yet.
std::vector<InvoiceLine> lines_gone_back(const books::Reader& books, const Written& from) {
  std::map<std::string, std::vector<InvoiceLine>> receipts;
  for (const auto& line : from.lines) receipts[line.receipt].push_back(line);
  std::vector<InvoiceLine> out;
  for (const auto& [receipt, lines] : receipts) {
    const auto state = books.find<books::SaleState>(receipt);
    const auto standing = standing_of(books, receipt);
    const Money due = standing.went_back - standing.taken_off;
    if (!state || due <= Money{}) continue;
    const bool credit_kept = !books.legs(receipt + "/settled").empty();
    const bool whole = is_undone(state->state) && standing.taken_off.is_zero() && !credit_kept;
    auto off = whole ? lines_of_whole(lines, receipt, standing.invoiced - due) : lines_of_part(left_of(books, lines, from.invoice.name), due);
    out.insert(out.end(), std::make_move_iterator(off.begin()), std::make_move_iterator(off.end()));
  }
  return out;
}

}  // namespace

std::vector<Invoice> notes_of(const books::Reader& books, const std::string& invoice) {
  auto out = books.select(Invoice::of_original, invoice);
  std::erase_if(out, [](const Invoice& note) { return note.state == InvoiceStatus::voided; });
  return out;
}

Result<Written> written(const books::Reader& books, const std::string& name, const Context& context) {
  const auto invoice = books.find(Invoice::by_name, name);
  if (!invoice || !people::works_at(context.who, invoice->station))
    return error(Fault::request, "unknown_invoice", "There is no invoice of this number.", {{"invoice", name}});
  return Written{*invoice, books.select<InvoiceLine>(invoice->series, invoice->number)};
}

Result<books::Decision<Written>> issue(const books::Reader& books, const IssueRequest& request, const Context& context) {
  MUST(people::require(context.who, right_to_write));
  TRY(series, series_asked(books, request.series, context));
  TRY(receipts, receipts_asked(books, request.receipts, context));
  auto invoice = numbered(series, books, context);
  if (invoice.station.empty()) invoice.station = receipts.front().station;
  MUST(fill_buyer(books, request, receipts.front().customer, invoice));
  std::vector<InvoiceLine> lines;
  for (const auto& sale : receipts) {
    TRY(more, lines_of(books, sale, context.plans));
    if (const Money rest = to_invoice(books, sale); rest != sale.tendered) more = lines_of_rest(std::move(more), sale.number, rest);
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return whole(series, std::move(invoice), std::move(lines));
}

Result<books::Decision<Written>> make_void(const books::Reader& books, const VoidRequest& request, const Context& context) {
  MUST(people::require(context.who, right_to_undo));
  TRY(found, standing(books, request.invoice, context));
  if (const auto notes = notes_of(books, request.invoice); !notes.empty())
    return error(Fault::refused, "invoice_credited", "A credit note belongs to this invoice: make that void first. Nothing was changed.",
                 {{"invoice", request.invoice}, {"note", notes.front().name}});
  MUST(with_reason(request.reason));
  const auto content = people::Proposal(people::Proposed::void_invoice).text(people::Part::invoice, request.invoice).text(people::Part::name, found.invoice.buyer_name)
                           .money(people::Part::sum, sums_of(found.lines).total, books::minor_digits_of(books)).text(people::Part::reason, request.reason);
  TRY(approval, two(books, content, request.approval, context));
  auto& invoice = found.invoice;
  invoice.state = InvoiceStatus::voided;
  invoice.voided_at = context.now;
  invoice.voided_by = context.who.name;
  invoice.void_approved_by = approval->decided_by;
  invoice.void_reason = request.reason;
  return books::Decision<Written>{{{invoice, *approval}, {}}, std::move(found)};
}

Result<books::Decision<Written>> credit(const books::Reader& books, const CreditRequest& request, const Context& context) {
  MUST(people::require(context.who, right_to_undo));
  TRY(found, standing(books, request.invoice, context));
  const auto& original = found.invoice;
  if (original.kind == InvoiceKind::credit_note)
    return error(Fault::refused, "invoice_is_note", "This is a credit note itself: it can be made void. Nothing was issued.", {{"invoice", request.invoice}});
  auto lines = lines_gone_back(books, found);
  if (lines.empty())
    return error(Fault::refused, "nothing_to_credit", "No money of this invoice went back since, or a credit note has it already. Nothing was issued.", {{"invoice", request.invoice}});
  MUST(with_reason(request.reason));
  TRY(series, series_asked(books, request.series.empty() ? original.series : request.series, context));
  const auto content = people::Proposal(people::Proposed::credit_invoice).text(people::Part::invoice, request.invoice)
                           .money(people::Part::sum, sums_of(lines).total, books::minor_digits_of(books)).text(people::Part::reason, request.reason);
  TRY(approval, two(books, content, request.approval, context));
  auto note = numbered(series, books, context);
  if (note.station.empty()) note.station = original.station;
  note.kind = InvoiceKind::credit_note;
  note.approved_by = approval->decided_by;
  note.reason = request.reason;
  note.original = original.name;
  note.customer = original.customer;
  note.buyer_name = original.buyer_name;
  note.buyer_address = original.buyer_address;
  note.buyer_tax_number = original.buyer_tax_number;
  auto out = whole(series, std::move(note), std::move(lines));
  out.changes.put.emplace_back(*approval);
  return out;
}

}  // namespace kwota::invoices
