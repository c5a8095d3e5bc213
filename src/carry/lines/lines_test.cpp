// Protocols are found by the name that a link bears, and told in the field's terms.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "carry/lines/all.h"
#include "carry/remote_vending/test_wall.h"
#include "models/all.h"
#include "models/dlt645_meters.h"

namespace kwota::lines {
namespace {

TEST(Lines, a_driver_is_found_by_the_links_protocol_else_by_the_meters_model) {
  std::set<std::string_view> names;
  for (const auto* driver : all()) {
    EXPECT_TRUE(names.insert(driver->protocol()).second) << driver->protocol();
    EXPECT_EQ(driver_of(driver->protocol(), "").value(), driver);
  }
  for (const auto* model : models::all()) EXPECT_EQ(driver_of("", model->name).value()->protocol(), model->facts.protocol) << model->name;
  EXPECT_TRUE(driver_of("", "FOREIGN-1").ok()) << "an unknown plate is asked as most are";
  EXPECT_EQ(driver_of("morse", "").error().code, "unknown_protocol");
}

TEST(Lines, whoever_sees_no_line_is_handed_the_same_list) {
  const auto known = known_devices();
  ASSERT_EQ(known.protocols.size(), all().size());
  for (std::size_t i = 0; i < all().size(); ++i) EXPECT_EQ(known.protocols[i], all()[i]->protocol());
  for (const auto* model : models::all()) EXPECT_EQ(&known.facts_of(model->name), &model->facts) << model->name;
}

/// A meter of DL/T 645 that has some values and refuses all others.
struct Wall {
  std::map<std::uint32_t, Bytes> has{};
  std::vector<std::uint32_t> asked{};
  dialogue::Parties parties() {
    return {.line = [this](const dialogue::LineFrame& command) {
              return dlt645::test::answer_to(command, asked, 0, [this](std::uint32_t item) { return has.contains(item) ? std::optional{has.at(item)} : std::nullopt; });
            },
            .vault = {},
            .journal = {}};
  }
};

TEST(Lines, what_a_meter_tells_is_a_reading_and_what_it_refuses_is_absent) {
  Wall wall{.has = {{0x00010000, {0x34, 0x12, 0x00, 0x00}},
                    {0x00010001, {0x00, 0x10, 0x00, 0x00}},
                    {0x00900200, {0x50, 0x20, 0x00, 0x00}},
                    {0x04000503, {0x50, 0x00}},
                    {0x03300D00, {0x27, 0x00, 0x00}}}};
  const Meter meter{.number = MeterNumber::from(4'123'456'789)};
  using devices::Quantity;
  const std::vector quantities{Quantity::energy_by_rate, Quantity::settled, Quantity::money, Quantity::states, Quantity::event_counts};
  const auto read = dialogue::run(driver_of("", "").value()->read(meter, quantities), wall.parties());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->energy, Energy::wh(12'340));
  EXPECT_EQ(read->settled, Energy::wh(10'000));
  EXPECT_FALSE(read->rates[0]);
  EXPECT_EQ(read->remaining, Money::minor(2'050));
  EXPECT_FALSE(read->overdraft);
  EXPECT_EQ(to_text(read->states), "--------0050----------------");
  ASSERT_EQ(read->counts.size(), 1U);
  EXPECT_EQ(read->counts[0], (std::pair<std::string, std::int64_t>{"cover_opened", 27}));
  EXPECT_NE(std::ranges::find(read->absent, "00010100"), read->absent.end());
}

TEST(Lines, what_flows_is_told_phase_by_phase) {
  Wall wall{.has = {{0x0201FF00, {0x14, 0x23, 0x15, 0x23, 0x16, 0x23}}, {0x02020100, {0x50, 0x01, 0x80}}, {0x02030000, {0x00, 0x66, 0x00}}}};
  const std::vector quantities{devices::Quantity::network};
  const auto read = dialogue::run(driver_of("", "").value()->read({.number = MeterNumber::from(4'123'456'789), .model = "DTSY1352"}, quantities), wall.parties());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(to_text(read->network), "voltage:A=231.4,voltage:B=231.5,voltage:C=231.6,current:A=-0.150,active_power=0.6600");
  Wall one{.has = {{0x02010100, {0x14, 0x23}}, {0x02800002, {0x03, 0x50}}}};
  const auto lamp = dialogue::run(driver_of("", "").value()->read({.number = MeterNumber::from(4'123'456'789), .model = "DDSY1352"}, quantities), one.parties());
  ASSERT_TRUE(lamp.ok());
  EXPECT_EQ(to_text(lamp->network), "voltage:A=231.4,frequency=50.03");
  EXPECT_EQ(lamp->absent.size(), 3U) << "of one phase nobody asks for another";
}

TEST(Lines, an_edition_without_security_module_sends_nothing_that_is_sealed) {
  SeededRandom random{1};
  Wall wall;
  const auto& first = *driver_of(models::dlt645_meters::edition_1997, "").value();
  const Meter meter{.number = MeterNumber::from(1)};
  EXPECT_EQ(dialogue::run(first.read_statement(meter, random), wall.parties()).error().code, "not_in_protocol");
  EXPECT_EQ(dialogue::run(first.switch_relay(meter, {.what = devices::RelayOrder::trip}, random), wall.parties()).error().details.at("protocol"), first.protocol());
  const auto credit = dialogue::run(first.credit(meter, {}, random), wall.parties());
  ASSERT_TRUE(credit.ok());
  EXPECT_EQ(credit->outcome, dialogue::Outcome::not_done);
  EXPECT_TRUE(wall.asked.empty());
}

}  // namespace
}  // namespace kwota::lines
