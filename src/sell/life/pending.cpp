#include "sell/life/pending.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sell/counter/desk.h"
#include "sell/counter/order/command_book.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/untaken.h"
#include "sell/settings/in_force.h"

namespace kwota::life {
namespace {

using books::SaleStatus;

/// It lies on this card, unread, and on no other: the look at the card that was put down just now would have settled it otherwise.
bool lies_on(const books::Reader& books, const books::Instruction& instruction, const std::string& sale, const std::optional<CardSerial>& card) {
  const auto state = books.find<books::SaleState>(sale);
  if (!card || !state || state->state != SaleStatus::carried) return false;
  if (counter::on_the_line(books, instruction) > counter::LinkDelivery::queued) return false;
  for (const auto& revision : books.select<books::Instruction>(instruction.meter, instruction.n))
    for (const auto& number : counter::sales_of(revision))
      for (const auto& row : books.select(books::JournalEntry::of_sale, number))
        if (row.what != books::JournalEvent::not_carried && row.card != *card) return false;
  return true;
}

/// Sales, and what is deducted from them. With a void on its way the meter has to say which of the revisions counts.
bool is_plain_credit(const books::Reader& books, const books::Instruction& instruction) {
  if (instruction.kind != books::InstructionKind::credit) return false;
  Credit sum;
  for (const auto& number : counter::sales_of(instruction)) {
    const auto sale = books.find<books::Sale>(number);
    const auto state = books.find<books::SaleState>(number);
    if (!sale || !state || state->state == SaleStatus::taking_back) return false;
    if (sale->kind != books::Operation::deduct && sale->credit <= Credit{}) return false;
    sum += sale->credit;
  }
  return sum == instruction.amount;
}

void add_credit(const books::Reader& books, const books::Sale& sale, Pending& to) {
  to.credit += sale.credit;
  to.worth += ledger::paid_for_credit(counter::posted(books, sale));
  if (sale.kind == books::Operation::deduct) {
    to.refund -= sale.tendered;
    to.deductions.push_back(sale.number);
  } else {
    to.moved.push_back(sale.number);
  }
}

/// Voids on their way under a number of which nothing has arrived.
void add_take_backs(const books::Reader& books, const books::Instruction& instruction, Pending& to) {
  for (const auto& revision : books.select<books::Instruction>(instruction.meter, instruction.n))
    for (const auto& number : counter::sales_of(revision)) {
      auto sale = books.find<books::Sale>(number);
      const auto state = books.find<books::SaleState>(number);
      if (!sale || sale->kind != books::Operation::take_back || !state || state->state != SaleStatus::taking_back) continue;
      if (std::ranges::find(to.take_backs, number, &books::Sale::number) != to.take_backs.end()) continue;
      to.refund -= sale->tendered;
      to.take_backs.push_back(*std::move(sale));
    }
}

}  // namespace

Result<Pending> pending_of(const books::Reader& books, const Supply& supply, const std::optional<CardSerial>& card, bool leave_in_doubt) {
  Pending out;
  const auto& instruction = supply.in_transit;
  if (!instruction) return out;
  const auto sales = counter::sales_of(*instruction);
  if (instruction->kind == books::InstructionKind::closing) {
    // One that may have been obeyed corrects what is typed now, whenever its meter or card is heard.
    const auto never_left = [&](const std::string& order) { return !counter::may_have_been_sent(books, *instruction, order); };
    if (std::ranges::all_of(sales, never_left)) out.orders = sales;
    return out;
  }
  const bool plain = is_plain_credit(books, *instruction);
  const auto did_not_arrive = [&](const std::string& sale) {
    return plain && (!counter::may_have_been_sent(books, *instruction, sale) || lies_on(books, *instruction, sale, card));
  };
  // One number brings them all, or none.
  if (!std::ranges::all_of(sales, did_not_arrive)) {
    if (leave_in_doubt) return out.in_doubt = sales, out;
    return error(Fault::refused, "sale_may_have_arrived",
                 "The last sale may have reached the old meter; nothing was booked. Put its card on the reader – if it lies there unread, it goes over to the new meter –, "
                 "or leave it in doubt until the old meter's word is known.",
                 {{"sales", fmt::format("{}", fmt::join(sales, ", "))}});
  }
  for (const auto& number : sales) add_credit(books, *books.find<books::Sale>(number), out);
  add_take_backs(books, *instruction, out);
  return out;
}

Result<void> move_pending(const books::Reader& books, const Supply& supply, const Pending& pending, const Context& context, books::Changes& changes) {
  const auto becomes = [&](const std::string& sale, SaleStatus state) {
    auto row = *books.find<books::SaleState>(sale);
    if (row.state == state) return;
    row.state = state;
    row.since = context.now;
    changes.put.emplace_back(row);
  };
  const auto head = [&](const std::string& sale) {
    return ledger::Head{sale + "/settled", context.till_chain(), context.now, settings::business_day(books, context.now, context.zone), ledger::Operation::settle, supply.account.number};
  };
  const auto post = [&](Result<books::Entry> made) -> Result<void> {
    TRY(entry, std::move(made));
    if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
    return Done{};
  };
  for (const auto& sale : pending.in_doubt)
    if (books.find<books::SaleState>(sale)->state != SaleStatus::taking_back) becomes(sale, SaleStatus::in_doubt);
  if (pending.moved.empty() && pending.orders.empty()) return Done{};
  TRY(withdrawn, counter::next_revision(books, supply.meter, {books::InstructionKind::withdrawn, {}, {}, {}}, context.now));
  changes.put.emplace_back(counter::with(supply.meter, withdrawn));
  changes.append.emplace_back(withdrawn);
  counter::cancel_queued(books, *supply.in_transit, std::string(counter::left_behind), context.now, changes);
  for (const auto& number : pending.orders) becomes(number, SaleStatus::taken_back);
  auto untaken = pending.moved;
  untaken.insert(untaken.end(), pending.deductions.begin(), pending.deductions.end());
  MUST(counter::owe_untaken(books, untaken, supply.account.number, word_of(supply.plan.commodity()), context, changes));
  for (const auto& take_back : pending.take_backs) {
    becomes(take_back.original, SaleStatus::taken_back);
    becomes(take_back.number, SaleStatus::taken_back);
    MUST(post(ledger::refund_is_due(head(take_back.number), supply.account.number, -take_back.tendered)));
  }
  return Done{};
}

}  // namespace kwota::life
