// A PSAM or a load SAM in a reader slot as a vault: what a counter without HSM seals its sales with. A load SAM is asked in field terms and
// counts by itself what it seals. It holds the county's keys of its counter and
// nothing of the rest; with the user mother card and her control card beside it, it also issues user cards.
// Guarantees: a PSAM that is pulled is `vault_offline`, nothing is sealed; put back, the next request opens it again with its PIN.
// Every seal that can give credit has a transaction number of the PSAM, never used twice; seal_marks() names it with the terminal.
// Never: tries a refused PIN twice, or signs the books (the vault that was passed in does).
// Begin with the constructor, then seal::Vault.
#pragma once
#include <functional>
#include <mutex>

#include "carry/cards/key_cards/care.h"
#include "carry/cards/key_cards/load_sam.h"
#include "carry/dialogue/parties.h"

namespace kwota::psam {

/// One card in a reader. An Error means that it is not there.
using CardSlot = std::function<Result<iso7816::Response>(const iso7816::Command&)>;

/// The serial number of the card that lies there now, by its answer to reset. An Error means that none does.
using SerialSource = std::function<Result<CardSerial>()>;

/// The books around a PSAM, as far as there are any here.
struct PsamCare {
  key_cards::KeyCardKind kind = key_cards::KeyCardKind::psam;  ///< (or an ISAM), or load_sam
  std::function<key_cards::Date4()> today{};  ///< told to a load SAM and to a control card, which keep the newest
  /// May a PSAM with this serial still be used? Asked before every request. Its Error is the answer.
  std::function<Result<void>(const CardSerial&)> admitted{};
  /// Each time before the PSAM is opened: what shall be brought to it. What fails here stops no sale.
  std::function<void(const CardSerial&, const CardSlot&)> at_contact{};
};

/// The user mother card and her control card, on two more readers: with them user cards are made. Everything is asked anew at each
/// opening, which is one card.
struct MotherSlots {
  CardSlot mother, control;
  SerialSource mother_serial, control_serial;
  struct Pins {
    SecretBytes mother, control;
  };
  std::function<Result<Pins>()> pins;
  std::function<Result<std::vector<CardSerial>>()> voided{};  ///< what the books know to be void
  /// A PIN was wrong: it is not tried again.
  std::function<void()> pins_refused{};
};

/// Asked each time the PSAM is opened: after a start, and when it was pulled.
using PinSource = std::function<Result<SecretBytes>()>;

/// What a counter seals with now is another card, or none.
Error not_in_reader(const CardSerial& card);

class PsamVault final : public seal::Vault {
 public:
  /// Does not touch the card yet. `terminal`: the one this counter is configured for; another PSAM is refused.
  /// `signer` signs the books and outlives this object.
  PsamVault(CardSlot psam, SerialSource serial, key_cards::TerminalNumber terminal, PinSource pin, seal::Vault& signer,
            PsamCare care = {});

  void lay_down_mother(MotherSlots slots);
  /// The next request asks for the PIN anew, also after a wrong one.
  void pin_changed();
  /// What a load SAM says of itself. Errors as perform().
  Result<key_cards::SamQuota> quota();
  /// A command of the key office to the card while it is in use, between two seals: what looks at it, and sealed orders. Errors:
  /// `not_in_reader`{card}; `vault_refused`: another command.
  Result<iso7816::Response> carry(const CardSerial& card, const iso7816::Command& command);
  /// Whether any credit can be sealed today with what is left. Errors: `load_sam_used_up`{left, count}, `load_sam_expired`{last},
  /// `load_sam_day`{newest}.
  Result<void> may_seal(const key_cards::SamQuota& quota) const;
  /// Its serial number, once it was open.
  CardSerial serial() const;

  std::string name() const override;
  Result<Bytes> perform(const seal::Request& request) override;
  Result<std::vector<seal::KeyDescription>> keys() override;
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override;
  Result<Bytes> root_public_key() override;
  Result<Bytes> sign(const seal::KeyRef& key, ByteView message) override;
  Result<Bytes> public_key(const seal::KeyRef& key) override;
  Result<void> health() override;
  seal::VaultFigures figures() const override;
  /// {"terminal": 12 hexadecimal digits, "transaction": number of the last seal}; empty before the first.
  Details seal_marks() const override;
  Bytes terminal() const override { return to_bytes(terminal_); }

 private:
  /// Runs `work` with the PSAM open; opens it once more when it had been away meanwhile.
  template <class Work>
  auto with_psam(Work work) -> decltype(work());
  Result<void> open();
  Result<Bytes> ask(const iso7816::Command& command, const seal::KeyRef& key);
  Result<std::vector<seal::KeyDescription>> read_keys();
  Result<Bytes> ask_mother(const CardSerial& card, const iso7816::Command& command, const seal::KeyRef& key);
  Result<void> open_mother(const CardSerial& card);

  Result<Bytes> answer(const seal::Authenticate& request);
  Result<Bytes> answer(const seal::LineMac& request);
  Result<Bytes> answer(const seal::WriteCardKey& request);
  Result<Bytes> answer(const seal::SessionMac& request);
  Result<Bytes> answer(const seal::EncipheredCommand& request);
  template <class Protected, class Compute>
  Result<Bytes> protect(const Protected& request, Compute compute);
  Result<Bytes> mac_over(const std::array<std::uint8_t, 4>& challenge, ByteView message, const seal::KeyRef& key);
  /// All else needs keys that are in no PSAM: transaction codes, the key office's steps.
  template <class Other>
  Result<Bytes> answer(const Other&);
  Result<void> deliver(iso7816::SamKind kind, std::uint8_t levels, const seal::KeyRef& key, ByteView factors);
  Result<void> note_transaction();
  bool in_field_terms() const { return care_.kind == key_cards::KeyCardKind::load_sam; }
  Result<Bytes> ask_load_sam(const key_cards::FieldTerms& asked, const seal::KeyRef& key);
  Result<key_cards::SamQuota> read_quota();

  CardSlot psam_;
  SerialSource serial_source_;
  CardSerial serial_{};  ///< of the PSAM that is open
  key_cards::TerminalNumber terminal_;
  PinSource pin_;
  seal::Vault& signer_;
  PsamCare care_;
  std::optional<MotherSlots> mother_{};
  mutable std::mutex alone_;
  bool open_ = false, pin_refused_ = false;
  std::optional<CardSerial> mother_open_for_{};  ///< the one card that she serves since her control card opened her
  std::optional<std::uint32_t> transaction_{};
  std::optional<std::vector<seal::KeyDescription>> keys_{};  ///< of the PSAM that is open: asking takes dozens of commands
  seal::VaultFigures figures_{};
};

}  // namespace kwota::psam
