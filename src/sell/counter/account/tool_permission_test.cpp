#include "sell/counter/account/tool_permission.h"

#include <boost/json.hpp>

#include "people/approval.h"
#include "sell/counter/account/test_world.h"

namespace kwota::counter {
namespace {

constexpr std::uint8_t tool_card = 200;

ClearRequest clear(std::int64_t approval = 0) { return {"main", MeterNumber::from(12), 3, "moves to another farm", serial(tool_card), approval}; }

/// The technician asks, the supervisor agrees.
std::int64_t agreed(World& world, const people::Proposal& content) {
  const auto asked = world.apply(people::ask_approval(world.books, {"tool_cards", content.canonical(), "moves to another farm"}, world.as("qian"))).value();
  EXPECT_TRUE(world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("zhao"))).ok());
  return asked.number;
}

World with_meter() {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  return world;
}

TEST(ClearCard, a_technician_and_a_supervisor_permit_it_and_the_journal_knows_first) {
  auto world = with_meter();
  EXPECT_EQ(permit_clear(world.books, clear(), world.as("qian")).error().code, "approval_needed");
  const auto number = agreed(world, approval_content(clear()));
  const auto decided = permit_clear(world.books, clear(number), world.as("qian"));
  ASSERT_TRUE(decided.ok()) << decided.error().code;
  EXPECT_EQ(decided->answer.authorisation, static_cast<std::uint64_t>(number));
  EXPECT_EQ(format_local(decided->answer.valid_until).substr(0, 16), "2026-11-23 10:00");
  EXPECT_EQ(decided->answer.approved_by, "zhao");
  ASSERT_EQ(decided->changes.append.size(), 1u);
  const auto& row = decided->changes.append.front().get<books::JournalEntry>();
  EXPECT_EQ(row.chain, "vault/main");
  EXPECT_EQ(row.what, books::JournalEvent::clear_permitted);
  EXPECT_EQ(row.meter, MeterNumber::from(12));
  const auto details = boost::json::parse(row.details).as_object();
  EXPECT_EQ(details.at("authorisation").as_int64(), number);
  EXPECT_EQ(details.at("reason").as_string(), "moves to another farm");
}

TEST(ClearCard, a_permission_serves_once_and_for_one_meter) {
  auto world = with_meter();
  world.write(*world.open("100.00", 13, 2)->order, 2);
  const auto number = agreed(world, approval_content(clear()));
  auto other = clear(number);
  other.meter = MeterNumber::from(13);
  EXPECT_EQ(permit_clear(world.books, other, world.as("qian")).error().code, "approval_differs");
  auto longer = clear(number);
  longer.days = 30;
  EXPECT_EQ(permit_clear(world.books, longer, world.as("qian")).error().code, "approval_differs");
  ASSERT_TRUE(world.apply(permit_clear(world.books, clear(number), world.as("qian"))).ok());
  EXPECT_EQ(permit_clear(world.books, clear(number), world.as("qian")).error().code, "approval_used");
}

TEST(ClearCard, nobody_permits_it_alone_or_without_the_right) {
  auto world = with_meter();
  EXPECT_EQ(permit_clear(world.books, clear(), world.as("wang")).error().code, "permission_denied");
  const auto asked = world.apply(people::ask_approval(world.books, {"tool_cards", approval_content(clear()).canonical(), "why"}, world.as("qian"))).value();
  for (const auto* who : {"wang", "wu", "root"})
    EXPECT_EQ(people::decide_approval(world.books, {asked.number, true, ""}, world.as(who)).error().code, "permission_denied") << who;
  EXPECT_EQ(people::decide_approval(world.books, {asked.number, true, ""}, world.as("qian")).error().code, "approval_own");
  EXPECT_EQ(permit_clear(world.books, clear(asked.number), world.as("qian")).error().code, "approval_pending");
}

TEST(ClearCard, what_makes_no_sense_is_refused_before_anybody_is_asked) {
  auto world = with_meter();
  auto request = clear();
  request.meter = MeterNumber::from(999);
  EXPECT_EQ(permit_clear(world.books, request, world.as("qian")).error().code, "unknown_meter");
  request = clear();
  request.days = 31;
  EXPECT_EQ(permit_clear(world.books, request, world.as("qian")).error().code, "clear_card_days");
  request = clear();
  request.reason.clear();
  EXPECT_EQ(permit_clear(world.books, request, world.as("qian")).error().code, "reason_missing");
  request = clear();
  request.card = serial(1);
  EXPECT_EQ(permit_clear(world.books, request, world.as("qian")).error().code, "card_in_use");
}

TEST(PresetCard, brings_prices_alarms_and_ratios_of_the_plan) {
  auto world = with_meter();
  world.books.put(books::Code{books::CodeKind::constant, "alarm1", "", "", "", "20", true});
  world.books.put(books::Code{books::CodeKind::constant, "alarm2", "", "", "", "5", true});
  world.books.put(books::PlanVersion{"steps", "2027-01-01",
                                     R"({"from":"2027-01-01","energy":{"price":"0.60"},"limits":{"min_pay":"5"}})", books::PlanStatus::published, "", ""});
  PresetRequest request{"main", "steps", 40, 100, "new meters", serial(tool_card), 0};
  EXPECT_EQ(permit_preset(world.books, request, world.as("qian")).error().code, "approval_needed");
  request.approval = agreed(world, approval_content(request));
  const auto decided = permit_preset(world.books, request, world.as("qian"));
  ASSERT_TRUE(decided.ok()) << decided.error().code;
  const auto& preset = decided->answer;
  EXPECT_EQ(preset.alarm1, yuan(20));
  EXPECT_EQ(preset.alarm2, yuan(5));
  EXPECT_EQ(preset.ct, 40u);
  EXPECT_EQ(preset.pt, 100u);
  EXPECT_EQ(preset.plan_version, "2026-01-01");
  EXPECT_EQ(preset.prices.rate_prices.at(0), MeterPrice::e4(5000));
  EXPECT_EQ(preset.prices.step_ends, std::vector{Energy::kwh(180)});
  ASSERT_TRUE(preset.next_prices && preset.next_from);
  EXPECT_EQ(preset.next_prices->rate_prices.at(0), MeterPrice::e4(6000));
  EXPECT_EQ(format_local(*preset.next_from), "2027-01-01 00:00:00");
  const auto& row = decided->changes.append.at(0).get<books::JournalEntry>();
  EXPECT_EQ(row.what, books::JournalEvent::preset_permitted);
  EXPECT_EQ(boost::json::parse(row.details).as_object().at("plan").as_string(), "steps");
}

TEST(PresetCard, an_unknown_plan_and_a_ratio_that_no_card_can_say_are_refused) {
  auto world = with_meter();
  PresetRequest request{"main", "nothing", 1, 1, "new meters", serial(tool_card), 0};
  EXPECT_EQ(permit_preset(world.books, request, world.as("qian")).error().code, "unknown_plan");
  request.plan = "steps";
  request.ct = 1'000'000;
  EXPECT_EQ(permit_preset(world.books, request, world.as("qian")).error().code, "ratio_out_of_range");
}

}  // namespace
}  // namespace kwota::counter
