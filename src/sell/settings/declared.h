// What a utility may set for itself, as one declared list: what is counted, what counts until somebody says otherwise, how far it may go, and whose
// right it is. API, page, checks and docs follow from here; a new setting is one line and a word of SettingName.
// Begin with declared(), facts_of().
#pragma once
#include <span>
#include <string_view>

#include "base/result.h"
#include "books/parts/nature.h"
#include "books/parts/right.h"
#include "books/rows/office/setting.h"

namespace kwota::settings {

using books::SettingName;
using books::SettingScope;

enum class SettingKind : std::uint8_t { money, hours, a_minute, minutes, months, yes_no, count, percent, relay, mail_address, mail_user, gateway, language, line };
constexpr auto words_of(SettingKind) {
  return std::array<std::string_view, 14>{"money", "hours", "a_minute", "minutes", "months", "yes_no", "count", "percent", "relay", "mail_address", "mail_user", "gateway", "language", "line"};
}
/// A text, not a number; empty: nothing is set.
constexpr bool is_text(SettingKind kind) { return kind >= SettingKind::relay; }

/// What it means when somebody sets 0.
enum class ZeroMeans : std::uint8_t { no_limit, always_two, nothing, never, midnight, no };
constexpr auto words_of(ZeroMeans) { return std::array<std::string_view, 6>{"no_limit", "always_two", "nothing", "never", "midnight", "no"}; }

struct SettingFacts {
  SettingName name;
  SettingKind kind;
  std::int64_t usual;        ///< without any row; money in whole units of the currency, as least and most
  std::int64_t least, most;
  ZeroMeans zero;
  bool narrower = false;     ///< may be set for a usage class and for one account too
  books::Right right = "settings_write";
  bool off_in_samples = false;  ///< sample books begin with 0: what it asks for, nobody has there
};

/// All of them, in the order of the enumeration.
std::span<const SettingFacts> declared();
const SettingFacts& facts_of(SettingName name);

/// Of the value of a row: money in minor units.
std::int64_t usual_of(const SettingFacts& facts, int minor_digits, books::Nature nature);
std::int64_t least_of(const SettingFacts& facts, int minor_digits);
std::int64_t most_of(const SettingFacts& facts, int minor_digits);
/// A row of books that are made at once - samples, benches, tests -: it counts from the beginning on, and a later one before an earlier one.
books::Setting always_counting(std::int64_t number, SettingName name, std::int64_t value);
/// Of a setting that is a text; empty: nothing is set. Errors: those of its gate.
Result<void> admit_text(const SettingFacts& facts, std::string_view text);
/// A row's value as people write it.
std::string value_text(const SettingFacts& facts, std::int64_t value, int minor_digits);

}  // namespace kwota::settings
