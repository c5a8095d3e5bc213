// How often a wrong PIN may still be tried with a token. SoftHSM counts nothing and HSMs lock themselves for good, so the
// counter stands before the token: in a file beside it, written before each try, so that a program that is killed gains none.
// Guarantees: after three wrong tries no further one reaches the token until somebody unblocks it.
// Never: keeps a PIN. Cannot stop somebody who deletes the file or asks the token himself: a real token counts inside.
#pragma once
#include <filesystem>

#include "base/result.h"

namespace kwota::seal {

inline constexpr unsigned pin_tries_max = 3;

class PinTries {
 public:
  explicit PinTries(std::filesystem::path file) : file_(std::move(file)) {}

  /// 0..3.
  unsigned left() const;
  /// Takes one. Errors: `pin_locked`, `vault_refused` when the counter cannot be kept.
  Result<void> take();
  /// The PIN was right, or the token's officer set a new one.
  Result<void> restore();

 private:
  std::filesystem::path file_;
};

Error pin_locked();
/// Error `wrong_pin`{tries}.
Error wrong_pin(unsigned tries_left);

}  // namespace kwota::seal
