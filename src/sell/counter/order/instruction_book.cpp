#include "sell/counter/order/instruction_book.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/ids_text.h"
#include "base/text/parts.h"
#include "books/chains.h"

namespace kwota::counter {
namespace {

using books::Instruction;

Instruction make(const books::Meter& meter, SequenceNumber n, std::uint32_t revision, const InstructionRequest& requested, Instant now) {
  auto sales = requested.sales;
  if (!requested.take_back.empty()) sales.push_back(requested.take_back);
  return {meter.number, n, revision, books::chain_of(books::ChainKind::meter, to_text(meter.number)), requested.kind, meter.unit, requested.amount, fmt::format("{}", fmt::join(sales, ",")), now};
}

books::Applied kind_applied(const Instruction& instruction) {
  if (instruction.kind == books::InstructionKind::closing) return books::Applied::closing;
  return instruction.amount.is_zero() ? books::Applied::voided : books::Applied::credit;
}

/// A sale is reversed, or taken back before its number is taken, only when it is proven that the revision which brought it is on no
/// card and never will be.
bool never_left(const books::Reader& books, const Instruction& revision) {
  const auto sales = credited(books, revision);
  return std::any_of(sales.begin(), sales.end(), [&](const std::string& number) {
    const auto state = books.find<books::SaleState>(number);
    return state && (state->state == books::SaleStatus::reversed || state->state == books::SaleStatus::taken_back);
  });
}

}  // namespace

std::vector<std::string> sales_of(const Instruction& instruction) {
  return texts_of(instruction.sales);
}

std::vector<std::string> credited(const books::Reader& books, const Instruction& instruction) {
  auto out = sales_of(instruction);
  std::erase_if(out, [&](const std::string& number) { return books.find(books::columns(&books::Sale::kind), number) == books::Operation::take_back; });
  std::sort(out.begin(), out.end());
  return out;
}

Credit amount_of(const books::Sale& sale) { return sale.tendered.is_zero() ? sale.credit : Credit{sale.tendered}; }

bool carries(const Instruction& instruction, std::string_view sale) {
  const auto sales = sales_of(instruction);
  return std::find(sales.begin(), sales.end(), sale) != sales.end();
}

Instruction next_number(const books::Meter& meter, const InstructionRequest& requested, Instant now) { return make(meter, meter.sold.next(), 1, requested, now); }

Result<Instruction> next_revision(const books::Reader& books, const books::Meter& meter, const InstructionRequest& requested, Instant now) {
  const auto next = make(meter, meter.sold, meter.revision + 1, requested, now);
  auto meant = requested.sales;
  std::sort(meant.begin(), meant.end());
  for (const auto& former : books.select<books::Instruction>(meter.number, meter.sold)) {
    const bool same_word = former.amount == next.amount && kind_applied(former) == kind_applied(next) && former.kind != books::InstructionKind::withdrawn;
    if (same_word && credited(books, former) != meant && !never_left(books, former))
      return error(Fault::refused, "amount_ambiguous",
                   "An unread sale to this meter had the same amount: the meter's answer could not tell them apart. Let the meter read the "
                   "card first, or sell another amount.",
                   {{"meter", to_text(meter.number)}});
  }
  return next;
}

books::Meter with(books::Meter meter, const Instruction& instruction) {
  meter.sold = instruction.n;
  meter.revision = instruction.revision;
  return meter;
}

std::optional<Instruction> winner_of(const std::vector<Instruction>& revisions, const books::Statement& statement) {
  for (auto row = revisions.rbegin(); row != revisions.rend(); ++row)
    if (row->kind != books::InstructionKind::withdrawn && row->amount == statement.last_amount && kind_applied(*row) == statement.last_applied) return *row;
  return std::nullopt;
}

}  // namespace kwota::counter
