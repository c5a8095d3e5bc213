#include "meter/pump/display.h"

#include "seal/pump_records/whole_part.h"

namespace kwota::meter {
namespace {

constexpr PumpPage turning[] = {PumpPage::balance, PumpPage::money, PumpPage::energy, PumpPage::water, PumpPage::duration, PumpPage::remaining,
                                PumpPage::price,   PumpPage::total, PumpPage::clock,  PumpPage::hung,
                                PumpPage::last_stop};

PumpShown money_of(Money amount) { return {amount.minor(), 2, PumpUnit::money}; }
PumpShown kwh_of(Energy energy) { return {pump::whole_part(energy.wh(), 10), 2, PumpUnit::kwh}; }

PumpShown moment_shown(const pump::Moment& at) {
  return {(((at.year * 100LL + at.month) * 100 + at.day) * 100 + at.hour) * 100 + at.minute, 0, PumpUnit::moment};
}

MeterPrice price_now(const Pump& pump) {
  const PriceTable& table = pump.prices().current;
  if (charges(table.basis, pump::Quantity::energy)) return table.price(pump::Quantity::energy, pump.clock());
  return table.other;
}

/// Numbers that were drawn and never ran have records, too, and stopped nothing.
pump::Cause last_stop(Pump& pump) {
  PumpStore& store = pump.store();
  auto place = store.usage().count();
  for (auto use = store.used(place); use; use = store.used(--place))
    if (use->cause != pump::Cause::none) return use->cause;
  return pump::Cause::none;
}

}  // namespace

std::span<const PumpPage> pump_pages() { return turning; }

PumpShown shown(Pump& pump, PumpPage page) {
  const Watering& watering = pump.watering();
  const Money owed = watering.cost.amount(watering.record.balance), left = watering.record.balance - owed;
  const Money reserve = Money::minor(pump.parameters().of(PumpParameter::reserve_fen));
  switch (page) {
    case PumpPage::balance: return money_of(left);
    case PumpPage::money: return money_of(owed);
    case PumpPage::energy: return kwh_of(watering.energy);
    case PumpPage::water: return {pump::whole_part(watering.water.litres(), 100), 1, PumpUnit::cubic_metre};
    case PumpPage::duration: return {watering.seconds / 3600 * 100 + watering.seconds / 60 % 60, 0, PumpUnit::hour_minute};
    case PumpPage::remaining: return money_of(left > reserve ? left - reserve : Money{});
    case PumpPage::price: return {price_now(pump).e4(), 4, PumpUnit::price};
    case PumpPage::total: return kwh_of(pump.total());
    case PumpPage::clock: return pump.clock_valid() ? moment_shown(pump_moment(pump.clock())) : PumpShown{0, 0, PumpUnit::moment};
    case PumpPage::hung: return {static_cast<std::int64_t>(pump.hung()), 0, PumpUnit::none};
    case PumpPage::last_stop: return {static_cast<std::uint8_t>(last_stop(pump)), 0, PumpUnit::none};
    case PumpPage::error: return {error_class(pump.last_refusal()), 0, PumpUnit::none};
    case PumpPage::watering_card:
      return {static_cast<std::int64_t>(get_bcd(ByteView{watering.record.card.bytes}.last(2)).value_or(0)), 0, PumpUnit::none};
    case PumpPage::watering_since: return moment_shown(watering.record.start);
    case PumpPage::tool_answer: return {static_cast<std::uint8_t>(pump.tool_answer()), 0, PumpUnit::none};
  }
  return {};
}

PumpLamp lamp(Pump& pump) {
  if (pump.relay_closed()) return PumpLamp::on;
  return last_stop(pump) == pump::Cause::idle ? PumpLamp::blinking : PumpLamp::off;
}

}  // namespace kwota::meter
