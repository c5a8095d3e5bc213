#include "seal/recipes/purse_sessions.h"

#include <algorithm>
#include <cassert>

namespace kwota::seal::purse {
namespace {

/// Fields one after another, as they are sealed.
class Message {
 public:
  Message& amount(Money value) {
    assert(!value.is_negative() && value <= purse_card::purse_max);
    append_be32(bytes_, static_cast<std::uint32_t>(value.minor()));
    return *this;
  }
  Message& sequence(std::uint16_t value) {
    std::array<std::uint8_t, 2> two{};
    put_be16(two.data(), value);
    append(bytes_, two);
    return *this;
  }
  Message& limit(std::uint32_t value) {
    std::array<std::uint8_t, 4> four{};
    put_be32(four.data(), value);
    append(bytes_, ByteView{four}.last(3));
    return *this;
  }
  Message& number(std::uint32_t value) {
    append_be32(bytes_, value);
    return *this;
  }
  Message& type(const Trade& trade) {
    bytes_.push_back(static_cast<std::uint8_t>(trade.type));
    return *this;
  }
  Message& raw(ByteView bytes) {
    append(bytes_, bytes);
    return *this;
  }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

/// random || counter || two bytes of the terminal's.
Factor session_input(const Trade& trade, std::uint16_t terminal) {
  Factor input{};
  std::ranges::copy(trade.random, input.begin());
  put_be16(input.data() + 4, trade.sequence);
  put_be16(input.data() + 6, terminal);
  return input;
}

constexpr std::uint16_t online_end = 0x8000;

}  // namespace

Factor online_input(const Trade& trade) { return session_input(trade, online_end); }
Factor offline_input(const Trade& trade) { return session_input(trade, static_cast<std::uint16_t>(trade.terminal_sequence)); }

Key online_session(const Key& key, const Trade& trade) { return session_key(key, online_input(trade)); }
Key offline_session(const Key& key, const Trade& trade) { return session_key(key, offline_input(trade)); }

GreySession grey_session(const Key& purchase_key, const Trade& lock, const std::array<std::uint8_t, 4>& terminal_random) {
  const Key step = offline_session(purchase_key, lock);
  if (step.suite() != Suite::des) {
    // A block of 16 bytes takes the terminal's random number filled, not doubled.
    Bytes session = encrypt(step, pad(terminal_random, step.block()));
    auto key = Key::make(step.suite(), session);
    wipe(session);
    assert(key.ok());
    return {step, *key};
  }
  Factor input{};
  std::ranges::copy(terminal_random, input.begin());
  input[terminal_random.size()] = 0x80;
  return {step, session_key(step, input)};
}

Bytes announcement(Money balance, const Trade& trade) {
  return Message{}.amount(balance).amount(trade.amount).type(trade).raw(trade.terminal).take();
}

Bytes order(const Trade& trade) { return Message{}.amount(trade.amount).type(trade).raw(trade.terminal).raw(trade.moment).take(); }

Bytes completion(Money balance_after, const Trade& trade) {
  return Message{}.amount(balance_after).sequence(trade.sequence).raw(order(trade)).take();
}

Bytes amount_alone(Money amount) { return Message{}.amount(amount).take(); }

Bytes debit(const Trade& trade) {
  return Message{}.amount(trade.amount).type(trade).raw(trade.terminal).number(trade.terminal_sequence).raw(trade.moment).take();
}

Bytes lock_order(const Trade& lock) { return Message{}.type(lock).raw(lock.terminal).raw(lock.moment).take(); }

Bytes lock_answer(Money balance, const Trade& lock) { return Message{}.amount(balance).sequence(lock.sequence).take(); }

Bytes lock_completion(Money balance, const Trade& lock) {
  return Message{}.amount(balance).sequence(lock.sequence).type(lock).raw(lock.terminal).number(lock.terminal_sequence).raw(lock.moment).take();
}

Bytes terminal_debit(const Trade& debit, const CardSerial& card) {
  return Message{}.type(debit).raw(card.bytes).sequence(debit.sequence).amount(debit.amount).raw(debit.terminal).number(debit.terminal_sequence).take();
}

Bytes release_announcement(Money balance, std::uint16_t offline_sequence, const Trade& trade) {
  return Message{}.amount(balance).sequence(offline_sequence).type(trade).raw(trade.terminal).take();
}

Bytes release_completion(Money balance_after, std::uint16_t offline_sequence, const Trade& trade) {
  return Message{}.amount(balance_after).sequence(offline_sequence).sequence(trade.sequence).raw(order(trade)).take();
}

Bytes overdraft_announcement(Money balance, std::uint32_t old_limit, const Trade& trade) {
  return Message{}.amount(balance).limit(old_limit).type(trade).raw(trade.terminal).take();
}

Bytes overdraft_order(std::uint32_t new_limit, const Trade& trade) {
  return Message{}.limit(new_limit).type(trade).raw(trade.terminal).raw(trade.moment).take();
}

Mac session_mac(const Key& session, ByteView message) { return mac(session, {}, message); }

Mac transaction_code(const Key& key, ByteView message) { return mac(fold(key), {}, message); }

Factor terminal_factor(const TerminalNumber& terminal) {
  Factor factor{};
  std::ranges::copy(terminal, factor.begin());
  return factor;
}

}  // namespace kwota::seal::purse
