#include "sell/counter/order/carry_order.h"

#include "base/cause.h"
#include "base/decimal.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/order/instruction_book.h"

namespace kwota::counter {
namespace {

constexpr std::size_t statements_looked_at = 50;

/// Alarm thresholds of the utility; a constant that is missing or no amount is no alarm.
void set_alarms(const books::Reader& books, int minor_digits, MeterParameters& parameters) {
  for (const auto& row : books.select<books::Code>(books::CodeKind::constant)) {
    const auto constant = parse_word<books::Constant>(row.code);
    if (!row.active || !constant) continue;
    const auto money = parse_money(row.value, minor_digits);
    if (!money.ok()) continue;
    switch (*constant) {
      case books::Constant::alarm1: parameters.alarm1 = *money; break;
      case books::Constant::alarm2: parameters.alarm2 = *money; break;
    }
  }
}

/// The prices after those in force, where a card can bring it and the meter has all else that it needs.
void add_coming(const books::Reader& books, const Supply& supply, Instant now, MeterParameters& out) {
  const auto next = coming_prices(supply, now);
  const auto zone = Zone::find(supply.plan.zone());
  if (!next || !zone.ok()) return;
  auto fit = fits(books, next->then, next->begins, Carrier::card, now);
  if (!fit.ok() || !fit->holds()) return;
  out.next_prices = std::move(fit->table);
  out.next_from = zone->local(next->begins);
}

/// What a card tells this meter of prices: those that it holds or can take from a card, and nothing where it can do neither.
MeterParameters prices_for(const books::Reader& books, const Supply& supply, const Fit& fit, bool held, Instant now) {
  MeterParameters out;
  if (supply.meter.unit == Unit::money) set_alarms(books, supply.utility.minor_digits, out);  // they are amounts of money
  out.plan_version = fit.version;
  out.prices_on_card = held && fit.holds();
  if (fit.reasons.empty()) out.prices = fit.table;
  if (out.prices_on_card) add_coming(books, supply, now, out);
  return out;
}

Result<MeterParameters> prices_for(const books::Reader& books, const Supply& asked, Instant now) {
  const auto held = held_by_meter(books, asked, Carrier::card, now);
  if (held.ok()) return prices_for(books, held->supply, held->fit, true, now);
  if (cause_of(held.error()) != Cause::plan_does_not_fit) return held.error();
  TRY(fit, fits(books, asked, now, Carrier::card, now));
  return prices_for(books, asked, fit, false, now);
}

/// The meter learns its customer with it: the sale that began the account there, or the first one after a beginning without credit.
bool begins(const books::Reader& books, const std::string& sale, const books::Instruction& instruction) {
  const auto sold = books.find(books::columns(&books::Sale::kind, &books::Sale::account), sale);
  if (!sold) return false;
  const auto [kind, number] = *sold;
  if (books::begins_account(kind)) return true;
  const auto account = books.find<books::Account>(number);
  return account && account->meter == instruction.meter && account->first_number == instruction.n;
}

/// Whether this card has brought home one of the meter's last words.
bool brought_by(const books::Reader& books, MeterNumber meter, const CardSerial& card) {
  return books.among_newest(books::columns(&books::Statement::card), statements_looked_at, [&](const auto& bringer) { return bringer == card; }, meter);
}

CarryOrder order_with(MeterParameters parameters, const books::Reader& books, const Supply& supply, const books::Instruction& instruction, const std::string& sale,
                      const books::Card* card) {
  CarryOrder order{std::move(parameters)};
  order.ct = supply.meter.ct;
  order.pt = supply.meter.pt;
  order.sale = sale;
  order.account = supply.account.number;
  order.meter = supply.meter.number;
  order.customer = books::told_customer(supply.account);
  order.use = use_of(books, instruction, card);
  order.amount = instruction.amount;
  order.n = instruction.n;
  order.revision = instruction.revision;
  if (card != nullptr) {
    order.issue_number = card->issue_number;
    order.valid_to = card->valid_to;
  }
  return order;
}

}  // namespace

CardUse use_of(const books::Reader& books, const books::Instruction& instruction, const books::Card* card) {
  if (instruction.kind == books::InstructionKind::closing) return CardUse::closing;
  const bool first_card = card == nullptr || card->issue_number == 1;
  for (const auto& revision : books.select<books::Instruction>(instruction.meter, instruction.n))
    for (const auto& number : sales_of(revision))
      if (begins(books, number, instruction)) return first_card ? CardUse::open_account : CardUse::replacement;
  if (card == nullptr) return CardUse::purchase;
  if (brought_by(books, instruction.meter, card->serial)) return CardUse::purchase;
  return first_card ? CardUse::open_account : CardUse::replacement;
}

Result<MeterParameters> parameters_of(const books::Reader& books, const tariff::PricePlan& plan, int minor_digits, Instant now) {
  MeterParameters out;
  set_alarms(books, minor_digits, out);
  TRY(version, plan.version_at(now));
  out.plan_version = std::move(version);
  TRY(prices, tariff::meter_table(plan, now, {}));
  if (!prices.schedule.empty()) return tariff::does_not_fit(tariff::Misfit::periods_missing);
  out.prices = std::move(prices);
  const auto next = plan.next_version_after(now);
  if (!next) return out;
  auto table = tariff::meter_table(plan, *next, {});
  if (!table.ok() || !table->schedule.empty()) return out;
  TRY(zone, Zone::find(plan.zone()));
  out.next_prices = *std::move(table);
  out.next_from = zone.local(*next);
  return out;
}

Result<CarryOrder> order_for(const books::Reader& books, const Supply& supply, const books::Instruction& instruction,
                             const std::string& sale, const books::Card* card, Instant now) {
  TRY(parameters, prices_for(books, supply, now));
  return order_with(std::move(parameters), books, supply, instruction, sale, card);
}

CarryOrder order_for(const books::Reader& books, const Held& held, const books::Instruction& instruction, const std::string& sale, const books::Card& card, Instant now) {
  return order_with(prices_for(books, held.supply, held.fit, true, now), books, held.supply, instruction, sale, &card);
}

books::Instruction for_new_card(const Supply& supply) {
  if (supply.in_transit) return *supply.in_transit;
  books::Instruction nothing;
  nothing.meter = supply.meter.number;
  nothing.n = supply.meter.applied;
  nothing.revision = supply.meter.revision;
  nothing.kind = books::InstructionKind::voided;
  return nothing;
}

Result<CarryOrder> order_of_sale(const books::Reader& books, std::string_view number, const std::optional<CardSerial>& serial, Instant now) {
  const auto sale = books.find<books::Sale>(number);
  if (!sale) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", std::string{number}}});
  TRY(supply, supply_of(books, sale->account, now));
  std::optional<books::Card> card;
  if (serial) card = books.find<books::Card>(*serial);
  const auto& newest = supply.in_transit;
  if (sale->kind == books::Operation::replacement && card && sale->card == card->serial && card->state == books::CardStatus::fresh) {
    const auto named = newest ? sales_of(*newest).back() : sale->number;
    return order_for(books, supply, for_new_card(supply), named, &*card, now);
  }
  if (!newest || !carries(*newest, number))
    return error(Fault::refused, "nothing_to_carry", "There is nothing to write: the meter has it, or it was taken back.",
                 {{"sale", std::string{number}}});
  return order_for(books, supply, *newest, sale->number, card ? &*card : nullptr, now);
}

}  // namespace kwota::counter
