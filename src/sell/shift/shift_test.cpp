#include <gtest/gtest.h>

#include <set>

#include "sell/books/memory.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"
#include "sell/shift/sign_in.h"
#include "sell/shift/till.h"

namespace kwota::shift {
namespace {

struct Office {
  Office() {
    books::Utility utility;
    utility.over_short_limit = Money::minor(1000);
    books.put(utility);
    books.put(books::Station{"E", "East", "R3"});
    books.put(books::Till{"E", "T-01", "", 1, 1});
    books.put(books::Till{"E", "T-02", "", 1, 1});
    for (const auto& [name, roles] :
         {std::pair{"wang", "cashier"}, {"chen", "cashier"}, {"zhao", "supervisor"}, {"wu", "auditor"}, {"root", "administrator"}, {"li", "manager"}}) {
      books::Operator row;
      row.name = row.full_name = name;
      row.roles = roles;
      books.put(row);
    }
  }
  Context as(const std::string& who, const std::string& till = "T-01") const { return {*books.operator_named(who), "E", till, now, Zone::utc()}; }
  template <class Answer>
  Result<Answer> apply(Result<books::Decision<Answer>> decision) {
    if (!decision.ok()) return std::move(decision).error();
    books.apply(decision->changes);
    return std::move(decision->answer);
  }
  books::Memory books;
  Instant now = parse_instant("2026-11-20T08:00:00Z").value();
};

TEST(Matrix, a_cashier_sells_a_supervisor_corrects_an_auditor_only_reads) {
  Office office;
  const auto may = [&](const char* who, const char* action) { return granted(*office.books.operator_named(who), action); };
  EXPECT_EQ(may("wang", "sell"), Grant::yes);
  EXPECT_EQ(may("wang", "supplement"), Grant::no);
  EXPECT_EQ(may("wang", "take_back_own"), Grant::second);
  EXPECT_EQ(may("zhao", "supplement"), Grant::second);
  EXPECT_EQ(may("wu", "sell"), Grant::no);
  EXPECT_EQ(may("root", "sell"), Grant::no) << "an administrator handles no money";
  EXPECT_EQ(may("root", "operators_write"), Grant::yes);
  EXPECT_EQ(may("wang", "fly"), Grant::no) << "what is not in the table is nobody's";
  EXPECT_EQ(require(*office.books.operator_named("wu"), "sell").error().details.at("permission"), "sell");
}

TEST(Matrix, who_handles_keys_neither_sells_nor_keeps_operators) {
  books::Operator who;
  for (const auto* role : {"key_officer", "key_manager", "security_auditor"}) {
    who.roles = role;
    for (const auto* action : {"sell", "open_account", "supplement", "operators_write", "tariffs_publish", "ledger_read"})
      EXPECT_EQ(granted(who, action), Grant::no) << role << " " << action;
    EXPECT_EQ(granted(who, "keys_read"), Grant::yes) << role;
    for (const auto other : {Role::cashier, Role::supervisor, Role::manager, Role::administrator, Role::auditor}) {
      const std::array both{parse_roles(role).value().front(), other};
      EXPECT_EQ(compatible(both).error().code, "roles_exclude_each_other") << role << " with " << name_of(other);
    }
  }
  for (const auto* sells : {"cashier", "supervisor", "manager", "administrator", "auditor"}) {
    who.roles = sells;
    for (const auto& row : matrix()) {
      if (row.id.starts_with("key")) { EXPECT_EQ(granted(who, row.id), Grant::no) << sells << " " << row.id; }
    }
  }
  EXPECT_TRUE(compatible(std::array{Role::key_officer, Role::key_manager}).ok()) << "a small house: he still needs the other officers";
  EXPECT_FALSE(compatible(std::array{Role::key_manager, Role::security_auditor}).ok()) << "nobody checks himself";
}

TEST(Matrix, keys_that_are_exported_voided_destroyed_or_changed_in_the_field_need_two_managers) {
  books::Operator who;
  who.roles = "key_manager";
  for (const auto* action : {"key_export", "key_void", "key_destroy", "key_campaign", "key_backup", "key_cards"})
    EXPECT_EQ(granted(who, action), Grant::second) << action;
}

TEST(Matrix, an_auditor_writes_nothing) {
  Office office;
  for (const auto action : permissions_of(*office.books.operator_named("wu")))
    EXPECT_TRUE(action.ends_with("_read") || action == "own_password" || action == "reprint" || action == "verify" || action == "personal_export") << action;
}

TEST(Matrix, every_action_stands_once) {
  std::set<std::string_view> seen;
  for (const auto& row : matrix()) EXPECT_TRUE(seen.insert(row.id).second) << row.id;
}

TEST(SignIn, five_misses_lock_the_name_for_a_quarter_of_an_hour) {
  Office office;
  for (int i = 1; i < 5; ++i) {
    const auto miss = office.apply(sign_in(office.books, "wang", false, "E", office.now)).value();
    EXPECT_EQ(miss.refusal.code, "wrong_password");
    EXPECT_EQ(miss.refusal.details.at("tries_left"), std::to_string(5 - i));
  }
  EXPECT_EQ(office.apply(sign_in(office.books, "wang", false, "E", office.now))->refusal.code, "locked_out");
  EXPECT_EQ(sign_in(office.books, "wang", true, "E", office.now).error().code, "locked_out") << "also with the right password";
  office.now = office.now + lock_lasts;
  EXPECT_TRUE(office.apply(sign_in(office.books, "wang", true, "E", office.now))->signed_in);
  EXPECT_EQ(may_try(office.books, "nobody", office.now).error().code, "wrong_password") << "which names exist is not told";
}

TEST(Passwords, weak_ones_are_refused) {
  for (const auto* weak : {"short", "password2026", "1234567890", "aaaaaaaaaaaa", "wang0000000", "Kwota12345"})
    EXPECT_EQ(check_password(weak, "wang").error().code, "weak_password") << weak;
  EXPECT_TRUE(check_password("correct horse battery", "wang").ok());
  EXPECT_TRUE(check_password("农灌站的好密码", "wang").ok());
}

TEST(Operators, everybody_chooses_his_own_language_and_only_his_own) {
  Office office;
  const auto before = *office.books.operator_named("wu");
  ASSERT_TRUE(office.apply(set_own_language(office.books, "ru", office.as("wu"))).ok());
  const auto after = *office.books.operator_named("wu");
  EXPECT_EQ(after.language, "ru");
  EXPECT_EQ(after.roles, before.roles);
  EXPECT_EQ(office.books.operator_named("wang")->language, "");
  auto locked = office.as("wang");
  locked.who.state = "locked";
  EXPECT_EQ(set_own_language(office.books, "zh", locked).error().code, "permission_denied");
}

TEST(Operators, the_last_administrator_stays_and_roles_exclude_each_other) {
  Office office;
  EXPECT_EQ(set_operator_state(office.books, "root", "locked", office.as("root")).error().code, "last_administrator");
  EXPECT_EQ(change_operator(office.books, {"root", "Root", "auditor", "", "", ""}, office.as("root")).error().code, "last_administrator");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "administrator,cashier", "", "", "h"}, office.as("root")).error().code, "roles_exclude_each_other");
  EXPECT_EQ(add_operator(office.books, {"wang", "X", "cashier", "", "", "h"}, office.as("root")).error().code, "operator_exists");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "cashier", "", "", "h"}, office.as("wang")).error().code, "permission_denied");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "captain", "", "", "h"}, office.as("root")).error().code, "unknown_role");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "cashier", "W", "", "h"}, office.as("root")).error().code, "unknown_station");
  EXPECT_TRUE(office.apply(add_operator(office.books, {"x", "X", "cashier", "E", "", "h"}, office.as("root")))->must_change);
  EXPECT_TRUE(office.apply(reset_password(office.books, "x", "h2", office.as("root")))->must_change);
}

TEST(Shift, numbers_have_no_gaps_and_one_shift_is_open) {
  Office office;
  for (int number = 1; number <= 3; ++number) {
    EXPECT_EQ(office.apply(open_shift(office.books, Money::minor(10000), office.as("wang")))->number, number);
    EXPECT_EQ(open_shift(office.books, Money{}, office.as("chen")).error().code, "shift_open");
    EXPECT_EQ(open_shift(office.books, Money{}, office.as("wang", "T-02")).error().code, "own_shift_open");
    const auto closing = office.apply(close_shift(office.books, {Money::minor(10000), "", ""}, office.as("wang"))).value();
    EXPECT_EQ(closing.difference, Money{});
    EXPECT_EQ(office.books.balance(ledger::till_cash("E", "T-01")), Money{});
  }
  EXPECT_EQ(close_shift(office.books, {Money{}, "", ""}, office.as("wang")).error().code, "no_open_shift");
  EXPECT_EQ(open_shift(office.books, Money{}, office.as("wu")).error().code, "permission_denied");
}

TEST(Shift, a_difference_is_explained_accepted_and_booked) {
  Office office;
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  EXPECT_EQ(close_shift(office.books, {Money::minor(9500), "", ""}, office.as("wang")).error().code, "reason_missing");
  const CloseRequest large{Money::minor(5000), "change given twice", ""};
  EXPECT_EQ(close_shift(office.books, large, office.as("wang")).error().code, "difference_needs_second");
  for (const auto* second : {"wang", "chen", "wu", "root"})
    EXPECT_EQ(close_shift(office.books, {large.counted, large.reason, second}, office.as("wang")).error().code, "difference_needs_second") << second;
  EXPECT_EQ(close_shift(office.books, large, office.as("chen")).error().code, "permission_denied") << "another's shift";
  const auto closing = office.apply(close_shift(office.books, {large.counted, large.reason, "zhao"}, office.as("wang"))).value();
  EXPECT_EQ(closing.difference, -Money::minor(5000));
  EXPECT_EQ(office.books.balance(ledger::over_short), Money::minor(5000)) << "stays visible";
  EXPECT_EQ(closing.shift.accepted_by, "zhao");
}

}  // namespace
}  // namespace kwota::shift
