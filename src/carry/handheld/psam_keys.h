// The infrared keys of a handheld in its PSAM, of a pump in its module: what it enciphers, nobody else ever holds. One block a question: the PSAM delivers the county's key,
// diversified by meter and duty, for that block alone. Facts: irrigation.md 3; docs/card-os.md, "Key cards and PSAMs".
// Guarantees: a PSAM that was away is opened again with its PIN by the next question; a wrong PIN is never tried twice.
// Never: a key.   Begin with PsamKeys::open().
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "carry/iso7816/apdu.h"
#include "seal/recipes/infrared.h"

namespace kwota::handheld {

class PsamKeys {
 public:
  /// One card in a reader. An Error means that it is not there.
  using Slot = std::function<Result<iso7816::Response>(const iso7816::Command&)>;
  /// Opens it, and takes the newest version of its infrared keys. Errors: `psam_wrong_pin`{tries}, `psam_pin_locked`, `psam_without_infrared`: it is no
  /// handheld's; `psam_refused`{status}, those of the slot.
  static Result<std::shared_ptr<PsamKeys>> open(Slot slot, SecretBytes pin);
  /// Somebody else opens it – a pump its module – and it is asked for nothing before encipher(). No PIN is ever sent: closed, it is `psam_refused`.
  static std::shared_ptr<PsamKeys> opened_elsewhere(Slot slot);

  /// Errors: those of open().
  Result<seal::infrared::Block> encipher(MeterNumber meter, seal::infrared::Duty duty, const seal::infrared::Block& block);

 private:
  PsamKeys(Slot slot, std::optional<SecretBytes> pin) : slot_(std::move(slot)), pin_(std::move(pin)) {}
  Result<void> give_pin();
  Result<void> open_again();
  Result<void> find_version();
  Result<iso7816::Response> deliver(const Bytes& factors);

  Slot slot_;
  std::optional<SecretBytes> pin_;  ///< none: somebody else opens it
  bool pin_refused_ = false;
  std::uint8_t version_ = 0;
};

/// For a visit.
seal::infrared::Encipher encipher_in(const std::shared_ptr<PsamKeys>& psam, MeterNumber meter);

}  // namespace kwota::handheld
