#include "seal/cipher/certificate.h"

#include <openssl/ec.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cassert>
#include <ctime>

#include "base/random.h"

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

std::optional<Instant> last_second(const X509* certificate) {
  constexpr int first_year = 1900, without_end = 9999;
  std::tm utc{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &utc) != 1 || utc.tm_year + first_year == without_end) return std::nullopt;
  const LocalDate day{utc.tm_year + first_year, static_cast<unsigned>(utc.tm_mon + 1), static_cast<unsigned>(utc.tm_mday)};
  return Instant{} + Duration::days(day_number(day)) + Duration::seconds((utc.tm_hour * 60 + utc.tm_min) * 60 + utc.tm_sec);
}

CertificateFacts facts_of(X509* certificate) {
  const auto* subject = X509_get_subject_name(certificate);
  return {.common_name = text_of(subject, NID_commonName),
          .organisation = text_of(subject, NID_organizationName),
          .public_key = to_der(X509_get_X509_PUBKEY(certificate), i2d_X509_PUBKEY),
          .valid_to = last_second(certificate)};
}

void add_name(X509_NAME* to, const char* field, const std::string& text) {
  if (text.empty()) return;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  [[maybe_unused]] const int added =
      X509_NAME_add_entry_by_txt(to, field, MBSTRING_UTF8, bytes, static_cast<int>(text.size()), -1, 0);
  assert(added == 1);
}

/// Everything but issuer and signature, and without an end.
Certificate begin_certificate(EVP_PKEY* holder, const std::string& common_name, const std::string& organisation) {
  Certificate made{X509_new(), X509_free};
  std::array<std::uint8_t, 8> serial{};
  SystemRandom{}.fill(serial);
  serial[0] &= 0x7F;
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()),
                          get_be32(serial.data()) * 0x1'0000'0000ULL + get_be32(serial.data() + 4));
  ASN1_TIME_set_string_X509(X509_getm_notBefore(made.get()), born);
  ASN1_TIME_set_string_X509(X509_getm_notAfter(made.get()), never_ends);
  auto* subject = X509_get_subject_name(made.get());
  add_name(subject, "CN", common_name);
  add_name(subject, "O", organisation);
  X509_set_pubkey(made.get(), holder);
  return made;
}

Result<Bytes> make_certificate(EVP_PKEY* holder, const std::string& common_name, const std::string& organisation,
                               const X509_NAME* issuer, EVP_PKEY* signer) {
  const auto made = begin_certificate(holder, common_name, organisation);
  X509_set_issuer_name(made.get(), issuer != nullptr ? issuer : X509_get_subject_name(made.get()));
  if (X509_sign(made.get(), signer, EVP_sha256()) == 0) return bad_certificate();
  return to_der(made.get(), i2d_X509);
}

EvpKey parse_public(ByteView der) {
  const auto* p = der.data();
  return {d2i_PUBKEY(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
}

Error bad_public_key() { return error(Fault::ours, "bad_public_key", "This is no public key: nothing was certified."); }

/// DER of one element around its content.
Bytes element(int tag, bool constructed, ByteView content) {
  const auto size = static_cast<int>(content.size());
  Bytes der(static_cast<std::size_t>(ASN1_object_size(constructed, size, tag)));
  auto* p = der.data();
  ASN1_put_object(&p, constructed, size, tag, V_ASN1_UNIVERSAL);
  std::copy(content.begin(), content.end(), p);
  return der;
}

/// ECDSA-Sig-Value (RFC 3279, 2.2.3) as the content of a BIT STRING without unused bits.
Bytes signature_bits(ByteView signature) {
  using Pair = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;
  const Pair pair{ECDSA_SIG_new(), ECDSA_SIG_free};
  const auto half = static_cast<int>(signature.size() / 2);
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(signature.data(), half, nullptr), BN_bin2bn(signature.data() + half, half, nullptr));
  Bytes bits{0x00};
  append(bits, to_der(pair.get(), i2d_ECDSA_SIG));
  return bits;
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

Result<CertificateFacts> check_certificate_of_key(ByteView certificate, ByteView issuer_key) {
  const auto parsed = parse(certificate);
  const auto key = parse_public(issuer_key);
  if (!parsed || !key) return bad_certificate();
  if (X509_verify(parsed.get(), key.get()) != 1)
    return error(Fault::forged, "certificate_of_another_issuer", "The certificate was issued by somebody whom we do not trust.");
  return facts_of(parsed.get());
}

Result<Bytes> certify(const CertificateOrder& order, const SignMessage& sign) {
  constexpr std::size_t signature_bytes = 64;
  const auto holder = parse_public(order.public_key);
  if (!holder) return bad_public_key();
  const auto made = begin_certificate(holder.get(), order.common_name, order.organisation);
  add_name(X509_get_issuer_name(made.get()), "CN", order.issuer);
  ASN1_TIME_set(X509_getm_notAfter(made.get()), static_cast<std::time_t>(order.valid_to.ms() / 1000));
  // OpenSSL writes the name of the algorithm only when it signs: a passing key does that, its signature is not used.
  const auto passing = SigningKey::generate();
  if (X509_sign(made.get(), passing.of_openssl(), EVP_sha256()) == 0) return bad_certificate();
  Bytes whole = to_der(made.get(), i2d_re_X509_tbs);
  TRY(signature, sign(whole));
  if (signature.size() != signature_bytes) return bad_certificate();
  append(whole, hex("300A06082A8648CE3D040302"));  // ecdsa-with-SHA256 (RFC 5758, 3.2)
  append(whole, element(V_ASN1_BIT_STRING, false, signature_bits(signature)));
  return element(V_ASN1_SEQUENCE, true, whole);
}

Issuer Issuer::make(const std::string& common_name) {
  auto key = SigningKey::generate();
  auto made = make_certificate(key.of_openssl(), common_name, "", nullptr, key.of_openssl());
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
  const auto holder = parse_public(public_key);
  if (!holder) return bad_public_key();
  const auto own = parse(certificate_);
  return make_certificate(holder.get(), common_name, organisation, X509_get_subject_name(own.get()), key_.of_openssl());
}

}  // namespace kwota::seal
