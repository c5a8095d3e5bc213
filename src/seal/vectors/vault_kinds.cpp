#include "seal/vectors/vault_kinds.h"

#include <fmt/format.h>

#include "seal/cipher/secure_messaging.h"
#include "seal/vectors/purse.h"

namespace kwota::seal::vectors {
namespace {

using purse::Trade;

/// The session of a transaction: key, levels and what the session key is made of.
struct Session {
  KeyRef key;
  std::vector<Factor> factors;
  Factor input{};
};

Result<std::string> mac_of(VaultDesk& desk, const Session& session, Bytes message) {
  TRY(mac, desk.store().vault().perform(SessionMac{session.key, session.factors, session.input, std::move(message)}));
  return to_hex(mac);
}

Result<std::string> code_of(VaultDesk& desk, const KeyRef& key, std::vector<Factor> factors, Bytes message) {
  TRY(mac, desk.store().vault().perform(TransactionCode{key, std::move(factors), std::move(message)}));
  return to_hex(mac);
}

Result<Answers> components_xor(Inputs& in, VaultDesk& desk) {
  const KeyRef formed{Purpose::seed, 1}, one{Purpose::load, 1};
  std::vector<SecretBytes> components;
  Answers answers;
  for (int i = 1; i <= 2 || in.has(fmt::format("c{}", i)); ++i) {
    const Bytes bytes = in.bytes(fmt::format("c{}", i), Key::size_max);
    MUST(desk.bring(one, Key::des(bytes)));
    TRY(value, desk.store().check_value(one, {}));
    answers.emplace(fmt::format("kcv{}", i), to_hex(value));
    components.emplace_back(bytes);
  }
  MUST(desk.store().destroy(formed));
  TRY(value, desk.store().form(formed, Suite::des, components));
  answers.emplace("kcv", to_hex(value));
  return answers;
}

/// The county's and the card's key by their check values.
Result<Answers> irrigation_keys(Inputs& in, VaultDesk& desk) {
  const KeyRef root{Purpose::purchase, 1};
  MUST(desk.bring(root, in.key("root")));
  const Factor region = array_of<8>(join({in.bytes("province", 2), in.bytes("county", 2), Bytes(4)}));
  const std::vector<Factor> to_card{region, in.factor("asn10")};
  TRY(county, desk.store().check_value(root, std::span{to_card}.first(1)));
  TRY(card, desk.store().check_value(root, to_card));
  return Answers{{"county_kcv", to_hex(county)}, {"card_kcv", to_hex(card)}};
}

Result<Answers> psam_key_write(Inputs& in, VaultDesk& desk) {
  const KeyRef master{Purpose::card_transport, 1};
  MUST(desk.bring(master, in.key("master", Suite::des)));
  ProtectedRecord record{
      .under = master, .serial = {}, .challenge = array_of<4>(in.bytes("rand", 4)), .p1 = 0x00, .key_id = 0x00, .record = {}};
  record.record = SecretBytes{
      join({in.bytes("usage", 1), in.bytes("version", 1), Bytes{in.byte_or("algorithm_byte", 0x00)}, in.bytes("key", 16)})};
  TRY(body, desk.store().protect_record(record));
  Bytes command = hex("84D40000");
  command.push_back(static_cast<std::uint8_t>(body.size()));
  append(command, body);
  return Answers{{"apdu", to_hex(command)}};
}

Result<Answers> load(Inputs& in, VaultDesk& desk) {
  const Trade trade = trade_of(in, Counter::online);
  const KeyRef load_key{Purpose::load, 1}, tac_key{Purpose::tac, 1};
  MUST(desk.bring(load_key, in.key("master_load")));
  MUST(desk.bring(tac_key, in.key("master_tac")));
  const Session session{load_key, {in.factor("asn")}, purse::online_input(trade)};
  TRY(mac1, mac_of(desk, session, purse::announcement(money_of(in, "bal"), trade)));
  TRY(mac2, mac_of(desk, session, purse::order(trade)));
  TRY(tac, code_of(desk, tac_key, session.factors, purse::completion(changed_balance(in, +1), trade)));
  return Answers{{"MAC1", mac1}, {"MAC2", mac2}, {"TAC", tac}};
}

Result<Answers> debit(VaultDesk& desk, const Trade& trade, const Session& session, const KeyRef& tac_key) {
  TRY(mac1, mac_of(desk, session, purse::order(trade)));
  TRY(mac2, mac_of(desk, session, purse::amount_alone(trade.amount)));
  TRY(tac, code_of(desk, tac_key, session.factors, purse::debit(trade)));
  return Answers{{"MAC1", mac1}, {"MAC2", mac2}, {"TAC", tac}};
}

Result<Answers> purchase(Inputs& in, VaultDesk& desk) {
  const Trade trade = trade_of(in, Counter::offline);
  const KeyRef purchase_key{Purpose::purchase, 1}, tac_key{Purpose::tac, 1};
  MUST(desk.bring(purchase_key, in.key("master_purchase")));
  MUST(desk.bring(tac_key, in.key("master_tac")));
  return debit(desk, trade, {purchase_key, {in.factor("asn")}, purse::offline_input(trade)}, tac_key);
}

/// The keys of one card, as they are.
Result<Answers> composite(Inputs& in, VaultDesk& desk) {
  const Trade trade = trade_of(in, Counter::offline);
  const KeyRef purchase_key{Purpose::purchase, single_card}, tac_key{Purpose::tac, single_card};
  MUST(desk.bring(purchase_key, in.key("DPK")));
  MUST(desk.bring(tac_key, in.key("DTK")));
  return debit(desk, trade, {purchase_key, {}, purse::offline_input(trade)}, tac_key);
}

Result<Answers> unload(Inputs& in, VaultDesk& desk) {
  const Trade trade = trade_of(in, Counter::online);
  const Session session{{Purpose::unload, single_card}, {}, purse::online_input(trade)};
  MUST(desk.bring(session.key, in.key("DULK")));
  TRY(mac1, mac_of(desk, session, purse::announcement(money_of(in, "bal"), trade)));
  TRY(mac2, mac_of(desk, session, purse::order(trade)));
  TRY(mac3, mac_of(desk, session, purse::completion(changed_balance(in, -1), trade)));
  return Answers{{"MAC1", mac1}, {"MAC2", mac2}, {"MAC3", mac3}};
}

Result<Answers> overdraft(Inputs& in, VaultDesk& desk) {
  const Trade trade = overdraft_trade(in);
  const Session session{{Purpose::overdraft, single_card}, {}, purse::online_input(trade)};
  MUST(desk.bring(session.key, in.key("DUK")));
  TRY(mac1, mac_of(desk, session, purse::overdraft_announcement(money_of(in, "bal"), limit_of(in, "old_limit"), trade)));
  TRY(mac2, mac_of(desk, session, purse::overdraft_order(limit_of(in, "new_limit"), trade)));
  return Answers{{"MAC1", mac1}, {"MAC2", mac2}};
}

constexpr std::array kinds{
    VaultKind{"components_xor", components_xor},
    VaultKind{"irrigation_keys", irrigation_keys},
    VaultKind{"psam_key_write", psam_key_write},
    VaultKind{"load", load},
    VaultKind{"purchase", purchase},
    VaultKind{"composite", composite},
    VaultKind{"unload", unload},
    VaultKind{"overdraft", overdraft},
};

}  // namespace

const VaultKind* find_vault_kind(std::string_view name) {
  for (const VaultKind& kind : kinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace kwota::seal::vectors
