// What the office does not know yet, and what it does not know in time: what a card showed and no record has told, lost cards whose wells have told everything
// or too late, and what pumps tell beside their waterings.
#include "books/black_list.h"
#include "sim/purse_counter/not_known.h"

namespace kwota::sim {
namespace {

TEST_F(NotKnown, what_the_card_showed_and_no_record_has_told_has_a_sum_and_a_number_of_records) {
  water(mill, 1'000);
  water(road, 2'000);
  water(mill, 1'000);
  look();
  EXPECT_EQ(purse_row().not_known, yuan(4));
  EXPECT_EQ(purse_row().missing, 3) << "by its offline counter";
  reader.read(mill);
  bring_home();
  EXPECT_EQ(purse_row().not_known, yuan(2));
  EXPECT_EQ(purse_row().missing, 1);
  reader.read(road);
  bring_home();
  EXPECT_EQ(purse_row().not_known, Money{});
  EXPECT_EQ(purse_row().missing, 0);
  mill.well.pump().set_clock(*meter::clock_of(meter::MeterTime{31, 11, 21, 12, 0}));  // long after the last look
  water(mill, 1'000);
  reader.read(mill);
  bring_home();
  EXPECT_EQ(purse_row().not_known, Money{}) << "known before the card was seen again";
  EXPECT_EQ(books::on_card_by_books(purse_row()), look().seen->balance);
  EXPECT_EQ(purse_row().missing, 0);
  books_stand();
}

TEST_F(NotKnown, a_grey_card_is_missing_a_record_until_it_hangs_in_the_books_and_then_only_its_debit) {
  leave_running(mill);
  EXPECT_TRUE(look().seen->grey);
  EXPECT_EQ(purse_row().missing, 1);
  EXPECT_EQ(purse_row().not_known, Money{}) << "nothing was taken off it yet";
  reader.read(mill);
  bring_home();
  EXPECT_EQ(purse_row().missing, 0);
  auto on = on_reader();
  ASSERT_TRUE(desk_of_cards().settle_grey(on, look(), as("li")).ok());
  look();
  EXPECT_EQ(purse_row().missing, 0);
  EXPECT_EQ(purse_row().not_known, Money{});
  books_stand();
}

TEST_F(NotKnown, a_pumps_clock_that_is_ahead_does_not_put_a_watering_behind_the_look_that_saw_what_it_left) {
  mill.well.pump().set_clock(*meter::clock_of(meter::MeterTime{26, 11, 22, 12, 10}));
  water(mill, 1'000);
  EXPECT_EQ(look().seen->balance, yuan(199));
  reader.read(mill);
  bring_home();
  EXPECT_EQ(books::on_card_by_books(purse_row()), yuan(199)) << "and not once more without what it cost";
  EXPECT_EQ(purse_row().not_known, Money{});
  EXPECT_EQ(purse_row().missing, 0);
  books_stand();
}

TEST_F(NotKnown, a_pumps_clock_that_is_ahead_does_not_put_a_watering_behind_the_load_that_came_after_it) {
  mill.well.pump().set_clock(*meter::clock_of(meter::MeterTime{26, 11, 22, 12, 10}));
  water(mill, 1'000);
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(249));
  mill.well.pump().set_clock(*meter::clock_of(meter::MeterTime{26, 11, 22, 13, 0}));
  water(mill, 2'000);
  reader.read(mill);
  bring_home();
  EXPECT_EQ(books::on_card_by_books(purse_row()), yuan(247)) << "what he watered before the load is not taken off it";
  EXPECT_EQ(purse_row().not_known, Money{});
  EXPECT_EQ(purse_row().missing, 0);
  EXPECT_EQ(look().seen->balance, yuan(247));
  books_stand();
}

TEST_F(NotKnown, a_pumps_clock_that_is_behind_does_not_put_a_watering_before_the_look_that_saw_what_it_began_with) {
  water(road, 2'000);
  EXPECT_EQ(look().seen->balance, yuan(198));
  mill.well.pump().set_clock(*meter::clock_of(meter::MeterTime{26, 11, 22, 11, 30}));
  water(mill, 300);
  reader.read(mill);
  bring_home();
  EXPECT_EQ(books::on_card_by_books(purse_row()), Money::minor(197'70));
  EXPECT_EQ(purse_row().not_known, yuan(2)) << "the road's record is on its way";
  EXPECT_EQ(purse_row().missing, 1);
  reader.read(road);
  bring_home();
  EXPECT_EQ(purse_row().not_known, Money{});
  EXPECT_EQ(purse_row().missing, 0);
  EXPECT_EQ(books::on_card_by_books(purse_row()), Money::minor(197'70));
  books_stand();
}

TEST_F(NotKnown, a_pump_that_was_taken_down_must_have_told_before_a_lost_card_is_paid_over) {
  water(mill, 1'000);
  lose_the_card();
  decide([&](const books::Reader& books) {
    books::Decision<Done> decision;
    auto place = books.select<books::WellMeter>(std::string("W-1")).front();
    place.to = as("li").zone.local(reader.now).date;
    decision.changes.put.emplace_back(place);
    return decision;
  });
  visit(road, 1);
  visit(road);
  bring_home();
  EXPECT_EQ(why_not_yet(), "waits_until") << "what the mill's pump recorded lies in it, wherever that is now";
  visit(mill);
  bring_home();
  EXPECT_EQ(why_not_yet(), "waits_until") << "it was read on its last day: somebody may have watered after that";
  reader.now = clock.now() + Duration::hours(24);
  clock.advance(Duration::hours(25));
  visit(mill);
  bring_home();
  EXPECT_EQ(why_not_yet(), "approval_needed");
  pay_over();
  EXPECT_EQ(look().seen->balance, yuan(199));
  books_stand();
}

TEST_F(NotKnown, a_record_of_a_lost_card_that_is_not_judged_to_the_end_holds_its_rest_back) {
  const auto module_is = [&](const std::string& terminal) {
    decide([&](const books::Reader& books) {
      books::Decision<Done> decision;
      auto place = books.select<books::WellMeter>(std::string("W-1")).front();
      place.terminal = terminal;
      decision.changes.put.emplace_back(place);
      return decision;
    });
  };
  const auto module = office->read([&](const books::Reader& books) -> Result<std::string> { return books.select<books::WellMeter>(std::string("W-1")).front().terminal; }).value();
  module_is("");
  water(mill, 1'000);
  lose_the_card();
  for (auto* pump : {&mill, &road}) visit(*pump, 1), visit(*pump);
  const auto home = bring_home();
  EXPECT_EQ(newest_watering(mill).state, WateringStatus::unknown_well);
  EXPECT_EQ(why_not_yet(), "waits_until") << "the office has his record, and does not know yet what it is worth";
  module_is(module);
  EXPECT_TRUE(desk().clean(home.number, as("li")).ok());
  EXPECT_EQ(newest_watering(mill).state, WateringStatus::proven);
  EXPECT_EQ(why_not_yet(), "approval_needed");
  pay_over();
  EXPECT_EQ(look().seen->balance, yuan(199));
  books_stand();
}

TEST_F(NotKnown, what_a_handheld_whose_clock_is_years_ahead_brings_home_stops_no_later_visit) {
  const auto head = [&] { return office->read([&](const books::Reader& books) -> Result<books::WellHead> { return *books.find<books::WellHead>(mill.meter); }).value(); };
  water(mill, 1'000);
  lose_the_card();
  reader.now = clock.now() + Duration::hours(10 * 365 * 24);
  visit(mill, 1);
  bring_home();
  EXPECT_LE(head().read, clock.now());
  EXPECT_EQ(head().edition, 1);
  EXPECT_FALSE(head().records_read) << "nobody knows when that was";
  reader.now = clock.now() + Duration::hours(1);
  clock.advance(Duration::hours(48));
  for (auto* pump : {&mill, &road}) visit(*pump, 1), visit(*pump);
  bring_home();
  EXPECT_EQ(why_not_yet(), "approval_needed") << "a true visit tells when the well has told";
  books_stand();
}

TEST_F(NotKnown, who_hung_by_his_usage_record_and_was_seen_free_since_owes_nothing_that_is_held_back) {
  leave_running(mill);
  reader.read_usage(mill);
  bring_home();
  ASSERT_EQ(newest_watering(mill).state, WateringStatus::hung);
  EXPECT_EQ(held_back(), newest_watering(mill).amount);
  mill.well.swipe(in_hand());  // he pays at his own well
  if (mill.well.pump().relay_closed()) mill.well.swipe(in_hand());
  mill.well.run(20);
  const auto seen_free = look();
  EXPECT_FALSE(seen_free.seen->grey);
  EXPECT_EQ(held_back(), Money{});
  visit(mill);
  bring_home();
  EXPECT_EQ(purse_row().not_known, Money{});
  books_stand();
}

TEST_F(NotKnown, a_usage_record_alone_is_known_as_that_of_the_lock_that_two_persons_have_freed) {
  for (const bool record_comes_first : {true, false}) {
    SCOPED_TRACE(record_comes_first ? "the record is there already" : "the record comes later");
    leave_running(mill);
    if (record_comes_first) {
      reader.read_usage(mill);
      bring_home();
      EXPECT_EQ(newest_watering(mill).state, WateringStatus::hung) << "and nothing in it could take the money from the card";
    }
    const auto grey = look();
    ASSERT_TRUE(grey.seen->grey);
    clock.set(as("li").zone.instant(*teller::locked_at(*grey.contents)) + Duration::hours(49));
    two_free_it({.claim = claim(), .account = account, .amount = "0.60", .reason = "pump burnt", .seen = grey.for_shop(), .lock = *teller::lock_of(*grey.contents),
                 .locked = teller::locked_at(*grey.contents), .approval = 0});
    if (!record_comes_first) {
      reader.read_usage(mill);
      bring_home();
    }
    EXPECT_EQ(newest_watering(mill).state, WateringStatus::released);
    EXPECT_EQ(held_back(), Money{});
    reader.read(mill);
    bring_home();
    EXPECT_EQ(newest_watering(mill).state, WateringStatus::released) << "with its hung record, too";
    mill.well.run(20);
  }
  books_stand();
}

TEST_F(NotKnown, what_was_handed_over_and_not_cleaned_yet_holds_a_lost_cards_rest_back) {
  lose_the_card();
  for (auto* pump : {&mill, &road}) visit(*pump, 1), visit(*pump);
  const auto handed = desk().import(reader.hand_over(), as("li"));
  ASSERT_TRUE(handed.ok());
  EXPECT_EQ(why_not_yet(), "waits_until") << "his record may lie among these, judged by nobody";
  EXPECT_TRUE(desk().clean(handed->number, as("li")).ok());
  EXPECT_EQ(why_not_yet(), "approval_needed");
}

TEST_F(NotKnown, a_lost_cards_rest_waits_for_its_wells_alone_and_is_paid_over_when_all_of_them_have_told) {
  ASSERT_TRUE(office->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::AreaNumber{"33010002", "West fields", "v1", "3", true});
    decision.changes.put.emplace_back(books::Well{.number = "W-9", .name = "Far", .village = "v1", .area_number = "33010002"});
    decision.changes.put.emplace_back(books::WellMeter{.well = "W-9", .meter = MeterNumber::from(700000000099), .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = "010220000099"});
    return decision;
  }).ok()) << "a well of another area number, which nobody ever reads";
  water(mill, 1'000);
  lose_the_card();
  EXPECT_EQ(why_not_yet(), "waits_until");
  visit(mill, 1);
  bring_home();
  EXPECT_EQ(why_not_yet(), "waits_until") << "the road's well has not told yet";
  visit(road);
  bring_home();
  EXPECT_EQ(why_not_yet(), "waits_until") << "it was read, but has no list yet";
  visit(road, 1);
  bring_home();
  EXPECT_EQ(why_not_yet(), "approval_needed") << "two persons, as ever";
  pay_over();
  EXPECT_EQ(look().seen->balance, yuan(199));
  EXPECT_EQ(purse_of(1).state, books::PurseStatus::paid_over);
  EXPECT_EQ(purse_of(1).not_known, Money{});
  std::swap(card, lost);
  EXPECT_EQ(mill.well.swipe(in_hand()).refusal, PumpRefusal::black_listed) << "who finds it finds nothing";
  books_stand();
}

TEST_F(NotKnown, a_pump_with_an_edition_that_these_books_never_gave_has_not_told_until_it_has_the_next_one) {
  const auto in_the_lost_hours = [](Pump& pump, std::uint16_t edition) { return pump.well.pump().extend_black_list(edition, {}); };
  const auto newest = [this] { return office->read([](const books::Reader& books) -> Result<std::int64_t> { return books::newest_black_list(books); }).value(); };
  water(mill, 1'000);
  ASSERT_TRUE(in_the_lost_hours(mill, 7));
  lose_the_card();
  EXPECT_EQ(newest(), 1);
  visit(mill);
  visit(road, 1);
  bring_home();
  EXPECT_EQ(newest(), 8) << "behind its own";
  EXPECT_EQ(why_not_yet(), "waits_until") << "what is on its seventh nobody knows";
  visit(mill, 8);
  visit(road, 8);
  visit(mill);
  visit(road);
  bring_home();
  EXPECT_EQ(why_not_yet(), "approval_needed");
  ASSERT_TRUE(in_the_lost_hours(mill, 9'000));
  visit(mill);
  bring_home();
  EXPECT_EQ(newest(), 8) << "no lost hours drew so many: nobody uses up the numbers by saying one";
  EXPECT_EQ(why_not_yet(), "waits_until") << "and it has told of no list of ours";
  books_stand();
}

TEST_F(NotKnown, a_pump_that_comes_to_the_lost_cards_area_later_must_have_its_list_and_one_that_has_gone_must_have_told) {
  decide([&](const books::Reader& books) {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::AreaNumber{"33010002", "West fields", "v1", "3", true});
    auto well = books.find<books::Well>("W-2").value();
    well.area_number = "33010002";
    decision.changes.put.emplace_back(well);
    return decision;
  });
  water(mill, 1'000);
  lose_the_card();
  visit(mill, 1);
  visit(mill);
  visit(road, 1);
  bring_home();
  EXPECT_EQ(why_not_yet(), "approval_needed") << "the one well of its area has told";
  comes_to("W-2", "33010001");
  EXPECT_EQ(why_not_yet(), "waits_until") << "the road's list is one of its former area";
  comes_to("W-1", "33010002");
  for (auto* pump : {&mill, &road}) visit(*pump, 3), visit(*pump);
  bring_home();
  EXPECT_EQ(why_not_yet(), "approval_needed");
  decide([&](const books::Reader& books) {
    books::Decision<Done> decision;
    auto former = books.find<books::FormerArea>(mill.meter, "33010001").value();
    former.left = reader.now + Duration::seconds(1);
    decision.changes.put.emplace_back(former);
    return decision;
  });
  EXPECT_EQ(why_not_yet(), "waits_until") << "what the mill recorded before it left may lie there still";
  visit(mill);
  bring_home();
  EXPECT_EQ(why_not_yet(), "approval_needed");
}

TEST_F(NotKnown, a_record_that_comes_home_while_the_paying_over_is_under_way_is_late_and_nothing_is_paid_twice) {
  water(mill, 1'000);
  lose_the_card();
  wait_for_paying_over();
  const auto order = book_pay_over();
  reader.read(mill);
  const auto row = bring_home();
  EXPECT_EQ(row.late, 1) << "his two hundred may lie on the next card already";
  EXPECT_EQ(ledger_of("used/irrigation"), Money{});
  EXPECT_EQ(carry(order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(200));
  EXPECT_EQ(-ledger_of("prepaid/purse"), yuan(200));
  EXPECT_EQ(purse_of(1).brought, purse_of(1).spent) << "no more was spent than was ever on it";
  books_stand();
}

TEST_F(NotKnown, a_paying_over_that_never_reached_the_card_leaves_the_money_to_what_came_meanwhile) {
  water(mill, 1'000);
  lose_the_card();
  wait_for_paying_over();
  book_pay_over();
  reader.read(mill);
  EXPECT_EQ(bring_home().late, 1);
  EXPECT_EQ(look().seen->balance, Money{}) << "it goes back: the card has never heard of it";
  EXPECT_EQ(ledger_of("used/irrigation"), -yuan(1));
  EXPECT_EQ(purse_of(1).spent, yuan(1));
  pay_over();
  EXPECT_EQ(look().seen->balance, yuan(199)) << "and what he had used is not paid over";
  EXPECT_EQ(-ledger_of("prepaid/purse"), yuan(199));
  books_stand();
}

TEST_F(NotKnown, what_comes_after_the_paying_over_is_an_exception_with_a_name_and_never_a_second_payment) {
  water(mill, 1'000);
  lose_the_card();
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(200)) << "nobody knew of the yuan that he had used";
  reader.read(mill);
  const auto row = bring_home();
  EXPECT_EQ(row.late, 1);
  EXPECT_EQ(row.proven, 0);
  EXPECT_EQ(ledger_of("used/irrigation"), Money{});
  EXPECT_EQ(look().seen->balance, yuan(200));
  EXPECT_EQ(-ledger_of("prepaid/purse"), yuan(200));
  EXPECT_EQ(purse_of(1).not_known, Money{});
  EXPECT_EQ(bring_home().late, 1) << "and stays one";
  books_stand();
}

TEST_F(NotKnown, months_parameters_and_card_faults_are_taken_in_once) {
  const pump::SettlementMonth october{.year = 26, .month = 10, .energy = Energy::kwh(120), .water = {}, .money = yuan(60)};
  const pump::ParameterRecord set{.at = {26, 11, 2, 9, 30, 0}, .by = {0, 0, 0, 0, 0x12, 0x34, 0x56, 0x78}, .parameter = 1, .before = 5, .after = 8};
  const pump::CardFault fault{.at = {26, 11, 3, 7, 0, 0}, .card = *purse_row().card, .cause = 38, .status = 0x9406, .step = 4, .balance = yuan(200)};
  for (int times = 0; times < 2; ++times) {
    reader.now = reader.now + Duration::seconds(60);
    reader.add(mill.meter, handheld::Kind::month, *pump::encode(october));
    reader.add(mill.meter, handheld::Kind::parameter, *pump::encode(set));
    reader.add(mill.meter, handheld::Kind::fault, *pump::encode(fault));
    bring_home();
  }
  auto other = october;
  other.energy = Energy::kwh(121);
  reader.add(mill.meter, handheld::Kind::month, *pump::encode(other));
  bring_home();
  ASSERT_TRUE(office->read([&](const books::Reader& books) -> Result<bool> {
    const auto months = books.all<books::WellMonth>();
    EXPECT_EQ(months.size(), 1u);
    EXPECT_EQ(months.front().month, "2026-10");
    EXPECT_EQ(months.front().well, "W-1");
    EXPECT_EQ(months.front().energy, Energy::kwh(120)) << "the first one stands";
    EXPECT_TRUE(months.front().differs) << "and that another says otherwise is named";
    const auto changes = books.all<books::WellChange>();
    EXPECT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes.front().by, "0000000012345678");
    EXPECT_EQ(changes.front().after, 8);
    const auto faults = books.all<books::CardFault>();
    EXPECT_EQ(faults.size(), 1u);
    EXPECT_EQ(faults.front().account, account);
    EXPECT_EQ(faults.front().status, "9406");
    return true;
  }).ok());
  books_stand();
}

TEST_F(NotKnown, the_office_knows_which_edition_of_the_black_list_a_handheld_has_told_to_a_well) {
  visit(mill);
  reader.add(mill.meter, handheld::Kind::black_list_delivered, Bytes{0x12, 0x03, 0x00});
  bring_home();
  const auto head = office->read([&](const books::Reader& books) -> Result<books::WellHead> { return books.find<books::WellHead>(mill.meter).value_or(books::WellHead{}); });
  EXPECT_EQ(head->edition, 312) << "digits, lowest first, as they went over the light";
}

}  // namespace
}  // namespace kwota::sim
