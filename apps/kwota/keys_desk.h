// The key office at a terminal: books, vaults and the key room of one data folder, opened while no server runs on it, and the
// people who sign in there – each with his own name and password, typed unseen.
// Begin with KeyDesk::open(), then sign_in() and with_second().
#pragma once
#include "base/random.h"
#include "kwota/books_folder.h"
#include "seal/keys/vaults.h"
#include "sell/shift/approval.h"
#include "serve/key_room/key_room.h"

namespace kwota::app {

class KeyDesk {
 public:
  /// Errors: `no_books`, `books_in_use` (a server runs: use its key pages), those of the vaults.
  static Result<std::unique_ptr<KeyDesk>> open(const std::filesystem::path& folder);

  serve::KeyRoom& room() { return *room_; }
  store::Books& books() { return *books_; }

  /// Asks for the password. Errors: wrong_password {tries_left}, locked_out {until}.
  Result<shift::Context> sign_in(const std::string& name);

  /// `work`: (const shift::Context&, std::int64_t approval) -> Result<T>. When it asks for a second person, `second` signs in and
  /// agrees.
  template <class Work>
  auto with_second(const std::string& first, const std::string& second, Work work)
      -> std::invoke_result_t<Work, const shift::Context&, std::int64_t> {
    TRY(who, sign_in(first));
    auto done = work(who, std::int64_t{0});
    if (done || done.error().code != "approval_needed") return done;
    TRY(number, agree(who, second, done.error()));
    return work(who, number);
  }

 private:
  KeyDesk() = default;
  Result<std::int64_t> agree(const shift::Context& first, const std::string& second, const Error& needed);

  SystemClock clock_;
  SystemRandom random_;
  seal::Vaults vaults_;
  std::unique_ptr<store::Books> books_;
  std::unique_ptr<serve::KeyRoom> room_;
};

/// One line, typed unseen when a person types it. The text is wiped with its owner.
SecretBytes ask_unseen(const std::string& question);
std::string ask(const std::string& question);

}  // namespace kwota::app
