#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/text/base64.h"
#include "base/text/csv_cell.h"
#include "base/text/measured.h"

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
