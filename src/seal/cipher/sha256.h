// SHA-256 (FIPS 180-4): the hash of the books' chains, of receipts and of signatures.
#pragma once
#include <array>
#include <memory>
#include <string>

#include "base/bytes.h"

namespace kwota::seal {

using Digest = std::array<std::uint8_t, 32>;

/// Hashes what is added, piece by piece; finish() starts anew.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& add(ByteView bytes);
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Digest sha256(ByteView bytes);

/// The first 8 bytes of the hash in four groups, `40C1-CC9E-F710-3987`: what people read aloud, compare and write down.
std::string print_in_groups(ByteView bytes);

}  // namespace kwota::seal
