// What the utility sets for itself: limits, fees, pace. Each row is one value of one setting from a moment on, wanted by one person and
// agreed to by another; what counts without any row is declared beside the names (sell/settings/declared.h).
// Registers: Setting.   Begin with SettingName.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "base/words.h"
#include "books/rows/office/people.h"
#include "books/table.h"

namespace kwota::books {

/// All of them. A new one is a word here and a line in sell/settings/declared.cpp, in the same order.
enum class SettingName : std::uint8_t {
  hoarding_limit,              ///< most credit a meter, or a balance at the server, may hold
  large_sale,                  ///< above: an extra confirmation at the counter
  supplement_limit,            ///< above: a second person
  refund_limit,                ///< above: a second person, whatever way the money goes back
  over_short_limit,            ///< difference of a drawer, above: a second person
  large_float,                 ///< float with which a shift is opened, above: an extra confirmation
  card_fee,                    ///< taken for a replacement card
  hand_back_hours,             ///< how long a payment may be handed back
  closings_a_minute,           ///< orders that switch load on, over the whole utility
  closings_a_minute_a_line,
  trips_a_minute,
  trips_a_minute_a_line,
  parameters_a_minute,         ///< rooms of a building that are told their parameters
  lost_card_hours,             ///< how long what a lost purse card held waits before it is paid over
  hold_hours,                  ///< how long a grey purse card waits for its record before it is freed without
  smallest_load,               ///< less comes onto a purse card by no payment
  day_cut_off,                 ///< the business day begins so many hours after midnight
  meters_from_stock,           ///< 1: only a meter of the stock is put on
  test_months,                 ///< a meter is tested again after so many; a model may have its own (code table test_interval)
  way_card,                    ///< 1: this utility sells by card
  way_line,                    ///< by line
  way_server,                  ///< keeps balances at the server
  way_purse,                   ///< money on farmers' cards
  backups_kept,                ///< copies that the house makes by itself, one a day; older ones are removed
  backup_hour,                 ///< when
  psam_required,               ///< a till moves money on cards that hold it themselves only beside its PSAM
  purse_review,                ///< an application for a purse card waits until another person grants it
  account_review,              ///< an account with a meter is opened of a granted application alone
  quiet_from,                  ///< from this hour on nobody is disturbed by a letter that can wait
  quiet_to,                    ///< until this one; the same: there are no quiet hours
  credit_waits_days,           ///< a customer hears of credit that he paid for and no meter has taken in for so many days
  low_credit_days,             ///< and of credit that lasts no more than so many
  price_letters,               ///< 1: and of new prices of his plan
  loss_limit,                  ///< an area that loses more than so many percent of what it was supplied is told of
  mail_relay,                  ///< where mail goes out: smtps://host:465, smtp+starttls://host:587, smtp://host:25; empty: none leaves
  mail_from,                   ///< the utility's own address
  mail_user,                   ///< by which it signs in at the relay; empty: it does not
  message_address,             ///< of the gateway that takes short messages: https://…; empty: none leaves
  letter_language,             ///< of letters to customers of whom nobody knows one
  letter_foot_en,              ///< the utility's own line under each letter
  letter_foot_zh,
  letter_foot_ru,
  network,                     ///< 1: whoever reaches this server may work with it; 0, standalone: this machine alone
  lock_minutes,                ///< without a key or a touch, after which a screen of the office asks for the password
  counter_lock_minutes,        ///< and one of the counter
};
constexpr auto words_of(SettingName) {
  return std::array<std::string_view, 45>{"hoarding_limit", "large_sale", "supplement_limit", "refund_limit", "over_short_limit", "large_float", "card_fee",
                                          "hand_back_hours", "closings_a_minute", "closings_a_minute_a_line", "trips_a_minute", "trips_a_minute_a_line", "parameters_a_minute",
                                          "lost_card_hours", "hold_hours", "smallest_load", "day_cut_off", "meters_from_stock", "test_months",
                                          "way_card", "way_line", "way_server", "way_purse", "backups_kept", "backup_hour",
                                          "psam_required", "purse_review", "account_review", "quiet_from", "quiet_to", "credit_waits_days", "low_credit_days", "price_letters", "loss_limit", "mail_relay", "mail_from", "mail_user", "message_address",
                                          "letter_language", "letter_foot_en", "letter_foot_zh", "letter_foot_ru", "network", "lock_minutes", "counter_lock_minutes"};
}

/// For whom a value counts; the narrowest that says something does.
enum class SettingScope : std::uint8_t { utility, usage_class, account };
constexpr auto words_of(SettingScope) { return std::array<std::string_view, 3>{"utility", "usage_class", "account"}; }

enum class SettingStatus : std::uint8_t {
  agreed,     ///< counts from its moment on, until a later one does
  withdrawn,  ///< before its moment came: it never counted
};
constexpr auto words_of(SettingStatus) { return std::array<std::string_view, 2>{"agreed", "withdrawn"}; }

struct Setting {
  static constexpr auto table = "setting";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 4> people{"asked_by", "approved_by", "withdrawn_by", "withdrawal_approved_by"};
  static constexpr bool held_by_writer = true;
  std::int64_t number = 0;
  SettingName name = SettingName::hoarding_limit;
  SettingScope scope = SettingScope::utility;
  std::string of;                     ///< code of the usage class, number of the account
  std::optional<std::int64_t> value;  ///< money in minor units, else a number; nothing: as the wider scope has it
  std::string text;                   ///< of a setting that is a text
  Instant in_force;                   ///< from here on
  SettingStatus state = SettingStatus::agreed;
  std::string reason;
  std::string asked_by, approved_by;  ///< the second person; empty: none was asked
  WhyAlone why_alone = WhyAlone::not_alone;
  Instant agreed;                     ///< when the row was written
  std::string withdrawn_by, withdrawal_approved_by, withdrawal_reason;
  std::optional<Instant> withdrawn;
  template <class V> static void columns(V&& v) {
    v("number", &Setting::number); v("name", &Setting::name); v("scope", &Setting::scope); v("of_whom", &Setting::of); v("value", &Setting::value); v("text", &Setting::text);
    v("in_force", &Setting::in_force); v("state", &Setting::state); v("reason", &Setting::reason); v("asked_by", &Setting::asked_by);
    v("approved_by", &Setting::approved_by); v("why_alone", &Setting::why_alone); v("agreed", &Setting::agreed); v("withdrawn_by", &Setting::withdrawn_by);
    v("withdrawal_approved_by", &Setting::withdrawal_approved_by); v("withdrawal_reason", &Setting::withdrawal_reason); v("withdrawn", &Setting::withdrawn);
  }
  /// What counts or will count, in the order in which it comes into force.
  static constexpr IndexOf<Setting> agreed_rows{{"setting_agreed", {"name", "scope", "of_whom", "in_force"}, {Only::When::is, "state", "agreed"}}};
  static constexpr IndexOf<Setting> of_name{{"setting_name", {"name"}}};
  template <class V> static void indexes(V&& v) { v(agreed_rows); v(of_name); }
};

}  // namespace kwota::books
