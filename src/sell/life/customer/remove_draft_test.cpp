// A prepared account is taken out again, and only where nothing refers to it.
#include "sell/life/customer/application.h"
#include "sell/life/customer/remove_draft.h"

#include "books/lookup.h"
#include "sell/remote/test_line.h"

namespace kwota::life {
namespace {

using remote::li_account;
using remote::LineWorld;

constexpr std::int64_t draft = 100777;
constexpr std::uint64_t its_meter = 77;

class DraftWorld : public LineWorld {
 public:
  DraftWorld() {
    const auto li = *books.find<books::Account>(li_account);
    books.put(books::Account{.number = draft, .station = li.station, .customer = li.customer, .service_point = li.service_point, .meter = MeterNumber::from(its_meter), .plan = li.plan,
                             .usage_class = li.usage_class});
  }
  std::string remove(std::int64_t account = draft, const std::string& reason = "named twice", const std::string& who = "sun") {
    const auto done = apply(remove_draft(books, account, reason, as(who)));
    return done.ok() ? "" : done.error().code;
  }
};

TEST(RemoveDraft, its_meter_is_free_and_its_number_stays_its_own) {
  DraftWorld world;
  EXPECT_EQ(world.remove(), "");
  const auto row = world.books.find<books::Account>(draft).value();
  EXPECT_EQ(row.state, books::AccountStatus::closed);
  EXPECT_FALSE(row.opened) << "it never was open";
  EXPECT_FALSE(books::account_of_meter(world.books, MeterNumber::from(its_meter)));
  EXPECT_GT(books::next_number<books::Account>(world.books), draft);
  EXPECT_EQ(world.remove(), "no_draft") << "once";
}

TEST(RemoveDraft, refuses_who_may_not_what_is_not_there_and_what_was_open) {
  DraftWorld world;
  EXPECT_EQ(world.remove(draft, "named twice", "qian"), "permission_denied");
  EXPECT_EQ(world.remove(draft, ""), "reason_missing");
  EXPECT_EQ(world.remove(4711), "unknown_account");
  EXPECT_EQ(world.remove(li_account), "no_draft");
}

TEST(RemoveDraft, whatever_refers_to_it_keeps_it) {
  const auto refused_with = [](const auto& row) {
    DraftWorld world;
    world.books.put(row);
    return world.remove();
  };
  EXPECT_EQ(refused_with(books::Card{.serial = counter::serial(9), .account = draft}), "account_has_history");
  EXPECT_EQ(refused_with(books::RemoteAccount{.account = draft}), "account_has_history");
  EXPECT_EQ(refused_with(books::AccountChange{.account = draft, .number = 1}), "account_has_history");
  EXPECT_EQ(refused_with(books::MeterSwap{.account = draft, .number = 1}), "account_has_history");
  EXPECT_EQ(refused_with(books::Purse{.account = draft}), "account_has_history");
  EXPECT_EQ(refused_with(books::FormerCard{.number = "FC-1", .account = draft}), "account_has_history") << "the counter finds him by his old card";
}

/// Its first sale never left the house and was taken back: the account is a prepared one again, and its slip still names it.
TEST(RemoveDraft, an_opening_that_was_taken_back_is_history) {
  LineWorld world{LineWorld::Opened::by_line};
  ASSERT_TRUE(world.take_back_by_link(world.first).ok());
  ASSERT_EQ(world.books.find<books::Account>(li_account)->state, books::AccountStatus::draft);
  const auto done = world.apply(remove_draft(world.books, li_account, "changed his mind", world.as("sun")));
  EXPECT_EQ(done.error().code, "account_has_history");
  EXPECT_EQ(done.error().details.at("what"), "sale");
}

TEST(RemoveCustomer, goes_with_what_was_written_down_of_him_and_only_where_nothing_is_his) {
  DraftWorld world;
  const auto li = world.books.find<books::Account>(li_account)->customer;
  const auto remove = [&](CustomerNumber number, const std::string& reason = "named twice") {
    const auto done = world.apply(remove_customer(world.books, number, reason, world.as("sun")));
    return done.ok() ? "" : done.error().code;
  };
  EXPECT_EQ(remove(li), "customer_has_history");
  books::Customer nobody;
  nobody.number = CustomerNumber::from(900001);
  nobody.name = "Zhou Da";
  nobody.identity_number = "11010519491231002X";
  nobody.phone = "13800000000";
  nobody.mail = "zhou@example.org";
  nobody.hears_by = books::HearsBy::mail;
  world.books.put(nobody);
  EXPECT_EQ(remove(nobody.number, ""), "reason_missing");
  EXPECT_EQ(remove(nobody.number), "");
  const auto row = *world.books.find<books::Customer>(nobody.number);
  EXPECT_EQ(row.state, books::CustomerStatus::removed);
  EXPECT_TRUE(row.identity_number.empty() && row.phone.empty()) << "whoever comes with this identity is somebody new";
  EXPECT_TRUE(row.mail.empty() && row.hears_by == books::HearsBy::none) << "and nobody writes to him";
  EXPECT_EQ(remove(nobody.number), "unknown_customer") << "once";
}

TEST(RemoveCustomer, who_applied_owes_or_goes_on_for_somebody_else_stays) {
  const auto number = CustomerNumber::from(900001);
  const auto refused_with = [&](const auto& row) {
    DraftWorld world;
    world.books.put(books::Customer{.number = number, .name = "Zhou Da"});
    world.books.put(row);
    const auto done = world.apply(remove_customer(world.books, number, "named twice", world.as("sun")));
    return done.ok() ? "" : done.error().details.at("what");
  };
  EXPECT_EQ(refused_with(books::AccountApplication{.number = 1, .customer = number}), "application") << "granted, it would be the account of nobody";
  EXPECT_EQ(refused_with(books::Debt{.number = 1, .customer = number}), "debt");
  EXPECT_EQ(refused_with(books::Customer{.number = CustomerNumber::from(900002), .name = "Zhou", .state = books::CustomerStatus::merged, .merged_into = number}), "merged_customer") << "that number would lead nowhere";
}

TEST(RemoveCustomer, and_nobody_applies_in_his_name) {
  DraftWorld world;
  const auto number = CustomerNumber::from(900001);
  world.books.put(books::Customer{.number = number, .name = "Zhou Da", .state = books::CustomerStatus::removed});
  EXPECT_EQ(life::apply(world.books, {.customer = number, .service_point = "S", .plan = "", .usage_class = ""}, world.as("wang")).error().code, "unknown_customer");
}

}  // namespace
}  // namespace kwota::life
