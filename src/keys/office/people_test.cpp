// Who becomes an officer or a manager of keys, and who does not get there.
#include "keys/office/people.h"

#include <gtest/gtest.h>

#include "keys/ceremony/ceremony_book.h"
#include "keys/journal/test_office.h"
#include "keys/office/certificates.h"
#include "people/people.h"
#include "seal/cipher/ecdsa.h"
#include "seal/cipher/sha256.h"

namespace kwota::keys {
namespace {

/// The tokens of people, by name.
struct Tokens {
  seal::SigningKey& of(const std::string& name) {
    return pairs.try_emplace(name, seal::SigningKey::generate()).first->second;
  }
  std::string key(const std::string& name) { return to_hex(of(name).public_key()); }
  std::string sign(const std::string& name, const std::string& text) { return to_hex(of(name).sign(seal::sha256(view_of(text)))); }
  std::map<std::string, seal::SigningKey> pairs;
};

std::vector<Person> seven(Tokens& tokens) {
  std::vector<Person> people;
  for (const auto& [name, role] : {std::pair{"sun", "key_officer"}, {"sokolov", "key_officer"}, {"clark", "key_officer"}, {"gao", "key_officer"},
                                   {"keller", "key_manager"}, {"orlova", "key_manager"}, {"novak", "security_auditor"}})
    people.push_back({.name = name, .full_name = std::string(name) + " by name", .role = role, .language = "en", .password = "encoded", .public_key = tokens.key(name)});
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
  /// All of them sign what stands there.
  std::vector<Person> signed_by_all(std::vector<Person> people) {
    const auto text = founding_of(books, people, context.now);
    for (auto& one : people) one.signature = tokens.sign(one.name, text);
    return people;
  }
  auto install(const std::vector<Person>& people) { return install_people(books, people, context.now, context); }
  void found() { books.apply(install(signed_by_all(seven(tokens)))->changes); }
  people::Context as(const std::string& name, Duration later) const { return {*books.find<books::Operator>(name), "", "", context.now + later, Zone::utc()}; }
  /// `name` appointed, or given a new token, by these two.
  Result<books::Decision<books::Operator>> certified(const std::string& name, const std::string& first, const std::string& second, bool renews = false,
                                                     Duration later = Duration::hours(48)) {
    Appointment request{.person = {.name = name, .full_name = name, .role = "key_officer", .language = "en", .public_key = tokens.key(name + (renews ? "'s second" : ""))},
                        .renews = renews, .second = second, .reason = "more hands"};
    TRY(row, draft_certificate(books, request, as(first, later)));
    const auto text = certificate_text(books, row);
    request.first_signature = tokens.sign(first, text);
    request.second_signature = tokens.sign(second, text);
    return certify(books, request, as(first, later));
  }
  std::vector<std::string> whom_nobody_certified() const {
    std::vector<std::string> names;
    for (const auto& one : check_people(books).problems) names.push_back(one.person);
    return names;
  }
  books::Memory books;
  people::Context context;
  Tokens tokens;
};

TEST(KeyPeople, the_first_ones_are_named_together_and_once) {
  NewBooks house;
  const auto people = house.signed_by_all(seven(house.tokens));
  auto decided = house.install(people);
  ASSERT_TRUE(decided.ok()) << decided.error().what;
  EXPECT_EQ(decided->answer.size(), 7u);
  house.books.apply(decided->changes);
  EXPECT_EQ(house.books.find<books::Operator>("keller")->roles, "key_manager");
  EXPECT_FALSE(house.books.find<books::Operator>("keller")->must_change) << "each typed his own password";
  EXPECT_EQ(house.books.key_events().size(), 7u);
  EXPECT_EQ(house.install(people).error().code, "key_people_there");
  const auto checked = check_people(house.books);
  EXPECT_EQ(checked.certified.size(), 7u);
  EXPECT_TRUE(checked.problems.empty());
  EXPECT_EQ(checked.founding, seal::print_in_groups(view_of(founding_of(house.books, people, house.context.now)))) << "what each of them has on paper";
}

TEST(KeyPeople, too_few_of_a_role_or_one_person_twice_is_no_installation) {
  NewBooks house;
  for (const auto* role : {"key_officer", "key_manager", "security_auditor"}) {
    auto people = seven(house.tokens);
    people.erase(std::find_if(people.begin(), people.end(), [&](const Person& one) { return one.role == role; }));
    const auto refused = house.install(people);
    ASSERT_FALSE(refused.ok()) << role;
    EXPECT_EQ(refused.error().code, "key_people_too_few");
    EXPECT_EQ(refused.error().details.at("role"), role);
  }
  auto twice = seven(house.tokens);
  twice[5].name = "keller";
  EXPECT_EQ(check_installation(house.books, twice).error().code, "same_person_twice");
  twice[5] = {.name = "till", .full_name = "Till", .role = "cashier", .language = "en", .password = "encoded"};
  EXPECT_FALSE(house.install(twice).ok());
}

TEST(KeyPeople, who_has_not_signed_for_all_of_them_founds_nothing) {
  NewBooks house;
  auto people = house.signed_by_all(seven(house.tokens));
  people[2].signature = people[3].signature;
  const auto refused = house.install(people);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "founding_not_signed");
  EXPECT_EQ(refused.error().details.at("name"), "clark");
  auto another = house.signed_by_all(seven(house.tokens));
  another[0].public_key = house.tokens.key("a stranger");
  EXPECT_EQ(house.install(another).error().code, "founding_not_signed") << "one key exchanged behind the signatures of the others";
}

TEST(KeyPeople, a_later_one_is_certified_by_two_managers_and_by_nobody_less) {
  NewBooks house;
  house.found();
  EXPECT_EQ(house.certified("erik", "keller", "keller").error().code, "approval_own");
  EXPECT_EQ(house.certified("erik", "keller", "novak").error().code, "not_a_key_manager") << "an auditor appoints nobody";
  EXPECT_EQ(house.certified("erik", "keller", "sun").error().code, "not_a_key_manager");
  EXPECT_EQ(house.certified("erik", "sun", "keller").error().code, "permission_denied");
  Appointment alone{.person = {.name = "erik", .full_name = "Erik", .role = "key_officer", .public_key = house.tokens.key("erik")}, .second = "orlova", .reason = "x"};
  const auto text = certificate_text(house.books, *draft_certificate(house.books, alone, house.as("keller", Duration::hours(48))));
  alone.first_signature = alone.second_signature = house.tokens.sign("keller", text);
  EXPECT_EQ(certify(house.books, alone, house.as("keller", Duration::hours(48))).error().code, "certificate_not_signed") << "his own token twice";
  const auto made = house.certified("erik", "keller", "orlova");
  ASSERT_TRUE(made.ok()) << made.error().what;
  house.books.apply(made->changes);
  EXPECT_TRUE(house.books.find<books::Operator>("erik")->must_change);
  EXPECT_EQ(house.books.key_events().back().what, "key_person_appointed");
  EXPECT_EQ(house.books.key_events().back().second, "orlova");
  EXPECT_TRUE(house.whom_nobody_certified().empty());
  EXPECT_EQ(certificate_of(house.books, "erik")->public_key, house.tokens.key("erik"));
}

TEST(KeyPeople, a_lost_token_is_void_and_has_a_successor) {
  NewBooks house;
  house.found();
  EXPECT_EQ(house.certified("keller", "keller", "orlova", true).error().code, "approval_own") << "nobody certifies himself";
  EXPECT_EQ(house.certified("wang", "keller", "orlova", true).error().code, "not_of_the_key_office");
  const auto sun = house.certified("sun", "keller", "orlova", true);
  ASSERT_TRUE(sun.ok()) << sun.error().what;
  house.books.apply(sun->changes);
  EXPECT_EQ(certificate_of(house.books, "sun")->public_key, house.tokens.key("sun's second"));
  const auto orlova = house.certified("orlova", "keller", "novak", true, Duration::hours(72));
  ASSERT_TRUE(orlova.ok()) << orlova.error().what << " – of two managers one has lost hers";
  house.books.apply(orlova->changes);
  EXPECT_TRUE(house.whom_nobody_certified().empty()) << "what she had certified before holds";
  const auto later = house.certified("erik", "keller", "orlova", false, Duration::hours(96));
  ASSERT_FALSE(later.ok());
  EXPECT_EQ(later.error().code, "certificate_not_signed") << "her lost token certifies nobody";
  auto row = house.books.all<books::KeyPerson>().front();
  row.state = books::KeyPersonStatus::voided;
  house.books.put(row);
  EXPECT_EQ(certificate_of(house.books, row.person).error().code, "person_void");
}

TEST(KeyPeople, whoever_writes_the_books_and_has_no_pair_adds_nobody) {
  NewBooks house;
  house.found();
  house.books.apply(house.certified("erik", "keller", "orlova")->changes);
  const auto tried = [&](auto change) {
    auto copy = NewBooks();
    copy.books = house.books;
    change(copy.books);
    return copy.whom_nobody_certified();
  };
  const auto row_of = [&](const std::string& name) {
    for (auto row : house.books.all<books::KeyPerson>())
      if (row.person == name) return row;
    return books::KeyPerson{};
  };
  auto puppet = *house.books.find<books::Operator>("sun");
  puppet.name = "puppet";
  const auto certificate = [&](const std::string& of) {
    auto row = row_of(of);
    row.person = "puppet";
    return row;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(tried([&](books::Memory& books) { books.put(puppet); }), Names{"puppet"});
  EXPECT_EQ(tried([&](books::Memory& books) { books.put(puppet), books.put(certificate("erik")); }), (Names{"puppet", "puppet"}));
  EXPECT_GE(tried([&](books::Memory& books) { books.put(puppet), books.put(certificate("sun")); }).size(), 8u) << "no founder has signed for him";
  EXPECT_EQ(tried([&](books::Memory& books) {
              auto own = certificate("erik");
              own.public_key = house.tokens.key("puppet");
              own.first = own.second = "puppet";
              own.first_signature = own.second_signature = house.tokens.sign("puppet", certificate_text(books, own));
              books.put(puppet), books.put(own);
            }).size(), 2u) << "nor does he certify himself";
  EXPECT_EQ(tried([&](books::Memory& books) {
              auto raised = *books.find<books::Operator>("erik");
              raised.roles = "key_manager";
              books.put(raised);
            }), Names{"erik"});
  EXPECT_GE(tried([&](books::Memory& books) {
              auto keller = row_of("keller");
              keller.public_key = house.tokens.key("puppet");
              books.put(keller);
            }).size(), 7u);
}

TEST(KeyPeople, an_administrator_changes_nothing_of_them_but_that_he_locks_one_out) {
  NewBooks house;
  house.found();
  const auto keller = *house.books.find<books::Operator>("keller");
  const auto tried = [&](auto change) {
    auto row = keller;
    change(row);
    const auto done = people::give(house.books, keller, row, 0, house.context);
    return done.ok() ? std::string("ok") : done.error().code;
  };
  EXPECT_EQ(tried([](books::Operator& row) { row.password = "another"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.roles = "technician"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.full_name = "Another"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.state = books::OperatorStatus::locked, row.password = "another"; }), "key_roles_apart");
  EXPECT_EQ(tried([](books::Operator& row) { row.state = books::OperatorStatus::locked; }), "ok");
  books::Operator puppet;
  puppet.name = "puppet";
  puppet.roles = "technician,key_manager";
  EXPECT_EQ(people::give(house.books, {}, puppet, 0, house.context).error().code, "key_roles_apart");
}

TEST(KeyPeople, two_managers_renew_unlock_and_declare_void) {
  NewBooks house;
  house.found();
  const auto step = [&](PersonStep what, const std::string& name, std::int64_t approval, const std::string& by = "keller") {
    return step_for_person(house.books, {what, name, "x", "back", approval}, house.as(by, Duration::hours(1)));
  };
  const auto agreed = [&](PersonStep what, const std::string& name) {
    const auto needed = step(what, name, 0);
    EXPECT_EQ(needed.error().code, "approval_needed");
    const auto asked = people::ask_approval(house.books, people::request_of(needed.error().details, "why"), house.as("keller", Duration::hours(1)));
    house.books.apply(asked->changes);
    house.books.apply(people::decide_approval(house.books, {asked->answer.number, true, ""}, house.as("orlova", Duration::hours(1)))->changes);
    const auto done = step(what, name, asked->answer.number);
    EXPECT_TRUE(done.ok());
    house.books.apply(done->changes);
  };
  agreed(PersonStep::unlock, "gao");
  agreed(PersonStep::renew_password, "sun");
  EXPECT_TRUE(house.books.find<books::Operator>("sun")->must_change);
  agreed(PersonStep::declare_void, "clark");
  EXPECT_EQ(certificate_of(house.books, "clark").error().code, "person_void");
  EXPECT_EQ(house.books.key_events().back().what, "key_person_void");
  EXPECT_EQ(step(PersonStep::renew_password, "admin", 0).error().code, "not_of_the_key_office");
  EXPECT_EQ(step(PersonStep::unlock, "gao", 0, "sun").error().code, "permission_denied");
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
