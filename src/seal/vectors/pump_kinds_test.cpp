#include <gtest/gtest.h>

#include "seal/vectors/vectors.h"

namespace kwota::seal::vectors {
namespace {

std::string checked(std::string_view kind, std::string_view in, std::string_view out) {
  const auto report = check_vectors("{\"vectors\":[{\"id\":\"x\",\"kind\":\"" + std::string{kind} + "\",\"in\":" + std::string{in} +
                                    ",\"out\":" + std::string{out} + "}]}");
  if (!report.ok()) return report.error().what;
  return report->cases[0].outcome == Outcome::passed ? "passed" : report->cases[0].difference;
}

constexpr auto usage = R"({"seq": 1, "card": "1301050000000017", "start": "260601083000", "seconds": 6330, "register": 124690,
  "energy": 1234, "water": 1850, "amount": 666, "after": 9334, "TAC": "262E5185", "flags": "00", "cause": "01", "price_set": "01"})";

TEST(PumpVectors, the_published_records_of_a_pump_are_laid_out_again) {
  EXPECT_EQ(checked("usage_record", usage,
                R"({"record": "010000001700000000050113003008010626306300904612003412005018006606000034930000262E51850001011C15"})"),
            "passed");
  EXPECT_EQ(checked("hung_record",
                R"({"seq": 17, "card": "1301050000000017", "start": "260601083000", "seconds": 6330, "energy": 1234, "amount": 666,
                    "bal": 10000, "offSeq": "0005", "TID": "131050000017", "GMAC": "72F8BAB1", "state": "07", "flags": "00"})",
                R"({"record": "1700000017000000000501130030080106263063003412006606000000000100000513105000001772F8BAB10700DAE3"})"),
            "passed");
  EXPECT_EQ(checked("controller_record",
                R"({"state": "03", "version": "01", "well": "77640419", "asn": "8864364731498993", "TID": "291397821158",
                    "offSeq": "9889", "termSeq": "747D0443", "bal": "00004E20", "amt": "00000000", "start": "20271019115723",
                    "stop": "00000000000000", "energy": "00000000", "water": "00000000", "GTAC": "DA632BD0", "GMAC": "00000000",
                    "TAC": "00000000"})",
                R"({"record": "03017764041988643647314989932913978211589889747D044300004E20000000002027101911572300000000000000)"
                R"(0000000000000000DA632BD00000000000000000C9B0119A"})"),
            "passed");
}

TEST(PumpVectors, what_a_watering_costs_and_where_the_pump_stops) {
  const auto cost = [](std::string_view in, std::string_view out) { return checked("pump_cost", in, out); };
  EXPECT_EQ(cost(R"({"basis": "energy_Wh", "price_e4": 5395, "quantity": 12345, "balance_fen": 20000, "reserve_fen": 100})",
                 R"({"amount_fen": 666, "stops_after": 368860})"),
            "passed");
  EXPECT_EQ(cost(R"({"basis": "volume_100dm3", "price_e4": 3200, "quantity": 1855, "balance_fen": 60000, "reserve_fen": 500})",
                 R"({"amount_fen": 5936, "stops_after": 18593})"),
            "passed");
  EXPECT_EQ(cost(R"({"basis": "energy_Wh", "price_e4": 12999, "quantity": 1234567, "balance_fen": 100000, "reserve_fen": 1000})",
                 R"({"amount_fen": 100000, "stops_after": 761597})"),
            "passed");
  EXPECT_EQ(cost(R"({"basis": "time_s", "price_e4": 0, "quantity": 5, "balance_fen": 1, "reserve_fen": 0})",
                 R"({"amount_fen": 0, "stops_after": null})"),
            "passed");
  EXPECT_NE(cost(R"({"basis": "moonlight", "price_e4": 0, "quantity": 5, "balance_fen": 1, "reserve_fen": 0})", R"({"amount_fen": 0})"),
            "passed");
}

TEST(PumpVectors, a_value_that_the_record_has_no_digits_for_is_refused) {
  std::string long_one{usage};
  long_one.replace(long_one.find("6330"), 4, "1000000");
  EXPECT_EQ(checked("usage_record", long_one, R"({"error": true})"), "passed");
  std::string hexadecimal{usage};
  hexadecimal.replace(hexadecimal.find("260601083000"), 12, "2606010830A0");
  EXPECT_EQ(checked("usage_record", hexadecimal, R"({"error": true})"), "passed");
}

}  // namespace
}  // namespace kwota::seal::vectors
