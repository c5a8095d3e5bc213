#include "people/saved.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::people {
namespace {

Context at_work(std::string name, std::string roles) {
  Context context;
  context.who.name = std::move(name);
  context.who.roles = std::move(roles);
  context.who.state = books::OperatorStatus::active;
  return context;
}

class Saved : public ::testing::Test {
 protected:
  Result<books::SavedQuery> keep(const Context& context, const SaveRequest& request) {
    auto decided = save(books, request, context);
    if (!decided) return decided.error();
    books.apply(decided->changes);
    return decided->answer;
  }
  std::string refused(const Context& context, const SaveRequest& request) {
    const auto decided = save(books, request, context);
    return decided.ok() ? "" : decided.error().code;
  }

  books::Memory books;
  Context zhao = at_work("zhao", "supervisor"), miller = at_work("miller", "manager"), wang = at_work("wang", "cashier"), audit = at_work("audit", "auditor");
  SaveRequest view{.number = 0, .kind = books::SavedKind::view, .subject = "sales", .name = "Large ones", .document = "{}", .roles = {}, .pinned = false};
};

TEST_F(Saved, everybody_keeps_views_for_himself_and_sees_nobody_elses) {
  ASSERT_TRUE(keep(wang, view).ok());
  ASSERT_TRUE(keep(zhao, view).ok()) << "the same name, of another person";
  EXPECT_EQ(visible_to(books, wang.who).size(), 1U);
  EXPECT_TRUE(visible_to(books, miller.who).empty());
  EXPECT_EQ(refused(wang, view), "saved_name_taken");
}

TEST_F(Saved, a_query_asks_the_right_to_build_one_and_sharing_another) {
  auto query = view;
  query.kind = books::SavedKind::query;
  EXPECT_EQ(refused(wang, query), "permission_denied");
  query.roles = {"cashier"};
  EXPECT_EQ(refused(zhao, query), "permission_denied") << "a supervisor builds and shares nothing";
  query.roles = {"cashier", "boss"};
  EXPECT_EQ(refused(miller, query), "unknown_role");
  query.roles = {"cashier", "supervisor"};
  const auto kept = keep(miller, query);
  ASSERT_TRUE(kept.ok()) << kept.error().what;
  EXPECT_EQ(visible_to(books, wang.who).size(), 1U);
  EXPECT_EQ(visible_to(books, zhao.who).size(), 1U);
  EXPECT_TRUE(visible_to(books, audit.who).empty());
}

TEST_F(Saved, only_the_owner_changes_it_and_who_shares_may_take_shared_ones_away) {
  view.roles = {"auditor", "supervisor"};
  const auto kept = keep(miller, view);
  ASSERT_TRUE(kept.ok());
  view.number = kept->number;
  EXPECT_EQ(refused(audit, view), "not_found");
  EXPECT_EQ(remove_saved(books, kept->number, wang).error().code, "not_found") << "what he does not see is not there";
  EXPECT_EQ(remove_saved(books, kept->number, zhao).error().code, "permission_denied");
  const auto removed = remove_saved(books, kept->number, audit);
  ASSERT_TRUE(removed.ok());
  books.apply(removed->changes);
  EXPECT_TRUE(visible_to(books, miller.who).empty());
  EXPECT_EQ(refused(miller, view), "not_found");
}

TEST_F(Saved, what_was_removed_by_a_slip_is_kept_again_under_its_number) {
  const auto kept = keep(wang, view);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(bring_back_saved(books, kept->number, wang).error().code, "not_found") << "it is there";
  books.apply(remove_saved(books, kept->number, wang)->changes);
  EXPECT_EQ(bring_back_saved(books, kept->number, zhao).error().code, "not_found") << "another's";
  const auto twin = keep(wang, view);
  ASSERT_TRUE(twin.ok());
  EXPECT_EQ(bring_back_saved(books, kept->number, wang).error().code, "saved_name_taken");
  books.apply(remove_saved(books, twin->number, wang)->changes);
  const auto back = bring_back_saved(books, kept->number, wang);
  ASSERT_TRUE(back.ok());
  books.apply(back->changes);
  ASSERT_EQ(visible_to(books, wang.who).size(), 1U);
  EXPECT_EQ(visible_to(books, wang.who).front().number, kept->number);
}

TEST_F(Saved, who_lost_the_right_to_share_keeps_what_he_shared_but_shares_no_further) {
  view.roles = {"auditor"};
  const auto kept = keep(miller, view);
  ASSERT_TRUE(kept.ok());
  miller.who.roles = "supervisor";
  view.number = kept->number;
  view.name = "Renamed";
  EXPECT_EQ(refused(miller, view), "");
  view.roles = {"auditor", "cashier"};
  EXPECT_EQ(refused(miller, view), "permission_denied");
  view.roles = {};
  EXPECT_EQ(refused(miller, view), "");
}

TEST_F(Saved, names_documents_and_their_number_have_an_end) {
  for (const auto* name : {"", " x", "x\x07"}) {
    view.name = name;
    EXPECT_EQ(refused(wang, view), "saved_name");
  }
  view.name = "'\"><img onerror>";
  EXPECT_EQ(refused(wang, view), "");
  view.document = std::string(document_max + 1, ' ');
  EXPECT_EQ(refused(wang, view), "saved_too_long");
  view.document = "{}";
  for (std::size_t i = 0; i < saved_max; ++i) {
    view.name = "view " + std::to_string(i);
    ASSERT_TRUE(keep(wang, view).ok());
  }
  view.name = "one more";
  EXPECT_EQ(refused(wang, view), "saved_too_many");
}

TEST_F(Saved, a_choice_is_ones_own) {
  const auto chosen = choose(books, "columns.sales", "[\"number\"]", wang);
  ASSERT_TRUE(chosen.ok());
  books.apply(chosen->changes);
  EXPECT_EQ(books.find<books::UserChoice>(std::string("wang"), std::string("columns.sales"))->value, "[\"number\"]");
  EXPECT_FALSE(books.find<books::UserChoice>(std::string("zhao"), std::string("columns.sales")));
  EXPECT_EQ(choose(books, "Columns/Sales", "1", wang).error().code, "choice_unknown");
}

}  // namespace
}  // namespace kwota::people
