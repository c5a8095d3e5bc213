// Who handles keys, by pairs in people's own tokens: what they sign for one another, and whether the books' word of it holds.
// The first people sign one founding document, all of them; a later one is certified by two key managers (the new token
// of a manager also by another manager and an auditor). A certificate is a row
// (books::KeyPerson) that anybody can recompute: public keys and signatures, nothing of a token.
// Guarantees: whoever can write the books and has no pair adds nobody – not even with the key that signs the books; a founding of his own
// has another fingerprint, which each of the first people has on paper. Never: makes a signature.
// Begin with check_people().
#pragma once
#include <string>
#include <vector>

#include "books/reader.h"

namespace kwota::keys {

/// What all of the first people sign: time, and of each name, role and public key. `people`: of one founding, in any order.
std::string founding_text(const books::Reader& books, std::vector<books::KeyPerson> people);
/// What the two managers sign for a later one, whom the row names.
std::string certificate_text(const books::Reader& books, const books::KeyPerson& row);
/// `signature`: r || s, hexadecimal; `public_key`: hexadecimal.
bool is_signed(const std::string& public_key, const std::string& text, const std::string& signature);

struct CertificateProblem {
  std::string person;
  std::string why;  ///< a sentence
};
struct CheckedPeople {
  std::vector<books::KeyPerson> certified;  ///< rows that hold, void ones too
  std::vector<CertificateProblem> problems;
  std::string founding;                     ///< fingerprint of the founding document; empty: there was none
};
/// Everybody with a role of the key office has a certificate that goes back to the founding, and every certificate holds.
CheckedPeople check_people(const books::Reader& books);

/// What this person is certified by now. Errors: `person_not_certified` {person}, `person_void` {person}.
Result<books::KeyPerson> certificate_of(const books::Reader& books, const std::string& person);

}  // namespace kwota::keys
