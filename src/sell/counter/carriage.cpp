#include "sell/counter/carriage.h"

#include <algorithm>

#include "base/ids_text.h"
#include "books/chains.h"
#include "books/newest_sales.h"
#include "sell/counter/order/command_book.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/settings/in_force.h"

namespace kwota::counter {
namespace {

struct Case {
  books::Sale sale;
  books::SaleState state;
  books::Meter meter;
  std::optional<books::Instruction> in_transit;

  bool carries_newest(const Carriage& event) const {
    return in_transit && in_transit->n == event.n && in_transit->revision == event.revision;
  }
  /// A replacement with nothing unread: the new card brings no credit, it only makes itself known to the meter.
  bool introduces(const Carriage& event) const {
    return !in_transit && sale.kind == books::Operation::replacement && state.state == SaleStatus::booked && event.card && sale.card == event.card && event.n == meter.applied;
  }
};

Result<Case> case_of(const books::Reader& books, const Carriage& event) {
  const auto sale = books.find<books::Sale>(event.sale);
  const auto state = books.find<books::SaleState>(event.sale);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", event.sale}});
  const auto meter = books.find<books::Meter>(sale->meter);
  if (!meter) return error(Fault::ours, "unknown_meter", "The meter of this sale is not in the books.", {{"meter", to_text(sale->meter)}});
  return Case{*sale, *state, *meter, in_transit(books, *meter)};
}

books::JournalEntry journal(books::JournalEvent what, const Carriage& event, const Case& at, Instant now) {
  return {books::chain_of(books::ChainKind::vault, event.vault), 0, now, what, event.sale, at.meter.number, event.n, event.revision, event.card,
          event.details.empty() ? "{}" : event.details};
}

/// A take-back and the sale it takes back stay "taking_back" whatever the card does; all other sales follow the card.
void move_sales(const books::Reader& books, const Case& at, SaleStatus state, Instant now, books::Changes& changes) {
  std::vector<std::string> numbers{at.sale.number};
  if (at.in_transit)
    for (auto& number : sales_of(*at.in_transit))
      if (number != at.sale.number) numbers.push_back(std::move(number));
  for (const auto& number : numbers) {
    auto row = books.find<books::SaleState>(number);
    if (!row || !is_open(row->state) || row->state == SaleStatus::taking_back || row->state == state) continue;
    row->state = state;
    row->since = now;
    changes.put.emplace_back(*row);
  }
}

/// A card that is put down again within this time was not at its meter meanwhile. [K]
constexpr auto one_visit = Duration::minutes(10);

/// A card becomes active with the first thing that is proven to be on it; then the replacement that issued it is done too.
void activate(const books::Reader& books, const std::optional<CardSerial>& serial, Instant now, books::Changes& changes) {
  auto card = serial ? books.find<books::Card>(*serial) : std::nullopt;
  if (!card || card->state != books::CardStatus::fresh) return;
  card->state = books::CardStatus::active;
  changes.put.emplace_back(*card);
  books::newest_sales(books, card->account, [&](const books::Sale& sale) {
    auto row = sale.kind == books::Operation::replacement ? books.find<books::SaleState>(sale.number) : std::nullopt;
    if (!row || row->state != SaleStatus::booked) return true;
    row->state = SaleStatus::applied;
    row->since = now;
    changes.put.emplace_back(*row);
    return true;
  });
}

Carried standing(const Case& at, books::Changes changes, SaleStatus state, std::optional<CarryOrder> order = {}) {
  return books::Decision<CarriageState>{std::move(changes), CarriageState{at.sale.number, state, std::move(order)}};
}

SaleStatus state_after(const Case& at, SaleStatus carried) {
  return at.state.state == SaleStatus::taking_back || !is_open(at.state.state) ? at.state.state : carried;
}

/// Nothing of this sale has ever been on a card, on a line or in doubt, and the buyer waits for it. Hours later he is gone, with a receipt.
bool first_try(const books::Reader& books, const Case& at, const Carriage& event) {
  if (!event.at_sale || on_the_line(books, *at.in_transit) != LinkDelivery::never || at.state.state != SaleStatus::booked || (at.sale.kind != books::Operation::recharge && at.sale.kind != books::Operation::supplement && at.sale.kind != books::Operation::deduct)) return false;
  for (const auto& row : books.select(books::JournalEntry::of_sale, at.sale.number))
    if (row.what != books::JournalEvent::sealing) return false;
  return true;
}

/// The meter's book without this sale: what was unread before is under way again, or nothing is.
Result<books::Instruction> without(const books::Reader& books, const Case& at, Instant now) {
  InstructionRequest requested{books::InstructionKind::withdrawn, {}, {}, {}};
  for (const auto& number : credited(books, *at.in_transit)) {
    if (number == at.sale.number) continue;
    requested.kind = books::InstructionKind::credit;
    requested.sales.push_back(number);
  }
  if (requested.kind == books::InstructionKind::credit) requested.amount = at.in_transit->amount - at.sale.credit;
  return next_revision(books, at.meter, requested, now);
}

Result<void> reverse(const books::Reader& books, const Case& at, const Context& context, books::Changes& changes) {
  TRY(instruction, without(books, at, context.now));
  TRY(entry, ledger::reversed({at.sale.number + "/reversed", context.till_chain(), context.now, settings::business_day(books, context.now, context.zone), ledger::Operation::reversed, at.sale.account}, posted(books, at.sale)));
  auto state = at.state;
  state.state = SaleStatus::reversed;
  state.since = context.now;
  changes.put.emplace_back(state);
  changes.put.emplace_back(with(at.meter, instruction));
  changes.append.emplace_back(instruction);
  if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
  MUST(give_back_charges(books, at.sale, changes));
  return Done{};
}

}  // namespace

Carried sealing(const books::Reader& books, const Carriage& event, const Context& context) {
  TRY(at, case_of(books, event));
  if (!at.introduces(event) && (!at.carries_newest(event) || !is_open(at.state.state)))
    return error(Fault::refused, "nothing_to_carry", "There is nothing to write: the meter has it, or it was taken back.", {{"sale", event.sale}}).trying(Again::never);
  return standing(at, {{}, {journal(books::JournalEvent::sealing, event, at, context.now)}}, at.state.state);
}

Carried carried(const books::Reader& books, const Carriage& event, const Context& context) {
  TRY(at, case_of(books, event));
  books::Changes changes{{}, {journal(books::JournalEvent::carried, event, at, context.now)}};
  if (at.carries_newest(event)) move_sales(books, at, SaleStatus::carried, context.now, changes);
  activate(books, event.card, context.now, changes);
  return standing(at, std::move(changes), at.introduces(event) ? SaleStatus::applied : state_after(at, SaleStatus::carried));
}

Carried not_carried(const books::Reader& books, const Carriage& event, const Context& context) {
  TRY(at, case_of(books, event));
  books::Changes changes{{}, {journal(books::JournalEvent::not_carried, event, at, context.now)}};
  if (!at.carries_newest(event) || !first_try(books, at, event)) {
    if (at.carries_newest(event) && at.state.state == SaleStatus::in_doubt) move_sales(books, at, SaleStatus::booked, context.now, changes);
    return standing(at, std::move(changes), state_after(at, SaleStatus::booked));
  }
  MUST(reverse(books, at, context, changes));
  return standing(at, std::move(changes), SaleStatus::reversed);
}

Carried in_doubt(const books::Reader& books, const Carriage& event, const Context& context) {
  TRY(at, case_of(books, event));
  books::Changes changes{{}, {journal(books::JournalEvent::in_doubt, event, at, context.now)}};
  if (at.carries_newest(event)) move_sales(books, at, SaleStatus::in_doubt, context.now, changes);
  return standing(at, std::move(changes), state_after(at, SaleStatus::in_doubt));
}

Carried came_back_pending(const books::Reader& books, const Carriage& event, const Context& context) {
  TRY(at, case_of(books, event));
  const auto journal_so_far = books.select(books::JournalEntry::of_sale, event.sale);
  if (!at.carries_newest(event) || journal_so_far.empty() || context.now - journal_so_far.back().time < one_visit)
    return standing(at, {}, at.state.state);
  return standing(at, {{}, {journal(books::JournalEvent::came_back_pending, event, at, context.now)}}, at.state.state);
}

std::size_t visits_without_effect(const books::Reader& books, std::string_view sale, const CardSerial& card) {
  const auto rows = books.select(books::JournalEntry::of_sale, sale);
  return static_cast<std::size_t>(
      std::ranges::count_if(rows, [&](const auto& row) { return row.what == books::JournalEvent::came_back_pending && row.card == card; }));
}

Carried settle(const books::Reader& books, const Carriage& event, const PurseSeen& purse, const Context& context) {
  TRY(at, case_of(books, event));
  if (at.introduces(event) && purse.n == event.n && purse.amount.is_zero()) {
    books::Changes changes{{}, {journal(books::JournalEvent::confirmed, event, at, context.now)}};
    activate(books, event.card, context.now, changes);
    return standing(at, std::move(changes), SaleStatus::applied);
  }
  if (!is_open(at.state.state) || !at.in_transit || !carries(*at.in_transit, event.sale)) return standing(at, {}, at.state.state);
  auto named = event;
  named.n = at.in_transit->n;
  named.revision = at.in_transit->revision;
  if (purse.n == named.n && purse.amount == at.in_transit->amount.for_device()) {
    books::Changes changes{{}, {journal(books::JournalEvent::confirmed, named, at, context.now)}};
    move_sales(books, at, SaleStatus::carried, context.now, changes);
    activate(books, event.card, context.now, changes);
    return standing(at, std::move(changes), state_after(at, SaleStatus::carried));
  }
  TRY(order, order_of_sale(books, event.sale, event.card, context.now));
  return standing(at, {{}, {journal(books::JournalEvent::carry_again, named, at, context.now)}}, at.state.state, std::move(order));
}

}  // namespace kwota::counter
