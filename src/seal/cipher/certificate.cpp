#include "seal/cipher/certificate.h"

#include <openssl/rand.h>
#include <openssl/x509.h>

#include <cassert>

namespace kwota::seal {
namespace {

using EvpKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr auto born = "20200101000000Z", never_ends = "99991231235959Z";  // RFC 5280, 4.1.2.5

Error bad_certificate() {
  return error(Fault::forged, "bad_certificate",
               "The certificate cannot be read: nothing was done with the device that showed it.");
}

Certificate parse(ByteView der) {
  const auto* p = der.data();
  Certificate parsed{d2i_X509(nullptr, &p, static_cast<long>(der.size())), X509_free};
  if (p != der.data() + der.size()) parsed.reset();
  return parsed;
}

template <class Object, class Encode>
Bytes to_der(Object* object, Encode encode) {
  Bytes der(static_cast<std::size_t>(encode(object, nullptr)));
  auto* p = der.data();
  encode(object, &p);
  return der;
}

std::string text_of(const X509_NAME* name, int field) {
  const int at = X509_NAME_get_index_by_NID(name, field, -1);
  if (at < 0) return {};
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)), static_cast<std::size_t>(ASN1_STRING_length(value))};
}

CertificateFacts facts_of(X509* certificate) {
  const auto* subject = X509_get_subject_name(certificate);
  return {.common_name = text_of(subject, NID_commonName),
          .organisation = text_of(subject, NID_organizationName),
          .public_key = to_der(X509_get_X509_PUBKEY(certificate), i2d_X509_PUBKEY)};
}

void add_name(X509_NAME* to, const char* field, const std::string& text) {
  if (text.empty()) return;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  [[maybe_unused]] const int added =
      X509_NAME_add_entry_by_txt(to, field, MBSTRING_UTF8, bytes, static_cast<int>(text.size()), -1, 0);
  assert(added == 1);
}

Result<Bytes> make_certificate(EVP_PKEY* holder, const std::string& common_name, const std::string& organisation,
                               const X509_NAME* issuer, EVP_PKEY* signer) {
  const Certificate made{X509_new(), X509_free};
  std::array<std::uint8_t, 8> serial{};
  RAND_bytes(serial.data(), static_cast<int>(serial.size()));
  serial[0] &= 0x7F;
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()),
                          get_be32(serial.data()) * 0x1'0000'0000ULL + get_be32(serial.data() + 4));
  ASN1_TIME_set_string_X509(X509_getm_notBefore(made.get()), born);
  ASN1_TIME_set_string_X509(X509_getm_notAfter(made.get()), never_ends);
  auto* subject = X509_get_subject_name(made.get());
  add_name(subject, "CN", common_name);
  add_name(subject, "O", organisation);
  X509_set_issuer_name(made.get(), issuer != nullptr ? issuer : subject);
  X509_set_pubkey(made.get(), holder);
  if (X509_sign(made.get(), signer, EVP_sha256()) == 0) return bad_certificate();
  return to_der(made.get(), i2d_X509);
}

EvpKey parse_private(const SecretBytes& der) {
  const auto* p = der.view().data();
  return {d2i_AutoPrivateKey(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
}

}  // namespace

Result<CertificateFacts> read_certificate(ByteView certificate) {
  const auto parsed = parse(certificate);
  if (!parsed) return bad_certificate();
  return facts_of(parsed.get());
}

Result<CertificateFacts> check_certificate(ByteView certificate, ByteView issuer_certificate) {
  const auto parsed = parse(certificate), issuer = parse(issuer_certificate);
  if (!parsed || !issuer) return bad_certificate();
  const auto* signer = X509_get0_pubkey(issuer.get());
  const bool named = X509_NAME_cmp(X509_get_issuer_name(parsed.get()), X509_get_subject_name(issuer.get())) == 0;
  if (!named || signer == nullptr || X509_verify(parsed.get(), const_cast<EVP_PKEY*>(signer)) != 1)
    return error(Fault::forged, "certificate_of_another_issuer", "The certificate was issued by somebody whom we do not trust.");
  return facts_of(parsed.get());
}

Issuer Issuer::make(const std::string& common_name) {
  auto key = SigningKey::generate();
  const auto pair = parse_private(key.private_key());
  auto made = make_certificate(pair.get(), common_name, "", nullptr, pair.get());
  assert(made.ok());
  return {std::move(key), *made};
}

Result<Issuer> Issuer::from(Bytes certificate, const SecretBytes& private_key) {
  TRY(facts, read_certificate(certificate));
  auto key = SigningKey::from_private_key(private_key);
  if (!key || key->public_key() != facts.public_key) return bad_certificate();
  return Issuer{std::move(*key), std::move(certificate)};
}

Result<Bytes> Issuer::certify(ByteView public_key, const std::string& common_name, const std::string& organisation) const {
  const auto* p = public_key.data();
  const EvpKey holder{d2i_PUBKEY(nullptr, &p, static_cast<long>(public_key.size())), EVP_PKEY_free};
  if (!holder) return error(Fault::ours, "bad_public_key", "This is no public key: nothing was certified.");
  const auto own = parse(certificate_);
  const auto signer = parse_private(key_.private_key());
  return make_certificate(holder.get(), common_name, organisation, X509_get_subject_name(own.get()), signer.get());
}

}  // namespace kwota::seal
