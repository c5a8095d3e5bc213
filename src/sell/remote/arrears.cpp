#include "sell/remote/arrears.h"

#include <algorithm>

namespace kwota::remote {

using devices::RelayOrder;

bool Friendly::holds(const LocalTime& at) const {
  if (std::find(weekdays.begin(), weekdays.end(), weekday(at.date)) != weekdays.end()) return true;
  if (std::find(days.begin(), days.end(), at.date) != days.end()) return true;
  if (from_hour == until_hour) return false;
  if (from_hour < until_hour) return at.hour >= from_hour && at.hour < until_hour;
  return at.hour >= from_hour || at.hour < until_hour;
}

std::optional<RelayOrder> arrears_order(Money balance, const BalanceTerms& terms, const SwitchState& meter, const LocalTime& now) {
  if (meter.tripped_for_arrears && balance > terms.close_above) return terms.close_directly ? RelayOrder::close : RelayOrder::permit;
  const bool in_arrears = balance <= Money{} - terms.overdraft;
  if (in_arrears && !meter.tripped && !meter.protect && !terms.friendly.holds(now)) return RelayOrder::trip;
  if (balance <= terms.alarm && !meter.alarm && !meter.tripped) return RelayOrder::alarm;
  if (balance > terms.alarm && meter.alarm) return RelayOrder::end_alarm;
  return std::nullopt;
}

}  // namespace kwota::remote
