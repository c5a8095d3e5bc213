#include "seal/vectors/purse.h"

namespace kwota::seal::vectors {

Trade trade_of(Inputs& in, Counter counter, Time time) {
  const bool online = counter == Counter::online;
  return {.random = in.bytes("rnd", 4),
          .sequence = in.bytes(online ? "onSeq" : "offSeq", 2),
          .terminal_sequence = online ? Bytes(4) : in.bytes("termSeq", 4),
          .amount = in.bytes("amt", 4),
          .type = in.bytes("TT", 1),
          .terminal = in.bytes("TID", 6),
          .time = time == Time::wanted || in.has("datetime") ? in.bytes("datetime", 7) : Bytes{}};
}

Key online_session(const Key& key, const Trade& trade) {
  return session_key(key, array_of<8>(join({trade.random, trade.sequence, hex("8000")})));
}

Key offline_session(const Key& key, const Trade& trade) {
  return session_key(key, array_of<8>(join({trade.random, trade.sequence, ByteView{trade.terminal_sequence}.last(2)})));
}

Bytes changed_balance(Inputs& in, int sign) {
  const std::int64_t after = std::int64_t{in.be32("bal")} + sign * std::int64_t{in.be32("amt")};
  if (after < 0 || after > 0xFFFF'FFFF) in.refuse("the purse cannot hold the balance after it");
  Bytes bytes(4);
  put_be32(bytes.data(), static_cast<std::uint32_t>(after));
  return bytes;
}

}  // namespace kwota::seal::vectors
