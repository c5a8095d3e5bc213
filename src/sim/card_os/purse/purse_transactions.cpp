// Load, unload, purchase and overdraft limit: INITIALIZE gives what the other side needs for its seal, and the next command moves the money
// or nothing. Facts: cards.md 2.4, irrigation.md 12.
#include <algorithm>

#include "sim/card_os/purse/purse.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Response;
using Kind = OpenTrade::Kind;

constexpr std::size_t init_bytes = 11, overdraft_init_bytes = 7, order_bytes = 11, debit_bytes = 15, limit_bytes = 3;

struct Initialize {
  std::uint8_t p1;
  Kind kind;
  KeyType key;
  TransactionType of_passbook, of_purse;
};
constexpr std::array initializes{
    Initialize{0x00, Kind::load, KeyType::load, TransactionType::passbook_load, TransactionType::purse_load},
    Initialize{0x01, Kind::purchase, KeyType::purchase, TransactionType::passbook_purchase, TransactionType::purse_purchase},
    Initialize{0x04, Kind::overdraft, KeyType::overdraft, TransactionType::overdraft, TransactionType::overdraft},
    Initialize{0x05, Kind::unload, KeyType::unload, TransactionType::unload, TransactionType::unload},
};

std::optional<Refused> refuse_amount(Kind kind, Money balance, Money amount) {
  if (kind == Kind::load && balance + amount > purse_card::purse_max) return Refused{0x6985};
  if ((kind == Kind::unload || kind == Kind::purchase) && amount > balance) return Refused{0x9401};
  return std::nullopt;
}

Bytes version_and_algorithm(const KeyRecord& key) { return {key.x, key.y}; }

/// What the card says to begin with, and what it remembers of it until the next command.
Response begin(Context& context, const Initialize& row, const Purse& purse, ElementaryFile& file, const KeyRecord& key, recipe::Trade trade) {
  const auto card_key = seal::Key::des(key.value);
  const bool offline = row.kind == Kind::purchase;
  trade.random = taken<4>(context.random.bytes(4), 0);
  trade.sequence = offline ? purse.offline : purse.online;
  Bytes answer = be32_bytes(purse.balance);
  append(answer, be16_bytes(trade.sequence));
  if (offline || row.kind == Kind::overdraft) append(answer, Bytes(limit_bytes));
  append(answer, version_and_algorithm(key));
  append(answer, trade.random);
  if (offline) {
    context.session.trade = OpenTrade{row.kind, file.id, trade, card_key};
    return done(std::move(answer));
  }
  const auto session = recipe::online_session(card_key, trade);
  const auto message = row.kind == Kind::overdraft ? recipe::overdraft_announcement(purse.balance, 0, trade) : recipe::announcement(purse.balance, trade);
  append(answer, recipe::session_mac(session, message));
  context.session.trade = OpenTrade{row.kind, file.id, trade, session};
  return done(std::move(answer));
}

/// The transaction that was begun, when it is one of that kind: 6901.
std::variant<OpenTrade, Refused> begun(Context& context, Kind kind) {
  if (!context.trade || context.trade->kind != kind) return Refused{0x6901};
  return *context.trade;
}

/// `date4 time3 MAC2` of what runs under the online counter: the money's order.
std::variant<OpenTrade, Refused> ordered(Context& context, const Command& command, Kind kind) {
  if (command.p2 != 0) return Refused{0x6A86};
  if (command.data.size() != order_bytes) return Refused{0x6700};
  auto found = begun(context, kind);
  if (auto* open = std::get_if<OpenTrade>(&found)) {
    open->trade.moment = taken<7>(command.data, 0);
    if (!equal_secret(recipe::session_mac(open->key, recipe::order(open->trade)), ByteView(command.data).last(mac_bytes))) return Refused{0x9302};
  }
  return found;
}

Response unload(Context& context, const Command& command) {
  const auto found = ordered(context, command, Kind::unload);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto& open = std::get<OpenTrade>(found);
  auto& file = *context.current().find_file(open.purse);
  auto purse = purse_in(file);
  purse.balance -= open.trade.amount;
  const auto message = recipe::completion(purse.balance, open.trade);
  const auto code = transaction_code(context, message);
  if (const auto* refused = std::get_if<Refused>(&code)) return refuse(refused->sw);
  const auto mac3 = recipe::session_mac(open.key, message);
  purse.online = counted(purse.online);
  purse.last = LastTransaction{open.trade.type, open.trade.sequence, mac3, std::get<seal::Mac>(code)};
  store(purse, file);
  log_transaction(context, file, open.trade);
  return done(Bytes(mac3.begin(), mac3.end()));
}

/// `termSeq4 date4 time3 MAC1`.
Response purchase(Context& context, const Command& command) {
  if (command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != debit_bytes) return refuse(0x6700);
  auto found = begun(context, Kind::purchase);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto& open = std::get<OpenTrade>(found);
  open.trade.terminal_sequence = get_be32(command.data.data());
  open.trade.moment = taken<7>(command.data, 4);
  const auto session = recipe::offline_session(open.key, open.trade);
  if (!equal_secret(recipe::session_mac(session, recipe::order(open.trade)), ByteView(command.data).last(mac_bytes))) return refuse(0x9302);
  const auto code = transaction_code(context, recipe::debit(open.trade));
  if (const auto* refused = std::get_if<Refused>(&code)) return refuse(refused->sw);
  auto& file = *context.current().find_file(open.purse);
  auto purse = purse_in(file);
  purse.balance -= open.trade.amount;
  purse.offline = counted(purse.offline);
  const auto& tac = std::get<seal::Mac>(code);
  const auto mac2 = recipe::session_mac(session, recipe::amount_alone(open.trade.amount));
  purse.last = LastTransaction{open.trade.type, open.trade.sequence, mac2, tac};
  store(purse, file);
  log_transaction(context, file, open.trade);
  Bytes answer(tac.begin(), tac.end());
  append(answer, mac2);
  return done(std::move(answer));
}

}  // namespace

/// INITIALIZE `80 50 P1 purse`: key id, amount4, TID6; of an overdraft limit without an amount.
Response init_transaction(Context& context, const Command& command) {
  const auto row = std::ranges::find(initializes, command.p1, &Initialize::p1);
  if (row == initializes.end()) return refuse(0x6A86);
  const auto found = find_purse(context, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const bool has_amount = row->kind != Kind::overdraft;
  if (command.data.size() != (has_amount ? init_bytes : overdraft_init_bytes)) return refuse(0x6700);
  auto& file = *std::get<ElementaryFile*>(found);
  if (!context.allows(file.read)) return refuse(0x6982);
  auto purse = purse_in(file);
  if (purse.grey()) return refuse(0x6985);
  const auto key = transaction_key(context, row->key, command.data[0]);
  if (const auto* refused = std::get_if<Refused>(&key)) return refuse(refused->sw);
  if ((row->kind == Kind::purchase ? purse.offline : purse.online) >= counter_end) return refuse(0x9402);
  recipe::Trade trade;
  trade.type = command.p2 == static_cast<std::uint8_t>(PurseKind::passbook) ? row->of_passbook : row->of_purse;
  if (has_amount) trade.amount = Money::minor(get_be32(command.data.data() + 1));
  trade.terminal = taken<6>(command.data, has_amount ? 5 : 1);
  if (const auto refused = refuse_amount(row->kind, purse.balance, trade.amount)) return refuse(refused->sw);
  purse.collect();
  store(purse, file);
  return begin(context, *row, purse, file, *std::get<KeyRecord*>(key), trade);
}

/// CREDIT FOR LOAD.
Response credit_load(Context& context, const Command& command) {
  if (command.p1 != 0) return refuse(0x6A86);
  const auto found = ordered(context, command, Kind::load);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto& open = std::get<OpenTrade>(found);
  auto& file = *context.current().find_file(open.purse);
  auto purse = purse_in(file);
  purse.balance += open.trade.amount;
  const auto code = transaction_code(context, recipe::completion(purse.balance, open.trade));
  if (const auto* refused = std::get_if<Refused>(&code)) return refuse(refused->sw);
  const auto& tac = std::get<seal::Mac>(code);
  purse.online = counted(purse.online);
  purse.last = LastTransaction{open.trade.type, open.trade.sequence, taken<4>(command.data, 7), tac};
  store(purse, file);
  log_transaction(context, file, open.trade);
  return done(Bytes(tac.begin(), tac.end()));
}

/// DEBIT FOR PURCHASE (P1 01) and for UNLOAD (P1 03).
Response debit_purse(Context& context, const Command& command) {
  if (command.p1 == 0x01) return purchase(context, command);
  if (command.p1 == 0x03) return unload(context, command);
  return refuse(0x6A86);
}

/// UPDATE OVERDRAFT LIMIT `80 58 00 00 limit3 date4 time3 MAC2`: the limit of a purse of ours stays 0 [K]; anything else is refused (6A80).
Response update_overdraft(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != limit_bytes + order_bytes) return refuse(0x6700);
  auto found = begun(context, Kind::overdraft);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto& open = std::get<OpenTrade>(found);
  open.trade.moment = taken<7>(command.data, limit_bytes);
  const auto limit = static_cast<std::uint32_t>(command.data[0] << 16 | command.data[1] << 8 | command.data[2]);
  const auto message = recipe::overdraft_order(limit, open.trade);
  if (!equal_secret(recipe::session_mac(open.key, message), ByteView(command.data).last(mac_bytes))) return refuse(0x9302);
  if (limit != 0) return refuse(0x6A80);
  const auto code = transaction_code(context, message);
  if (const auto* refused = std::get_if<Refused>(&code)) return refuse(refused->sw);
  auto& file = *context.current().find_file(open.purse);
  auto purse = purse_in(file);
  purse.online = counted(purse.online);
  store(purse, file);
  const auto& tac = std::get<seal::Mac>(code);
  return done(Bytes(tac.begin(), tac.end()));
}

}  // namespace kwota::sim
