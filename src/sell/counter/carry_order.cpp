#include "sell/counter/carry_order.h"

#include "base/decimal.h"
#include "sell/counter/instruction_book.h"

namespace kwota::counter {
namespace {

constexpr std::size_t statements_looked_at = 50;

/// Alarm thresholds of the utility; a constant that is missing or no amount is no alarm.
void set_alarms(const books::Reader& books, int minor_digits, MeterParameters& parameters) {
  for (const auto& row : books.codes("constant")) {
    if (!row.active || (row.code != "alarm1" && row.code != "alarm2")) continue;
    const auto money = parse_money(row.value, minor_digits);
    if (money.ok()) (row.code == "alarm1" ? parameters.alarm1 : parameters.alarm2) = *money;
  }
}

/// A meter that refused them, or that nobody has told any, goes by whatever a card brings.
bool prices_come_by_line(const books::Reader& books, MeterNumber meter) {
  const auto link = books.link(meter);
  const auto told = books.newest_command(meter, "prices");
  const bool told_or_soon = told && told->state != "refused" && told->state != "cancelled" && told->state != "expired";
  return link && link->state == "active" && told_or_soon;
}

}  // namespace

CardUse use_of(const books::Reader& books, const books::Instruction& instruction, const books::Card* card) {
  if (instruction.kind == "closing") return CardUse::closing;
  const bool first_card = card == nullptr || card->issue_number == 1;
  for (const auto& revision : books.instructions(instruction.meter, instruction.n))
    for (const auto& number : sales_of(revision))
      if (const auto sale = books.sale(number); sale && sale->kind == "open") return first_card ? CardUse::open_account : CardUse::replacement;
  if (card == nullptr) return CardUse::purchase;
  for (const auto& statement : books.statements(instruction.meter, statements_looked_at))
    if (statement.card == card->serial) return CardUse::purchase;
  return first_card ? CardUse::open_account : CardUse::replacement;
}

Result<MeterParameters> parameters_of(const books::Reader& books, const tariff::PricePlan& plan, const tariff::State& state,
                                      int minor_digits, Instant now) {
  MeterParameters out;
  set_alarms(books, minor_digits, out);
  TRY(version, plan.version_at(now));
  out.plan_version = std::move(version);
  TRY(prices, tariff::meter_table(plan, now, state));
  out.prices = std::move(prices);
  if (const auto next = plan.next_version_after(now)) {
    TRY(table, tariff::meter_table(plan, *next, state));
    TRY(zone, Zone::find(plan.zone()));
    out.next_prices = std::move(table);
    out.next_from = zone.local(*next);
  }
  return out;
}

Result<CarryOrder> order_for(const books::Reader& books, const Supply& supply, const books::Instruction& instruction,
                             const std::string& sale, const books::Card* card, Instant now) {
  TRY(state, tariff_state(supply, now));
  TRY(parameters, parameters_of(books, supply.plan, state, supply.utility.minor_digits, now));
  CarryOrder order{std::move(parameters)};
  order.ct = supply.meter.ct;
  order.pt = supply.meter.pt;
  order.sale = sale;
  order.account = supply.account.number;
  order.meter = supply.meter.number;
  order.customer = supply.customer.number;
  order.use = use_of(books, instruction, card);
  order.amount = instruction.amount;
  order.n = instruction.n;
  order.revision = instruction.revision;
  order.prices_by_line = prices_come_by_line(books, supply.meter.number);
  if (card != nullptr) {
    order.issue_number = card->issue_number;
    order.valid_to = card->valid_to;
  }
  return order;
}

books::Instruction for_new_card(const Supply& supply) {
  if (supply.on_the_way) return *supply.on_the_way;
  books::Instruction nothing;
  nothing.meter = supply.meter.number;
  nothing.n = supply.meter.applied;
  nothing.revision = supply.meter.revision;
  nothing.kind = "void";
  return nothing;
}

Result<CarryOrder> order_of_sale(const books::Reader& books, std::string_view number, const std::optional<CardSerial>& serial, Instant now) {
  const auto sale = books.sale(number);
  if (!sale) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", std::string{number}}});
  TRY(supply, supply_of(books, sale->account));
  std::optional<books::Card> card;
  if (serial) card = books.card(*serial);
  const auto& newest = supply.on_the_way;
  if (sale->kind == "replacement" && card && sale->card == card->serial && card->state == "new") {
    const auto named = newest ? sales_of(*newest).back() : sale->number;
    return order_for(books, supply, for_new_card(supply), named, &*card, now);
  }
  if (!newest || !carries(*newest, number))
    return error(Fault::refused, "nothing_to_carry", "There is nothing to write: the meter has it, or it was taken back.",
                 {{"sale", std::string{number}}});
  return order_for(books, supply, *newest, sale->number, card ? &*card : nullptr, now);
}

}  // namespace kwota::counter
