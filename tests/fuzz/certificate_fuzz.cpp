// Certificates and public keys come from factories, other offices and people's own tokens: none is believed that no issuer signed, and whatever is read comes back.
#include <cstdlib>

#include "base/bytes.h"
#include "seal/cipher/certificate.h"
#include "seal/pkcs11/public_keys.h"
#include "seal/ukey/ukey_certificate.h"

namespace {

using namespace kwota;

void expect(bool holds) {
  if (!holds) std::abort();
}

/// A factory, and what it says of a meter's key.
struct Certified {
  seal::Issuer factory = seal::Issuer::make("a factory");
  Bytes of_meter = factory.certify(seal::SigningKey::generate().public_key(), "000000000042", "meter").value();
};

/// Bytes of a good certificate are changed, each by its place. What is believed all the same says what the factory signed.
void change(ByteView edits) {
  static const Certified good;
  static const auto facts = seal::read_certificate(good.of_meter).value();
  Bytes changed = good.of_meter;
  for (; edits.size() >= 3; edits = edits.subspan(3)) changed[(edits[0] * 256u + edits[1]) % changed.size()] = edits[2];
  static_cast<void>(seal::read_certificate(changed));
  const auto believed = seal::check_certificate(changed, good.factory.certificate());
  if (believed.ok()) expect(believed->common_name == facts.common_name && believed->organisation == facts.organisation && equal(believed->public_key, facts.public_key));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  static_cast<void>(seal::read_certificate(bytes));
  change(bytes);
  static_cast<void>(seal::check_certificate_of_key(bytes, bytes));
  if (const auto pair = seal::decode_ukey_certificate(bytes)) expect(equal(seal::encode(*pair), bytes));
  if (const auto numbers = seal::read_rsa_public_key(bytes); numbers.ok()) {
    const auto again = seal::read_rsa_public_key(seal::rsa_public_key(*numbers));
    expect(again.ok() && equal(again->modulus, numbers->modulus) && equal(again->exponent, numbers->exponent));
  }
  static_cast<void>(seal::check_point(bytes));
  return 0;
}
