#include "collect/report/facts/of_document.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/ids_text.h"
#include "books/rows/money/invoice.h"
#include "books/rows/office/operator.h"

namespace kwota::facts {
namespace {

using books::Operation;
using books::Sale;

/// The credit note that took off its invoice what this one took back: the first that was written after it, for a note takes off all that went back before.
std::string note_of(const books::Reader& books, const Sale& sale) {
  std::optional<books::Invoice> first;
  for (const auto& line : books.select(books::InvoiceLine::of_receipt, sale.original)) {
    auto note = books.find<books::Invoice>(line.series, line.number);
    if (!note || note->kind != books::InvoiceKind::credit_note || note->state == books::InvoiceStatus::voided || note->time < sale.time) continue;
    if (!first || note->time < first->time) first = std::move(note);
  }
  return first ? first->name : std::string{};
}

/// What an account booked up to that moment, the oldest first.
std::vector<Sale> booked_until(const books::Reader& books, std::int64_t account, Instant moment) {
  auto sales = books.select(Sale::of_account, account);
  std::erase_if(sales, [&](const Sale& sale) { return sale.time > moment; });
  std::ranges::stable_sort(sales, {}, &Sale::time);
  return sales;
}

/// The last closing, unless the account began anew at another meter, or by another scheme, since.
std::optional<Sale> closing_in(const std::vector<Sale>& sales, std::optional<MeterNumber> meter) {
  const auto last = std::find_if(sales.rbegin(), sales.rend(), [](const Sale& sale) { return sale.kind == Operation::closing || books::begins_account(sale.kind); });
  if (last == sales.rend() || last->kind != Operation::closing || (meter && last->meter != *meter)) return std::nullopt;
  return *last;
}

/// What is paid out without a receipt that it takes back: what the account's closing left, or what was taken back since somebody was paid out last.
std::vector<std::string> owed_by(const books::Reader& books, const Sale& refund) {
  auto sales = booked_until(books, refund.account, refund.time);
  std::erase_if(sales, [&](const Sale& sale) { return sale.number == refund.number; });
  if (const auto closing = closing_in(sales, std::nullopt)) return {closing->number};
  std::vector<std::string> out;
  for (const auto& sale : sales) {
    if (sale.kind == Operation::refund) out.clear();
    if (sale.kind == Operation::take_back || sale.kind == Operation::deduct) out.push_back(sale.number);
  }
  return out;
}

std::string word_of_meter(MeterNumber meter, std::int64_t number) { return fmt::format("statement/{}/{}", to_text(meter), number); }

/// Where the account went on from there; else what the meter said when it had obeyed.
std::string after_closing(const books::Reader& books, const Sale& closing) {
  std::optional<books::MeterSwap> first;
  for (auto& swap : books.select(books::MeterSwap::of_old, closing.meter))
    if (swap.account == closing.account && swap.time >= closing.time && (!first || swap.time < first->time)) first = std::move(swap);
  if (first) return first->document;
  for (const auto& change : books.select<books::SchemeChange>(closing.account))
    if (change.time >= closing.time && change.old_meter == closing.meter) return change.document;
  std::int64_t said = 0;
  for (const auto& statement : books.select<books::Statement>(books::Statement::by_progress, closing.meter, closing.n))
    if (statement.last_applied == books::Applied::closing && (said == 0 || statement.number < said)) said = statement.number;
  return said == 0 ? std::string{} : word_of_meter(closing.meter, said);
}

std::vector<std::string> belongs_to(const books::Reader& books, const Sale& sale) {
  if (!sale.original.empty()) {
    const auto note = note_of(books, sale);
    return note.empty() ? std::vector{sale.original} : std::vector{sale.original, note};
  }
  if (sale.kind == Operation::refund) return owed_by(books, sale);
  if (sale.kind != Operation::closing || sale.meter == MeterNumber{}) return {};
  const auto after = after_closing(books, sale);
  return after.empty() ? std::vector<std::string>{} : std::vector{after};
}

/// "surrendered/000000123456/7", as sell/counter/statement.cpp posts what a statement says.
struct ByStatement {
  MeterNumber meter;
  std::int64_t statement = 0;
};
std::optional<ByStatement> by_statement(const books::Entry& entry) {
  const auto first = entry.number.find('/'), second = entry.number.find('/', first + 1);
  if (second == std::string::npos || entry.number.substr(0, first) != word_of(entry.what)) return std::nullopt;
  const auto meter = parse_meter_number(entry.number.substr(first + 1, second - first - 1));
  if (!meter.ok()) return std::nullopt;
  return ByStatement{meter.value(), std::strtoll(entry.number.c_str() + second + 1, nullptr, 10)};
}

/// Two persons had typed what it held, and its own word turned up with this entry.
std::string corrected_swap(const books::Reader& books, MeterNumber meter, const books::Entry& entry) {
  for (const auto& swap : books.select(books::MeterSwap::of_old, meter))
    if (swap.account == entry.account && swap.corrected == entry.time) return swap.document;
  return {};
}

}  // namespace

std::string document_of(const books::Reader& books, const Sale& sale) {
  auto out = belongs_to(books, sale);
  if (!sale.approved_by.empty())
    for (const auto& request : books.select(books::Approval::of_receipt, sale.number)) out.push_back(fmt::format("request/{}", request.number));
  return fmt::format("{}", fmt::join(out, ", "));
}

GivenUp given_up_by(const books::Reader& books, const books::Entry& entry) {
  const auto by = by_statement(entry);
  const auto sales = booked_until(books, entry.account, entry.time);
  GivenUp out{closing_in(sales, by ? std::optional(by->meter) : std::nullopt), {}};
  if (out.closing) out.document = out.closing->number;
  if (!by) return out;
  if (auto swap = corrected_swap(books, by->meter, entry); !swap.empty()) out.document = std::move(swap);
  else if (out.document.empty()) out.document = word_of_meter(by->meter, by->statement);
  return out;
}

}  // namespace kwota::facts
