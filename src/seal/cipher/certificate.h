// X.509 certificates on P-256 (RFC 5280), as far as devices need them: a factory certifies the keys of its meters and of the
// utilities that it works for, and anybody who holds the factory's own certificate can check that.
// Devices have no clock that could be trusted, so certificates of devices never expire (RFC 5280, 4.1.2.5).
// Guarantees: a certificate is believed for its issuer's signature, its names and its key, nothing else is read.
// Begin with Issuer::make() and check_certificate().
#pragma once
#include "seal/cipher/ecdsa.h"

namespace kwota::seal {

/// What a certificate says of its holder.
struct CertificateFacts {
  std::string common_name;   ///< who: a utility's name, or number and serial of a meter
  std::string organisation;  ///< in which role: see the issuer
  Bytes public_key;          ///< SubjectPublicKeyInfo, DER
};

/// Error `bad_certificate`: not readable. Says nothing about whether it is to be believed.
Result<CertificateFacts> read_certificate(ByteView certificate);
/// The same, once the issuer's signature was checked. Errors `bad_certificate`, `certificate_of_another_issuer`.
Result<CertificateFacts> check_certificate(ByteView certificate, ByteView issuer_certificate);

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
