// The key office at a terminal: its folder, opened while its server does not run on it, and the people who sign in there – each with his own name and password, typed unseen.
// Begin with KeyDesk::open(), then sign_in() and with_second().
#pragma once
#include "base/random.h"
#include "kwota/books/books_folder.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/keys/office_folder.h"
#include "kwota/server/people_at_terminal.h"
#include "seal/ukey/ukey.h"
#include "seal/vaults/vaults.h"
#include "work/key_office/key_office.h"

namespace kwota::app {

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

  /// See PeopleAtTerminal.
  Result<people::Context> sign_in(const std::string& name) { return people_->sign_in(name); }
  template <class Work>
  auto with_second(const TwoManagers& people, Work work) -> std::invoke_result_t<Work, const people::Context&, std::int64_t> {
    return people_->with_second(people.manager, people.second, std::move(work));
  }

 private:
  KeyDesk() = default;

  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<OfficeFolder> office_;
  std::optional<PeopleAtTerminal> people_;
  Zone zone_ = Zone::utc();
};

}  // namespace kwota::app
