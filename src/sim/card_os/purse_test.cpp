// The purse card, command by command: what the chip itself refuses, whatever program speaks to it.
#include <gtest/gtest.h>

#include "sim/card_os/test_purse.h"

namespace kwota::sim {
namespace {
using namespace test;

constexpr Money yuan(std::int64_t n) { return Money::minor(100 * n); }

TEST(PurseCardOs, selecting_the_application_shows_its_file_and_a_new_purse_is_empty) {
  PurseCard card;
  EXPECT_EQ(card.desk.send("00A4040009A00000000386980701").substr(0, 2), "6F");
  EXPECT_EQ(card.purse.balance(), Money{});
  EXPECT_EQ(card.desk.send("E0CA00001E"), "6985") << "never locked";
  EXPECT_EQ(card.desk.send("805C000104"), "6A82") << "no passbook";
}

TEST(PurseCardOs, a_load_needs_the_PIN_and_the_right_seal_and_gives_the_TAC_of_the_counter_before) {
  PurseCard card;
  EXPECT_EQ(card.purse.load(yuan(100)), "6982") << "before the PIN";
  card.purse.give_pin();
  ASSERT_EQ(card.purse.begin("80500002", purse::TransactionType::purse_load, yuan(100), load_key).size(), 16u);
  card.purse.session = seal::Key::des(Bytes(8, 0x11));
  card.purse.finish("805200000B");
  EXPECT_EQ(card.purse.sw, "9302");
  card.purse.finish("805200000B");
  EXPECT_EQ(card.purse.sw, "6901") << "a wrong seal ends what was begun";
  const auto init = card.purse.begin("80500002", purse::TransactionType::purse_load, yuan(100), load_key);
  ASSERT_EQ(init.size(), 16u);
  EXPECT_EQ(to_hex(ByteView(init).last(4)), to_hex(purse::session_mac(card.purse.session, purse::announcement(Money{}, card.purse.trade))));
  const auto tac = card.purse.finish("805200000B");
  EXPECT_EQ(to_hex(tac), to_hex(purse::transaction_code(seal::Key::des(tac_key), purse::completion(yuan(100), card.purse.trade))));
  EXPECT_EQ(card.purse.balance(), yuan(100));
  const auto proof = card.purse.send("805A000202000108");
  EXPECT_EQ(to_hex(ByteView(proof).last(4)), to_hex(tac));
  card.purse.send("805A000202000008");
  EXPECT_EQ(card.purse.sw, "9406") << "asked with the counter before it";
  EXPECT_EQ(card.desk.send("00B201C417"), "00000000000000" "2710" "02" "130101000007" "20260601083000" "9000");
}

TEST(PurseCardOs, another_command_between_the_two_drops_what_was_begun) {
  PurseCard card;
  card.purse.give_pin();
  card.purse.begin("80500002", purse::TransactionType::purse_load, yuan(100), load_key);
  card.purse.balance();
  card.purse.finish("805200000B");
  EXPECT_EQ(card.purse.sw, "6901");
  EXPECT_EQ(card.purse.balance(), Money{});
}

TEST(PurseCardOs, an_unload_proves_the_new_balance_by_MAC3) {
  PurseCard card;
  card.purse.give_pin();
  ASSERT_EQ(card.purse.load(yuan(100)), "9000");
  EXPECT_EQ(card.purse.unload(yuan(101)), "9401");
  card.purse.begin("80500502", purse::TransactionType::unload, yuan(40), unload_key);
  const auto mac3 = card.purse.finish("805403000B");
  EXPECT_EQ(to_hex(mac3), to_hex(purse::session_mac(card.purse.session, purse::completion(yuan(60), card.purse.trade))));
  EXPECT_EQ(card.purse.trade.sequence, 1);
  EXPECT_EQ(to_hex(ByteView(card.purse.send("805A000302000208")).first(4)), to_hex(mac3));
}

TEST(PurseCardOs, a_purchase_is_the_captured_one) {
  PurseCard card;
  card.purse.give_pin();
  ASSERT_EQ(card.purse.load(yuan(1)), "9000");
  card.random.next(hex("584633C9"));
  const auto init = card.purse.send("805001020B" "01" "00000001" "001122334455" "0F");
  EXPECT_EQ(to_hex(init), "00000064" "0000" "000000" "0100" "584633C9");
  purse::Trade trade{.random = {0x58, 0x46, 0x33, 0xC9}, .amount = Money::minor(1), .type = purse::TransactionType::purse_purchase,
                     .terminal = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55}, .moment = {0x20, 0x16, 0x12, 0x16, 0x13, 0x46, 0x00}};
  const auto session = purse::offline_session(seal::Key::des(purchase_key_of_card), trade);
  const auto answer = card.purse.send(hex("805401000F" "00000000" "20161216134600" + to_hex(purse::session_mac(session, purse::order(trade))) + "08"));
  EXPECT_EQ(to_hex(ByteView(answer).last(4)), to_hex(purse::session_mac(session, purse::amount_alone(trade.amount))));
  EXPECT_EQ(to_hex(ByteView(answer).first(4)), to_hex(purse::transaction_code(seal::Key::des(tac_key), purse::debit(trade))));
  EXPECT_EQ(card.purse.balance(), Money::minor(99));
}

TEST(PurseCardOs, a_grey_purse_does_nothing_else_until_it_is_debited) {
  PurseCard card;
  card.purse.give_pin();
  ASSERT_EQ(card.purse.load(yuan(100)), "9000");
  ASSERT_EQ(card.purse.lock(), "9000");
  const auto mac2 = purse::session_mac(card.purse.session, purse::lock_answer(yuan(100), card.purse.trade));
  EXPECT_EQ(card.purse.proof().substr(0, 52), "019202" "00002710" "0000" "130101000007" "20260601083000" + to_hex(mac2));
  EXPECT_EQ(card.purse.load(yuan(1)), "6985");
  EXPECT_EQ(card.purse.unload(yuan(1)), "6985");
  EXPECT_EQ(card.desk.send("E07A08020701" "130101000007" "0F"), "6985") << "locked already";
  EXPECT_EQ(card.desk.send("E0CA0100"), "6985") << "nothing to collect";
  EXPECT_EQ(card.purse.balance(), yuan(100));
}

TEST(PurseCardOs, the_lock_outlives_power_and_its_GMAC_debits_once) {
  PurseCard card;
  card.purse.give_pin();
  ASSERT_EQ(card.purse.load(yuan(100)), "9000");
  ASSERT_EQ(card.purse.lock(), "9000");
  card.card.power_off();
  ASSERT_TRUE(card.card.power_on().ok());
  card.desk.send("00A4040009A00000000386980701");
  auto wrong = card.purse.debit_command(yuan(6));
  wrong[10] = static_cast<std::uint8_t>(wrong[10] ^ 0x01);
  card.purse.send(wrong);
  EXPECT_EQ(card.purse.sw, "9406") << "another counter";
  auto forged = card.purse.debit_command(yuan(6));
  forged[8] = static_cast<std::uint8_t>(forged[8] ^ 0x01);
  card.purse.send(forged);
  EXPECT_EQ(card.purse.sw, "9302") << "another amount under the same GMAC";
  EXPECT_EQ(card.purse.debit(yuan(101)), "9401");
  ASSERT_EQ(card.purse.debit(yuan(6)), "9000");
  auto paid = card.purse.trade;
  paid.amount = yuan(6);
  paid.type = purse::TransactionType::purse_grey_debit;
  EXPECT_EQ(to_hex(card.purse.answer), to_hex(purse::transaction_code(seal::Key::des(tac_key), purse::debit(paid))));
  EXPECT_EQ(card.purse.proof(), "109402" "000024B8" "0001" "130101000007" "20260601083000" "00000258" + to_hex(card.purse.answer));
  EXPECT_EQ(card.purse.debit(yuan(6)), "6985") << "a replay";
  EXPECT_EQ(card.desk.send("E0CA0100"), "9000");
  EXPECT_EQ(card.desk.send("E0CA0100"), "9000") << "asked again";
  EXPECT_EQ(card.purse.proof().substr(0, 2), "00");
  EXPECT_EQ(card.desk.send("00B201C417"), "0001" "000000" "00000258" "94" "130101000007" "20260601083000" "9000");
}

TEST(PurseCardOs, the_debit_of_an_old_lock_moves_nothing_while_the_purse_is_grey_again) {
  PurseCard card;
  card.purse.give_pin();
  ASSERT_EQ(card.purse.load(yuan(100)), "9000");
  ASSERT_EQ(card.purse.lock(), "9000");
  const auto old = card.purse.debit_command(yuan(6));
  card.purse.send(old);
  ASSERT_EQ(card.purse.sw, "9000");
  ASSERT_EQ(card.purse.lock(), "9000") << "he waters again at the same well";
  card.purse.send(old);
  EXPECT_EQ(card.purse.sw, "9406") << "its counter is that of the lock before";
  auto renamed = old;
  std::copy_n(card.purse.debit_command(yuan(6)).begin() + 9, 2, renamed.begin() + 9);
  card.purse.send(renamed);
  EXPECT_EQ(card.purse.sw, "9302") << "and under this lock's counter its GMAC is another session's";
  EXPECT_EQ(card.purse.balance(), yuan(94));
  EXPECT_EQ(card.purse.proof().substr(0, 2), "01") << "still locked";
  EXPECT_EQ(card.purse.debit(yuan(1)), "9000") << "which its own debit frees";
  EXPECT_EQ(card.purse.balance(), yuan(93));
}

TEST(PurseCardOs, a_release_frees_a_grey_purse_and_writes_a_record_only_when_it_costs) {
  PurseCard card;
  card.purse.give_pin();
  ASSERT_EQ(card.purse.load(yuan(100)), "9000");
  EXPECT_EQ(card.purse.release(Money{}), "6985") << "not grey";
  ASSERT_EQ(card.purse.lock(), "9000");
  ASSERT_EQ(card.purse.release(Money{}), "9000");
  EXPECT_EQ(card.purse.proof().substr(0, 18), "009602" "00002710" "0001");
  EXPECT_EQ(card.desk.send("00B201C417").substr(18, 2), "02") << "the load is still the newest record";
  ASSERT_EQ(card.purse.lock(), "9000");
  ASSERT_EQ(card.purse.release(yuan(34)), "9000");
  EXPECT_EQ(card.purse.balance(), yuan(66));
  EXPECT_EQ(card.desk.send("00B201C417").substr(18, 2), "96");
}

TEST(PurseCardOs, a_counter_at_its_end_takes_no_new_transaction_and_a_grey_card_is_always_set_free) {
  PurseCard card;
  card.purse.give_pin();
  ASSERT_EQ(card.purse.load(yuan(100)), "9000");
  auto state = card.card.state();
  auto& content = state.mf.directories.at(0).find_file(0x0002)->content;
  put_be16(content.data() + 6, 0xFFFD);
  ScriptedRandom random;
  auto worn = card_in_memory(state, random);
  Desk desk(worn);
  PurseDesk purse(desk);
  desk.send("00A4040009A00000000386980701");
  ASSERT_EQ(purse.lock(), "9000");
  ASSERT_EQ(purse.debit(yuan(1)), "9000");
  EXPECT_EQ(purse.proof().substr(14, 4), "FFFE");
  EXPECT_EQ(purse.init_lock(), "9402");
}

TEST(PurseCardOs, an_overdraft_limit_stays_zero) {
  PurseCard card;
  EXPECT_EQ(card.purse.overdraft(500), "6A80");
  EXPECT_EQ(card.purse.overdraft(0), "9000");
}

}  // namespace
}  // namespace kwota::sim
