// The key office at a terminal: books, vaults and the key room of one data folder, opened while no server runs on it, and the
// people who sign in there – each with his own name and password, typed unseen.
// Begin with KeyDesk::open(), then sign_in() and with_second().
#pragma once
#include "base/random.h"
#include "kwota/books_folder.h"
#include "kwota/keys_verb.h"
#include "seal/keys/ukey.h"
#include "seal/keys/vaults.h"
#include "sell/shift/approval.h"
#include "sell/shift/sign_in.h"
#include "sell/shift/tries.h"
#include "serve/key_room/key_room.h"

namespace kwota::app {

/// An own password, typed twice, good enough for this name. Errors: `terminal_closed`.
Result<SecretBytes> ask_new_password(const std::string& name);

class KeyDesk {
 public:
  /// Errors: `no_books`, `books_in_use` (a server runs: use its key pages), those of the vaults.
  static Result<std::unique_ptr<KeyDesk>> open(const std::filesystem::path& folder);

  serve::KeyRoom& room() { return *room_; }
  store::Books& books() { return *books_; }
  const Zone& zone() const { return zone_; }  ///< of the utility
  Random& random() { return random_; }
  /// In whose name, now.
  shift::Context context_of(const std::string& name) const;
  const seal::UkeyPlace& ukeys() const { return ukeys_; }

  /// Asks for the password, three times at most, and for an own one when it is a one-time password. Errors: wrong_password
  /// {tries_left}, locked_out {until}, `terminal_closed`.
  Result<shift::Context> sign_in(const std::string& name);

  /// `work`: (const shift::Context&, std::int64_t approval) -> Result<T>, in the name of `people.manager`. When it asks for a
  /// second person, `people.second` signs in and agrees.
  template <class Work>
  auto with_second(const TwoManagers& people, Work work) -> std::invoke_result_t<Work, const shift::Context&, std::int64_t> {
    TRY(who, sign_in(people.manager));
    auto done = work(who, std::int64_t{0});
    if (done || done.error().code != "approval_needed") return done;
    TRY(number, agree(who, people.second, done.error()));
    return work(who, number);
  }

 private:
  KeyDesk() = default;
  Result<books::Operator> try_password(const std::string& name, Instant now);
  Result<void> choose_password(const shift::Context& who);
  Result<std::int64_t> agree(const shift::Context& first, const std::string& second, const Error& needed);

  SystemClock clock_;
  SystemRandom random_;
  shift::Tries tries_;
  seal::Vaults vaults_;
  seal::UkeyPlace ukeys_;
  std::unique_ptr<store::Books> books_;
  std::unique_ptr<serve::KeyRoom> room_;
  Zone zone_ = Zone::utc();
};

}  // namespace kwota::app
