#include "meter/dlt645/readings.h"

#include <fmt/format.h>

#include <algorithm>

#include "meter/dlt645/event_items.h"
#include "meter/dlt645/schedule_items.h"

namespace kwota::meter_line {
namespace {

using dlt645::Edition;
using dlt645::Identifier;
using dlt645::Item;
using meter::ExactMoney;

/// Where an identifier points to: DI1 and DI0 are places in a table of values.
struct Place {
  std::uint8_t high = 0, low = 0;
};
using Number = std::optional<std::int64_t>;

const meter::Ledger& ledger(const ReadingSources& view) { return view.meter.state().ledger; }
const meter::Tariffs& tariffs(const ReadingSources& view) { return view.meter.state().tariffs; }
const meter::Limits& limits(const ReadingSources& view) { return view.meter.state().limits; }

// ---- energy: XXXXXX.XX kWh; the register turns over like a mechanical one

std::int64_t shown_register(Energy energy) { return energy.wh() / 10 % 100'000'000; }

Number import_energy(const ReadingSources& view, Place place) {
  const auto rates = view.meter.model().rates;
  if (place.high > rates) return std::nullopt;
  const bool whole = place.high == 0 || rates == 1;  // one rate is the same as the total
  if (place.low == 0) return shown_register(whole ? ledger(view).energy : ledger(view).rate_energy[place.high - 1U]);
  if (!whole) return std::nullopt;  // settlements keep the total
  const auto& settlements = view.meter.state().calendar.settlements;
  if (place.low > settlements.size() || settlements[place.low - 1U].at == meter::ClockTime{}) return std::nullopt;
  return shown_register(settlements[place.low - 1U].energy);
}

Number frozen_energy(const ReadingSources& view, Place place) {
  if (place.low == 0 || place.low > Settings::frozen_max) return std::nullopt;
  const auto& frozen = view.settings.frozen[place.low - 1U];
  return frozen.at == meter::ClockTime{} ? std::nullopt : Number{shown_register(frozen.energy)};
}

// ---- money

Number remaining(const ReadingSources& view, Place) {
  return ledger(view).balance.is_positive() ? ledger(view).balance.whole().minor() : 0;
}
Number overdrawn(const ReadingSources& view, Place) {
  return ledger(view).balance.is_positive() ? 0 : (-ledger(view).balance).whole().minor();
}

/// The newest of these three are the account's own: of a count that was voided there is no record of a purchase.
Number purchase_count(const ReadingSources& view, Place place) {
  if (place.low == 1) return ledger(view).count.value();
  const auto purchase = view.meter.history().purchase(place.low);
  return purchase ? Number{purchase->count.value()} : std::nullopt;
}
Number amount_bought(const ReadingSources& view, Place place) {
  if (place.low == 1) return ledger(view).last_amount.minor();
  const auto purchase = view.meter.history().purchase(place.low);
  return purchase ? Number{purchase->amount.minor()} : std::nullopt;
}
Number bought_in_all(const ReadingSources& view, Place place) {
  if (place.low == 1) return ledger(view).credited.minor();
  const auto purchase = view.meter.history().purchase(place.low);
  return purchase ? Number{purchase->total.minor()} : std::nullopt;
}

// ---- prices

Number rate_price(const ReadingSources& view, const meter::Tariff& tariff, Place place) {
  if (place.low == 0 || place.low > view.meter.model().rates) return std::nullopt;
  return tariff.rate_prices[place.low - 1U].e4();
}
Number step_end(const meter::Tariff& tariff, Place place) {
  if (place.low == 0 || place.low > meter::Tariff::steps_max) return std::nullopt;
  return tariff.step_ends[place.low - 1U].wh() / 10;
}
Number step_price(const meter::Tariff& tariff, Place place) {
  if (place.low == 0 || place.low > meter::Tariff::steps_max + 1) return std::nullopt;
  return tariff.step_prices[place.low - 1U].e4();
}
Number number_of_steps(const ReadingSources& view, Place) {
  const auto& ends = tariffs(view).current.step_ends;
  return std::ranges::count_if(ends, [](Energy end) { return !end.is_zero(); }) + 1;
}
Number settlement_day(const ReadingSources& view, Place place) {
  if (place.low == 0 || place.low > 3) return std::nullopt;
  // Of the set in force; the first steps of a meter, which lie beside it, bring their own.
  const auto& current = tariffs(view).current;
  const auto& beside = tariffs(view).spare.settlement_days[place.low - 1U];
  const bool first_steps = current.step_ends[0].is_zero() && beside.day != 0;
  const auto& day = first_steps ? beside : current.settlement_days[place.low - 1U];
  return day.day * 100 + day.hour;
}

/// How many rows a list of the schedule has room for.
Number of_schedule(const ReadingSources& view, std::size_t rows) {
  return view.meter.model().rates == 1 ? std::nullopt : Number{static_cast<std::int64_t>(rows)};
}

// ---- time: groups of BCD read as one number, highest first

struct Moment {
  std::int64_t date = 0, minute = 0, second = 0, weekday = 0;  ///< YYMMDD, hhmm, ss, 0 Sunday .. 6
};
Moment moment_of(ClockTime at) {
  const auto time = meter::meter_time(at);
  constexpr std::int64_t saturday = 6;  // 2000-01-01
  return {.date = (time.year * 100 + time.month) * 100 + time.day,
          .minute = time.hour * 100 + time.minute,
          .second = at.seconds % 60,
          .weekday = (at.seconds / meter::seconds_a_day + saturday) % 7};
}
std::int64_t to_minute(ClockTime at) {
  const auto moment = moment_of(at);
  return moment.date * 10'000 + moment.minute;
}
Number date(const ReadingSources& view, Place) {
  const auto now = moment_of(view.meter.clock());
  return now.date * 100 + now.weekday;
}
Number time_of_day(const ReadingSources& view, Place) {
  const auto now = moment_of(view.meter.clock());
  return now.minute * 100 + now.second;
}
Number date_and_time(const ReadingSources& view, Place) { return *date(view, {}) * 1'000'000 + *time_of_day(view, {}); }
Number switch_time(const ReadingSources& view, Place) {
  const auto at = tariffs(view).switch_at;
  return at == meter::end_of_time ? 0 : to_minute(at);
}
Number schedule_switch_time(const ReadingSources& view, Place) {
  const auto at = tariffs(view).schedule_switch_at;
  return at == meter::end_of_time ? 0 : to_minute(at);
}
Number frozen_at(const ReadingSources& view, Place place) {
  if (place.low == 0 || place.low > Settings::frozen_max) return std::nullopt;
  const auto& frozen = view.settings.frozen[place.low - 1U];
  return frozen.at == meter::ClockTime{} ? std::nullopt : Number{to_minute(frozen.at)};
}

// ---- who it is

Number address(const ReadingSources& view, Place) {
  auto high_first = view.settings.address;
  std::ranges::reverse(high_first);
  const auto digits = get_bcd(high_first);
  return digits ? Number{static_cast<std::int64_t>(*digits)} : std::nullopt;
}

// ---- what flows now

template <class Values>
Number of_phase(const ReadingSources& view, const Values& values, std::uint8_t phase) {
  if (phase == 0 || phase > view.meter.model().phases) return std::nullopt;
  return static_cast<std::int64_t>(values[phase - 1U]);
}
/// XX.XXXX kW; phase 0 is the sum.
Number active_power(const ReadingSources& view, Place place) {
  const auto& watts = view.measured.watts;
  if (place.high == 0) return (watts[0] + watts[1] + watts[2]) * 10;
  const auto one = of_phase(view, watts, place.high);
  return one ? Number{*one * 10} : std::nullopt;
}

Number reactive_power(const ReadingSources& view, Place place) {
  if (place.high == 0) return view.measured.all_vars() * 10;
  const auto one = of_phase(view, view.measured.vars, place.high);
  return one ? Number{*one * 10} : std::nullopt;
}
/// X.XXX
Number factor(const ReadingSources& view, Place place) {
  if (place.high == 0) return meter::power_factor(view.measured.all_watts(), view.measured.all_vars());
  const auto watts = of_phase(view, view.measured.watts, place.high);
  return watts ? Number{meter::power_factor(*watts, view.measured.vars[place.high - 1U])} : std::nullopt;
}

// ---- status words (meters.md 2.5)

struct Flag {
  bool holds;
  unsigned bit;
};
std::int64_t word_of(std::span<const Flag> flags) {
  std::int64_t word = 0;
  for (const auto& flag : flags)
    if (flag.holds) word |= std::int64_t{1} << flag.bit;
  return word;
}

std::int64_t faults(const ReadingSources& view) {
  const Flag flags[] = {{view.meter.state().latches.memory_fault, 13},
                        {ledger(view).balance < ExactMoney{}, 14},
                        {!view.meter.clock_valid(), 15}};
  return word_of(flags);
}

std::int64_t running(const ReadingSources& view) {
  const auto& latches = view.meter.state().latches;
  const bool closed_account = ledger(view).account != meter::Account::open;
  const bool pre_trip = (meter::alarm1(view.meter.state()) && view.meter.relay_closed()) || view.meter.warns();
  const bool has_account = view.meter.model().account == meter::AccountAt::meter;
  constexpr unsigned money_type = 9;
  using Contact = Measured::Contact;
  const auto contact = view.measured.contact;
  const bool open = contact == Contact::as_ordered ? !view.meter.relay_closed() : contact == Contact::open;
  const Flag flags[] = {{view.programming, 3},
                        {open, 4},
                        {tariffs(view).schedule_set != 0, 0},
                        {tariffs(view).schedule_set != 0, 5},
                        {latches.trip != meter::Trip::none, 6},
                        {pre_trip, 7},
                        {has_account, money_type},
                        {tariffs(view).set != 0, 10},
                        {tariffs(view).set != 0, 11},
                        {latches.power_protect, 12},
                        {view.authenticated, 13},
                        {closed_account, 14},
                        {closed_account, 15}};
  return word_of(flags);
}

std::int64_t phase_faults(const ReadingSources& view, std::size_t phase) {
  const Flag flags[] = {{view.meter.phase_lost(phase), 0}};
  return word_of(flags);
}

Number status_word(const ReadingSources& view, Place place) {
  switch (place.low) {
    case 1: return faults(view);
    case 3: return running(view);
    case 4:
    case 5:
    case 6: return phase_faults(view, place.low - 4U);
    case 2:
    case 7: return 0;  // directions, and faults that are several phases': this meter's chip reports none
    default: return std::nullopt;
  }
}

// ---- the table

struct Source {
  std::uint32_t item;  ///< value of the row in dlt645::items()
  Number (*number)(const ReadingSources&, Place);
};

constexpr Source sources[] = {
    {0x00900120, [](const ReadingSources& at, Place) { return Number{shown_register(at.meter.state().basic_allowance.left())}; }},
    {0x00900121, [](const ReadingSources& at, Place) { return Number{shown_register(at.meter.state().basic_allowance.used)}; }},
    {0x00900200, remaining},
    {0x00900201, overdrawn},
    {0x00000000, import_energy},  // nothing is exported: the combined total is the import
    {0x00010000, import_energy},
    {0x02010000, [](const ReadingSources& at, Place place) { return of_phase(at, at.measured.decivolts, place.high); }},
    {0x02020000, [](const ReadingSources& at, Place place) { return of_phase(at, at.measured.milliamperes, place.high); }},
    {0x02030000, active_power},
    {0x02040000, reactive_power},
    {0x02060000, factor},
    {0x0280000B,
     [](const ReadingSources& at, Place) {
       return Number{meter::price_at(tariffs(at).current, at.meter.rate(), ledger(at).period_energy).e4()};
     }},
    {0x03330200, purchase_count},
    {0x03330300, amount_bought},
    {0x03330600, bought_in_all},
    {0x05010000, frozen_at},
    {0x05010100, frozen_energy},
    {0x04000101, date},
    {0x04000102, time_of_day},
    {0x0400010C, date_and_time},
    {0x04000106, schedule_switch_time},
    {0x04000107, schedule_switch_time},
    {0x04000108, switch_time},
    {0x04000109, switch_time},
    {0x04000201, [](const ReadingSources& at, Place) { return of_schedule(at, meter::Schedule::zones_max); }},
    {0x04000202, [](const ReadingSources& at, Place) { return of_schedule(at, meter::Schedule::tables_max); }},
    {0x04000203, [](const ReadingSources& at, Place) { return of_schedule(at, meter::Schedule::periods_max); }},
    {0x04000204, [](const ReadingSources& at, Place) { return Number{at.meter.model().rates}; }},
    {0x04000205, [](const ReadingSources& at, Place) { return of_schedule(at, meter::Schedules::holidays_max); }},
    {0x04000207, number_of_steps},
    {0x04000401, address},
    {0x04000402, [](const ReadingSources& at, Place) { return Number{static_cast<std::int64_t>(at.meter.state().number.value())}; }},
    {0x04000409, [](const ReadingSources& at, Place) { return Number{at.meter.model().impulses_per_kwh}; }},
    {0x0400040E, [](const ReadingSources& at, Place) { return Number{static_cast<std::int64_t>(ledger(at).customer.value())}; }},
    {0x04000501, status_word},
    {0x04000502, status_word},
    {0x04000503, status_word},
    {0x04000504, status_word},
    {0x04000505, status_word},
    {0x04000506, status_word},
    {0x04000507, status_word},
    {0x04000B00, settlement_day},
    {0x04001001, [](const ReadingSources& at, Place) { return Number{limits(at).alarm1.minor()}; }},
    {0x04001002, [](const ReadingSources& at, Place) { return Number{limits(at).alarm2.minor()}; }},
    {0x04001003, [](const ReadingSources& at, Place) { return Number{limits(at).overdraft.minor()}; }},
    {0x04001004, [](const ReadingSources& at, Place) { return Number{limits(at).hoarding.minor()}; }},
    {0x04001005, [](const ReadingSources& at, Place) { return Number{limits(at).close_permission.minor()}; }},
    {0x04050100, [](const ReadingSources& at, Place place) { return rate_price(at, tariffs(at).current, place); }},
    {0x04050200, [](const ReadingSources& at, Place place) { return rate_price(at, tariffs(at).spare, place); }},
    {0x04060000, [](const ReadingSources& at, Place place) { return step_end(tariffs(at).current, place); }},
    {0x04060100, [](const ReadingSources& at, Place place) { return step_price(tariffs(at).current, place); }},
    {0x04060200, [](const ReadingSources& at, Place place) { return step_end(tariffs(at).spare, place); }},
    {0x04060300, [](const ReadingSources& at, Place place) { return step_price(tariffs(at).spare, place); }},
};

/// Every source is a row of the shared table.
bool all_sources_are_items() {
  return std::ranges::all_of(sources, [](const Source& source) {
    return std::ranges::any_of(dlt645::items(),
                               [&](const Item& item) { return item.edition == Edition::y2007 && item.value == source.item; });
  });
}

struct Text {
  std::uint32_t item;
  std::string (*text)(const meter::Model&);
};
constexpr Text texts[] = {
    {0x04000404, [](const meter::Model& model) { return fmt::format("{}V", model.reference_volts); }},
    {0x04000405, [](const meter::Model& model) { return fmt::format("{}A", model.basic_amperes); }},
    {0x04000406, [](const meter::Model& model) { return fmt::format("{}A", model.largest_amperes); }},
    {0x0400040B, [](const meter::Model& model) { return std::string{model.name}; }},
};

std::optional<Bytes> one(const ReadingSources& view, Identifier identifier) {
  const Item* item = dlt645::find_item(identifier);
  if (item == nullptr) return std::nullopt;
  if (const auto parameter = parameter_of(identifier.value)) {
    if (*parameter == meter::Parameter::friendly_holidays && !of_schedule(view, 1)) return std::nullopt;  // it has no holidays
    return dlt645::bytes_of(*item, std::int64_t{view.meter.parameters().of(*parameter)});
  }
  if (const auto number = event_number(view.meter, identifier)) return dlt645::bytes_of(*item, *number);
  const auto text = std::ranges::find(texts, item->value, &Text::item);
  if (text != std::end(texts)) {
    auto bytes = dlt645::write_value(*item, text->text(view.meter.model()));
    return bytes ? std::optional{std::move(*bytes)} : std::nullopt;
  }
  const auto source = std::ranges::find(sources, item->value, &Source::item);
  if (source == std::end(sources)) return std::nullopt;
  const Place place{static_cast<std::uint8_t>(identifier.value >> 8), static_cast<std::uint8_t>(identifier.value)};
  const auto number = source->number(view, place);
  return number ? dlt645::bytes_of(*item, *number) : std::nullopt;
}

/// Places of a block: from the first that there is to the last before a gap.
std::optional<Bytes> block(const ReadingSources& view, Identifier identifier, std::uint32_t shift) {
  constexpr std::uint32_t places = 0x40;
  const Item* row = dlt645::find_item(identifier);
  std::optional<Bytes> all;
  for (std::uint32_t place = 0; place < places; ++place) {
    const Identifier at{identifier.edition, (identifier.value & ~(0xFFU << shift)) | place << shift};
    if (row != nullptr && dlt645::find_item(at) != row) continue;  // the count of records is no record
    const auto part = reading(view, at);
    if (!part && all) break;
    if (!part) continue;
    if (!all) all.emplace();
    append(*all, *part);
  }
  return all;
}

}  // namespace

std::optional<meter::Parameter> parameter_of(std::uint32_t item) {
  constexpr std::uint32_t first = 0x04001401;
  if (item < first || item >= first + meter::parameter_count) return std::nullopt;
  return static_cast<meter::Parameter>(item - first);
}

std::optional<Bytes> reading(const ReadingSources& view, Identifier identifier) {
  static const bool shared = all_sources_are_items();
  assert(shared);
  if (identifier.edition == Edition::y1997) return reading_1997(view, identifier.value);
  const Item* item = dlt645::find_item(identifier);
  const bool record = item != nullptr && item->format == dlt645::Format::record;
  if (record && (identifier.value & 0xFF) != 0xFF) {
    auto event = event_record(view.meter, identifier);
    return event ? std::move(event) : read_schedule(view.meter, identifier);
  }
  // A block in DI1 is one of rates or phases, which are one row of the table.
  if ((identifier.value >> 8 & 0xFF) == 0xFF) return item != nullptr ? block(view, identifier, 8) : std::nullopt;
  if ((identifier.value & 0xFF) == 0xFF) return block(view, identifier, 0);
  return one(view, identifier);
}

}  // namespace kwota::meter_line
