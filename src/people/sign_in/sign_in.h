// Operators: hired, given roles, locked; which passwords are good enough. What a compared password means: people/sign_in/proof.h.
// Guarantees: the last administrator stays; a new or reset password must be changed.
// Begin with: add_operator().
#pragma once
#include <string>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "people/people.h"
#include "people/permissions.h"

namespace kwota::people {

inline constexpr std::size_t password_length_min = 10, password_length_max = 200;

/// Error `weak_password` {length}: shorter than ten characters, the operator's name, or one of the common ones.
Result<void> check_password(std::string_view password, std::string_view name);
/// `encoded` is the hash of the new password; the old one was proved (people/sign_in/proof.h). Error `unknown_operator`.
Result<books::Decision<books::Operator>> change_password(const books::Reader& books, const std::string& encoded, const Context& context);

/// The language in which Kwota speaks to the operator, chosen by himself ("zh", "en", "ru"; which there are the server knows).
/// Errors: permission_denied, unknown_operator.
Result<books::Decision<books::Operator>> set_own_language(const books::Reader& books, const std::string& language, const Context& context);

/// So far behind his last number lies what he is offered at most: at each offer another one, that nobody guesses.
inline constexpr std::int64_t factor_numbers_ahead = std::int64_t{1} << 32;
/// From now on a code of his telephone is asked for beside his password. `step`: of the code by which he showed that it has what was offered under
/// `number`, one behind his last. Errors: unknown_operator, second_factor_there, second_factor_stale.
Result<books::Decision<books::Operator>> set_up_second_factor(const books::Reader& books, std::int64_t number, std::int64_t step, const Context& context);
/// By himself, who has shown password and code once more; an administrator resets the password. Errors: unknown_operator, second_factor_none.
Result<books::Decision<books::Operator>> give_up_second_factor(const books::Reader& books, const Context& context);

struct OperatorRequest {
  std::string name, full_name, roles, station, language;
  std::string password;       ///< encoded hash of the one-time password; for a new operator and for a reset
  std::int64_t approval = 0;  ///< of a second person, where one is needed (people/people.h)
};
/// The name as a new operator gets it. Errors: operator_exists {name}, bad_operator_name, operator_name_confusable {name, other}.
Result<std::string> free_name(const books::Reader& books, const std::string& typed);
/// His wrong tries are forgotten.
void lift(books::Operator& row);

/// Errors: permission_denied, operator_exists {name}, bad_operator_name, operator_name_confusable {name, other}, name_missing, unknown_role, roles_exclude_each_other, unknown_station, and those of
/// give().
Result<books::Decision<Given>> add_operator(const books::Reader& books, const OperatorRequest& request, const Context& context);
/// The password stays. Errors as add_operator and unknown_operator, last_administrator.
Result<books::Decision<Given>> change_operator(const books::Reader& books, const OperatorRequest& request, const Context& context);
/// A one-time password that must be changed; lifts a lock-out, and nobody is asked for the code of a telephone that may be lost. Errors: unknown_operator, permission_denied, and those of give().
Result<books::Decision<Given>> reset_password(const books::Reader& books, const OperatorRequest& request, const Context& context);
/// He is signed out everywhere, and may come in again: the trail says who did it. Errors: permission_denied, unknown_operator.
Result<books::Decision<books::Operator>> end_sessions(const books::Reader& books, const std::string& name, const Context& context);
/// state: active or locked. Errors: unknown_operator, unknown_state, last_administrator, permission_denied, and those of give().
Result<books::Decision<Given>> set_operator_state(const books::Reader& books, const OperatorRequest& request, books::OperatorStatus state,
                                                  const Context& context);

}  // namespace kwota::people
