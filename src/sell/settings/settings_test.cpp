// What a utility sets for itself: wanted by one, agreed to by another, from a moment on.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "people/approval.h"
#include "people/test_office.h"
#include "sell/settings/change.h"

namespace kwota::settings {
namespace {

struct Settings : testing::Test {
  Settings() {
    auto utility = *office.books.only<books::Utility>();
    utility.installed = office.now;
    office.books.put(utility);
    office.books.put(books::Code{books::CodeKind::usage_class, "trade", "", "", "", "", true});
    account.number = 100001;
    account.usage_class = "trade";
    office.books.put(account);
    for (const auto* name : {"guo", "sun"}) {
      books::Operator row;
      row.name = row.full_name = name;
      row.roles = "manager";
      office.books.put(row);
    }
    office.now = office.now + Duration::days(2);
  }

  static SettingRequest wanted(std::string setting, std::string value, std::string from = "") {
    return {.setting = std::move(setting), .scope = {}, .of = {}, .value = std::move(value), .from = std::move(from), .reason = "board of 12 May", .approval = 0};
  }
  static SettingRequest for_account(SettingRequest request) {
    request.scope = "account";
    request.of = "100001";
    return request;
  }
  static SettingRequest for_trade(SettingRequest request) {
    request.scope = "usage_class";
    request.of = "trade";
    return request;
  }
  /// A second person's approval for exactly what was refused for want of one.
  std::int64_t approved(const Error& why, const std::string& first = "guo", const std::string& second = "li") {
    const auto asked = office.apply(people::ask_approval(office.books, people::request_of(why.details, "please"), office.as(first)));
    EXPECT_TRUE(office.apply(people::decide_approval(office.books, {asked->number, true, ""}, office.as(second))).ok());
    return asked->number;
  }
  Result<books::Setting> change(SettingRequest request) {
    const auto first = change_setting(office.books, request, office.as("guo"));
    if (first.ok() || first.error().code != "approval_needed") return office.apply(Result<books::Decision<books::Setting>>{first});
    request.approval = approved(first.error());
    return office.apply(change_setting(office.books, request, office.as("guo")));
  }
  std::string code(const SettingRequest& request, const std::string& who = "guo") {
    const auto out = change_setting(office.books, request, office.as(who));
    return out.ok() ? "done" : out.error().code;
  }
  Money hoarding(bool of_account = false) const { return money_in_force(office.books, SettingName::hoarding_limit, office.now, of_account ? &account : nullptr); }

  people::test::Office office;
  books::Account account;
};

TEST_F(Settings, without_a_row_what_is_declared_counts_in_the_digits_of_the_currency) {
  EXPECT_EQ(hoarding(), Money::minor(5000'00));
  EXPECT_EQ(money_in_force(office.books, SettingName::supplement_limit, office.now), Money{});
  EXPECT_EQ(number_in_force(office.books, SettingName::hand_back_hours, office.now), 24);
  auto utility = *office.books.only<books::Utility>();
  utility.minor_digits = 0;
  office.books.put(utility);
  EXPECT_EQ(hoarding(), Money::minor(5000));
}

TEST_F(Settings, every_setting_is_declared_once_and_its_usual_value_is_one_that_it_may_have) {
  std::set<std::string_view> names;
  for (const auto& facts : declared()) {
    names.insert(word_of(facts.name));
    EXPECT_LE(facts.least, facts.usual) << word_of(facts.name);
    EXPECT_LE(facts.usual, facts.most) << word_of(facts.name);
    EXPECT_EQ(&facts_of(facts.name), &facts);
  }
  EXPECT_EQ(names.size(), words_of(SettingName{}).size());
}

TEST_F(Settings, a_limit_is_changed_by_two_and_the_row_says_who_and_why) {
  const auto row = change(wanted("hoarding_limit", "6000.00"));
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->asked_by, "guo");
  EXPECT_EQ(row->approved_by, "li");
  EXPECT_EQ(row->reason, "board of 12 May");
  EXPECT_EQ(hoarding(), Money::minor(6000'00));
}

TEST_F(Settings, nobody_changes_a_limit_alone_nor_with_himself_as_the_second_person) {
  const auto first = change_setting(office.books, wanted("hoarding_limit", "6000.00"), office.as("guo"));
  ASSERT_EQ(first.error().code, "approval_needed");
  EXPECT_EQ(first.error().details.at("content"), R"({"what":"change_setting","parts":[{"part":"setting","kind":"word","value":"setting.name.hoarding_limit"},{"part":"scope","kind":"word","value":"setting.scope_name.utility"},)"
                                                    R"({"part":"value","kind":"money","value":"6000.00"},{"part":"value_before","kind":"money","value":"5000.00"},{"part":"from","kind":"word","value":"setting.at_once"}]})");
  const auto asked = office.apply(people::ask_approval(office.books, {"settings_write", first.error().details.at("content"), "please"}, office.as("guo")));
  EXPECT_EQ(people::decide_approval(office.books, {asked->number, true, ""}, office.as("guo")).error().code, "approval_own");
  EXPECT_EQ(people::decide_approval(office.books, {asked->number, true, ""}, office.as("zhao")).error().code, "permission_denied") << "a supervisor may not";
  auto request = wanted("hoarding_limit", "6000.00");
  request.approval = asked->number;
  EXPECT_EQ(code(request), "approval_pending");
  EXPECT_EQ(hoarding(), Money::minor(5000'00));
}

TEST_F(Settings, the_approver_himself_does_not_carry_it_out) {
  auto request = wanted("hoarding_limit", "6000.00");
  request.approval = approved(change_setting(office.books, request, office.as("guo")).error(), "guo", "li");
  EXPECT_EQ(code(request, "li"), "approval_own");
}

TEST_F(Settings, an_approval_is_for_this_value_and_no_other_and_serves_once) {
  auto request = wanted("hoarding_limit", "6000.00");
  request.approval = approved(change_setting(office.books, request, office.as("guo")).error());
  auto other = request;
  other.value = "9000.00";
  EXPECT_EQ(code(other), "approval_differs");
  ASSERT_TRUE(office.apply(change_setting(office.books, request, office.as("guo"))).ok());
  ASSERT_TRUE(change(wanted("hoarding_limit", "5000.00")).ok());
  EXPECT_EQ(code(request), "approval_used");
}

TEST_F(Settings, what_was_changed_meanwhile_by_others_is_another_request) {
  auto request = wanted("hoarding_limit", "6000.00");
  request.approval = approved(change_setting(office.books, request, office.as("guo")).error());
  auto dated = wanted("hoarding_limit", "6000.00");
  dated.from = "2026-12-24";
  dated.approval = approved(change_setting(office.books, dated, office.as("guo")).error());
  office.now = office.now + Duration::seconds(1);
  ASSERT_TRUE(change(wanted("hoarding_limit", "8000.00")).ok());
  EXPECT_EQ(code(request), "setting_changed_meanwhile") << "the second person agreed to 6000 instead of 5000";
  EXPECT_EQ(change_setting(office.books, request, office.as("guo")).error().details.at("value"), "8000.00") << "what it is now is said";
  EXPECT_EQ(code(dated), "approval_differs") << "and from a day on it would be instead of 8000, too";
}

TEST_F(Settings, a_refusal_names_the_field_that_is_wrong) {
  const auto field = [&](const SettingRequest& request) {
    const auto out = change_setting(office.books, request, office.as("guo"));
    const auto found = out.error().details.find("field");
    return found == out.error().details.end() ? std::string() : found->second;
  };
  EXPECT_EQ(field(wanted("card_fee", "much")), "value");
  EXPECT_EQ(field(wanted("card_fee", "1000.01")), "value");
  EXPECT_EQ(field(wanted("card_fee", "10.00")), "value") << "it is that already";
  EXPECT_EQ(field(wanted("mail_relay", "post")), "value");
  EXPECT_EQ(field(wanted("card_fee", "12.00", "soon")), "from");
  EXPECT_EQ(field(wanted("card_fee", "12.00", "2026-11-22")), "from");
  EXPECT_EQ(field(for_account(wanted("card_fee", "12.00"))), "scope");
  auto request = for_account(wanted("hoarding_limit", "9.00"));
  request.of = "0100001";
  EXPECT_EQ(field(request), "of");
  request = wanted("card_fee", "12.00");
  request.reason = "";
  EXPECT_EQ(field(request), "reason");
}

TEST_F(Settings, who_may_not_is_refused_and_each_bad_request_says_why) {
  for (const auto* who : {"wang", "zhao", "wu"}) EXPECT_EQ(code(wanted("card_fee", "12.00"), who), "permission_denied") << who;
  EXPECT_EQ(code(wanted("card_fee", "12.00"), "root"), "approval_needed") << "an administrator, with a second person";
  auto of_east = *office.books.find<books::Operator>("sun");
  of_east.station = "E";
  office.books.put(of_east);
  EXPECT_EQ(code(wanted("card_fee", "12.00"), "sun"), "whole_utility") << "a manager of one station";
  EXPECT_EQ(code(wanted("card_colour", "1")), "unknown_setting");
  EXPECT_EQ(code(wanted("card_fee", "")), "setting_value");
  EXPECT_EQ(code(wanted("card_fee", "much")), "setting_value");
  EXPECT_EQ(code(wanted("card_fee", "1.005")), "setting_value");
  EXPECT_EQ(code(wanted("card_fee", "-1.00")), "setting_bounds");
  EXPECT_EQ(code(wanted("card_fee", "1000.01")), "setting_bounds");
  EXPECT_EQ(code(wanted("hand_back_hours", "1.5")), "setting_value");
  EXPECT_EQ(code(wanted("card_fee", "12.00", "soon")), "bad_date");
  EXPECT_EQ(code(wanted("card_fee", "12.00", "2026-02-30")), "bad_date");
  EXPECT_EQ(code(wanted("card_fee", "12.00", "2026-11-22")), "setting_past") << "this day has begun";
  EXPECT_EQ(code(wanted("card_fee", "10.00")), "setting_same");
  EXPECT_EQ(code(for_account(wanted("card_fee", "12.00"))), "setting_scope");
  auto request = for_account(wanted("hoarding_limit", "9.00"));
  request.of = "0100001";
  EXPECT_EQ(code(request), "unknown_account");
  request.scope = "usage_class";
  EXPECT_EQ(code(request), "unknown_usage_class");
  request = wanted("card_fee", "12.00");
  request.reason = "";
  EXPECT_EQ(code(request), "reason_missing");
}

TEST_F(Settings, a_psam_beside_each_till_is_asked_for_as_delivered_and_in_sample_books_when_two_say_so) {
  const auto asked_for = [&] { return number_in_force(office.books, SettingName::psam_required, office.as("guo").now); };
  auto utility = *office.books.only<books::Utility>();
  utility.nature = books::Nature::real;
  office.books.put(utility);
  EXPECT_EQ(asked_for(), 1);
  utility.nature = books::Nature::sample;
  office.books.put(utility);
  EXPECT_EQ(asked_for(), 0);
  EXPECT_EQ(code(wanted("psam_required", "2")), "setting_bounds");
  ASSERT_TRUE(change(wanted("psam_required", "1")).ok());
  EXPECT_EQ(asked_for(), 1);
}

TEST_F(Settings, a_change_waits_for_its_day_and_counts_from_its_first_moment_on) {
  ASSERT_TRUE(change(wanted("hoarding_limit", "6000.00", "2026-12-01")).ok());
  EXPECT_EQ(hoarding(), Money::minor(5000'00));
  EXPECT_EQ(coming_of(office.books, SettingName::hoarding_limit, office.now).size(), 1U);
  office.now = *parse_instant("2026-11-30T23:59:59.999Z");
  EXPECT_EQ(hoarding(), Money::minor(5000'00));
  office.now = *parse_instant("2026-12-01T00:00:00Z");
  EXPECT_EQ(hoarding(), Money::minor(6000'00));
  EXPECT_TRUE(coming_of(office.books, SettingName::hoarding_limit, office.now).empty());
}

TEST_F(Settings, what_is_to_come_is_withdrawn_by_two_and_what_counts_is_not) {
  const auto coming = change(wanted("hoarding_limit", "6000.00", "2026-12-01 08:00"));
  ASSERT_TRUE(coming.ok());
  SettingWithdrawal request{.number = coming->number, .reason = "the board thought again", .approval = 0};
  EXPECT_EQ(withdraw_setting(office.books, {coming->number, "", 0}, office.as("guo")).error().code, "reason_missing");
  EXPECT_EQ(withdraw_setting(office.books, request, office.as("wang")).error().code, "permission_denied");
  const auto alone = withdraw_setting(office.books, request, office.as("guo"));
  ASSERT_EQ(alone.error().code, "approval_needed");
  request.approval = approved(alone.error());
  const auto row = office.apply(withdraw_setting(office.books, request, office.as("guo")));
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->withdrawal_approved_by, "li");
  EXPECT_EQ(withdraw_setting(office.books, request, office.as("guo")).error().code, "setting_withdrawn");
  office.now = *parse_instant("2026-12-02T00:00:00Z");
  EXPECT_EQ(hoarding(), Money::minor(5000'00)) << "it never counted";
  const auto now = change(wanted("hoarding_limit", "7000.00"));
  EXPECT_EQ(withdraw_setting(office.books, {now->number, "no", 0}, office.as("guo")).error().code, "setting_counts");
  EXPECT_EQ(history_of(office.books, SettingName::hoarding_limit, 10).back().before, 5000'00) << "of what was withdrawn, too";
  EXPECT_EQ(withdraw_setting(office.books, {99, "no", 0}, office.as("guo")).error().code, "not_found");
}

TEST_F(Settings, the_account_counts_before_its_class_and_the_class_before_the_utility) {
  ASSERT_TRUE(change(for_trade(wanted("hoarding_limit", "20000.00"))).ok());
  EXPECT_EQ(hoarding(true), Money::minor(20000'00));
  EXPECT_EQ(hoarding(), Money::minor(5000'00)) << "nobody else's";
  ASSERT_TRUE(change(for_account(wanted("hoarding_limit", "0"))).ok());
  EXPECT_EQ(hoarding(true), Money{}) << "no limit for this one";
  EXPECT_EQ(narrower_of(office.books, SettingName::hoarding_limit, office.now).size(), 2U);
  const auto surrendered = change(for_account(wanted("hoarding_limit", "")));
  ASSERT_TRUE(surrendered.ok()) << surrendered.error().code;
  EXPECT_FALSE(surrendered->value.has_value());
  EXPECT_EQ(hoarding(true), Money::minor(20000'00)) << "as its class has it again";
  EXPECT_EQ(narrower_of(office.books, SettingName::hoarding_limit, office.now).size(), 1U);
}

TEST_F(Settings, the_history_says_before_and_after_of_each_scope) {
  ASSERT_TRUE(change(wanted("hoarding_limit", "6000.00")).ok());
  office.now = office.now + Duration::hours(1);
  ASSERT_TRUE(change(for_account(wanted("hoarding_limit", "100.00"))).ok());
  office.now = office.now + Duration::hours(1);
  ASSERT_TRUE(change(wanted("hoarding_limit", "7000.00", "2026-12-01")).ok());
  const auto steps = history_of(office.books, SettingName::hoarding_limit, 10);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].before, 6000'00);
  EXPECT_EQ(steps[0].row.value, 7000'00);
  EXPECT_EQ(steps[1].before, std::nullopt) << "as the utility had it";
  EXPECT_EQ(steps[2].before, 5000'00) << "what is declared";
}

TEST_F(Settings, one_that_is_a_text_passes_its_gate_and_two_persons) {
  const auto text = [&] { return text_in_force(office.books, SettingName::mail_relay, office.now); };
  EXPECT_EQ(text(), "");
  EXPECT_EQ(code(wanted("mail_relay", "mail.example.org")), "bad_relay");
  EXPECT_EQ(code(wanted("mail_relay", "")), "setting_same");
  EXPECT_EQ(code(wanted("letter_language", "fr")), "unknown_language");
  EXPECT_EQ(code(wanted("letter_language", "zh")), "approval_needed");
  EXPECT_EQ(code(for_account(wanted("mail_relay", "smtps://mail.example.org:465"))), "setting_scope");
  EXPECT_EQ(code(wanted("mail_from", "Utility <u@example.org>")), "bad_mail_address");
  EXPECT_EQ(code(wanted("message_address", "http://sms.example.org/")), "bad_gateway");
  EXPECT_EQ(code(wanted("letter_foot_en", std::string(301, 'x'))), "text_too_long");
  EXPECT_EQ(code(wanted("mail_relay", "smtps://mail.example.org:465")), "approval_needed");
  ASSERT_TRUE(change(wanted("mail_relay", "smtps://mail.example.org:465")).ok());
  EXPECT_EQ(text(), "smtps://mail.example.org:465");
  EXPECT_EQ(code(wanted("mail_relay", "smtps://mail.example.org:465")), "setting_same");
  ASSERT_TRUE(change(wanted("mail_relay", "")).ok()) << "nothing leaves any more";
  EXPECT_EQ(text(), "");
  EXPECT_EQ(history_of(office.books, SettingName::mail_relay, 9).front().text_before, "smtps://mail.example.org:465");
}

TEST_F(Settings, during_the_installation_the_administrator_works_alone_and_the_row_says_so) {
  auto utility = *office.books.only<books::Utility>();
  utility.installed.reset();
  office.books.put(utility);
  const auto row = office.apply(change_setting(office.books, wanted("card_fee", "15.00"), office.as("root")));
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->why_alone, books::WhyAlone::installation);
}

TEST_F(Settings, in_a_station_of_one_person_a_change_waits_a_day) {
  auto utility = *office.books.only<books::Utility>();
  utility.one_person = true;
  office.books.put(utility);
  EXPECT_EQ(code(wanted("card_fee", "15.00", "2026-11-22 20:00")), "setting_waits_a_day");
  const auto row = office.apply(change_setting(office.books, wanted("card_fee", "15.00"), office.as("guo")));
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->why_alone, books::WhyAlone::one_person);
  EXPECT_EQ(row->in_force, office.now + Duration::hours(24));
}

/// However rows were put: at any moment the last one counts whose moment has come and that nobody withdrew.
TEST(SettingsProperty, the_last_row_whose_moment_has_come_counts) {
  EXPECT_TRUE(rc::check([] {
    books::Memory books;
    books.put(books::Utility{});
    std::vector<books::Setting> rows;
    const auto count = *rc::gen::inRange<std::int64_t>(0, 12);
    for (std::int64_t number = 1; number <= count; ++number) {
      auto row = always_counting(number, SettingName::large_sale, number);
      row.in_force = Instant::from_ms(*rc::gen::inRange<std::int64_t>(0, 8));
      row.state = *rc::gen::arbitrary<bool>() ? books::SettingStatus::agreed : books::SettingStatus::withdrawn;
      books.put(row);
      rows.push_back(row);
    }
    const auto now = Instant::from_ms(*rc::gen::inRange<std::int64_t>(0, 9));
    const books::Setting* expected = nullptr;
    for (const auto& row : rows)
      if (row.state == books::SettingStatus::agreed && row.in_force <= now && (expected == nullptr || row.in_force >= expected->in_force)) expected = &row;
    RC_ASSERT(money_in_force(books, SettingName::large_sale, now) == Money::minor(expected != nullptr ? *expected->value : 1000'00));
  }));
}

}  // namespace
}  // namespace kwota::settings
