// Money transactions of the PBOC-style purse (cards.md 2.4), fields in the order in which they are MACed.
#include "seal/vectors/kinds.h"
#include "seal/vectors/purse.h"

namespace kwota::seal::vectors {
namespace {

constexpr std::string_view key_version_and_algorithm = "0100";
constexpr std::string_view no_overdraft = "000000";

/// P2 of INITIALIZE: passbook 01, purse 02, told by the transaction type.
Bytes purse_of(const Bytes& type, std::uint8_t passbook_type) {
  return Bytes{std::uint8_t(type[0] == passbook_type ? 0x01 : 0x02)};
}

struct LoadMacs {
  Key session;
  Mac mac1, mac2;
};

LoadMacs load_macs(Inputs& in, const Trade& trade, const Key& load_key) {
  const Key session = online_session(load_key, trade);
  return {session, mac(session, {}, join({in.bytes("bal", 4), trade.amount, trade.type, trade.terminal})),
          mac(session, {}, join({trade.amount, trade.type, trade.terminal, trade.time}))};
}

Answers captured_load(Inputs& in) {
  const auto trade = trade_of(in, Counter::online, Time::if_known);
  const auto macs = load_macs(in, trade, in.key("DLK"));
  Answers answers{{"SESLK", to_hex(macs.session.view())}, {"MAC1", to_hex(macs.mac1)}};
  if (!trade.time.empty()) answers.emplace("MAC2", to_hex(macs.mac2));  // MAC1 comes before the time is known
  return answers;
}

Answers load(Inputs& in) {
  const Trade trade = trade_of(in, Counter::online);
  const Factor card = in.factor("asn");
  const Key load_key = diversify(in.key("master_load"), card);
  const Key tac_key = fold(diversify(in.key("master_tac"), card));
  const auto macs = load_macs(in, trade, load_key);
  const Bytes after = changed_balance(in, +1);
  const Mac tac = mac(tac_key, {}, join({after, trade.sequence, trade.amount, trade.type, trade.terminal, trade.time}));
  const Bytes init = join({hex("805000"), purse_of(trade.type, 0x01), hex("0B"), Bytes{in.byte_or("keyId", 0x01)}, trade.amount,
                           trade.terminal, hex("10")});
  const Bytes answer = join({in.bytes("bal", 4), trade.sequence, hex(key_version_and_algorithm), trade.random, macs.mac1});
  return {
      {"DLK", to_hex(load_key.view())},
      {"SESLK", to_hex(macs.session.view())},
      {"MAC1", to_hex(macs.mac1)},
      {"MAC2", to_hex(macs.mac2)},
      {"new_bal", to_hex(after)},
      {"TAC", to_hex(tac)},
      {"apdu_init", to_hex(init)},
      {"resp_init", to_hex(answer)},
      {"apdu_credit", to_hex(join({hex("805200000B"), trade.time, macs.mac2, hex("04")}))},
      {"log_record", to_hex(join({trade.sequence, hex(no_overdraft), trade.amount, trade.type, trade.terminal, trade.time}))}};
}

struct PurchaseMacs {
  Key session;
  Mac mac1, mac2;
};

PurchaseMacs purchase_macs(const Trade& trade, const Key& purchase_key) {
  const Key session = offline_session(purchase_key, trade);
  return {session, mac(session, {}, join({trade.amount, trade.type, trade.terminal, trade.time})),
          mac(session, {}, trade.amount)};
}

Mac purchase_tac(const Trade& trade, const Key& tac_key) {
  return mac(fold(tac_key), {}, join({trade.amount, trade.type, trade.terminal, trade.terminal_sequence, trade.time}));
}

Answers purchase(Inputs& in) {
  const Trade trade = trade_of(in, Counter::offline);
  const Factor card = in.factor("asn");
  const Key purchase_key = diversify(in.key("master_purchase"), card);
  const auto macs = purchase_macs(trade, purchase_key);
  const Mac tac = purchase_tac(trade, diversify(in.key("master_tac"), card));
  const Bytes init = join({hex("805001"), purse_of(trade.type, 0x05), hex("0B"), Bytes{in.byte_or("keyId", 0x01)}, trade.amount,
                           trade.terminal, hex("0F")});
  const Bytes answer =
      join({in.bytes("bal", 4), trade.sequence, hex(no_overdraft), hex(key_version_and_algorithm), trade.random});
  const Bytes psam_init = join({hex("807000001C"), trade.random, trade.sequence, trade.amount, trade.type, trade.time,
                                hex(key_version_and_algorithm), card});
  return {{"DPK", to_hex(purchase_key.view())},
          {"SESPK", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)},
          {"TAC", to_hex(tac)},
          {"apdu_init", to_hex(init)},
          {"resp_init", to_hex(answer)},
          {"apdu_debit", to_hex(join({hex("805401000F"), trade.terminal_sequence, trade.time, macs.mac1, hex("08")}))},
          {"resp_debit", to_hex(join({tac, macs.mac2}))},
          {"psam_init_apdu", to_hex(psam_init)},
          {"psam_init_resp", to_hex(join({trade.terminal_sequence, macs.mac1}))},
          {"psam_credit_apdu", to_hex(join({hex("8072000004"), macs.mac2}))}};
}

Answers composite(Inputs& in) {
  const Trade trade = trade_of(in, Counter::offline);
  const auto macs = purchase_macs(trade, in.key("DPK"));
  return {{"SESPK", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)},
          {"TAC", to_hex(purchase_tac(trade, in.key("DTK")))}};
}

/// The same structure with 16-byte blocks (cards.md 1).
Answers sm4_purchase(Inputs& in) {
  const Trade trade = trade_of(in, Counter::offline);
  const Key card_key = diversify(in.key("master", Suite::sm4), in.factor("asn"));
  const auto macs = purchase_macs(trade, card_key);
  return {{"card_key", to_hex(card_key.view())},
          {"SESPK", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)}};
}

Answers unload(Inputs& in) {
  const Trade trade = trade_of(in, Counter::online);
  const auto macs = load_macs(in, trade, in.key("DULK"));
  const Bytes after = changed_balance(in, -1);
  const Mac mac3 = mac(macs.session, {}, join({after, trade.sequence, trade.amount, trade.type, trade.terminal, trade.time}));
  return {{"SES", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)},
          {"new_bal", to_hex(after)},
          {"MAC3", to_hex(mac3)}};
}

Answers overdraft(Inputs& in) {
  const Bytes type = in.bytes("TT", 1), terminal = in.bytes("TID", 6);
  const Key session = session_key(in.key("DUK"), array_of<8>(join({in.bytes("rnd", 4), in.bytes("onSeq", 2), hex("8000")})));
  return {{"SES", to_hex(session.view())},
          {"MAC1", to_hex(mac(session, {}, join({in.bytes("bal", 4), in.bytes("old_limit", 3), type, terminal})))},
          {"MAC2", to_hex(mac(session, {}, join({in.bytes("new_limit", 3), type, terminal, in.bytes("datetime", 7)})))}};
}

constexpr std::array kinds_of_purses{
    Kind{"captured_load", captured_load}, Kind{"load", load},     Kind{"purchase", purchase},   Kind{"composite", composite},
    Kind{"sm4_purchase", sm4_purchase},   Kind{"unload", unload}, Kind{"overdraft", overdraft},
};

}  // namespace

std::span<const Kind> purse_kinds() { return kinds_of_purses; }

}  // namespace kwota::seal::vectors
