// A setting is changed by two: somebody wants another value from a moment on and says why, a second person agrees, and it counts from then. Until its
// moment has come two people may withdraw it; what counted once stays in the books.
// Guarantees: nobody changes a limit alone – but during the installation, and in a station of one person, where a change waits a day (docs/people.md);
// an approval is for this change of this value, and no other; nothing counts before it was agreed to.
// Begin with change_setting().
#pragma once
#include "books/decision.h"
#include "people/context.h"
#include "sell/settings/in_force.h"

namespace kwota::settings {

struct SettingRequest {
  std::string setting;        ///< word of SettingName
  std::string scope;          ///< word of SettingScope; empty: the utility
  std::string of;             ///< usage class or account
  std::string value;          ///< as people write it; empty: as the wider scope has it
  std::string from;           ///< local "2026-12-01" or "2026-12-01 08:00"; empty: at once
  std::string reason;
  std::int64_t approval = 0;  ///< 0: none yet
};

/// Errors: permission_denied, whole_utility {station}, unknown_setting {setting}, setting_scope {setting, scope}, unknown_account {account}, unknown_usage_class
/// {usage_class}, setting_value {text}, setting_bounds {least, most}, bad_relay {text}, bad_mail_address {text}, bad_mail_user {text}, bad_gateway {text},
/// bad_date {text}, setting_past {from}, setting_same {value}, reason_missing,
/// setting_waits_a_day {from}: nobody else is there who could agree; approval_needed {action, content} and those of people::second_person().
/// From setting_scope to setting_waits_a_day each names in `field` the member of the request that is wrong.
Result<books::Decision<books::Setting>> change_setting(const books::Reader& books, const SettingRequest& request, const people::Context& context);

struct SettingWithdrawal {
  std::int64_t number = 0;
  std::string reason;
  std::int64_t approval = 0;
};
/// Errors: permission_denied, whole_utility {station}, not_found {what}, setting_withdrawn, setting_counts {from}: its moment has come; reason_missing, approval_needed
/// {action, content} and those of people::second_person().
Result<books::Decision<books::Setting>> withdraw_setting(const books::Reader& books, const SettingWithdrawal& request, const people::Context& context);

/// One value after another.
struct SettingStep {
  books::Setting row;
  std::optional<std::int64_t> before;  ///< for the same scope, before this one; nothing: as the wider scope had it
  std::string text_before{};           ///< of a setting that is a text
};
/// The newest `most` of a setting, the last that was agreed to first.
std::vector<SettingStep> history_of(const books::Reader& books, SettingName name, std::size_t most);

/// Agreed to and still to come, or counting for somebody narrower than the utility; by scope, then by moment.
std::vector<books::Setting> coming_of(const books::Reader& books, SettingName name, Instant now);
std::vector<books::Setting> narrower_of(const books::Reader& books, SettingName name, Instant now);

}  // namespace kwota::settings
