// A person of the key office at its workstation, with his token: he proves that it is he, and two managers certify another one's. The
// books say under which pair (keys/office/certificates.h), the token signs (seal/pkcs11/person_token.h).
// Guarantees: every proof is over a challenge of its own, under a pair that goes back to the founding; a PIN is kept nowhere.
// Slow on purpose, a token is asked: not on the network's or the writer's thread.   Begin with prove().
#pragma once
#include "base/random.h"
#include "keys/office/people.h"
#include "seal/pkcs11/person_token.h"
#include "store/books.h"

namespace kwota::key_office {

/// That the token of this person is there and signs a fresh challenge under the pair that the books certify. Errors:
/// `person_token_missing`, `wrong_person_pin`, `person_token_empty` {person}, `person_token_foreign` {person}: it is another one's.
Result<void> prove_person(const books::KeyPerson& certified, seal::PersonTokens& tokens, Random& random, const SecretBytes& pin);

class PersonDesk {
 public:
  struct Parts {
    store::Books& books;
    seal::PersonTokens& tokens;
    Random& random;
  };
  explicit PersonDesk(Parts parts) : parts_(parts) {}

  /// Errors: those of prove_person() and keys::certificate_of().
  Result<void> prove(const std::string& name, const SecretBytes& pin);

  struct Pins {
    SecretBytes person, first, second;
    std::string label{};  ///< of the person's token, where people have tokens of a module
  };
  /// A pair is made in the person's own token, and both managers' tokens sign its certificate. Both have proved who they are. Errors:
  /// those of keys::certify, seal::PersonTokens::make and ::sign.
  Result<books::Operator> certify(keys::Appointment request, const Pins& pins, const books::Actor& actor, const people::Context& context);

 private:
  Parts parts_;
};

}  // namespace kwota::key_office
