// What the office may set is what the meter takes: two tables, one for people and one for firmware, held against each other.
#include "carry/dlt645/settable.h"

#include "base/decimal.h"
#include "devices/settings/settings.h"
#include "meter/dlt645/readings.h"
#include "meter/dlt645/test_world.h"
#include "models/all.h"

namespace kwota::meter_line::test {
namespace {

using devices::Parameter;

TEST(Settable, every_parameter_of_the_meter_is_one_of_the_office_with_the_same_range) {
  for (std::size_t i = 0; i < meter::parameter_count; ++i) {
    const auto item = static_cast<std::uint32_t>(0x04001401 + i);
    const auto* found = dlt645::parameter_at({dlt645::Edition::y2007, item});
    ASSERT_NE(found, nullptr) << item;
    EXPECT_EQ(found->least, std::int64_t{meter::parameters()[i].least}) << found->name;
    EXPECT_EQ(found->most, std::int64_t{meter::parameters()[i].most}) << found->name;
  }
}

TEST(Settable, a_text_passes_exactly_when_the_meter_takes_its_number) {
  for (const auto& row : devices::parameters()) {
    EXPECT_EQ(dlt645::item_of(row).writing, dlt645::Writing::sealed) << row.name;
    EXPECT_EQ(dlt645::item_of(row).decimals, row.decimals) << row.name;
    EXPECT_EQ(dlt645::item_of(row).unit, row.unit) << row.name;
    const auto parameter = parameter_of(dlt645::identifier_of(row).value);
    if (!parameter) continue;
    for (const std::int64_t value : {row.least - 1, row.least, std::int64_t{660}, std::int64_t{2400}, row.most, row.most + 1}) {
      if (value < 0) continue;
      const auto text = format_decimal(value, row.decimals);
      meter::Parameters mine;
      const bool taken = mine.set(*parameter, static_cast<std::uint32_t>(value));
      const devices::Settings one{{std::string{row.name}, text}};
      EXPECT_EQ(devices::checked("", {}, one).ok(), taken) << row.name << " " << text;
    }
  }
}

TEST(Settable, refusals_name_the_item_and_say_what_would_be_taken) {
  const auto code = [](const devices::Settings& texts, std::string_view model = "DDZY1352") {
    const auto seen = devices::checked(model, models::facts_of(model), texts);
    return seen.ok() ? std::string{"taken"} : seen.error().code;
  };
  EXPECT_EQ(code({{"curfew_from", "2300"}, {"curfew_to", "0600"}}), "taken");
  EXPECT_EQ(code({{"curfew_from", "23:00"}, {"curfew_weekdays", "mon,tue"}, {"timed_freeze", "*-* 18:30"}}), "taken");
  EXPECT_EQ(code({{"curfew_from", "2275"}}), "no_such_time");
  EXPECT_EQ(code({{"curfew_weekdays", "monday"}}), "parameter_out_of_range");
  EXPECT_EQ(code({{"timed_freeze", "13019900"}}), "no_such_time");
  EXPECT_EQ(code({{"rate_price_current", "1"}}), "unknown_parameter");
  EXPECT_EQ(code({{"limit_window_seconds", "0"}}), "parameter_out_of_range");
  EXPECT_EQ(code({{"step_power_factor", "0.9501"}}), "parameter_out_of_range");
  EXPECT_EQ(code({{"alarm_amount_1", "10.00"}, {"alarm_amount_2", "20.00"}}), "alarms_not_in_order");
  EXPECT_EQ(code({{"friendly_holidays", "1"}}), "taken");
  EXPECT_EQ(code({{"friendly_holidays", "1"}}, "DDSY1352"), "parameter_not_in_model");
  EXPECT_EQ(devices::checked("", {}, {{"curfew_to", "0600"}, {"alarm_amount_1", "5"}}).value(),
            (devices::Settings{{"alarm_amount_1", "5.00"}, {"curfew_to", "06:00"}}));
  EXPECT_EQ(devices::checked("", {}, {{"residents", "101"}}).error().details.at("most"), "100");
}

std::vector<std::string> order_of(const devices::Values& wanted, const devices::Values& held) {
  std::vector<std::string> names;
  for (const auto& write : devices::writes_of(wanted, held)) names.emplace_back(write.parameter->name);
  return names;
}

TEST(Settable, the_order_of_writing_leaves_no_rule_half_on) {
  const std::string watts = "limit_watts", window = "limit_window_seconds", from = "curfew_from", to = "curfew_to", alarm_1 = "alarm_amount_1",
                    alarm_2 = "alarm_amount_2";
  using Names = std::vector<std::string>;
  EXPECT_EQ(order_of({{watts, 800}, {window, 60}}, {{watts, 0}, {window, 10}}), (Names{"limit_window_seconds", "limit_watts"}));
  EXPECT_EQ(order_of({{watts, 0}, {window, 60}}, {{watts, 800}, {window, 10}}), (Names{"limit_watts", "limit_window_seconds"}));
  EXPECT_EQ(order_of({{watts, 800}, {window, 60}}, {{watts, 800}, {window, 10}}), (Names{"limit_window_seconds"}))
      << "what is there is not written";
  EXPECT_EQ(order_of({{from, 300}, {to, 400}}, {{from, 100}, {to, 200}}), (Names{"curfew_to", "curfew_from"}))
      << "01-04, and never 03-02";
  EXPECT_EQ(order_of({{from, 2300}, {to, 600}}, {{from, 0}, {to, 0}}), (Names{"curfew_from", "curfew_to"}));
  EXPECT_EQ(order_of({{alarm_1, 50'00}, {alarm_2, 30'00}}, {{alarm_1, 20'00}, {alarm_2, 10'00}}),
            (Names{"alarm_amount_1", "alarm_amount_2"}));
  EXPECT_EQ(order_of({{alarm_1, 5'00}, {alarm_2, 2'00}}, {{alarm_1, 20'00}, {alarm_2, 10'00}}),
            (Names{"alarm_amount_2", "alarm_amount_1"}));
}

}  // namespace
}  // namespace kwota::meter_line::test
