// A vault for tests in which nothing is sealed: whoever asks it is told that it is away.
#pragma once
#include "seal/vault/vault.h"

namespace kwota::seal::test {

struct NoVault final : Vault {
  std::string name() const override { return "none"; }
  Result<Bytes> perform(const Request&) override { return away(); }
  Result<std::vector<KeyDescription>> keys() override { return away(); }
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>&) override { return away(); }
  Result<Bytes> root_public_key() override { return away(); }
  Result<void> health() override { return away(); }

 private:
  static Error away() { return error(Fault::ours, "vault_offline", "There is no vault."); }
};

}  // namespace kwota::seal::test
