// A code of its owner's telephone beside his password: time-based one-time passwords as every authenticator app makes them.
// What the telephone holds follows from a key of the data folder, the owner's name and a number; the books have only the number, so that whoever
// copies them can make no code.
// Source: RFC 4226 section 5.3 (HMAC-SHA-1, six digits), RFC 6238 section 4 (steps of 30 s since 1970), RFC 4648 section 6 (base 32).
// Begin with SecondFactors.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "serve/api/folder_key.h"

namespace kwota::serve {

/// Which step this moment is in, from 0.
std::int64_t code_step(Instant now);
/// Six digits.
std::string one_time_code(ByteView secret, std::int64_t step);
/// Of a secret as people type it into their telephone: capital letters and the digits 2 to 7, without padding.
std::string base32(ByteView bytes);
/// What an app reads from the square code: "otpauth://totp/Utility:name?secret=…".
std::string otpauth_address(std::string_view utility, std::string_view name, std::string_view secret);

class SecondFactors {
 public:
  static constexpr std::size_t secret_bytes = 20;
  static constexpr std::int64_t steps_off = 1;  ///< a telephone's clock may be so many steps from ours

  /// `machine`: its own clock, which telephones go by; the books' may be moved on a bench. It outlives this.
  SecondFactors(const std::filesystem::path& folder, Random& random, const Clock& machine) : key_(folder / "second_factor.key", random), machine_(machine) {}

  /// What his telephone holds, 20 bytes: one for each name and number. `then`: whether the folder's own key, of which it follows, is made with the first. Error `second_factor_away`.
  Result<SecretBytes> secret_of(std::string_view name, std::int64_t number, IfAbsent then);
  /// The step whose code was typed; blanks between its digits do not matter. Nothing: it is the code of no step about now. Error `second_factor_away`.
  Result<std::optional<std::int64_t>> step_of(std::string_view name, std::int64_t number, std::string_view code);

 private:
  FolderKey key_;
  const Clock& machine_;
};

}  // namespace kwota::serve
