// A version before it is one: five customers, what it changes for them, whom it would stop, and where a mistake stands.
#include <gtest/gtest.h>

#include "sell/plans/preview.h"
#include "sell/remote/test_line.h"

namespace kwota::plans {
namespace {

constexpr auto head = R"({"id":"NAME","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})";

books::Plan named(const std::string& id, std::string text = head) {
  text.replace(text.find("NAME"), 4, id);
  return {id, id, "", text};
}
books::PlanVersion version(const std::string& plan, const std::string& from, const std::string& terms, books::PlanStatus state = books::PlanStatus::draft) {
  return {plan, from, R"({"from":")" + from + R"(",)" + terms + "}", state, "", "", "", ""};
}

struct Previews : testing::Test {
  remote::LineWorld world;
  Previews() {
    world.books.put(named("village"));
    world.books.put(version("village", "2020-01-01", R"("energy":{"price":"0.50"},"limits":{"min_pay":"1.00"})", books::PlanStatus::published));
  }
  Result<Preview> look(const books::Plan& plan, const books::PlanVersion& row, std::vector<std::int64_t> counted = {}) {
    return preview_of(world.books, plan, row, std::move(counted), world.as("zhao"));
  }
};

TEST_F(Previews, a_dearer_version_is_told_for_five_customers_beside_the_one_before_it) {
  const auto preview = look(named("village"), version("village", "2099-03-15", R"("energy":{"price":"0.55"})"));
  ASSERT_TRUE(preview.ok()) << preview.error().what;
  EXPECT_EQ(preview->before, "2020-01-01");
  EXPECT_EQ(format_date(preview->year), "2099-04-01") << "the first whole month";
  EXPECT_EQ(preview->origin, UseOrigin::typical);
  ASSERT_EQ(preview->customers.size(), 5U);
  EXPECT_EQ(*preview->customers[0].before, Money::minor(30'000));  // 12 x 50 kWh
  EXPECT_EQ(preview->customers[0].after, Money::minor(33'000));
  EXPECT_EQ(preview->warnings, std::vector{tariff::PlanWarning::no_min_pay});
}

TEST_F(Previews, meters_that_were_read_speak_for_themselves_once_there_are_five) {
  const auto row = version("village", "2099-03-15", R"("energy":{"price":"1"})");
  EXPECT_EQ(look(named("village"), row, {10'000, 20'000, 30'000, 40'000})->origin, UseOrigin::typical);
  const auto preview = look(named("village"), row, {90'000, 10'000, 50'000, 30'000, 70'000});
  EXPECT_EQ(preview->origin, UseOrigin::own);
  EXPECT_EQ(preview->meters, 5U);
  EXPECT_EQ(preview->customers[2].after, Money::minor(60'000)) << "the middle one, 50 kWh a month";
}

TEST_F(Previews, a_first_version_has_nothing_before_it) {
  const auto preview = look(named("new"), version("new", "2020-01-01", R"("energy":{"price":"0.55"})"));
  ASSERT_TRUE(preview.ok());
  EXPECT_EQ(preview->before, "");
  EXPECT_FALSE(preview->customers[4].before);
  EXPECT_EQ(preview->effect.accounts, 0);
}

TEST_F(Previews, prices_that_the_books_cannot_keep_are_refused_by_the_field_that_says_so) {
  const auto first = version("abroad", "2099-03-15", R"("energy":{"price":"0.55"})");
  std::string euros = head, mils = head;
  euros.replace(euros.find("CNY"), 3, "EUR");
  mils.replace(mils.find("\"minor\":2"), 9, "\"minor\":3");
  for (const auto& [text, field] : {std::pair{euros, "currency"}, std::pair{mils, "minor"}}) {
    const auto refused = look(named("abroad", text), first);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "plan_in_other_currency");
    EXPECT_EQ(refused.error().details.at("field"), field);
  }
  EXPECT_TRUE(look(named("abroad"), first).ok());
}

TEST_F(Previews, whom_a_version_of_a_plan_in_use_would_stop_is_known_before_anybody_drafts_it) {
  const auto account = *world.books.find<books::Account>(remote::li_account);
  const auto plan = *world.books.find<books::Plan>(account.plan);
  const auto weekdays = version(plan.id, "2099-01-01", R"("days":{"a":[["00:00","low"],["08:00","high"]],"b":[["00:00","low"]]},)"
                                                       R"("calendar":[{"on":[6,7],"use":"b"},{"use":"a"}],"energy":{"price":{"low":"0.3","high":"0.6"}})");
  const auto preview = look(plan, weekdays);
  ASSERT_TRUE(preview.ok()) << preview.error().what;
  ASSERT_EQ(preview->effect.stopped.size(), 1U);
  EXPECT_EQ(preview->effect.stopped.front().account, remote::li_account);
  EXPECT_TRUE(look(plan, version(plan.id, "2099-01-01", R"("energy":{"price":"0.6"})"))->effect.stopped.empty());
}

TEST_F(Previews, a_mistake_is_told_by_its_place_in_the_version_that_is_written) {
  const auto wrong = look(named("village"), version("village", "2099-03-15", R"("energy":{"steps":[{"to":"5","price":"1"},{"to":"5","price":"1"},{"price":"2"}]})"));
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().details.at("where"), "/version/energy/steps/1/to");
  EXPECT_EQ(wrong.error().details.at("fault"), "steps_rise");
}

}  // namespace
}  // namespace kwota::plans
