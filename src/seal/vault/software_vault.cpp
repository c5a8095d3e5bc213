#include "seal/vault/software_vault.h"

#include <algorithm>

#include "seal/cipher/secure_messaging.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {

SoftwareVault::SoftwareVault(Roots roots) : roots_(std::move(roots)), signing_key_(SigningKey::generate()) {}

SoftwareVault SoftwareVault::with_roots(const RootOf& known) {
  Roots roots;
  for (std::size_t i = 0; i < purposes; ++i) {
    const auto purpose = static_cast<Purpose>(i);
    if (has_test_key(purpose)) roots.emplace(KeyRef{purpose, test_key_version}, known(purpose));
  }
  return SoftwareVault{std::move(roots)};
}

Result<Bytes> SoftwareVault::perform(const Request& request) {
  MUST(permitted(request));
  return std::visit([this](const auto& asked) { return answer(asked); }, request);
}

Result<Key> SoftwareVault::root(const KeyRef& ref) const {
  const auto found = roots_.find(ref);
  if (found == roots_.end()) return key_missing(ref);
  return found->second;
}

Result<Key> SoftwareVault::diversified(const KeyRef& ref, std::span<const Factor> factors) const {
  TRY(key, root(ref));
  for (const Factor& factor : factors) key = diversify(key, factor);
  return key;
}

Result<Key> SoftwareVault::card_key(const KeyRef& ref, const CardSerial& serial) const {
  if (!is_diversified(ref)) return root(ref);
  return diversified(ref, {&serial.bytes, 1});
}

Result<Bytes> SoftwareVault::answer(const Authenticate& request) const {
  TRY(key, request.path.empty() ? card_key(request.key, request.serial) : diversified(request.key, factors_of(request)));
  return answer_challenge(key, request.challenge);
}

Result<Bytes> SoftwareVault::answer(const LineMac& request) const {
  TRY(key, card_key(request.key, request.serial));
  return to_bytes(line_mac(key, request.challenge, request.message));
}

Result<Bytes> SoftwareVault::answer(const WriteCardKey& request) const {
  TRY(written, diversified(request.key, factors_of(request)));
  TRY(under, card_key(request.under, request.serial));
  SecretBytes record{Bytes(request.record_header.size() + written.view().size())};
  std::ranges::copy(request.record_header, record.writable().begin());
  std::ranges::copy(written.view(), record.writable().subspan(request.record_header.size()).begin());
  Bytes answer = encrypted_body(under, record.view());
  Bytes message = key_write_header(request.p1, request.key_id, answer.size());
  append(message, answer);
  append(answer, line_mac(under, request.challenge, message));
  return answer;
}

Result<Bytes> SoftwareVault::answer(const EncipheredCommand& request) const {
  TRY(key, card_key(request.key, request.serial));
  Bytes answer = encrypted_body(key, request.data);
  append(answer, line_mac(key, request.challenge, covered_by_seal(request, answer)));
  return answer;
}

Result<Bytes> SoftwareVault::answer(const SessionMac& request) const {
  TRY(key, diversified(request.key, request.factors));
  return to_bytes(mac(session_key(key, request.input), {}, request.message));
}

Result<Bytes> SoftwareVault::answer(const TransactionCode& request) const {
  TRY(key, diversified(request.key, request.factors));
  return to_bytes(mac(fold(key), {}, request.message));
}

Result<std::vector<KeyDescription>> SoftwareVault::keys() {
  std::vector<KeyDescription> all;
  for (const auto& [ref, key] : roots_) {
    const auto value = check_value(key);
    all.push_back({ref, value, is_test_key(ref.purpose, value)});
  }
  const Digest fingerprint = sha256(signing_key_.public_key());
  all.push_back({{Purpose::root_signature, test_key_version}, {fingerprint[0], fingerprint[1], fingerprint[2]}, false});
  std::ranges::sort(all, {}, &KeyDescription::key);
  return all;
}

Result<std::array<std::uint8_t, 64>> SoftwareVault::sign_root(const std::array<std::uint8_t, 32>& digest) {
  return signing_key_.sign(digest);
}

Result<Bytes> SoftwareVault::root_public_key() { return signing_key_.public_key(); }

}  // namespace kwota::seal
