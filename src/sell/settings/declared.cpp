#include "sell/settings/declared.h"

#include <array>

#include "base/decimal.h"
#include "base/text/address_gate.h"
#include "base/text/text_gate.h"

namespace kwota::settings {
namespace {

using enum SettingKind;

/// No limit is set higher: a slip of a key, not a limit. [K]
constexpr std::int64_t money_most = 10'000'000;
constexpr std::int64_t hours_most = 24 * 31, a_minute_most = 100'000, cut_off_most = 12, months_most = 240, days_most = 90, lock_most = 120;
/// Of a line under letters, in characters.
constexpr std::size_t line_most = 300;

//  name                                       kind      usual  least  most           zero                   narrower      all of them [K]
constexpr std::array table{
    SettingFacts{SettingName::hoarding_limit,           money,    5'000, 0, money_most,    ZeroMeans::no_limit,   true},
    SettingFacts{SettingName::large_sale,               money,    1'000, 0, money_most,    ZeroMeans::no_limit,   true},
    SettingFacts{SettingName::supplement_limit,         money,    0,     0, money_most,    ZeroMeans::always_two, true},
    SettingFacts{SettingName::refund_limit,             money,    200,   0, money_most,    ZeroMeans::always_two, true},
    SettingFacts{SettingName::over_short_limit,         money,    10,    0, money_most,    ZeroMeans::always_two},
    SettingFacts{SettingName::large_float,              money,    1'000, 0, money_most,    ZeroMeans::no_limit},
    SettingFacts{SettingName::card_fee,                 money,    10,    0, 1'000,         ZeroMeans::nothing},
    SettingFacts{SettingName::hand_back_hours,          hours,    24,    0, hours_most,    ZeroMeans::never},
    SettingFacts{SettingName::closings_a_minute,        a_minute, 60,    0, a_minute_most, ZeroMeans::no_limit},
    SettingFacts{SettingName::closings_a_minute_a_line, a_minute, 20,    0, a_minute_most, ZeroMeans::no_limit},
    SettingFacts{SettingName::trips_a_minute,           a_minute, 300,   0, a_minute_most, ZeroMeans::no_limit},
    SettingFacts{SettingName::trips_a_minute_a_line,    a_minute, 0,     0, a_minute_most, ZeroMeans::no_limit},
    SettingFacts{SettingName::parameters_a_minute,      a_minute, 120,   1, a_minute_most, ZeroMeans::no_limit},
    SettingFacts{SettingName::lost_card_hours,          hours,    15 * 24, 0, hours_most,  ZeroMeans::nothing},
    SettingFacts{SettingName::hold_hours,               hours,    48,    0, hours_most,    ZeroMeans::nothing},
    SettingFacts{SettingName::smallest_load,            money,    1,     0, 1'000,         ZeroMeans::no_limit,   true},
    SettingFacts{SettingName::day_cut_off,              hours,    0,     0, cut_off_most,  ZeroMeans::midnight},
    SettingFacts{SettingName::meters_from_stock,        yes_no,   0,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::test_months,              months,   96,    0, months_most,   ZeroMeans::never},
    SettingFacts{SettingName::way_card,                 yes_no,   1,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::way_line,                 yes_no,   1,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::way_server,               yes_no,   1,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::way_purse,                yes_no,   1,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::backups_kept,             count,    0,     0, 400,           ZeroMeans::never},
    SettingFacts{SettingName::backup_hour,              hours,    2,     0, 23,            ZeroMeans::midnight},
    SettingFacts{SettingName::psam_required,            yes_no,   1,     0, 1,             ZeroMeans::no, false, "settings_write", true},
    SettingFacts{SettingName::purse_review,             yes_no,   1,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::account_review,           yes_no,   0,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::quiet_from,               hours,    22,    0, 23,            ZeroMeans::midnight, false, "settings_write", true},
    SettingFacts{SettingName::quiet_to,                 hours,    7,     0, 23,            ZeroMeans::midnight, false, "settings_write", true},
    SettingFacts{SettingName::credit_waits_days,        count,    3,     0, days_most,     ZeroMeans::never},
    SettingFacts{SettingName::low_credit_days,          count,    3,     0, days_most,     ZeroMeans::never},
    SettingFacts{SettingName::price_letters,            yes_no,   1,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::loss_limit,               percent,  15,    0, 100,           ZeroMeans::never},
    SettingFacts{SettingName::mail_relay,               relay,        0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::mail_from,                mail_address, 0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::mail_user,                mail_user,    0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::message_address,          gateway,      0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::letter_language,          language,     0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::letter_foot_en,           line,         0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::letter_foot_zh,           line,         0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::letter_foot_ru,           line,         0, 0, 0,             ZeroMeans::nothing},
    SettingFacts{SettingName::network,                  yes_no,   1,     0, 1,             ZeroMeans::no},
    SettingFacts{SettingName::lock_minutes,             minutes,  10,    1, lock_most,     ZeroMeans::never},
    SettingFacts{SettingName::counter_lock_minutes,     minutes,  5,     1, lock_most,     ZeroMeans::never},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].name != static_cast<SettingName>(i)) return false;
  return table.size() == words_of(SettingName{}).size();
}
static_assert(in_order(), "each setting has one line, in the order of books::SettingName");

/// One in which letters have a line of the utility's own.
Result<void> admit_language(std::string_view text) {
  if (parse_word<SettingName>("letter_foot_" + std::string(text))) return Done{};
  return error(Fault::request, "unknown_language", "Kwota does not speak this language; nothing was changed.", {{"language", std::string(text)}});
}

/// Whole units of the currency as its smallest; other numbers as they are.
std::int64_t as_value(const SettingFacts& facts, std::int64_t whole, int minor_digits) {
  for (int i = 0; facts.kind == money && i < minor_digits; ++i) whole *= 10;
  return whole;
}

}  // namespace

std::span<const SettingFacts> declared() { return table; }
const SettingFacts& facts_of(SettingName name) { return table[static_cast<std::size_t>(name)]; }

std::int64_t usual_of(const SettingFacts& facts, int minor_digits, books::Nature nature) {
  return facts.off_in_samples && nature == books::Nature::sample ? 0 : as_value(facts, facts.usual, minor_digits);
}
std::int64_t least_of(const SettingFacts& facts, int minor_digits) { return as_value(facts, facts.least, minor_digits); }
std::int64_t most_of(const SettingFacts& facts, int minor_digits) { return as_value(facts, facts.most, minor_digits); }

books::Setting always_counting(std::int64_t number, SettingName name, std::int64_t value) {
  books::Setting row;
  row.number = number;
  row.name = name;
  row.value = value;
  return row;
}

Result<void> admit_text(const SettingFacts& facts, std::string_view text) {
  if (text.empty()) return Done{};
  switch (facts.kind) {
    case relay: MUST(address_gate::parse_relay(text)); return Done{};
    case mail_address: return address_gate::admit_mail(text);
    case SettingKind::mail_user: return address_gate::admit_user(text);
    case gateway: return address_gate::admit_gateway(text);
    case language: return admit_language(text);
    default: return text_gate::admit("value", text, text_gate::Kind::line, line_most);
  }
}

std::string value_text(const SettingFacts& facts, std::int64_t value, int minor_digits) {
  return facts.kind == money ? format_money(Money::minor(value), minor_digits) : format_decimal(value, 0);
}

}  // namespace kwota::settings
