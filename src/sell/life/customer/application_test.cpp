// Somebody wants a supply: entered by one, granted with a meter by another, opened at the counter; and where it is reviewed nothing is opened without.
#include "sell/life/customer/application.h"

#include "books/rows/supply/application.h"
#include "sell/counter/account/account_life.h"
#include "sell/remote/test_line.h"
#include "sell/settings/declared.h"

namespace kwota::life {
namespace {

using remote::li_account;
using remote::LineWorld;

constexpr std::uint64_t free_meter = 78;

struct Applications : testing::Test, LineWorld {
  void SetUp() override {
    him = books.find<books::Account>(li_account).value();
    auto meter = books.find<books::Meter>(him.meter).value();
    meter.number = MeterNumber::from(free_meter);
    meter.state = books::MeterStatus::stock;
    books.put(meter);
  }
  ApplyRequest wanted() const { return {.customer = him.customer, .service_point = him.service_point, .plan = him.plan, .usage_class = him.usage_class, .household_persons = 2, .remark = ""}; }
  template <class Answer>
  std::string code(const Result<Answer>& result) const { return result.ok() ? "" : result.error().code; }
  books::Account him;
};

TEST_F(Applications, another_person_grants_it_with_a_meter_and_the_account_is_prepared) {
  const auto asked = World::apply(life::apply(books, wanted(), as("wang"))).value();
  EXPECT_EQ(asked.state, books::ApplicationStatus::waiting);
  EXPECT_EQ(code(life::apply(books, wanted(), as("wang"))), "application_waits");
  EXPECT_EQ(code(grant(books, {asked.number, MeterNumber::from(free_meter), ""}, as("wang"))), "permission_denied");
  EXPECT_EQ(code(grant(books, {asked.number, him.meter, ""}, as("zhao"))), "meter_in_use");
  const auto granted = World::apply(grant(books, {asked.number, MeterNumber::from(free_meter), ""}, as("zhao"))).value();
  EXPECT_EQ(granted.state, books::ApplicationStatus::granted);
  const auto account = books.find<books::Account>(granted.account).value();
  EXPECT_EQ(account.state, books::AccountStatus::draft);
  EXPECT_EQ(account.customer, him.customer);
  EXPECT_EQ(account.meter, MeterNumber::from(free_meter));
  EXPECT_EQ(account.household_persons, 2);
  EXPECT_EQ(code(grant(books, {asked.number, MeterNumber::from(free_meter), ""}, as("zhao"))), "application_decided");
}

TEST_F(Applications, nobody_decides_what_he_has_entered_and_a_refusal_says_why) {
  const auto asked = World::apply(life::apply(books, wanted(), as("zhao"))).value();
  EXPECT_EQ(code(grant(books, {asked.number, MeterNumber::from(free_meter), ""}, as("zhao"))), "application_own");
  EXPECT_EQ(code(refuse(books, asked.number, "", as("sun"))), "reason_missing");
  EXPECT_EQ(World::apply(refuse(books, asked.number, "no line there", as("sun")))->state, books::ApplicationStatus::refused);
  EXPECT_TRUE(life::apply(books, wanted(), as("wang")).ok()) << "he may apply again";
}

TEST_F(Applications, nobody_applies_for_what_is_out_of_use) {
  books.put(books::Plan{"old", "Old", "", "{}"});
  books::PlanVersion withdrawn;
  withdrawn.plan = "old", withdrawn.from = "2026-01-01", withdrawn.state = books::PlanStatus::withdrawn;
  books.put(withdrawn);
  auto row = wanted();
  row.plan = "old";
  EXPECT_EQ(code(life::apply(books, row, as("wang"))), "plan_out_of_use");
  books.put(books::Code{books::CodeKind::usage_class, "former", "", "Former", "", "", false});
  row = wanted();
  row.usage_class = "former";
  EXPECT_EQ(code(life::apply(books, row, as("wang"))), "code_out_of_use");
  auto point = books.find<books::ServicePoint>(him.service_point).value();
  point.active = false;
  books.put(point);
  EXPECT_EQ(code(life::apply(books, wanted(), as("wang"))), "service_point_out_of_use");
}

TEST_F(Applications, where_they_are_reviewed_nothing_else_is_opened) {
  counter::OpenRequest opening;
  EXPECT_NE(code(counter::quote_opening(counter::Carrier::card, books, opening, as("wang"))), "application_needed") << "as delivered nobody asks for one";
  books.put(settings::always_counting(9, settings::SettingName::account_review, 1));
  EXPECT_EQ(code(counter::quote_opening(counter::Carrier::card, books, opening, as("wang"))), "application_needed");
  opening.draft = li_account;
  EXPECT_EQ(code(counter::quote_opening(counter::Carrier::card, books, opening, as("wang"))), "application_needed") << "a draft that nobody applied for";
  const auto asked = World::apply(life::apply(books, wanted(), as("wang"))).value();
  opening.draft = World::apply(grant(books, {asked.number, MeterNumber::from(free_meter), ""}, as("zhao")))->account;
  EXPECT_NE(code(counter::quote_opening(counter::Carrier::card, books, opening, as("wang"))), "application_needed");
}

}  // namespace
}  // namespace kwota::life
