// Two who have never met agree on a key; a third one, or a changed byte, gets nothing.
#include "seal/cipher/key_agreement.h"

#include <gtest/gtest.h>

#include "seal/cipher/certificate.h"

namespace kwota::seal {
namespace {

const Digest context = sha256(view_of("credit key of version 2 for one meter"));

TEST(KeyAgreement, both_sides_come_to_the_same_key_and_a_third_one_does_not) {
  const auto vault = AgreementKey::generate(), meter = AgreementKey::generate(), thief = AgreementKey::generate();
  ASSERT_EQ(vault.point().size(), point_bytes);
  const auto at_vault = vault.agree(meter.point()), at_meter = meter.agree(vault.point()), at_thief = thief.agree(vault.point());
  ASSERT_TRUE(at_vault.ok() && at_meter.ok() && at_thief.ok());
  EXPECT_TRUE(equal(at_vault->view(), at_meter->view()));
  EXPECT_FALSE(equal(at_vault->view(), at_thief->view()));
  EXPECT_EQ(vault.agree(Bytes(point_bytes, 4)).error().code, "bad_public_key");
  EXPECT_EQ(vault.agree(hex("0401")).error().code, "bad_public_key");
}

TEST(KeyAgreement, a_key_wrapped_as_rfc_3394_prints_it) {
  // RFC 3394, 4.6: 256 bits of key data with a 256-bit KEK.
  const SecretBytes transport{hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")};
  const Bytes key = hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F");
  const Bytes wrapped = hex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21");
  EXPECT_EQ(to_hex(wrap_key(transport, key)), to_hex(wrapped));
  const auto opened = unwrap_key(transport, wrapped);
  ASSERT_TRUE(opened.ok());
  EXPECT_TRUE(equal(opened->view(), key));
}

TEST(KeyAgreement, a_wrapped_key_opens_only_for_what_it_was_wrapped) {
  const SecretBytes shared{Bytes(32, 7)};
  const auto transport = transport_key(shared, context), other = transport_key(shared, sha256(view_of("another purpose")));
  const Bytes key = hex("00112233445566778899AABBCCDDEEFF");
  const Bytes wrapped = wrap_key(transport, key);
  ASSERT_TRUE(unwrap_key(transport, wrapped).ok());
  EXPECT_EQ(unwrap_key(other, wrapped).error().code, "bad_cryptogram");
  for (std::size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
    Bytes changed = wrapped;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_FALSE(unwrap_key(transport, changed).ok()) << bit;
  }
  EXPECT_FALSE(unwrap_key(transport, hex("00112233")).ok());
}

TEST(Certificates, a_factory_is_believed_for_its_own_devices_only) {
  const auto factory = Issuer::make("Factory of the tests"), namesake = Issuer::make("Factory of the tests");
  const auto meter = SigningKey::generate();
  const auto certificate = factory.certify(meter.public_key(), "004123456789/0102030405060708", "meter");
  ASSERT_TRUE(certificate.ok());
  const auto facts = check_certificate(*certificate, factory.certificate());
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->common_name, "004123456789/0102030405060708");
  EXPECT_EQ(facts->organisation, "meter");
  EXPECT_EQ(facts->public_key, meter.public_key());
  EXPECT_EQ(check_certificate(*certificate, namesake.certificate()).error().code, "certificate_of_another_issuer");
  EXPECT_EQ(check_certificate(hex("3000"), factory.certificate()).error().code, "bad_certificate");
  EXPECT_LT(certificate->size(), 512u) << "short enough for slow lines";
}

TEST(Certificates, somebody_whose_key_lies_in_a_token_certifies_until_a_day) {
  const auto token = SigningKey::generate(), holder = SigningKey::generate(), stranger = SigningKey::generate();
  const auto signs = [&token](ByteView message) -> Result<Bytes> { return to_bytes(token.sign(sha256(message))); };
  for (const auto* last : {"2039-12-31T15:59:59Z", "2061-02-28T23:59:59Z"}) {  // UTCTime and GeneralizedTime
    const CertificateOrder order{.public_key = holder.public_key(),
                                 .common_name = "ukey-0a0b0c0d",
                                 .organisation = "key UKEY",
                                 .issuer = "utility",
                                 .valid_to = *parse_instant(last)};
    const auto certificate = certify(order, signs);
    ASSERT_TRUE(certificate.ok());
    const auto facts = check_certificate_of_key(*certificate, token.public_key());
    ASSERT_TRUE(facts.ok()) << facts.error().what;
    EXPECT_EQ(facts->common_name, order.common_name);
    EXPECT_EQ(facts->organisation, order.organisation);
    EXPECT_EQ(facts->public_key, order.public_key);
    EXPECT_EQ(facts->valid_to, order.valid_to);
    EXPECT_FALSE(check_certificate_of_key(*certificate, stranger.public_key()).ok());
    for (std::size_t at = 0; at < certificate->size(); ++at) {
      Bytes changed = *certificate;
      changed[at] ^= 1;
      EXPECT_FALSE(check_certificate_of_key(changed, token.public_key()).ok()) << at;
    }
  }
}

TEST(Certificates, a_factorys_certificate_never_ends) {
  const auto factory = Issuer::make("factory");
  const auto certificate = factory.certify(SigningKey::generate().public_key(), "meter", "meter");
  EXPECT_EQ(read_certificate(*certificate)->valid_to, std::nullopt);
}

TEST(Certificates, a_changed_certificate_is_not_believed) {
  const auto factory = Issuer::make("Factory of the tests");
  const auto certificate = factory.certify(SigningKey::generate().public_key(), "meter", "meter");
  ASSERT_TRUE(certificate.ok());
  for (std::size_t at = 0; at < certificate->size(); ++at) {
    Bytes changed = *certificate;
    changed[at] ^= 1;
    EXPECT_FALSE(check_certificate(changed, factory.certificate()).ok()) << at;
  }
}

TEST(Certificates, an_issuer_goes_on_after_a_restart) {
  const auto before = Issuer::make("Factory of the tests");
  const auto after = Issuer::from(before.certificate(), before.private_key());
  ASSERT_TRUE(after.ok());
  const auto certificate = after->certify(SigningKey::generate().public_key(), "later", "meter");
  EXPECT_TRUE(check_certificate(*certificate, before.certificate()).ok());
  EXPECT_FALSE(Issuer::from(before.certificate(), Issuer::make("other").private_key()).ok());
}

}  // namespace
}  // namespace kwota::seal
