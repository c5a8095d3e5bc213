// What the tests of purse cards share: the counter's desk with a purse card on it, orders, and a pump that waters with it.
#pragma once
#include "carry/cards/purse_card/family.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "seal/recipes/purse_sessions.h"
#include "sim/counter_card/desk.h"

namespace kwota::sim::test {

inline const cards::Family& purses() { return cards::purse_card_family; }

inline constexpr cards::TerminalNumber counter_terminal{0x13, 0x01, 0x01, 0x00, 0x00, 0x07}, pump_terminal{0x13, 0x01, 0x02, 0x00, 0x00, 0x17};
inline constexpr cards::Moment one_morning{0x20, 0x26, 0x06, 0x01, 0x08, 0x30, 0x00}, at_noon{0x20, 0x26, 0x06, 0x01, 0x12, 0x00, 0x00};
inline const Bytes farmers_pin = to_bytes(view_of("105017"));

inline purse_card::SerialNumber farmers_number() { return *purse_card::serial_number(3301, 26, 17); }
inline cards::CardKeys purse_keys() { return {.serial = purse_card::factor_of(farmers_number())}; }

inline cards::PurseIssue purse_issue() {
  cards::PurseIssue order;
  order.chip = serial;
  put_be32(order.application.issuer.data(), county);
  order.application.serial = farmers_number();
  order.application.valid_from = {0x20, 0x26, 0x01, 0x01};
  order.application.valid_to = {0x20, 0x36, 0x12, 0x31};
  order.areas = {.count = 2, .areas = {33'010'001, 33'010'002, 0, 0}, .price_class = 1};
  order.pin = farmers_pin;
  return order;
}

inline cards::PurseOrder purse_order(std::uint32_t n, std::int64_t fen) {
  cards::PurseOrder order;
  order.keys = purse_keys();
  order.sale = "S-" + std::to_string(n);
  order.amount = Money::minor(fen);
  order.n = SequenceNumber{n};
  order.terminal = counter_terminal;
  order.moment = one_morning;
  order.pin = farmers_pin;
  order.first_attempt = true;
  return order;
}

/// Laid on the reader: recognised, so that its application is selected.
inline cards::Recognition put_down(Desk& desk) {
  desk.put_down_again();
  return *run_dialogue(desk, cards::recognise(cards::all(), desk.card->atr(), county));
}

inline const ElementaryFile* purse_file(const Desk& desk) {
  for (const auto& directory : desk.card->state().mf.directories)
    for (const auto& file : directory.files)
      if (file.kind == iso7816::FileKind::purse) return &file;
  return nullptr;
}
/// What stands on the card, whoever says what.
inline Money money_on(const Desk& desk) {
  const auto* file = purse_file(desk);
  return file == nullptr ? Money{} : Money::minor(get_be32(file->content.data()));
}
inline std::uint16_t counter_on(const Desk& desk) {
  const auto* file = purse_file(desk);
  return file == nullptr ? std::uint16_t{0} : get_be16(file->content.data() + 4);
}

/// A card that was issued, with nothing on it.
inline CardState issued_purse() {
  static const CardState state = [] {
    Desk desk{blank()};
    const auto made = run_dialogue(desk, purses().issue_purse(purse_issue()));
    assert(made.ok());
    return desk.card->state();
  }();
  return state;
}

/// With 100 yuan of the first load.
inline CardState loaded_purse() {
  static const CardState state = [] {
    Desk desk{issued_purse()};
    put_down(desk);
    const auto written = run_dialogue(desk, purses().load(purse_order(1, 10'000)));
    assert(written->outcome == cards::Outcome::done);
    return desk.card->state();
  }();
  return state;
}

/// A pump with its security module: locks the card, and knows the GMAC of what was watered.
struct Pump {
  seal::purse::Trade lock{.terminal_sequence = 0x2A, .amount = {}, .type = purse_card::TransactionType::purse_grey_lock, .terminal = pump_terminal,
                          .moment = one_morning};
  seal::Key session = seal::Key::des(Bytes(8));

  void lock_card(Desk& desk) {
    const auto key = seal::diversify(seal::test_root(seal::Purpose::purchase), purse_keys().serial.bytes);
    Bytes data{cards::purse_key::purchase};
    append(data, pump_terminal);
    const auto begun = desk.card->exchange({.cla = 0xE0, .ins = 0x7A, .p1 = 0x08, .p2 = 0x02, .data = data, .le = 0x0F});
    assert(begun.ok() && begun->sw.ok());
    lock.sequence = get_be16(begun->data.data() + 4);
    std::copy_n(begun->data.begin() + 11, 4, lock.random.begin());
    constexpr std::array<std::uint8_t, 4> terminal_random{0xA1, 0xA2, 0xA3, 0xA4};
    session = seal::purse::grey_session(key, lock, terminal_random).session;
    Bytes order;
    append_be32(order, lock.terminal_sequence);
    append(order, terminal_random);
    append(order, lock.moment);
    append(order, seal::purse::session_mac(session, seal::purse::lock_order(lock)));
    const auto locked = desk.card->exchange({.cla = 0xE0, .ins = 0x7C, .p1 = 0x08, .data = order, .le = 0x08});
    assert(locked.ok() && locked->sw.ok());
  }
  cards::HungDebit record(std::int64_t fen) const {
    cards::HungDebit order;
    order.keys = purse_keys();
    order.record = "R-1";
    order.amount = Money::minor(fen);
    order.lock_sequence = lock.sequence;
    order.terminal = pump_terminal;
    order.terminal_sequence = lock.terminal_sequence;
    order.moment = at_noon;
    order.gmac = seal::purse::session_mac(session, seal::purse::amount_alone(order.amount));
    return order;
  }
};

}  // namespace kwota::sim::test
