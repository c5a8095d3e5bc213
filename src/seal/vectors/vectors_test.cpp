#include "seal/vectors/vectors.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "seal/vectors/vault_desk.h"

namespace kwota::seal::vectors {
namespace {

std::string published(const char* file) {
  std::ifstream in{std::string{KWOTA_SOURCE_DIR "/tests/vectors/"} + file};
  return {std::istreambuf_iterator<char>{in}, {}};
}
std::string published_vectors() { return published("cards_public.json"); }

Case one(std::string_view kind, std::string_view in, std::string_view out) {
  const std::string text = "{\"vectors\":[{\"id\":\"x-1\",\"kind\":\"" + std::string{kind} + "\",\"in\":" + std::string{in} +
                           ",\"out\":" + std::string{out} + "}]}";
  const auto report = check_vectors(text);
  return report.ok() ? report->cases.at(0) : Case{"", "", Outcome::skipped, report.error().what};
}
Outcome outcome(std::string_view kind, std::string_view in, std::string_view out) { return one(kind, in, out).outcome; }
/// Whether the input is refused, by whatever is expected of it.
bool refused(std::string_view kind, std::string_view in) { return outcome(kind, in, R"({"error": true})") == Outcome::passed; }

TEST(Vectors, every_published_vector_of_card_cryptography_is_computed_again) {
  const auto report = *check_vectors(published_vectors());
  std::set<std::string> kinds;
  for (const Case& c : report.cases) {
    EXPECT_EQ(c.outcome, Outcome::passed) << c.id << ": " << c.difference;
    kinds.insert(c.kind);
  }
  EXPECT_EQ(report.cases.size(), 30u);
  EXPECT_EQ(kinds.size(), 30u) << "one of each kind";
  EXPECT_EQ(report.summary(), "30 passed, 0 failed");
}

TEST(Vectors, every_published_vector_of_purse_cards_is_computed_again) {
  const auto report = *check_vectors(published("irrigation_public.json"));
  std::set<std::string> passed, others;
  for (const Case& c : report.cases) {
    EXPECT_NE(c.outcome, Outcome::failed) << c.id << ": " << c.difference;
    (c.outcome == Outcome::passed ? passed : others).insert(c.kind);
  }
  EXPECT_EQ(passed, (std::set<std::string>{"captured_log", "controller_record", "grey_release_session", "grey_session", "hung_record",
                                           "irrigation_tree", "load_proof", "pump_cost", "purse_application_file", "sm4_grey",
                                           "tool_card_file", "usage_record"}));
  EXPECT_EQ(others, (std::set<std::string>{"ir_bound", "ir_records"})) << "carry/vectors has them";
}

TEST(Vectors, kinds_with_keys_of_a_vault_are_computed_in_a_token_too_and_agree) {
  SystemRandom random;
  const auto desk = VaultDesk::open(random);
  if (!desk.ok()) GTEST_SKIP() << "SoftHSM is not installed (package softhsm2): " << desk.error().what;
  const auto report = *check_vectors(published_vectors(), desk->get());
  std::set<std::string> both_ways;
  for (const Case& c : report.cases) {
    EXPECT_EQ(c.outcome, Outcome::passed) << c.id << ": " << c.difference;
    if (c.by_vault) both_ways.insert(c.kind);
  }
  EXPECT_EQ(both_ways, (std::set<std::string>{"components_xor", "composite", "irrigation_keys", "load", "overdraft", "psam_key_write",
                                             "purchase", "unload"}));
}

TEST(Vectors, a_key_that_the_vault_refuses_is_a_difference_that_is_named) {
  SystemRandom random;
  const auto desk = VaultDesk::open(random);
  if (!desk.ok()) GTEST_SKIP() << "SoftHSM is not installed (package softhsm2): " << desk.error().what;
  const auto report = *check_vectors(R"({"vectors": [{"id": "x", "kind": "components_xor", "in": {"c1": "00000000000000000000000000000000",
    "c2": "47ACE63DD728859817F2C8D509404D3B"}, "out": {"key": "47ACE63DD728859817F2C8D509404D3B"}}]})", desk->get());
  EXPECT_EQ(report.count(Outcome::failed), 1u);
  EXPECT_NE(report.cases[0].difference.find("all bytes are zero"), std::string::npos) << report.cases[0].difference;
}

TEST(Vectors, a_changed_result_is_noticed_in_every_field_of_every_kind) {
  auto document = boost::json::parse(published_vectors());
  for (auto& vector : document.at("vectors").as_array()) {
    for (auto& [field, value] : vector.at("out").as_object()) {
      const auto right = value;
      auto& text = value.as_string();
      text[0] = text[0] == '0' ? '1' : '0';
      const auto report = *check_vectors(boost::json::serialize(document));
      EXPECT_EQ(report.count(Outcome::failed), 1u) << vector.at("id") << " " << field;
      value = right;
    }
  }
}

std::string_view text_of(const boost::json::value& value) { return {value.as_string().data(), value.as_string().size()}; }

TEST(Vectors, a_maltreated_input_never_stops_the_run) {
  auto original = boost::json::parse(published_vectors()).at("vectors").as_array();
  const auto irrigation = boost::json::parse(published("irrigation_public.json"));
  for (const auto& vector : irrigation.at("vectors").as_array())
    if (one(text_of(vector.at("kind")), "{}", R"({"x": ""})").outcome != Outcome::skipped) original.push_back(vector);
  for (const auto& vector : original) {
    for (const auto& [field, value] : vector.at("in").as_object()) {
      for (const boost::json::value& bad :
           {boost::json::value("XY"), boost::json::value("00"), boost::json::value(""), boost::json::value(99999999),
            boost::json::value(nullptr), boost::json::value(std::string(24, 'F')), boost::json::value(std::string(600, '9'))}) {
        auto maltreated = vector;
        maltreated.at("in").as_object()[field] = bad;
        const boost::json::value document{{"vectors", boost::json::array{maltreated}}};
        const auto report = check_vectors(boost::json::serialize(document));
        ASSERT_TRUE(report.ok());
        EXPECT_EQ(report->count(Outcome::skipped), 0u);
      }
    }
  }
}

TEST(Vectors, a_missing_input_is_named) {
  EXPECT_EQ(one("kcv", "{}", R"({"kcv": "FB0975"})").difference, "\"key\" is missing");
  EXPECT_EQ(one("div", R"({"key": "0011223344556677", "factor": "zz"})", R"({"kcv": "FB0975"})").difference,
            "\"factor\" is not hexadecimal text");
}

TEST(Vectors, hexadecimal_is_compared_as_bytes) {
  const auto* in = R"({"key": "00112233445566778899aabbccddeeff"})";
  EXPECT_EQ(outcome("kcv", in, R"({"kcv": "fb0975"})"), Outcome::passed);
  EXPECT_EQ(outcome("kcv", in, R"({"kcv": "FB 09 75"})"), Outcome::passed);
  EXPECT_EQ(one("kcv", in, R"({"kcv": "FB0976"})").difference, "kcv is FB0975, expected FB0976");
  EXPECT_EQ(one("kcv", in, R"({"kcv8": "FB0975"})").difference, "kcv8 is not a result of this kind");
}

TEST(Vectors, keys_of_all_suites_have_check_values) {
  const auto* key = R"({"key": "00112233445566778899AABBCCDDEEFF", "algorithm": "aes"})";
  EXPECT_EQ(outcome("kcv", key, R"({"kcv": "FDE4FB"})"), Outcome::passed);
  EXPECT_TRUE(refused("kcv", R"({"key": "0011223344556677", "algorithm": "aes"})"));
  EXPECT_TRUE(refused("kcv", R"({"key": "0011223344556677", "algorithm": "sm1"})"));
  EXPECT_TRUE(refused("kcv", R"({"key": "00112233445566778899"})"));
}

TEST(Vectors, a_serial_number_of_ten_bytes_diversifies_by_its_right_eight) {
  EXPECT_EQ(outcome("div", R"({"key": "00112233445566778899AABBCCDDEEFF", "factor": "00001122334455667788"})",
                    R"({"key_out": "496BD7A3513644533100B54E71196528"})"),
            Outcome::passed);
  EXPECT_TRUE(refused("div", R"({"key": "00112233445566778899AABBCCDDEEFF", "factor": "11223344"})"));
}

TEST(Vectors, the_captured_key_write_of_the_cards_manual_holds_as_a_protected_command_too) {
  EXPECT_EQ(outcome("secure_messaging",
                    R"({"key": "00112233445566778899AABBCCDDEEFF", "rand": "5D72B3FD", "header": "84D40000", "encrypted": true,
                        "data": "220000 00112233445566778899AABBCCDDEEFF"})",
                    R"({"body": "DCC0BB5793ABFCA2CA8C1624822F6E01A86A0B5CBED191DD", "mac": "8A9D4ADB",
                        "apdu": "84D400001CDCC0BB5793ABFCA2CA8C1624822F6E01A86A0B5CBED191DD8A9D4ADB"})"),
            Outcome::passed);
}

TEST(Vectors, inputs_that_no_card_would_take_are_refused) {
  EXPECT_TRUE(refused("pin_reload", R"({"DRPK": "00112233445566778899AABBCCDDEEFF", "pin": "123456789012345678"})"));
  EXPECT_TRUE(refused("des_mac", R"({"key": "00112233445566778899AABBCCDDEEFF", "msg": ""})")) << "that is the retail MAC";
  EXPECT_TRUE(refused("external_auth", R"({"key": "0011223344556677", "rand": "0102"})"));
  const std::string long_data(2 * 252, '0');
  EXPECT_TRUE(refused("secure_messaging",
                      R"({"key": "0011223344556677", "rand": "01020304", "header": "04D68100", "data": ")" + long_data + "\"}"));
  const auto preset = [](std::string_view switch_time) {
    return R"({"user_type": "03", "update": "80", "version": "00000001", "rates": "01", "alarm1": "00001000", "alarm2": "00000500",
               "ct": "000001", "pt": "000001", "switch": ")" +
           std::string{switch_time} + "\"}";
  };
  EXPECT_EQ(outcome("preset_card_file", preset("2907010000"),
                    R"({"frame": "6806001A0380000000012907010000010000100000000500000001000001ED16"})"),
            Outcome::passed);
  EXPECT_TRUE(refused("preset_card_file", preset("2913010000"))) << "month 13";
  EXPECT_TRUE(refused("preset_card_file", preset("29A1010000"))) << "not BCD";
  EXPECT_EQ(outcome("kcv", R"({"key": "0011223344556677"})", R"({"error": true})"), Outcome::failed)
      << "a good input is not refused";
}

TEST(Vectors, a_captured_load_without_its_time_has_the_macs_that_need_none) {
  const std::string fields = R"("DLK": "00112233445566778899AABBCCDDEEFF", "rnd": "A1FE680D", "onSeq": "0001", "bal": "00000000",
                               "amt": "00007530", "TT": "02", "TID": "232645659424")";
  const auto without = one("captured_load", "{" + fields + "}", R"({"SESLK": "00", "MAC1": "00"})").difference;
  const auto with = one("captured_load", "{" + fields + R"(, "datetime": "20300417145614"})", R"({"SESLK": "00", "MAC1": "00"})").difference;
  EXPECT_EQ(without, with) << "the time is in MAC2 alone";
  EXPECT_NE(without.find("MAC1 is "), std::string::npos) << without;
  EXPECT_EQ(one("captured_load", "{" + fields + "}", R"({"MAC2": "00"})").difference, "MAC2 is not a result of this kind");
  EXPECT_TRUE(refused("captured_load", "{" + fields + R"(, "datetime": "2030"})"));
}

TEST(Vectors, the_tac_key_is_the_cards_own_whatever_the_levels_of_its_purchase_key) {
  const auto document = boost::json::parse(published_vectors());
  for (const auto& vector : document.at("vectors").as_array()) {
    if (vector.at("kind") != "grey") continue;
    auto two_levels = vector;
    auto& in = two_levels.at("in").as_object();
    in["factors"] = boost::json::array{"6185385461853854", in.at("asn")};
    boost::json::object only_tac{{"GTAC", vector.at("out").at("GTAC")}};
    two_levels.as_object()["out"] = only_tac;
    const boost::json::value file{{"vectors", boost::json::array{two_levels}}};
    EXPECT_EQ(check_vectors(boost::json::serialize(file))->summary(), "1 passed, 0 failed");
  }
}

TEST(Vectors, unknown_kinds_are_skipped_and_counted) {
  EXPECT_EQ(outcome("quantum_purse", "{}", R"({"x": "00"})"), Outcome::skipped);
  const auto report = *check_vectors(R"({"vectors": [{"id": "a", "kind": "b", "in": {}, "out": {}}, 7]})");
  EXPECT_EQ(report.summary(), "0 passed, 1 failed, 1 skipped");
}

TEST(Vectors, a_vector_without_expectations_proves_nothing) {
  EXPECT_EQ(outcome("kcv", R"({"key": "0011223344556677"})", "{}"), Outcome::failed);
}

TEST(Vectors, other_files_are_refused) {
  for (const auto* text : {"", "{", "[]", "{}", R"({"vectors": 7})"})
    EXPECT_EQ(check_vectors(text).error().code, "bad_vector_file") << text;
}

TEST(Vectors, a_file_without_one_proves_nothing) { EXPECT_EQ(check_vectors(R"({"vectors": []})").error().code, "no_vectors"); }

}  // namespace
}  // namespace kwota::seal::vectors
