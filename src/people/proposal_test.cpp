#include "people/proposal.h"

#include <gtest/gtest.h>

namespace kwota::people {
namespace {

Proposal pay_out(Money amount) { return Proposal(Proposed::pay_out).number(Part::account, 100001).money(Part::sum, amount, 2); }

TEST(Proposals, what_is_proposed_is_said_in_kinds_and_values) {
  EXPECT_EQ(pay_out(Money::minor(120'050)).canonical(), R"({"what":"pay_out","parts":[{"part":"account","kind":"number","value":"100001"},{"part":"sum","kind":"money","value":"1200.50"}]})");
}

TEST(Proposals, another_deed_another_thing_or_another_sum_is_another_proposal) {
  const auto twenty = pay_out(Money::minor(20'00)).canonical();
  EXPECT_NE(pay_out(Money::minor(20'01)).canonical(), twenty);
  EXPECT_NE(Proposal(Proposed::pay_out).number(Part::account, 100002).money(Part::sum, Money::minor(20'00), 2).canonical(), twenty);
  EXPECT_NE(Proposal(Proposed::deduct_from_card).number(Part::account, 100001).money(Part::sum, Money::minor(20'00), 2).canonical(), twenty);
  EXPECT_NE(pay_out(Money::minor(20'00)).text(Part::reason, "storm").canonical(), twenty);
}

TEST(Proposals, no_text_passes_for_a_part_of_another_kind) {
  const auto honest = Proposal(Proposed::transfer).text(Part::customer, "Li").that(Part::keeps_credit).canonical();
  EXPECT_NE(Proposal(Proposed::transfer).text(Part::customer, R"(Li"},{"part":"keeps_credit","kind":"word","value":"word.yes)").canonical(), honest);
}

TEST(Proposals, what_has_no_value_is_not_said) {
  EXPECT_EQ(Proposal(Proposed::swap_meter).figure(Part::remaining, "").text(Part::reason, "").day(Part::from, "").canonical(), Proposal(Proposed::swap_meter).canonical());
}

}  // namespace
}  // namespace kwota::people
