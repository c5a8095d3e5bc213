#include "seal/cipher/key.h"

#include <algorithm>
#include <cassert>

namespace kwota::seal {

Key::Key(Suite suite, ByteView bytes) : suite_(suite), size_(static_cast<std::uint8_t>(bytes.size())) {
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

Result<Key> Key::make(Suite suite, ByteView bytes) {
  const bool fits = bytes.size() == 16 || (suite == Suite::des && bytes.size() == 8);
  if (!fits)
    return error(Fault::request, "bad_key_length",
                 "A DES key has 8 or 16 bytes, an AES or SM4 key has 16: give a key of that length.",
                 {{"bytes", std::to_string(bytes.size())}});
  return Key{suite, bytes};
}

Key Key::des(ByteView bytes) {
  assert(bytes.size() == 8 || bytes.size() == 16);
  return Key{Suite::des, bytes};
}

Key Key::left() const {
  assert(suite_ == Suite::des);
  return des(view().first(8));
}

Key Key::right() const {
  assert(suite_ == Suite::des);
  return des(view().last(8));
}

}  // namespace kwota::seal
