// What wells tell adds up to the fen: in whatever order their records come, how often, late or contradicting each other, what has moved in the
// ledger is what cards have proved, once each.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "collect/laws/purses.h"
#include "collect/waterings/settle.h"
#include "sell/ledger/posting.h"
#include "sell/purse/contact.h"
#include "sell/purse/recovery/grey.h"
#include "sell/purse/spent.h"
#include "sell/purse/test_farm.h"

namespace kwota::waterings {
namespace {

using books::PumpRecordKind;
using books::Watering;
using books::WateringStatus;
using purse::Farm;
using purse::FarmerCard;
using counter::serial;
using counter::yuan;

const auto mill = MeterNumber::from(700000000001), road = MeterNumber::from(700000000002);
constexpr auto terminal = "110120000017", other_terminal = "110120000018";

struct Wells : Farm {
  FarmerCard card{serial(51), {}, {}, false};
  std::int64_t account = with_card(card, "200.00");

  Wells() {
    for (const auto& [number, of, named] : {std::tuple{"W-1", mill, terminal}, std::tuple{"W-2", road, other_terminal}}) {
      books.put(books::Well{.number = number, .name = "Mill", .village = "v1", .area_number = "11010001"});
      books.put(books::WellMeter{.well = number, .meter = of, .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = named});
    }
  }
  Settled hear(const std::vector<Case>& cases) { return World::apply(settle(books, cases, 1, as("zhao", "T-02"))).value(); }
  Money used() const { return -balance("used/irrigation"); }
  std::optional<laws::Broken> broken() const {
    laws::PurseLaws laws;
    for (std::int64_t number = 1; books.find<books::Purse>(account, number); ++number)
      for (const auto& move : books.select<books::PurseMove>(account, number)) {
        const auto sale = books.find<books::Sale>(move.sale);
        laws.take(move, sale ? &*sale : nullptr);
      }
    for (const auto& row : books.all<Watering>()) {
      Money moved;
      for (const auto& leg : books.legs(ledger::watered_number(row.meter, row.series, row.number)))
        if (leg.account == "used/irrigation") moved -= leg.amount;
      laws.take(row, moved, {});
    }
    return laws.broken();
  }
};

/// He watered for so much, and the card paid at once.
Recorded paid(const FarmerCard& card, Money amount, int hour = 8) {
  Recorded told;
  told.card = card.serial;
  told.start = LocalTime{{2026, 11, 20}, static_cast<unsigned>(hour), 0, 0};
  told.seconds = 600;
  told.energy = Energy::wh(amount.minor() * 20);
  told.amount = amount;
  told.cause = books::WateringEnd::swipe;
  told.tac = "16EAD516";
  told.proof = Proof::right;
  told.proven_at = LocalTime{{2026, 11, 20}, static_cast<unsigned>(hour), 10, 0};
  return told;
}
/// He went away with a grey card.
Recorded left_hanging(Recorded told) {
  told.hung = true;
  told.tac.clear();
  told.proof = Proof::none;
  told.proven_at.reset();
  return told;
}
Recorded as_hung_record(Recorded told) {
  told = left_hanging(told);
  told.kind = PumpRecordKind::hung;
  told.terminal = terminal;
  told.gmac = "0A0B0C0D";
  return told;
}
/// Somebody has changed what it says.
Recorded forged(Recorded told, Money amount) {
  told.amount = amount;
  told.proof = Proof::wrong;
  told.proven_at.reset();
  return told;
}

TEST(Waterings, a_proven_record_moves_its_money_once_however_often_it_comes) {
  Wells farm;
  const Case one{mill, 1, {paid(farm.card, yuan(3))}};
  EXPECT_EQ(farm.hear({one}).front().state, WateringStatus::proven);
  EXPECT_EQ(farm.hear({one}).front().posted, yuan(3));
  EXPECT_EQ(farm.used(), yuan(3));
  EXPECT_EQ(farm.prepaid(), yuan(197));
  EXPECT_EQ(farm.purse_of(farm.account).spent, yuan(3));
  EXPECT_FALSE(farm.broken()) << farm.broken()->seen;
}

TEST(Waterings, who_hangs_owes_until_the_same_number_comes_with_its_proof) {
  Wells farm;
  const auto truth = paid(farm.card, yuan(5));
  EXPECT_EQ(farm.hear({{mill, 7, {left_hanging(truth), as_hung_record(truth)}}}).front().state, WateringStatus::hung);
  EXPECT_EQ(farm.used(), yuan(0));
  EXPECT_EQ(purse::hung_of(farm.books, farm.purse_of(farm.account)), yuan(5));
  EXPECT_EQ(farm.hear({{mill, 7, {left_hanging(truth), truth, as_hung_record(truth)}}}).front().others, 0) << "a settlement contradicts nothing";
  EXPECT_EQ(farm.used(), yuan(5));
}

TEST(Waterings, another_wells_proof_settles_him_before_his_own_well_knows) {
  Wells farm;
  const auto truth = paid(farm.card, yuan(5));
  auto there = as_hung_record(truth);
  there.of_another_well = true;
  there.tac = "16EAD516";
  there.proof = Proof::right;
  there.start = there.proven_at = LocalTime{{2026, 11, 21}, 9, 0, 0};
  const auto row = farm.hear({{mill, 7, {left_hanging(truth), as_hung_record(truth), there}}}).front();
  EXPECT_EQ(row.state, WateringStatus::proven);
  EXPECT_EQ(row.paid, books::WateringPaid::elsewhere);
  EXPECT_EQ(row.start->date.day, 20u) << "it began when it began";
  EXPECT_EQ(farm.used(), yuan(5));
}

/// The card was pulled after its debit, and the next lock took the place of the proof: lock at counter 4, debit at 5, so it stands at 6.
struct ProofGone : Wells {
  const Recorded truth = paid(card, yuan(5));
  const Case hung{mill, 7, {left_hanging(truth), [this] {
                              auto told = as_hung_record(truth);
                              told.offline = 4;
                              return told;
                            }()}};
  void shows(std::int64_t counter) {
    World::apply(purse::note_contact(books, {card.serial, yuan(195), counter}, as("wang")));
  }
  Watering row() const { return *books.find<Watering>(mill, std::int64_t{1}, std::int64_t{7}); }
  void expect_settled_once() {
    EXPECT_EQ(row().state, WateringStatus::proven);
    EXPECT_EQ(used(), yuan(5));
    EXPECT_EQ(purse_of(account).spent, yuan(5));
    EXPECT_FALSE(broken()) << broken()->seen;
  }
};

TEST(Waterings, whose_proof_is_gone_has_paid_once_the_card_counted_past_its_lock_whichever_is_heard_first) {
  for (const bool card_first : {false, true}) {
    ProofGone farm;
    if (card_first) farm.shows(6);
    farm.hear({farm.hung});
    if (!card_first) {
      farm.shows(5);
      EXPECT_EQ(farm.row().state, WateringStatus::hung) << "locked, and no more";
      farm.shows(6);
    }
    EXPECT_TRUE(farm.row().tac.empty());
    farm.expect_settled_once();
    farm.shows(6);
    farm.hear({farm.hung});
    farm.expect_settled_once();
    farm.hear({{mill, 7, {farm.truth, farm.hung.records[1]}}});
    EXPECT_FALSE(farm.row().tac.empty()) << "the proof that was thought to be gone is kept";
    farm.expect_settled_once();
  }
}

TEST(Waterings, what_hung_when_a_hand_over_was_judged_is_added_up_as_it_is_in_the_end_and_what_others_told_is_not) {
  ProofGone farm;
  Tally tally(books::HandOver{.number = 1});
  tally.leave_out(mill, 8);
  tally.add(farm.hear({farm.hung, {mill, 8, {paid(farm.card, yuan(2), 10)}}, {mill, 9, {paid(farm.card, yuan(3), 12)}}}));
  const auto begun = tally.sum(farm.books);
  EXPECT_EQ((std::tuple{begun.waterings, begun.proven, begun.open, begun.amount}), (std::tuple{std::int64_t{2}, std::int64_t{1}, std::int64_t{1}, yuan(3)}));
  farm.shows(12);
  ASSERT_EQ(farm.row().state, WateringStatus::proven);
  const auto counted = tally.sum(farm.books);
  EXPECT_EQ((std::tuple{counted.waterings, counted.proven, counted.open, counted.amount}), (std::tuple{std::int64_t{2}, std::int64_t{2}, std::int64_t{0}, yuan(8)}));
  EXPECT_EQ(tally.meters(), std::set{mill});
}

TEST(Waterings, another_pumps_later_lock_says_as_well_that_the_card_was_free_in_between) {
  ProofGone farm;
  auto next = as_hung_record(paid(farm.card, yuan(2), 12));
  next.terminal = other_terminal;
  next.offline = 6;
  farm.hear({farm.hung, {road, 3, {left_hanging(paid(farm.card, yuan(2), 12)), next}}});
  EXPECT_EQ(farm.books.find<Watering>(road, std::int64_t{1}, std::int64_t{3})->state, WateringStatus::hung) << "of this one nobody knows more";
  farm.expect_settled_once();
}

/// On for some seconds, and his debit of nothing was done and never heard: lock at counter 4, debit at 5, so the card stands at 6.
struct NothingUsed : Wells {
  Recorded truth = [this] {
    auto told = paid(card, Money{});
    told.seconds = 5;
    return told;
  }();
  Recorded in_list() const {
    auto told = as_hung_record(truth);
    told.offline = 4;
    return told;
  }
  void shows(std::int64_t counter) { EXPECT_TRUE(World::apply(purse::note_contact(books, {card.serial, yuan(200), counter}, as("wang"))).ok()); }
  Watering row() const { return *books.find<Watering>(mill, std::int64_t{1}, std::int64_t{7}); }
  std::int64_t missing() const { return purse_of(account).missing; }
};

TEST(Waterings, who_hangs_with_nothing_used_is_settled_as_anybody_else) {
  for (const bool card_first : {false, true}) {
    NothingUsed farm;
    if (card_first) farm.shows(6);
    farm.hear({{mill, 7, {left_hanging(farm.truth), farm.in_list()}}});
    if (!card_first) {
      EXPECT_EQ(farm.row().state, WateringStatus::hung) << "his card is grey";
      EXPECT_TRUE(purse::record_of(farm.books, farm.card.serial, {terminal, 4})) << "and the counter settles it with this record";
      farm.shows(6);
    }
    EXPECT_EQ(farm.row().state, WateringStatus::proven) << "its counter has passed the debit";
    EXPECT_EQ(farm.missing(), 2) << "what was before its lock, and no more: lock and debit are explained by this record";
    EXPECT_EQ(farm.used(), yuan(0));
    farm.hear({{mill, 7, {farm.truth, farm.in_list()}}});
    EXPECT_EQ(farm.row().state, WateringStatus::proven) << "and its proof says the same";
    EXPECT_EQ(farm.missing(), 2);
    EXPECT_FALSE(farm.broken()) << farm.broken()->seen;
  }
}

TEST(Waterings, a_number_that_may_have_locked_him_is_settled_by_no_counter_and_is_useless_when_his_card_was_free) {
  for (const bool locked_since : {false, true}) {
    NothingUsed farm;
    farm.truth.seconds = 0;
    farm.truth.cause = books::WateringEnd::none;
    farm.hear({{mill, 7, {left_hanging(farm.truth), farm.in_list()}}});
    farm.shows(8);
    EXPECT_EQ(farm.row().state, WateringStatus::hung) << "two other waterings may have counted as well";
    auto free = left_hanging(farm.truth);
    free.hung = free.settled_elsewhere = locked_since;  // another well has locked it since, and this one says so
    farm.hear({{mill, 7, {left_hanging(farm.truth), free, farm.in_list()}}});
    EXPECT_EQ(farm.row().state, WateringStatus::useless) << "his card has told the pump that it never was";
    EXPECT_EQ(farm.missing(), 4) << "it explains nothing of the counter";
    EXPECT_FALSE(farm.broken()) << farm.broken()->seen;
  }
}

TEST(Waterings, a_lock_that_the_office_has_released_is_paid_by_no_counter) {
  ProofGone farm;
  farm.books.put(books::ReleasedLock{.card = farm.card.serial, .offline = 4, .terminal = terminal, .sale = "S-1", .amount = {}, .time = {}});
  farm.hear({farm.hung});
  farm.shows(7);
  EXPECT_EQ(farm.row().state, WateringStatus::released);
  EXPECT_EQ(farm.used(), yuan(0));
}

TEST(Waterings, what_nobody_can_prove_moves_nothing_and_has_a_name) {
  Wells farm;
  const auto truth = paid(farm.card, yuan(5));
  EXPECT_EQ(farm.hear({{mill, 1, {forged(truth, yuan(5))}}}).front().state, WateringStatus::unproven);
  EXPECT_EQ(farm.hear({{mill, 2, {forged(truth, yuan(5)), forged(truth, yuan(6))}}}).front().state, WateringStatus::contradicting);
  EXPECT_EQ(farm.hear({{mill, 3, {truth, forged(truth, yuan(6))}}}).front().state, WateringStatus::proven) << "the card's own word decides";
  auto stranger = truth;
  stranger.card = serial(99);
  EXPECT_EQ(farm.hear({{mill, 4, {stranger}}}).front().state, WateringStatus::foreign);
  Recorded nothing;
  nothing.card = farm.card.serial;
  nothing.seconds = 4;
  EXPECT_EQ(farm.hear({{mill, 5, {nothing}}}).front().state, WateringStatus::useless);
  EXPECT_EQ(farm.hear({{MeterNumber::from(700000000009), 1, {truth}}}).front().state, WateringStatus::unknown_well);
  EXPECT_EQ(farm.used(), yuan(5));
  EXPECT_FALSE(farm.broken()) << farm.broken()->seen;
}

TEST(Waterings, of_a_lost_card_waits_what_it_showed_less_what_it_spent_since_and_owes) {
  Wells farm;
  ASSERT_TRUE(farm.World::apply(purse::block_purse(farm.books, {farm.account, "lost"}, farm.as("zhao", "T-02"))).ok());
  EXPECT_EQ(purse::waiting(farm.books, farm.account), yuan(200));
  auto later = paid(farm.card, yuan(20));
  later.proven_at = LocalTime{{2031, 11, 20}, 9, 0, 0};
  auto owing = as_hung_record(paid(farm.card, yuan(7), 9));
  farm.hear({{mill, 1, {later}}, {mill, 2, {owing}}});
  EXPECT_EQ(purse::waiting(farm.books, farm.account), yuan(173));
}

TEST(Waterings, in_every_order_of_arrival_the_same_money_has_moved_and_the_laws_hold) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 dice(seed);
    Wells farm;
    struct Arrival {
      std::int64_t number;
      Recorded told;
    };
    std::vector<Arrival> arrivals;
    std::map<std::int64_t, Money> provable;
    for (std::int64_t number = 1; number <= 8; ++number) {
      const auto truth = paid(farm.card, Money::minor(100 + static_cast<std::int64_t>(dice() % 1'000)), static_cast<int>(number));
      const bool settled = dice() % 4 != 0;
      if (dice() % 2 == 0) {
        arrivals.push_back({number, left_hanging(truth)});
        arrivals.push_back({number, as_hung_record(truth)});
      }
      if (settled) arrivals.push_back({number, truth});
      if (settled && dice() % 3 == 0) arrivals.push_back({number, truth});
      if (dice() % 3 == 0) arrivals.push_back({number, forged(truth, truth.amount + Money::minor(1))});
      if (settled) provable[number] = truth.amount;
    }
    std::ranges::shuffle(arrivals, dice);
    std::map<std::int64_t, Case> known;
    for (const auto& [number, told] : arrivals) {
      auto& one = known[number];
      one.meter = mill;
      one.number = number;
      one.records.push_back(told);
      farm.hear({one});
      ASSERT_FALSE(farm.broken()) << seed << ": " << word_of(farm.broken()->law) << " " << farm.broken()->seen;
    }
    Money expected;
    for (const auto& [number, amount] : provable) expected += amount;
    EXPECT_EQ(farm.used(), expected) << seed;
    EXPECT_EQ(farm.prepaid(), yuan(200) - expected) << seed;
    for (const auto& row : farm.books.all<Watering>()) EXPECT_EQ(row.state == WateringStatus::proven, provable.contains(row.number)) << seed << " " << row.number;
  }
}

}  // namespace
}  // namespace kwota::waterings
