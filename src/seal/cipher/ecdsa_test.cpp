#include "seal/cipher/ecdsa.h"

#include <gtest/gtest.h>

namespace kwota::seal {
namespace {

TEST(Ecdsa, a_signature_holds_for_its_digest_and_key_only) {
  const auto key = SigningKey::generate();
  const Digest digest = sha256(view_of("root of the chains"));
  const Signature good = key.sign(digest);
  EXPECT_TRUE(verify_signature(key.public_key(), digest, good));
  EXPECT_FALSE(verify_signature(key.public_key(), sha256(view_of("another root")), good));
  EXPECT_FALSE(verify_signature(SigningKey::generate().public_key(), digest, good));
  for (std::size_t i = 0; i < good.size(); ++i) {
    Signature flipped = good;
    flipped[i] ^= 1;
    EXPECT_FALSE(verify_signature(key.public_key(), digest, flipped)) << "byte " << i;
  }
}

TEST(Ecdsa, a_receipt_with_a_broken_public_key_does_not_hold) {
  const auto key = SigningKey::generate();
  const Digest digest = sha256({});
  EXPECT_FALSE(verify_signature({}, digest, key.sign(digest)));
  EXPECT_FALSE(verify_signature(hex("3059"), digest, key.sign(digest)));
}

TEST(Ecdsa, the_public_key_is_the_point_with_its_name_around_it) {
  const Bytes der = SigningKey::generate().public_key();
  EXPECT_EQ(*public_key_from_point(ByteView{der}.last(65)), der);
  EXPECT_EQ(public_key_from_point(ByteView{der}.last(64)).error().code, "bad_public_key");
}

TEST(Ecdsa, a_signature_of_the_standard_holds) {
  // RFC 6979, A.2.5, P-256 with SHA-256, message "sample".
  const Bytes key =
      *public_key_from_point(hex("04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6 "
                                 "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
  const Bytes raw =
      hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716 "
          "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
  Signature signature{};
  std::copy(raw.begin(), raw.end(), signature.begin());
  EXPECT_TRUE(verify_signature(key, sha256(view_of("sample")), signature));
}

}  // namespace
}  // namespace kwota::seal
