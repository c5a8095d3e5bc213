// An open account changes its price plan, its class, its people: from a day on, seen by two, and what was sold keeps its price.
#include "sell/remote/change_account.h"

#include "people/approval.h"
#include "sell/counter/order/account_change.h"
#include "sell/remote/publish.h"
#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

constexpr auto trade_head = R"({"id":"trade","name":"Trade","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                            R"("zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto trade_version = R"({"from":"2026-01-01","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.80",)"
                               R"("steps":[{"to":"100","add":"0"},{"add":"0.20"}]},)"
                               R"("charges":[{"id":"service","kind":"per_month","amount":"6.00"}],"limits":{"min_pay":"5","max_pay":"5000"}})";
constexpr auto by_the_hour = R"({"from":"2026-01-01","days":{"D":[["00:00","low"],["08:00","high"],["22:00","low"]]},"calendar":[{"use":"D"}],)"
                             R"("energy":{"price":{"low":"0.30","high":"0.60"}}})";

/// Li Ming's account of the counter's world, by card or on a line, and the plans that it may change to.
class ChangeWorld : public LineWorld {
 public:
  ChangeWorld() {
    hire("lu", "manager");
    for (const auto* code : {"domestic", "trade"}) books.put(books::Code{books::CodeKind::usage_class, code, "", code, "", "", true});
    plan("trade", trade_head, trade_version);
    plan("hours", R"({"id":"hours","name":"Hours","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})", by_the_hour);
    plan("water", counter::plan_head_of_water, R"({"from":"2026-01-01","energy":{"price":"3.00"}})");
    plan("later", R"({"id":"later","name":"Later","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})",
         R"({"from":"2027-01-01","energy":{"price":"0.10"}})");
  }
  void plan(const std::string& id, const std::string& head, const std::string& version) {
    books.put(books::Plan{id, id, "", head});
    const auto from = version.substr(9, 10);
    books.put(books::PlanVersion{id, from, version, books::PlanStatus::published, "", ""});
  }
  static ChangeRequest to(const std::string& plan, const std::string& from = "", const std::string& usage_class = "") {
    return {.account = li_account, .from = from, .plan = plan, .usage_class = usage_class, .household_persons = {}, .reason = "opens a shop"};
  }
  /// As people do it: refused until a second person has said yes to exactly this.
  Result<books::AccountChange> agree(ChangeRequest request) {
    const auto first = change_account(books, request, as("zhao"));
    if (first.ok() || first.error().code != "approval_needed") return apply(change_account(books, request, as("zhao")));
    request.approval = approve(first.error().details.at("content"));
    return apply(change_account(books, request, as("zhao")));
  }
  Result<books::AccountChange> withdraw(std::int64_t number) {
    WithdrawChange request{li_account, number, 0};
    const auto first = withdraw_change(books, request, as("zhao"));
    if (!first.ok() && first.error().code == "approval_needed") request.approval = approve(first.error().details.at("content"));
    return apply(withdraw_change(books, request, as("zhao")));
  }
  std::int64_t approve(const std::string& content) {
    const auto asked = apply(people::ask_approval(books, {"change_account", content, "opens a shop"}, as("zhao")));
    EXPECT_TRUE(asked.ok()) << asked.error().code;
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("sun"))).ok());
    return asked->number;
  }
  std::string refused(const ChangeRequest& request) {
    const auto done = agree(request);
    return done.ok() ? "agreed" : done.error().code;
  }
  void on(const std::string& date, const std::string& time = "10:00") { clock.set(parse_instant(date + "T" + time + ":00+08:00").value()); }
  books::Sale sold(const std::string& pay) {
    const auto out = sell_to(li_account, pay, li_card);
    EXPECT_TRUE(out.ok()) << out.error().code;
    if (!out.ok()) return {};
    write(*out->order, li_card);
    visit(li_meter, li_card);
    return out->sale;
  }
  counter::Quote quoted(const std::string& pay) { return counter::quote(books, {li_account, pay, "", ""}, as("wang")).value(); }
  books::Account account() { return *books.find<books::Account>(li_account); }
};

TEST(AccountChange, from_a_day_on_the_account_is_sold_to_by_another_plan_and_what_was_sold_keeps_its_price) {
  ChangeWorld world;
  const auto before = world.sold("50.00");
  const auto agreed = world.agree(ChangeWorld::to("trade", "2026-12-01", "trade"));
  ASSERT_TRUE(agreed.ok()) << agreed.error().code;
  EXPECT_EQ(agreed->approved_by, "sun");
  EXPECT_EQ(agreed->changed_by, "zhao");
  EXPECT_EQ(world.sold("50.00").plan, "steps") << "until then nothing changes";
  world.on("2026-11-29");
  const auto asked = world.quoted("50.00").confirm;
  ASSERT_TRUE(std::ranges::any_of(asked, [](const auto& one) { return one.what == counter::Unusual::tariff_changes && one.details.at("date") == "2026-12-01"; }))
      << "who buys much now is asked";
  world.on("2026-11-30", "23:59");
  EXPECT_EQ(world.quoted("50.00").plan, "steps");
  world.on("2026-12-01", "00:00");
  const auto sale = world.sold("50.00");
  EXPECT_EQ(sale.plan, "trade");
  EXPECT_EQ(sale.usage_class, "trade");
  EXPECT_EQ(world.books.find<books::Sale>(before.number)->plan, "steps");
  EXPECT_EQ(world.books.find<books::Sale>(before.number)->usage_class, "");
}

TEST(AccountChange, of_today_counts_at_once_and_a_quote_that_was_shown_is_stale) {
  ChangeWorld world;
  const auto shown = world.quoted("50.00");
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade")).ok());
  EXPECT_EQ(world.account().plan, "trade");
  counter::SellRequest request;
  request.claim = world.claim();
  request.quote = shown.id;
  request.card = serial(li_card);
  EXPECT_EQ(counter::sell(world.books, request, world.as("wang")).error().code, "quote_stale");
  EXPECT_EQ(world.sold("50.00").plan, "trade");
}

TEST(AccountChange, its_life_is_told_by_its_segments_the_first_as_it_was_opened) {
  ChangeWorld world;
  const auto opened = *world.account().opened;
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2026-12-01", "trade")).ok());
  world.on("2026-12-05");
  ASSERT_TRUE(world.agree(ChangeWorld::to("steps", "2026-12-10")).ok());
  const auto rows = counter::agreed_changes(world.books, li_account);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].plan, "steps");
  EXPECT_EQ(rows[0].begins, opened);
  EXPECT_EQ(rows[1].usage_class, "trade");
  EXPECT_EQ(rows[2].from, "2026-12-10");
  const auto plan_at = [&](const char* at) { return counter::account_at(world.books, world.account(), parse_instant(at).value()).plan; };
  EXPECT_EQ(plan_at("2026-11-30T23:59:59+08:00"), "steps");
  EXPECT_EQ(plan_at("2026-12-01T00:00:00+08:00"), "trade");
  EXPECT_EQ(plan_at("2026-12-10T00:00:00+08:00"), "steps");
}

TEST(AccountChange, needs_two_persons_where_prices_move_and_one_where_only_the_class_does) {
  ChangeWorld world;
  EXPECT_EQ(change_account(world.books, ChangeWorld::to("trade"), world.as("zhao")).error().code, "approval_needed");
  EXPECT_EQ(change_account(world.books, ChangeWorld::to("trade"), world.as("lu")).error().code, "approval_needed") << "a manager neither";
  EXPECT_EQ(change_account(world.books, ChangeWorld::to("trade"), world.as("wang")).error().code, "permission_denied");
  auto household_persons = ChangeWorld::to("");
  household_persons.household_persons = 5;
  EXPECT_EQ(change_account(world.books, household_persons, world.as("zhao")).error().code, "approval_needed") << "steps are wider for more people";
  EXPECT_TRUE(change_account(world.books, ChangeWorld::to("", "", "domestic"), world.as("zhao")).ok());
  auto other_day = ChangeWorld::to("trade", "2026-12-01");
  other_day.approval = world.approve(change_account(world.books, ChangeWorld::to("trade", "2026-12-02"), world.as("zhao")).error().details.at("content"));
  EXPECT_EQ(change_account(world.books, other_day, world.as("zhao")).error().code, "approval_differs") << "another day is another change";
}

TEST(AccountChange, is_refused_with_a_sentence_that_says_what_to_do) {
  ChangeWorld world;
  EXPECT_EQ(world.refused(ChangeWorld::to("trade", "2026-11-19")), "change_in_the_past");
  EXPECT_EQ(world.refused(ChangeWorld::to("trade", "2126-11-20")), "day_far_ahead") << "a mistyped year would settle the account for ever";
  EXPECT_EQ(world.refused(ChangeWorld::to("trade", "2026-11-31")), "bad_date");
  EXPECT_EQ(world.refused(ChangeWorld::to("steps")), "nothing_changes");
  EXPECT_EQ(world.refused(ChangeWorld::to("nowhere")), "unknown_plan");
  EXPECT_EQ(world.refused(ChangeWorld::to("trade", "", "royal")), "unknown_usage_class");
  EXPECT_EQ(world.refused(ChangeWorld::to("water")), "plan_of_another_kind");
  EXPECT_EQ(world.refused(ChangeWorld::to("later", "2026-12-01")), "no_version") << "it has no price on that day";
  auto silent = ChangeWorld::to("trade");
  silent.reason.clear();
  EXPECT_EQ(world.refused(silent), "reason_missing");
  auto crowd = ChangeWorld::to("trade");
  crowd.household_persons = 100;
  EXPECT_EQ(world.refused(crowd), "bad_heads");
  world.books.put(books::Occupant{.service_point = "07-012", .number = 1, .name = "Li Ming", .moved_in = "2026-01-01"});
  crowd.household_persons = 3;
  EXPECT_EQ(world.refused(crowd), "occupants_count");
  auto account = world.account();
  account.state = books::AccountStatus::closing;
  world.books.put(account);
  EXPECT_EQ(world.refused(ChangeWorld::to("trade")), "account_not_open");
}

TEST(AccountChange, a_plan_that_the_meter_can_never_hold_is_refused_before_anybody_is_asked) {
  ChangeWorld world;
  const auto refused = change_account(world.books, ChangeWorld::to("hours"), world.as("zhao"));
  EXPECT_EQ(refused.error().code, "plan_does_not_fit");
  EXPECT_EQ(refused.error().details.at("reason"), "one_rate_meter");
  world.books.put(books::Code{books::CodeKind::model, "DDSY1352", "", "", "", "4", true});
  EXPECT_TRUE(world.agree(ChangeWorld::to("hours", "2026-12-01")).ok()) << "its line brings the periods of the day";
}

TEST(AccountChange, is_withdrawn_before_it_counts_and_never_afterwards) {
  ChangeWorld world;
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2026-12-01")).ok());
  EXPECT_EQ(world.refused(ChangeWorld::to("steps", "2026-11-25", "trade")), "change_agreed_already") << "a later one stands";
  EXPECT_EQ(withdraw_change(world.books, {li_account, 2, 0}, world.as("zhao")).error().code, "approval_needed");
  ASSERT_TRUE(world.withdraw(2).ok());
  EXPECT_EQ(world.withdraw(2).error().code, "change_withdrawn");
  EXPECT_EQ(world.withdraw(9).error().code, "unknown_change");
  world.on("2026-12-02");
  EXPECT_EQ(world.sold("50.00").plan, "steps");
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2026-12-03")).ok());
  world.on("2026-12-03");
  EXPECT_EQ(world.withdraw(3).error().code, "change_counts_already");
  EXPECT_EQ(world.withdraw(1).error().code, "change_counts_already") << "nobody takes the opening back";
}

TEST(AccountChange, steps_go_on_where_both_plans_count_the_same_month) {
  ChangeWorld world;
  world.li().period_energy = Energy::kwh(150);
  world.sold("50.00");
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade")).ok());
  const auto supply = counter::supply_of(world.books, li_account, world.clock.now()).value();
  const auto state = counter::tariff_state(supply, world.clock.now()).value();
  ASSERT_TRUE(state.counter);
  EXPECT_EQ(state.counter->units.e3, 150'000) << "above 100 kWh, so the next one is of the second step";
}

TEST(AccountChange, steps_begin_where_the_plan_counts_another_period) {
  ChangeWorld world;
  world.li().period_energy = Energy::kwh(150);
  world.sold("50.00");
  world.plan("yearly", R"({"id":"yearly","name":"Yearly","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})",
             R"({"from":"2026-01-01","counter":{"months":12,"start":"01-01"},"energy":{"price":"0.50","steps":[{"to":"2160","add":"0"},{"add":"0.05"}]}})");
  world.books.put(books::MeterLink{.meter = LineWorld::number(), .address = "tcp://10.0.0.7:2404", .state = books::LinkStatus::stopped});
  world.on("2026-11-20", "13:00");
  const auto agreed = world.agree(ChangeWorld::to("yearly"));
  ASSERT_TRUE(agreed.ok()) << agreed.error().code;
  const auto supply = counter::supply_of(world.books, li_account, world.clock.now()).value();
  EXPECT_FALSE(counter::tariff_state(supply, world.clock.now())->counter) << "a month's count says nothing about the year's";
}

TEST(AccountChange, a_charge_that_the_account_never_paid_counts_from_the_change_on) {
  ChangeWorld world;
  world.on("2027-03-10");
  world.sold("50.00");
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2027-03-15")).ok());
  world.on("2027-03-20");
  const auto quote = world.quoted("100.00");
  EXPECT_EQ(quote.credit, yuan(94)) << "one month's service, not those since the account was opened";
}

TEST(AccountChange, back_at_its_first_plan_nothing_is_charged_for_the_months_between) {
  ChangeWorld world;
  world.sold("50.00");
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade")).ok());
  world.on("2027-03-10");
  ASSERT_TRUE(world.agree(ChangeWorld::to("steps")).ok());
  EXPECT_EQ(world.quoted("100.00").credit, yuan(98)) << "March alone, not the months by the other plan";
}

TEST(AccountChange, a_card_that_was_written_before_brings_the_prices_of_the_day) {
  ChangeWorld world;
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2026-12-01")).ok());
  const auto out = world.sell_to(li_account, "50.00", li_card);
  ASSERT_TRUE(out.ok()) << out.error().code;
  ASSERT_TRUE(out->order->next_prices);
  EXPECT_EQ(out->order->next_prices->rate_prices, (std::vector{MeterPrice::e4(8'000)}));
  EXPECT_EQ(out->order->next_from, (LocalTime{{2026, 12, 1}, 0, 0, 0}));
  world.write(*out->order, li_card);
  world.visit(li_meter, li_card);
  ASSERT_TRUE(world.withdraw(2).ok());
  const auto next = world.sell_to(li_account, "60.00", li_card);
  ASSERT_TRUE(next.ok()) << next.error().code;
  ASSERT_TRUE(next->order->next_prices) << "the meter knows of a day that is none any more";
  EXPECT_EQ(next->order->next_prices->rate_prices, (std::vector{MeterPrice::e4(5'000)}));
}

TEST(AccountChange, a_meter_on_a_line_is_told_beforehand_and_told_again_when_it_is_withdrawn) {
  ChangeWorld world;
  const auto waiting = [&] {
    std::vector<std::string> out;
    for (auto step = world.next_now(); step.step == Next::Step::send; step = world.next_now()) {
      const auto going = world.apply(sending(world.books, step.command->number, "test", world.head_end_now()));
      if (!going.ok() || !going->go) continue;
      if (going->prices) out.push_back(going->prices->plan + (going->prices->from ? " later" : " now"));
      world.tell({going->command.number, Ended::done, "The meter said so.", {}, "test"});
    }
    return out;
  };
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2026-12-01")).ok());
  EXPECT_EQ(waiting(), (std::vector<std::string>{"trade later"})) << "one set stands beside the one in force";
  ASSERT_TRUE(world.withdraw(2).ok());
  EXPECT_EQ(waiting(), (std::vector<std::string>{"steps later"})) << "for the same minute";
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade")).ok());
  EXPECT_EQ(waiting(), (std::vector<std::string>{"trade now"}));
}

TEST(AccountChange, who_publishes_a_version_is_shown_the_accounts_that_will_have_the_plan_then) {
  ChangeWorld world;
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2026-12-01")).ok());
  const auto draft = [&](const std::string& plan, const std::string& from) {
    auto text = std::string(by_the_hour);
    text.replace(9, 10, from);
    world.books.put(books::PlanVersion{plan, from, text, books::PlanStatus::draft, "", ""});
    const auto effect = who_is_stopped(world.books, plan, from, world.as("lu"));
    EXPECT_TRUE(effect.ok());
    return effect->stopped.size();
  };
  EXPECT_EQ(draft("trade", "2026-12-15"), 1u) << "a meter of one rate";
  EXPECT_EQ(draft("trade", "2026-11-25"), 1u) << "it comes to the plan while that counts";
  EXPECT_EQ(draft("steps", "2026-12-15"), 0u) << "it has left the plan by then";
  EXPECT_EQ(draft("steps", "2026-11-25"), 1u);
}

TEST(AccountChange, another_address_holds_from_its_day_on_and_the_register_says_it_then) {
  ChangeWorld world;
  const auto point = [&] { return *world.books.find<books::ServicePoint>(world.account().service_point); };
  const auto was = point().address;
  auto renamed = ChangeWorld::to("", "2026-12-01");
  renamed.address = "Mill street 3";
  const auto made = world.apply(change_account(world.books, renamed, world.as("zhao")));
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(made->address_before, was);
  EXPECT_EQ(made->approved_by, "") << "no price moves: one person";
  EXPECT_EQ(point().address, was) << "its day has not come";
  EXPECT_EQ(world.refused(renamed), "nothing_changes") << "that is agreed already";
  auto other = renamed;
  other.address = "Mill street 5";
  EXPECT_EQ(world.refused(other), "change_agreed_already") << "the day is taken";
  world.on("2026-12-01");
  EXPECT_EQ(counter::address_at(world.books, point(), li_account, world.clock.now()), "Mill street 3");
  const auto late = changes_not_followed(world.books, world.clock.now());
  ASSERT_EQ(late, (std::vector<std::int64_t>{li_account}));
  ASSERT_TRUE(world.apply(follow_changes(world.books, late, world.clock.now())).ok());
  EXPECT_EQ(point().address, "Mill street 3");
  EXPECT_TRUE(changes_not_followed(world.books, world.clock.now()).empty());
  // Corrected in its register afterwards, that stands.
  auto corrected = point();
  corrected.address = "Mill street 3a";
  world.books.put(corrected);
  EXPECT_TRUE(changes_not_followed(world.books, world.clock.now()).empty());
  ASSERT_TRUE(world.apply(follow_changes(world.books, late, world.clock.now())).ok());
  EXPECT_EQ(point().address, "Mill street 3a");
}

TEST(AccountChange, an_address_of_today_counts_at_once_and_one_that_was_withdrawn_never) {
  ChangeWorld world;
  const auto address = [&] { return world.books.find<books::ServicePoint>(world.account().service_point)->address; };
  auto today = ChangeWorld::to("");
  today.address = "Mill street 3";
  ASSERT_TRUE(world.apply(change_account(world.books, today, world.as("zhao"))).ok());
  EXPECT_EQ(address(), "Mill street 3");
  EXPECT_EQ(world.refused(today), "nothing_changes");
  auto later = ChangeWorld::to("", "2026-12-01");
  later.address = "Mill street 5";
  const auto made = world.apply(change_account(world.books, later, world.as("zhao")));
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->address_before, "Mill street 3");
  ASSERT_TRUE(world.withdraw(made->number).ok());
  world.on("2026-12-01");
  EXPECT_TRUE(changes_not_followed(world.books, world.clock.now()).empty());
  EXPECT_EQ(address(), "Mill street 3");
}

TEST(AccountChange, with_another_plan_the_second_person_reads_both_addresses) {
  ChangeWorld world;
  auto both = ChangeWorld::to("trade", "2026-12-01");
  both.address = "Mill street 3";
  const auto asked = change_account(world.books, both, world.as("zhao")).error().details.at("content");
  EXPECT_NE(asked.find(R"("part":"address","kind":"text","value":"Mill street 3")"), std::string::npos) << asked;
  EXPECT_NE(asked.find("address_before"), std::string::npos) << asked;
  auto long_one = ChangeWorld::to("");
  long_one.address = std::string(201, 'x');
  EXPECT_EQ(world.refused(long_one), "text_too_long");
}

TEST(AccountChange, lists_follow_when_the_day_has_come) {
  ChangeWorld world;
  ASSERT_TRUE(world.agree(ChangeWorld::to("trade", "2026-12-01", "trade")).ok());
  EXPECT_TRUE(changes_not_followed(world.books, world.clock.now()).empty());
  world.on("2026-12-01");
  const auto late = changes_not_followed(world.books, world.clock.now());
  ASSERT_EQ(late, (std::vector<std::int64_t>{li_account}));
  EXPECT_EQ(world.account().plan, "steps");
  ASSERT_TRUE(world.apply(follow_changes(world.books, late, world.clock.now())).ok());
  EXPECT_EQ(world.account().plan, "trade");
  EXPECT_EQ(world.account().usage_class, "trade");
  EXPECT_TRUE(changes_not_followed(world.books, world.clock.now()).empty());
}

}  // namespace
}  // namespace kwota::remote
