// What stands on every slip, and as what somebody may owe, two people agree to; the other tables one person keeps.
#include "sell/settings/code_change.h"

#include <gtest/gtest.h>

#include "people/approval.h"
#include "people/test_office.h"

namespace kwota::settings {
namespace {

using books::Code;
using books::CodeKind;

struct Codes : testing::Test {
  Codes() {
    auto utility = *office.books.only<books::Utility>();
    utility.installed = office.now;
    office.books.put(utility);
    hire("guo", "manager");
    hire("tang", "technician");
    office.now = office.now + Duration::days(2);
  }
  void hire(const char* name, const char* roles) {
    books::Operator row;
    row.name = row.full_name = name;
    row.roles = roles;
    office.books.put(row);
  }
  std::string code(const Code& row, const char* who, std::int64_t approval = 0) {
    const auto done = office.apply(change_code(office.books, row, approval, office.as(who)));
    return done.ok() ? "" : done.error().code;
  }
  /// What a second person is asked for it, agreed to by him.
  std::int64_t agreed(const Code& row, const char* first, const char* second) {
    const auto why = change_code(office.books, row, 0, office.as(first)).error();
    const auto asked = office.apply(people::ask_approval(office.books, people::request_of(why.details, ""), office.as(first)));
    const auto decided = office.apply(people::decide_approval(office.books, {asked->number, true, ""}, office.as(second)));
    return decided.ok() ? asked->number : -1;
  }
  std::optional<Code> now_in(CodeKind kind, const char* name) { return office.books.find<Code>(kind, name); }

  people::test::Office office;
  const Code head{CodeKind::slip_text, "head", "示范", "Example Hills Power", "Пример", "", true};
  const Code arrears{CodeKind::debt_kind, "arrears", "欠费", "Arrears", "Задолженность", "", true};
};

TEST_F(Codes, the_text_of_slips_waits_for_a_second_person_as_its_layout_does) {
  EXPECT_EQ(code(head, "guo"), "approval_needed");
  EXPECT_FALSE(now_in(CodeKind::slip_text, "head")) << "nothing is printed before";
  EXPECT_EQ(code(head, "tang"), "permission_denied") << "a technician keeps codes, and no slips";
  EXPECT_EQ(code(head, "guo", agreed(head, "guo", "root")), "") << "an administrator agrees, too, as to settings";
  EXPECT_EQ(now_in(CodeKind::slip_text, "head")->name_en, "Example Hills Power");
  EXPECT_EQ(code(head, "guo"), "") << "what it says already asks nobody";
}

TEST_F(Codes, an_agreement_is_for_this_text_and_from_what_stood_there) {
  ASSERT_EQ(code(head, "guo", agreed(head, "guo", "li")), "");
  auto other = head;
  other.name_en = "Power of the Hills";
  const auto approval = agreed(other, "guo", "li");
  auto third = other;
  third.name_en = "Pay twice";
  EXPECT_EQ(code(third, "guo", approval), "approval_differs");
  auto meanwhile = head;
  meanwhile.active = false;
  ASSERT_EQ(code(meanwhile, "li", agreed(meanwhile, "li", "guo")), "");
  EXPECT_EQ(code(other, "guo", approval), "approval_differs") << "who agreed saw it in use";
  EXPECT_EQ(now_in(CodeKind::slip_text, "head")->name_en, "Example Hills Power");
}

TEST_F(Codes, kinds_of_debt_are_agreed_to_by_managers_as_prices_are) {
  EXPECT_EQ(code(arrears, "tang"), "permission_denied");
  EXPECT_EQ(code(arrears, "guo"), "approval_needed");
  EXPECT_EQ(agreed(arrears, "guo", "root"), -1) << "an administrator handles no money";
  EXPECT_EQ(code(arrears, "guo", agreed(arrears, "guo", "li")), "");
}

TEST_F(Codes, every_other_table_is_kept_by_one_person) {
  for (const auto kind : {CodeKind::reason, CodeKind::usage_class, CodeKind::maker, CodeKind::handheld_maker}) EXPECT_EQ(code({kind, "c1", "", "One", "", "", true}, "tang"), "") << word_of(kind);
}

TEST_F(Codes, what_no_form_would_take_is_refused_before_anybody_is_asked) {
  EXPECT_EQ(code({CodeKind::debt_kind, "arrears", "", "", "", "", true}, "guo"), "name_missing");
  EXPECT_EQ(code({CodeKind::slip_text, "", "", "x", "", "", true}, "guo"), "code_missing");
  auto guo = *office.books.find<books::Operator>("guo");
  guo.station = "E";
  office.books.put(guo);
  EXPECT_EQ(code(head, "guo"), "whole_utility") << "slips are the whole utility's";
}

TEST_F(Codes, during_the_installation_who_sets_the_utility_up_works_alone) {
  auto utility = *office.books.only<books::Utility>();
  utility.installed.reset();
  office.books.put(utility);
  EXPECT_EQ(code(head, "guo"), "");
}

}  // namespace
}  // namespace kwota::settings
