// How a utility changes the keys of a meter, as a conversation without I/O between the key office's vault and the meter's
// security module: who are you - identity authentication - certificates - agreement, signed by both - keys, one by one - change.
// Guarantees: nothing wrapped leaves the vault before the meter proved by its factory's certificate that it is the one that is
// meant; the meter changes all or nothing, and what it holds afterwards is read back or signed by it; a lost answer is settled
// by asking, not by guessing. Never: sees a key in clear.
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
};

/// Never ends with an Error: the verdict says it. `not_done`: the meter has what it had before.
/// Causes: `other_meter_answers`{wanted, answered}, `meter_without_identity`, `meter_of_another_factory`, `meter_not_genuine`,
/// `meter_has_other_keys`, `meter_has_keys_already`{version}, `meter_has_no_keys`, `meter_of_another_utility`,
/// `utility_not_known_to_factory`, `utility_not_believed`, `ukey_not_certified`, `ukey_out_of_date`, `key_version_not_higher`{has, offered},
/// `key_cryptogram_refused`{purpose}, `meter_keys_incomplete`, `meter_memory_failed`, `meter_refused_keys`{command, status}, and
/// what vault, link and journal say.
Dialogue<KeysChanged> change_meter_keys(KeyOrder order);

/// Who answers and what it holds; believed by nobody yet. Error `meter_refused_keys`.
Dialogue<MeterIdentity> ask_identity();

}  // namespace kwota::meter_keys
