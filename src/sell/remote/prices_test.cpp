// When a meter on a line is told its prices, which ones, and in what order; what no meter can hold is refused where people see
// it.
#include "sell/remote/prices.h"

#include <rapidcheck.h>

#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

std::string version_text(const std::string& from, const std::string& price, const std::string& more = {}) {
  return R"({"from":")" + from + R"(","counter":{"months":1,"start":"01-01"},"energy":{"price":")" + price +
         R"(","steps":[{"to":"180","add":"0"},{"add":"0.05"}]},"limits":{"min_pay":"5","max_pay":"5000"})" + more + "}";
}
const std::string on_sundays =
    R"(,"days":{"D":[["00:00","a"]],"S":[["00:00","b"]]},"calendar":[{"on":[7],"use":"S"},{"use":"D"}])";

class PriceWorld : public LineWorld {
 public:
  /// As the API does it: the version and what it means for meters, in one decision.
  void publish(const std::string& from, const std::string& price) {
    const auto begins = Zone::find("Asia/Shanghai")->instant({parse_date(from).value()});
    auto changes = prices_published(books, "steps", from, begins, as("zhao"));
    changes.put.emplace_back(books::PlanVersion{"steps", from, version_text(from, price), books::PlanStatus::published, "", ""});
    books.apply(changes);
    plans = std::make_unique<tariff::PlanCache>();
  }
  Result<books::MeterCommand> order_now() {
    return apply(remote::order(books, {.meter = number(), .kind = books::CommandKind::prices}, as("qian")));
  }
  std::optional<books::MeterCommand> newest() { return books.last(books::MeterCommand::of_kind, number(), books::CommandKind::prices); }
  std::optional<Sending> send(const books::MeterCommand& row) {
    const auto going = apply(sending(books, row.number, "test", head_end_now()));
    EXPECT_TRUE(going.ok()) << going.error().code;
    return going.ok() ? std::optional{*going} : std::nullopt;
  }
  void settle_as(const books::MeterCommand& row, Ended ended, const std::string& code = {}) {
    std::optional<Error> cause;
    if (!code.empty()) cause = error(Fault::meter, code, "The meter says no.").trying(ended == Ended::not_done ? Again::never : Again::later);
    tell({row.number, ended, "The meter said so.", cause, "test"});
  }
  /// Everything that is due is told and done; the versions in their order.
  std::vector<std::string> versions_sent() {
    std::vector<std::string> out;
    for (auto step = next_now(); step.step == Next::Step::send; step = next_now()) {
      const auto going = send(*step.command);
      if (!going || !going->go) continue;
      if (going->prices) out.push_back(going->prices->version);
      settle_as(going->command, Ended::done);
    }
    return out;
  }
  void on(const std::string& date, const std::string& time) { clock.set(parse_instant(date + "T" + time + ":00+08:00").value()); }
};

TEST(Prices, ordered_by_hand_the_ones_that_count_now_are_told_once) {
  PriceWorld world;
  const auto ordered = world.order_now();
  ASSERT_TRUE(ordered.ok()) << ordered.error().code;
  EXPECT_EQ(ordered->state, books::CommandStatus::queued);
  EXPECT_EQ(ordered->asked_by, "qian");
  const auto going = world.send(*ordered);
  ASSERT_TRUE(going && going->prices);
  EXPECT_FALSE(going->prices->from) << "they count already";
  EXPECT_EQ(going->prices->table.rate_prices, (std::vector{MeterPrice::e4(5'000)}));
  world.settle_as(*ordered, Ended::done);
  world.receive();
  EXPECT_EQ(world.newest()->state, books::CommandStatus::done);
  EXPECT_EQ(world.next_now().step, Next::Step::nothing) << "nothing else has to be told";
}

TEST(Prices, without_the_right_or_a_line_nothing_is_ordered) {
  PriceWorld world;
  EXPECT_EQ(remote::order(world.books, {.meter = world.number(), .kind = books::CommandKind::prices}, world.as("wang")).error().code,
            "permission_denied");
  EXPECT_EQ(remote::order(world.books, {.meter = MeterNumber::from(13), .kind = books::CommandKind::prices}, world.as("qian")).error().code,
            "no_link");
  EXPECT_EQ(
      remote::order(world.books, {.meter = world.number(), .kind = books::CommandKind::prices, .relay = devices::RelayOrder::trip}, world.as("qian")).error().code,
      "unknown_order");
}

TEST(Prices, cards_alone_bring_prices_until_the_line_has_to) {
  PriceWorld world;
  world.receive();
  EXPECT_FALSE(world.newest()) << "a card has room for this plan";
}

TEST(Prices, a_published_version_waits_for_the_one_before_it) {
  PriceWorld world;
  world.publish("2026-12-01", "0.60");
  world.publish("2027-01-01", "0.70");
  EXPECT_EQ(world.books.select(books::MeterCommand::open_of, world.number()).size(), 2U);
  EXPECT_EQ(world.versions_sent(), (std::vector<std::string>{"2026-12-01"}));
  const auto second = *world.newest();
  EXPECT_EQ(second.state, books::CommandStatus::queued);
  EXPECT_EQ(second.not_before, *parse_instant("2026-12-01T00:05:00+08:00"));
  world.on("2026-12-01", "00:04");
  EXPECT_TRUE(world.versions_sent().empty());
  world.on("2026-12-01", "00:05");
  EXPECT_EQ(world.versions_sent(), (std::vector<std::string>{"2027-01-01"}));
}

TEST(Prices, what_is_told_says_from_which_minute_it_counts) {
  PriceWorld world;
  world.publish("2026-12-01", "0.60");
  const auto going = world.send(*world.newest());
  ASSERT_TRUE(going && going->prices);
  EXPECT_EQ(going->prices->from, (LocalTime{{2026, 12, 1}, 0, 0, 0}));
  EXPECT_EQ(going->prices->table.rate_prices, (std::vector{MeterPrice::e4(6'000)}));
}

TEST(Prices, after_the_ones_that_count_the_coming_ones_are_told_by_themselves) {
  PriceWorld world;
  world.books.put(books::PlanVersion{"steps", "2026-12-01", version_text("2026-12-01", "0.60"), books::PlanStatus::published, "", ""});
  world.plans = std::make_unique<tariff::PlanCache>();
  ASSERT_TRUE(world.order_now().ok());
  EXPECT_EQ(world.versions_sent(), (std::vector<std::string>{"2026-01-01", "2026-12-01"}));
}

TEST(Prices, a_version_published_for_an_earlier_day_is_told_first_and_the_other_again) {
  PriceWorld world;
  world.publish("2027-01-01", "0.70");
  EXPECT_EQ(world.versions_sent(), (std::vector<std::string>{"2027-01-01"}));
  world.publish("2026-12-01", "0.60");
  EXPECT_EQ(world.versions_sent(), (std::vector<std::string>{"2026-12-01"}));
  world.on("2026-12-01", "00:10");
  world.receive();
  EXPECT_EQ(world.versions_sent(), (std::vector<std::string>{"2027-01-01"}))
      << "it stood in the meter's spare set and was overwritten";
}

TEST(Prices, a_plan_that_no_meter_can_hold_is_refused_on_its_command) {
  PriceWorld world;
  const auto weekdays =
      R"({"from":"2026-11-01","energy":{"price":{"a":"0.50","b":"0.40"}},"limits":{"min_pay":"5"})" + on_sundays + "}";
  world.books.put(books::PlanVersion{"steps", "2026-11-01", weekdays, books::PlanStatus::published, "", ""});
  world.plans = std::make_unique<tariff::PlanCache>();
  const auto ordered = world.order_now();
  ASSERT_TRUE(ordered.ok()) << ordered.error().code;
  EXPECT_EQ(ordered->state, books::CommandStatus::refused);
  EXPECT_EQ(ordered->error, "plan_does_not_fit");
  EXPECT_NE(ordered->evidence.find("day of the week"), std::string::npos) << ordered->evidence;
  world.receive();
  EXPECT_EQ(world.newest()->number, ordered->number) << "a person must look first";
}

TEST(Prices, steps_that_begin_anew_on_other_days_are_refused_before_they_are_sent) {
  PriceWorld world;
  auto changes = prices_published(world.books, "steps", "2026-12-01", world.clock.now(), world.as("zhao"));
  auto yearly = version_text("2026-12-01", "0.60");
  yearly.replace(yearly.find("\"months\":1,"), 11, "\"months\":12,");
  changes.put.emplace_back(books::PlanVersion{"steps", "2026-12-01", yearly, books::PlanStatus::published, "", ""});
  world.books.apply(changes);
  world.plans = std::make_unique<tariff::PlanCache>();
  EXPECT_FALSE(world.send(*world.newest())->go);
  EXPECT_EQ(world.newest()->state, books::CommandStatus::refused);
  EXPECT_EQ(world.newest()->error, "plan_does_not_fit");
}

TEST(Prices, refused_for_its_clock_they_go_again_when_the_clock_is_right) {
  PriceWorld world;
  world.publish("2026-12-01", "0.60");
  world.send(*world.newest());
  world.settle_as(*world.newest(), Ended::not_done, "meter_clock_wrong");
  EXPECT_EQ(world.newest()->state, books::CommandStatus::refused);
  world.receive();
  EXPECT_EQ(world.newest()->state, books::CommandStatus::refused) << "the meter of this world says that it is noon";
  world.on("2026-11-20", "12:03");
  world.receive();
  EXPECT_EQ(world.newest()->state, books::CommandStatus::queued);
  EXPECT_EQ(world.versions_sent(), (std::vector<std::string>{"2026-12-01"}));
}

TEST(Prices, money_goes_before_them_and_readings_after_them) {
  PriceWorld world;
  ASSERT_TRUE(world.apply(remote::order(world.books, {.meter = world.number(), .kind = books::CommandKind::read}, world.as("qian"))).ok());
  world.publish("2026-12-01", "0.60");
  ASSERT_TRUE(
      world.apply(remote::order(world.books, {.meter = world.number(), .kind = books::CommandKind::relay, .relay = devices::RelayOrder::trip}, world.as("qian")))
          .ok());
  const auto sold = world.sell_by_link("50.00");
  std::vector<std::string> kinds;
  for (auto step = world.next_now(); step.step == Next::Step::send; step = world.next_now()) {
    kinds.emplace_back(word_of(step.command->kind));
    const auto going = world.send(*step.command);
    if (going->order) {
      world.li().take(*going->order);
      world.receive();
    } else {
      world.settle_as(*step.command, Ended::done);
    }
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"credit", "relay", "prices", "read"}));
}

TEST(Prices, a_line_that_broke_is_tried_again_and_a_plan_that_does_not_fit_is_not) {
  PriceWorld world;
  world.publish("2026-12-01", "0.60");
  world.send(*world.newest());
  world.settle_as(*world.newest(), Ended::in_doubt, "meter_silent");
  EXPECT_EQ(world.newest()->state, books::CommandStatus::queued);
  world.clock.advance(Duration::minutes(1));
  world.send(*world.newest());
  world.settle_as(*world.newest(), Ended::not_done, "plan_does_not_fit");
  EXPECT_EQ(world.newest()->state, books::CommandStatus::refused);
  world.receive();
  EXPECT_EQ(world.newest()->state, books::CommandStatus::refused);
}

TEST(Prices, whatever_happens_the_last_that_was_told_is_what_the_account_needs) {
  EXPECT_TRUE(rc::check([] {
    PriceWorld world;
    RC_ASSERT(world.order_now().ok());
    std::set<std::string> published{"2026-01-01"};
    std::string held;
    for (int day = 21; day <= 30; ++day) {
      world.on("2026-11-" + std::to_string(day), "12:00");
      const auto later = "2026-12-0" + std::to_string(*rc::gen::inRange(1, 9));
      if (*rc::gen::inRange(0, 2) == 0 && published.insert(later).second) world.publish(later, "0.6" + later.substr(9));
      if (*rc::gen::inRange(0, 3) == 0) RC_ASSERT(world.order_now().ok());
      if (*rc::gen::inRange(0, 2) == 0)
        for (const auto& version : world.versions_sent()) held = version;
    }
    for (int day = 1; day <= 9; ++day) {
      world.on("2026-12-0" + std::to_string(day), "12:00");
      RC_ASSERT(world.apply(remote::order(world.books, {.meter = world.number(), .kind = books::CommandKind::read}, world.as("qian"))).ok());
      world.receive();
      for (const auto& version : world.versions_sent()) held = version;
      // A meter has the version that counts, or the next one beside it.
      const auto today = "2026-12-0" + std::to_string(day);
      const auto coming = published.upper_bound(today);
      RC_ASSERT(held == (coming != published.end() ? *coming : *published.rbegin()));
    }
  }));
}

}  // namespace
}  // namespace kwota::remote
