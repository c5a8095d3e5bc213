// People who sign in at a terminal, one after another: name, password and – at the key office – the PIN of each one's token, typed unseen;
// and the second person of what takes two.   Begin with sign_in() and with_second().
#pragma once
#include <string>
#include <type_traits>

#include "base/cause.h"
#include "base/random.h"
#include "base/result.h"
#include "people/approval.h"
#include "people/sign_in/tries.h"
#include "store/books.h"
#include "work/key_office/person_desk.h"

namespace kwota::app {

/// An own password, typed twice, good enough for this name. Errors: `terminal_closed`.
Result<SecretBytes> ask_new_password(const std::string& name);

class PeopleAtTerminal {
 public:
  /// All of them outlive it. `tokens`: at the key office, where a password alone proves nobody.
  struct Parts {
    store::Books& books;
    const Clock& clock;
    Random& random;
    key_office::PersonDesk* tokens = nullptr;
  };
  explicit PeopleAtTerminal(Parts parts) : parts_(parts) {}

  /// Asks for the password and the PIN of his token, three times at most, and for an own password when it is a one-time one. Errors:
  /// wrong_password {tries_left}, locked_out {until}, those of PersonDesk::prove, `terminal_closed`.
  Result<people::Context> sign_in(const std::string& name);

  /// `work`: (const people::Context&, std::int64_t approval) -> Result<T>, in the name of `first`. When it asks for a second person,
  /// `second` signs in and agrees; empty: his name is asked.
  template <class Work>
  auto with_second(const std::string& first, const std::string& second, Work work) -> std::invoke_result_t<Work, const people::Context&, std::int64_t> {
    TRY(who, sign_in(first));
    auto done = work(who, std::int64_t{0});
    if (done || cause_of(done.error()) != Cause::approval_needed) return done;
    TRY(number, agree(who, second, done.error()));
    return work(who, number);
  }

 private:
  Result<books::Operator> try_password(const std::string& name, Instant now);
  Result<void> choose_password(const people::Context& who);
  Result<std::int64_t> agree(const people::Context& first, const std::string& second, const Error& needed);
  Zone zone() const;

  Parts parts_;
  people::Tries tries_;
};

}  // namespace kwota::app
