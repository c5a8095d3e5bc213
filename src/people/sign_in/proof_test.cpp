#include "people/sign_in/proof.h"

#include <gtest/gtest.h>

#include "people/sign_in/sign_in.h"
#include "people/test_office.h"

namespace kwota::people {
namespace {

using test::Office;

/// A try at a door, as the server makes one.
struct Doorway {
  Result<Proved> operator()(Office& office, const std::string& name, bool matched, const std::string& address = "10.0.0.1", Purpose purpose = Purpose::sign_in, Code code = {}) {
    const Try asked{name, address, purpose, office.now};
    const auto row = office.books.find<books::Operator>(name);
    TRY(misses, tries.begin(asked, row));
    std::optional<std::int64_t> second;
    if (matched && code.asked) {
      auto behind = tries.begin_second(asked, row);
      if (!behind) {
        tries.unfinished(asked, misses);
        return std::move(behind).error();
      }
      second = *behind;
    }
    TRY(done, office.apply(proved(office.books, {asked, matched, code, misses, second, "E", ""})));
    if (done.right) tries.proved(asked, second.has_value());
    return done;
  }
  Tries tries;
};

TEST(Proof, five_misses_lock_the_name_at_this_address_for_a_quarter_of_an_hour) {
  Office office;
  Doorway at_door;
  for (int i = 1; i < 5; ++i) {
    const auto miss = at_door(office, "wang", false).value();
    EXPECT_EQ(miss.refusal.code, "wrong_password");
    EXPECT_EQ(miss.refusal.details.at("tries_left"), std::to_string(5 - i));
  }
  EXPECT_EQ(at_door(office, "wang", false)->refusal.code, "locked_out");
  EXPECT_EQ(at_door(office, "wang", true).error().code, "locked_out") << "also with the right password";
  EXPECT_TRUE(at_door(office, "wang", true, "10.0.0.2")->right) << "her own desk is another address";
  EXPECT_EQ(Doorway{}(office, "wang", true).error().code, "locked_out") << "a restart of the server opens nothing";
  office.now = office.now + lock_lasts;
  EXPECT_TRUE(at_door(office, "wang", true)->right);
}

TEST(Proof, a_name_that_is_locked_out_anywhere_is_no_second_person) {
  Office office;
  Doorway at_door;
  for (int i = 0; i < 5; ++i) (void)at_door(office, "zhao", false, "10.0.0.9", Purpose::second_person);
  EXPECT_EQ(at_door(office, "zhao", true, "10.0.0.1", Purpose::second_person).error().code, "locked_out");
  EXPECT_EQ(Doorway{}(office, "zhao", true, "10.0.0.1", Purpose::second_person).error().code, "locked_out") << "nor after a restart";
}

TEST(Proof, a_name_that_nobody_has_is_answered_like_one_that_somebody_has) {
  Office office;
  Doorway at_door;
  for (int i = 0; i < 6; ++i) {
    const auto known = at_door(office, "wang", false), unknown = at_door(office, "nobody", false);
    ASSERT_EQ(known.ok(), unknown.ok());
    const auto& one = known ? known->refusal : known.error();
    const auto& other = unknown ? unknown->refusal : unknown.error();
    EXPECT_EQ(one.code, other.code);
    EXPECT_EQ(one.details, other.details);
  }
}

TEST(Proof, an_address_has_twenty_misses_a_minute_whatever_the_names) {
  Office office;
  Doorway at_door;
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(at_door(office, "name " + std::to_string(i), false).ok());
  EXPECT_EQ(at_door(office, "wang", true).error().code, "rate_limited");
  EXPECT_TRUE(at_door(office, "wang", true, "10.0.0.2")->right);
  office.now = office.now + AddressMisses::window + Duration::seconds(1);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(at_door(office, "wang", true)->right) << "who is right may come as often as he likes";
}

/// Zhao, whose telephone showed the code of this step when he set it up.
struct WithTelephone : Office {
  static constexpr std::int64_t set_up_at = 1000;
  WithTelephone() { apply(set_up_second_factor(books, 1, set_up_at, as("zhao"))).value(); }
};
Code typed(std::int64_t step) { return {.asked = true, .step = step}; }

TEST(SecondFactor, is_asked_for_when_he_comes_in_and_when_he_stands_in_for_two_and_not_for_his_own_password) {
  WithTelephone office;
  Doorway at_door;
  for (const auto purpose : {Purpose::sign_in, Purpose::second_person}) {
    const auto alone = at_door(office, "zhao", true, "10.0.0.1", purpose).value();
    EXPECT_FALSE(alone.right) << "the password is right, and proves nobody";
    EXPECT_EQ(alone.refusal.code, "wrong_code");
  }
  EXPECT_TRUE(at_door(office, "zhao", true, "10.0.0.1", Purpose::own_password)->right);
  EXPECT_TRUE(at_door(office, "wang", true)->right) << "who has none is asked for none";
  EXPECT_TRUE(at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001))->right);
}

TEST(SecondFactor, takes_a_code_once_and_none_that_is_older_than_the_last) {
  WithTelephone office;
  Doorway at_door;
  const auto comes = [&](Code code, bool matched = true) { return at_door(office, "zhao", matched, "10.0.0.1", Purpose::sign_in, code).value(); };
  EXPECT_FALSE(comes(typed(WithTelephone::set_up_at)).right) << "by which it was set up";
  EXPECT_TRUE(comes(typed(1002)).right);
  EXPECT_FALSE(comes(typed(1002)).right) << "somebody looked over his shoulder";
  EXPECT_FALSE(comes(typed(1001)).right);
  EXPECT_FALSE(comes({.asked = true, .step = {}}).right) << "no code of about now";
  EXPECT_EQ(comes(typed(1003), false).refusal.code, "wrong_password") << "the code alone is nothing either";
  EXPECT_TRUE(comes(typed(1003)).right) << "and is not used up by that";
}

TEST(SecondFactor, a_wrong_code_is_a_miss_like_a_wrong_password) {
  WithTelephone office;
  Doorway at_door;
  for (int i = 1; i < 5; ++i) EXPECT_EQ(at_door(office, "zhao", true)->refusal.details.at("tries_left"), std::to_string(5 - i));
  EXPECT_EQ(at_door(office, "zhao", true)->refusal.code, "locked_out");
  EXPECT_EQ(at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001)).error().code, "locked_out");
  const auto refused = office.books.find<books::Operator>("zhao");
  EXPECT_EQ(refused->factor_step, WithTelephone::set_up_at);
}

TEST(SecondFactor, five_wrong_codes_lock_the_name_wherever_they_were_typed) {
  WithTelephone office;
  Doorway at_door;
  const auto guess = [&](int i) { return at_door(office, "zhao", true, "10.0.1." + std::to_string(i), Purpose::sign_in, {.asked = true, .step = {}}); };
  for (int i = 1; i < 5; ++i) EXPECT_EQ(guess(i)->refusal.details.at("tries_left"), std::to_string(5 - i)) << "each from an address of its own";
  EXPECT_EQ(guess(5)->refusal.code, "locked_out");
  EXPECT_EQ(guess(6).error().code, "locked_out");
  EXPECT_EQ(at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001)).error().code, "locked_out") << "also with the right code";
  EXPECT_EQ(at_door(office, "zhao", false, "10.0.0.1")->refusal.code, "wrong_password") << "who has no password is not told so";
  EXPECT_EQ(Doorway{}(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001)).error().code, "locked_out") << "a restart of the server opens nothing";
  EXPECT_EQ(at_door(office, "zhao", true, "10.0.0.1", Purpose::second_person, typed(1001)).error().code, "locked_out");
  office.now = office.now + lock_lasts;
  EXPECT_TRUE(at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001))->right);
  for (int i = 1; i < 5; ++i) EXPECT_EQ(guess(i)->refusal.code, "wrong_code") << "the right one has forgotten those before it";
}

TEST(SecondFactor, a_lock_of_a_clock_that_was_ahead_ends_when_it_is_right) {
  WithTelephone office;
  Doorway at_door;
  const auto right = office.now;
  office.now = right + Duration::days(365);
  for (int i = 1; i <= 5; ++i) (void)at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, {.asked = true, .step = {}});
  EXPECT_EQ(at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001)).error().code, "locked_out") << "no code of a telephone was right by that clock";
  office.now = right;
  EXPECT_TRUE(Doorway{}(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001))->right) << "and not in a year, after a restart";
  EXPECT_TRUE(at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1002))->right);
}

TEST(SecondFactor, misses_behind_the_password_are_forgotten_by_a_code_alone_and_not_by_the_password) {
  WithTelephone office;
  Doorway at_door;
  const Code wrong{.asked = true, .step = {}};
  for (int i = 1; i < 5; ++i) {
    EXPECT_EQ(at_door(office, "zhao", true, "10.0.1." + std::to_string(i), Purpose::sign_in, wrong)->refusal.code, "wrong_code");
    EXPECT_TRUE(at_door(office, "zhao", true, "10.0.0.1", Purpose::own_password)->right);
    (void)at_door(office, "zhao", false, "10.0.0.7");
  }
  EXPECT_EQ(Doorway{}(office, "zhao", true, "10.0.1.5", Purpose::sign_in, wrong)->refusal.code, "locked_out") << "nor are they pushed out of the books by a stranger";
  EXPECT_EQ(address_of_tries(*office.books.find<books::Operator>("zhao")), "10.0.1.5");
}

TEST(SecondFactor, nobody_locks_a_name_by_codes_without_its_password) {
  WithTelephone office;
  Doorway at_door;
  for (int i = 1; i < 20; ++i) EXPECT_EQ(at_door(office, "zhao", false, "10.0.1." + std::to_string(i), Purpose::sign_in, {.asked = true, .step = {}})->refusal.code, "wrong_password");
  EXPECT_TRUE(at_door(office, "zhao", true, "10.0.0.1", Purpose::sign_in, typed(1001))->right);
}

TEST(SecondFactor, that_it_is_asked_for_is_no_miss_and_forgives_none) {
  WithTelephone office;
  Doorway at_door;
  const auto asked_for_it = [&] {
    const Try asked{"zhao", "10.0.0.1", Purpose::sign_in, office.now};
    const auto number = at_door.tries.begin(asked, office.books.find<books::Operator>("zhao"));
    if (number) at_door.tries.unfinished(asked, *number);
    return number.ok();
  };
  for (std::int64_t i = 0; i < 3 * Tries::misses_per_window; ++i) EXPECT_TRUE(asked_for_it()) << "an office that comes to work at eight";
  for (std::int64_t i = 1; i < tries_before_lock; ++i) EXPECT_EQ(at_door(office, "zhao", true)->refusal.code, "wrong_code");
  EXPECT_TRUE(asked_for_it());
  EXPECT_TRUE(asked_for_it()) << "the fifth locks only where it is a miss";
  EXPECT_EQ(at_door(office, "zhao", true)->refusal.code, "locked_out") << "and the misses before it still count";
  EXPECT_FALSE(asked_for_it());
}

TEST(SecondFactor, is_given_up_by_himself_or_with_a_reset_password_and_the_next_is_another) {
  WithTelephone office;
  Doorway at_door;
  EXPECT_EQ(office.apply(set_up_second_factor(office.books, 2, 1001, office.as("zhao"))).error().code, "second_factor_there");
  EXPECT_FALSE(at_door(office, "zhao", true, "10.0.0.1", Purpose::own_password, {.asked = true, .step = {}})->right) << "a code that was typed is looked at";
  ASSERT_TRUE(office.apply(give_up_second_factor(office.books, office.as("zhao"))).ok());
  EXPECT_EQ(office.apply(give_up_second_factor(office.books, office.as("zhao"))).error().code, "second_factor_none");
  EXPECT_TRUE(at_door(office, "zhao", true)->right);
  EXPECT_EQ(office.apply(set_up_second_factor(office.books, 1, 1001, office.as("zhao"))).error().code, "second_factor_stale") << "whoever kept the old secret has nothing";
  EXPECT_EQ(office.apply(set_up_second_factor(office.books, 2 + factor_numbers_ahead, 1001, office.as("zhao"))).error().code, "second_factor_stale") << "nobody was offered that";
  ASSERT_TRUE(office.apply(set_up_second_factor(office.books, 2, 1001, office.as("zhao"))).ok());
  ASSERT_TRUE(office.apply(reset_password(office.books, {.name = "zhao", .password = "once"}, office.as("root"))).ok());
  EXPECT_FALSE(office.books.find<books::Operator>("zhao")->second_factor) << "the telephone is lost";
}

TEST(Proof, each_try_stands_in_the_audit_trail_and_what_was_typed_as_a_name_does_not) {
  Office office;
  const auto entry = [&](const std::string& name, bool matched, Purpose purpose) {
    auto decision = proved(office.books, {{name, "10.0.0.1", purpose, office.now}, matched, {}, 1, {}, "E", ""}).value();
    return decision.changes.append.at(0).get<books::Audit>();
  };
  EXPECT_EQ(entry("zhao", false, Purpose::second_person).action, "second_person_refused");
  EXPECT_EQ(entry("zhao", false, Purpose::second_person).operator_name, "zhao");
  EXPECT_EQ(entry("wang", true, Purpose::sign_in).action, "sign_in");
  EXPECT_EQ(entry("my secret password", false, Purpose::sign_in).object, "operator");
  EXPECT_EQ(entry("my secret password", false, Purpose::sign_in).operator_name, "");
}

}  // namespace
}  // namespace kwota::people
