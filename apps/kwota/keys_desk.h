// The key office at a terminal: its folder, opened while its server does not run on it, and the people who sign in there – each with his own name and password, typed unseen.
// Begin with KeyDesk::open(), then sign_in() and with_second().
#pragma once
#include "base/random.h"
#include "kwota/books_folder.h"
#include "kwota/keys_verb.h"
#include "kwota/office_folder.h"
#include "people/approval.h"
#include "people/sign_in.h"
#include "people/tries.h"
#include "seal/ukey/ukey.h"
#include "seal/vaults/vaults.h"
#include "work/key_office/key_office.h"

namespace kwota::app {

/// An own password, typed twice, good enough for this name. Errors: `terminal_closed`.
Result<SecretBytes> ask_new_password(const std::string& name);

class KeyDesk {
 public:
  /// Errors: `no_key_office`, `books_in_use` (the office's server runs: use its pages), those of the vault.
  static Result<std::unique_ptr<KeyDesk>> open(const std::filesystem::path& folder);

  /// What was done goes to the counters, or waits for them.
  ~KeyDesk() {
    if (office_) static_cast<void>(office_->link().publish());
  }

  key_office::KeyOffice& room() { return office_->room(); }
  store::Books& books() { return office_->books(); }
  office_link::CountersLink& link() { return office_->link(); }
  const Zone& zone() const { return zone_; }  ///< of the utility
  Random& random() { return random_; }
  /// In whose name, now.
  people::Context context_of(const std::string& name) const;
  const seal::UkeyPlace& ukeys() const { return office_->ukeys(); }

  seal::PersonTokens& person_tokens() { return office_->person_tokens(); }

  /// Asks for the password and the PIN of his token, three times at most, and for an own password when it is a one-time one. Errors:
  /// wrong_password {tries_left}, locked_out {until}, those of PersonDesk::prove, `terminal_closed`.
  Result<people::Context> sign_in(const std::string& name);

  /// `work`: (const people::Context&, std::int64_t approval) -> Result<T>, in the name of `people.manager`. When it asks for a
  /// second person, `people.second` signs in and agrees.
  template <class Work>
  auto with_second(const TwoManagers& people, Work work) -> std::invoke_result_t<Work, const people::Context&, std::int64_t> {
    TRY(who, sign_in(people.manager));
    auto done = work(who, std::int64_t{0});
    if (done || done.error().code != "approval_needed") return done;
    TRY(number, agree(who, people.second, done.error()));
    return work(who, number);
  }

 private:
  KeyDesk() = default;
  Result<books::Operator> try_password(const std::string& name, Instant now);
  Result<void> choose_password(const people::Context& who);
  Result<std::int64_t> agree(const people::Context& first, const std::string& second, const Error& needed);

  SystemClock clock_;
  SystemRandom random_;
  people::Tries tries_;
  std::unique_ptr<OfficeFolder> office_;
  Zone zone_ = Zone::utc();
};

}  // namespace kwota::app
