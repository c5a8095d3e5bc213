// How a utility changes the keys of a meter, as a conversation without I/O between the key office's vault, or a key UKEY, and the
// meter's security module: who are you - identity authentication - certificates - opening, signed by both - keys, one by one -
// change.
// Guarantees: the keys are wrapped for the pair of the certificate by which its factory knows the meter that is meant, and for
// nobody else; the meter changes all or nothing, and what it holds afterwards is read back or signed by it; a lost answer is
// settled by asking, not by guessing. Never: sees a key in clear.
// Frames: seal/meter_keys/frames.h.   Begin with change_meter_keys().
#pragma once
#include <vector>

#include "base/random.h"
#include "carry/dialogue/dialogue.h"
#include "carry/dialogue/outcome.h"
#include "seal/meter_keys/frames.h"

namespace kwota::meter_keys {

using dialogue::Dialogue;
using dialogue::Outcome;

/// A factory whose meters we believe, and what it gave us to show to them.
struct TrustedFactory {
  Bytes certificate;          ///< its own
  Bytes utility_certificate;  ///< ours, issued by it
};

struct KeyOrder {
  Work work = Work::download;
  MeterNumber meter;         ///< the one that is meant
  std::uint8_t version = 0;  ///< of the keys that come; 0 when none come
  std::vector<TrustedFactory> factories;
  Bytes ukey_certificate{};               ///< of the key UKEY that does it, by the utility; empty: the office's vault does
  bool carried = false;                   ///< the set was made before: the meter may have this very one already
  std::array<std::uint8_t, 8> random1{};  ///< fresh, used once
  Nonce random{};                         ///< fresh, used once
};
/// With fresh random numbers; for the office's vault.
KeyOrder order_for(Work work, MeterNumber meter, std::uint8_t version, std::vector<TrustedFactory> factories, Random& random);

struct GivenKey {
  seal::Purpose purpose{};
  seal::KeyCheckValue check_value{};
};

struct KeysChanged {
  Outcome outcome = Outcome::in_doubt;
  std::string evidence;          ///< one English sentence for the key journal
  std::optional<Error> cause{};  ///< why it was not done, or is in doubt
  std::optional<MeterIdentity> before{}, after{};
  std::vector<GivenKey> given{};  ///< what was put into the meter, by check value
  Bytes certificate{};            ///< the meter's, once it was believed
};

/// Never ends with an Error: the verdict says it. `not_done`: the meter has what it had before.
/// Causes: `other_meter_answers`{wanted, answered}, `meter_without_identity`, `meter_of_another_factory`, `meter_not_genuine`,
/// `meter_has_other_keys`, `meter_has_keys_already`{version}, `meter_has_no_keys`, `meter_of_another_utility`,
/// `utility_not_known_to_factory`, `utility_not_believed`, `ukey_not_certified`, `ukey_out_of_date`, `ukey_brings_keys_only`,
/// `meter_set_not_signed`, `meter_set_missing`, `key_version_not_higher`{has, offered},
/// `key_cryptogram_refused`{purpose}, `meter_keys_incomplete`, `meter_memory_failed`, `meter_refused_keys`{command, status}, and
/// what vault, link and journal say.
Dialogue<KeysChanged> change_meter_keys(KeyOrder order);

/// Who answers and what it holds; believed by nobody yet. Error `meter_refused_keys`.
Dialogue<MeterIdentity> ask_identity();

/// The certificate of a meter's security module, believed by one of these factories: by it the office knows the meter, and can make
/// sets for it.
struct ModuleCertificate {
  std::array<std::uint8_t, 8> serial{};
  Bytes certificate;
  Bytes public_key;  ///< SubjectPublicKeyInfo
};
/// Nothing is changed. Errors: `other_meter_answers`, `meter_without_identity`, `meter_of_another_factory`, `meter_not_genuine`.
Dialogue<ModuleCertificate> bring_certificate(MeterNumber meter, std::vector<TrustedFactory> factories);
/// The same of a certificate in a maker's delivery file. Errors `meter_of_another_factory`, `meter_not_genuine`.
Result<ModuleCertificate> check_delivered(MeterNumber meter, const Bytes& certificate, const std::vector<TrustedFactory>& factories);

}  // namespace kwota::meter_keys
