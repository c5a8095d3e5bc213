// X.509 certificates on P-256 (RFC 5280), as far as devices need them: a factory certifies the keys of its meters and of the
// utilities that it works for, and anybody who holds the factory's own certificate can check that. A utility certifies its UKEYs
// with a key that never leaves its token.
// Devices have no clock that could be trusted, so a factory's certificates never expire (RFC 5280, 4.1.2.5); those of UKEYs do.
// Guarantees: a certificate is believed for its issuer's signature, its names, its key and its last day, nothing else is read.
// Begin with Issuer::make() and check_certificate(), then certify().
#pragma once
#include <functional>
#include <optional>

#include "base/time.h"
#include "seal/cipher/ecdsa.h"

namespace kwota::seal {

/// What a certificate says of its holder.
struct CertificateFacts {
  std::string common_name;            ///< who: a utility's name, or number and serial of a meter
  std::string organisation;           ///< in which role: see the issuer
  Bytes public_key;                   ///< SubjectPublicKeyInfo, DER
  std::optional<Instant> valid_to{};  ///< its last second; nothing: it never ends
};

/// Error `bad_certificate`: not readable. Says nothing about whether it is to be believed.
Result<CertificateFacts> read_certificate(ByteView certificate);
/// The same, once the issuer's signature was checked. Errors `bad_certificate`, `certificate_of_another_issuer`.
Result<CertificateFacts> check_certificate(ByteView certificate, ByteView issuer_certificate);
/// The same by the issuer's public key alone: whoever holds that key is the issuer, by whatever name.
Result<CertificateFacts> check_certificate_of_key(ByteView certificate, ByteView issuer_key);

/// A certificate whose issuer's private key lies where nobody sees it.
struct CertificateOrder {
  Bytes public_key;  ///< of its holder
  std::string common_name, organisation;
  std::string issuer;  ///< common name
  Instant valid_to{};  ///< its last second
};
/// ECDSA on P-256 over SHA-256 of the message -> r || s, as a vault signs.
using SignMessage = std::function<Result<Bytes>(ByteView message)>;
/// Errors `bad_public_key`, those of `sign`.
Result<Bytes> certify(const CertificateOrder& order, const SignMessage& sign);

/// Who signs certificates. A factory's lies in the factory; ours is for the bench, field logs and tests, and its name says so.
class Issuer {
 public:
  static Issuer make(const std::string& common_name);
  /// What certificate() and private_key() gave. Error `bad_certificate`.
  static Result<Issuer> from(Bytes certificate, const SecretBytes& private_key);

  const Bytes& certificate() const { return certificate_; }
  SecretBytes private_key() const { return key_.private_key(); }
  /// Error `bad_public_key`.
  Result<Bytes> certify(ByteView public_key, const std::string& common_name, const std::string& organisation) const;

 private:
  Issuer(SigningKey key, Bytes certificate) : key_(std::move(key)), certificate_(std::move(certificate)) {}
  SigningKey key_;
  Bytes certificate_;
};

}  // namespace kwota::seal
