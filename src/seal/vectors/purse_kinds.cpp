// Money transactions of the PBOC-style purse (cards.md 2.4), fields in the order in which they are MACed.
#include "seal/vectors/kinds.h"
#include "seal/vectors/purse.h"

namespace kwota::seal::vectors {
namespace {

using purse::Trade;

/// P2 of INITIALIZE: passbook 01, purse 02, told by the transaction type.
Bytes purse_of(purse::TransactionType type, std::uint8_t passbook_type) {
  return Bytes{std::uint8_t(static_cast<std::uint8_t>(type) == passbook_type ? 0x01 : 0x02)};
}

struct LoadMacs {
  Key session;
  Mac mac1, mac2;
};

LoadMacs load_macs(Inputs& in, const Trade& trade, const Key& load_key) {
  const Key session = purse::online_session(load_key, trade);
  return {session, purse::session_mac(session, purse::announcement(money_of(in, "bal"), trade)), purse::session_mac(session, purse::order(trade))};
}

Answers captured_load(Inputs& in) {
  const auto trade = trade_of(in, Counter::online, Time::if_known);
  const auto macs = load_macs(in, trade, in.key("DLK"));
  Answers answers{{"SESLK", to_hex(macs.session.view())}, {"MAC1", to_hex(macs.mac1)}};
  if (in.has("datetime")) answers.emplace("MAC2", to_hex(macs.mac2));  // MAC1 comes before the time is known
  return answers;
}

Answers load(Inputs& in) {
  const Trade trade = trade_of(in, Counter::online);
  const Factor card = in.factor("asn");
  const Key load_key = diversify(in.key("master_load"), card);
  const auto macs = load_macs(in, trade, load_key);
  const Money after = changed_balance(in, +1);
  const Mac tac = purse::transaction_code(diversify(in.key("master_tac"), card), purse::completion(after, trade));
  const Bytes init = join({hex("805000"), purse_of(trade.type, 0x01), hex("0B"), Bytes{in.byte_or("keyId", 0x01)}, bytes_of(trade.amount),
                           trade.terminal, hex("10")});
  const Bytes answer = join({in.bytes("bal", 4), bytes_of(trade.sequence), hex(key_version_and_algorithm), trade.random, macs.mac1});
  return {{"DLK", to_hex(load_key.view())},
          {"SESLK", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)},
          {"new_bal", to_hex(bytes_of(after))},
          {"TAC", to_hex(tac)},
          {"apdu_init", to_hex(init)},
          {"resp_init", to_hex(answer)},
          {"apdu_credit", to_hex(join({hex("805200000B"), trade.moment, macs.mac2, hex("04")}))},
          {"log_record", log_record(trade)}};
}

/// GET TRANSACTION PROVE of a load: asked for with the counter after it; after 9406 once more with the one before.
Answers load_proof(Inputs& in) {
  auto answers = load(in);
  const Trade trade = trade_of(in, Counter::online);
  const auto asked = [&](std::uint16_t sequence) {
    return to_hex(join({hex("805A00"), Bytes{static_cast<std::uint8_t>(trade.type)}, hex("02"), bytes_of(sequence), hex("08")}));
  };
  answers.emplace("apdu_prove", asked(static_cast<std::uint16_t>(trade.sequence + 1)));
  answers.emplace("apdu_prove_other_profile", asked(trade.sequence));
  answers.emplace("resp_prove", answers["MAC2"] + answers["TAC"]);
  return answers;
}

struct PurchaseMacs {
  Key session;
  Mac mac1, mac2;
};

PurchaseMacs purchase_macs(const Trade& trade, const Key& purchase_key) {
  const Key session = purse::offline_session(purchase_key, trade);
  return {session, purse::session_mac(session, purse::order(trade)), purse::session_mac(session, purse::amount_alone(trade.amount))};
}

Answers purchase(Inputs& in) {
  const Trade trade = trade_of(in, Counter::offline);
  const Factor card = in.factor("asn");
  const Key purchase_key = diversify(in.key("master_purchase"), card);
  const auto macs = purchase_macs(trade, purchase_key);
  const Mac tac = purse::transaction_code(diversify(in.key("master_tac"), card), purse::debit(trade));
  const Bytes type{static_cast<std::uint8_t>(trade.type)}, sequence = bytes_of(trade.sequence), number = bytes_of(trade.terminal_sequence);
  const Bytes init = join({hex("805001"), purse_of(trade.type, 0x05), hex("0B"), Bytes{in.byte_or("keyId", 0x01)}, bytes_of(trade.amount),
                           trade.terminal, hex("0F")});
  const Bytes answer = join({in.bytes("bal", 4), sequence, hex(no_overdraft), hex(key_version_and_algorithm), trade.random});
  const Bytes psam_init = join({hex("807000001C"), trade.random, sequence, bytes_of(trade.amount), type, trade.moment,
                                hex(key_version_and_algorithm), card});
  return {{"DPK", to_hex(purchase_key.view())},
          {"SESPK", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)},
          {"TAC", to_hex(tac)},
          {"apdu_init", to_hex(init)},
          {"resp_init", to_hex(answer)},
          {"apdu_debit", to_hex(join({hex("805401000F"), number, trade.moment, macs.mac1, hex("08")}))},
          {"resp_debit", to_hex(join({tac, macs.mac2}))},
          {"psam_init_apdu", to_hex(psam_init)},
          {"psam_init_resp", to_hex(join({number, macs.mac1}))},
          {"psam_credit_apdu", to_hex(join({hex("8072000004"), macs.mac2}))}};
}

Answers composite(Inputs& in) {
  const Trade trade = trade_of(in, Counter::offline);
  const auto macs = purchase_macs(trade, in.key("DPK"));
  return {{"SESPK", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)},
          {"TAC", to_hex(purse::transaction_code(in.key("DTK"), purse::debit(trade)))}};
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
  const Money after = changed_balance(in, -1);
  return {{"SES", to_hex(macs.session.view())},
          {"MAC1", to_hex(macs.mac1)},
          {"MAC2", to_hex(macs.mac2)},
          {"new_bal", to_hex(bytes_of(after))},
          {"MAC3", to_hex(purse::session_mac(macs.session, purse::completion(after, trade)))}};
}

Answers overdraft(Inputs& in) {
  const Trade trade = overdraft_trade(in);
  const Key session = purse::online_session(in.key("DUK"), trade);
  return {{"SES", to_hex(session.view())},
          {"MAC1", to_hex(purse::session_mac(session, purse::overdraft_announcement(money_of(in, "bal"), limit_of(in, "old_limit"), trade)))},
          {"MAC2", to_hex(purse::session_mac(session, purse::overdraft_order(limit_of(in, "new_limit"), trade)))}};
}

constexpr std::array kinds_of_purses{
    Kind{"captured_load", captured_load}, Kind{"load", load},     Kind{"load_proof", load_proof}, Kind{"purchase", purchase}, Kind{"composite", composite},
    Kind{"sm4_purchase", sm4_purchase},   Kind{"unload", unload}, Kind{"overdraft", overdraft},
};

}  // namespace

std::span<const Kind> purse_kinds() { return kinds_of_purses; }

}  // namespace kwota::seal::vectors
