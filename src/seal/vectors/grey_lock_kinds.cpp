// Grey lock (cards.md 2.5): the purse is reserved before an unknown amount is consumed.
#include "seal/vectors/kinds.h"
#include "seal/vectors/purse.h"

namespace kwota::seal::vectors {
namespace {

using purse::Trade;

Key diversified(Inputs& in, Key key, std::string_view factors) {
  for (const Factor& factor : in.factors(factors)) key = diversify(key, factor);
  return key;
}

/// What all kinds of a lock compute from the keys of its card.
struct Lock {
  Trade lock, debit;
  Money balance, after;
  Key step, session;
  Mac mac1, mac2, gtac, gmac, tac;
};

Lock lock_of(Inputs& in, const Key& purchase_key, const Key& tac_key) {
  Trade lock = trade_of(in, Counter::offline);
  const Trade debit = later(in, lock, "TT_debit", "datetime_debit");
  lock.amount = {};
  const Money balance = money_of(in, "bal");
  const auto [step, session] = purse::grey_session(purchase_key, lock, array_of<4>(in.bytes("termRnd", 4)));
  return {.lock = lock,
          .debit = debit,
          .balance = balance,
          .after = changed_balance(in, -1),
          .step = step,
          .session = session,
          .mac1 = purse::session_mac(session, purse::lock_order(lock)),
          .mac2 = purse::session_mac(session, purse::lock_answer(balance, lock)),
          .gtac = purse::transaction_code(tac_key, purse::lock_completion(balance, lock)),
          .gmac = purse::session_mac(session, purse::amount_alone(debit.amount)),
          .tac = purse::transaction_code(tac_key, purse::debit(debit))};
}

Bytes type_of(const Trade& trade) { return Bytes{static_cast<std::uint8_t>(trade.type)}; }
Bytes next_sequence(const Trade& lock) { return bytes_of(static_cast<std::uint16_t>(lock.sequence + 1)); }

Bytes debit_command(const Lock& all) {
  return join({hex("E07E08"), purse_of_grey(all.lock.type), hex("1B"), bytes_of(all.debit.amount), next_sequence(all.lock), all.lock.terminal,
               bytes_of(all.lock.terminal_sequence), all.debit.moment, all.gmac, hex("04")});
}
Bytes proof_grey(const Lock& all) {
  return join({hex("01"), type_of(all.lock), purse_of_grey(all.lock.type), bytes_of(all.balance), bytes_of(all.lock.sequence), all.lock.terminal,
               all.lock.moment, all.mac2, all.gtac});
}
/// Free and TAC-pending differ in the state alone.
Bytes proof_debited(const Lock& all, std::string_view state) {
  return join({hex(state), type_of(all.debit), purse_of_grey(all.lock.type), bytes_of(all.after), next_sequence(all.lock), all.lock.terminal,
               all.debit.moment, bytes_of(all.debit.amount), all.tac});
}
Bytes lock_command(Inputs& in, const Lock& all) {
  return join({hex("E07C080013"), bytes_of(all.lock.terminal_sequence), in.bytes("termRnd", 4), all.lock.moment, all.mac1, hex("08")});
}
Bytes init_command(Inputs& in, const Lock& all) {
  return join({hex("E07A08"), purse_of_grey(all.lock.type), hex("07"), Bytes{in.byte_or("keyId", 0x01)}, all.lock.terminal, hex("0F")});
}

Answers grey(Inputs& in) {
  const Key purchase_key = diversified(in, in.key("master_purchase"), "factors");
  // One level whatever the levels of the purchase key: no terminal may forge a TAC.
  const Lock all = lock_of(in, purchase_key, diversify(in.key("master_tac"), in.factor("asn")));
  return {{"DPK", to_hex(purchase_key.view())},
          {"tmp", to_hex(all.step.view())},
          {"SESPK", to_hex(all.session.view())},
          {"MAC1", to_hex(all.mac1)},
          {"MAC2", to_hex(all.mac2)},
          {"GTAC", to_hex(all.gtac)},
          {"GMAC", to_hex(all.gmac)},
          {"TAC_debit", to_hex(all.tac)},
          {"apdu_init", to_hex(init_command(in, all))},
          {"apdu_lock", to_hex(lock_command(in, all))},
          {"resp_lock", to_hex(join({all.gtac, all.mac2}))},
          {"apdu_debit", to_hex(debit_command(all))},
          {"psam_gmac_apdu", to_hex(join({hex("E04400000F"), type_of(all.debit), in.factor("asn"), bytes_of(all.lock.sequence), bytes_of(all.debit.amount)}))},
          {"lock_proof_grey", to_hex(proof_grey(all))},
          {"lock_proof_tac_pending", to_hex(proof_debited(all, "10"))}};
}

/// A whole watering: card, terminal's PSAM, and what the card says afterwards.
Answers grey_session(Inputs& in) {
  const Key purchase_key = diversified(in, in.key("master_purchase"), "purchase_factors");
  const Key tac_key = diversified(in, in.key("master_tac"), "tac_factors");
  const Lock all = lock_of(in, purchase_key, tac_key);
  const Key terminal_key = diversify(in.key("master_terminal_tac"), purse::terminal_factor(all.lock.terminal));
  const CardSerial card{in.factor("asn10")};
  const Mac terminal_code = purse::transaction_code(terminal_key, purse::terminal_debit(all.debit, card));

  const Bytes version{in.byte_or("ver", 0x01), in.byte_or("alg", 0x00)}, sequence = bytes_of(all.lock.sequence), balance = bytes_of(all.balance);
  Bytes factors;
  for (const Factor& factor : in.factors("wire_factors")) append(factors, factor);
  const Bytes psam_data = join({all.lock.random, sequence, balance, type_of(all.lock), all.lock.moment, version, factors});
  Trade logged = all.debit;
  logged.sequence = static_cast<std::uint16_t>(logged.sequence + 1);
  return {{"DPK", to_hex(purchase_key.view())},
          {"DTK", to_hex(tac_key.view())},
          {"terminal_TAC_key", to_hex(terminal_key.view())},
          {"tmp", to_hex(all.step.view())},
          {"SESPK", to_hex(all.session.view())},
          {"apdu_init_lock", to_hex(init_command(in, all))},
          {"resp_init_lock", to_hex(join({balance, sequence, in.bytes("overdraft", 3), version, all.lock.random}))},
          {"psam_init_apdu", to_hex(join({hex("E0400000"), Bytes{static_cast<std::uint8_t>(psam_data.size())}, psam_data}))},
          {"psam_init_resp", to_hex(join({bytes_of(all.lock.terminal_sequence), in.bytes("termRnd", 4), all.mac1}))},
          {"apdu_lock", to_hex(lock_command(in, all))},
          {"resp_lock", to_hex(join({all.gtac, all.mac2}))},
          {"psam_certify_apdu", to_hex(join({hex("E042000004"), all.mac2}))},
          {"psam_debit_apdu", to_hex(join({hex("E04400000F"), type_of(all.debit), card.bytes, sequence, bytes_of(all.debit.amount)}))},
          {"psam_debit_resp", to_hex(join({all.gmac, terminal_code}))},
          {"psam_get_gmac_apdu", to_hex(join({hex("E046000004"), bytes_of(all.lock.terminal_sequence)}))},
          {"apdu_debit", to_hex(debit_command(all))},
          {"resp_debit", to_hex(all.tac)},
          {"proof_grey", to_hex(proof_grey(all))},
          {"proof_tac_pending", to_hex(proof_debited(all, "10"))},
          {"proof_free", to_hex(proof_debited(all, "00"))},
          {"log_record", log_record(logged)}};
}

/// The same with blocks of 16 bytes (cards.md 1).
Answers sm4_grey(Inputs& in) {
  const Key purchase_key = diversified(in, in.key("master_purchase", Suite::sm4), "purchase_factors");
  const Key tac_key = diversified(in, in.key("master_tac", Suite::sm4), "tac_factors");
  const Lock all = lock_of(in, purchase_key, tac_key);
  return {{"DPK", to_hex(purchase_key.view())},  {"DTK", to_hex(tac_key.view())}, {"tmp", to_hex(all.step.view())},
          {"SESPK", to_hex(all.session.view())}, {"MAC1", to_hex(all.mac1)},      {"MAC2", to_hex(all.mac2)},
          {"GMAC", to_hex(all.gmac)},            {"GTAC", to_hex(all.gtac)},      {"TAC_debit", to_hex(all.tac)}};
}

struct Release {
  Trade trade;
  std::uint16_t offline_sequence = 0;
  Money after;
  Key session;
  Mac mac1, mac2, mac3;
};

Release release_of(Inputs& in, const Key& release_key) {
  const Trade trade = trade_of(in, Counter::online);
  const auto offline_sequence = get_be16(in.bytes("offSeq", 2).data());
  const Money after = changed_balance(in, -1);
  const Key session = purse::online_session(release_key, trade);
  return {.trade = trade,
          .offline_sequence = offline_sequence,
          .after = after,
          .session = session,
          .mac1 = purse::session_mac(session, purse::release_announcement(money_of(in, "bal"), offline_sequence, trade)),
          .mac2 = purse::session_mac(session, purse::order(trade)),
          .mac3 = purse::session_mac(session, purse::release_completion(after, offline_sequence, trade))};
}

Bytes release_command(const Release& all) {
  return join({hex("E07E09000F"), bytes_of(all.trade.amount), all.trade.moment, all.mac2, hex("04")});
}

Answers grey_release(Inputs& in) {
  const Release all = release_of(in, in.key("DUGK"));
  return {{"SES", to_hex(all.session.view())}, {"MAC1", to_hex(all.mac1)}, {"MAC2", to_hex(all.mac2)},
          {"new_bal", to_hex(bytes_of(all.after))}, {"MAC3", to_hex(all.mac3)}, {"apdu", to_hex(release_command(all))}};
}

/// From the province's key to what the card says when it is free again.
Answers grey_release_session(Inputs& in) {
  const Key release_key = diversified(in, in.key("province_key"), "factors");
  const Release all = release_of(in, release_key);
  const Bytes purse = purse_of_grey(all.trade.type), version{in.byte_or("ver", 0x01), in.byte_or("alg", 0x00)};
  const Bytes online = bytes_of(all.trade.sequence);
  return {{"DUGK", to_hex(release_key.view())},
          {"SES", to_hex(all.session.view())},
          {"apdu_init", to_hex(join({hex("E07A09"), purse, hex("07"), Bytes{in.byte_or("keyId", 0x02)}, all.trade.terminal, hex("12")}))},
          {"resp_init", to_hex(join({bytes_of(money_of(in, "bal")), bytes_of(all.offline_sequence), online, version, all.trade.random, all.mac1}))},
          {"apdu_release", to_hex(release_command(all))},
          {"resp_release", to_hex(all.mac3)},
          {"proof_free", to_hex(join({hex("00"), type_of(all.trade), purse, bytes_of(all.after), online, all.trade.terminal, all.trade.moment,
                                      bytes_of(all.trade.amount), all.mac3}))}};
}

/// INIT SAM FOR GREY LOCK: rnd4 offSeq2 bal4 TT date4 time3 ver1 alg1 ASN8 [factor8 ...]; factors are applied from the
/// last (city) to the first (card), cards.md 3.2.
Answers psam_grey_init(Inputs& in) {
  constexpr std::size_t head = 5, before_factors = 20, factor_bytes = 8;
  const Bytes command = in.any_bytes("apdu");
  const auto levels = static_cast<std::size_t>(in.number("levels", 1, 3));
  if (command.size() != head + before_factors + levels * factor_bytes || command[4] != command.size() - head) {
    in.refuse("\"apdu\" has not the length of its factors");
    return {};
  }
  const ByteView data = ByteView{command}.subspan(head);
  Key key = in.key("key");
  for (std::size_t level = levels; level-- > 0;)
    key = diversify(key, array_of<8>(data.subspan(before_factors + level * factor_bytes)));
  const Trade lock{.random = array_of<4>(data),
                   .sequence = get_be16(data.data() + 4),
                   .terminal_sequence = in.be32("termSeq"),
                   .amount = {},
                   .type = static_cast<purse::TransactionType>(data[10]),
                   .terminal = array_of<6>(in.bytes("TID", 6)),
                   .moment = array_of<7>(data.subspan(11))};
  const Bytes terminal_random = in.bytes("termRnd", 4);
  const auto [step, session] = purse::grey_session(key, lock, array_of<4>(terminal_random));
  const Mac mac1 = purse::session_mac(session, purse::lock_order(lock));
  return {{"resp", to_hex(join({bytes_of(lock.terminal_sequence), terminal_random, mac1}))}, {"SESPK", to_hex(session.view())}};
}

constexpr std::array kinds_of_grey_locks{Kind{"grey", grey},
                                         Kind{"grey_session", grey_session},
                                         Kind{"sm4_grey", sm4_grey},
                                         Kind{"grey_release", grey_release},
                                         Kind{"grey_release_session", grey_release_session},
                                         Kind{"psam_grey_init", psam_grey_init}};

}  // namespace

std::span<const Kind> grey_lock_kinds() { return kinds_of_grey_locks; }

}  // namespace kwota::seal::vectors
