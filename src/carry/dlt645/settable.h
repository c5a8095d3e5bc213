// What an office sets of a meter on its line beside its prices and its clock, as data: amounts and limits, trip delay, load
// control, curfew, friendly hours, free energy. Every row is an item of the one table of items (items.h) that is written sealed;
// what the meter itself accepts is the same (meter/core/parameters.h; a test holds the two tables against each other). Facts:
// meters.md 2.3, 7.4, 7.6, 7.7. Texts are those of items.h, in their shortest form: "2300", "0.950", "20.00". Guarantees: a text
// that passes is one that a meter of the model could take. Begin with settables(), checked().
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "carry/dlt645/items.h"

namespace kwota::dlt645 {

enum class SettableKind : std::uint8_t { number, money, time_of_day, weekdays, flag, freeze_pattern };
enum class SettableGroup : std::uint8_t { trip, friendly, limit, budget, malignant, curfew, free, money, freeze };
std::string_view name_of(SettableKind kind);
std::string_view name_of(SettableGroup group);

struct Settable {
  std::uint32_t item = 0;
  SettableGroup group = SettableGroup::trip;
  SettableKind kind = SettableKind::number;
  std::int64_t least = 0, most = 0;  ///< in units of the item's last decimal
  bool is_worth_money = false;       ///< gives credit or energy away: two people want it
};

/// In the order in which people read them.
std::span<const Settable> settables();
const Item& item_of(const Settable& row);
std::string_view name_of(const Settable& row);
/// Nothing: there is no such row.
const Settable* settable(std::string_view name);
/// Whether meters of this model have it; a model that is not known is believed to have all.
bool has(std::string_view model, const Settable& row);

/// Names and texts.
using SettableTexts = std::map<std::string, std::string, std::less<>>;

/// The same in its shortest form. Errors: `unknown_parameter`{item}, `parameter_not_in_model`{item, model},
/// `parameter_out_of_range`{item, value, least, most}, `no_such_time`{item, value}, `alarms_not_in_order`{alarm_1, alarm_2}.
Result<SettableTexts> checked(std::string_view model, const SettableTexts& texts);

/// One item that is to be written, and what the meter has now.
struct SettableWrite {
  const Settable* row = nullptr;
  Bytes value{};
};
/// In an order in which a line that breaks leaves nothing worse than before or after: a rule is switched off before its details
/// change and on after them; of a window's two ends the one comes first that leaves the shorter window in between. `held`: what
/// the meter has of `wanted`'s items and of the windows' other ends, in units of the last decimal. What it has already is not
/// there.
std::vector<SettableWrite> writes_of(const std::map<std::uint32_t, std::int64_t>& wanted,
                                     const std::map<std::uint32_t, std::int64_t>& held);

}  // namespace kwota::dlt645
