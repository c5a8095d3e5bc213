#include "collect/report/facts/of_document.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ids_text.h"
#include "books/rows/money/invoice.h"
#include "books/rows/office/operator.h"
#include "sell/ledger/entry_name.h"

namespace kwota::facts {
namespace {

using books::Operation;
using books::Sale;

constexpr std::string_view between_documents = ", ", request_word = "request/", statement_word = "statement/";

std::string written(const Reference& document) {
  switch (document.kind) {
    case ReferenceKind::request: return std::string(request_word) + document.number;
    case ReferenceKind::statement: return std::string(statement_word) + document.meter + "/" + document.number;
    case ReferenceKind::paper: break;
  }
  return document.number;
}

Reference reference_in(std::string_view part) {
  if (part.starts_with(request_word)) return {ReferenceKind::request, std::string(part.substr(request_word.size()))};
  if (part.starts_with(statement_word)) {
    const auto of = part.substr(statement_word.size());
    if (const auto stroke = of.find('/'); stroke != std::string_view::npos) return {ReferenceKind::statement, std::string(of.substr(stroke + 1)), std::string(of.substr(0, stroke))};
  }
  return {ReferenceKind::paper, std::string(part)};
}

Reference paper(std::string number) { return {.kind = ReferenceKind::paper, .number = std::move(number)}; }
Reference word_of_meter(MeterNumber meter, std::int64_t number) { return {.kind = ReferenceKind::statement, .number = std::to_string(number), .meter = to_text(meter)}; }

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
std::vector<Reference> owed_by(const books::Reader& books, const Sale& refund) {
  auto sales = booked_until(books, refund.account, refund.time);
  std::erase_if(sales, [&](const Sale& sale) { return sale.number == refund.number; });
  if (const auto closing = closing_in(sales, std::nullopt)) return {paper(closing->number)};
  std::vector<Reference> out;
  for (const auto& sale : sales) {
    if (sale.kind == Operation::refund) out.clear();
    if (sale.kind == Operation::take_back || sale.kind == Operation::deduct) out.push_back(paper(sale.number));
  }
  return out;
}

/// Where the account went on from there; else what the meter said when it had obeyed.
std::optional<Reference> after_closing(const books::Reader& books, const Sale& closing) {
  std::optional<books::MeterSwap> first;
  for (auto& swap : books.select(books::MeterSwap::of_old, closing.meter))
    if (swap.account == closing.account && swap.time >= closing.time && (!first || swap.time < first->time)) first = std::move(swap);
  if (first) return paper(first->document);
  for (const auto& change : books.select<books::SchemeChange>(closing.account))
    if (change.time >= closing.time && change.old_meter == closing.meter) return paper(change.document);
  std::int64_t said = 0;
  for (const auto& statement : books.select<books::Statement>(books::Statement::by_progress, closing.meter, closing.n))
    if (statement.last_applied == books::Applied::closing && (said == 0 || statement.number < said)) said = statement.number;
  return said == 0 ? std::nullopt : std::optional(word_of_meter(closing.meter, said));
}

std::vector<Reference> belongs_to(const books::Reader& books, const Sale& sale) {
  if (!sale.original.empty()) {
    const auto note = note_of(books, sale);
    return note.empty() ? std::vector{paper(sale.original)} : std::vector{paper(sale.original), paper(note)};
  }
  if (sale.kind == Operation::refund) return owed_by(books, sale);
  if (sale.kind != Operation::closing || sale.meter == MeterNumber{}) return {};
  auto after = after_closing(books, sale);
  return after ? std::vector{*std::move(after)} : std::vector<Reference>{};
}

/// Two persons had typed what it held, and its own word turned up with this entry.
std::string corrected_swap(const books::Reader& books, MeterNumber meter, const books::Entry& entry) {
  for (const auto& swap : books.select(books::MeterSwap::of_old, meter))
    if (swap.account == entry.account && swap.corrected == entry.time) return swap.document;
  return {};
}

}  // namespace

std::string written(std::span<const Reference> documents) {
  std::string out;
  for (const auto& document : documents) (out += out.empty() ? "" : between_documents) += written(document);
  return out;
}

std::vector<Reference> references_in(std::string_view text) {
  std::vector<Reference> out;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(between_documents));
    out.push_back(reference_in(part));
    text.remove_prefix(std::min(part.size() + between_documents.size(), text.size()));
  }
  return out;
}

std::string document_of(const books::Reader& books, const Sale& sale) {
  auto out = belongs_to(books, sale);
  if (!sale.approved_by.empty())
    for (const auto& request : books.select(books::Approval::of_receipt, sale.number)) out.push_back({.kind = ReferenceKind::request, .number = std::to_string(request.number)});
  return written(out);
}

GivenUp given_up_by(const books::Reader& books, const books::Entry& entry) {
  const auto by = ledger::statement_of(entry);
  const auto sales = booked_until(books, entry.account, entry.time);
  GivenUp out{closing_in(sales, by ? std::optional(by->meter) : std::nullopt), {}};
  if (out.closing) out.document = out.closing->number;
  if (!by) return out;
  if (auto swap = corrected_swap(books, by->meter, entry); !swap.empty()) out.document = std::move(swap);
  else if (out.document.empty()) out.document = written(std::array{word_of_meter(by->meter, by->statement)});
  return out;
}

}  // namespace kwota::facts
