#include "seal/vault/test_keys.h"

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/sha256.h"

namespace kwota::seal {

bool has_test_key(Purpose purpose) { return purpose == Purpose::card_transport || comes_from_the_seed(purpose); }

Key test_root(Purpose purpose) {
  const Digest digest = sha256(view_of("KWOTA TEST KEY, WORTHLESS: " + std::string{name_of(purpose)}));
  return Key::des(ByteView{digest}.first(16));
}

bool is_test_key(Purpose purpose, const KeyCheckValue& value) {
  return has_test_key(purpose) && value == check_value(test_root(purpose));
}

}  // namespace kwota::seal
