// Parameters over the line, set by an office and read back. Law: wherever the line breaks, repeated until it is done the meter
// has exactly what was wanted, what was not asked for is as before, and no curfew in between is longer than the old and the new
// together.
#include "carry/remote_vending/parameters.h"

#include <rapidcheck.h>

#include "base/decimal.h"
#include "models/all.h"
#include "models/ddzy1352.h"
#include "sim/meter/line_world.h"

namespace kwota::meter_line::test {
namespace {

using devices::Settings;
using meter::Parameter;

struct Room : Breaking {
  Line line{1, dlt645::read_data_max, World::Keys::utility, models::ddzy1352};
  int writes = 0;

  dialogue::Parties parties() {
    auto all = line.parties();
    all.line = [this, ask = all.line](const dialogue::LineFrame& command) {
      const auto before = line.meter->history().count(meter::EventKind::programming);
      auto answer = carry(command, ask);
      writes += line.meter->history().count(meter::EventKind::programming) != before ? 1 : 0;
      return answer;
    };
    return all;
  }
  Result<std::vector<dlt645::ParameterHeld>> settle(Settings set) {
    dlt645::ParameterOrder order;
    order.station = line.station();
    order.model = "DDZY1352";
    order.set = std::move(set);
    order.random1 = line.random1();
    asked = writes = 0;
    return dialogue::run(dlt645::settle_parameters(order), parties());
  }
  std::uint32_t has(Parameter parameter) const { return line.meter->parameters().of(parameter); }
};

const dlt645::ParameterHeld& of(const std::vector<dlt645::ParameterHeld>& held, std::string_view name) {
  return *std::ranges::find_if(held, [&](const auto& one) { return one.row->name == name; });
}

TEST(ParametersOverTheLine, everything_that_a_meter_has_is_read_and_nothing_is_written) {
  Room room;
  const auto held = room.settle({});
  ASSERT_TRUE(held.ok()) << held.error().code;
  EXPECT_EQ(held->size(), devices::parameters().size());
  EXPECT_EQ(room.writes, 0);
  EXPECT_EQ(of(*held, "step_power_factor").text, "0.950");
  EXPECT_EQ(of(*held, "alarm_amount_1").text, "30.00");
  EXPECT_EQ(of(*held, "curfew_weekdays").text, "daily");
}

TEST(ParametersOverTheLine, what_differs_is_written_under_the_seal_and_read_back) {
  Room room;
  const Settings wanted{
      {"curfew_from", "23:00"}, {"curfew_to", "06:00"}, {"trip_delay", "10"}, {"overdraft_limit", "5.00"}, {"limit_tries", "3"}};
  const auto held = room.settle(wanted);
  ASSERT_TRUE(held.ok()) << held.error().code;
  EXPECT_EQ(room.writes, 4) << "limit_tries is 3 as made";
  for (const auto& one : *held) {
    EXPECT_FALSE(one.refused) << one.row->name;
    EXPECT_EQ(one.text, wanted.find(one.row->name)->second);
  }
  EXPECT_EQ(room.has(Parameter::curfew_from), 2300U);
  EXPECT_EQ(room.line.meter->state().limits.overdraft, Money::minor(5'00));
  ASSERT_TRUE(room.settle(wanted).ok());
  EXPECT_EQ(room.writes, 0) << "once is enough";
}

TEST(ParametersOverTheLine, a_meter_that_refuses_one_item_takes_the_others) {
  Room room;
  const auto held =
      room.settle({{"alarm_amount_2", "40.00"}, {"trip_delay", "15"}});  // above alarm 1, which only the meter knows
  ASSERT_TRUE(held.ok()) << held.error().code;
  EXPECT_EQ(of(*held, "alarm_amount_2").refused->code, "parameter_refused");
  EXPECT_EQ(of(*held, "alarm_amount_2").text, "10.00");
  EXPECT_FALSE(of(*held, "trip_delay").refused);
  EXPECT_EQ(room.has(Parameter::trip_delay_minutes), 15U);
}

TEST(ParametersOverTheLine, a_meter_that_has_an_item_not_says_so_and_takes_the_others) {
  Line plain;  // of one rate: no holidays
  dlt645::ParameterOrder order;
  order.station = plain.station();
  order.set = {{"friendly_holidays", "1"}, {"trip_delay", "15"}};
  order.random1 = plain.random1();
  const auto held = dialogue::run(dlt645::settle_parameters(order), plain.parties());
  ASSERT_TRUE(held.ok()) << held.error().code;
  EXPECT_EQ(of(*held, "friendly_holidays").refused->code, "parameter_absent");
  EXPECT_EQ(of(*held, "trip_delay").text, "15");
}

TEST(ParametersOverTheLine, cut_at_every_exchange_and_told_again_the_meter_has_what_was_wanted) {
  const Settings wanted{
      {"curfew_from", "03:00"},    {"curfew_to", "04:00"},      {"budget_watts", "900"}, {"budget_window_seconds", "600"},
      {"alarm_amount_1", "50.00"}, {"alarm_amount_2", "40.00"}, {"residents", "4"},      {"free_wh_per_person", "8000"}};
  for (const bool answer_lost : {false, true})
    for (int cut = 1; cut < 200; ++cut) {
      SCOPED_TRACE(testing::Message() << (answer_lost ? "answer " : "question ") << cut);
      Room room;
      ASSERT_TRUE(room.settle({{"curfew_from", "100"}, {"curfew_to", "200"}}).ok());
      room.breaks_at = cut, room.answer_lost = answer_lost;
      const bool whole = room.settle(wanted).ok();
      room.breaks_at = 0;
      const auto from = room.has(Parameter::curfew_from), to = room.has(Parameter::curfew_to);
      EXPECT_TRUE(from < to && from >= 100 && to <= 400) << from << "-" << to;
      EXPECT_TRUE(room.has(Parameter::budget_watts) == 0 || room.has(Parameter::budget_window_seconds) == 600U)
          << "on only with its details";
      EXPECT_EQ(room.has(Parameter::limit_tries), 3U);
      const auto again = room.settle(wanted);
      ASSERT_TRUE(again.ok()) << again.error().code;
      for (const auto& one : *again) EXPECT_EQ(one.text, wanted.find(one.row->name)->second) << one.row->name;
      EXPECT_EQ(room.line.meter->state().basic_allowance.granted, Energy::wh(32'000)) << "granted once, however often it was told";
      if (whole) break;
    }
}

TEST(ParametersOverTheLine, a_meter_ends_with_what_was_wanted_last_from_whatever_it_had) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint32_t>>& settings, int cut) {
    Room room;
    Settings wanted;
    for (const auto& [place, value] : settings) {
      const auto& row = devices::parameters()[place % devices::parameters().size()];
      const auto number = row.least + static_cast<std::int64_t>(value) % (row.most - row.least + 1);
      const Settings one{{std::string{row.name}, format_decimal(number, row.decimals)}};
      const auto good = devices::checked("DDZY1352", models::facts_of("DDZY1352"), one);
      if (!good.ok()) continue;
      room.breaks_at = std::abs(cut % 12);
      (void)room.settle(*good);
      room.breaks_at = 0;
      const auto held = room.settle(*good);
      RC_ASSERT(held.ok());
      if (!held->front().refused) wanted.insert_or_assign(good->begin()->first, good->begin()->second);
    }
    const auto now = room.settle({});
    RC_ASSERT(now.ok());
    for (const auto& [name, text] : wanted)
      if (name.find("alarm") == std::string::npos) RC_ASSERT(of(*now, name).text == text);
  }));
}

}  // namespace
}  // namespace kwota::meter_line::test
