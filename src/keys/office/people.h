// Who handles keys, and who says so: the first people of the key office come from its installation, all of them at once, each with
// his own password and a pair in a token of his own, and all of them sign the founding document; whoever comes later is certified by the
// tokens of two key managers, who also give new passwords, unlock and declare tokens void. Nobody else does (people/people.h refuses it
// to every administrator).
// Guarantees: one person with an administrator's rights becomes no officer and no manager; every step is a line of the key journal.
// Begin with install_people(); what is signed stands in certificates.h.
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::keys {

inline constexpr std::size_t managers_min = 2, auditors_min = 1;

struct Person {
  std::string name, full_name;
  std::string role;  ///< key_officer, key_manager, security_auditor
  std::string language;
  std::string password;    ///< encoded
  std::string public_key;  ///< of the pair in his token, hexadecimal
  std::string signature;   ///< with it, over the founding document; hexadecimal
  bool one_time = false;   ///< the password: he replaces it before he does anything
};

/// What would be refused at the end of an installation, before anybody has typed anything. Errors: `key_people_there` {name},
/// `key_people_too_few` {role, required}, `not_a_key_role` {role}, `same_person_twice` {operator}, those of people::free_name().
Result<void> check_installation(const books::Reader& books, const std::vector<Person>& people);
/// What these people sign.
std::string founding_of(const books::Reader& books, const std::vector<Person>& people, Instant made);
/// Once, while nobody handles keys: as many officers as a ceremony takes, two managers and a security auditor at least. `made`: as the
/// document that they signed has it. Errors: those of check_installation(), `founding_not_signed` {name}.
Result<books::Decision<std::vector<books::Operator>>> install_people(const books::Reader& books, const std::vector<Person>& people, Instant made,
                                                                     const people::Context& context);

struct Appointment {
  Person person;                  ///< of one who is there already, only name and public key count
  bool renews = false;            ///< a new token of one who is there
  std::string second;             ///< the other key manager, who sits beside
  std::string reason;
  std::string first_signature, second_signature;  ///< over certificate_text() of the drafted row
};
/// The certificate that both managers sign. Errors: permission_denied, `approval_own`, `not_a_key_manager` {name}, second_person_fresh,
/// reason_missing, `not_a_key_role` {role}, `not_of_the_key_office` {name}, those of people::free_name().
Result<books::KeyPerson> draft_certificate(const books::Reader& books, const Appointment& request, const people::Context& context);
/// One more, or a new token for one who is there: the one before is void. Errors: those of draft_certificate(),
/// `certificate_not_signed`.
Result<books::Decision<books::Operator>> certify(const books::Reader& books, const Appointment& request, const people::Context& context);

/// What two key managers may do for one who handles keys.
enum class PersonStep : std::uint8_t {
  renew_password,
  unlock,
  declare_void,  ///< his token: it opens nothing any more
};
struct PersonStepRequest {
  PersonStep step = PersonStep::renew_password;
  std::string name, password, reason;  ///< `password`: encoded, one-time; of renew_password
  std::int64_t approval = 0;
};
/// Four eyes. Errors: permission_denied, `not_of_the_key_office` {name}, those of an approval.
Result<books::Decision<books::Operator>> step_for_person(const books::Reader& books, const PersonStepRequest& request,
                                                         const people::Context& context);

}  // namespace kwota::keys
