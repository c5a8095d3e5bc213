// The folder of the key office: its books, its token, its room, and the link to the counters – for the office's server and for its
// verbs at a terminal. Nothing of a server that sells is opened here.   Begin with OfficeFolder::open().
#pragma once
#include <filesystem>
#include <memory>

#include "base/random.h"
#include "seal/ukey/ukey.h"
#include "seal/vaults/vaults.h"
#include "work/key_office/key_office.h"
#include "work/key_office/person_desk.h"
#include "work/office_link/counters_link.h"

namespace kwota::app {

/// Says in a folder that a key office lives there.
inline constexpr auto office_mark = "key-office";
/// Where it lies when nobody says otherwise: beside the folder of the server that sells.
inline constexpr auto office_folder_default = "data-key-office";
bool is_office_folder(const std::filesystem::path& folder);
Error no_key_office(const std::filesystem::path& folder);
/// The folder and its mark. Error `folder_of_counters`: books that sell lie there.
Result<void> make_office_folder(const std::filesystem::path& folder);

/// The PIN of the office's token, where its folder says that a person types it: asked once and kept in locked memory; of a token that is
/// not there yet it is chosen. Empty: it comes from a file or a variable. Error `bad_vault_configuration`.
Result<seal::PinSource> typed_pin(const std::filesystem::path& folder);

/// No core, no debugger of the same user, nothing left in memory that was given back, and – where the limit allows it – nothing of this process is ever swapped out; a
/// sentence says so where it does not.
void lock_office_memory();

class OfficeFolder {
 public:
  /// Errors: `no_key_office` {folder}, those of vault and books (`books_in_use`: its server runs).
  /// `pin`: typed_pin() of the folder. `watches_clock`: a start in doubt and a jump wait for people, as in the server; people at one
  /// terminal see their clock.
  static Result<std::unique_ptr<OfficeFolder>> open(const std::filesystem::path& folder, const seal::PinSource& pin, bool watches_clock = false);

  store::Books& books() { return *books_; }
  seal::KeyStore& store() { return *vault_.store; }
  key_office::KeyOffice& room() { return *room_; }
  office_link::CountersLink& link() { return *link_; }
  const seal::UkeyPlace& ukeys() const { return ukeys_; }
  seal::PersonTokens& person_tokens() { return *person_tokens_; }
  key_office::PersonDesk& people() { return *people_; }
  const Clock& clock() const { return clock_; }
  const store::SignatureCheck& check() const { return check_; }  ///< of the token's pair
  /// What the utility's row says; samples are for looking and training.
  Result<books::Nature> nature();

 private:
  OfficeFolder() = default;
  SystemClock clock_;
  SystemRandom random_;
  seal::OfficeVault vault_;
  seal::UkeyPlace ukeys_;
  store::SignatureCheck check_;
  std::unique_ptr<store::Books> books_;
  std::unique_ptr<office_link::CountersLink> link_;
  std::unique_ptr<key_office::KeyOffice> room_;
  std::unique_ptr<seal::PersonTokens> person_tokens_;
  std::unique_ptr<key_office::PersonDesk> people_;
};

}  // namespace kwota::app
