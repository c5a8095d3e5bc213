// Grey lock (cards.md 2.5): the purse is reserved before an unknown amount is consumed.
#include "seal/vectors/kinds.h"
#include "seal/vectors/purse.h"

namespace kwota::seal::vectors {
namespace {

/// SESPK of a lock: two steps, the second bound to the terminal's own random number.
struct LockSession {
  Key step, session;
};

LockSession lock_session(const Key& purchase_key, const Trade& trade, const Bytes& terminal_random) {
  const Key step = offline_session(purchase_key, trade);
  return {step, session_key(step, array_of<8>(join({terminal_random, hex("80000000")})))};
}

Bytes next_sequence(const Bytes& sequence) {
  Bytes next(2);
  put_be16(next.data(), static_cast<std::uint16_t>(get_be16(sequence.data()) + 1));
  return next;
}

/// Passbook (TT 91, 93) or purse (TT 92, 94).
Bytes purse_of(const Bytes& type) { return Bytes{std::uint8_t(type[0] % 2 == 1 ? 0x01 : 0x02)}; }

Answers grey(Inputs& in) {
  const Trade trade = trade_of(in, Counter::offline);
  const Bytes terminal_random = in.bytes("termRnd", 4), balance = in.bytes("bal", 4);
  const Bytes debit_type = in.bytes("TT_debit", 1), debit_time = in.bytes("datetime_debit", 7);
  Key purchase_key = in.key("master_purchase");
  for (const Factor& factor : in.factors("factors")) purchase_key = diversify(purchase_key, factor);
  // One level whatever the levels of the purchase key: no terminal may forge a TAC.
  const Key tac_key = diversify(in.key("master_tac"), in.factor("asn"));
  const auto [step, session] = lock_session(purchase_key, trade, terminal_random);
  const Key tac = fold(tac_key);
  const Bytes purse = purse_of(trade.type), after = changed_balance(in, -1), debit_sequence = next_sequence(trade.sequence);

  const Mac mac1 = mac(session, {}, join({trade.type, trade.terminal, trade.time}));
  const Mac mac2 = mac(session, {}, join({balance, trade.sequence}));
  const Mac gmac = mac(session, {}, trade.amount);
  const Mac gtac = mac(tac, {}, join({balance, trade.sequence, trade.type, trade.terminal, trade.terminal_sequence, trade.time}));
  const Mac debit_tac = mac(tac, {}, join({trade.amount, debit_type, trade.terminal, trade.terminal_sequence, debit_time}));

  const Bytes init = join({hex("E07A08"), purse, hex("07"), Bytes{in.byte_or("keyId", 0x01)}, trade.terminal, hex("0F")});
  const Bytes lock = join({hex("E07C080013"), trade.terminal_sequence, terminal_random, trade.time, mac1, hex("08")});
  const Bytes debit = join({hex("E07E08"), purse, hex("1B"), trade.amount, debit_sequence, trade.terminal,
                            trade.terminal_sequence, debit_time, gmac, hex("04")});
  const Bytes proof_grey = join({hex("01"), trade.type, purse, balance, trade.sequence, trade.terminal, trade.time, mac2, gtac});
  const Bytes proof_pending =
      join({hex("10"), debit_type, purse, after, debit_sequence, trade.terminal, debit_time, trade.amount, debit_tac});
  return {{"DPK", to_hex(purchase_key.view())},
          {"tmp", to_hex(step.view())},
          {"SESPK", to_hex(session.view())},
          {"MAC1", to_hex(mac1)},
          {"MAC2", to_hex(mac2)},
          {"GTAC", to_hex(gtac)},
          {"GMAC", to_hex(gmac)},
          {"TAC_debit", to_hex(debit_tac)},
          {"apdu_init", to_hex(init)},
          {"apdu_lock", to_hex(lock)},
          {"resp_lock", to_hex(join({gtac, mac2}))},
          {"apdu_debit", to_hex(debit)},
          {"psam_gmac_apdu", to_hex(join({hex("E04400000F"), debit_type, in.factor("asn"), trade.sequence, trade.amount}))},
          {"lock_proof_grey", to_hex(proof_grey)},
          {"lock_proof_tac_pending", to_hex(proof_pending)}};
}

Answers grey_release(Inputs& in) {
  const Trade trade = trade_of(in, Counter::online);
  const Bytes offline_sequence = in.bytes("offSeq", 2), after = changed_balance(in, -1);
  const Key session = online_session(in.key("DUGK"), trade);
  const Mac mac2 = mac(session, {}, join({trade.amount, trade.type, trade.terminal, trade.time}));
  const Mac mac3 =
      mac(session, {}, join({after, offline_sequence, trade.sequence, trade.amount, trade.type, trade.terminal, trade.time}));
  return {{"SES", to_hex(session.view())},
          {"MAC1", to_hex(mac(session, {}, join({in.bytes("bal", 4), offline_sequence, trade.type, trade.terminal})))},
          {"MAC2", to_hex(mac2)},
          {"new_bal", to_hex(after)},
          {"MAC3", to_hex(mac3)},
          {"apdu", to_hex(join({hex("E07E09000F"), trade.amount, trade.time, mac2, hex("04")}))}};
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
  const Trade trade{.random = to_bytes(data.first(4)),
                    .sequence = to_bytes(data.subspan(4, 2)),
                    .terminal_sequence = in.bytes("termSeq", 4),
                    .amount = {},
                    .type = to_bytes(data.subspan(10, 1)),
                    .terminal = in.bytes("TID", 6),
                    .time = to_bytes(data.subspan(11, 7))};
  const Bytes terminal_random = in.bytes("termRnd", 4);
  const auto [step, session] = lock_session(key, trade, terminal_random);
  const Mac mac1 = mac(session, {}, join({trade.type, trade.terminal, trade.time}));
  return {{"resp", to_hex(join({trade.terminal_sequence, terminal_random, mac1}))}, {"SESPK", to_hex(session.view())}};
}

constexpr std::array kinds_of_grey_locks{Kind{"grey", grey}, Kind{"grey_release", grey_release}, Kind{"psam_grey_init", psam_grey_init}};

}  // namespace

std::span<const Kind> grey_lock_kinds() { return kinds_of_grey_locks; }

}  // namespace kwota::seal::vectors
