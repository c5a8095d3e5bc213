#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/text/base64.h"
#include "base/text/character_set.h"
#include "base/text/clock_rules.h"
#include "base/text/csv_cell.h"
#include "base/text/measured.h"
#include "base/text/typed_reference.h"

namespace kwota {
namespace {

TEST(Base64, receipts_carry_bytes_through_addresses) {
  EXPECT_EQ(to_base64url({}), "");
  EXPECT_EQ(to_base64url(view_of("f")), "Zg");
  EXPECT_EQ(to_base64url(view_of("foobar")), "Zm9vYmFy") << "RFC 4648, section 10";
  EXPECT_EQ(to_base64url(hex("FBFF")), "-_8");
  EXPECT_EQ(to_spoken(hex("0000000000"), 8), "00000000");
  EXPECT_EQ(to_spoken(hex("FFFFFFFFFF"), 8), "ZZZZZZZZ");
  EXPECT_EQ(to_spoken(hex("084210"), 4), "1111");
}

TEST(CharacterSets, of_other_systems_are_read_and_written_and_nothing_becomes_a_question_mark) {
  EXPECT_EQ(from_utf8("\u6768", CharacterSet::gb18030), "\xD1\xEE") << "GB 2312, row 49, cell 78";
  EXPECT_EQ(from_utf8("\u0416", CharacterSet::cp866), "\x86");
  EXPECT_EQ(to_utf8("\xC6", CharacterSet::windows1251), "\u0416");
  EXPECT_EQ(from_utf8("", CharacterSet::ascii), "");
  EXPECT_FALSE(from_utf8("\u6768", CharacterSet::cp866)) << "it has no such letter";
  EXPECT_FALSE(to_utf8("\xFF", CharacterSet::gb18030)) << "half a letter";
  EXPECT_EQ(to_utf8("\x81\x30\x81\x30", CharacterSet::gb18030), "\u0080") << "four bytes are one letter";
}

TEST(ClockRules, are_read_as_they_are_typed_and_typed_as_they_are_read) {
  EXPECT_EQ(time_of_day_text(600), "06:00");
  EXPECT_EQ(time_of_day_text(5), "00:05");
  for (std::int64_t time = 0; time <= 2400; ++time) {
    EXPECT_EQ(time_of_day_text(time).empty(), time % 100 >= 60 || time == 2400) << time;
    if (!time_of_day_text(time).empty()) EXPECT_EQ(parse_time_of_day(time_of_day_text(time)), time);
  }
  EXPECT_EQ(weekdays_text(0b0111110), "mon,tue,wed,thu,fri");
  EXPECT_EQ(weekdays_text(0b1000001), "sat,sun");
  for (std::int64_t days = 0; days < 128; ++days) EXPECT_EQ(parse_weekdays(weekdays_text(days)), days);
  EXPECT_EQ(recurring_text(99'99'18'30), "*-* 18:30");
  EXPECT_EQ(recurring_text(12'01'00'99), "12-01 00:*");
  for (const std::int64_t pattern : {0, 99'99'99'99, 1'31'23'59, 99'01'00'00}) EXPECT_EQ(parse_recurring(recurring_text(pattern)), pattern);
  for (const std::int64_t flag : {0, 1}) EXPECT_EQ(parse_flag(flag_text(flag)), flag);
}

TEST(ClockRules, numbers_are_taken_as_devices_keep_them_and_nothing_else) {
  EXPECT_EQ(parse_time_of_day("0600"), 600);
  EXPECT_EQ(parse_time_of_day("600"), 600);
  EXPECT_EQ(parse_weekdays("127"), 127);
  EXPECT_EQ(parse_weekdays("sun,mon"), 3);
  EXPECT_EQ(parse_recurring("99991830"), 99'99'18'30);
  for (const auto* wrong : {"", "24:00", "6:00", "06:60", "0660", "06-00", "-600", "06:00:00", "123456789"}) EXPECT_FALSE(parse_time_of_day(wrong)) << wrong;
  for (const auto* wrong : {"", "128", "mon,", ",mon", "monday", "mon tue"}) EXPECT_FALSE(parse_weekdays(wrong)) << wrong;
  for (const auto* wrong : {"", "2", "true", "-1"}) EXPECT_FALSE(parse_flag(wrong)) << wrong;
  for (const auto* wrong : {"", "13-01 00:00", "00-00 00:00", "*-*", "*-* 24:00", "*-* 18:30:00", "13019900"}) EXPECT_FALSE(parse_recurring(wrong)) << wrong;
  EXPECT_EQ(weekdays_text(128), "");
  EXPECT_EQ(flag_text(2), "");
  EXPECT_EQ(recurring_text(13'01'99'00), "");
}

TEST(TypedReference, says_the_same_number_however_it_was_typed) {
  for (const auto* typed : {"TR-99 1", "tr-99 1", " TR-99  1 ", "TR-99\u00A01", "ＴＲ－９９　１", "\tTR-99 \t 1"}) EXPECT_EQ(typed_reference(typed), "TR-99 1") << typed;
  EXPECT_EQ(typed_reference("платёж 7"), "платёж 7") << "letters of other scripts stay";
  EXPECT_EQ(typed_reference("转账７号"), "转账7号");
  EXPECT_TRUE(is_same_reference("11010119900101123x", "110101 19900101 123X"));
  EXPECT_FALSE(is_same_reference("TR-1", "TR-2"));
  EXPECT_EQ(typed_reference("\xEF"), "\xEF") << "half a letter is taken as it is";
  for (const auto* nothing : {"", "  ", "\u3000"}) EXPECT_EQ(typed_reference(nothing), "");
}

TEST(CsvCell, what_somebody_typed_stays_text_in_a_table_program) {
  for (const auto* typed : {"=1+1", "+7 701", "-5", "@x", "\t=1", "\r=1", "  =1", "＝1+1", "＠x", "－5"}) EXPECT_EQ(csv_cell(typed).find('\''), csv_cell(typed).front() == '"' ? 1U : 0U) << typed;
  for (const auto* typed : {"=1+1", "-5", "  =1", "＝1+1"}) EXPECT_EQ(typed_text(csv_cell(typed)), typed) << "and comes back as it was typed";
  EXPECT_EQ(csv_cell("-5.00", false), "-5.00") << "a number keeps its sign";
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("a;b"), "\"a;b\"") << "where a semicolon parts the cells, too";
  EXPECT_EQ(csv_cell("six \"eight\""), "\"six \"\"eight\"\"\"");
  EXPECT_EQ(csv_cell(""), "");
}

TEST(Measurements, what_was_measured_comes_back_as_it_was_told) {
  const Measurements told{{{Measure::voltage, Phase::a, 2314}, {Measure::active_power, Phase::all, -56'747}, {Measure::frequency, Phase::all, 5'003}}};
  EXPECT_EQ(to_text(told), "voltage:A=231.4,active_power=-5.6747,frequency=50.03");
  EXPECT_EQ(parse_measurements(to_text(told)), told);
  EXPECT_EQ(told.of(Measure::voltage, Phase::b), std::nullopt) << "a phase that was not told is not there, and not zero";
  EXPECT_EQ(parse_measurements("voltage:D=1.0,colour=3,current:A=x,voltage:B=0.0,"), (Measurements{{{Measure::voltage, Phase::b, 0}}})) << "what is none is left out";
}

}  // namespace
}  // namespace kwota
