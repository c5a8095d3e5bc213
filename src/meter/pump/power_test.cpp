// Power that goes at every byte while a pump stores something else than a watering or a table: what crews, handhelds and counters order, what is settled for other
// wells, months, answers on collect cards, and the making up after the power before. Done once more when the power is back, all of it is as if it had never gone.
#include "meter/pump/test_well.h"

namespace kwota::meter::test::power {
namespace {

using pump::ToolAnswer;

ToolCard tool(pump::ToolOrder order, std::uint32_t number = 1) {
  ToolCard card;
  card.write({.serial = number, .valid_until = {0x20, 0x26, 0x12, 0x31}, .counter = 1, .order = std::move(order)});
  return card;
}

/// A well and who comes there.
struct Stand {
  Well well;
  FarmersCard card;
  ToolCard crew;
  pump::HungRecord elsewhere;  ///< of a card that hangs at another well

  Stand() { EXPECT_TRUE(well.pump->set_parameter(PumpParameter::idle_minutes, 1)); }
  Pump& pump() { return *well.pump; }
  /// 0.60, and the card is grey.
  void waters() {
    EXPECT_EQ(well.swipe(card), PumpRefusal::none);
    well.run(60, 20);
  }
  void hangs() {
    waters();
    well.run(60);
    EXPECT_EQ(well.hanging(), 1u);
  }
  /// He pays what he owes, once, and nothing is left of it.
  void pays(std::uint32_t fen, std::string_view what) {
    well.run(61);
    EXPECT_EQ(well.swipe(card), PumpRefusal::none) << what;
    EXPECT_EQ(card.debited, fen) << what;
    EXPECT_EQ(card.debits, 1u) << what;
    EXPECT_EQ(well.hanging(), 0u) << what;
    EXPECT_EQ(well.newest().tac, card.proof.y) << what;
    EXPECT_EQ(pump().account().charged, Money::minor(fen)) << what;
  }
};

struct Situation {
  std::string_view name;
  std::function<void(Stand&)> before, act;
  /// After the power came back, `again`: and it was done once more.
  std::function<void(Stand&, bool again, std::string_view what)> holds;
};

/// At every byte of it. How many there are.
std::size_t cut_everywhere(const Situation& situation) {
  for (std::size_t cut = 0;; ++cut) {
    Stand stand;
    situation.before(stand);
    stand.well.chip.bytes_left = cut;
    situation.act(stand);
    const bool whole = stand.well.chip.bytes_left > 0;
    const std::string what = std::string{situation.name} + ", cut at byte " + std::to_string(cut);
    stand.well.power_cut();
    EXPECT_TRUE(stand.pump().working()) << what;
    situation.holds(stand, false, what);
    situation.act(stand);
    stand.well.power_cut();
    situation.holds(stand, true, what);
    std::uint32_t last = 0;
    for (std::uint32_t back = stand.well.records(); back > 0; --back) {
      const auto number = stand.well.newest(back).number;
      EXPECT_TRUE(last == 0 || number == last + 1) << what << ": the numbers have a gap";
      last = number;
    }
    if (whole || ::testing::Test::HasFailure()) return cut;
  }
}

TEST(PumpPower, what_a_crew_sets_is_all_there_or_nothing_and_the_card_is_told_so) {
  pump::SetParameters set;
  set.parameters.add({1, 15});
  set.parameters.add({9, 23});
  EXPECT_GT(cut_everywhere({"parameters", [&](Stand& stand) { stand.crew = tool(set); }, [](Stand& stand) { stand.well.swipe(stand.crew); },
                            [](Stand& stand, bool again, std::string_view what) {
                              const auto& now = stand.pump().parameters();
                              const auto both = std::pair(now.of(PumpParameter::idle_minutes), now.of(PumpParameter::settlement_hour));
                              EXPECT_TRUE(both == std::pair(15u, 23u) || (!again && both == std::pair(1u, 0u))) << what;
                            }}),
            50u);
  EXPECT_GT(cut_everywhere({"bind", [](Stand& stand) { stand.crew = tool(pump::BindTerminal{{0, 0, 0x12, 0x34}, {0x13, 0x01, 0x20, 0, 0, 9}, {0x13, 0x01, 0x05, 0x02}}); },
                            [](Stand& stand) { stand.well.swipe(stand.crew); },
                            [](Stand& stand, bool again, std::string_view what) {
                              const auto& account = stand.pump().account();
                              const bool bound = account.area == 13010502 && account.terminal[5] == 9;
                              EXPECT_TRUE(bound || (!again && account.area == 13010501 && account.terminal[5] == 1)) << what;
                              stand.well.module.terminal[5] = account.terminal[5];
                              stand.well.run(61);
                            }}),
            50u);
}

TEST(PumpPower, an_order_to_stop_stops_and_who_watered_pays_once) {
  EXPECT_GT(cut_everywhere({"stop", [](Stand& stand) { stand.waters(); }, [](Stand& stand) { EXPECT_TRUE(stand.pump().lock_out(true) || stand.well.chip.bytes_left == 0); },
                            [](Stand& stand, bool again, std::string_view what) {
                              EXPECT_FALSE(stand.pump().relay_closed()) << what;
                              EXPECT_EQ(stand.well.hanging(), 1u) << what;
                              EXPECT_TRUE(stand.well.newest().cause == pump::Cause::order || stand.well.newest().cause == pump::Cause::mains) << what;
                              if (!again) return;
                              stand.pays(60, what);
                              EXPECT_EQ(stand.well.swipe(stand.card), PumpRefusal::locked_out) << what;
                            }}),
            300u);
  EXPECT_GT(cut_everywhere({"black list",
                            [](Stand& stand) {
                              stand.waters();
                              pump::ExtendBlackList list{.edition = 7, .cards = {}};
                              list.cards.add(stand.card.serial);
                              stand.crew = tool(list);
                            },
                            [](Stand& stand) { stand.well.swipe(stand.crew); },
                            [](Stand& stand, bool again, std::string_view what) {
                              EXPECT_FALSE(stand.pump().relay_closed()) << what;
                              EXPECT_EQ(stand.well.hanging(), 1u) << what;
                              EXPECT_EQ(stand.well.newest().amount, Money::minor(60)) << what;
                              EXPECT_TRUE(!again || stand.pump().store().is_black(stand.card.serial)) << what;
                            }}),
            300u);
}

TEST(PumpPower, making_up_after_the_power_went_before_is_made_up_itself) {
  EXPECT_GT(cut_everywhere({"recovery", [](Stand& stand) { stand.waters(); },
                            [](Stand& stand) {
                              stand.well.pump = std::make_unique<Pump>(stand.well.chip);
                              stand.well.pump->power_on(stand.well.now);
                            },
                            [](Stand& stand, bool again, std::string_view what) {
                              EXPECT_EQ(stand.well.hanging(), 1u) << what;
                              EXPECT_EQ(stand.well.records(), 1u) << what;
                              EXPECT_EQ(stand.well.newest().cause, pump::Cause::mains) << what;
                              EXPECT_EQ(stand.pump().account().total, Energy::wh(1'200)) << what;
                              if (again) stand.pays(60, what);
                            }}),
            200u);
}

TEST(PumpPower, who_hangs_has_his_proof_sooner_or_later_and_pays_with_it) {
  EXPECT_GT(cut_everywhere({"proof",
                            [](Stand& stand) {
                              stand.waters();
                              stand.well.run(58);
                            },
                            [](Stand& stand) { stand.well.run(3); },
                            [](Stand& stand, bool again, std::string_view what) {
                              EXPECT_EQ(stand.well.hanging(), 1u) << what;
                              stand.well.run(61);
                              EXPECT_NE(stand.pump().store().hung(0).record.gmac, pump::Proof{}) << what;
                              if (again) stand.pays(60, what);
                            }}),
            300u);
}

TEST(PumpPower, who_has_paid_elsewhere_or_was_read_is_so_in_both_his_records) {
  EXPECT_GT(cut_everywhere({"released", [](Stand& stand) { stand.hangs(); }, [](Stand& stand) { stand.pump().release(stand.card.serial, 5, pump::HungState::released); },
                            [](Stand& stand, bool again, std::string_view what) {
                              const auto flags = stand.well.newest().flags;
                              const bool released = stand.well.hanging() == 0;
                              EXPECT_EQ(released, (flags & pump::flag::settled_elsewhere) != 0) << what;
                              EXPECT_TRUE(released || !again) << what;
                              EXPECT_EQ(stand.pump().account().charged, Money::minor(60)) << what;
                            }}),
            200u);
  EXPECT_GT(cut_everywhere({"acknowledged", [](Stand& stand) { stand.hangs(); },
                            [](Stand& stand) {
                              stand.pump().acknowledge(16);
                              stand.pump().acknowledge(&WellAccount::changes_acknowledged, 2);
                            },
                            [](Stand& stand, bool again, std::string_view what) {
                              EXPECT_EQ(stand.well.hanging(), 1u) << what;
                              EXPECT_TRUE(!again || stand.pump().hung() == 0) << what;
                              EXPECT_TRUE(!again || stand.pump().list_marks().changes_acknowledged == 2) << what;
                              if (again) stand.pays(60, what);
                            }}),
            100u);
}

TEST(PumpPower, a_user_of_another_well_is_settled_here_by_one_debit_whose_proof_is_kept) {
  const auto brought = [](Stand& stand) {
    Well there{{0x13, 0x01, 0x20, 0x00, 0x00, 0x02}};
    there.swipe(stand.card);
    there.run(100, 20);
    there.run(300);
    pump::Image<pump::HungRecord> carried[1]{};
    ASSERT_EQ(there.pump->hung_from(0, carried), 1u);
    stand.elsewhere = *pump::decode_hung(carried[0]);
    stand.well.run(1'000);
  };
  const auto settled = [](Stand& stand) {
    stand.pump().take_released(stand.elsewhere);
    if (stand.card.proof.state == purse_card::LockState::grey) stand.well.swipe(stand.card);
  };
  EXPECT_GT(cut_everywhere({"settled here", brought, settled,
                            [](Stand& stand, bool again, std::string_view what) {
                              EXPECT_LE(stand.card.debits, 1u) << what;
                              if (!again) return;
                              EXPECT_EQ(stand.card.debited, 100u) << what;
                              const auto debit = stand.card.proof;
                              if (stand.pump().store().released(0)->record.state == pump::HungState::hung) stand.well.swipe(stand.card);  // its answer was not stored: the card shows it
                              const auto kept = stand.pump().store().released(0)->record;
                              EXPECT_EQ(kept.state, pump::HungState::settled) << what;
                              EXPECT_EQ(kept.gmac, debit.y) << what;
                              EXPECT_EQ(card_moment(kept.start), debit.moment) << what;
                              if (stand.pump().relay_closed()) stand.well.swipe(stand.card);
                            }}),
            100u);
}

TEST(PumpPower, a_month_ends_once_with_its_registers_and_a_price_counts_from_its_moment) {
  PriceTable dearer = half_a_yuan();
  dearer.set = 2;
  dearer.energy.fill(MeterPrice::e4(10'000));
  dearer.from = *clock_of(MeterTime{26, 12, 1, 0, 0});
  EXPECT_GT(cut_everywhere({"the first of the month",
                            [&](Stand& stand) {
                              stand.waters();
                              stand.well.swipe(stand.card);
                              stand.well.run(20);
                              EXPECT_TRUE(stand.pump().set_prices(dearer));
                              stand.well.now = {dearer.from.seconds - 2};
                              stand.well.run(1);
                            },
                            [](Stand& stand) { stand.well.run(2); },
                            [](Stand& stand, bool again, std::string_view what) {
                              auto& months = stand.pump().store().months();
                              EXPECT_EQ(months.count(), 1u) << what;
                              const auto month = months.at(1) ? pump::decode_month(*months.at(1)) : std::nullopt;
                              ASSERT_TRUE(month) << what;
                              EXPECT_EQ(std::pair(month->energy, month->money), std::pair(Energy::wh(1'200), Money::minor(60))) << what;
                              EXPECT_EQ(month->month, 11) << what;
                              EXPECT_TRUE(!again || stand.pump().prices().current.set == 2) << what;
                            }}),
            50u);
}

std::vector<std::uint32_t> numbers_on(const ToolCard& card) {
  std::vector<std::uint32_t> numbers;
  if (card.rows.back() == Message(pump::collect_row::size, 0)) return numbers;  // no answer is on it
  for (const Message& row : card.rows) {
    pump::Image<pump::UsageRecord> image{};
    std::copy(row.begin(), row.end(), image.begin());
    if (&row == &card.rows.back()) break;
    if (const auto usage = pump::decode_usage(image); usage && usage->number != 0) numbers.push_back(usage->number);
  }
  return numbers;
}

TEST(PumpPower, what_a_collect_card_did_not_carry_home_the_next_one_does) {
  const auto water_three_times = [](Stand& stand) {
    for (int time = 0; time < 3; ++time) {
      stand.waters();
      stand.well.swipe(stand.card);
      stand.well.run(20);
    }
    stand.crew = tool(pump::Collect{}, 1);
  };
  EXPECT_GT(cut_everywhere({"collect", water_three_times, [](Stand& stand) { stand.well.swipe(stand.crew); },
                            [](Stand& stand, bool again, std::string_view what) {
                              if (!again) return;
                              auto next = tool(pump::Collect{}, 2);
                              EXPECT_EQ(stand.well.swipe(next), ToolAnswer::done) << what;
                              auto home = numbers_on(stand.crew);
                              for (const auto number : numbers_on(next)) home.push_back(number);
                              for (const std::uint32_t number : {16u, 17u, 18u}) EXPECT_TRUE(std::find(home.begin(), home.end(), number) != home.end()) << what << ": number " << number << " is nowhere";
                            }}),
            20u);
}

TEST(PumpPower, a_refused_card_is_written_down_whole_or_not) {
  EXPECT_GT(cut_everywhere({"a stranger", [](Stand& stand) { stand.card.serial.bytes[0] = 0x14; }, [](Stand& stand) { EXPECT_EQ(stand.well.swipe(stand.card), PumpRefusal::wrong_area); },
                            [](Stand& stand, bool again, std::string_view what) {
                              auto& faults = stand.pump().store().faults();
                              EXPECT_TRUE(!again || faults.count() >= 1) << what;
                              for (std::uint32_t back = 1; back <= faults.count(); ++back) {
                                const auto fault = faults.at(back) ? pump::decode_fault(*faults.at(back)) : std::nullopt;
                                EXPECT_TRUE(fault && fault->card == stand.card.serial && fault->cause == 3) << what;
                              }
                            }}),
            20u);
}

}  // namespace
}  // namespace kwota::meter::test::power
