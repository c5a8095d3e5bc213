// Rooms with several occupants, and one set of parameters for a building.
#include <fmt/format.h>
#include <rapidcheck.h>

#include "books/lookup.h"
#include "sell/remote/test_line.h"
#include "sell/rooms/occupants.h"
#include "sell/rooms/profile.h"

namespace kwota::rooms {
namespace {

using remote::LineWorld;

class Rooms : public ::testing::Test {
 protected:
  Rooms() { room = world.books.find<books::Meter>(LineWorld::number())->service_point; }
  std::vector<MeterNumber> meters() { return meters_at(world.books, room); }
  /// Someone moves, and whoever counts the room follows, as after each move at the office.
  template <class Move>
  Result<books::Occupant> follow_after(const Move& move) {
    const auto moved = world.apply(move);
    if (!moved.ok()) return moved.error();
    EXPECT_TRUE(world.apply(follow(world.books, meters(), world.clock.now(), {}, "zhao")).ok());
    return *moved;
  }
  Result<books::Occupant> in(const std::string& name, const std::string& day = "", const std::string& identity = "") {
    return follow_after(
        move_in(world.books, {.service_point = room, .name = name, .identity = identity, .moved_in = day}, world.as("zhao")));
  }
  Result<books::Occupant> out(std::int64_t number, const std::string& day = "") {
    return follow_after(move_out(world.books, room, number, day, world.as("zhao")));
  }
  std::int64_t household_persons() { return books::account_of_meter(world.books, LineWorld::number())->household_persons; }
  std::string wanted() {
    const auto row = world.books.find<books::MeterParameter>(LineWorld::number(), "residents");
    return row ? row->wanted : "nothing";
  }
  std::string today(int days = 0) {
    return format_date(world.as("zhao").zone.local(world.clock.now() + Duration::days(days)).date);
  }
  LineWorld world;
  std::string room;
};

TEST_F(Rooms, who_moves_in_is_counted_by_his_meter_and_by_his_account) {
  const auto first = in("Zhang");
  ASSERT_TRUE(first.ok()) << first.error().code;
  EXPECT_EQ(household_persons(), 1);
  EXPECT_EQ(world.books.select(books::MeterCommand::open_of, LineWorld::number()).at(0).asked_by, "zhao");
  ASSERT_TRUE(in("Wu").ok());
  EXPECT_EQ(wanted(), "2");
  EXPECT_EQ(household_persons(), 2);
  EXPECT_EQ(world.books.select(books::MeterCommand::open_of, LineWorld::number()).size(), 1U)
      << "the newer number takes the place of the one that waited";
  EXPECT_EQ(world.books.select<books::Occupant>(room).at(1).number, 2);
}

TEST_F(Rooms, a_day_that_is_to_come_counts_when_it_comes) {
  ASSERT_TRUE(in("Zhang").ok());
  ASSERT_TRUE(in("Wu", today(3)).ok());
  ASSERT_TRUE(out(1, today(5)).ok());
  EXPECT_EQ(household_persons(), 1);
  EXPECT_TRUE(not_followed(world.books, world.clock.now(), {}).empty());
  for (const auto& [days, people] : std::vector<std::pair<int, std::int64_t>>{{3, 2}, {2, 2}, {1, 1}}) {
    world.clock.advance(Duration::days(days));
    const auto late = not_followed(world.books, world.clock.now(), {});
    EXPECT_TRUE(household_persons() == people || late == meters());
    ASSERT_TRUE(world.apply(follow(world.books, late, world.clock.now(), {})).ok());
    EXPECT_EQ(household_persons(), people);
    EXPECT_EQ(wanted(), std::to_string(people));
    EXPECT_TRUE(not_followed(world.books, world.clock.now(), {}).empty());
  }
}

TEST_F(Rooms, nobody_lives_twice_in_a_room_or_moves_backwards) {
  ASSERT_TRUE(in("Zhang", "", "ID-1").ok());
  EXPECT_EQ(in("Zhang Wei", "", "ID-1").error().code, "already_lives_here");
  EXPECT_EQ(in("Zhang Wei", "", " id-1").error().code, "already_lives_here") << "he would count twice for what is free";
  EXPECT_TRUE(in("Zhang", "", "ID-2").ok()) << "two of one name are two people";
  EXPECT_EQ(in("", today()).error().code, "name_missing");
  EXPECT_EQ(in("Wu", "2026-02-30").error().code, "bad_date");
  EXPECT_EQ(out(1, "2020-01-01").error().code, "moves_backwards");
  EXPECT_EQ(out(9).error().code, "unknown_occupant");
  EXPECT_EQ(world.apply(move_in(world.books, {.service_point = "nowhere", .name = "Wu"}, world.as("zhao"))).error().code,
            "unknown_service_point");
  EXPECT_EQ(world.apply(move_in(world.books, {.service_point = room, .name = "Wu"}, world.as("qian"))).error().code,
            "permission_denied");
  ASSERT_TRUE(out(1, today(-1)).ok() == false) << "he came today";
}

TEST_F(Rooms, a_day_that_nobody_can_know_is_refused) {
  for (const auto* day : {"9999-12-31", "2126-09-01"}) EXPECT_EQ(in("Wu", day).error().code, "day_far_ahead") << day;
  ASSERT_TRUE(in("Zhang").ok());
  const auto refused = out(1, "9999-12-31");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "day_far_ahead");
  EXPECT_EQ(refused.error().details.at("latest"), today(3653));
  EXPECT_EQ(out(1, today(3654)).error().code, "day_far_ahead");
  auto row = world.books.select<books::Occupant>(room).front();
  row.moved_out = "9999-12-31";
  EXPECT_EQ(follow_after(correct(world.books, row, world.as("zhao"))).error().code, "day_far_ahead");
  EXPECT_TRUE(out(1, today(3653)).ok()) << "who stays for the years of his studies";
}

TEST_F(Rooms, what_was_written_wrongly_is_corrected_and_counted_anew) {
  ASSERT_TRUE(in("Zhang", today(-30)).ok());
  auto row = world.books.select<books::Occupant>(room).front();
  row.name = "Zhang Wei", row.moved_out = today(-2);
  const auto corrected = follow_after(correct(world.books, row, world.as("zhao")));
  ASSERT_TRUE(corrected.ok()) << corrected.error().code;
  EXPECT_EQ(household_persons(), 0);
  EXPECT_EQ(wanted(), "0");
  EXPECT_EQ(out(1).error().code, "moved_out_already");
  EXPECT_TRUE(in("Zhang Wei").ok()) << "he may come back";
}

TEST_F(Rooms, a_meter_on_no_line_is_told_nothing_and_its_account_counts_all_the_same) {
  ASSERT_TRUE(world.apply(remote::disconnect(world.books, LineWorld::number(), world.as("qian"))).ok());
  ASSERT_TRUE(in("Zhang").ok());
  EXPECT_EQ(household_persons(), 1);
  EXPECT_EQ(wanted(), "nothing");
  EXPECT_TRUE(not_followed(world.books, world.clock.now(), {}).empty());
  ASSERT_TRUE(
      world
          .apply(remote::connect(world.books, {.meter = LineWorld::number(), .address = "tcp://10.0.0.7:2404"}, world.as("qian")))
          .ok());
  EXPECT_EQ(not_followed(world.books, world.clock.now(), {}), meters()) << "it is told when it can be";
}

TEST_F(Rooms, whatever_moves_in_any_order_the_meter_is_told_who_lives_there_today) {
  EXPECT_TRUE(rc::check([this](const std::vector<std::tuple<bool, std::uint8_t, std::uint8_t>>& moves) {
    for (const auto& [comes, who, when] : moves) {
      const auto day = today(int{when} % 20 - 10);
      if (comes)
        (void)in("person " + std::to_string(who % 5), day);
      else
        (void)out(who % 8, day);
      if (when % 3 == 0) world.clock.advance(Duration::days(1));
      const auto late = not_followed(world.books, world.clock.now(), {});
      RC_ASSERT(world.apply(follow(world.books, late, world.clock.now(), {})).ok());
      const auto people = world.books.select<books::Occupant>(room);
      if (people.empty()) continue;
      RC_ASSERT(household_persons() == residents_on(people, world.as("zhao").zone.local(world.clock.now()).date));
      RC_ASSERT(wanted() == std::to_string(household_persons()));
    }
  }));
}

/// Twelve more rooms of the building, each on a line of its own but the last.
void build(LineWorld& world, const std::string& room) {
  auto point = *world.books.find<books::ServicePoint>(room);
  point.area = "B7";
  world.books.put(point);
  world.books.put(books::Place{.code = "B7", .kind = books::PlaceKind::area, .name = "House 7", .station = "E", .parent = ""});
  for (std::uint64_t i = 1; i <= 12; ++i) {
    const auto number = MeterNumber::from(1000 + i);
    world.books.put(books::ServicePoint{.code = fmt::format("7-{}", i), .address = "House 7", .place = "", .area = "B7"});
    world.books.put(
        books::Meter{.number = number, .model = "DDSY1352", .service_point = fmt::format("7-{}", i), .state = books::MeterStatus::installed});
    if (i < 12) world.books.put(books::MeterLink{.meter = number, .address = fmt::format("tcp://10.0.1.{}:2404", i)});
  }
}

TEST_F(Rooms, one_set_goes_to_every_room_of_a_building_so_many_in_a_minute) {
  build(world, room);
  world.books.put(settings::always_counting(3, settings::SettingName::parameters_a_minute, 6));
  const auto applied = world.apply(apply_profile(world.books, {"B7", {{"curfew_from", "2300"}}, 0}, world.as("qian")));
  ASSERT_TRUE(applied.ok()) << applied.error().code;
  EXPECT_EQ(applied->size(), 13U);
  std::vector<Instant> turns;
  for (const auto& one : *applied) {
    EXPECT_EQ(one.refused, one.service_point == "7-12" ? "no_link" : "") << one.service_point;
    if (one.command != 0) turns.push_back(world.books.find<books::MeterCommand>(one.command)->not_before);
  }
  ASSERT_EQ(turns.size(), 12U);
  for (std::size_t i = 1; i < turns.size(); ++i) EXPECT_EQ(turns[i] - turns[i - 1], Duration::seconds(10));
  const auto rows = progress(world.books, "B7");
  EXPECT_EQ(
      std::ranges::count_if(
          rows, [](const auto& row) { return row.state == books::CommandStatus::queued && row.differ == std::vector<std::string>{"curfew_from"}; }),
      12);
}

TEST_F(Rooms, a_building_that_is_none_and_a_set_that_is_none_are_refused_and_money_wants_two_people) {
  build(world, room);
  const auto code = [&](ProfileRequest request, const std::string& who = "qian") {
    return world.apply(apply_profile(world.books, request, world.as(who))).error().code;
  };
  EXPECT_EQ(code({"nowhere", {{"curfew_from", "2300"}}, 0}), "unknown_place");
  EXPECT_EQ(code({"B7", {}, 0}), "nothing_to_set");
  EXPECT_EQ(code({"B7", {{"curfew_from", "2399"}}, 0}), "no_such_time");
  EXPECT_EQ(code({"B7", {{"curfew_from", "2300"}}, 0}, "wang"), "permission_denied");
  EXPECT_EQ(code({"B7", {{"free_wh_per_person", "8000"}}, 0}), "approval_needed");
  EXPECT_TRUE(books::open_commands(world.books).empty());
}

}  // namespace
}  // namespace kwota::rooms
