// Power that goes at every byte and every second, cards pulled at every command, modules that die: whatever happens, one lock is paid by
// one debit, and what left the cards is what the wells have in their books.
#include "meter/pump/test_well.h"

namespace kwota::meter::test {
namespace {

using purse_card::LockState;

/// Everybody who hangs is settled, and the cards' purses and the well's books agree to the fen.
void settles(Well& well, std::vector<FarmersCard*> cards, std::string_view what) {
  for (FarmersCard* card : cards) {
    well.module.dead = false;
    well.power_cut();
    for (int swipes = 0; swipes < 3 && (card->proof.state == LockState::grey || well.hanging() > 0); ++swipes) {
      well.swipe(*card);
      if (well.pump->watering().runs()) well.swipe(*card);
    }
  }
  std::int64_t spent = 0, in_records = 0;
  unsigned debits = 0;
  for (const FarmersCard* card : cards) {
    EXPECT_NE(card->proof.state, LockState::grey) << what;
    spent += card->debited;
    debits += card->debits;
  }
  std::uint32_t with_proof = 0, last = 0;
  for (std::uint32_t back = well.records(); back > 0; --back) {
    const auto record = well.newest(back);
    in_records += record.amount.minor();
    with_proof += record.tac != pump::Proof{} ? 1 : 0;
    EXPECT_EQ(record.number, last == 0 ? record.number : last + 1) << what << ": the numbers have a gap";
    last = record.number;
    EXPECT_EQ(record.amount.is_zero() || record.tac != pump::Proof{}, true) << what << ": number " << record.number << " is not proven";
  }
  EXPECT_EQ(spent, in_records) << what;
  EXPECT_EQ(well.pump->account().charged, Money::minor(spent)) << what;
  EXPECT_EQ(debits, with_proof) << what;
  EXPECT_EQ(well.hanging(), 0u) << what;
  EXPECT_FALSE(well.pump->relay_closed()) << what;
}

TEST(PumpBreaks, power_lost_at_every_byte_that_is_stored_loses_no_fen) {
  const auto story = [](Well& well, FarmersCard& card) {
    well.swipe(card);
    well.run(2, 300);
    well.swipe(card);
    well.run(11, 300);
    well.swipe(card);
    well.run(2, 300);
    well.run(20);
  };
  std::size_t bytes = 0;
  {
    Well well;
    FarmersCard card;
    well.pump->set_parameter(PumpParameter::idle_minutes, 0);
    const std::size_t before = well.chip.written;
    story(well, card);
    bytes = well.chip.written - before;
  }
  ASSERT_GT(bytes, 2'000u);
  RecordProperty("bytes", static_cast<int>(bytes));
  for (std::size_t cut = 0; cut <= bytes; ++cut) {
    Well well;
    FarmersCard card;
    well.pump->set_parameter(PumpParameter::idle_minutes, 0);
    well.chip.bytes_left = cut;
    // The mains go with the chip: nothing after the cut is carried out by anybody else either.
    const auto dead = [&] { return well.chip.bytes_left == 0; };
    PumpRefusal refusal = well.swipe(card);
    for (int second = 0; second < 13 && !dead() && refusal == PumpRefusal::none; ++second) {
      well.run(1, 300);
      if (second == 1 && !dead()) refusal = well.swipe(card);
    }
    if (!dead()) refusal = well.swipe(card);
    if (!dead()) well.run(2, 300);
    const Energy flowed = Energy::wh(well.through);
    well.power_cut();
    const auto& account = well.pump->account();
    EXPECT_LE(account.total, flowed) << cut;
    settles(well, {&card}, "cut at byte " + std::to_string(cut));
    if (::testing::Test::HasFailure()) break;
  }
}

TEST(PumpBreaks, power_lost_at_every_second_is_made_up_to_the_customers_benefit_and_the_pump_stays_off) {
  for (std::uint32_t second = 0; second <= 60; ++second) {
    Well well;
    FarmersCard card;
    well.swipe(card);
    well.run(second, 7);
    well.pump->consume(Energy::wh(6));
    well.power_cut();
    EXPECT_FALSE(well.pump->relay_closed());
    const auto record = well.newest();
    EXPECT_EQ(record.cause, pump::Cause::mains);
    EXPECT_EQ(record.flags, pump::flag::hung | pump::flag::made_up);
    EXPECT_EQ(record.seconds, second);
    EXPECT_LE(second * 7 - record.energy.wh(), 9) << "ten Wh at most";
    EXPECT_EQ(well.swipe(card), PumpRefusal::none);
    EXPECT_EQ(well.newest().amount, Money::minor(second * 7 / 20));
    settles(well, {&card}, "cut at second " + std::to_string(second));
  }
}

TEST(PumpBreaks, a_card_pulled_at_any_command_pays_once) {
  for (const bool carried_out : {false, true})
    for (unsigned on = 0; on <= 6; ++on)
      for (unsigned off = 0; off <= 5; ++off) {
        Well well;
        FarmersCard card;
        const std::string what = "pulled at " + std::to_string(on) + " and " + std::to_string(off) + (carried_out ? ", carried out" : "");
        well.swipe(card, {PumpSession::Party::card, on, carried_out});
        if (on >= 1 && on <= 5) {
          EXPECT_FALSE(well.pump->relay_closed()) << what;
          EXPECT_NE(well.swipe(card), PumpRefusal::grey_elsewhere) << what;
          if (!well.pump->relay_closed()) {
            EXPECT_EQ(well.swipe(card), PumpRefusal::none) << what;
          }
        }
        EXPECT_TRUE(well.pump->relay_closed()) << what;
        well.run(60, 20);
        well.swipe(card, {PumpSession::Party::card, off, carried_out});
        well.run(60, 20);
        settles(well, {&card}, what);
        EXPECT_LE(card.debited, 120u) << what;
        EXPECT_GE(card.debited, 60u) << what;
      }
}

TEST(PumpBreaks, a_module_that_dies_at_any_command_starts_nobody_and_proves_later) {
  for (const bool carried_out : {false, true})
    for (unsigned at = 1; at <= 2; ++at) {
      Well well;
      FarmersCard card;
      const std::string what = "module dead at " + std::to_string(at) + (carried_out ? ", carried out" : "");
      EXPECT_EQ(well.swipe(card, {PumpSession::Party::module, at, carried_out}), PumpRefusal::module_dead) << what;
      EXPECT_FALSE(well.pump->relay_closed()) << what;
      well.run(61);
      well.swipe(card);
      well.swipe(card);
      well.run(10, 20);
      settles(well, {&card}, what);
    }
  for (const bool carried_out : {false, true}) {
    Well well;
    FarmersCard card;
    well.swipe(card);
    well.run(60, 20);
    EXPECT_EQ(well.swipe(card, {PumpSession::Party::module, 1, carried_out}), PumpRefusal::module_dead);
    EXPECT_EQ(well.hanging(), 1u);
    well.run(61);  // the pump asks it again by itself
    EXPECT_EQ(well.swipe(card), PumpRefusal::none);
    EXPECT_EQ(card.debited, 60u);
    settles(well, {&card}, "module dead at the GMAC");
  }
}

TEST(PumpBreaks, a_dead_module_settles_nobody_without_a_gmac_and_everybody_with_one) {
  Well well;
  FarmersCard card, other;
  other.serial.bytes[7] = 0x25;
  well.swipe(card);
  well.run(60, 20);
  well.run(300);
  well.swipe(other);
  well.run(60, 20);
  well.module.dead = true;
  well.run(300);
  EXPECT_EQ(well.swipe(other), PumpRefusal::module_dead);
  EXPECT_EQ(well.swipe(card), PumpRefusal::none) << "his GMAC was stored when the pump stopped";
  EXPECT_EQ(card.debited, 60u);
  settles(well, {&card, &other}, "both");
}

/// What arrives on the wires while a card and the module are asked before a start, at any of their commands: the pump does not run.
void is_heard_in_the_middle_of_a_start(const std::function<void(Pump&, const FarmersCard&)>& order, pump::Cause cause) {
  for (unsigned at = 1;; ++at) {
    const std::string what = "before command " + std::to_string(at);
    Well well;
    FarmersCard card;
    bool arrived = false;
    well.before_command = [&](unsigned asked) {
      if (asked != at) return;
      arrived = true;
      order(*well.pump, card);
    };
    well.swipe(card);
    well.before_command = nullptr;
    if (!arrived) return;
    EXPECT_FALSE(well.pump->relay_closed()) << what;
    EXPECT_EQ(well.pump->watering().record.progress, pump::Progress::empty) << what;
    EXPECT_EQ(card.proof.state == LockState::grey ? well.hanging() : 0, well.hanging()) << what;
    if (card.proof.state == LockState::grey) EXPECT_EQ(well.newest().cause, cause) << what;
    well.run(5, 300);
    EXPECT_EQ(well.pump->account().charged, Money{}) << what;
    well.pump->lock_out(false);
    EXPECT_TRUE(well.pump->extend_black_list(8, {})) << "his card is found";
    settles(well, {&card}, what);
    EXPECT_EQ(card.balance, 100'00u) << what;
  }
}

TEST(PumpBreaks, an_order_to_stop_that_comes_in_the_middle_of_a_start_stops_it) {
  is_heard_in_the_middle_of_a_start([](Pump& pump, const FarmersCard&) { EXPECT_TRUE(pump.lock_out(true)); }, pump::Cause::order);
}

TEST(PumpBreaks, a_black_list_that_comes_in_the_middle_of_a_start_starts_nobody_who_stands_on_it) {
  is_heard_in_the_middle_of_a_start(
      [](Pump& pump, const FarmersCard& card) {
        const CardSerial lost[] = {card.serial};
        EXPECT_TRUE(pump.extend_black_list(7, lost));
      },
      pump::Cause::black_list);
}

TEST(PumpBreaks, numbers_that_the_module_gave_and_nobody_heard_have_records_of_nothing_however_many) {
  for (const std::uint32_t unheard : {1u, 17u, 400u}) {
    Well well;
    FarmersCard card;
    well.swipe(card);
    well.run(60, 20);
    well.swipe(card);
    well.run(20);
    const std::uint32_t first = well.newest().number;
    well.module.number += unheard;
    well.swipe(card);
    well.run(60, 20);
    well.swipe(card);
    EXPECT_EQ(well.records(), unheard + 2);
    settles(well, {&card}, std::to_string(unheard) + " numbers were not heard");
    EXPECT_EQ(well.newest().number, first + unheard + 1);
    const auto nothing = well.newest(2);
    EXPECT_EQ(nothing.cause, pump::Cause::none);
    EXPECT_TRUE(nothing.amount.is_zero() && nothing.seconds == 0 && nothing.tac == pump::Proof{});
    EXPECT_EQ(nothing.total, well.newest(unheard + 2).total) << "the register stood still";
  }
}

TEST(PumpBreaks, a_row_of_numbers_that_breaks_off_while_it_is_filled_goes_on_at_the_next_start) {
  for (std::size_t cut = 1; cut < 900; cut += 53) {
    Well well;
    FarmersCard card;
    well.swipe(card);
    well.run(60, 20);
    well.swipe(card);
    well.run(20);
    well.module.number += 18;
    well.chip.bytes_left = cut;
    well.swipe(card);
    well.power_cut();
    settles(well, {&card}, "cut at byte " + std::to_string(cut));
    well.run(20);
    well.swipe(card);
    well.run(60, 20);
    well.swipe(card);
    well.run(20);
    settles(well, {&card}, "and watered again after byte " + std::to_string(cut));
    EXPECT_EQ(well.newest().number + 1, well.module.number) << cut;
  }
}

TEST(PumpBreaks, a_price_table_or_black_list_half_written_is_the_one_before) {
  const CardSerial lost[] = {{{0x13, 0x01, 0x26, 0, 0, 0, 0, 0x33}}, {{0x13, 0x01, 0x26, 0, 0, 0, 0, 0x41}}};
  PriceTable dearer = half_a_yuan();
  dearer.set = 2;
  dearer.energy.fill(MeterPrice::e4(10'000));
  bool whole = false;
  for (std::size_t cut = 0; !whole; ++cut) {
    ASSERT_LT(cut, 2'000u);
    Well well;
    EXPECT_TRUE(well.pump->extend_black_list(3, std::span{lost}.first(1)));
    well.chip.bytes_left = cut;
    well.pump->set_prices(dearer);
    well.pump->extend_black_list(4, lost);
    whole = well.chip.bytes_left > 0;
    well.power_cut();
    const PriceTable& prices = well.pump->prices().current;
    EXPECT_TRUE(prices == half_a_yuan() || prices == dearer) << cut;
    const auto list = well.pump->store().black_list();
    EXPECT_TRUE((list.edition == 3 && list.count == 1) || (list.edition == 4 && list.count == 2)) << cut;
    EXPECT_TRUE(well.pump->store().is_black(lost[0])) << cut;
    EXPECT_EQ(well.pump->store().is_black(lost[1]), list.edition == 4) << cut;
  }
}

TEST(PumpBreaks, a_clearing_elsewhere_that_broke_off_is_no_second_debit_anywhere) {
  for (const bool carried_out : {false, true}) {
    Well here{{0x13, 0x01, 0x20, 0x00, 0x00, 0x02}}, there;
    FarmersCard card;
    there.swipe(card);
    there.run(100, 20);
    there.run(300);
    pump::Image<pump::HungRecord> carried[1]{};
    there.pump->hung_from(0, carried);
    here.pump->take_released(*pump::decode_hung(carried[0]));
    here.run(1'000);
    EXPECT_EQ(here.swipe(card, {PumpSession::Party::card, 3, carried_out}), PumpRefusal::card_gone);
    here.run(5);
    here.swipe(card);
    there.run(1'100);
    there.swipe(card);
    if (there.pump->watering().runs()) there.swipe(card);
    if (here.pump->watering().runs()) here.swipe(card);
    EXPECT_EQ(card.debited, 100u);
    EXPECT_EQ(there.hanging(), 0u);
  }
}

}  // namespace
}  // namespace kwota::meter::test
