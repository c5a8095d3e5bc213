// One door for every password: signing in, the second person's in the dialog of the first, the old one of a change. Each try is limited,
// counted, locked out and written into the audit trail, and a name that nobody has costs the same time as one that somebody has.
// Begin with prove().
#pragma once
#include "people/sign_in/proof.h"
#include "serve/api/asked.h"
#include "serve/api/server_parts.h"
#include "serve/router/router.h"
#include "work/key_office/person_desk.h"

namespace kwota::serve {

struct Typed {
  std::string name;
  SecretBytes password, pin{};  ///< the PIN: of his token, of one who handles keys
  std::string code{};  ///< of his telephone, where he has a second factor
};

/// Against what a password is proved, and what proves a person beside it: at the counters the code of his telephone, at the key office, where the password
/// alone proves nobody, his token's signature. All of it outlives this.
class ProofParts {
 public:
  static ProofParts at_counters(store::Books& books, people::Tries& tries, SecondFactors& factors) { return {books, tries, &factors, nullptr}; }
  static ProofParts at_office(store::Books& books, people::Tries& tries, key_office::PersonDesk& people) { return {books, tries, nullptr, &people}; }

  store::Books& books() const { return books_; }
  people::Tries& tries() const { return tries_; }
  SecondFactors* factors() const { return factors_; }           ///< null at the key office
  key_office::PersonDesk* people() const { return people_; }    ///< null at the counters

 private:
  ProofParts(store::Books& books, people::Tries& tries, SecondFactors* factors, key_office::PersonDesk* people) : books_(books), tries_(tries), factors_(factors), people_(people) {}
  store::Books& books_;
  people::Tries& tries_;
  SecondFactors* factors_;
  key_office::PersonDesk* people_;
};

/// As the functions for passwords read it.
std::string_view text_of(const SecretBytes& secret);

/// Slow on purpose (Argon2) and writes to the books: on a worker, never on the network's or the writer's thread. Errors: rate_limited {retry_after}, locked_out
/// {until}, wrong_password {tries_left} or wrong_password_second {tries_left}; behind a right password those of PersonDesk::prove {tries_left}, code_wanted, wrong_code {tries_left} and
/// second_factor_away.
Result<books::Operator> prove(const ProofParts& parts, const Typed& typed, const people::Try& asked, const std::string& station, const std::string& details);
/// The same for a request: its address, its till.
Result<books::Operator> prove(ServerParts& server, const Call& call, const Typed& typed, people::Purpose purpose);

/// The second person in the dialog of the first: {name, password, pin, code}; nobody when none came.
Result<std::optional<books::Operator>> second_of(ServerParts& server, const Call& call, const Asked& second);

}  // namespace kwota::serve
