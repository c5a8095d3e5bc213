#include "seal/vectors/purse.h"

namespace kwota::seal::vectors {

purse::Trade trade_of(Inputs& in, Counter counter, Time time) {
  const bool online = counter == Counter::online;
  purse::Trade trade{.random = array_of<4>(in.bytes("rnd", 4)),
                     .sequence = get_be16(in.bytes(online ? "onSeq" : "offSeq", 2).data()),
                     .terminal_sequence = online ? 0 : in.be32("termSeq"),
                     .amount = money_of(in, "amt"),
                     .type = static_cast<purse::TransactionType>(in.bytes("TT", 1)[0]),
                     .terminal = array_of<6>(in.bytes("TID", 6))};
  if (time == Time::wanted || in.has("datetime")) trade.moment = array_of<7>(in.bytes("datetime", 7));
  return trade;
}

purse::Trade later(Inputs& in, purse::Trade trade, std::string_view type, std::string_view moment) {
  trade.type = static_cast<purse::TransactionType>(in.bytes(type, 1)[0]);
  trade.moment = array_of<7>(in.bytes(moment, 7));
  return trade;
}

purse::Trade overdraft_trade(Inputs& in) {
  return {.random = array_of<4>(in.bytes("rnd", 4)),
          .sequence = get_be16(in.bytes("onSeq", 2).data()),
          .amount = {},
          .type = static_cast<purse::TransactionType>(in.bytes("TT", 1)[0]),
          .terminal = array_of<6>(in.bytes("TID", 6)),
          .moment = array_of<7>(in.bytes("datetime", 7))};
}

Money money_of(Inputs& in, std::string_view name) { return Money::minor(std::int64_t{in.be32(name)}); }

std::uint32_t limit_of(Inputs& in, std::string_view name) {
  const Bytes three = in.bytes(name, 3);
  return static_cast<std::uint32_t>(three[0] << 16 | three[1] << 8 | three[2]);
}

Money changed_balance(Inputs& in, int sign) {
  const auto after = Money::minor(std::int64_t{in.be32("bal")} + sign * std::int64_t{in.be32("amt")});
  if (!after.is_negative() && after <= purse_card::purse_max) return after;
  in.refuse("the purse cannot hold the balance after it");
  return {};
}

Bytes bytes_of(Money amount) { return bytes_of(static_cast<std::uint32_t>(amount.minor())); }

Bytes bytes_of(std::uint16_t sequence) {
  Bytes bytes(2);
  put_be16(bytes.data(), sequence);
  return bytes;
}

Bytes bytes_of(std::uint32_t number) {
  Bytes bytes;
  append_be32(bytes, number);
  return bytes;
}

Bytes purse_of_grey(purse::TransactionType type) { return Bytes{std::uint8_t(static_cast<std::uint8_t>(type) % 2 == 1 ? 0x01 : 0x02)}; }

std::string log_record(const purse::Trade& trade) {
  const Bytes type{static_cast<std::uint8_t>(trade.type)};
  return to_hex(join({bytes_of(trade.sequence), hex(no_overdraft), bytes_of(trade.amount), type, trade.terminal, trade.moment}));
}

}  // namespace kwota::seal::vectors
