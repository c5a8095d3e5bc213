// Who becomes an officer or a manager of keys, and who does not get there.
#include "keys/office/people.h"

#include <gtest/gtest.h>

#include "keys/ceremony/ceremony_book.h"
#include "keys/journal/test_office.h"
#include "sell/shift/people.h"

namespace kwota::keys {
namespace {

std::vector<Person> seven() {
  std::vector<Person> people;
  for (const auto& [name, role] : {std::pair{"sun", "key_officer"}, {"sokolov", "key_officer"}, {"clark", "key_officer"}, {"gao", "key_officer"},
                                   {"keller", "key_manager"}, {"orlova", "key_manager"}, {"novak", "security_auditor"}})
    people.push_back({name, std::string(name) + " by name", role, "en", "encoded"});
  return people;
}

struct NewBooks {
  NewBooks() {
    books.put(books::Utility{});
    books::Operator admin;
    admin.name = "admin";
    admin.roles = "administrator";
    books.put(admin);
    context.who = admin;
    context.now = parse_instant("2026-11-20T08:00:00Z").value();
  }
  books::Memory books;
  shift::Context context;
};

TEST(KeyPeople, the_first_ones_are_named_together_and_once) {
  NewBooks house;
  auto decided = install_people(house.books, seven(), house.context);
  ASSERT_TRUE(decided.ok()) << decided.error().what;
  EXPECT_EQ(decided->answer.size(), 7u);
  house.books.apply(decided->changes);
  EXPECT_EQ(house.books.operator_named("keller")->roles, "key_manager");
  EXPECT_FALSE(house.books.operator_named("keller")->must_change) << "each typed his own password";
  EXPECT_EQ(house.books.key_events().size(), 7u);
  EXPECT_EQ(install_people(house.books, seven(), house.context).error().code, "key_people_there");
}

TEST(KeyPeople, too_few_of_a_role_or_one_person_twice_is_no_installation) {
  NewBooks house;
  for (const auto* role : {"key_officer", "key_manager", "security_auditor"}) {
    auto people = seven();
    people.erase(std::find_if(people.begin(), people.end(), [&](const Person& one) { return one.role == role; }));
    const auto refused = install_people(house.books, people, house.context);
    ASSERT_FALSE(refused.ok()) << role;
    EXPECT_EQ(refused.error().code, "key_people_too_few");
    EXPECT_EQ(refused.error().details.at("role"), role);
  }
  auto twice = seven();
  twice[5].name = "keller";
  EXPECT_EQ(install_people(house.books, twice, house.context).error().code, "same_person_twice");
  twice[5] = {"till", "Till", "cashier", "en", "encoded"};
  EXPECT_FALSE(install_people(house.books, twice, house.context).ok());
}

TEST(KeyPeople, an_administrator_changes_nothing_of_them_but_that_he_locks_one_out) {
  NewBooks house;
  house.books.apply(install_people(house.books, seven(), house.context)->changes);
  const auto keller = *house.books.operator_named("keller");
  const auto tried = [&](auto change) {
    auto row = keller;
    change(row);
    const auto done = shift::give(house.books, keller, row, 0, house.context);
    return done.ok() ? std::string("ok") : done.error().code;
  };
  EXPECT_EQ(tried([](books::Operator& row) { row.password = "another"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.roles = "technician"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.full_name = "Another"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.state = "locked", row.password = "another"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.state = "locked"; }), "ok");
  books::Operator puppet;
  puppet.name = "puppet";
  puppet.roles = "technician,key_manager";
  EXPECT_EQ(shift::give(house.books, {}, puppet, 0, house.context).error().code, "key_roles_apart");
}

TEST(KeyPeople, two_managers_appoint_renew_and_unlock) {
  test::KeyOffice office;
  const auto make = [&](std::int64_t approval) {
    return appoint(office.books, {{"erik", "Erik", "key_officer", "en", "encoded"}, "more hands", approval}, office.as("keller"));
  };
  const auto made = office.with_two(make);
  ASSERT_TRUE(made.ok()) << made.error().what;
  EXPECT_TRUE(office.books.operator_named("erik")->must_change);
  EXPECT_EQ(office.books.key_events().back().what, "key_person_appointed");
  EXPECT_EQ(office.books.key_events().back().second, "orlova");
  const auto unlock = [&](std::int64_t approval) {
    return step_for_person(office.books, {PersonStep::unlock, "erik", {}, "back", approval}, office.as("keller"));
  };
  EXPECT_TRUE(office.with_two(unlock).ok());
  EXPECT_EQ(step_for_person(office.books, {PersonStep::renew_password, "wang", "x", "y", 0}, office.as("keller")).error().code, "not_of_the_key_office");
  EXPECT_EQ(step_for_person(office.books, {PersonStep::unlock, "erik", {}, "y", 0}, office.as("anna")).error().code, "permission_denied");
}

TEST(KeyPeople, a_seed_takes_as_many_officers_as_is_fixed_not_as_the_manager_names) {
  test::KeyOffice office;
  office.hold_shares();
  const auto refused = start_ceremony(office.books, {.officers = {"anna", "boris"}}, office.as("keller"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "officers_not_as_fixed");
  EXPECT_EQ(refused.error().details.at("required"), "4");
  EXPECT_TRUE(start_ceremony(office.books, {.purpose = seal::Purpose::card_transport, .officers = {"anna", "boris"}}, office.as("keller")).ok())
      << "the supplier sends as many letters as he sends";
}

}  // namespace
}  // namespace kwota::keys
