// The grey lock: the purse is reserved for one terminal before an unknown amount is consumed; that terminal's GMAC debits it, or the centre
// sets it free. Facts: cards.md 2.5, irrigation.md 12.
#include <algorithm>

#include "sim/card_os/purse/purse.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Response;
using Kind = OpenTrade::Kind;

constexpr std::uint8_t by_terminal = 0x08, by_centre = 0x09;
constexpr std::size_t grey_init_bytes = 7, grey_lock_bytes = 19, grey_debit_bytes = 27, grey_release_bytes = 15;

Bytes version_and_algorithm_of(const KeyRecord& key) { return {key.x, key.y}; }

struct Begin {
  ElementaryFile* file = nullptr;
  Purse purse;
  const KeyRecord* key = nullptr;
};

/// `keyId TID6`, whichever of the two begins.
std::variant<Begin, Refused> begin(Context& context, const Command& command, KeyType type, bool wants_grey) {
  const auto found = find_purse(context, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
  if (command.data.size() != grey_init_bytes) return Refused{0x6700};
  auto* file = std::get<ElementaryFile*>(found);
  if (!context.allows(file->read)) return Refused{0x6982};
  auto purse = purse_in(*file);
  if (purse.grey() != wants_grey) return Refused{0x6985};
  const auto key = transaction_key(context, type, command.data[0]);
  if (const auto* refused = std::get_if<Refused>(&key)) return *refused;
  return Begin{file, purse, std::get<KeyRecord*>(key)};
}

recipe::Trade trade_of(Context& context, const Command& command, std::uint16_t sequence, TransactionType type) {
  recipe::Trade trade;
  trade.random = taken<4>(context.random.bytes(4), 0);
  trade.sequence = sequence;
  trade.type = type;
  trade.terminal = taken<6>(command.data, 1);
  return trade;
}

Response init_lock(Context& context, const Command& command) {
  auto found = begin(context, command, KeyType::purchase, false);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto& [file, purse, key] = std::get<Begin>(found);
  if (purse.offline >= counter_end) return refuse(0x9402);
  const auto trade = trade_of(context, command, purse.offline, purse_card::grey_lock_of(static_cast<PurseKind>(command.p2)));
  purse.collect();
  store(purse, *file);
  Bytes answer = be32_bytes(purse.balance);
  append(answer, be16_bytes(purse.offline));
  append(answer, Bytes(3));
  append(answer, version_and_algorithm_of(*key));
  append(answer, trade.random);
  context.session.trade = OpenTrade{Kind::grey_lock, file->id, trade, seal::Key::des(key->value)};
  return done(std::move(answer));
}

Response init_release(Context& context, const Command& command) {
  auto found = begin(context, command, KeyType::unload, true);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto& [file, purse, key] = std::get<Begin>(found);
  const auto trade = trade_of(context, command, purse.online, purse_card::release_of(static_cast<PurseKind>(command.p2)));
  const auto session = recipe::online_session(seal::Key::des(key->value), trade);
  Bytes answer = be32_bytes(purse.balance);
  append(answer, be16_bytes(purse.offline));
  append(answer, be16_bytes(purse.online));
  append(answer, version_and_algorithm_of(*key));
  append(answer, trade.random);
  append(answer, recipe::session_mac(session, recipe::release_announcement(purse.balance, purse.offline, trade)));
  context.session.trade = OpenTrade{Kind::release, file->id, trade, session};
  return done(std::move(answer));
}

/// `amt4 offSeq2 TID6 termSeq4 date4 time3 GMAC4`: the terminal that locked it, or whoever has its record.
Response debit(Context& context, const Command& command) {
  const auto found = find_purse(context, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  if (command.data.size() != grey_debit_bytes) return refuse(0x6700);
  auto& file = *std::get<ElementaryFile*>(found);
  auto purse = purse_in(file);
  if (!purse.grey()) return refuse(0x6985);
  recipe::Trade trade;
  trade.amount = Money::minor(get_be32(command.data.data()));
  trade.sequence = get_be16(command.data.data() + 4);
  trade.terminal = taken<6>(command.data, 6);
  trade.terminal_sequence = get_be32(command.data.data() + 12);
  trade.moment = taken<7>(command.data, 16);
  trade.type = purse_card::grey_debit_of(static_cast<PurseKind>(command.p2));
  if (trade.sequence != purse.offline) return refuse(0x9406);
  const auto gmac = recipe::session_mac(seal::Key::des(purse.lock_session), recipe::amount_alone(trade.amount));
  if (!equal_secret(gmac, ByteView(command.data).last(mac_bytes))) return refuse(0x9302);
  if (trade.amount > purse.balance) return refuse(0x9401);
  const auto code = transaction_code(context, recipe::debit(trade));
  if (const auto* refused = std::get_if<Refused>(&code)) return refuse(refused->sw);
  const auto& tac = std::get<seal::Mac>(code);
  purse.balance -= trade.amount;
  purse.offline = counted(purse.offline);
  purse.lock_session = {};
  purse.proof = purse_card::LockProof{.state = LockState::tac_pending, .type = trade.type, .purse = static_cast<PurseKind>(command.p2),
                                      .balance = purse.balance, .sequence = trade.sequence, .terminal = trade.terminal, .moment = trade.moment,
                                      .x = taken<4>(be32_bytes(trade.amount), 0), .y = tac};
  purse.last = LastTransaction{trade.type, trade.sequence, gmac, tac};
  store(purse, file);
  log_transaction(context, file, trade);
  return done(Bytes(tac.begin(), tac.end()));
}

/// `amt4 date4 time3 MAC2`: the centre.
Response release(Context& context, const Command& command) {
  if (command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != grey_release_bytes) return refuse(0x6700);
  if (!context.trade || context.trade->kind != Kind::release) return refuse(0x6901);
  auto trade = context.trade->trade;
  trade.amount = Money::minor(get_be32(command.data.data()));
  trade.moment = taken<7>(command.data, 4);
  if (!equal_secret(recipe::session_mac(context.trade->key, recipe::order(trade)), ByteView(command.data).last(mac_bytes))) return refuse(0x9302);
  auto& file = *context.current().find_file(context.trade->purse);
  auto purse = purse_in(file);
  if (trade.amount > purse.balance) return refuse(0x9401);
  purse.balance -= trade.amount;
  const auto mac3 = recipe::session_mac(context.trade->key, recipe::release_completion(purse.balance, purse.offline, trade));
  purse.online = counted(purse.online);
  purse.lock_session = {};
  purse.proof = purse_card::LockProof{.state = LockState::free, .type = trade.type, .purse = static_cast<PurseKind>(file.id),
                                      .balance = purse.balance, .sequence = trade.sequence, .terminal = trade.terminal, .moment = trade.moment,
                                      .x = taken<4>(be32_bytes(trade.amount), 0), .y = mac3};
  purse.last = LastTransaction{trade.type, trade.sequence, mac3, {}};
  store(purse, file);
  if (!trade.amount.is_zero()) log_transaction(context, file, trade);
  return done(Bytes(mac3.begin(), mac3.end()));
}

}  // namespace

/// INIT FOR GREY LOCK (P1 08), INIT FOR GREY UNLOCK (P1 09).
Response init_grey(Context& context, const Command& command) {
  if (command.p1 == by_terminal) return init_lock(context, command);
  if (command.p1 == by_centre) return init_release(context, command);
  return refuse(0x6A86);
}

/// GREY LOCK: `termSeq4 termRnd4 date4 time3 MAC1`.
Response grey_lock(Context& context, const Command& command) {
  if (command.p1 != by_terminal || command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != grey_lock_bytes) return refuse(0x6700);
  if (!context.trade || context.trade->kind != Kind::grey_lock) return refuse(0x6901);
  auto lock = context.trade->trade;
  lock.terminal_sequence = get_be32(command.data.data());
  lock.moment = taken<7>(command.data, 8);
  const auto session = recipe::grey_session(context.trade->key, lock, taken<4>(command.data, 4)).session;
  if (!equal_secret(recipe::session_mac(session, recipe::lock_order(lock)), ByteView(command.data).last(mac_bytes))) return refuse(0x9302);
  auto& file = *context.current().find_file(context.trade->purse);
  auto purse = purse_in(file);
  const auto code = transaction_code(context, recipe::lock_completion(purse.balance, lock));
  if (const auto* refused = std::get_if<Refused>(&code)) return refuse(refused->sw);
  const auto& gtac = std::get<seal::Mac>(code);
  const auto mac2 = recipe::session_mac(session, recipe::lock_answer(purse.balance, lock));
  purse.lock_session = taken<8>(session.view(), 0);
  purse.proof = purse_card::LockProof{.state = LockState::grey, .type = lock.type, .purse = static_cast<PurseKind>(file.id),
                                      .balance = purse.balance, .sequence = lock.sequence, .terminal = lock.terminal, .moment = lock.moment,
                                      .x = mac2, .y = gtac};
  purse.offline = counted(purse.offline);
  store(purse, file);
  Bytes answer(gtac.begin(), gtac.end());
  append(answer, mac2);
  return done(std::move(answer));
}

/// DEBIT FOR UNLOCK (P1 08), GREY UNLOCK (P1 09).
Response grey_unlock(Context& context, const Command& command) {
  if (command.p1 == by_terminal) return debit(context, command);
  if (command.p1 == by_centre) return release(context, command);
  return refuse(0x6A86);
}

}  // namespace kwota::sim
