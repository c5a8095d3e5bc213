// A terminal with its PSAM beside a purse card: purchase, lock and debit torn at every question, and what is asked of the card afterwards.
#include <gtest/gtest.h>

#include <algorithm>

#include "carry/cards/purse_card/terminal_moves.h"
#include "carry/dialogue/breaks.h"
#include "carry/iso7816/key_usage.h"
#include "seal/cipher/secure_messaging.h"
#include "sim/counter_card/purse_desk.h"

namespace kwota::sim::test {
namespace {

using cards::Outcome;
using cards::TerminalOrder;
using cards::TerminalWritten;
using dialogue::Break;
using dialogue::Party;

const CardSerial sam_serial{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x0A}};
constexpr cards::TerminalNumber till{0x33, 0x01, 0x10, 0x00, 0x00, 0x07};
const Bytes sam_pin = to_bytes(view_of("246810"));

/// As the key office makes one, with a table of open locks that outlives the power.
CardState psam() {
  static const CardState state = [] {
    SeededRandom random{5};
    CardOs card = card_in_memory(blank_card(sam_serial, seal::test_root(seal::Purpose::card_transport).view()), random);
    const auto order = [&](std::string_view apdu) {
      const auto answer = card.execute(hex(apdu));
      assert(answer.ok() && answer->sw.ok());
      return answer->data;
    };
    const auto key = [&](const seal::Key& above, std::uint8_t place, std::string_view header, ByteView value) {
      seal::Challenge challenge{};
      std::ranges::copy(order("0084000004"), challenge.begin());
      Bytes record = hex(header);
      append(record, value);
      const auto written = card.execute(seal::write_key(above, challenge, place, 0, record));
      assert(written.ok() && written->sw.ok());
    };
    const auto transport = seal::test_root(seal::Purpose::card_transport), master = seal::test_root(seal::Purpose::card_master);
    const auto opened = card.execute(seal::external_authenticate(transport, 0, order("0084000008")));
    assert(opened.ok() && opened->sw.ok());
    order("80E0DF0208381400F0F000FFFF");
    order("00A4000002DF02");
    order("80E00000073F0400FFF0FFFF");
    key(transport, 0x01, "F9F0F00AFF", master.view());
    order("80D401010B3AF0EF0133" + to_hex(sam_pin));
    order("80E0001607280006F0F0FFFF");
    order("80E0001807280004F0EFFFFF");
    order("80E0001B07280A00EFEFFFFF");
    order("00D6960006" + to_hex(till));
    key(master, 0x00, "220100", seal::test_root(seal::Purpose::purchase).view());
    key(master, 0x00, "150100", seal::diversify(seal::test_root(seal::Purpose::terminal_tac), seal::purse::terminal_factor(till)).view());
    card.power_off();
    return card.state();
  }();
  return state;
}

/// A purse with 100 yuan and the till's PSAM, opened.
struct Till {
  Till() : desk(std::make_unique<Desk>(loaded_purse())), random(std::make_unique<SeededRandom>(9)), sam(std::make_unique<CardOs>(card_in_memory(psam(), *random))) {
    desk->put_down_again();
    const auto opened = run(cards::open_sam(cards::place::psam));
    assert(opened.ok() && *opened == till);
    const auto given = run(cards::give_sam_pin(cards::place::psam, sam_pin));
    assert(given.ok());
  }
  dialogue::Parties parties() const {
    auto all = desk->parties();
    all.other_device = [card = sam.get()](std::size_t, const iso7816::Command& command) { return card->exchange(command); };
    return all;
  }
  template <class T>
  Result<T> run(dialogue::Dialogue<T> dialogue) const {
    return dialogue::run(std::move(dialogue), parties());
  }
  TerminalOrder order(std::int64_t fen) const { return {.purse = *run(cards::look_at_purse()), .amount = Money::minor(fen), .terminal = till, .moment = at_noon}; }
  bool grey() const {
    const auto seen = run(cards::look_at_purse());
    return seen.ok() && seen->lock && seen->lock->state == purse_card::LockState::grey;
  }

  std::unique_ptr<Desk> desk;
  std::unique_ptr<SeededRandom> random;
  std::unique_ptr<CardOs> sam;
};

enum class Move : std::uint8_t { purchase, lock, debit };

struct TornTill : Till {
  TerminalOrder asked;
  std::uint32_t lock_number = 0;
};

TornTill before(Move move) {
  TornTill world;
  world.asked = world.order(1'200);
  if (move != Move::debit) return world;
  const auto locked = world.run(cards::lock_grey(world.asked));
  assert(locked.ok() && locked->outcome == Outcome::done && !locked->cause);
  world.lock_number = locked->trade.terminal_sequence;
  world.asked = world.order(1'200);
  return world;
}

dialogue::Dialogue<TerminalWritten> play(Move move, const TornTill& world) {
  switch (move) {
    case Move::purchase: return cards::buy(world.asked);
    case Move::lock: return cards::lock_grey(world.asked);
    case Move::debit: break;
  }
  return cards::debit_own_lock(world.asked, world.lock_number);
}

bool happened_on_card(Move move, const TornTill& world) {
  if (move == Move::lock) return world.grey();
  return money_on(*world.desk) == Money::minor(10'000 - 1'200);
}

class TornMove : public testing::TestWithParam<Move> {};

TEST_P(TornMove, ends_in_what_the_card_holds_or_is_asked_for_it_at_the_next_contact) {
  const auto move = GetParam();
  const auto questions = dialogue::for_each_break(
      [move] { return before(move); }, [move](const TornTill& world) { return play(move, world); },
      [move](TornTill& world, const std::optional<Break>& cut, const std::optional<Result<TerminalWritten>>& verdict) {
        SCOPED_TRACE(cut ? to_text(*cut) : "unharmed");
        world.desk->put_down_again();
        const bool happened = happened_on_card(move, world);
        if (!cut) {
          EXPECT_TRUE(happened);
        }
        if (!verdict) return;
        ASSERT_TRUE(verdict->ok());
        const auto& written = **verdict;
        if (written.outcome != Outcome::in_doubt) {
          EXPECT_EQ(written.outcome == Outcome::done, happened) << (written.cause ? written.cause->what : "");
          return;
        }
        const auto settled = world.run(cards::settle(written.trade));
        ASSERT_TRUE(settled.ok());
        EXPECT_EQ(settled->outcome, happened ? Outcome::done : Outcome::not_done);
        if (!happened) {
          ASSERT_TRUE(settled->cause);
          EXPECT_EQ(settled->cause->code, "nothing_moved");
          return;
        }
        EXPECT_NE(settled->trade.code, purse_card::Mac{});
        EXPECT_FALSE(settled->cause) << settled->cause->what;
      });
  EXPECT_GE(questions, 4u);
}

INSTANTIATE_TEST_SUITE_P(AtATill, TornMove, testing::Values(Move::purchase, Move::lock, Move::debit));

/// The card stays, the PSAM alone is gone; then it is back.
struct WithoutItsPsam {
  TornTill& world;
  unsigned pulled_at = 0, asked = 0;
  bool carried_out = false;

  dialogue::Parties parties() {
    auto all = world.parties();
    all.other_device = [this](std::size_t, const iso7816::Command& command) -> Result<iso7816::Response> {
      ++asked;
      if (asked < pulled_at || (asked == pulled_at && carried_out)) {
        const auto answer = world.sam->exchange(command);
        if (asked < pulled_at) return answer;
      }
      return dialogue::gone(Party::device);
    };
    return all;
  }
  void put_back() const {
    world.sam->reset();
    EXPECT_TRUE(world.run(cards::open_sam(cards::place::psam)).ok());
    EXPECT_TRUE(world.run(cards::give_sam_pin(cards::place::psam, sam_pin)).ok());
  }
};

TEST_P(TornMove, whose_psam_alone_is_pulled_between_card_and_code_took_nothing_or_all_and_goes_on_when_it_is_back) {
  const auto move = GetParam();
  unsigned commands = 0, taken = 0;
  for (const bool carried_out : {false, true})
    for (unsigned at = 1; at == 1 || at <= commands; ++at) {
      SCOPED_TRACE(testing::Message() << "command " << at << (carried_out ? ", carried out" : ""));
      auto whole = before(move);
      WithoutItsPsam counts{whole, 1'000, 0, false};
      ASSERT_TRUE(dialogue::run(play(move, whole), counts.parties()).ok());
      commands = counts.asked;
      ASSERT_GE(commands, 1u);

      auto world = before(move);
      WithoutItsPsam torn{world, at, 0, carried_out};
      const auto verdict = dialogue::run(play(move, world), torn.parties());
      torn.put_back();
      const bool happened = happened_on_card(move, world);
      taken += happened ? 1 : 0;
      if (verdict.ok()) {
        EXPECT_EQ(verdict->outcome, happened ? Outcome::done : Outcome::not_done) << (verdict->cause ? verdict->cause->what : "");
        EXPECT_TRUE(verdict->cause || move == Move::debit) << "the till is told that its PSAM did not hear it; a debit it may say again";
      } else {
        EXPECT_FALSE(happened) << verdict.error().what;
      }
      if (happened) continue;
      world.desk->put_down_again();
      const auto lock = world.lock_number;
      world.asked = world.order(1'200);
      world.lock_number = lock;
      const auto again = world.run(play(move, world));
      ASSERT_TRUE(again.ok()) << again.error().what;
      EXPECT_EQ(again->outcome, Outcome::done) << (again->cause ? again->cause->what : "");
      EXPECT_TRUE(happened_on_card(move, world));
    }
  EXPECT_LT(taken, 2 * commands);
}

TEST(PurseAtATill, nothing_of_another_card_is_taken_for_the_one_that_was_torn) {
  Till world;
  const auto bought = world.run(cards::buy(world.order(100)));
  ASSERT_TRUE(bought.ok());
  auto doubt = bought->trade;
  doubt.card[9] ^= 0x10;
  const auto settled = world.run(cards::settle(doubt));
  ASSERT_TRUE(settled.ok());
  EXPECT_EQ(settled->outcome, Outcome::in_doubt);
  ASSERT_TRUE(settled->cause);
  EXPECT_EQ(settled->cause->code, "card_changed");
}

TEST(PurseAtATill, a_lock_of_another_terminal_is_left_alone) {
  auto world = before(Move::debit);
  world.asked.terminal = pump_terminal;
  const auto written = world.run(cards::debit_own_lock(world.asked, world.lock_number));
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_TRUE(world.grey());
}

TEST(PurseAtATill, a_debit_that_was_done_is_told_again_and_not_done_again) {
  auto world = before(Move::debit);
  auto cut = dialogue::run_with_cut(cards::debit_own_lock(world.asked, world.lock_number), world.parties(), 1, dialogue::Cut::after);
  ASSERT_TRUE(cut.verdict && cut.verdict->ok());
  EXPECT_EQ((*cut.verdict)->outcome, Outcome::in_doubt) << "question 1 is the debit; the card is away since";
  world.desk->put_down_again();
  world.asked = world.order(1'200);
  const auto again = world.run(cards::debit_own_lock(world.asked, world.lock_number));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->outcome, Outcome::done);
  EXPECT_EQ(money_on(*world.desk), Money::minor(8'800));
}

}  // namespace
}  // namespace kwota::sim::test
