#include "sell/counter/carry_order.h"

#include "base/decimal.h"
#include "sell/counter/instruction_book.h"

namespace kwota::counter {
namespace {

constexpr std::size_t statements_looked_at = 50;

Money constant(const books::Reader& books, const Supply& supply, std::string_view code) {
  for (const auto& row : books.codes("constant"))
    if (row.code == code && row.active) {
      const auto money = parse_money(row.value, supply.utility.minor_digits);
      if (money.ok()) return *money;
    }
  return {};
}

/// "2027-01-01" or "2027-01-01T00:30" in the plan's zone.
Result<LocalTime> begin_of(std::string_view from) {
  TRY(date, parse_date(from.substr(0, 10)));
  LocalTime begin{date};
  if (from.size() >= 16) {
    begin.hour = static_cast<unsigned>((from[11] - '0') * 10 + (from[12] - '0'));
    begin.minute = static_cast<unsigned>((from[14] - '0') * 10 + (from[15] - '0'));
  }
  return begin;
}

/// The next published version after now, if there is one.
Result<std::optional<LocalTime>> next_begin(const books::Reader& books, const Supply& supply, Instant now) {
  TRY(zone, Zone::find(supply.plan.zone()));
  std::optional<LocalTime> next;
  for (const auto& version : books.plan_versions(supply.account.plan)) {
    TRY(begin, begin_of(version.from));
    if (version.state == "published" && zone.instant(begin) > now && (!next || begin < *next)) next = begin;
  }
  return next;
}

}  // namespace

CardUse use_of(const books::Reader& books, const books::Instruction& instruction, const books::Card* card) {
  if (instruction.kind == "closing") return CardUse::closing;
  for (const auto& revision : books.instructions(instruction.meter, instruction.n))
    for (const auto& number : sales_of(revision))
      if (const auto sale = books.sale(number); sale && sale->kind == "open") return CardUse::open_account;
  if (card == nullptr || card->issue_number == 1) return CardUse::purchase;
  for (const auto& statement : books.statements(instruction.meter, statements_looked_at))
    if (statement.card == card->serial) return CardUse::purchase;
  return CardUse::replacement;
}

Result<CarryOrder> order_for(const books::Reader& books, const Supply& supply, const books::Instruction& instruction,
                             const std::string& sale, const books::Card* card, Instant now) {
  CarryOrder order;
  order.sale = sale;
  order.account = supply.account.number;
  order.meter = supply.meter.number;
  order.customer = supply.customer.number;
  order.use = use_of(books, instruction, card);
  order.amount = instruction.amount;
  order.n = instruction.n;
  order.revision = instruction.revision;
  order.ct = supply.meter.ct;
  order.pt = supply.meter.pt;
  order.alarm1 = constant(books, supply, "alarm1");
  order.alarm2 = constant(books, supply, "alarm2");
  if (card != nullptr) {
    order.issue_number = card->issue_number;
    order.valid_to = card->valid_to;
  }
  TRY(state, tariff_state(supply, now));
  TRY(version, supply.plan.version_at(now));
  order.plan_version = version;
  TRY(prices, tariff::meter_table(supply.plan, now, state));
  order.prices = prices;
  TRY(next, next_begin(books, supply, now));
  if (next) {
    TRY(zone, Zone::find(supply.plan.zone()));
    TRY(table, tariff::meter_table(supply.plan, zone.instant(*next), state));
    order.next_prices = table;
    order.next_from = next;
  }
  return order;
}

Result<CarryOrder> order_of_sale(const books::Reader& books, std::string_view number, const std::optional<CardSerial>& serial, Instant now) {
  const auto sale = books.sale(number);
  if (!sale) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", std::string{number}}});
  TRY(supply, supply_of(books, sale->account));
  const auto& newest = supply.on_the_way;
  if (!newest || !carries(*newest, number))
    return error(Fault::refused, "nothing_to_carry", "There is nothing to write: the meter has it, or it was taken back.",
                 {{"sale", std::string{number}}});
  std::optional<books::Card> card;
  if (serial) card = books.card(*serial);
  return order_for(books, supply, *newest, sale->number, card ? &*card : nullptr, now);
}

}  // namespace kwota::counter
