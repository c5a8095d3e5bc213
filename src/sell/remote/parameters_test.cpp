// What is wanted of a meter, without bytes: who may, what waits, what is told, what the meter said.
#include "sell/remote/parameters.h"

#include "people/approval.h"
#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

using devices::Settings;

class ParametersWanted : public ::testing::Test {
 protected:
  Result<books::MeterCommand> want_(Settings set, const std::string& who = "qian", std::int64_t approval = 0) {
    return world.apply(order_parameters(world.books, {LineWorld::number(), std::move(set), approval}, world.as(who)));
  }
  std::string wanted(std::string_view item) {
    const auto row = world.books.find<books::MeterParameter>(LineWorld::number(), item);
    return row ? row->wanted : "";
  }
  std::string held(std::string_view item) {
    const auto row = world.books.find<books::MeterParameter>(LineWorld::number(), item);
    return row ? row->held : "";
  }
  /// The command goes to the meter, which says all of it back, but of `kept` its own.
  books::MeterCommand go(const Settings& kept = {}) {
    const auto step = world.next_now();
    EXPECT_EQ(step.step, Next::Step::send);
    const auto going = world.apply(sending(world.books, step.command->number, "test", world.head_end_now())).value();
    CommandResult sent{going.command.number, Ended::done, "Read back.", {}, "test"};
    for (const auto& [name, text] : set_of(going.command))
      sent.reported.push_back({name, kept.contains(name) ? kept.at(name) : text});
    if (!kept.empty()) {
      sent.ended = Ended::not_done;
      sent.cause = error(Fault::meter, "parameter_refused", "It refused.", {{"item", kept.begin()->first}}).trying(Again::never);
    }
    world.tell(sent);
    return *world.books.find<books::MeterCommand>(going.command.number);
  }
  LineWorld world;
};

TEST_F(ParametersWanted, what_is_wanted_stands_in_the_books_before_the_meter_knows_and_what_it_says_afterwards) {
  const auto row = want_({{"curfew_from", "2300"}, {"curfew_to", "0600"}});
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->state, books::CommandStatus::queued);
  EXPECT_EQ(row->asked_by, "qian");
  EXPECT_EQ(wanted("curfew_to"), "06:00") << "in one form, however it was typed";
  EXPECT_EQ(held("curfew_to"), "");
  EXPECT_EQ(go().state, books::CommandStatus::done);
  EXPECT_EQ(held("curfew_to"), "06:00");
  EXPECT_EQ(world.books.find<books::MeterParameter>(LineWorld::number(), "curfew_to")->command, row->number);
}

TEST_F(ParametersWanted, the_newest_wanted_value_wins_also_over_one_that_waits_and_what_waited_is_not_lost) {
  ASSERT_TRUE(want_({{"curfew_from", "2200"}, {"trip_delay", "5"}}).ok());
  const auto newer = want_({{"curfew_from", "2300"}}).value();
  EXPECT_EQ(world.books.select(books::MeterCommand::open_of, LineWorld::number()).size(), 1U);
  EXPECT_EQ(set_of(newer), (Settings{{"curfew_from", "23:00"}, {"trip_delay", "5"}}));
}

TEST_F(ParametersWanted, a_command_that_comes_back_to_the_queue_tells_what_is_wanted_by_then) {
  ASSERT_TRUE(want_({{"curfew_from", "2200"}}).ok());
  const auto first = world.next_now().command->number;
  ASSERT_TRUE(world.apply(sending(world.books, first, "test", world.head_end_now())).ok());
  ASSERT_TRUE(want_({{"curfew_from", "2300"}}).ok());  // while the first is being sent
  world.tell({first, Ended::in_doubt, "No answer.", error(Fault::wire, "meter_silent", "Silent."), "test"});
  world.clock.advance(Duration::minutes(6));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(set_of(go()).at("curfew_from"), "23:00");
}

TEST_F(ParametersWanted, what_the_meter_refused_is_named_and_not_tried_again) {
  ASSERT_TRUE(want_({{"alarm_amount_2", "50.00"}}).ok());
  const auto row = go({{"alarm_amount_2", "10.00"}});
  EXPECT_EQ(row.state, books::CommandStatus::refused);
  EXPECT_EQ(row.error, "parameter_refused");
  EXPECT_EQ(held("alarm_amount_2"), "10.00");
  EXPECT_EQ(wanted("alarm_amount_2"), "50.00");
  EXPECT_EQ(world.next_now().step, Next::Step::nothing);
  const auto gone = want_({{"alarm_amount_2", ""}});
  ASSERT_TRUE(gone.ok());
  EXPECT_EQ(gone->number, 0);
  EXPECT_EQ(wanted("alarm_amount_2"), "");
}

TEST_F(ParametersWanted, a_command_of_which_nothing_is_wanted_any_more_is_not_sent) {
  ASSERT_TRUE(want_({{"trip_delay", "5"}}).ok());
  const auto number = world.next_now().command->number;
  ASSERT_TRUE(want_({{"trip_delay", ""}}).ok());
  const auto going = world.apply(sending(world.books, number, "test", world.head_end_now())).value();
  EXPECT_FALSE(going.go);
  EXPECT_EQ(world.books.find<books::MeterCommand>(number)->state, books::CommandStatus::cancelled);
}

TEST_F(ParametersWanted, nothing_is_wanted_that_nobody_may_or_no_meter_takes) {
  const auto code = [&](Settings set, const std::string& who = "qian") { return want_(std::move(set), who).error().code; };
  EXPECT_EQ(code({{"trip_delay", "5"}}, "wang"), "permission_denied");
  EXPECT_EQ(code({{"trip_delay", "1441"}}), "parameter_out_of_range");
  EXPECT_EQ(code({{"friendly_holidays", "1"}}), "parameter_not_in_model");
  EXPECT_EQ(code({{"trip_delay", "5"}, {"colour", "red"}}), "unknown_parameter");
  EXPECT_TRUE(world.books.select<books::MeterParameter>(LineWorld::number()).empty());
  EXPECT_TRUE(world.books.select(books::MeterCommand::open_of, LineWorld::number()).empty());
  ASSERT_TRUE(world.apply(disconnect(world.books, LineWorld::number(), world.as("qian"))).ok());
  EXPECT_EQ(code({{"trip_delay", "5"}}), "link_stopped");
}

TEST_F(ParametersWanted, what_is_worth_money_needs_two_people_and_exactly_what_they_agreed_on) {
  const Settings set{{"overdraft_limit", "50.00"}, {"trip_delay", "5"}};
  const auto refused = want_(set);
  ASSERT_EQ(refused.error().code, "approval_needed");
  const auto& content = refused.error().details.at("content");
  EXPECT_EQ(content, people::Proposal(people::Proposed::meter_limits).text(people::Part::meter, "000000000012").word(people::Part::parameter, "parameter", "overdraft_limit").figure(people::Part::value, "50.00").canonical());
  const auto asked =
      world.apply(people::ask_approval(world.books, {"meter_limits", content, "agreed with the customer"}, world.as("qian")))
          .value();
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("zhao"))).ok());
  EXPECT_EQ(want_({{"overdraft_limit", "500.00"}}, "qian", asked.number).error().code, "approval_differs");
  const auto row = want_(set, "qian", asked.number);
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->approved_by, "zhao");
  EXPECT_EQ(world.books.find<books::MeterCommand>(row->number)->approved_by, "zhao");
  EXPECT_EQ(want_(set, "qian", asked.number).error().code, "approval_used");
}

TEST_F(ParametersWanted, money_goes_before_parameters) {
  ASSERT_TRUE(want_({{"trip_delay", "5"}}).ok());
  const auto sold = world.sell_by_link("50.00");
  ASSERT_TRUE(sold.ok());
  EXPECT_EQ(world.next_now().command->number, world.command(sold).number);
}

}  // namespace
}  // namespace kwota::remote
