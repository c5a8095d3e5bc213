// Values of meters: dates, times and status words are what they say and nothing else, blocks and records are taken apart by the table.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "carry/dlt645/items.h"

namespace kwota::dlt645 {
namespace values_test {

Result<std::vector<ReportedValue>> reported_values(std::uint32_t identifier, std::string_view data, Edition edition = Edition::y2007) {
  return read_values({edition, identifier}, hex(data));
}
std::string reported(std::uint32_t identifier, std::string_view data, Edition edition = Edition::y2007) {
  const auto values = reported_values(identifier, data, edition);
  return values.ok() ? text_of(*values) : values.error().code;
}

TEST(Values, a_block_is_taken_apart_by_its_places) {
  EXPECT_EQ(reported(0x0201FF00, "142300000000"), "voltage 231.4 V, voltage 0.0 V, voltage 0.0 V");
  EXPECT_EQ(reported_values(0x0201FF00, "142300000000")->at(0).identifier, (Identifier{Edition::y2007, 0x02010100})) << "phases begin with 1";
  EXPECT_EQ(reported_values(0x0203FF00, "345682 000000")->at(0).identifier, (Identifier{Edition::y2007, 0x02030000})) << "power begins with its total";
  EXPECT_EQ(reported(0x0001FF00, "56341200 34120000"), "import_energy 1234.56 kWh, import_energy 12.34 kWh");
  EXPECT_EQ(reported_values(0x000001FF, "56341200 34120000")->at(1).identifier, (Identifier{Edition::y2007, 0x00000101})) << "settlement days of a rate";
  EXPECT_EQ(reported(0x040001FF, "05201126 090514"), "date 2026-11-20, time 14:05:09") << "places of several shapes";
  EXPECT_EQ(reported_values(0x033013FF, "300514201126130105000000001732FFFFFFFFFFFFFF07005634000090461200FFFFFFFF")->at(0).identifier.value, 0x03301301U)
      << "how many records there are is none of them";
}

TEST(Values, versions_are_texts) {
  EXPECT_EQ(reported(0x04800001, "202020202020202020202020202020202020202020202020202020 37302E3156"), "V1.07");
}

TEST(Values, records_of_a_block_are_taken_apart_like_one_alone) {
  const std::string_view covers = "300514201126000000000000000000009046120056340080";
  EXPECT_EQ(reported(0x03300DFF, std::string{covers} + std::string{covers}), reported(0x03300D01, covers) + ", " + reported(0x03300D01, covers));
  EXPECT_EQ(reported_values(0x03300DFF, std::string{covers} + std::string{covers})->at(5).identifier, (Identifier{Edition::y2007, 0x03300D02}));
}

TEST(Values, the_block_of_a_missing_phase_says_so_and_the_others_keep_their_place) {
  const auto phases = reported_values(0x0201FF00, "5622FFFFFFFF").value();
  ASSERT_EQ(phases.size(), 3U);
  EXPECT_EQ(phases[0].value, (Value{Number{2256, 1, "V"}}));
  EXPECT_FALSE(phases[1].value.available());
  EXPECT_EQ(text_of(phases), "voltage 225.6 V, voltage -, voltage -");
}

TEST(Values, what_a_block_has_beside_the_table_comes_last_as_bytes) {
  const auto values = reported_values(0x0201FF00, "142300").value();
  ASSERT_EQ(values.size(), 2U);
  EXPECT_TRUE(values[1].name.empty());
  EXPECT_EQ(values[1].value, (Value{Raw{hex("00")}}));
  EXPECT_EQ(reported(0x7777FF00, "1423"), "unknown_item");
  EXPECT_EQ(reported(0x00FFFFFF, "1423"), "unknown_item") << "two positions at once";
}

TEST(Values, blocks_of_1997_end_with_their_last_digit_and_perhaps_with_a_mark) {
  EXPECT_EQ(reported(0x901F, "56341200 34120000 AA", Edition::y1997), "import_energy 1234.56 kWh, import_energy_of_rate 12.34 kWh");
  EXPECT_EQ(reported(0xB61F, "2002 1902 2102", Edition::y1997), "voltage 220 V, voltage 219 V, voltage 221 V");
  EXPECT_EQ(reported(0xC032, "97390042182703", Edition::y1997), "03271842003997") << "some meters tell more digits";
}

TEST(Values, a_maximum_says_how_much_and_when) {
  EXPECT_EQ(reported(0x01010000, "000000 0804211126"), "0.0000 kW at 2026-11-21 04:08");
  EXPECT_EQ(reported(0x0101FF00, "421508 0000201126 000000 0804211126"), "import_demand 8.1542 kW at 2026-11-20 00:00, import_demand 0.0000 kW at 2026-11-21 04:08");
  EXPECT_FALSE(reported_values(0x01010000, "0000000000000000")->at(0).value.available()) << "no such day";
}

TEST(Values, a_total_with_its_rates_in_one_frozen_value_is_both) {
  EXPECT_EQ(reported(0x05060101, "56341200"), "1234.56 kWh");
  EXPECT_EQ(reported_values(0x05060101, "56341200 34120000 00000000")->size(), 3U);
  EXPECT_EQ(reported(0x05060101, "563412"), "wrong_item_length");
}

TEST(Values, what_is_no_date_or_time_is_missing_and_never_another_day) {
  for (const auto* wrong : {"00000000", "01310226", "01321326", "FFFFFFFF", "010A0126"})
    EXPECT_FALSE(reported_values(0x04000101, wrong)->at(0).value.available()) << wrong;
  for (const auto* wrong : {"600000", "006000", "000024", "FFFFFF"}) EXPECT_FALSE(reported_values(0x04000102, wrong)->at(0).value.available()) << wrong;
  const auto* date = find_item({Edition::y2007, 0x04000101});
  for (const auto* wrong : {"2026-02-30", "26-02-03", "2026-2-3", "1999-12-31", "20261120", "", "2026-11-20x"})
    EXPECT_EQ(write_value(*date, wrong).error().code, "value_does_not_fit") << wrong;
}

TEST(Values, every_moment_is_written_as_it_is_read_and_a_date_brings_its_day_of_the_week) {
  EXPECT_TRUE(rc::check([] {
    const auto date = date_of_day(*rc::gen::inRange<std::int64_t>(day_number({2000, 1, 1}), day_number({2100, 1, 1})));
    const LocalTime at{date, *rc::gen::inRange(0U, 24U), *rc::gen::inRange(0U, 60U), *rc::gen::inRange(0U, 60U)};
    for (const auto bytes : {std::uint8_t{5}, std::uint8_t{6}, std::uint8_t{7}}) {
      const Shape shape{Format::moment, bytes};
      const auto text = bytes == 5 ? format_minute(at) : format_local(at);
      const auto wire = write_value(shape, text);
      RC_ASSERT(wire.has_value());
      const auto back = read_value(shape, *wire);
      RC_ASSERT(back->text() == text);
      if (bytes == 7) RC_ASSERT(back->if_a<Moment>()->weekday == static_cast<unsigned>(weekday(date) % 7));
    }
    RC_ASSERT(moment_in(moment_bytes(at)) == at);
  }));
}

TEST(StatusWords, every_bit_has_one_meaning_or_none) {
  for (unsigned word = 1; word <= status_word_count; ++word)
    for (unsigned bit = 0; bit < 16; ++bit) {
      const StatusWord alone{word, static_cast<std::uint16_t>(1U << bit)};
      std::size_t named = 0;
      for (const auto& field : status_fields()) named += alone.state_of(field) != field.states[0] ? 1 : 0;
      EXPECT_EQ(named + alone.unknown_bits().size(), 1U) << word << " b" << bit;
    }
}

TEST(StatusWords, say_by_name_how_a_meter_stands) {
  const StatusWord word{3, 0b1100'0010'0101'0000};
  EXPECT_EQ(word.text(), "C250 relay open, relay_order open, kind money, local_account not opened, remote_account not opened");
  EXPECT_EQ(word.state_of("power_protect"), "off");
  EXPECT_EQ(word.run_state(), (RunState{true, true, false, Prepaid::money}));
  EXPECT_EQ((StatusWord{3, 0b0001'0001'0000'0000}).run_state(), (RunState{false, false, true, Prepaid::energy}));
  EXPECT_EQ((StatusWord{4, 0xFFFF}).run_state(), std::nullopt) << "another word";
  EXPECT_EQ(word.state_of("supply"), "mains");
  EXPECT_EQ((StatusWord{3, 0b100}).state_of("supply"), "battery");
  EXPECT_EQ((StatusWord{6, 1}).text(), "0001 voltage_lost") << "of phase C";
  EXPECT_EQ((StatusWord{1, 1}).text(), "0001 bit 0");
  EXPECT_EQ((StatusWord{3, 0}).state_of("voltage_lost"), "") << "of another word";
  EXPECT_EQ((StatusWord{8, 0xFFFF}).unknown_bits().size(), 16U) << "there are seven";
  EXPECT_EQ(reported(0x040005FF, "0000 0000 5002 0000 0000 0000 0000").substr(40), "status_word_3 0250 relay open, relay_order open, kind money, "
                                                                               "status_word_4 0000, status_word_5 0000, status_word_6 0000, status_word_7 0000");
}

}  // namespace values_test
}  // namespace kwota::dlt645
