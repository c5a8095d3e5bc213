// A handheld before pumps, over light that takes its time, that breaks at any byte, and that is not always the right one.
#include "carry/handheld/usual_visit.h"
#include "sim/pump/test_handheld.h"

namespace kwota::sim::by_light {
namespace {

TEST(Handheld, a_visit_with_thirty_new_records_takes_eighteen_and_a_half_seconds_and_reads_only_what_is_new) {
  Pump pump;
  pump.waterings(30);
  Handheld device;
  Light light;
  const auto reading = device.at(pump, light, a_visit);
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(reading->kept, 30u);
  EXPECT_EQ(light.exchanges, 12u);
  EXPECT_EQ(light.bytes, 2'017u);
  EXPECT_GE(light.now, 18'489ms);
  EXPECT_LE(light.now, 20s);
  has_each_once(device, pump, 1, 30);

  Light again;
  pump.waterings(1, 31);
  EXPECT_EQ(device.at(pump, again, a_visit)->kept, 1u);
  EXPECT_EQ(again.exchanges, 5u);
  has_each_once(device, pump, 1, 31);
}

/// With all that is asked besides – who hangs, what was set and refused – on a day on which the clock is right and no month has ended.
TEST(Handheld, all_that_is_usual_with_thirty_new_records_takes_no_longer_than_twenty_seconds) {
  Pump pump;
  Handheld device;
  const auto visited = [&](Light& light) {
    const auto known = [&]() -> Result<Known> { return device.known(pump); };
    return device.at(pump, light, [&](handheld::Session session, const Known&) { return handheld::usual_visit(session, known, {}, [] { return LocalTime{{2026, 11, 20}, 12, 0, 0}; }); });
  };
  pump.waterings(3);
  pump.well.pump->store().months().append(*pump::encode(pump::SettlementMonth{.year = 26, .month = 10, .energy = {}, .water = {}, .money = {}}));
  // Once it is read, once the pump hears that the office has it: then days are as usual.
  for (int times = 0; times < 2; ++times) {
    Light before;
    ASSERT_TRUE(visited(before).ok());
    device.comes_home(pump);
  }
  EXPECT_EQ(device.count(pump, Kind::month), 1U);
  pump.waterings(30, 4);
  Light light;
  const auto done = visited(light);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->read.kept, 30U);
  EXPECT_LE(light.now, 20s) << light.exchanges << " exchanges, " << light.bytes << " bytes";
  has_each_once(device, pump, 1, 33);
}

TEST(Handheld, a_thousand_records_take_no_longer_than_their_bytes_and_never_less) {
  Pump pump;
  pump.waterings(1'001);
  Handheld device;
  Light light;
  EXPECT_EQ(device.at(pump, light, handheld::read_usage)->kept, 1'000u);
  EXPECT_GE(light.now, 536'250ms);
  EXPECT_LE(light.now, 536'250ms * 105 / 100);
  EXPECT_GE(light.now, WireTime::byte_time(1'200) * static_cast<std::int64_t>(light.bytes));
  has_each_once(device, pump, 2, 1'001);
}

TEST(Handheld, light_that_breaks_at_any_byte_loses_nothing_and_brings_nothing_twice) {
  for (std::size_t cut = 0; cut <= 2'017; cut += cut < 300 ? 1 : 7) {
    Pump pump;
    pump.waterings(30);
    Handheld device;
    Light broken{.wire = {}, .now = {}, .breaks_at = cut};
    EXPECT_EQ(device.at(pump, broken, a_visit).ok(), cut == 2'017) << cut;
    const std::size_t before = device.count(pump, Kind::usage);
    Light rest;
    ASSERT_TRUE(device.at(pump, rest, a_visit).ok()) << cut;
    has_each_once(device, pump, 1, 30);
    EXPECT_LE(rest.exchanges, 4 + (30 - before + 4) / 4) << "what was stored is not read again, but for the record that says that it is still the same module";
  }
}

TEST(Handheld, an_answer_that_comes_twice_is_taken_once) {
  Pump pump;
  pump.waterings(30);
  Handheld device;
  Light echo;
  echo.becomes = [](std::size_t, Bytes answer) {
    const Bytes once = answer;
    append(answer, once);
    return answer;
  };
  EXPECT_EQ(device.at(pump, echo, a_visit)->kept, 30u);
  has_each_once(device, pump, 1, 30);
}

TEST(Handheld, an_answer_that_is_lost_late_or_another_meters_is_never_taken_and_is_asked_for_again) {
  constexpr std::size_t proof_of_the_meter = 1;  // its random number is good once: the greeting begins anew
  using Spoil = Bytes (*)(const Bytes& answer, const Bytes& before);
  const Spoil lost = [](const Bytes&, const Bytes&) { return Bytes{}; };
  const Spoil late = [](const Bytes&, const Bytes& before) { return before; };
  const Spoil of_the_next_meter = [](const Bytes& answer, const Bytes&) {
    Bytes other = answer;
    const auto start = static_cast<std::size_t>(std::ranges::find(other, 0x68) - other.begin());
    ++other.at(start + 1);          // the last two digits of the number
    ++other.at(other.size() - 2);   // and the sum over it
    return other;
  };
  for (const Spoil spoil : {lost, late, of_the_next_meter})
    for (std::size_t at = 0; at < 12; ++at) {
      Pump pump;
      pump.waterings(30);
      Handheld device;
      Bytes before;
      Light light;
      light.becomes = [&](std::size_t exchange, const Bytes& answer) { return exchange == at ? spoil(answer, before) : before = answer; };
      const bool asked_again = device.at(pump, light, a_visit).ok();
      const bool greets_another = at == 0 && spoil == of_the_next_meter;  // whoever is there is greeted, and does not prove itself
      EXPECT_EQ(asked_again, at != proof_of_the_meter && !greets_another) << at;
      ASSERT_TRUE(device.at(pump, a_visit).ok()) << at;
      has_each_once(device, pump, 1, 30);
    }
}

TEST(Handheld, an_answer_that_no_pump_gives_is_named_nothing_of_it_is_kept_and_the_next_visit_reads_what_there_is) {
  constexpr std::size_t first_of_the_reading = 2;  // behind greeting and proofs
  const auto shorter = [](Bytes answer) {
    const auto start = static_cast<std::size_t>(std::ranges::find(answer, 0x68) - answer.begin());
    answer.erase(answer.end() - 3);  // the last byte of the record; length and sum go by what is left
    --answer.at(start + 9);
    auto& sum = answer.at(answer.size() - 2) = 0;
    for (std::size_t at = start; at + 2 < answer.size(); ++at) sum = static_cast<std::uint8_t>(sum + answer[at]);
    return answer;
  };
  std::size_t named = 0;
  for (std::size_t at = first_of_the_reading; at < 12; ++at)
    for (const std::size_t times : {1u, 2u}) {  // records are asked for once more before they are called none
      Pump pump;
      pump.waterings(30);
      Handheld device;
      Light light;
      light.becomes = [&](std::size_t exchange, const Bytes& answer) { return exchange >= at && exchange < at + times ? shorter(answer) : answer; };
      const auto read = device.at(pump, light, a_visit);
      if (!read.ok()) {
        ++named;
        EXPECT_EQ(read.error().code, "bad_pump_answer") << at;
        EXPECT_FALSE(read.error().details.at("item").empty()) << at;
      }
      ASSERT_TRUE(device.at(pump, a_visit).ok()) << at;
      has_each_once(device, pump, 1, 30);
    }
  EXPECT_GT(named, 4u);
}

TEST(Handheld, a_handheld_that_dies_at_any_question_has_its_work_done_by_the_next_visit) {
  struct Place {
    Pump pump;
    Handheld device;
    Light light;
  };
  struct World {
    std::unique_ptr<Place> place = std::make_unique<Place>();
    std::optional<handheld::Session> session;
    World() {
      auto& [pump, device, light] = *place;
      pump.waterings(6);
      FarmersCard card;
      pump.set_number_of_module(7);
      pump.well.swipe(card);
      pump.well.run(100, 17);
      pump.well.run(300);
      session = *dialogue::run(handheld::prove(device.visit()), parties());
    }
    dialogue::Parties parties() { return place->device.parties(place->pump, place->light); }
  };
  const auto work = [](World& world) { return everything(*world.session, world.place->device.known(world.place->pump)); };
  dialogue::for_each_break([] { return World{}; }, work,
                           [](World& world, const auto& happened, const auto&) {
                             auto& [pump, device, light] = *world.place;
                             ASSERT_TRUE(device.at(pump, everything).ok());
                             has_each_once(device, pump, 1, 7);
                             EXPECT_EQ(device.count(pump, Kind::hung), 1u) << (happened ? to_text(*happened) : "unharmed");
                             EXPECT_EQ(device.count(pump, Kind::parameter), 1u);
                           });
}

TEST(Handheld, who_hung_and_was_settled_since_is_read_once_more_and_once_only) {
  Pump pump;
  FarmersCard card;
  pump.well.swipe(card);
  pump.well.run(100, 17);
  pump.well.run(300);
  Handheld device;
  ASSERT_TRUE(device.at(pump, everything).ok());
  EXPECT_EQ(device.known(pump).unsettled(), std::vector<std::uint32_t>{16});
  pump.well.swipe(card);
  EXPECT_EQ(device.at(pump, everything)->kept, 2u) << "his proof, and that he hangs no more";
  EXPECT_TRUE(device.known(pump).unsettled().empty());
  EXPECT_EQ(device.at(pump, everything)->kept, 0u);
  EXPECT_EQ(device.known(pump).last_number(), 16u);
}

TEST(Handheld, what_was_overwritten_before_anybody_read_it_is_counted) {
  Pump pump;
  pump.waterings(10);
  Handheld device;
  ASSERT_TRUE(device.at(pump, a_visit).ok());
  pump.waterings(1'005, 11);
  const auto reading = device.at(pump, a_visit);
  EXPECT_EQ(reading->missed, 5u);
  EXPECT_EQ(reading->kept, 1'000u);
}

TEST(Handheld, without_the_meters_keys_nobody_is_told_anything) {
  Pump pump;
  pump.waterings(3);
  Handheld stranger{another_county};
  const auto refused = stranger.at(pump, a_visit);
  EXPECT_EQ(refused.error().code, "meter_not_proven");
  EXPECT_EQ(refused.error().again, Again::with_other_keys);
  EXPECT_TRUE(stranger.files.empty());
  Light light;
  const auto head = dialogue::run(handheld::look(dlt645::Address::any()), stranger.parties(pump, light));
  EXPECT_EQ(head->hung, 0u) << "its head everybody may see";
}

TEST(Handheld, a_black_list_that_broke_off_is_brought_anew_and_until_then_the_former_one_counts) {
  Pump pump;
  Handheld device;
  const CardSerial lost_before{{0x13, 0x01, 0x26, 0, 0, 0, 0, 0x77}};
  ASSERT_TRUE(pump.well.pump->extend_black_list(3, {&lost_before, 1}));
  std::vector<CardSerial> cards(40, FarmersCard{}.serial);
  for (std::size_t i = 0; i < cards.size(); ++i) cards[i].bytes[7] = static_cast<std::uint8_t>(i / 10 << 4 | i % 10);
  const auto brings = [&](handheld::Session session, Known known) {
    return handheld::bring_black_list(session, known, 312, cards);
  };
  Light broken{.wire = {}, .now = {}, .breaks_at = 600};
  EXPECT_FALSE(device.at(pump, broken, brings).ok());
  EXPECT_EQ(device.known(pump).delivered(312), nullptr) << "the office does not believe that this well has it";
  EXPECT_EQ(pump.well.pump->store().black_list().edition, 3u);
  EXPECT_TRUE(pump.well.pump->store().is_black(lost_before));
  EXPECT_EQ(*device.at(pump, brings), 40u);
  for (const CardSerial& card : cards) EXPECT_TRUE(pump.well.pump->store().is_black(card));
  EXPECT_FALSE(pump.well.pump->store().is_black(lost_before)) << "he has found it";
  EXPECT_EQ(*device.at(pump, brings), 0u);
  const auto older = device.at(
      pump, [&](handheld::Session session, Known known) { return handheld::bring_black_list(session, known, 311, cards); });
  EXPECT_EQ(older.error().code, "black_list_newer");
}

TEST(Handheld, a_black_list_that_no_pump_has_room_for_is_named_and_the_former_one_stays) {
  static_assert(handheld::black_list_most == meter::PumpStore::black_list_max);
  Pump pump;
  Handheld device;
  const auto brings = [&](std::uint16_t edition, std::size_t count) {
    std::vector<CardSerial> cards(count, FarmersCard{}.serial);
    for (std::size_t i = 0; i < count; ++i) put_be16(&cards[i].bytes[6], static_cast<std::uint16_t>(i));
    return device.at(pump, [&, edition](handheld::Session session, Known known) { return handheld::bring_black_list(session, known, edition, cards); });
  };
  EXPECT_EQ(*brings(7, handheld::black_list_most), handheld::black_list_most);
  const auto full = brings(8, handheld::black_list_most + 1);
  EXPECT_EQ(full.error().code, "black_list_full");
  EXPECT_EQ(pump.well.pump->store().black_list().edition, 7u);
}

TEST(Handheld, a_list_that_no_pump_has_room_for_keeps_nobody_from_hearing_the_rest) {
  Pump pump;
  FarmersCard card;
  pump.well.swipe(card);
  pump.well.run(100, 17);
  pump.well.run(300);
  handheld::Orders orders{.device = {}, .at = {}, .edition = 8, .cards = {}, .wells = {}, .released = {{pump.number, 16}}, .hung = {}};
  for (std::size_t i = 0; i <= handheld::black_list_most; ++i) {
    put_be16(&card.serial.bytes[6], static_cast<std::uint16_t>(i));
    orders.cards.push_back({card.serial, {}});
  }
  Handheld device;
  const auto visited = device.at(pump, [&](handheld::Session session, Known) {
    return handheld::usual_visit(session, [&]() -> Result<Known> { return device.known(pump); }, {.orders = orders, .hung = {}}, [] { return LocalTime{{2026, 11, 20}, 12, 10, 0}; });
  });
  EXPECT_EQ(visited.error().code, "black_list_full") << "and says so";
  EXPECT_EQ(pump.well.pump->store().hung(0).record.progress, pump::Progress::released) << "he has paid elsewhere";
  EXPECT_EQ(device.count(pump, Kind::clock_set), 1u);
}

TEST(Handheld, a_hung_user_comes_from_one_well_to_the_other_and_home_as_settled) {
  Pump there, here{130'500'000'025, {0x13, 0x01, 0x20, 0, 0, 0x25}};
  FarmersCard card;
  there.well.swipe(card);
  there.well.run(100, 17);
  there.well.run(300);
  Handheld device;
  ASSERT_TRUE(device.at(there, everything).ok());
  EXPECT_EQ(*device.at(there, handheld::acknowledge), 0u) << "it is the only one that has him";
  EXPECT_EQ(there.well.pump->hung(), 1u);
  device.comes_home(there);
  EXPECT_EQ(*device.at(there, handheld::acknowledge), 1u);
  EXPECT_EQ(*device.at(there, handheld::acknowledge), 0u);
  EXPECT_EQ(there.well.pump->hung(), 0u) << "his slot may be given away";

  std::vector<Bytes> records;
  for (const Entry& entry : device.entries(there))
    if (entry.kind == Kind::hung) records.push_back(entry.bytes);
  const auto brings = [&](handheld::Session session, Known known) { return handheld::bring_hung(session, known, records); };
  EXPECT_EQ(*device.at(there, brings), 0u) << "its own";
  EXPECT_EQ(*device.at(here, brings), 1u);
  EXPECT_EQ(*device.at(here, brings), 0u);
  EXPECT_EQ(here.well.swipe(card), meter::PumpRefusal::none);
  EXPECT_EQ(card.debits, 1u);
  ASSERT_TRUE(device.at(here, everything).ok());
  EXPECT_EQ(device.known(here).hung().at(16).state, pump::HungState::settled);

  const auto released = [&](handheld::Session session, Known known) {
    return handheld::bring_released(session, known, {{there.number, 16}, {here.number, 3}});
  };
  EXPECT_EQ(*device.at(there, released), 1u) << "the other one is another meter's";
  EXPECT_EQ(*device.at(there, released), 0u);
  EXPECT_EQ(there.well.pump->store().hung(0).record.progress, pump::Progress::released);
}

TEST(Handheld, who_hangs_is_read_by_the_next_one_when_the_one_that_had_him_is_lost_and_a_full_pump_gets_room_all_the_same) {
  Pump pump;
  const auto one_hangs = [&](std::uint8_t n) {
    FarmersCard card;
    card.serial.bytes[7] = static_cast<std::uint8_t>(n / 10 << 4 | n % 10);
    pump.well.swipe(card);
    pump.well.run(100, 17);
    pump.well.run(300);
  };
  for (std::uint8_t n = 1; n <= 10; ++n) one_hangs(n);
  Handheld lost, next;
  ASSERT_TRUE(lost.at(pump, everything).ok());
  EXPECT_EQ(*lost.at(pump, handheld::acknowledge), 0u) << "half of its places are free";
  for (std::uint8_t n = 11; n <= 20; ++n) one_hangs(n);
  EXPECT_EQ(pump.well.pump->hung(), 20u);
  ASSERT_TRUE(next.at(pump, everything).ok());
  EXPECT_EQ(next.known(pump).hung().size(), 20u) << "nothing went with the one that was lost";
  EXPECT_EQ(*next.at(pump, handheld::acknowledge), 10u) << "the oldest: nobody could start before the next visit";
  EXPECT_EQ(pump.well.pump->hung(), 10u);
  next.comes_home(pump);
  EXPECT_EQ(*next.at(pump, handheld::acknowledge), 10u) << "and the others when they are at home";
  EXPECT_EQ(pump.well.pump->hung(), 0u);
}

TEST(Handheld, what_the_office_has_of_changes_and_faults_no_other_one_brings_again_and_what_a_lost_one_had_the_next_one_does) {
  Pump pump;
  auto& well = *pump.well.pump;
  well.set_parameter(meter::PumpParameter::idle_minutes, 7);
  FarmersCard stranger;
  stranger.serial.bytes[0] = 0x14;
  pump.well.swipe(stranger);
  const auto changes = well.store().parameter_records().count(), faults = well.store().faults().count();
  ASSERT_GE(changes, 1u);
  ASSERT_EQ(faults, 1u);
  Handheld lost, first, second;
  ASSERT_TRUE(lost.at(pump, everything).ok());
  EXPECT_TRUE(lost.at(pump, handheld::acknowledge).ok());
  EXPECT_EQ(lost.count(pump, Kind::parameter), changes);
  EXPECT_EQ(well.list_marks().changes_acknowledged, 0u) << "nobody has it beside this one, which is never seen again";
  ASSERT_TRUE(first.at(pump, everything).ok());
  EXPECT_EQ(first.count(pump, Kind::parameter), changes);
  EXPECT_EQ(first.count(pump, Kind::fault), faults);
  EXPECT_TRUE(first.at(pump, handheld::acknowledge).ok());
  EXPECT_EQ(well.list_marks().changes_acknowledged, 0u) << "stored is not at home";
  first.comes_home(pump);
  EXPECT_TRUE(first.at(pump, handheld::acknowledge).ok());
  EXPECT_EQ(well.list_marks().changes_acknowledged, changes);
  EXPECT_EQ(well.list_marks().faults_acknowledged, faults);
  ASSERT_TRUE(second.at(pump, everything).ok());
  EXPECT_EQ(second.count(pump, Kind::parameter), 0u);
  EXPECT_EQ(second.count(pump, Kind::fault), 0u);
  well.set_parameter(meter::PumpParameter::idle_minutes, 8);
  pump.well.swipe(stranger);
  second.comes_home(pump);
  EXPECT_TRUE(second.at(pump, handheld::acknowledge).ok());
  EXPECT_EQ(well.list_marks().changes_acknowledged, changes) << "what came meanwhile it has not read";
  ASSERT_TRUE(second.at(pump, everything).ok());
  EXPECT_EQ(second.count(pump, Kind::parameter), 1u) << "the new one alone";
  EXPECT_EQ(second.count(pump, Kind::fault), 1u);
  second.comes_home(pump);
  for (const std::uint32_t minutes : {9, 10}) well.set_parameter(meter::PumpParameter::idle_minutes, minutes);
  ASSERT_TRUE(second.at(pump, everything).ok());
  EXPECT_TRUE(second.at(pump, handheld::acknowledge).ok());
  EXPECT_EQ(well.list_marks().changes_acknowledged, changes + 1) << "up to what is at home, and not what was read today";
  EXPECT_TRUE(well.store().parameter_records().at(2)) << "nothing is erased";
}

TEST(Handheld, a_clock_is_set_when_it_is_a_minute_wrong_and_only_on_purpose_when_it_is_far_off) {
  Pump pump;
  Handheld device;
  const auto sets = [&](LocalTime now, bool confirmed = false) {
    return device.at(pump, [=](handheld::Session session, Known) {
      return handheld::set_clock(
          session, [now] { return now; }, confirmed);
    });
  };
  const LocalDate day{2026, 11, 20};
  EXPECT_FALSE(sets({day, 12, 1, 0})->written);
  const auto set = sets({day, 12, 1, 1});
  EXPECT_TRUE(set->written);
  EXPECT_EQ(set->ahead_s, -61);
  EXPECT_EQ(meter::pump_moment(pump.well.pump->clock()), (pump::Moment{26, 11, 20, 12, 1, 1}));
  EXPECT_EQ(sets({day, 12, 16, 2}).error().code, "clock_far_off");
  EXPECT_TRUE(sets({day, 12, 16, 2}, true)->written);
  EXPECT_EQ(device.count(pump, Kind::clock_set), 2u);
}

TEST(Handheld, a_settlement_day_is_written_once_and_kept) {
  Pump pump;
  Handheld device;
  const auto sets = [&](unsigned day) {
    return device.at(pump, [=](handheld::Session session, Known) { return handheld::set_settlement(session, day, 6); });
  };
  EXPECT_TRUE(*sets(25));
  EXPECT_FALSE(*sets(25));
  EXPECT_EQ(sets(29).error().code, "no_settlement_day");
  EXPECT_EQ(pump.well.pump->parameters().of(meter::PumpParameter::settlement_day), 25u);
  EXPECT_EQ(device.count(pump, Kind::settlement_set), 1u);
}

TEST(Handheld, a_store_that_was_cleared_remembers_enough_to_read_nothing_twice) {
  Pump pump;
  pump.set_number_of_module(21);
  pump.waterings(20);
  FarmersCard card;
  pump.well.swipe(card);
  pump.well.run(100, 17);
  pump.well.run(300);
  Handheld device;
  ASSERT_TRUE(device.at(pump, everything).ok());
  Bytes kept;
  for (const Entry& entry : handheld::remembered(device.entries(pump))) append(kept, encode(entry));
  EXPECT_LT(kept.size(), 300u);
  device.files[pump.number] = kept;
  EXPECT_EQ(device.at(pump, everything)->kept, 0u);
  pump.well.swipe(card);
  EXPECT_EQ(device.at(pump, everything)->kept, 2u) << "his proof, and that he hangs no more";
}

TEST(Handheld, what_was_handed_over_and_cleared_its_pump_tells_again_by_number_and_by_day) {
  Pump pump;
  pump.day = 18;
  pump.waterings(5);
  pump.day = 20;
  pump.waterings(7, 6);
  Handheld device;
  const auto by_number = [&](std::uint32_t number) { return device.at(pump, [number](const handheld::Session& session, const Known&) { return handheld::read_record(session, number); }).value(); };
  const auto of_day = [&](unsigned day) {
    std::vector<std::uint32_t> numbers;
    const auto records = device.at(pump, [day](const handheld::Session& session, const Known&) { return handheld::read_day(session, {2026, 11, day}); }).value();
    for (const Bytes& record : records) numbers.push_back(handheld::usage_in(record)->number);
    return numbers;
  };
  ASSERT_TRUE(by_number(3));
  EXPECT_EQ(handheld::usage_in(*by_number(3))->number, 3u);
  EXPECT_FALSE(by_number(13)) << "it has drawn no such number";
  EXPECT_EQ(of_day(18), (std::vector<std::uint32_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(of_day(20), (std::vector<std::uint32_t>{6, 7, 8, 9, 10, 11, 12}));
  for (const unsigned nobody : {17U, 19U, 21U}) EXPECT_EQ(of_day(nobody), std::vector<std::uint32_t>{}) << nobody;
  EXPECT_EQ(device.count(pump, Kind::usage), 0u) << "shown, and not taken home once more";
  Pump fresh;
  EXPECT_TRUE(device.at(fresh, [](const handheld::Session& session, const Known&) { return handheld::read_day(session, {2026, 11, 20}); }).value().empty());
}

TEST(Handheld, a_record_that_its_pump_has_written_over_is_told_by_none) {
  Pump pump;
  pump.waterings(1'005);
  Handheld device;
  const auto told = [&](std::uint32_t number) { return device.at(pump, [number](const handheld::Session& session, const Known&) { return handheld::read_record(session, number); }).value().has_value(); };
  EXPECT_FALSE(told(5));
  EXPECT_TRUE(told(6));
  EXPECT_TRUE(told(1'005));
}

}  // namespace
}  // namespace kwota::sim::by_light
