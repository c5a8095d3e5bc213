// What a compared password means, the same for every door that asks for one: a row in the audit trail, the count of misses, the lock.
// Who compares is the server (serve/api/prove.h); how often he may, people/sign_in/tries.h.
// Begin with proved().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "people/sign_in/tries.h"

namespace kwota::people {

/// Of a second factor.
struct Code {
  bool asked = false;                  ///< it was wanted, or somebody typed one
  std::optional<std::int64_t> step{};  ///< whose code that is (books::Operator::factor_step); nothing: no step's about now
};

struct Compared {
  Try asked;
  bool matched = false;     ///< the password
  Code code{};
  std::int64_t misses = 0;  ///< as Tries::begin said
  std::optional<std::int64_t> second{};  ///< as Tries::begin_second said: the password was right, and a second proof was compared
  std::string station;      ///< whose chain of the audit trail; empty: the utility's
  std::string details;      ///< of the audit entry, JSON
};

struct Proved {
  bool right = false;
  books::Operator who;  ///< when right
  Error refusal{};      ///< when not: wrong_password or wrong_password_second {tries_left}, behind a right password wrong_code {tries_left}; locked_out {until}
};

/// May this row's password open anything for that purpose? A one-time password is nobody's second pair of eyes.
bool may_prove(const books::Operator& row, Purpose purpose);

/// Whether the password alone proves nobody. Whoever changes his password has shown the code when he came.
bool asks_for_code(const books::Operator& row, Purpose purpose);

/// A code is taken once, and none that is older than the last. A miss is counted in the books, so the decision is applied in both cases. A name that nobody has leaves an audit entry like any other,
/// without the name: what was typed there may have been a password.
Result<books::Decision<Proved>> proved(const books::Reader& books, const Compared& compared);

}  // namespace kwota::people
