#include "carry/vectors/infrared_kinds.h"

#include <gtest/gtest.h>

#include "seal/vectors/vectors.h"

namespace kwota::carry::vectors {
namespace {

std::string checked(std::string_view kind, std::string_view in, std::string_view out) {
  const auto report = seal::vectors::check_vectors("{\"vectors\":[{\"id\":\"x\",\"kind\":\"" + std::string{kind} + "\",\"in\":" +
                                                       std::string{in} + ",\"out\":" + std::string{out} + "}]}",
                                                   nullptr, infrared_kinds());
  if (!report.ok()) return report.error().what;
  return std::string{name_of(report->cases[0].outcome)} + report->cases[0].difference;
}

TEST(InfraredVectors, the_published_reading_of_one_record_is_framed_again) {
  EXPECT_EQ(checked("ir_records", R"({"address": "123456789012", "first": 1, "wanted": 1, "records":
    ["010000001700000000050113003008010626306300904612003412005018006606000034930000262E51850001011C15"]})",
                    R"({"request": "FEFEFEFE6812907856341268110934342D3734343333336D16",
    "answer": "6812907856341268913534342D3734343333334A3333333338344633633B343959639633C3794533674533834B339939333367C63333596184B83334344F482B16",
    "milliseconds_on_air": 825})"),
            "passed");
}

TEST(InfraredVectors, fewer_records_than_wanted_are_the_end_and_more_are_refused) {
  constexpr auto record = R"("010000001700000000050113003008010626306300904612003412005018006606000034930000262E51850001011C15")";
  const auto asked = [&](int wanted, int sent) {
    std::string records;
    for (int i = 0; i < sent; ++i) records += (i > 0 ? ", " : "") + std::string{record};
    return "{\"address\": \"410000000001\", \"first\": 997, \"wanted\": " + std::to_string(wanted) + ", \"records\": [" + records + "]}";
  };
  EXPECT_EQ(checked("ir_records", asked(4, 2), R"({"milliseconds_on_air": 1265})"), "passed");
  EXPECT_EQ(checked("ir_records", asked(1, 2), R"({"error": true})"), "passed");
  EXPECT_EQ(checked("ir_records", asked(5, 1), R"({"error": true})"), "passed");
}

TEST(InfraredVectors, a_thousand_records_take_nine_minutes) {
  const auto bound = [](std::string_view records, std::string_view out) {
    return checked("ir_bound", "{\"records\": " + std::string{records} + R"(, "per_frame": 4, "baud": 1200, "bits": 11, "gap_ms": 40})", out);
  };
  EXPECT_EQ(bound("1000", R"({"exchanges": 250, "bytes": 58500, "milliseconds_without_gaps": 536250, "milliseconds_with_gaps": 546250})"),
            "passed");
  EXPECT_EQ(bound("1", R"({"exchanges": 1, "bytes": 90, "milliseconds_without_gaps": 825, "milliseconds_with_gaps": 865})"), "passed");
}

}  // namespace
}  // namespace kwota::carry::vectors
