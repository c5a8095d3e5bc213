// A meter's embedded security module (ESAM) as software: it keeps the keys and answers the few questions of the card
// procedure; the meter's own code never sees a key. Real modules use unpublished ciphers (SM1), so this one takes their
// shape with the suites we have (cards.md 5.2, 5.3 [K]). Keys are passed in; the bench passes the labelled test key set.
// Guarantees: every key is diversified by the card's serial before use. Never: hands out a key or a bare cipher.
// Begin with answer().
#pragma once
#include "base/random.h"
#include "meter/core/card_session.h"
#include "seal/cipher/card_crypto.h"

namespace kwota::esam {

/// Whether the module still has its works keys (public: anybody may know them) or the utility's.
enum class KeyState : std::uint8_t { factory = 0, installed = 1 };

/// The roots that a meter holds; all of one suite.
struct KeySet {
  seal::Key card_authentication;   ///< the card proves itself
  seal::Key meter_authentication;  ///< the meter proves itself to the card
  seal::Key credit;                ///< MACs of what the counter wrote
  seal::Key return_data;           ///< MACs of what the meter writes
  std::uint8_t version = 1;
};

class Esam {
 public:
  /// `random` outlives the module.
  Esam(KeySet keys, KeyState state, Random& random) : keys_(std::move(keys)), state_(state), random_(random) {}

  /// The bytes that SecurityRequest::Kind promises; empty when the proof does not fit.
  Bytes answer(const meter::SecurityRequest& request);

  /// Service puts the utility's keys in: the meter leaves its factory state.
  void install(KeySet keys);
  /// The same keys, known to be the utility's: a module that is simulated again after a restart.
  void mark_installed() { state_ = KeyState::installed; }
  KeyState state() const { return state_; }
  /// Byte 0: 01 installed, 00 factory; bytes 1..3: versions of the authentication, credit and return keys [K].
  std::uint32_t key_info() const;

 private:
  seal::Mac line_mac(const meter::SecurityRequest& request) const;

  KeySet keys_;
  KeyState state_;
  Random& random_;
};

}  // namespace kwota::esam
