// One door for every password: signing in, the second person's in the dialog of the first, the old one of a change. Each try is limited,
// counted, locked out and written into the audit trail, and a name that nobody has costs the same time as one that somebody has.
// Begin with prove().
#pragma once
#include "sell/shift/proof.h"
#include "serve/api/asked.h"
#include "serve/api/house.h"
#include "serve/api/router.h"

namespace kwota::serve {

struct Typed {
  std::string name, password;
};

/// Slow on purpose (Argon2) and writes to the books: on a worker, never on the network's or the writer's thread.
/// Errors: rate_limited {retry_after}, locked_out {until}, wrong_password {tries_left} or wrong_password_second {tries_left}.
Result<books::Operator> prove(store::Books& books, shift::Tries& tries, const Typed& typed, const shift::Try& asked, const std::string& station,
                              const std::string& details);
/// The same for a request: its address, its till.
Result<books::Operator> prove(House& house, const Call& call, const Typed& typed, shift::Purpose purpose);

/// The second person in the dialog of the first: {name, password}; nobody when none came.
Result<std::optional<books::Operator>> second_of(House& house, const Call& call, const Asked& second);

}  // namespace kwota::serve
