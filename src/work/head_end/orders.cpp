#include "work/head_end/orders.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/core/bcd.h"
#include "sell/remote/link.h"

namespace kwota::head_end {
namespace {

struct Word {
  std::string_view name;
  std::uint8_t order;  ///< N1 of function 1C (meters.md 3: DL/T 645-2007)
};
constexpr std::array relay_words{Word{"trip", 0x1A}, Word{"permit", 0x1B}, Word{"close", 0x1C}, Word{"protect", 0x3A},
                                 Word{"unprotect", 0x3B}, Word{"alarm", 0x2A}, Word{"end_alarm", 0x2B}};

/// ss mm hh DD MM YY, each two digits.
std::array<std::uint8_t, 6> groups_of(const LocalTime& at) {
  const std::array<unsigned, 6> values{at.second, at.minute, at.hour, at.date.day, at.date.month, static_cast<unsigned>(at.date.year % 100)};
  std::array<std::uint8_t, 6> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = static_cast<std::uint8_t>(values[i] / 10 << 4 | values[i] % 10);
  return groups;
}

}  // namespace

dlt645::OperatorCode operator_code(const books::MeterCommand& command) {
  constexpr std::int64_t numbers = 100'000'000;
  dlt645::OperatorCode code{};
  put_bcd(code, static_cast<std::uint64_t>(command.number % numbers));
  std::ranges::reverse(code);  // lowest byte first, as every number on the line
  return code;
}

dlt645::CreditOrder credit_order(const counter::CarryOrder& order, const dlt645::Station& station) {
  dlt645::CreditOrder credit;
  credit.station = station;
  credit.opens = order.use == counter::CardUse::open_account;
  credit.customer = order.customer;
  credit.amount = order.amount;
  credit.count = order.n;
  return credit;
}

Result<dlt645::RelayOrder> relay_order(const books::MeterCommand& command, const Zone& zone) {
  const auto name = remote::relay_order_of(command);
  const auto found = std::ranges::find(relay_words, name, &Word::name);
  if (found == relay_words.end())
    return error(Fault::request, "unknown_order", "There is no such order for a meter's relay; nothing was sent.", {{"order", name}});
  return dlt645::RelayOrder{.order = found->order, .valid_until = groups_of(zone.local(command.deadline))};
}

remote::Told told_of_parameters(const std::vector<dlt645::ParameterHeld>& held) {
  std::string written, refused;
  remote::Told told;
  const auto join = [](std::string& to, std::string_view name) { to.append(to.empty() ? "" : ", ").append(name); };
  for (const auto& one : held) {
    const auto name = one.row->name;
    told.said.push_back({std::string{name}, one.text});
    if (one.refused) join(refused, name);
    if (one.written && !one.refused) join(written, name);
    if (one.refused && !told.cause) told.cause = one.refused;
  }
  told.ended = told.cause ? remote::Ended::not_done : remote::Ended::done;
  told.evidence = fmt::format("{} parameters were read.", held.size());
  if (!written.empty()) told.evidence += fmt::format(" Written and read back: {}.", written);
  if (!refused.empty()) told.evidence += fmt::format(" Not as wanted: {}. {}", refused, told.cause->what);
  return told;
}

dlt645::PriceSet price_set(const tariff::MeterTable& table) {
  dlt645::PriceSet set;
  set.rates = table.rate_prices;
  set.step_ends = table.step_ends;
  set.step_prices = table.step_prices;
  for (const auto& zone : table.schedule.zones)
    set.schedule.zones.push_back({static_cast<std::uint8_t>(zone.month), static_cast<std::uint8_t>(zone.day), zone.table});
  for (const auto& periods : table.schedule.tables) {
    dlt645::DayTable day;
    for (const auto& period : periods)
      day.push_back({static_cast<std::uint8_t>(period.hour), static_cast<std::uint8_t>(period.minute),
                     static_cast<std::uint8_t>(period.rate)});
    set.schedule.tables.push_back(std::move(day));
  }
  for (const auto& holiday : table.schedule.holidays) set.holidays.push_back({holiday.date, holiday.table});
  if (table.settlement_months != 0) set.settlement = {table.settlement_day, table.settlement_hour, table.settlement_months == 1};
  return set;
}

}  // namespace kwota::head_end
