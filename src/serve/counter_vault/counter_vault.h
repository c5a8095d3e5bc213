// What this counter seals with, made out of the configuration: the sealing token, a UKEY that its holder opens at the console, or
// a PSAM in a reader of its own. Brought together with the books: what was declared void seals nothing from that moment, and a
// PSAM is told by itself, each time it is opened, which cards are void. Guarantees: a counter with a UKEY or a PSAM seals with
// nothing else – without it there is an Error, never another vault's seal. The books are signed by the token all the time. Never:
// keeps a PIN on the disk.   Begin with open().
#pragma once
#include <filesystem>
#include <memory>
#include <mutex>

#include "carry/psam/psam_vault.h"
#include "seal/keys/ukey.h"
#include "seal/keys/vaults.h"
#include "store/books.h"

namespace kwota::serve {

class CounterVault {
 public:
  struct Parts {
    const seal::CounterConfiguration& configuration;
    std::filesystem::path data;
    seal::Vaults& vaults;
    store::Books& books;
    const Clock& clock;
  };
  /// One card in the PSAM's reader. Made from its PC/SC name by open(); a test brings its own.
  struct Slot {
    psam::CardSlot exchange;
    psam::SerialSource serial;
  };
  /// A UKEY or PSAM that is not there yet may come later. All parts outlive this object.
  static std::unique_ptr<CounterVault> open(const Parts& parts);
  /// The user mother card and her control card beside it, when vault.json names their readers.
  struct Pair {
    Slot mother, control;
  };
  static std::unique_ptr<CounterVault> open(const Parts& parts, Slot psam, std::optional<Pair> pair = std::nullopt);

  seal::SealsWith kind() const { return kind_; }
  /// What sales are sealed with.
  seal::Vault& vault() { return ukey_ ? *ukey_ : psam_ ? static_cast<seal::Vault&>(*psam_) : sealing_; }
  /// From the key office to the load SAM while it is in use. Errors: `not_in_reader`{card}, those of PsamVault::carry().
  Result<iso7816::Response> carry(const CardSerial& card, const iso7816::Command& command);
  /// None unless it is a UKEY.
  seal::UkeyVault* ukey() { return ukey_.get(); }
  /// PC/SC names of the readers that are the counter's own: of PSAM or load SAM, mother and control card. A customer's card is looked at in
  /// none of them.
  const std::vector<std::string>& own_readers() const { return readers_; }
  /// User cards are made with a mother card here.
  bool has_mother() const { return has_mother_; }
  /// The PINs of mother and control card, by whoever brings them, kept until one is refused. Error `no_pin_here`.
  Result<void> enter_mother_pins(SecretBytes mother, SecretBytes control);
  /// Label of the UKEY, terminal number of the PSAM, name of the token.
  const std::string& label() const { return label_; }

  /// The holder's PIN. Errors: `no_pin_here`: nothing at this counter waits for one; those of UkeyVault::enter_pin, of a load SAM
  /// `wrong_pin`{tries}, `pin_locked`;
  /// `card_voided`, `ukey_quota_forged`.
  Result<void> enter_pin(SecretBytes pin);

  struct State {
    std::optional<Error> trouble{};         ///< why nothing can be sealed now
    std::optional<seal::UkeyState> ukey{};  ///< once its PIN was given
    std::optional<key_cards::SamQuota> load_sam{};  ///< what it says is left
    std::string holder{};                           ///< of the load SAM, as the books know it
    bool mother_pins_wanted = false;                ///< no user card can be made before they were entered
    Details marks{};                        ///< of the last seal, see seal::Vault::seal_marks
  };
  State state();

 private:
  explicit CounterVault(const Parts& parts)
      : kind_(parts.configuration.kind), books_(parts.books), clock_(parts.clock), sealing_(*parts.vaults.sealing) {}
  /// What the UKEY says is left, held against the books and kept there: files of this counter that vanish change nothing.
  Result<void> note_what_is_left();

  void use_sam(const Parts& parts, Slot slot);
  void use_mother(Pair pair);
  Result<SecretBytes> typed_pin();
  Result<void> enter_sam_pin(SecretBytes pin);
  void tell_load_sam(State& state);
  key_cards::Date4 today();

  seal::SealsWith kind_;
  store::Books& books_;
  const Clock& clock_;
  seal::Vault& sealing_;
  std::string label_;
  std::vector<std::string> readers_;
  bool has_mother_ = false;
  std::unique_ptr<seal::UkeyVault> ukey_;
  std::unique_ptr<psam::PsamVault> psam_;
  std::mutex pin_mutex_;
  std::optional<psam::MotherSlots::Pins> mother_pins_{};
  std::optional<SecretBytes> sam_pin_{};  ///< as its holder typed it, until it was wrong
};

}  // namespace kwota::serve
