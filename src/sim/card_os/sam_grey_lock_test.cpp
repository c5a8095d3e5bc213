// A pump's security module or a counter's PSAM, and a purse card beside it.
#include <gtest/gtest.h>

#include "carry/iso7816/key_usage.h"
#include "sim/card_os/test_purse.h"

namespace kwota::sim {
namespace {
using namespace test;
using iso7816::SamKind;

const Bytes county_purchase_key = hex("00112233445566778899AABBCCDDEEFF"), terminal_tac_key = hex("0C6F64594386BDBFC4DEEBDD870A707C");
constexpr std::string_view some_card = "1301260000000017";

enum class Table : std::uint8_t { kept, in_memory };

struct LockingSam {
  ScriptedRandom random;
  CardOs card = card_in_memory(blank_card(serial, transport_key), random);
  Desk desk{card};

  explicit LockingSam(Table table) {
    desk.authenticate(0, transport_key);
    ok("80E0DF020838" "1400F0F000FFFF");
    desk.send("00A4000002DF02");
    ok("80E00000073F0400FFF0FFFF");
    EXPECT_EQ(desk.write_key(transport_key, 0x01, 0, join("F9F0F00AFF", master_key)), "9000");
    ok("80D401010B3AF0EF0133323436383130");
    ok("80E0001607" "280006F0F0FFFF");
    ok("80E0001807" "280004F0EFFFFF");
    if (table == Table::kept) ok("80E0001B07" "280A00EFEFFFFF");
    ok("00D6960006" "130101000007");
    key(SamKind::purchase, 1, county_purchase_key);
    key(SamKind::terminal_tac, 0, terminal_tac_key);
    give_pin();
  }
  void ok(std::string_view apdu) { EXPECT_EQ(desk.send(apdu), "9000") << apdu; }
  void key(SamKind kind, std::uint8_t levels, const Bytes& value) {
    EXPECT_EQ(desk.write_key(master_key, 0x00, 0, join(to_hex(Bytes{iso7816::sam_usage(kind, levels), 1, 0x00}), value)), "9000");
  }
  void give_pin() { ok("0020000106323436383130"); }
  void lose_power() {
    card.power_off();
    ASSERT_TRUE(card.power_on().ok());
    desk.send("00A4000002DF02");
    give_pin();
  }
  /// termSeq4 termRnd4 MAC1 and the status.
  std::string init(std::string_view card_number, std::string_view balance = "00002710") {
    return desk.send("E04000001C" "01020304" "0005" + std::string{balance} + "92" "20260601083000" "0100" + std::string{card_number});
  }
  std::string debit(std::string_view card_number, std::string_view amount, std::string_view sequence = "0005") {
    return desk.send("E04400000F94" + std::string{card_number} + std::string{sequence} + std::string{amount});
  }
};

/// As the card computes it.
purse::Trade lock_of(std::string_view answer) {
  return {.random = {1, 2, 3, 4}, .sequence = 5, .terminal_sequence = get_be32(hex(answer.substr(0, 8)).data()), .amount = {},
          .type = purse::TransactionType::purse_grey_lock, .terminal = some_terminal, .moment = some_moment};
}
seal::Key session_of(std::string_view answer, std::string_view card_number = some_card) {
  std::array<std::uint8_t, 8> factor{};
  std::ranges::copy(hex(card_number), factor.begin());
  const auto card_key = seal::diversify(seal::Key::des(county_purchase_key), factor);
  const auto random = hex(answer.substr(8, 8));
  std::array<std::uint8_t, 4> terminal_random{};
  std::copy_n(random.begin(), 4, terminal_random.begin());
  return purse::grey_session(card_key, lock_of(answer), terminal_random).session;
}
std::string certificate(std::string_view answer, std::int64_t balance = 10'000, std::string_view card_number = some_card) {
  return "E042000004" + to_hex(purse::session_mac(session_of(answer, card_number), purse::lock_answer(Money::minor(balance), lock_of(answer))));
}

std::string number(int n) {
  const auto digits = std::to_string(10'000 + n);
  return "13012600000" + digits;
}

TEST(SamGreyLock, opens_a_lock_with_the_MACs_that_the_card_computes_and_gives_the_GMAC_of_one_amount) {
  LockingSam sam(Table::kept);
  const auto answer = sam.init(some_card);
  ASSERT_EQ(answer.size(), 2 * (4 + 4 + 4 + 2u)) << answer;
  EXPECT_EQ(answer.substr(16, 8), to_hex(purse::session_mac(session_of(answer), purse::lock_order(lock_of(answer)))));
  EXPECT_EQ(sam.debit(some_card, "0000029A"), "6985") << "before the card's MAC2 the pump never ran";
  ASSERT_EQ(sam.desk.send(certificate(answer)), "9000");
  EXPECT_EQ(sam.debit(some_card, "00002711"), "9401") << "more than the purse held";
  EXPECT_EQ(sam.debit(some_card, "0000029A", "0006"), "6985") << "another lock";
  const auto sealed = sam.debit(some_card, "0000029A");
  EXPECT_EQ(sealed.substr(0, 8), to_hex(purse::session_mac(session_of(answer), purse::amount_alone(Money::minor(666)))));
  auto paid = lock_of(answer);
  paid.amount = Money::minor(666);
  paid.type = purse::TransactionType::purse_grey_debit;
  EXPECT_EQ(sealed.substr(8, 8), to_hex(purse::transaction_code(seal::Key::des(terminal_tac_key), purse::terminal_debit(paid, {{0x13, 0x01, 0x26, 0, 0, 0, 0, 0x17}}))));
  EXPECT_EQ(sam.debit(some_card, "0000029A"), sealed) << "the same again";
  EXPECT_EQ(sam.debit(some_card, "0000029B"), "6985") << "a second amount for one lock";
}

TEST(SamGreyLock, of_a_pump_survives_a_loss_of_power_before_and_after_the_debit) {
  LockingSam sam(Table::kept);
  const auto answer = sam.init(some_card);
  ASSERT_EQ(sam.desk.send(certificate(answer)), "9000");
  sam.lose_power();
  const auto sealed = sam.debit(some_card, "0000029A");
  ASSERT_EQ(sealed.size(), 20u) << sealed;
  sam.lose_power();
  EXPECT_EQ(sam.desk.send("E046000004" + answer.substr(0, 8)), sealed) << "the answer was lost";
  EXPECT_EQ(sam.desk.send("E046010004" + answer.substr(0, 8)), "9000") << "acknowledged";
  EXPECT_EQ(sam.desk.send("E046000004" + answer.substr(0, 8)), "9406");
}

TEST(SamGreyLock, a_stranger_with_wrong_MAC2s_shuts_nobody_out) {
  LockingSam sam(Table::kept);
  for (int swipe = 0; swipe < 40; ++swipe) EXPECT_EQ(sam.desk.send(certificate(sam.init(number(swipe)), 10'001, number(swipe))), "9302") << swipe;
  EXPECT_EQ(sam.desk.send(certificate(sam.init(some_card))), "9000");
}

TEST(SamGreyLock, one_that_was_never_certified_is_settled_with_nothing) {
  LockingSam sam(Table::kept);
  const auto answer = sam.init(some_card);
  EXPECT_EQ(sam.desk.send(certificate(answer, 10'001)), "9302");
  EXPECT_EQ(sam.desk.send(certificate(answer)), "6901") << "one answer for one lock";
  EXPECT_EQ(sam.debit(some_card, "00000001"), "6985");
  EXPECT_EQ(sam.debit(some_card, "00000000").size(), 20u);
}

TEST(SamGreyLock, a_pump_refuses_the_65th_open_lock_without_drawing_a_number) {
  LockingSam sam(Table::kept);
  for (int n = 0; n < 64; ++n) ASSERT_EQ(sam.desk.send(certificate(sam.init(number(n)), 10'000, number(n))), "9000") << n;
  const auto before = sam.desk.send("00B0980004");
  EXPECT_EQ(sam.init(number(64)), "6A84");
  EXPECT_EQ(sam.desk.send("00B0980004"), before);
  EXPECT_EQ(sam.init(number(3)).size(), 28u) << "a card has one lock: the new one takes the place of its old";
  EXPECT_EQ(sam.debit(number(7), "00000000").size(), 20u);
  EXPECT_EQ(sam.init(number(64)).size(), 28u) << "one whose debit was given makes room";
}

TEST(SamGreyLock, cards_that_never_let_themselves_be_locked_leave_room_for_the_next_farmer) {
  LockingSam sam(Table::kept);
  ASSERT_EQ(sam.desk.send(certificate(sam.init(some_card))), "9000");
  for (int n = 0; n < 200; ++n) ASSERT_EQ(sam.init(number(n)).size(), 28u) << n;
  EXPECT_EQ(sam.debit(some_card, "0000029A").size(), 20u) << "who waters is not dropped for them";
}

TEST(SamGreyLock, a_counter_drops_the_oldest_and_forgets_all_without_power) {
  LockingSam sam(Table::in_memory);
  for (int n = 0; n < 65; ++n) ASSERT_EQ(sam.init(number(n)).size(), 28u) << n;
  EXPECT_EQ(sam.debit(number(0), "00000000"), "6985") << "the oldest";
  EXPECT_EQ(sam.debit(number(64), "00000000").size(), 20u);
  sam.lose_power();
  EXPECT_EQ(sam.debit(number(63), "00000000"), "6985");
}

TEST(SamGreyLock, one_that_the_county_card_issued_for_a_counter_drops_the_oldest_and_keeps_the_others) {
  LockingSam sam(Table::kept);
  sam.ok("00D6960006" "130110000007");  // of kind 1
  for (int n = 0; n < 65; ++n) ASSERT_EQ(sam.init(number(n)).size(), 28u) << n;
  sam.lose_power();
  EXPECT_EQ(sam.debit(number(0), "00000000"), "6985") << "the oldest";
  EXPECT_EQ(sam.debit(number(1), "00000000").size(), 20u);
}

}  // namespace
}  // namespace kwota::sim
