// What the tests of purses share: a purse card of test keys, and the seals of its other side. Begin with PurseCard.
#pragma once
#include "seal/recipes/purse_sessions.h"
#include "sim/card_os/test_card.h"

namespace kwota::sim::test {

namespace purse = seal::purse;

inline const Bytes load_key = hex("3F3F3F3F3F3F3F3F0102030405060708"), purchase_key_of_card = hex("496BD7A3513644533100B54E71196528"),
                   tac_key = hex("34343434343434343535353535353535"), unload_key = hex("3D3D3D3D3D3D3D3D1112131415161718"),
                   release_key = hex("3D023D023D023D022122232425262728"), overdraft_key = hex("3C3C3C3C3C3C3C3C3132333435363738");
inline const Bytes pin = hex("323436383130");
inline constexpr purse::TerminalNumber some_terminal{0x13, 0x01, 0x01, 0x00, 0x00, 0x07};
inline constexpr purse::Moment some_moment{0x20, 0x26, 0x06, 0x01, 0x08, 0x30, 0x00};

/// From a blank card to a purse card, as the counter does it.
inline std::vector<Step> purse_personalisation() {
  return {
      {"transport key", [](Desk& desk) { return desk.authenticate(0, transport_key); }},
      {"create 3F01", [](Desk& desk) { return desk.send("80E03F0111 38 0600 AA AA 15 FFFF A00000000386980701"); }},
      {"3F01", [](Desk& desk) { return desk.send("00A40000023F01"); }},
      {"key file", [](Desk& desk) { return desk.send("80E0000007 3F 0180 FF AA FFFF"); }},
      {"master key", [](Desk& desk) { return desk.write_key(transport_key, 0x01, 0, join("F9F0AA0A33", master_key)); }},
      {"master state", [](Desk& desk) { return desk.authenticate(0, master_key); }},
      {"line protection", [](Desk& desk) { return desk.write_key(master_key, 0x01, 1, join("F6F0AAFF33", credit_key)); }},
      {"TAC key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 0, join("F4F0AA0100", tac_key)); }},
      {"purchase key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 1, join("FEF0AA0100", purchase_key_of_card)); }},
      {"load key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 1, join("FF11AA0100", load_key)); }},
      {"unload key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 1, join("FD11AA0100", unload_key)); }},
      {"release key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 2, join("FDF0AA0100", release_key)); }},
      {"overdraft key", [](Desk& desk) { return desk.write_key(master_key, 0x01, 1, join("FCF0AA0100", overdraft_key)); }},
      {"PIN", [](Desk& desk) { return desk.send("80D401010B 3A F0 EF 01 33 323436383130"); }},
      {"application file", [](Desk& desk) { return desk.send("80E0001507 A8 001E F0 F0 FF FE"); }},
      {"log", [](Desk& desk) { return desk.send("80E0001807 2E 0A17 F0 EF FF FF"); }},
      {"purse", [](Desk& desk) { return desk.send("80E0000207 2F 0208 F0 00 FF 18"); }},
  };
}

/// The other side of a purse: counter, terminal, centre. Answers are what the card said, "" when it refused with the status in `sw`.
class PurseDesk {
 public:
  explicit PurseDesk(Desk& desk) : desk_(desk) {}
  std::string sw;

  Bytes send(const Bytes& apdu) {
    const auto text = desk_.send(apdu);
    if (text == "silent") {
      sw = text;
      return {};
    }
    sw = text.substr(text.size() - 4);
    return hex(text.substr(0, text.size() - 4));
  }
  Bytes send(std::string_view apdu) { return send(hex(apdu)); }

  void give_pin() { send(join("0020000106", pin)); }
  Money balance() {
    const auto bytes = send("805C000204");
    return Money::minor(bytes.size() == 4 ? get_be32(bytes.data()) : -1);
  }

  /// INITIALIZE for load or unload; the session key stands in `session` then.
  Bytes begin(std::string_view command, purse::TransactionType type, Money amount, const Bytes& key) {
    trade = {.amount = amount, .type = type, .terminal = some_terminal, .moment = some_moment};
    Bytes apdu = hex(std::string{command} + "0B01");
    append_be32(apdu, static_cast<std::uint32_t>(amount.minor()));
    append(apdu, some_terminal);
    apdu.push_back(0x10);
    const auto answer = send(apdu);
    if (answer.size() != 16) return {};
    take(answer, 8);
    session = purse::online_session(seal::Key::des(key), trade);
    return answer;
  }
  std::string order(const Bytes& key, Money amount, bool load) {
    const auto type = load ? purse::TransactionType::purse_load : purse::TransactionType::unload;
    if (begin(load ? "80500002" : "80500502", type, amount, key).empty()) return sw;
    finish(load ? "805200000B" : "805403000B");
    return sw;
  }
  /// `date time MAC2` after `head`; what came back.
  Bytes finish(std::string_view head) {
    Bytes apdu = hex(head);
    append(apdu, trade.moment);
    append(apdu, purse::session_mac(session, purse::order(trade)));
    apdu.push_back(0x04);
    return send(apdu);
  }
  std::string load(Money amount) { return order(load_key, amount, true); }
  std::string unload(Money amount) { return order(unload_key, amount, false); }

  /// From the first command to the one that takes the money; the second alone is seal_purchase().
  std::string purchase(Money amount) {
    begin_purchase(amount);
    answer = send(seal_purchase());
    return sw;
  }
  std::string begin_purchase(Money amount) {
    trade = {.amount = amount, .type = purse::TransactionType::purse_purchase, .terminal = some_terminal, .moment = some_moment};
    Bytes apdu = hex("805001020B01");
    append_be32(apdu, static_cast<std::uint32_t>(amount.minor()));
    append(apdu, some_terminal);
    apdu.push_back(0x0F);
    const auto init = send(apdu);
    if (init.size() == 15) take(init, 11);
    session = purse::offline_session(seal::Key::des(purchase_key_of_card), trade);
    return sw;
  }
  Bytes seal_purchase() const {
    Bytes apdu = hex("805401000F");
    append_be32(apdu, trade.terminal_sequence);
    append(apdu, trade.moment);
    append(apdu, purse::session_mac(session, purse::order(trade)));
    apdu.push_back(0x08);
    return apdu;
  }

  std::string init_lock() {
    trade = {.terminal_sequence = 0x10, .amount = {}, .type = purse::TransactionType::purse_grey_lock, .terminal = some_terminal, .moment = some_moment};
    Bytes apdu = hex("E07A08020701");
    append(apdu, some_terminal);
    apdu.push_back(0x0F);
    const auto answer = send(apdu);
    if (answer.size() == 15) {
      take(answer, 11);
      held = Money::minor(get_be32(answer.data()));
    }
    return sw;
  }
  std::string lock() {
    if (init_lock() != "9000") return sw;
    constexpr std::array<std::uint8_t, 4> terminal_random{0xA1, 0xA2, 0xA3, 0xA4};
    session = purse::grey_session(seal::Key::des(purchase_key_of_card), trade, terminal_random).session;
    Bytes apdu = hex("E07C080013");
    append_be32(apdu, trade.terminal_sequence);
    append(apdu, terminal_random);
    append(apdu, trade.moment);
    append(apdu, purse::session_mac(session, purse::lock_order(trade)));
    apdu.push_back(0x08);
    answer = send(apdu);
    return sw;
  }
  Bytes debit_command(Money amount) {
    Bytes apdu = hex("E07E08021B");
    append_be32(apdu, static_cast<std::uint32_t>(amount.minor()));
    std::array<std::uint8_t, 2> sequence{};
    put_be16(sequence.data(), static_cast<std::uint16_t>(trade.sequence + 1));
    append(apdu, sequence);
    append(apdu, some_terminal);
    append_be32(apdu, trade.terminal_sequence);
    append(apdu, some_moment);
    append(apdu, purse::session_mac(session, purse::amount_alone(amount)));
    apdu.push_back(0x04);
    return apdu;
  }
  std::string debit(Money amount) {
    answer = send(debit_command(amount));
    return sw;
  }
  std::string release(Money amount) {
    trade = {.amount = amount, .type = purse::TransactionType::purse_release, .terminal = some_terminal, .moment = some_moment};
    Bytes apdu = hex("E07A09020702");
    append(apdu, some_terminal);
    apdu.push_back(0x12);
    const auto init = send(apdu);
    if (init.size() != 18) return sw;
    trade.sequence = get_be16(init.data() + 6);
    std::copy_n(init.begin() + 10, 4, trade.random.begin());
    session = purse::online_session(seal::Key::des(release_key), trade);
    Bytes order = hex("E07E09000F");
    append_be32(order, static_cast<std::uint32_t>(amount.minor()));
    append(order, trade.moment);
    append(order, purse::session_mac(session, purse::order(trade)));
    order.push_back(0x04);
    answer = send(order);
    return sw;
  }
  /// INITIALIZE for the limit and the limit itself, 80 58.
  std::string overdraft(std::uint32_t limit) {
    trade = {.amount = {}, .type = purse::TransactionType::overdraft, .terminal = some_terminal, .moment = some_moment};
    const auto init = send("80500402070113010100000713");
    if (init.size() != 19) return sw;
    take(init, 11);
    session = purse::online_session(seal::Key::des(overdraft_key), trade);
    Bytes apdu = hex("805800000E");
    append(apdu, Bytes{0, static_cast<std::uint8_t>(limit >> 8), static_cast<std::uint8_t>(limit)});
    append(apdu, trade.moment);
    append(apdu, purse::session_mac(session, purse::overdraft_order(limit, trade)));
    apdu.push_back(0x04);
    answer = send(apdu);
    return sw;
  }
  std::string proof() { return to_hex(send("E0CA00001E")); }

  purse::Trade trade;
  seal::Key session = seal::Key::des(Bytes(8));
  Money held;
  Bytes answer;

 private:
  void take(const Bytes& init, std::size_t random_at) {
    trade.sequence = get_be16(init.data() + 4);
    std::copy_n(init.begin() + static_cast<std::ptrdiff_t>(random_at), 4, trade.random.begin());
  }
  Desk& desk_;
};

/// A purse card in memory, its application selected.
struct PurseCard {
  ScriptedRandom random;
  CardOs card = card_in_memory(blank_card(serial, transport_key), random);
  Desk desk{card};
  PurseDesk purse{desk};
  PurseCard() {
    for (const auto& step : purse_personalisation()) step.run(desk);
    card.reset();
    desk.send("00A4040009A00000000386980701");
  }
  PurseCard(const PurseCard&) = delete;
  PurseCard& operator=(const PurseCard&) = delete;
};

/// Everything that a purse does, one stored change after another.
inline std::vector<Step> life_of_a_purse() {
  const auto step = [](std::string_view what, auto run) {
    return Step{what, [run](Desk& desk) {
                  PurseDesk purse(desk);
                  return run(purse);
                }};
  };
  return {
      {"3F01", [](Desk& desk) { return desk.send("00A4040009A00000000386980701"); }},
      {"PIN", [](Desk& desk) { return desk.send(join("0020000106", pin)); }},
      step("load", [](PurseDesk& purse) { return purse.load(Money::minor(10'000)); }),
      step("unload", [](PurseDesk& purse) { return purse.unload(Money::minor(1'000)); }),
      step("lock and debit",
           [](PurseDesk& purse) {
             if (purse.lock() != "9000") return purse.sw;
             return purse.debit(Money::minor(666));
           }),
      {"TAC collected", [](Desk& desk) { return desk.send("E0CA0100"); }},
      step("lock and release",
           [](PurseDesk& purse) {
             if (purse.lock() != "9000") return purse.sw;
             return purse.release(Money::minor(34));
           }),
      step("purchase", [](PurseDesk& purse) { return purse.purchase(Money::minor(250)); }),
      step("overdraft limit", [](PurseDesk& purse) { return purse.overdraft(0); }),
  };
}

}  // namespace kwota::sim::test
