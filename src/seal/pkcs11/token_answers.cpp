#include "seal/pkcs11/token_answers.h"

#include <algorithm>

#include "seal/vault/vault_rules.h"

namespace kwota::seal {

Result<Bytes> TokenAnswers::answer(const Request& request) {
  return std::visit([this](const auto& asked) { return one(asked); }, request);
}

Result<Bytes> TokenAnswers::one(const Authenticate& request) {
  TRY(root, keys_.key(request.key));
  TRY(key, request.path.empty() ? card_key(request.key, root, request.serial) : cipher_.diversified(root, factors_of(request)));
  return cipher_.answer_challenge(key.key(), request.challenge);
}

Result<Bytes> TokenAnswers::one(const LineMac& request) {
  return line_mac(request.key, request.serial, request.challenge, request.message);
}

Result<Bytes> TokenAnswers::one(const WriteCardKey& request) {
  const auto factors = factors_of(request);
  TRY(root, keys_.key(request.key));
  TRY(parent, cipher_.diversified(root, std::span{factors}.first(factors.size() - 1)));
  TRY(written, cipher_.last_level(parent.key(), factors.back()));
  SecretBytes record{Bytes(request.record_header.size() + written.size())};
  std::ranges::copy(request.record_header, record.writable().begin());
  std::ranges::copy(written.view(), record.writable().subspan(request.record_header.size()).begin());
  return protect({request.under, request.serial, request.challenge, request.p1, request.key_id, std::move(record)});
}

Result<Bytes> TokenAnswers::one(const EncipheredCommand& request) {
  TRY(root, keys_.key(request.key));
  TRY(key, card_key(request.key, root, request.serial));
  TRY(answer, encrypted_body(key.key(), request.data));
  TRY(mac, line_mac(request.key, request.serial, request.challenge, covered_by_seal(request, answer)));
  append(answer, mac);
  return answer;
}

Result<Bytes> TokenAnswers::one(const SessionMac& request) {
  TRY(root, keys_.key(request.key));
  TRY(key, cipher_.diversified(root, request.factors));
  return cipher_.session_mac(key.key(), request.input, request.message);
}

/// The fold of a key cannot be formed inside a token: both halves are encrypted out, added and wiped (cards.md 8.2).
Result<TokenAnswers::CodeKey> TokenAnswers::code_key(const KeyRef& ref, std::span<const Factor> factors) {
  TRY(root, keys_.key(ref));
  if (factors.empty()) return CodeKey{.whole = TokenCipher::Derived{root}};
  if (root.suite != Suite::des) {
    TRY(key, cipher_.diversified(root, factors));
    return CodeKey{.whole = std::move(key)};
  }
  TRY(parent, cipher_.diversified(root, factors.first(factors.size() - 1)));
  TRY(halves, cipher_.last_level(parent.key(), factors.back()));
  return CodeKey{.folded = fold(Key::des(halves.view()))};
}

Result<Bytes> TokenAnswers::code_of(const CodeKey& key, ByteView message) {
  if (key.folded) return to_bytes(mac(*key.folded, {}, message));
  return cipher_.plain_mac(key.whole->key(), message);
}

Result<Bytes> TokenAnswers::one(const TransactionCode& request) {
  TRY(key, code_key(request.key, request.factors));
  return code_of(key, request.message);
}

Result<std::vector<Bytes>> TokenAnswers::codes(std::span<const TransactionCode> requests) {
  std::vector<Bytes> out;
  out.reserve(requests.size());
  const TransactionCode* before = nullptr;
  std::optional<CodeKey> key;
  for (const auto& request : requests) {
    if (before == nullptr || before->key != request.key || before->factors != request.factors) {
      TRY(made, code_key(request.key, request.factors));
      key.emplace(std::move(made));
    }
    before = &request;
    TRY(code, code_of(*key, request.message));
    out.push_back(std::move(code));
  }
  return out;
}

Result<Bytes> TokenAnswers::one(const MeterKeyStep& request) { return permitted(request).error(); }  // always refused

Result<Bytes> TokenAnswers::encrypted_body(const TokenKey& key, ByteView data) {
  const std::size_t block = block_size(key.suite), whole = (1 + data.size() + block - 1) / block * block;
  SecretBytes plain{Bytes(whole)};
  plain.writable()[0] = static_cast<std::uint8_t>(data.size());
  std::ranges::copy(data, plain.writable().begin() + 1);
  if (1 + data.size() < whole) plain.writable()[1 + data.size()] = 0x80;
  return cipher_.encrypt_ecb(key, plain.view());
}

Result<Bytes> TokenAnswers::protect(const ProtectedRecord& order) {
  TRY(root, keys_.key(order.under));
  TRY(under, card_key(order.under, root, order.serial));
  TRY(answer, encrypted_body(under.key(), order.record.view()));
  Bytes message = key_write_header(order.p1, order.key_id, answer.size());
  append(message, answer);
  TRY(mac, line_mac(order.under, order.serial, order.challenge, message));
  append(answer, mac);
  return answer;
}

Result<TokenCipher::Derived> TokenAnswers::card_key(const KeyRef& ref, const TokenKey& root, const CardSerial& serial) {
  if (!is_diversified(ref)) return TokenCipher::Derived{root};
  return cipher_.diversified(root, {&serial.bytes, 1});
}

Result<Bytes> TokenAnswers::line_mac(const KeyRef& ref, const CardSerial& serial, const std::array<std::uint8_t, 4>& challenge,
                                     ByteView message) {
  TRY(root, keys_.key(ref));
  TRY(key, card_key(ref, root, serial));
  return cipher_.line_mac(key.key(), is_diversified(ref) ? &root : nullptr, serial.bytes, challenge, message);
}

}  // namespace kwota::seal
