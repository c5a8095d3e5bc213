// What this counter seals with, made out of the configuration: the sealing token, or a PSAM or a load SAM in a reader of its own; its
// holder opens a load SAM at the console. Brought together with the books: what was declared void seals nothing from that moment, and such
// a card is told by itself, each time it is opened, which cards are void. Guarantees: a counter with a PSAM or a load SAM seals with
// nothing else – without it there is an Error, never another vault's seal. The books are signed by the token all the time. Never:
// keeps a PIN on the disk.   Begin with open().
#pragma once
#include <filesystem>
#include <memory>
#include <mutex>

#include "carry/cards/psam/terminal_proof.h"
#include "seal/vaults/vaults.h"
#include "people/context.h"
#include "store/books.h"
#include "work/counter_vault/admission.h"

namespace kwota::counter_vault {

class CounterVault {
 public:
  struct Parts {
    const seal::CounterConfiguration& configuration;
    std::filesystem::path data;  ///< where the PIN of a PSAM may lie
    seal::Vaults& vaults;
    store::Books& books;
    const Clock& clock;
  };
  /// One card in the PSAM's reader. Made from its PC/SC name by open(); a test brings its own.
  struct Slot {
    psam::CardSlot exchange;
    psam::SerialSource serial;
  };
  /// A card that is not there yet may come later. All parts outlive this object.
  static std::unique_ptr<CounterVault> open(const Parts& parts);
  /// The user mother card and her control card beside it, when vault.json names their readers.
  struct Pair {
    Slot mother, control;
  };
  static std::unique_ptr<CounterVault> open(const Parts& parts, Slot psam, std::optional<Pair> pair = std::nullopt);

  seal::SealsWith kind() const { return kind_; }
  /// What sales are sealed with.
  seal::Vault& vault() { return psam_ ? static_cast<seal::Vault&>(*psam_) : sealing_; }
  /// From the key office to the load SAM while it is in use. Errors: `not_in_reader`{card}, those of PsamVault::carry().
  Result<iso7816::Response> carry(const CardSerial& card, const iso7816::Command& command);
  /// PC/SC names of the readers that are the counter's own: of PSAM or load SAM, mother and control card. A customer's card is looked at in
  /// none of them.
  const std::vector<std::string>& own_readers() const { return readers_; }
  /// User cards are made with a mother card here.
  bool has_mother() const { return has_mother_; }
  /// The PINs of mother and control card, by whoever brings them, kept until one is refused. Error `no_pin_here`.
  Result<void> enter_mother_pins(SecretBytes mother, SecretBytes control);
  /// Terminal number of PSAM or load SAM, name of the token.
  const std::string& label() const { return label_; }

  /// Of a load SAM, by its holder. Errors: `no_pin_here`: nothing at this counter waits for one; `wrong_pin`{tries}, `pin_locked`, those of
  /// PsamVault::health().
  Result<void> enter_pin(SecretBytes pin);

  /// Tills whose PSAM has proved itself.
  Admissions& admissions() { return admissions_; }
  /// The PSAM that lies in `slot` proves itself; the key journal has a line of it. Errors: `card_foreign`, `counter_vault_void`, those of prove_terminal().
  Result<psam::TerminalProof> admit(const psam::CardSlot& slot, ByteView atr, const SecretBytes& pin, psam::TerminalQuestion question, const people::Context& context);
  /// May this card still be used? Error `counter_vault_void`{device, reason}.
  Result<void> still_good(const CardSerial& card);

  /// Asked before anything is booked for a card that has yet to be made. Error `mother_pins_wanted`: nobody has entered them.
  Result<void> makes_cards();

  struct State {
    std::optional<Error> trouble{};         ///< why nothing can be sealed now
    std::optional<key_cards::SamQuota> load_sam{};  ///< what it says is left
    std::string holder{};                           ///< of the load SAM, as the books know it
    bool mother_pins_wanted = false;                ///< no user card can be made before they were entered
    Details marks{};                        ///< of the last seal, see seal::Vault::seal_marks
  };
  State state();

 private:
  explicit CounterVault(const Parts& parts)
      : kind_(parts.configuration.kind), books_(parts.books), clock_(parts.clock), sealing_(*parts.vaults.sealing) {}
  void use_sam(const Parts& parts, Slot slot);
  void use_mother(Pair pair);
  Result<SecretBytes> typed_pin();
  void describe_load_sam(State& state);
  key_cards::Date4 today();

  seal::SealsWith kind_;
  store::Books& books_;
  const Clock& clock_;
  seal::Vault& sealing_;
  std::string label_;
  std::vector<std::string> readers_;
  bool has_mother_ = false;
  std::unique_ptr<psam::PsamVault> psam_;
  Admissions admissions_;
  std::mutex pin_mutex_;
  std::optional<psam::MotherSlots::Pins> mother_pins_{};
  std::optional<SecretBytes> sam_pin_{};  ///< as its holder typed it, until it was wrong
};

}  // namespace kwota::counter_vault
