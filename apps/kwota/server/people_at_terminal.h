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
#include "serve/api/prove.h"
#include "store/books.h"
#include "work/key_office/person_desk.h"

namespace kwota::app {

/// An own password, typed twice, good enough for this name. Errors: `terminal_closed`.
Result<SecretBytes> ask_new_password(const std::string& name);

class PeopleAtTerminal {
 public:
  struct Parts {
    store::Books& books;
    const Clock& clock;
    Random& random;
  };
  /// At the counters; all of it outlives this.
  PeopleAtTerminal(Parts parts, serve::SecondFactors& factors) : parts_(parts), proof_(serve::ProofParts::at_counters(parts.books, tries_, factors)) {}
  /// At the key office, where a password alone proves nobody.
  PeopleAtTerminal(Parts parts, key_office::PersonDesk& tokens) : parts_(parts), proof_(serve::ProofParts::at_office(parts.books, tries_, tokens)) {}
  PeopleAtTerminal(const PeopleAtTerminal&) = delete;
  PeopleAtTerminal& operator=(const PeopleAtTerminal&) = delete;

  /// Asks for the password and what proves him beside it – the PIN of his token, the code of his telephone –, three times at most, and for an own password when it is
  /// a one-time one. Errors: those of serve::prove(), `terminal_closed`.
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
  serve::ProofParts proof_;
};

}  // namespace kwota::app
