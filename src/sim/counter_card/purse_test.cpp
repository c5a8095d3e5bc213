// A purse card at the counter: what it holds afterwards, whatever was torn, and that the verdict never contradicts it.
#include <gtest/gtest.h>

#include <algorithm>

#include "carry/cards/common/names.h"
#include "carry/dialogue/breaks.h"
#include "sim/counter_card/purse_desk.h"

namespace kwota::sim::test {
namespace {

using cards::CardCondition;
using cards::Outcome;
using cards::PurseProof;
using cards::PurseWritten;

cards::Reading looking() {
  cards::Reading reading;
  reading.keys = purse_keys();
  reading.nonces = nonces();
  return reading;
}

std::vector<std::uint8_t> instructions(const Desk& desk) {
  std::vector<std::uint8_t> sent;
  for (const auto& command : desk.commands) sent.push_back(command.ins);
  return sent;
}

TEST(Purse, a_blank_card_becomes_a_farmers_card_with_nothing_on_it) {
  Desk desk{issued_purse()};
  const auto seen = put_down(desk);
  EXPECT_EQ(seen.condition, CardCondition::ours);
  EXPECT_EQ(seen.number, farmers_number());
  EXPECT_EQ(seen.serial, serial) << "the chip's: by it the card is found on its reader";
  EXPECT_EQ(seen.county, county);
  auto everything = looking();
  everything.for_support = true;
  const auto contents = run_dialogue(desk, purses().read(everything));
  ASSERT_TRUE(contents.ok()) << contents.error().what;
  ASSERT_TRUE(contents->purse);
  EXPECT_EQ(contents->purse->balance, Money{});
  EXPECT_FALSE(contents->purse->lock);
  EXPECT_EQ(contents->purse->areas, purse_issue().areas);
  EXPECT_EQ(contents->purse->application, purse_issue().application);
}

TEST(Purse, a_look_takes_four_commands_and_a_load_four_more) {
  Desk desk{loaded_purse()};
  desk.commands.clear();
  const auto seen = put_down(desk);
  auto reading = looking();
  reading.application = seen.application;
  const auto contents = run_dialogue(desk, purses().read(reading));
  ASSERT_TRUE(contents.ok()) << contents.error().what;
  EXPECT_EQ(instructions(desk), (std::vector<std::uint8_t>{0xA4, 0xCA, 0x5C, 0x88})) << "SELECT, lock, balance, authenticate";
  EXPECT_EQ(contents->purse->balance, Money::minor(10'000));
  const auto written = run_dialogue(desk, purses().load(purse_order(2, 5'000)));
  std::vector<std::string> sent, declared;
  for (const auto& command : desk.commands) sent.push_back(cards::name_of(command));
  for (const auto& row : purses().commands_of_a_sale()) declared.emplace_back(row.command);
  EXPECT_EQ(sent, declared);
  EXPECT_EQ(sent.size(), 8u);
  EXPECT_EQ(written->outcome, Outcome::done);
  EXPECT_EQ(written->proof, PurseProof::right);
  EXPECT_EQ(written->balance, Money::minor(15'000));
}

TEST(Purse, a_load_is_in_the_journal_with_the_balance_before_it_is_sealed) {
  Desk desk{loaded_purse()};
  put_down(desk);
  bool noted_first = false;
  auto watched = desk.parties();
  watched.vault = [&](const seal::Request& request) -> Result<Bytes> {
    const auto* session = std::get_if<seal::SessionMac>(&request);
    if (session != nullptr && session->message.size() == seal::purse::order_bytes) noted_first = desk.notes.size() == 1;
    return vault().perform(request);
  };
  ASSERT_EQ(dialogue::run(purses().load(purse_order(2, 5'000)), watched)->outcome, Outcome::done);
  EXPECT_TRUE(noted_first);
  EXPECT_EQ(desk.notes.at(0).what, "move_purse");
  EXPECT_EQ(desk.notes.at(0).details.at("balance"), "10000");
  EXPECT_EQ(desk.notes.at(0).details.at("n"), "2");
}

TEST(Purse, money_is_taken_off_by_an_unload_that_the_card_proves) {
  Desk desk{loaded_purse()};
  put_down(desk);
  const auto written = run_dialogue(desk, purses().unload(purse_order(2, 4'000)));
  EXPECT_EQ(written->outcome, Outcome::done) << (written->cause ? written->cause->what : "");
  EXPECT_EQ(written->proof, PurseProof::right);
  EXPECT_EQ(money_on(desk), Money::minor(6'000));
  put_down(desk);
  const auto more = run_dialogue(desk, purses().unload(purse_order(3, 6'001)));
  EXPECT_EQ(more->outcome, Outcome::not_done);
  EXPECT_EQ(more->cause->code, "purse_too_empty");
}

TEST(Purse, what_the_books_do_not_expect_is_named_and_nothing_is_ordered) {
  struct Case {
    std::string_view what, cause;
    cards::PurseOrder order;
  };
  auto wrong_pin = purse_order(2, 5'000);
  wrong_pin.pin = to_bytes(view_of("999999"));
  auto other_card = purse_order(2, 5'000);
  other_card.keys.serial.bytes[7] ^= 1;
  for (const auto& [what, cause, order] :
       {Case{"another PIN", "card_pin_wrong", wrong_pin}, Case{"a counter that is ahead", "purse_counter_differs", purse_order(1, 5'000)},
        Case{"one that is behind", "purse_counter_behind", purse_order(5, 5'000)},
        Case{"another card", "card_not_genuine", other_card}, Case{"more than a county allows", "purse_too_full", purse_order(2, 99'990'001)},
        Case{"nothing", "bad_amount", purse_order(2, 0)}}) {
    Desk desk{loaded_purse()};
    put_down(desk);
    const auto written = run_dialogue(desk, purses().load(order));
    EXPECT_EQ(written->outcome, Outcome::not_done) << what;
    EXPECT_EQ(written->cause->code, cause) << what;
    EXPECT_EQ(money_on(desk), Money::minor(10'000)) << what;
    EXPECT_TRUE(desk.notes.empty()) << what;
  }
}

TEST(Purse, a_grey_card_is_not_loaded) {
  Desk desk{loaded_purse()};
  put_down(desk);
  Pump{}.lock_card(desk);
  const auto written = run_dialogue(desk, purses().load(purse_order(2, 5'000)));
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(written->cause->code, "purse_grey");
}

/// A wire between card and counter that changes the four bytes of a proof.
dialogue::Parties with_forged_proof(Desk& desk, std::uint8_t ins) {
  auto parties = desk.parties();
  parties.device = [&desk, ins](const iso7816::Command& command) -> Result<iso7816::Response> {
    auto answer = desk.card->exchange(command);
    if (answer.ok() && command.ins == ins && answer->data.size() == 4) answer->data[0] ^= 1;
    return answer;
  };
  return parties;
}

TEST(Purse, a_load_whose_TAC_is_wrong_is_done_and_unproven) {
  Desk desk{loaded_purse()};
  put_down(desk);
  const auto written = dialogue::run(purses().load(purse_order(2, 5'000)), with_forged_proof(desk, 0x52));
  EXPECT_EQ(written->outcome, Outcome::done);
  EXPECT_EQ(written->proof, PurseProof::wrong);
  EXPECT_EQ(written->cause->code, "purse_proof_wrong");
}

struct Kind {
  std::string_view name;
  cards::PurseMoveKind kind;
  std::int64_t amount, after;
};
constexpr std::array moves{Kind{"load", cards::PurseMoveKind::load, 5'000, 15'000}, Kind{"unload", cards::PurseMoveKind::unload, 4'000, 6'000},
                           Kind{"release", cards::PurseMoveKind::release, 666, 9'334}};

/// A desk with the card that the move is about.
struct AtCounter : Desk {
  explicit AtCounter(const Kind& row) : Desk(loaded_purse()), move(row) {
    put_down(*this);
    if (row.kind == cards::PurseMoveKind::release) Pump{}.lock_card(*this);
    commands.clear();
  }
  dialogue::Dialogue<PurseWritten> begin() const {
    switch (move.kind) {
      case cards::PurseMoveKind::load: return purses().load(purse_order(2, move.amount));
      case cards::PurseMoveKind::unload: return purses().unload(purse_order(2, move.amount));
      case cards::PurseMoveKind::release: break;
    }
    return purses().release_lock(purse_order(2, move.amount));
  }
  cards::PurseDoubt doubt() const {
    cards::PurseDoubt in_doubt;
    in_doubt.order = purse_order(2, move.amount);
    in_doubt.kind = move.kind;
    in_doubt.balance_before = Money::minor(10'000);
    return in_doubt;
  }
  bool was_done() const { return counter_on(*this) == 2; }
  Kind move;
};

struct AtCounterWithRecord : Desk {
  AtCounterWithRecord() : Desk(loaded_purse()) {
    put_down(*this);
    pump.lock_card(*this);
  }
  Pump pump;
};

constexpr std::size_t seal_bytes = 4;
void flip(Bytes& bytes, unsigned bit) { bytes[bytes.size() - seal_bytes + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); }

/// One bit is wrong in what the card announces under its seal, or in the seal that it is given.
dialogue::Parties with_bit(Desk& desk, bool announced, unsigned bit) {
  auto parties = desk.parties();
  parties.device = [&desk, announced, bit](const iso7816::Command& command) -> Result<iso7816::Response> {
    const bool begins = command.ins == 0x50 || command.ins == 0x7A, orders = command.ins == 0x52 || command.ins == 0x54 || command.ins == 0x7E;
    auto sent = command;
    if (orders && !announced) flip(sent.data, bit);
    auto answer = desk.card->exchange(sent);
    if (begins && announced && answer.ok() && answer->data.size() > seal_bytes) flip(answer->data, bit);
    return answer;
  };
  return parties;
}

TEST(Purse, one_bit_wrong_in_a_seal_moves_nothing_whichever_bit) {
  for (const auto& row : moves)
    for (const bool announced : {true, false})
      for (unsigned bit = 0; bit < 8 * seal_bytes; ++bit) {
        AtCounter world{row};
        const auto written = dialogue::run(world.begin(), with_bit(world, announced, bit));
        ASSERT_TRUE(written.ok());
        EXPECT_EQ(written->outcome, Outcome::not_done) << row.name << (announced ? " MAC1 " : " MAC2 ") << bit;
        if (announced) { EXPECT_EQ(written->cause->code, "card_not_genuine") << row.name << bit; }
        EXPECT_EQ(money_on(world), Money::minor(10'000)) << row.name << bit;
        EXPECT_FALSE(world.was_done()) << row.name << bit;
      }
}

TEST(Purse, a_hung_record_with_one_bit_of_its_GMAC_wrong_takes_nothing_and_the_right_one_does) {
  AtCounterWithRecord world;
  for (unsigned bit = 0; bit < 8 * seal_bytes; ++bit) {
    auto forged = world.pump.record(666);
    forged.gmac[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_EQ(run_dialogue(world, purses().debit_hung(forged))->outcome, Outcome::not_done) << bit;
    EXPECT_EQ(money_on(world), Money::minor(10'000)) << bit;
    put_down(world);
  }
  EXPECT_EQ(run_dialogue(world, purses().debit_hung(world.pump.record(666)))->outcome, Outcome::done);
  EXPECT_EQ(money_on(world), Money::minor(9'334));
}

TEST(Purse, torn_at_every_question_a_move_is_done_once_or_not_at_all_and_the_next_contact_says_which) {
  for (const auto& row : moves) {
    std::size_t doubts = 0;
    const auto questions = dialogue::for_each_break(
        [&] { return AtCounter(row); }, [](AtCounter& world) { return world.begin(); },
        [&](AtCounter& world, const std::optional<dialogue::Break>& happened, const std::optional<Result<PurseWritten>>& verdict) {
          const auto where = std::string{row.name} + ", " + (happened ? dialogue::to_text(*happened) : "unharmed");
          const Money stands = world.was_done() ? Money::minor(row.after) : Money::minor(10'000);
          ASSERT_EQ(money_on(world), stands) << where;
          ASSERT_TRUE(!verdict || verdict->ok()) << where;
          if (verdict && (*verdict)->outcome == Outcome::done) { EXPECT_TRUE(world.was_done()) << where; }
          if (verdict && (*verdict)->outcome == Outcome::not_done) { EXPECT_FALSE(world.was_done()) << where; }
          if (verdict && (*verdict)->outcome != Outcome::in_doubt) return;
          if (!verdict && world.notes.empty()) {
            EXPECT_FALSE(world.was_done()) << where << ": the journal has whatever was done";
            return;
          }
          ++doubts;
          EXPECT_FALSE(world.notes.empty()) << where << ": what is in doubt is in the journal";
          const bool done = world.was_done();
          put_down(world);
          const auto settled = run_dialogue(world, purses().settle_purse(world.doubt()));
          EXPECT_EQ(settled->outcome, done ? Outcome::done : Outcome::not_done) << where << (settled->cause ? settled->cause->what : "");
          EXPECT_NE(settled->proof, PurseProof::wrong) << where;
          EXPECT_EQ(money_on(world), stands) << where << ": settling moves nothing";
          EXPECT_EQ(world.was_done(), done) << where;
        });
    EXPECT_GE(questions, 6u) << row.name;
    EXPECT_GE(doubts, 1u) << row.name;
  }
}

TEST(Purse, who_has_watered_since_is_settled_by_the_counter_and_never_loaded_again) {
  Desk desk{loaded_purse()};
  put_down(desk);
  ASSERT_EQ(run_dialogue(desk, purses().load(purse_order(2, 5'000)))->outcome, Outcome::done);
  Pump pump;
  pump.lock_card(desk);
  cards::PurseDoubt doubt;
  doubt.order = purse_order(2, 5'000);
  doubt.balance_before = Money::minor(10'000);
  put_down(desk);
  const auto grey = run_dialogue(desk, purses().settle_purse(doubt));
  EXPECT_EQ(grey->outcome, Outcome::done) << "still locked by the pump";
  EXPECT_EQ(grey->proof, PurseProof::right) << "a lock keeps the last transaction";
  ASSERT_EQ(run_dialogue(desk, purses().debit_hung(pump.record(666)))->outcome, Outcome::done);
  put_down(desk);
  const auto settled = run_dialogue(desk, purses().settle_purse(doubt));
  EXPECT_EQ(settled->outcome, Outcome::done) << (settled->cause ? settled->cause->what : "");
  EXPECT_EQ(settled->proof, PurseProof::none) << "the debit has taken its place";
  EXPECT_EQ(money_on(desk), Money::minor(14'334));
}

TEST(Purse, a_card_of_another_maker_is_asked_with_the_counter_before_and_answers_the_TAC_first) {
  Desk desk{loaded_purse()};
  cards::PurseDoubt doubt;
  doubt.order = purse_order(1, 10'000);
  put_down(desk);
  auto parties = desk.parties();
  parties.device = [&desk](iso7816::Command command) -> Result<iso7816::Response> {
    const bool proves = command.ins == 0x5A;
    if (proves) put_be16(command.data.data(), static_cast<std::uint16_t>(get_be16(command.data.data()) + 1));
    auto answer = desk.card->exchange(command);
    if (proves && answer->data.size() == 8) std::ranges::swap_ranges(std::span{answer->data}.first(4), std::span{answer->data}.last(4));
    return answer;
  };
  const auto settled = dialogue::run(purses().settle_purse(doubt), parties);
  EXPECT_EQ(settled->outcome, Outcome::done);
  EXPECT_EQ(settled->proof, PurseProof::right);
}

TEST(Purse, a_card_that_was_put_back_is_a_managers_matter) {
  Desk desk{issued_purse()};
  put_down(desk);
  cards::PurseDoubt doubt;
  doubt.order = purse_order(2, 5'000);
  doubt.balance_before = Money::minor(10'000);
  const auto settled = run_dialogue(desk, purses().settle_purse(doubt));
  EXPECT_EQ(settled->outcome, Outcome::in_doubt);
  EXPECT_EQ(settled->cause->code, "purse_counter_behind");
  EXPECT_TRUE(settled->behind);
}

TEST(Purse, a_hung_watering_is_debited_with_its_record_once) {
  Desk desk{loaded_purse()};
  put_down(desk);
  Pump pump;
  pump.lock_card(desk);
  auto of_another = pump.record(666);
  of_another.lock_sequence = 7;
  EXPECT_EQ(run_dialogue(desk, purses().debit_hung(of_another))->cause->code, "purse_of_another_lock");
  auto more = pump.record(666);
  more.amount = Money::minor(667);
  EXPECT_EQ(run_dialogue(desk, purses().debit_hung(more))->outcome, Outcome::not_done) << "the GMAC is of another amount";
  const auto written = run_dialogue(desk, purses().debit_hung(pump.record(666)));
  EXPECT_EQ(written->outcome, Outcome::done);
  EXPECT_EQ(written->proof, PurseProof::right);
  EXPECT_EQ(written->balance, Money::minor(9'334));
  const auto again = run_dialogue(desk, purses().debit_hung(pump.record(666)));
  EXPECT_EQ(again->outcome, Outcome::done) << "asked again, the card says that it was done";
  EXPECT_EQ(again->proof, PurseProof::right);
  EXPECT_EQ(money_on(desk), Money::minor(9'334));
}

TEST(Purse, torn_at_every_question_a_hung_watering_is_debited_once_or_not_at_all) {
  dialogue::for_each_break(
      [] { return AtCounterWithRecord(); }, [](AtCounterWithRecord& world) { return purses().debit_hung(world.pump.record(666)); },
      [](AtCounterWithRecord& world, const std::optional<dialogue::Break>& happened, const std::optional<Result<PurseWritten>>& verdict) {
        const auto where = happened ? dialogue::to_text(*happened) : "unharmed";
        const bool done = money_on(world) == Money::minor(9'334);
        ASSERT_TRUE(done || money_on(world) == Money::minor(10'000)) << where;
        if (verdict && (*verdict)->outcome == Outcome::done) { EXPECT_TRUE(done) << where; }
        if (verdict && (*verdict)->outcome == Outcome::not_done) { EXPECT_FALSE(done) << where; }
        put_down(world);
        const auto again = run_dialogue(world, purses().debit_hung(world.pump.record(666)));
        EXPECT_EQ(again->outcome, Outcome::done) << where;
        EXPECT_NE(again->proof, PurseProof::wrong) << where;
        EXPECT_EQ(money_on(world), Money::minor(9'334)) << where;
      });
}

TEST(Purse, a_card_whose_making_was_torn_anywhere_is_finished_by_the_same_order) {
  std::size_t half_made = 0;
  dialogue::for_each_break(
      [] { return Desk(blank()); }, [](Desk&) { return purses().issue_purse(purse_issue()); },
      [&](Desk& world, const std::optional<dialogue::Break>& happened, const std::optional<Result<Done>>&) {
        const auto where = happened ? dialogue::to_text(*happened) : "unharmed";
        auto seen = put_down(world);
        if (seen.condition != CardCondition::ours) {
          half_made += seen.condition == CardCondition::half_personalised ? 1 : 0;
          world.put_down_again();
          const auto finished = run_dialogue(world, purses().issue_purse(purse_issue()));
          ASSERT_TRUE(finished.ok()) << where << ": " << finished.error().what << " " << (finished.error().details.contains("step") ? finished.error().details.at("step") : "");
          seen = put_down(world);
        }
        ASSERT_EQ(seen.condition, CardCondition::ours) << where;
        EXPECT_EQ(run_dialogue(world, purses().load(purse_order(1, 100)))->outcome, Outcome::done) << where;
      });
  EXPECT_GE(half_made, 20u);
}

TEST(Purse, a_finished_card_is_not_made_again) {
  Desk desk{loaded_purse()};
  const auto before = desk.card->state();
  EXPECT_EQ(run_dialogue(desk, purses().issue_purse(purse_issue())).error().code, "card_not_blank");
  EXPECT_EQ(desk.card->state(), before);
}

TEST(Purse, a_blocked_card_takes_nothing_any_more) {
  Desk desk{loaded_purse()};
  ASSERT_TRUE(run_dialogue(desk, purses().block_purse(purse_keys())).ok());
  EXPECT_TRUE(run_dialogue(desk, purses().block_purse(purse_keys())).ok()) << "again";
  const auto written = run_dialogue(desk, purses().load(purse_order(2, 5'000)));
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(money_on(desk), Money::minor(10'000));
}

TEST(Purse, its_holder_changes_the_PIN) {
  Desk desk{loaded_purse()};
  put_down(desk);
  const Bytes chosen = to_bytes(view_of("271828"));
  cards::HolderPins pins;
  pins.new_pin = chosen;
  ASSERT_TRUE(run_dialogue(desk, purses().set_pin(purse_keys(), pins)).ok());
  EXPECT_EQ(run_dialogue(desk, purses().load(purse_order(2, 100)))->cause->code, "card_pin_wrong");
  auto order = purse_order(2, 100);
  order.pin = chosen;
  EXPECT_EQ(run_dialogue(desk, purses().load(order))->outcome, Outcome::done);
}

}  // namespace
}  // namespace kwota::sim::test
