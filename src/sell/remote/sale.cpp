#include "sell/remote/sale.h"

#include <fmt/format.h>

#include "people/permissions.h"
#include "sell/counter/order/former_meter.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/remote/command_content.h"
#include "sell/remote/link.h"
#include "sell/remote/prices.h"
#include "sell/remote/queue.h"

namespace kwota::remote {
namespace {

/// What the sale's own meter shall do; a swap also withdraws what was on its way to the old one.
const books::Instruction* instruction_in(const books::Changes& changes, MeterNumber meter) {
  for (const auto& row : changes.append)
    if (const auto* instruction = row.as<books::Instruction>(); instruction != nullptr && instruction->meter == meter) return instruction;
  return nullptr;
}

/// A card brings the prices with the first credit; a line is told them behind it, unless it was told any before.
void queue_prices(const books::Reader& books, const books::Sale& opening, std::int64_t number, const Context& context,
                  books::Changes& changes) {
  for (const auto& row : books.select(books::MeterCommand::of_number, opening.meter, SequenceNumber{}))
    if (row.kind == books::CommandKind::prices && !row.settled) return;
  changes.put.emplace_back(prices_at_opening(opening, number, context));
}

/// What this decision tells the meter goes into the queue, in the place of what waited there for the same number.
void queue(const books::Reader& books, const books::Instruction& instruction, const Context& context,
           books::Decision<Outcome>& decision) {
  const auto receipts = counter::sales_of(instruction);
  auto row =
      counter::command_for(books, instruction, receipts.empty() ? std::string{} : receipts.back(), context.who.name, context.now);
  row.approved_by = decision.answer.sale.approved_by;
  const bool sent = instruction.kind != books::InstructionKind::withdrawn;
  const auto evidence =
      sent ? fmt::format("Command {} takes its place.", row.number) : std::string{"It was taken back before it left the house."};
  counter::cancel_queued(books, instruction, evidence, context.now, decision.changes);
  if (!sent) return;
  decision.changes.put.emplace_back(row);
  decision.answer.command = row;
}

std::optional<books::MeterCommand> newest_command(const books::Reader& books, const books::Sale& sale) {
  if (sale.n == SequenceNumber{}) return std::nullopt;  // it asked nothing of the meter
  const auto rows = books.select(books::MeterCommand::of_number, sale.meter, sale.n);
  if (rows.empty()) return std::nullopt;
  return rows.back();
}

/// The first instruction of an account at this meter: what it is told over the line comes with the prices.
bool begins_there(const books::Reader& books, const books::Sale& sale, const books::Instruction& instruction) {
  if (instruction.kind != books::InstructionKind::credit || instruction.revision != 1) return false;
  if (books::begins_account(sale.kind)) return true;
  const auto account = books.find<books::Account>(sale.account);
  return account && account->meter == instruction.meter && account->first_number == instruction.n;
}

Booked with_command(const books::Reader& books, counter::Booked booked, const Context& context) {
  TRY(decision, std::move(booked));
  books::Decision<Outcome> out{std::move(decision.changes), {std::move(decision.answer), {}}};
  if (out.answer.repeated) {
    out.answer.command = newest_command(books, out.answer.sale);
    return out;
  }
  const auto* found = instruction_in(out.changes, out.answer.sale.meter);
  if (found == nullptr) return out;
  const auto instruction = *found;
  if (instruction.kind != books::InstructionKind::withdrawn) {
    MUST(usable_link(books, instruction.meter));
  }
  if (instruction.kind == books::InstructionKind::credit) MUST(knows_its_ratio(books, instruction.meter));
  queue(books, instruction, context, out);
  if (out.answer.command && begins_there(books, out.answer.sale, instruction))
    queue_prices(books, out.answer.sale, out.answer.command->number + 1, context, out.changes);
  return out;
}

/// A sale that is still under way to its meter, and what brings it.
struct SaleInTransit {
  books::Sale sale;
  books::SaleState state;
  books::Instruction instruction;
};
Result<SaleInTransit> sale_in_transit(const books::Reader& books, const std::string& number) {
  const auto sale = books.find<books::Sale>(number);
  const auto state = books.find<books::SaleState>(number);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", number}});
  const auto meter = books.find<books::Meter>(sale->meter);
  const auto instruction = meter ? counter::in_transit(books, *meter) : std::nullopt;
  if (!instruction || !counter::carries(*instruction, number))
    return error(Fault::refused, "nothing_to_carry", "There is nothing to write: the meter has it, or it was taken back.",
                 {{"sale", number}});
  if (counter::has_left(books, *sale))
    return error(Fault::refused, "meter_has_left", "The meter of this sale serves the account no longer; nothing was sent. Its own word settles the sale: applied, or owed to the customer.",
                 {{"sale", number}});
  return SaleInTransit{*sale, *state, *instruction};
}

}  // namespace

Booked sell(const books::Reader& books, counter::SellRequest request, const Context& context) {
  request.card.reset();
  return with_command(books, counter::sell_by(counter::Carrier::link, books, request, context), context);
}

Booked open_account(const books::Reader& books, counter::OpenRequest request, const Context& context) {
  request.card.reset();
  return with_command(books, counter::open_account_by(counter::Carrier::link, books, request, context), context);
}

Booked again(const books::Reader& books, counter::Outcome before) { return with_command(books, books::Decision<counter::Outcome>{{}, std::move(before)}, {}); }

Booked begun(const books::Reader& books, counter::Booking booking, const counter::Supply& supply, Credit credit, const Beginning& how, const Context& context) {
  if (credit <= Credit{}) {
    booking.changes.put.emplace_back(supply.meter);
    return with_command(books, booking.finish(books::SaleStatus::applied, {}), context);
  }
  TRY(instruction, counter::credit_instruction(books, supply, credit, booking.sale.number, context.now));
  booking.instruct(supply.meter, instruction);
  if (scheme::facts_of(how.carrier).over_line) return with_command(books, booking.finish(books::SaleStatus::booked, {}), context);
  std::optional<counter::CarryOrder> order;
  if (how.card) {
    TRY(made, counter::order_for(books, supply, instruction, booking.sale.number, &*how.card, context.now));
    // The sale is not in the books yet.
    made.use = how.card->issue_number == 1 ? counter::CardUse::open_account : counter::CardUse::replacement;
    order = std::move(made);
  }
  auto booked = booking.finish(books::SaleStatus::booked, std::move(order));
  return books::Decision<Outcome>{std::move(booked.changes), {std::move(booked.answer), {}}};
}

Booked supplement(const books::Reader& books, counter::SupplementRequest request, const Context& context) {
  request.card.reset();
  return with_command(books, counter::supplement_by(counter::Carrier::link, books, request, context), context);
}

Booked order_closing(const books::Reader& books, counter::CloseRequest request, const Context& context) {
  request.card.reset();
  return with_command(books, counter::order_closing_by(counter::Carrier::link, books, request, context), context);
}

Booked take_back(const books::Reader& books, counter::TakeBackRequest request, const Context& context) {
  request.card.reset();
  return with_command(books, counter::take_back_by(counter::Carrier::link, books, request, context), context);
}

MoveAnswer move_to_card(const books::Reader& books, const std::string& number, const std::optional<CardSerial>& card,
                        const Context& context) {
  MUST(people::require(context.who, "sell"));
  TRY(at, sale_in_transit(books, number));
  books::Decision<Moved> out{{}, {number, at.state.state, {}, {}}};
  for (auto row : books.select(books::MeterCommand::of_number, at.sale.meter, at.instruction.n)) {
    if (row.settled) continue;
    if (row.state == books::CommandStatus::queued) {
      row = counter::settled(row, books::CommandStatus::cancelled, "It was moved to the card.", {}, context.now);
    } else {
      bring_by(row, BroughtBy::card);
    }
    out.changes.put.emplace_back(row);
    out.answer.command = row;
  }
  if (!card) return out;
  MUST(counter::usable_card(books, card, at.sale.account, context));
  TRY(order, counter::order_of_sale(books, number, card, context.now));
  out.answer.order = std::move(order);
  return out;
}

MoveAnswer move_to_link(const books::Reader& books, const std::string& number, const Context& context) {
  MUST(people::require(context.who, "sell"));
  TRY(at, sale_in_transit(books, number));
  MUST(usable_link(books, at.sale.meter));
  MUST(knows_its_ratio(books, at.sale.meter));
  books::Decision<Moved> out{{}, {number, at.state.state, {}, {}}};
  for (const auto& row : books.select(books::MeterCommand::of_number, at.sale.meter, at.instruction.n))
    if (!row.settled && row.revision == at.instruction.revision) {
      out.answer.command = row;
      if (brought_by(row) == BroughtBy::line) return out;
      // It had been moved to the card while nobody knew whether it had arrived; now it may be sent again once that is known.
      bring_by(*out.answer.command, BroughtBy::line);
      out.changes.put.emplace_back(*out.answer.command);
      return out;
    }
  auto row = counter::command_for(books, at.instruction, number, context.who.name, context.now);
  row.approved_by = at.sale.approved_by;
  counter::cancel_queued(books, at.instruction, fmt::format("Command {} takes its place.", row.number), context.now, out.changes);
  out.changes.put.emplace_back(row);
  out.answer.command = row;
  if (begins_there(books, at.sale, at.instruction)) queue_prices(books, at.sale, row.number + 1, context, out.changes);
  return out;
}

}  // namespace kwota::remote
