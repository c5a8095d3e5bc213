#include "sim/card_os/purse/purse.h"

#include <algorithm>

namespace kwota::sim {
namespace {

using iso7816::KeyType;

constexpr std::size_t proof_bytes = purse_card::LockProof::size, session_bytes = 8;
// balance4 online2 offline2 | proof? proof30 session8 | last? TT1 sequence2 MAC4 TAC4
constexpr std::size_t proof_at = 8, session_at = proof_at + 1 + proof_bytes, last_trade_at = session_at + session_bytes, purse_bytes = last_trade_at + 12;

}  // namespace

Purse purse_in(const ElementaryFile& file) {
  const ByteView content = file.content;
  if (content.size() != purse_bytes) return {};
  Purse all{.balance = Money::minor(get_be32(content.data())), .online = get_be16(content.data() + 4), .offline = get_be16(content.data() + 6)};
  if (content[proof_at] != 0) all.proof = purse_card::decode_lock_proof(content.subspan(proof_at + 1, proof_bytes));
  all.lock_session = taken<session_bytes>(content, session_at);
  if (content[last_trade_at] != 0)
    all.last = LastTransaction{.type = static_cast<TransactionType>(content[last_trade_at + 1]),
                               .sequence = get_be16(content.data() + last_trade_at + 2),
                               .mac = taken<4>(content, last_trade_at + 4),
                               .tac = taken<4>(content, last_trade_at + 8)};
  return all;
}

void store(const Purse& purse, ElementaryFile& file) {
  Bytes content(purse_bytes);
  put_be32(content.data(), static_cast<std::uint32_t>(purse.balance.minor()));
  put_be16(content.data() + 4, purse.online);
  put_be16(content.data() + 6, purse.offline);
  if (const auto proof = purse.proof ? encode(*purse.proof) : std::nullopt) {
    content[proof_at] = 1;
    std::ranges::copy(*proof, content.begin() + proof_at + 1);
  }
  std::ranges::copy(purse.lock_session, content.begin() + session_at);
  if (purse.last) {
    content[last_trade_at] = 1;
    content[last_trade_at + 1] = static_cast<std::uint8_t>(purse.last->type);
    put_be16(content.data() + last_trade_at + 2, purse.last->sequence);
    std::ranges::copy(purse.last->mac, content.begin() + last_trade_at + 4);
    std::ranges::copy(purse.last->tac, content.begin() + last_trade_at + 8);
  }
  file.content = std::move(content);
}

std::variant<ElementaryFile*, Refused> find_purse(Context& context, std::uint8_t p2) {
  if (!is_purse_id(p2)) return Refused{0x6A86};
  auto* file = context.current().find_file(p2);
  if (file == nullptr || file->kind != iso7816::FileKind::purse) return Refused{0x6A82};
  return file;
}

std::variant<KeyRecord*, Refused> transaction_key(Context& context, KeyType type, std::uint8_t id) {
  auto found = usable_key(context, context.current(), type, id);
  if (const auto* refused = std::get_if<Refused>(&found); refused != nullptr && refused->sw == 0x6A88) return Refused{0x9403};
  return found;
}

std::variant<seal::Mac, Refused> transaction_code(Context& context, ByteView message) {
  const auto& file = context.current().key_file;
  if (!file) return Refused{0x9403};
  const auto key = std::ranges::find_if(file->keys, [](const KeyRecord& one) { return one.plain_type() == static_cast<std::uint8_t>(KeyType::tac); });
  if (key == file->keys.end()) return Refused{0x9403};
  return recipe::transaction_code(seal::Key::des(key->value), message);
}

void log_transaction(Context& context, const ElementaryFile& purse_file, const recipe::Trade& trade) {
  auto* log = context.current().find_sfi(purse_file.key_ids & 0x1F);
  if (log == nullptr || log->kind != iso7816::FileKind::cyclic || (log->size & 0xFF) != purse_card::LogRecord::size) return;
  const auto record = encode(purse_card::LogRecord{.sequence = trade.sequence, .amount = trade.amount, .type = trade.type,
                                                   .terminal = trade.terminal, .moment = trade.moment});
  if (!record) return;
  if (log->records.size() == static_cast<std::size_t>(log->size >> 8)) log->records.erase(log->records.begin());
  log->records.emplace_back(record->begin(), record->end());
}

Bytes be16_bytes(std::uint16_t value) {
  Bytes bytes(2);
  put_be16(bytes.data(), value);
  return bytes;
}

Bytes be32_bytes(Money value) {
  Bytes bytes;
  append_be32(bytes, static_cast<std::uint32_t>(value.minor()));
  return bytes;
}

}  // namespace kwota::sim
