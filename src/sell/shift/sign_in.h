// Operators: hired, given roles, locked, and how they sign in. Passwords are hashed and compared by the server; here it is
// decided what a match or a miss means.
// Guarantees: five misses lock the name for a while; the last administrator stays; a new or reset password must be changed.
// Begin with: sign_in().
#pragma once
#include <string>

#include "sell/books/decision.h"
#include "sell/books/reader.h"
#include "sell/shift/context.h"
#include "sell/shift/permissions.h"

namespace kwota::shift {

inline constexpr std::int64_t tries_before_lock = 5;
inline constexpr Duration lock_lasts = Duration::minutes(15);
inline constexpr std::size_t password_length_min = 10, password_length_max = 200;

/// May this name try now? Call before the password is compared. Errors: locked_out {until}, wrong_password for an unknown, locked or
/// removed name – the answer does not tell which names exist.
Result<books::Operator> may_try(const books::Reader& books, const std::string& name, Instant now);

struct SignIn {
  bool signed_in = false;
  books::Operator who;
  Error refusal{};   ///< when not: wrong_password {tries_left} or locked_out {until}
};
/// What the comparison means. A miss is counted in the books, so the decision is applied in both cases.
Result<books::Decision<SignIn>> sign_in(const books::Reader& books, const std::string& name, bool matched, const std::string& station, Instant now);

/// Error `weak_password` {length}: shorter than ten characters, the operator's name, or one of the common ones.
Result<void> check_password(std::string_view password, std::string_view name);
/// `encoded` is the hash of the new password; the old one was compared by the server. Error `wrong_password`.
Result<books::Decision<books::Operator>> change_password(const books::Reader& books, bool old_matched, const std::string& encoded,
                                                         const Context& context);

/// The language in which Kwota speaks to the operator, chosen by himself ("zh", "en", "ru"; which there are the server knows).
/// Errors: permission_denied, unknown_operator.
Result<books::Decision<books::Operator>> set_own_language(const books::Reader& books, const std::string& language, const Context& context);

struct OperatorRequest {
  std::string name, full_name, roles, station, language;
  std::string password;   ///< encoded hash of the one-time password; only for a new operator
};
/// Errors: permission_denied, operator_exists {name}, name_missing, unknown_role, roles_exclude_each_other, unknown_station.
Result<books::Decision<books::Operator>> add_operator(const books::Reader& books, const OperatorRequest& request, const Context& context);
/// The password stays. Errors as add_operator and unknown_operator, last_administrator.
Result<books::Decision<books::Operator>> change_operator(const books::Reader& books, const OperatorRequest& request, const Context& context);
/// A one-time password that must be changed; lifts a lock-out. Errors: unknown_operator, permission_denied.
Result<books::Decision<books::Operator>> reset_password(const books::Reader& books, const std::string& name, const std::string& encoded,
                                                        const Context& context);
/// state: active or locked. Errors: unknown_operator, unknown_state, last_administrator, permission_denied.
Result<books::Decision<books::Operator>> set_operator_state(const books::Reader& books, const std::string& name, const std::string& state,
                                                            const Context& context);

}  // namespace kwota::shift
