// What the office may set is what the meter takes: two tables, one for people and one for firmware, held against each other.
#include "carry/dlt645/settable.h"

#include "base/decimal.h"
#include "meter/dlt645/readings.h"
#include "meter/dlt645/test_world.h"

namespace kwota::meter_line::test {
namespace {

using dlt645::Settable;

TEST(Settable, every_parameter_of_the_meter_is_one_of_the_office_with_the_same_range) {
  for (std::size_t i = 0; i < meter::parameter_count; ++i) {
    const auto item = static_cast<std::uint32_t>(0x04001401 + i);
    const auto found = std::ranges::find(dlt645::settables(), item, &Settable::item);
    ASSERT_NE(found, dlt645::settables().end()) << item;
    EXPECT_EQ(found->least, std::int64_t{meter::parameters()[i].least}) << name_of(*found);
    EXPECT_EQ(found->most, std::int64_t{meter::parameters()[i].most}) << name_of(*found);
  }
}

TEST(Settable, a_text_passes_exactly_when_the_meter_takes_its_number) {
  for (const auto& row : dlt645::settables()) {
    EXPECT_EQ(item_of(row).writing, dlt645::Writing::sealed) << name_of(row);
    const auto parameter = parameter_of(row.item);
    if (!parameter) continue;
    for (const std::int64_t value : {row.least - 1, row.least, std::int64_t{660}, std::int64_t{2400}, row.most, row.most + 1}) {
      if (value < 0) continue;
      const auto text = format_decimal(value, item_of(row).decimals);
      meter::Parameters mine;
      const bool taken = mine.set(*parameter, static_cast<std::uint32_t>(value));
      const dlt645::SettableTexts one{{std::string{name_of(row)}, text}};
      EXPECT_EQ(dlt645::checked("", one).ok(), taken) << name_of(row) << " " << text;
    }
  }
}

TEST(Settable, refusals_name_the_item_and_say_what_would_be_taken) {
  const auto code = [](const dlt645::SettableTexts& texts, std::string_view model = "DDZY1352") {
    const auto seen = dlt645::checked(model, texts);
    return seen.ok() ? std::string{"taken"} : seen.error().code;
  };
  EXPECT_EQ(code({{"curfew_from", "2300"}, {"curfew_to", "0600"}}), "taken");
  EXPECT_EQ(code({{"curfew_from", "2275"}}), "no_such_time");
  EXPECT_EQ(code({{"timed_freeze", "13019900"}}), "no_such_time");
  EXPECT_EQ(code({{"rate_price_current", "1"}}), "unknown_parameter");
  EXPECT_EQ(code({{"limit_window_seconds", "0"}}), "parameter_out_of_range");
  EXPECT_EQ(code({{"step_power_factor", "0.9501"}}), "parameter_out_of_range");
  EXPECT_EQ(code({{"alarm_amount_1", "10.00"}, {"alarm_amount_2", "20.00"}}), "alarms_not_in_order");
  EXPECT_EQ(code({{"friendly_holidays", "1"}}), "taken");
  EXPECT_EQ(code({{"friendly_holidays", "1"}}, "DDSY1352"), "parameter_not_in_model");
  EXPECT_EQ(dlt645::checked("", {{"curfew_to", "0600"}, {"alarm_amount_1", "5"}}).value(),
            (dlt645::SettableTexts{{"alarm_amount_1", "5.00"}, {"curfew_to", "600"}}));
  EXPECT_EQ(dlt645::checked("", {{"residents", "101"}}).error().details.at("most"), "100");
}

std::vector<std::string> order_of(const std::map<std::uint32_t, std::int64_t>& wanted,
                                  const std::map<std::uint32_t, std::int64_t>& held) {
  std::vector<std::string> names;
  for (const auto& write : dlt645::writes_of(wanted, held)) names.emplace_back(name_of(*write.row));
  return names;
}

TEST(Settable, the_order_of_writing_leaves_no_rule_half_on) {
  constexpr std::uint32_t watts = 0x04001402, window = 0x04001403, from = 0x04001416, to = 0x04001417, alarm_1 = 0x04001001,
                          alarm_2 = 0x04001002;
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
