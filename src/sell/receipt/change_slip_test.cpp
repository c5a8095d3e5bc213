// The slip of other terms: what was before, what counts from when on, and by whom.
#include "sell/receipt/change_slip.h"

#include <gtest/gtest.h>

#include "sell/receipt/test_style.h"

namespace kwota::receipt {
namespace {

using test::style;

constexpr Instant decided = Instant::from_ms(1'779'000'000'000);

ChangePaper other_plan() {
  ChangePaper out;
  out.change.account = 100'023;
  out.change.number = 2;
  out.change.decided = decided;
  out.change.from = "2026-12-01";
  out.change.reason = "opens a shop";
  out.customer = "Li Ming";
  out.address = "East village 7";
  out.meter = "000000123456";
  out.before = {"Households by steps", "Households", 3};
  out.after = {"Shops", "Trade", 3};
  out.changed_by = "Zhao Min";
  out.approved_by = "Miller";
  return out;
}

std::string text_of(const ChangePaper& paper, const std::string& language = "en") {
  books::Utility utility;
  utility.name = "Example Hills Power";
  return to_text(change_slip(utility, paper, style(language)), 48);
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(ChangeSlip, says_both_plans_from_when_on_and_both_persons) {
  const auto text = text_of(other_plan());
  for (const auto* part : {"Example Hills Power", "100023/2", "Li Ming", "East village 7", "Households by steps", "Shops", "Households → Trade", "2026-12-01", "opens a shop", "Zhao Min", "Miller"})
    EXPECT_TRUE(says(text, part)) << part << "\n" << text;
  EXPECT_FALSE(says(text, style("en").text("slip.change.persons"))) << "who stays as many is no change\n" << text;
}

TEST(ChangeSlip, of_a_class_alone_names_the_plan_that_goes_on_and_nobody_who_was_not_asked) {
  auto paper = other_plan();
  paper.after.plan = paper.before.plan;
  paper.approved_by.clear();
  const auto text = text_of(paper);
  const auto words = style("en");
  EXPECT_FALSE(says(text, words.text("slip.change.former_plan"))) << text;
  EXPECT_TRUE(says(text, words.text("slip.plan"))) << text;
  EXPECT_FALSE(says(text, words.text("slip.approved_by"))) << text;
}

TEST(ChangeSlip, of_people_says_how_many_there_were_and_of_a_withdrawn_one_that_it_never_counted) {
  auto paper = other_plan();
  paper.before.persons = 0;
  paper.after.persons = 5;
  paper.change.withdrawn = decided;
  paper.withdrawn_by = "Zhao Min, Miller";
  const auto text = text_of(paper);
  EXPECT_TRUE(says(text, "— → 5")) << text;
  EXPECT_TRUE(says(text, style("en").text("slip.change.withdrawn"))) << text;
}

TEST(ChangeSlip, of_an_address_says_both_and_from_when_on) {
  auto paper = other_plan();
  paper.after = paper.before;
  paper.change.address_before = "East village 7";
  paper.change.address = "Mill street 3";
  const auto text = text_of(paper);
  for (const auto* part : {"East village 7 → Mill street 3", "2026-12-01", "opens a shop"}) EXPECT_TRUE(says(text, part)) << part << "\n" << text;
  EXPECT_EQ(text.find("East village 7"), text.rfind("East village 7")) << "once\n" << text;
  EXPECT_TRUE(must_stay(SlipKind::account_change, SlipFact::new_address)) << "what was agreed stays on it";
}

TEST(ChangeSlip, keeps_who_signs_and_what_was_agreed_whatever_the_utility_takes_off) {
  for (const auto fact : {SlipFact::new_plan, SlipFact::counts_from, SlipFact::approved_by, SlipFact::signatures}) EXPECT_TRUE(must_stay(SlipKind::account_change, fact)) << word_of(fact);
}

}  // namespace
}  // namespace kwota::receipt
