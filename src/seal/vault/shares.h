// A secret split over n officers so that any k bring it back and k - 1 learn nothing: Shamir's scheme over GF(256) with the
// polynomial of AES (x^8 + x^4 + x^3 + x + 1), one polynomial a byte.
// Guarantees: a share carries its index, how many are needed, a mark of the secret it belongs to and its own check, so that a
// mistyped or foreign share is named. The secret is verified by its mark after joining.
// Begin with split() and join(); share_text() is what an officer keeps on paper.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/random.h"

namespace kwota::seal {

struct Share {
  std::uint8_t index = 0;              ///< 1..255, the x of the polynomial
  std::uint8_t needed = 0;             ///< 2..255
  std::array<std::uint8_t, 4> mark{};  ///< of the secret: left four bytes of SHA-256("kwota share" || secret)
  SecretBytes value;
};

/// 2 <= needed <= count <= 255. Error `bad_share_numbers`.
Result<std::vector<Share>> split(const SecretBytes& secret, unsigned needed, unsigned count, Random& random);

/// Errors `shares_do_not_fit`{why}: too few, the same one twice, of different secrets, or a wrong value.
Result<SecretBytes> join(std::span<const Share> shares);

/// "KS1-3-2-A1B2C3D4-…-5F07": index, needed, mark, value in groups, CRC at the end; hexadecimal.
SecretBytes share_text(const Share& share);
/// Blanks and lower case are taken. Error `bad_share`{why}.
Result<Share> parse_share(std::string_view text);

}  // namespace kwota::seal
