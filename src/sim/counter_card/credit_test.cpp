// Writing a sale onto a card that is in use: what the card holds afterwards, whatever was torn, and that the verdict never
// contradicts it.
#include "carry/cards/user_card/credit.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "carry/cards/common/names.h"
#include "carry/cards/user_card/user_card_table.h"
#include "carry/dialogue/breaks.h"
#include "seal/cipher/secure_messaging.h"
#include "sim/counter_card/desk.h"

namespace kwota::sim::test {
namespace {

using cards::Outcome;

const auto old_purse = purse(1, 10'000);
const auto new_purse = purse(2, 5'000);

user_card::PurseFile purse_on(const Desk& desk) { return user_card::decode_purse(content(desk, user_card::sfi::purse)).value(); }

user_card::ReturnedFile returned(std::uint32_t n) {
  user_card::ReturnedFile file;
  file.meter = MeterNumber::from(4123456789);
  file.customer = CustomerNumber::from(100200300);
  file.remaining = Money::minor(9'876);
  file.count = SequenceNumber{n};
  file.time = {.year = 26, .month = 11, .day = 20, .hour = 9, .minute = 30};
  return file;
}

user_card::RegisterFile registers(std::uint32_t n) {
  user_card::RegisterFile file;
  file.last_count = SequenceNumber{n};
  file.last_amount = Money::minor(10'000);
  file.last_applied = user_card::Applied::credit;
  file.credited = Money::minor(10'000);
  return file;
}

/// The meter's part: it proves itself and writes a file under its own key, which no counter's vault lends.
void meter_writes(Desk& desk, std::uint8_t sfi, ByteView image) {
  const auto root = seal::test_root(seal::Purpose::return_data);
  const auto key = seal::diversify(root, serial.bytes);
  const auto meter = seal::diversify(seal::test_root(seal::Purpose::meter_authentication), serial.bytes);
  ASSERT_TRUE(desk.card->exchange(cards::select(cards::application_id))->sw.ok());
  const auto challenge = desk.card->exchange(cards::get_challenge(8))->data;
  const auto answer = seal::answer_challenge(meter, challenge);
  ASSERT_TRUE(desk.card->exchange(cards::external_authenticate(cards::key_id::meter, answer))->sw.ok());
  seal::Challenge fresh{};
  const auto random = desk.card->exchange(cards::get_challenge(4))->data;
  std::copy(random.begin(), random.end(), fresh.begin());
  const auto mac = seal::line_mac(key, fresh, cards::update_message(sfi, image));
  ASSERT_TRUE(desk.card->exchange(cards::update_binary(sfi, image, mac))->sw.ok());
}

/// The card after it was in the meter.
CardState card_back_from_the_meter() {
  static const CardState state = [] {
    Desk desk{sold_card()};
    const auto registers_image = user_card::encode(registers(1)).value();
    const auto returned_image = user_card::encode(returned(1)).value();
    meter_writes(desk, user_card::sfi::register_copy, registers_image);
    meter_writes(desk, user_card::sfi::returned, returned_image);
    return desk.card->state();
  }();
  return state;
}

cards::CreditOrder next_sale() {
  auto order = sale(old_purse, new_purse);
  const auto image = user_card::encode(returned(1)).value();
  order.returned_stored.assign(image.begin(), image.end());
  return order;
}

TEST(Credit, what_the_meter_wrote_is_read_with_a_mac_and_belongs_to_one_visit) {
  Desk desk{card_back_from_the_meter()};
  ASSERT_TRUE(run_dialogue(desk, cards::recognise(cards::all(), desk.card->atr(), county)).ok());
  const auto card = run_dialogue(desk, cards::read_user_card({.keys = keys(), .nonces = nonces()}));
  ASSERT_TRUE(card.ok()) << card.error().what;
  EXPECT_EQ(card->returned, returned(1));
  EXPECT_EQ(card->registers, registers(1));
}

TEST(Credit, a_sale_takes_exactly_the_commands_of_the_table) {
  Desk desk{card_back_from_the_meter()};
  const auto written = run_dialogue(desk, cards::write_credit(next_sale()));
  ASSERT_EQ(written->outcome, Outcome::done) << (written->cause ? written->cause->what : "");
  EXPECT_EQ(purse_on(desk), new_purse);
  std::vector<std::string> sent, declared;
  for (const auto& command : desk.commands) sent.push_back(cards::name_of(command));
  for (const auto& row : cards::sale_commands) declared.emplace_back(row.command);
  EXPECT_EQ(sent, declared);
  EXPECT_EQ(cards::necessary_of(cards::sale_commands), 12u);
}

TEST(Credit, a_card_that_agrees_and_keeps_what_it_had_has_not_taken_the_sale) {
  Desk desk{card_back_from_the_meter()};
  auto worn = desk.parties();
  constexpr std::uint8_t update_binary = 0xD6, of_instruction = 0x80 | user_card::sfi::instruction;
  worn.device = [&desk](const iso7816::Command& command) -> Result<iso7816::Response> {
    if (command.ins == update_binary && command.p1 == of_instruction) return iso7816::decode_response(hex("9000"));
    return desk.card->exchange(command);
  };
  const auto written = dialogue::run(cards::write_credit(next_sale()), worn);
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(written->cause->code, "card_read_back_differs");
  EXPECT_EQ(purse_on(desk), old_purse);
}

TEST(Credit, the_returned_data_are_emptied_so_that_the_meter_takes_the_credit) {
  Desk desk{card_back_from_the_meter()};
  ASSERT_EQ(run_dialogue(desk, cards::write_credit(next_sale()))->outcome, Outcome::done);
  EXPECT_TRUE(user_card::is_empty_returned(content(desk, user_card::sfi::returned)));
}

TEST(Credit, returned_data_that_the_books_have_not_stored_are_not_emptied) {
  Desk desk{card_back_from_the_meter()};
  auto order = next_sale();
  order.returned_stored.clear();
  const auto written = run_dialogue(desk, cards::write_credit(order));
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(written->cause->code, "returned_data_unknown");
  EXPECT_EQ(purse_on(desk), old_purse);
  EXPECT_EQ(user_card::decode_returned(content(desk, user_card::sfi::returned)), returned(1));
}

TEST(Credit, a_card_with_another_credit_than_the_books_know_is_not_written) {
  Desk desk{card_back_from_the_meter()};
  auto order = next_sale();
  order.expected = purse(1, 9'999);
  const auto written = run_dialogue(desk, cards::write_credit(order));
  EXPECT_EQ(written->cause->code, "card_purse_differs");
  EXPECT_EQ(written->cause->details.at("found_amount"), "10000");
  EXPECT_EQ(purse_on(desk), old_purse);
  EXPECT_TRUE(desk.notes.empty());
}

TEST(Credit, an_amount_that_the_purse_cannot_hold_is_refused) {
  Desk desk{card_back_from_the_meter()};
  auto order = next_sale();
  order.purse = purse(2, std::int64_t{1} << 32);
  const auto written = run_dialogue(desk, cards::write_credit(order));
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(written->cause->code, "bad_credit_order");
  EXPECT_EQ(purse_on(desk), old_purse);
}

TEST(Credit, the_vault_empties_returned_data_for_the_counter_but_never_writes_any) {
  seal::LineMac forged{.key = {seal::Purpose::return_data, 1}, .serial = serial};
  forged.message = cards::update_message(user_card::sfi::returned, user_card::encode(returned(1)).value());
  const auto refused = vault().perform(forged);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "vault_refused");
  forged.message = cards::update_message(user_card::sfi::returned, Bytes(user_card::ReturnedFile::size));
  EXPECT_TRUE(vault().perform(forged).ok());
}

/// The law of a sale: the purse shows the old or the new credit, a new one stands in the journal, and the verdict agrees.
void check_law(const Desk& desk, const std::optional<Result<cards::Written>>& verdict, user_card::PurseFile before,
               user_card::PurseFile now, const std::string& where) {
  const auto stands = purse_on(desk);
  EXPECT_TRUE(stands == before || stands == now) << where;
  if (stands == now) {
    EXPECT_FALSE(desk.notes.empty()) << where << ": credit without a journal entry";
  }
  if (!verdict) return;
  ASSERT_TRUE(verdict->ok()) << where;
  if ((*verdict)->outcome == Outcome::done) {
    EXPECT_EQ(stands, now) << where;
  }
  if ((*verdict)->outcome == Outcome::not_done) {
    EXPECT_EQ(stands, before) << where;
  }
}

/// The card is back: it says itself what became of the torn write.
void check_settled(Desk& desk, user_card::PurseFile now, const std::string& where) {
  desk.put_down_again();
  const auto settled = run_dialogue(desk, cards::settle(keys(), nonces(), now));
  ASSERT_TRUE(settled.ok()) << where;
  EXPECT_EQ(settled->outcome == Outcome::done, purse_on(desk) == now) << where;
  EXPECT_NE(settled->outcome, Outcome::in_doubt) << where;
}

void break_everywhere(const CardState& card, const cards::CreditOrder& order) {
  int doubts = 0;
  dialogue::for_each_break(
      [&] { return Desk{card}; }, [&](Desk&) { return cards::write_credit(order); },
      [&](Desk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<cards::Written>>& verdict) {
        const std::string where = happened ? to_text(*happened) : "unharmed";
        check_law(desk, verdict, *order.expected, order.purse, where);
        check_settled(desk, order.purse, where);
        if (verdict && (*verdict)->outcome == Outcome::in_doubt) ++doubts;
        if (!happened) {
          EXPECT_EQ((*verdict)->outcome, Outcome::done);
        }
      });
  EXPECT_GT(doubts, 0) << "the harness must reach the moment of doubt";
}

TEST(Credit, a_sale_torn_at_every_step_leaves_the_old_or_the_new_credit) { break_everywhere(card_back_from_the_meter(), next_sale()); }

TEST(Credit, a_sale_with_new_tariffs_torn_at_every_step_leaves_the_old_or_the_new_credit) {
  auto order = next_sale();
  order.tariff_current = tariff();
  order.tariff_spare = tariff();
  break_everywhere(card_back_from_the_meter(), order);
}

TEST(Credit, a_take_back_torn_at_every_step_leaves_the_credit_or_the_void) {
  break_everywhere(sold_card(), sale(old_purse, purse(1, 0)));
}

TEST(Credit, a_sum_onto_the_unread_card_torn_at_every_step_leaves_one_of_the_two_amounts) {
  break_everywhere(sold_card(), sale(old_purse, purse(1, 15'000)));
}

TEST(Credit, a_closing_order_torn_at_every_step_leaves_the_old_credit_or_the_order) {
  auto order = next_sale();
  order.instruction.card_type = user_card::CardType::closing;
  order.purse = purse(2, 0);
  break_everywhere(card_back_from_the_meter(), order);
}

TEST(Credit, after_a_torn_sale_the_same_order_finishes_it) {
  dialogue::for_each_break(
      [] { return Desk{card_back_from_the_meter()}; }, [](Desk&) { return cards::write_credit(next_sale()); },
      [](Desk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<cards::Written>>&) {
        desk.put_down_again();
        auto order = next_sale();
        order.expected = purse_on(desk);
        const auto again = run_dialogue(desk, cards::write_credit(order));
        EXPECT_EQ(again->outcome, Outcome::done) << (happened ? to_text(*happened) : "unharmed");
        EXPECT_EQ(purse_on(desk), new_purse);
      });
}

TEST(Credit, a_repeated_order_is_never_called_not_done_while_an_earlier_attempt_is_on_the_card) {
  Desk first{card_back_from_the_meter()};
  ASSERT_EQ(run_dialogue(first, cards::write_credit(next_sale()))->outcome, Outcome::done);
  const auto written_before = first.card->state();
  auto again = next_sale();
  again.expected.reset();
  again.first_attempt = false;
  int doubts = 0;
  dialogue::for_each_break(
      [&] { return Desk{written_before}; }, [&](Desk&) { return cards::write_credit(again); },
      [&](Desk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<cards::Written>>& verdict) {
        EXPECT_EQ(purse_on(desk), new_purse);
        if (!verdict) return;
        EXPECT_NE((*verdict)->outcome, Outcome::not_done) << (happened ? to_text(*happened) : "unharmed");
        doubts += (*verdict)->outcome == Outcome::in_doubt ? 1 : 0;
      });
  EXPECT_GT(doubts, 0) << "before the card has shown its purse nobody can know";
}

TEST(Credit, settle_is_not_deceived_by_a_copy_of_the_card_under_another_serial) {
  auto other = sold_card();
  other.serial.bytes[7] ^= 1;
  Desk desk{other};
  const auto settled = run_dialogue(desk, cards::settle({.serial = other.serial}, nonces(), old_purse));
  ASSERT_FALSE(settled.ok());
  EXPECT_EQ(settled.error().code, "card_answer_forged");
}

/// A line between card and counter on which somebody flips one bit of an answer.
TEST(Credit, a_flipped_bit_in_what_the_card_answers_never_makes_a_sale_done_that_is_not) {
  const bool held = rc::check("one bit of one answer", [] {
    Desk desk{card_back_from_the_meter()};
    const auto at = *rc::gen::inRange<std::size_t>(0, cards::sale_commands.size());
    const auto bit = *rc::gen::inRange<std::size_t>(0, 8 * 53);
    auto parties = desk.parties();
    std::size_t exchanged = 0;
    parties.device = [&](const iso7816::Command& command) -> Result<iso7816::Response> {
      auto answer = desk.card->exchange(command);
      if (exchanged++ == at && answer.ok() && !answer->data.empty()) {
        const auto place = bit % (answer->data.size() * 8);
        answer->data[place / 8] ^= static_cast<std::uint8_t>(1u << (place % 8));
      }
      return answer;
    };
    const auto verdict = dialogue::run(cards::write_credit(next_sale()), parties);
    RC_ASSERT(verdict.ok());
    if (verdict->outcome == Outcome::done) RC_ASSERT(purse_on(desk) == new_purse);
    if (verdict->outcome == Outcome::not_done) RC_ASSERT(purse_on(desk) == old_purse);
  });
  EXPECT_TRUE(held);
}

TEST(Credit, power_lost_at_any_byte_of_the_cards_memory_leaves_the_old_or_the_new_credit) {
  const auto begin = card_back_from_the_meter();
  SeededRandom random{3};
  std::size_t bytes = 1, step = 97;
  for (std::size_t cut = 0; cut <= bytes; cut += step) {
    auto torn = std::make_shared<TornStorage>(std::make_shared<MemoryStorage>(CardMemory::storage_bytes));
    ASSERT_TRUE(store_card(torn, begin).ok());
    const auto stored = torn->written();
    auto card = CardOs::open(torn, random);
    ASSERT_TRUE(card.ok() && card->power_on().ok());
    Desk desk{begin};
    *desk.card = std::move(*card);
    if (cut > 0) torn->lose_power_after(cut);
    const auto verdict = run_dialogue(desk, cards::write_credit(next_sale()));
    if (cut == 0) bytes = torn->written() - stored;
    torn->restore_power();
    ASSERT_TRUE(desk.card->power_on().ok());
    check_law(desk, verdict, old_purse, new_purse, "power lost after " + std::to_string(cut) + " bytes");
    check_settled(desk, new_purse, "power lost after " + std::to_string(cut) + " bytes");
  }
  EXPECT_GT(bytes, 1000u) << "the unharmed run measured how much is written";
}

}  // namespace
}  // namespace kwota::sim::test
