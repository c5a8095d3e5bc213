// Who handles keys, and who says so: the first people of the key office come from its installation, all of them at once and each with
// his own password; whoever comes later is appointed by two key managers, who also give new passwords and unlock. Nobody else does
// (sell/shift/people.h refuses it to every administrator).
// Guarantees: one person with an administrator's rights becomes no officer and no manager; every step is a line of the key journal.
// Begin with install_people().
#pragma once
#include <string>
#include <vector>

#include "sell/books/decision.h"
#include "sell/books/reader.h"
#include "sell/shift/context.h"

namespace kwota::keys {

inline constexpr std::size_t managers_min = 2, auditors_min = 1;

struct Person {
  std::string name, full_name;
  std::string role;  ///< key_officer, key_manager, security_auditor
  std::string language;
  std::string password;  ///< encoded
};

/// Once, while nobody handles keys: as many officers as a ceremony takes, two managers and a security auditor at least. Errors:
/// `key_people_there` {name}, `key_people_too_few` {role, required}, `not_a_key_role` {role}, `same_person_twice` {operator}, those of
/// shift::free_name().
Result<books::Decision<std::vector<books::Operator>>> install_people(const books::Reader& books, const std::vector<Person>& people,
                                                                     const shift::Context& context);

struct Appointment {
  Person person;
  std::string reason;
  std::int64_t approval = 0;  ///< of the second key manager
};
/// One more. Four eyes (`approval_needed`). Errors: permission_denied, `not_a_key_role` {role}, those of shift::free_name() and of an approval.
Result<books::Decision<books::Operator>> appoint(const books::Reader& books, const Appointment& request, const shift::Context& context);

/// What two key managers may do for one who handles keys.
enum class PersonStep : std::uint8_t { renew_password, unlock };
struct PersonStepRequest {
  PersonStep step = PersonStep::renew_password;
  std::string name, password, reason;  ///< `password`: encoded, one-time; of renew_password
  std::int64_t approval = 0;
};
/// Four eyes. Errors: permission_denied, `not_of_the_key_office` {name}, those of an approval.
Result<books::Decision<books::Operator>> step_for_person(const books::Reader& books, const PersonStepRequest& request,
                                                         const shift::Context& context);

}  // namespace kwota::keys
