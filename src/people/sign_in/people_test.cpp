#include "people/people.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tuple>

#include "books/lookup.h"
#include "people/approval.h"
#include "people/decidable.h"
#include "people/sign_in/sign_in.h"
#include "people/test_office.h"

namespace kwota::people {
namespace {

using test::Office;

TEST(Matrix, a_cashier_sells_a_supervisor_corrects_an_auditor_only_reads) {
  Office office;
  const auto may = [&](const char* who, Right action) { return granted(*office.books.find<books::Operator>(who), action); };
  EXPECT_EQ(may("wang", "sell"), Grant::yes);
  EXPECT_EQ(may("wang", "supplement"), Grant::no);
  EXPECT_EQ(may("wang", "take_back_own"), Grant::second);
  EXPECT_EQ(may("zhao", "supplement"), Grant::second);
  EXPECT_EQ(may("wu", "sell"), Grant::no);
  EXPECT_EQ(may("root", "sell"), Grant::no) << "an administrator handles no money";
  EXPECT_EQ(may("root", "operators_write"), Grant::yes);
  EXPECT_FALSE(Right::named("fly").has_value()) << "what is not in the table is nobody's";
  EXPECT_EQ(require(*office.books.find<books::Operator>("wu"), "sell").error().details.at("permission"), "sell");
}

TEST(Matrix, gives_each_role_what_offices_were_promised) {
  struct Promised {
    Right action;
    std::string_view grants;  ///< cashier, supervisor, manager, technician, auditor, administrator: y yes, o own, s with a second, - no
  };
  constexpr auto promised = std::to_array<Promised>({
      {"shift_own", "yy----"},      {"shift_other", "-ys---"},       {"sell", "yy----"},           {"reprint", "oyy-y-"},        {"open_account", "yy----"},    {"take_back_own", "sy----"},
      {"take_back", "-ss---"},              {"supplement", "-ss---"},        {"close_account", "sy----"},  {"replace_card", "yy----"},   {"settle", "yy-y--"},          {"block", "-yy---"},
      {"unblock", "-sy---"},                {"customers_read", "yyyyy-"},    {"customers_write", "-yy---"}, {"meters_read", "yyyyy-"},   {"meters_write", "---y--"},    {"merge_customers", "--s---"},
      {"import", "--s---"},                 {"tariffs_draft", "--y---"},     {"tariffs_publish", "--s---"}, {"codes_write", "--yy--"},   {"tool_cards", "---s--"},      {"remote_orders", "-yyy--"},
      {"statements_read", "-yyyy-"},        {"exceptions_explain", "--yy--"}, {"sales_read", "oyyoy-"},    {"reports_read", "-yy-y-"},   {"ledger_read", "--y-y-"},     {"personal_export", "-yy-y-"},
      {"queries", "-yyyy-"},                {"queries_share", "--y-y-"},     {"outlets_write", "--s---"},  {"operators_read", "----yy"}, {"operators_write", "-----y"}, {"operators_money", "--s--s"},
      {"stations_write", "-----y"},         {"backup", "-----y"},            {"restore", "-----s"},        {"audit_read", "----yy"},     {"release_lock", "-ss---"},    {"write_off", "-ss---"},
  });
  for (const auto& [action, grants] : promised)
    for (std::size_t role = 0; role < grants.size(); ++role) {
      books::Operator who;
      who.roles = name_of(static_cast<Role>(role));
      EXPECT_EQ(name_of(granted(who, action)).front(), grants[role] == '-' ? 'n' : grants[role]) << who.roles << ": " << action.word();
    }
}

TEST(Matrix, who_handles_keys_neither_sells_nor_keeps_operators) {
  books::Operator who;
  for (const auto* role : {"key_officer", "key_manager", "security_auditor"}) {
    who.roles = role;
    for (const Right action : {Right("sell"), Right("open_account"), Right("supplement"), Right("operators_write"), Right("tariffs_publish"), Right("ledger_read")})
      EXPECT_EQ(granted(who, action), Grant::no) << role << " " << action.word();
    EXPECT_EQ(granted(who, "keys_read"), Grant::yes) << role;
    for (const auto other : {Role::cashier, Role::supervisor, Role::manager, Role::administrator, Role::auditor}) {
      const std::array both{parse_roles(role).value().front(), other};
      EXPECT_EQ(compatible(both).error().code, "roles_exclude_each_other") << role << " with " << name_of(other);
    }
  }
  // Which key office the counters listen to is said at the counters.
  for (const auto* sells : {"cashier", "supervisor", "manager", "administrator", "auditor"}) {
    who.roles = sells;
    for (const auto& row : matrix()) {
      if (row.right.word().starts_with("key") && row.right != "key_office") { EXPECT_EQ(granted(who, row.right), Grant::no) << sells << " " << row.right.word(); }
    }
  }
  EXPECT_TRUE(compatible(std::array{Role::key_officer, Role::key_manager}).ok()) << "a small house: he still needs the other officers";
  EXPECT_FALSE(compatible(std::array{Role::key_manager, Role::security_auditor}).ok()) << "nobody checks himself";
}

TEST(Matrix, keys_that_are_exported_voided_destroyed_or_changed_in_the_field_need_two_managers) {
  books::Operator who;
  who.roles = "key_manager";
  for (const Right action : {Right("key_export"), Right("key_void"), Right("key_destroy"), Right("key_campaign"), Right("key_backup"), Right("key_cards")})
    EXPECT_EQ(granted(who, action), Grant::second) << action.word();
}

TEST(Matrix, an_auditor_writes_nothing) {
  Office office;
  for (const auto action : permissions_of(*office.books.find<books::Operator>("wu")))
    EXPECT_TRUE(action.word().ends_with("_read") || action == "own_password" || action == "reprint" || action == "verify" || action == "personal_export" || action == "people_countersign" || action == "queries" || action == "queries_share" || action == "jobs" || action == "notices") << action.word();
}

/// A house whose first shift was opened: the administrator is not alone any more.
struct Settled : Office {
  Settled() { books.apply(end_installation(books, as("wang"))); }
  Result<Given> hire(const std::string& name, const std::string& roles, const std::string& by = "root", std::int64_t approval = 0) {
    return apply(add_operator(books, {.name = name, .full_name = name, .roles = roles, .station = "", .language = "", .password = "h", .approval = approval}, as(by)));
  }
  /// Asks for what was refused for want of a second person, who agrees.
  Result<std::int64_t> agreed(const Error& why, const std::string& first, const std::string& second) {
    TRY(asked, apply(ask_approval(books, request_of(why.details, "test"), as(first))));
    TRY(decided, apply(decide_approval(books, {asked.number, true, ""}, as(second))));
    return decided.number;
  }
};

TEST(Approvals, the_same_request_asked_again_is_the_one_that_waits) {
  Settled office;
  const auto ask = [&](const std::string& content) { return office.apply(ask_approval(office.books, {"supplement", content, "storm"}, office.as("zhao"))); };
  const auto first = ask("20.00 to 100001").value();
  for (int i = 0; i < 300; ++i) EXPECT_EQ(ask("20.00 to 100001")->number, first.number);
  EXPECT_EQ(office.books.all<books::Approval>().size(), 1U);
  EXPECT_NE(ask("20.01 to 100001")->number, first.number) << "another amount is another request";
  ASSERT_TRUE(office.apply(decide_approval(office.books, {first.number, false, "no"}, office.as("li"))).ok());
  const auto anew = ask("20.00 to 100001").value();
  EXPECT_NE(anew.number, first.number) << "what was decided waits no more";
  office.now = office.now + approval_lasts + Duration::seconds(1);
  EXPECT_NE(ask("20.00 to 100001")->number, anew.number) << "nor what lapsed";
}

TEST(Approvals, whoever_asked_withdraws_it_while_it_waits_and_nobody_agrees_any_more) {
  Settled office;
  Question question{"supplement", Proposal(Proposed::supplement).number(Part::account, 100001), {}, {}, 0, true};
  const auto needed = always_second_person(office.books, question, office.as("zhao")).error();
  const auto asked = office.apply(ask_approval(office.books, request_of(needed.details, "typed wrong"), office.as("zhao"))).value();
  EXPECT_EQ(withdraw_approval(office.books, asked.number + 1, office.as("zhao")).error().code, "approval_unknown");
  EXPECT_EQ(withdraw_approval(office.books, asked.number, office.as("li")).error().code, "approval_not_own") << "who may agree may reject, with a reason";
  const auto gone = office.apply(withdraw_approval(office.books, asked.number, office.as("zhao")));
  ASSERT_TRUE(gone.ok());
  EXPECT_EQ(gone->decision, books::ApprovalStatus::withdrawn);
  EXPECT_EQ(decide_approval(office.books, {asked.number, true, ""}, office.as("li")).error().code, "approval_withdrawn");
  EXPECT_EQ(withdraw_approval(office.books, asked.number, office.as("zhao")).error().code, "approval_withdrawn");
  question.approval = asked.number;
  EXPECT_EQ(always_second_person(office.books, question, office.as("zhao")).error().code, "approval_withdrawn") << "nothing is done by it";
  EXPECT_NE(office.apply(ask_approval(office.books, request_of(needed.details, "typed wrong"), office.as("zhao")))->number, asked.number) << "asked again, it is another request";

  question.approval = office.agreed(needed, "zhao", "li").value();
  EXPECT_EQ(withdraw_approval(office.books, question.approval, office.as("zhao")).error().code, "approval_decided") << "what was agreed to is either used or lapses";
}

TEST(Approvals, what_is_older_than_a_day_is_withdrawn_all_the_same) {
  Settled office;
  const auto asked = office.apply(ask_approval(office.books, {"supplement", "20.00 to 100001", "storm"}, office.as("zhao"))).value();
  office.now = office.now + approval_lasts + Duration::seconds(1);
  EXPECT_TRUE(office.apply(withdraw_approval(office.books, asked.number, office.as("zhao"))).ok()) << "the list says no longer that it waits";
}

TEST(Approvals, asked_under_a_clock_that_was_ahead_are_good_no_more_once_it_is_right) {
  Settled office;
  const auto right = office.now;
  office.now = right + Duration::hours(24 * 30);
  const Question question{.action = "supplement", .content = Proposal(Proposed::supplement).number(Part::account, 100001), .amount = {}, .limit = {}};
  auto agreed = question;
  agreed.approval = office.agreed(always_second_person(office.books, question, office.as("zhao")).error(), "zhao", "li").value();
  EXPECT_TRUE(always_second_person(office.books, agreed, office.as("zhao")).ok());
  office.now = right;
  EXPECT_EQ(always_second_person(office.books, agreed, office.as("zhao")).error().code, "approval_lapsed") << "else it were good for a month and a day";
}

TEST(Approvals, of_somebody_who_was_locked_or_lost_the_right_since_is_void) {
  for (const bool locked : {true, false}) {
    Settled office;
    Question question{"supplement", Proposal(Proposed::supplement).number(Part::account, 100001), {}, {}, 0, true};
    const auto needed = always_second_person(office.books, question, office.as("zhao")).error();
    question.approval = office.agreed(needed, "zhao", "li").value();
    EXPECT_TRUE(always_second_person(office.books, question, office.as("zhao")).ok());
    const auto before = *office.books.find<books::Operator>("li");
    auto gone = before;
    if (locked) gone.state = books::OperatorStatus::locked;
    else gone.roles = "cashier";
    office.books.put(gone);
    EXPECT_EQ(always_second_person(office.books, question, office.as("zhao")).error().code, "approval_void") << "whoever took it from him had a reason";
    office.books.put(before);
    EXPECT_TRUE(always_second_person(office.books, question, office.as("zhao")).ok()) << "and it is not used up";
  }
}

TEST(Approvals, of_somebody_who_was_locked_after_he_asked_serve_nobody) {
  Settled office;
  books::Operator second;
  second.name = second.full_name = "gu";
  second.roles = "supervisor";
  office.books.put(second);
  const Question question{.action = "supplement", .content = Proposal(Proposed::supplement).number(Part::account, 100001), .amount = {}, .limit = {}};
  const auto ask = [&] { return always_second_person(office.books, question, office.as("zhao")).error(); };
  auto agreed = question;
  agreed.approval = office.agreed(ask(), "zhao", "li").value();
  const auto waits = office.apply(ask_approval(office.books, request_of(ask().details, "again"), office.as("zhao"))).value();
  auto zhao = *office.books.find<books::Operator>("zhao");
  zhao.state = books::OperatorStatus::locked;
  office.books.put(zhao);
  EXPECT_EQ(always_second_person(office.books, agreed, office.as("gu")).error().code, "approval_asker_gone") << "a friend of his may do such things, and nobody had agreed with him";
  EXPECT_EQ(decide_approval(office.books, {waits.number, true, ""}, office.as("li")).error().code, "approval_asker_gone");
  zhao.state = books::OperatorStatus::active;
  zhao.roles = "auditor";
  office.books.put(zhao);
  EXPECT_EQ(decide_approval(office.books, {waits.number, true, ""}, office.as("li")).error().code, "approval_asker_gone");
}

TEST(Approvals, of_somebody_who_works_at_another_station_since_is_void) {
  Settled office;
  auto tang = books::Operator{.name = "tang", .full_name = "tang", .roles = "supervisor", .station = "E"};
  office.books.put(tang);
  auto context = office.as("zhao");
  context.who.station = "E";
  Question question{"supplement", Proposal(Proposed::supplement).number(Part::account, 100001), {}, {}, 0, true};
  const auto needed = always_second_person(office.books, question, context).error();
  const auto asked = office.apply(ask_approval(office.books, request_of(needed.details, "test"), context)).value();
  ASSERT_TRUE(office.apply(decide_approval(office.books, {asked.number, true, ""}, office.as("tang"))).ok());
  question.approval = asked.number;
  EXPECT_TRUE(always_second_person(office.books, question, context).ok());
  tang.station = "W";
  office.books.put(tang);
  EXPECT_EQ(always_second_person(office.books, question, context).error().code, "approval_void") << "she could not agree to it from there";
  tang.station = "";
  office.books.put(tang);
  EXPECT_TRUE(always_second_person(office.books, question, context).ok()) << "who works for all stations could";
}

TEST(Approvals, about_a_customer_or_an_account_of_one_station_is_that_stations) {
  Settled office;
  const auto customer = CustomerNumber::from(7), away = CustomerNumber::from(8);
  for (const auto& [number, station, whose] : {std::tuple{100001, "E", customer}, {100002, "W", away}}) {
    books::Account account;
    account.number = number;
    account.station = station;
    account.customer = whose;
    office.books.put(account);
    books::Customer row;
    row.number = whose;
    office.books.put(row);
  }
  office.books.put(books::Operator{.name = "tang", .full_name = "tang", .roles = "supervisor,manager", .station = "W"});
  auto context = office.as("li");
  context.station = "";
  const auto ask = [&](const Proposal& content) { return office.apply(ask_approval(office.books, {"write_off", content.canonical(), "gone"}, context)).value(); };
  const Proposal of_account = Proposal(Proposed::write_off_claim).number(Part::account, 100001);
  EXPECT_EQ(ask(of_account).station, "E");
  EXPECT_EQ(decide_approval(office.books, {1, true, ""}, office.as("tang")).error().code, "approval_unknown") << "who works elsewhere neither reads nor decides it";
  EXPECT_EQ(ask(Proposal(Proposed::unblock_customer).text(Part::customer, "000000000007 Wang Wu")).station, "E");
  const auto both = Proposal(Proposed::merge_customers).text(Part::customer, "000000000007 Wang Wu").text(Part::into_customer, "000000000008 Wang Wu");
  EXPECT_EQ(ask(both).station, "") << "of two stations it is no station's own";
  books::Sale sale;
  sale.number = "R3-T1-00000001";
  sale.station = "E";
  sale.account = 100002;
  office.books.apply({{}, {sale}});
  EXPECT_EQ(ask(Proposal(Proposed::take_back).text(Part::sale, sale.number)).station, "W") << "whose account it is, not who took the money";
  EXPECT_EQ(ask(Proposal(Proposed::publish_plan).text(Part::plan, "rural")).station, "");
  context.station = "W";
  EXPECT_EQ(ask(of_account).station, "W") << "where somebody stands it is his counter's";
}

TEST(Approvals, one_person_has_a_bounded_number_waiting_and_buries_nobody_elses) {
  Settled office;
  const auto ask = [&](const std::string& who, std::size_t i) { return office.apply(ask_approval(office.books, {"supplement", fmt::format("{}", i), "storm"}, office.as(who))); };
  for (std::size_t i = 0; i < approvals_waiting_most; ++i) ASSERT_TRUE(ask("zhao", i).ok());
  EXPECT_EQ(ask("zhao", 1000).error().code, "approvals_waiting");
  EXPECT_TRUE(ask("zhao", 0).ok()) << "what waits already still does";
  EXPECT_TRUE(ask("li", 1000).ok());
  ASSERT_TRUE(office.apply(decide_approval(office.books, {1, true, ""}, office.as("li"))).ok());
  EXPECT_TRUE(ask("zhao", 1000).ok());
}

TEST(Approvals, what_nobody_does_alone_is_asked_of_whoever_may_and_however_little_it_is) {
  Settled office;
  const Question little{.action = "supplement", .content = Proposal(Proposed::supplement).number(Part::account, 100001), .amount = Money::minor(1), .limit = Money::minor(500'00)};
  EXPECT_FALSE(*second_person(office.books, little, office.as("zhao")));
  const auto alone = always_second_person(office.books, little, office.as("zhao"));
  ASSERT_EQ(alone.error().code, "approval_needed");
  EXPECT_EQ(always_second_person(office.books, little, office.as("wang")).error().code, "permission_denied");
  auto agreed = little;
  agreed.approval = office.agreed(alone.error(), "zhao", "li").value();
  EXPECT_EQ(always_second_person(office.books, agreed, office.as("zhao"))->decided_by, "li");
}

TEST(People, nobody_makes_his_own_second_pair_of_eyes) {
  Settled office;
  const auto alone = office.hire("puppet", "supervisor");
  ASSERT_EQ(alone.error().code, "approval_needed");
  EXPECT_FALSE(office.books.find<books::Operator>("puppet"));
  EXPECT_EQ(office.agreed(alone.error(), "root", "root").error().code, "approval_own");
  const auto number = office.agreed(alone.error(), "root", "li").value();
  EXPECT_EQ(office.hire("other", "supervisor", "root", number).error().code, "approval_differs");
  ASSERT_TRUE(office.hire("puppet", "supervisor", "root", number).ok());
  EXPECT_EQ(office.books.find<books::PeopleChange>(1)->approved_by, "li");
  EXPECT_EQ(office.hire("keeper", "technician").ok(), true) << "who handles no money is hired as before";
}

TEST(People, an_administrator_makes_no_second_administrator_alone) {
  Settled office;
  const auto alone = office.hire("twin", "administrator");
  ASSERT_EQ(alone.error().code, "approval_needed") << "he would agree to what the first one asks";
  const auto number = office.agreed(alone.error(), "root", "li").value();
  ASSERT_TRUE(office.hire("twin", "administrator", "root", number).ok());
  EXPECT_EQ(office.books.find<books::Operator>("twin")->given_by, "root");
  const auto puppet = office.hire("puppet", "manager");
  EXPECT_EQ(office.agreed(puppet.error(), "root", "twin").error().code, "second_person_fresh");
  office.now = office.now + hand_lasts;
  const auto root = office.as("root");
  EXPECT_EQ(reset_password(office.books, {.name = "twin", .password = "h2"}, root).error().code, "approval_needed") << "nor does he come in as the other one";
  EXPECT_EQ(change_operator(office.books, {.name = "wu", .full_name = "Wu", .roles = "administrator"}, root).error().code, "approval_needed");
  EXPECT_TRUE(office.apply(set_operator_state(office.books, {.name = "twin"}, books::OperatorStatus::locked, root)).ok()) << "locking waits for nobody";
  EXPECT_EQ(set_operator_state(office.books, {.name = "twin"}, books::OperatorStatus::active, root).error().code, "approval_needed");
}

TEST(People, raising_resetting_and_unlocking_who_handles_money_need_a_second_person_too) {
  Settled office;
  const auto root = office.as("root");
  EXPECT_EQ(change_operator(office.books, {.name = "wang", .full_name = "Wang", .roles = "cashier,supervisor"}, root).error().code, "approval_needed");
  EXPECT_EQ(reset_password(office.books, {.name = "li", .password = "h2"}, root).error().code, "approval_needed");
  EXPECT_TRUE(office.apply(set_operator_state(office.books, {.name = "chen"}, books::OperatorStatus::locked, root)).ok()) << "locking waits for nobody";
  EXPECT_EQ(set_operator_state(office.books, {.name = "chen"}, books::OperatorStatus::active, root).error().code, "approval_needed");
  EXPECT_TRUE(change_operator(office.books, {.name = "zhao", .full_name = "Zhao", .roles = "cashier"}, root).ok()) << "nor does taking a right away";
  EXPECT_TRUE(reset_password(office.books, {.name = "wu", .password = "h2"}, root).ok()) << "an auditor handles no money";
}

TEST(People, what_one_hand_gave_within_a_day_is_no_second_person_for_it) {
  Settled office;
  const auto hire = [&](const std::string& name) {
    const auto number = office.agreed(office.hire(name, "manager").error(), "root", "li").value();
    ASSERT_TRUE(office.hire(name, "manager", "root", number).ok());
  };
  hire("first");
  EXPECT_EQ(office.agreed(office.hire("more", "manager").error(), "root", "first").error().code, "second_person_fresh");
  hire("second");
  const auto asked = office.apply(ask_approval(office.books, {"supplement", "x", "test"}, office.as("first"))).value();
  EXPECT_EQ(decide_approval(office.books, {asked.number, true, ""}, office.as("second")).error().code, "second_person_fresh") << "both are of one hand";
  EXPECT_EQ(may_decide(office.books, asked, office.as("second").who, office.now).error().code, "second_person_fresh") << "so it is not offered to him";
  EXPECT_EQ(may_decide(office.books, asked, office.as("first").who, office.now).error().code, "approval_own");
  EXPECT_TRUE(may_decide(office.books, asked, office.as("li").who, office.now).ok());
  EXPECT_TRUE(decide_approval(office.books, {asked.number, true, ""}, office.as("li")).ok());
  office.now = office.now + hand_lasts;
  const auto later = office.apply(ask_approval(office.books, {"supplement", "x", "test"}, office.as("first"))).value();
  EXPECT_TRUE(decide_approval(office.books, {later.number, true, ""}, office.as("second")).ok()) << "a day was time for others to see it";
}

TEST(People, until_the_first_shift_is_opened_the_administrator_works_alone) {
  Office office;
  const auto hired = office.apply(add_operator(office.books, {"new", "New", "cashier", "E", "", "h"}, office.as("root")));
  ASSERT_TRUE(hired.ok());
  EXPECT_EQ(office.books.find<books::PeopleChange>(1)->why_alone, books::WhyAlone::installation);
  const auto over = end_installation(office.books, office.as("wang"));
  const auto& listed = over.append.back().get<books::Audit>();
  EXPECT_EQ(listed.action, "installation_ended");
  for (const auto* name : {"new", "li", "root", "zhao"}) EXPECT_NE(listed.details.find(name), std::string::npos) << name;
  office.books.apply(over);
  EXPECT_EQ(add_operator(office.books, {"next", "Next", "cashier", "E", "", "h"}, office.as("root")).error().code, "approval_needed");
}

TEST(People, in_a_station_of_one_person_a_change_waits_a_day_and_is_countersigned) {
  Settled office;
  auto utility = *office.books.only<books::Utility>();
  utility.one_person = true;
  office.books.put(utility);
  const auto given = office.hire("puppet", "manager").value();
  EXPECT_EQ(*given.from, office.now + hand_lasts);
  EXPECT_FALSE(office.books.find<books::Operator>("puppet"));
  EXPECT_EQ(office.hire("puppet", "manager").error().code, "operator_exists");
  ASSERT_EQ(books::open_people_changes(office.books).size(), 1u);
  EXPECT_EQ(let_take_effect(office.books, office.now)->answer, 0);
  office.now = office.now + hand_lasts;
  EXPECT_EQ(office.apply(let_take_effect(office.books, office.now)).value(), 1);
  EXPECT_EQ(office.books.find<books::Operator>("puppet")->roles, "manager");
  EXPECT_EQ(books::open_people_changes(office.books).size(), 1u) << "it stands there until somebody has looked at it";
  EXPECT_EQ(countersign(office.books, 1, true, office.as("root")).error().code, "permission_denied");
  EXPECT_EQ(countersign(office.books, 1, true, office.as("puppet")).error().code, "approval_own");
  ASSERT_TRUE(office.apply(countersign(office.books, 1, true, office.as("wu"))).ok());
  EXPECT_TRUE(books::open_people_changes(office.books).empty());
  ASSERT_TRUE(office.hire("second", "cashier").ok());
  ASSERT_TRUE(office.apply(countersign(office.books, 2, false, office.as("wu"))).ok()) << "while it waits it may be refused";
  office.now = office.now + hand_lasts;
  EXPECT_EQ(let_take_effect(office.books, office.now)->answer, 0);
}

TEST(People, nobody_makes_the_auditor_who_countersigns_what_he_did_alone) {
  Settled office;
  auto utility = *office.books.only<books::Utility>();
  utility.one_person = true;
  office.books.put(utility);
  ASSERT_TRUE(office.hire("puppet", "manager").ok());
  ASSERT_TRUE(office.hire("eyes", "auditor").ok()) << "an auditor handles no money, so nobody is asked";
  EXPECT_EQ(countersign(office.books, 1, true, office.as("eyes")).error().code, "second_person_fresh");
  ASSERT_TRUE(office.apply(reset_password(office.books, {.name = "wu", .password = "h2"}, office.as("root"))).ok());
  EXPECT_EQ(countersign(office.books, 1, true, office.as("wu")).error().code, "second_person_fresh") << "nor does he come in as one who was there before";
  office.now = office.now + hand_lasts;
  EXPECT_TRUE(countersign(office.books, 1, true, office.as("eyes")).ok()) << "a day was time for others to see it";
}

TEST(People, whose_rights_were_taken_away_is_still_a_second_person) {
  Settled office;
  auto more = *office.books.find<books::Operator>("li");
  more.roles = "manager,technician";
  office.books.put(more);
  ASSERT_TRUE(office.apply(change_operator(office.books, {.name = "li", .full_name = "Li", .roles = "manager"}, office.as("root"))).ok());
  EXPECT_TRUE(office.agreed(office.hire("new", "manager").error(), "root", "li").ok()) << "nothing was given to him";
}

TEST(People, what_waits_for_its_day_is_dropped_when_he_is_locked_or_loses_rights_meanwhile) {
  Settled office;
  auto utility = *office.books.only<books::Utility>();
  utility.one_person = true;
  office.books.put(utility);
  const auto raise = [&](const char* name) { ASSERT_TRUE(office.apply(change_operator(office.books, {.name = name, .full_name = name, .roles = "manager"}, office.as("root"))).value().from); };
  raise("wang");
  raise("zhao");
  raise("chen");
  ASSERT_TRUE(office.apply(set_operator_state(office.books, {.name = "wang"}, books::OperatorStatus::locked, office.as("root"))).ok());
  ASSERT_TRUE(office.apply(change_operator(office.books, {.name = "zhao", .full_name = "Zhao", .roles = "technician"}, office.as("root"))).ok());
  ASSERT_TRUE(office.apply(change_operator(office.books, {.name = "chen", .full_name = "Chen Lu", .roles = "cashier"}, office.as("root"))).ok());
  office.now = office.now + hand_lasts;
  EXPECT_EQ(office.apply(let_take_effect(office.books, office.now)).value(), 1);
  const auto is = [&](const char* name) { return *office.books.find<books::Operator>(name); };
  EXPECT_EQ(is("wang").state, books::OperatorStatus::locked) << "nobody is let in again by what was asked for him before";
  EXPECT_EQ(is("zhao").roles, "technician");
  EXPECT_EQ(is("chen").roles, "manager") << "another name takes nothing away";
  EXPECT_EQ(office.books.find<books::PeopleChange>(1)->state, books::PeopleChangeStatus::refused);
}

TEST(Names, what_looks_like_another_name_is_not_given) {
  Office office;
  const auto hire = [&](const std::string& name) {
    const auto made = add_operator(office.books, {.name = name, .full_name = "X", .roles = "technician", .station = "", .language = "", .password = "h"}, office.as("root"));
    return made ? made->answer.row.name : made.error().code;
  };
  for (const auto* twin : {"WANG", "w\u0430ng", "\uff57ang", "Wang"}) EXPECT_EQ(hire(twin), "operator_name_confusable") << twin;
  for (const auto* bad : {"", " x", "x ", "a\nb", "a\u200bb", "a\u202eb", "a/b", "..", "a\\b", "\xff\xfe"}) EXPECT_TRUE(hire(bad) == "bad_operator_name" || hire(bad) == "name_missing") << bad;
  EXPECT_EQ(hire(std::string(65, 'x')), "bad_operator_name");
  EXPECT_EQ(hire("Jose\u0301"), "Jos\u00e9") << "one way to write it";
  EXPECT_EQ(hire("\u738b\u82b3"), "\u738b\u82b3");
  EXPECT_EQ(hire("\u0418\u0432\u0430\u043d\u043e\u0432"), "\u0418\u0432\u0430\u043d\u043e\u0432");
}

TEST(Passwords, weak_ones_are_refused) {
  for (const auto* weak : {"short", "password2026", "1234567890", "aaaaaaaaaaaa", "wang0000000", "Kwota12345"})
    EXPECT_EQ(check_password(weak, "wang").error().code, "weak_password") << weak;
  EXPECT_TRUE(check_password("correct horse battery", "wang").ok());
  EXPECT_TRUE(check_password("农灌站的好密码", "wang").ok());
}

TEST(Operators, everybody_chooses_his_own_language_and_only_his_own) {
  Office office;
  const auto before = *office.books.find<books::Operator>("wu");
  ASSERT_TRUE(office.apply(set_own_language(office.books, "ru", office.as("wu"))).ok());
  const auto after = *office.books.find<books::Operator>("wu");
  EXPECT_EQ(after.language, "ru");
  EXPECT_EQ(after.roles, before.roles);
  EXPECT_EQ(office.books.find<books::Operator>("wang")->language, "");
  auto locked = office.as("wang");
  locked.who.state = books::OperatorStatus::locked;
  EXPECT_EQ(set_own_language(office.books, "zh", locked).error().code, "permission_denied");
}

TEST(Operators, the_last_administrator_stays_and_roles_exclude_each_other) {
  Office office;
  EXPECT_EQ(set_operator_state(office.books, {.name = "root"}, books::OperatorStatus::locked, office.as("root")).error().code, "last_administrator");
  EXPECT_EQ(change_operator(office.books, {"root", "Root", "auditor", "", "", ""}, office.as("root")).error().code, "last_administrator");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "administrator,cashier", "", "", "h"}, office.as("root")).error().code, "roles_exclude_each_other");
  EXPECT_EQ(add_operator(office.books, {"wang", "X", "cashier", "", "", "h"}, office.as("root")).error().code, "operator_exists");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "cashier", "", "", "h"}, office.as("wang")).error().code, "permission_denied");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "captain", "", "", "h"}, office.as("root")).error().code, "unknown_role");
  EXPECT_EQ(add_operator(office.books, {"x", "X", "cashier", "W", "", "h"}, office.as("root")).error().code, "unknown_station");
  EXPECT_TRUE(office.apply(add_operator(office.books, {"x", "X", "cashier", "E", "", "h"}, office.as("root")))->row.must_change);
  EXPECT_TRUE(office.apply(reset_password(office.books, {.name = "x", .password = "h2"}, office.as("root")))->row.must_change);
}

}  // namespace
}  // namespace kwota::people
