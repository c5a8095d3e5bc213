// A vault in our own memory, on OpenSSL: for unit tests, field logs and the town, never for a counter.
// Guarantees: gives the same bytes as Pkcs11Vault for every request (pkcs11_vault_test.cpp holds them against each other).
#pragma once
#include <map>
#include <span>

#include "seal/cipher/ecdsa.h"
#include "seal/vault/test_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {

class SoftwareVault final : public Vault {
 public:
  using Roots = std::map<KeyRef, Key>;

  /// The TEST KEY SET, version 1 of every purpose that has one.
  static SoftwareVault with_test_keys() { return with_roots(test_root); }
  /// Version 1 of every purpose of a known key set.
  static SoftwareVault with_roots(const RootOf& roots);
  explicit SoftwareVault(Roots roots);

  std::string name() const override { return "software (TEST, keys in memory)"; }
  Result<Bytes> perform(const Request& request) override;
  Result<std::vector<KeyDescription>> keys() override;
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override;
  Result<Bytes> root_public_key() override;
  Result<void> health() override { return {}; }

 private:
  Result<Key> root(const KeyRef& ref) const;
  Result<Key> diversified(const KeyRef& ref, std::span<const Factor> factors) const;
  Result<Key> card_key(const KeyRef& ref, const CardSerial& serial) const;
  Result<Bytes> answer(const Authenticate& request) const;
  Result<Bytes> answer(const LineMac& request) const;
  Result<Bytes> answer(const WriteCardKey& request) const;
  Result<Bytes> answer(const EncipheredCommand& request) const;
  Result<Bytes> answer(const SessionMac& request) const;
  Result<Bytes> answer(const TransactionCode& request) const;
  Result<Bytes> answer(const MeterKeyStep& request) const { return permitted(request).error(); }  // always refused

  Roots roots_;
  SigningKey signing_key_;
};

}  // namespace kwota::seal
