// Frames of DL/T 645 as people read them: blocks value by value, dates and times as such, status words bit by bit, orders with who gives them and
// until when, refusals by their names. Asked of the driver, as the command line does.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "carry/dlt645/frame.h"
#include "carry/lines/all.h"
#include "models/dlt645_meters.h"

namespace kwota::lines {
namespace {

using boost::json::object;
using boost::json::value;

const Driver& edition_2007() { return *driver_of(models::dlt645_meters::edition_2007, "").value(); }

Bytes frame_of(std::uint8_t control, const Bytes& plain) { return dlt645::encode({dlt645::Address::parse("004123456789").value(), {control}, plain}); }

object in_words(std::uint8_t control, const Bytes& plain) {
  const auto said = edition_2007().frame_in_words(frame_of(control, plain));
  EXPECT_TRUE(said.ok()) << (said.ok() ? "" : said.error().what);
  return said.ok() ? *said : object{};
}

value at(const object& where, std::string_view name) { return where.contains(name) ? where.at(name) : value{"absent"}; }

constexpr std::uint8_t answer = 0x91, refusal = 0xD1, refusal_of_security = 0xC3, order = 0x1C;

TEST(FrameInWords, an_answer_says_who_what_and_how_much) {
  const auto said = in_words(answer, hex("00000100 34120000"));
  EXPECT_EQ(at(said, "address"), "004123456789");
  EXPECT_EQ(at(said, "from_meter"), true);
  EXPECT_EQ(at(said, "di"), "00010000");
  EXPECT_EQ(at(said, "value"), (object{{"value", "12.34"}, {"unit", "kWh"}}));
}

TEST(FrameInWords, a_block_is_taken_apart_and_what_is_missing_in_it_is_said) {
  const auto said = in_words(answer, hex("00FF0102 5622 0000 FFFF"));
  const auto whole = at(said, "value");
  const auto* values = whole.if_array();
  ASSERT_NE(values, nullptr) << serialize(said);
  ASSERT_EQ(values->size(), 3U);
  EXPECT_EQ(values->at(0), (object{{"value", "225.6"}, {"unit", "V"}}));
  EXPECT_EQ(values->at(1), (object{{"value", "0.0"}, {"unit", "V"}}));
  EXPECT_TRUE(values->at(2).at("value").is_null());
  EXPECT_EQ(values->at(2).at("unit"), "V") << "a missing number has its unit all the same";
  EXPECT_EQ(at(said, "items").as_array().size(), 3U);
}

TEST(FrameInWords, dates_times_and_the_moment_of_a_peak_are_no_digits) {
  EXPECT_EQ(at(in_words(answer, hex("01010004 05201126")), "value"), (object{{"date", "2026-11-20"}, {"weekday", 5}}));
  EXPECT_EQ(at(in_words(answer, hex("02010004 090514")), "value"), (object{{"time", "14:05:09"}}));
  const auto peak = at(in_words(answer, hex("00000101 341200 0408211126")), "value");
  EXPECT_EQ(peak.at("value"), "0.1234");
  EXPECT_EQ(peak.at("unit"), "kW");
  EXPECT_TRUE(peak.at("datetime").as_string().starts_with("2026-11-21 08:04")) << serialize(peak);
}

constexpr auto record_17 = "1700000017000000000501130030080106263063003412006606000000000100000513105000001772F8BAB10700DAE3", record_18 = "1800000017000000000501130030080106263063003412006606000000000100000513105000001772F8BAB10800DAE3";
constexpr std::uint8_t question = 0x11, write = 0x14;

TEST(FrameInWords, a_pumps_list_is_so_many_records_each_with_all_its_parts) {
  for (const std::size_t count : {0U, 1U, 2U}) {
    auto list = hex("0407FA04");
    list.push_back(static_cast<std::uint8_t>(count));
    for (std::size_t i = 0; i < count; ++i) append(list, hex(i == 0 ? record_17 : record_18));
    const auto said = in_words(answer, list);
    EXPECT_EQ(at(said, "item"), "hung_records");
    EXPECT_EQ(at(said, "records"), count);
    const auto whole = at(said, "value");
    const auto* rows = whole.if_array();
    ASSERT_NE(rows, nullptr) << serialize(said);
    ASSERT_EQ(rows->size(), count);
    if (count > 0) EXPECT_EQ(rows->front().at("number").at("count"), 17);
    if (count > 0) EXPECT_EQ(rows->front().at("crc").at("bytes"), "DAE3") << "the last part is its own record's";
    if (count > 1) EXPECT_EQ(rows->back().at("number").at("count"), 18);
    if (count > 1) EXPECT_EQ(rows->back().at("state").at("choice"), "released");
  }
}

TEST(FrameInWords, a_question_for_a_pumps_list_says_how_many_and_from_where) {
  const auto said = in_words(question, hex("0401FA04 04 34120000"));
  EXPECT_EQ(at(said, "item"), "usage_records");
  EXPECT_EQ(at(said, "wanted"), 4);
  EXPECT_EQ(at(said, "from"), 1234);
  EXPECT_FALSE(in_words(question, hex("0002FA04")).contains("wanted")) << "the head is asked for by its name alone";
}

TEST(FrameInWords, a_black_list_that_is_brought_names_every_card) {
  const auto said = in_words(write, hex("0004FA04 99000000 00000000 1203 02 1700000000050113 2500000000050113 01020304"));
  EXPECT_EQ(at(said, "item"), "black_list_cards");
  const auto whole = at(said, "value");
  const auto* rows = whole.if_array();
  ASSERT_NE(rows, nullptr) << serialize(said);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ(rows->front().at("edition").at("count"), 312);
  EXPECT_EQ(rows->front().at("card").at("number"), "1301050000000017");
  EXPECT_EQ(rows->back().at("card").at("number"), "1301050000000025");
}

TEST(FrameInWords, a_status_word_is_its_states_by_name) {
  const auto word = at(in_words(answer, hex("03050004 5002")), "value");
  EXPECT_EQ(word.at("word"), 3);
  EXPECT_EQ(word.at("states").at("relay"), "open") << serialize(word);
  EXPECT_EQ(word.at("states").at("relay_order"), "open");
}

TEST(FrameInWords, an_order_to_the_relay_names_who_gives_it_what_it_is_and_until_when) {
  const auto said = in_words(order, hex("02000000 78563412 1A00 595923311226"));
  EXPECT_EQ(at(said, "permission"), "password 2");
  EXPECT_EQ(at(said, "operator"), "12345678");
  EXPECT_EQ(at(said, "order"), "1A");
  EXPECT_EQ(at(said, "order_name"), "trip");
  EXPECT_EQ(at(said, "until").at("datetime"), "2026-12-31 23:59:59") << serialize(said);
  EXPECT_EQ(at(in_words(order, hex("02000000 78563412 1C00 999999999999")), "until"), "always");
}

TEST(FrameInWords, a_freeze_says_when_and_a_change_of_speed_how_fast) {
  constexpr std::uint8_t freeze = 0x16, speed = 0x17, speed_agreed = 0x97;
  EXPECT_EQ(at(in_words(freeze, hex("99999999")), "value"), (object{{"recurring", "at once"}}));
  EXPECT_EQ(at(in_words(freeze, hex("30189999")), "value"), (object{{"recurring", "*-* 18:30"}}));
  EXPECT_EQ(at(in_words(freeze, hex("30180132")), "value"), (object{{"recurring", "no such time"}}));
  EXPECT_EQ(at(in_words(freeze, hex("3F180101")), "value"), (object{{"recurring", "no such time"}}));
  for (const auto control : {speed, speed_agreed}) EXPECT_EQ(at(in_words(control, hex("08")), "value"), (object{{"value", "2400"}, {"unit", "baud"}}));
  for (const auto* none : {"00", "01", "18", "80"}) EXPECT_FALSE(in_words(speed, hex(none)).contains("value")) << none;
}

TEST(FrameInWords, a_refusal_is_said_by_the_names_of_its_bits) {
  const auto plain = in_words(refusal, hex("06"));
  EXPECT_EQ(at(plain, "error"), true);
  EXPECT_EQ(at(plain, "err_bits"), (boost::json::array{"no such data", "password or authorisation"}));
  const auto secure = in_words(refusal_of_security, hex("2201"));
  EXPECT_EQ(at(secure, "serr"), "0122");
  EXPECT_EQ(at(secure, "serr_bits"), (boost::json::array{"repeated recharge", "purchase count", "suspended"}));
}

TEST(FrameInWords, a_refusal_of_1997_has_the_same_names) {
  EXPECT_EQ(at(in_words(0xC1, hex("02")), "err_bits"), (boost::json::array{"no such data"}));
  EXPECT_EQ(at(in_words(0xC4, hex("05")), "err_bits"), (boost::json::array{"other", "password or authorisation"}));
}

TEST(FrameInWords, what_is_no_frame_says_why) {
  auto damaged = frame_of(answer, hex("00000100 34120000"));
  damaged[damaged.size() - 3] ^= 1;
  const auto refused = edition_2007().frame_in_words(damaged);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "bad_frame");
  EXPECT_EQ(refused.error().details.at("reason"), "checksum");
  auto two = frame_of(answer, hex("00000100 34120000"));
  append(two, hex("00"));
  EXPECT_EQ(edition_2007().frame_in_words(two).error().details.at("reason"), "length") << "one frame at a time";
}

TEST(FrameInWords, both_editions_share_one_frame_and_tell_their_identifiers_apart) {
  const auto frame = frame_of(0x81, hex("1090 00001500"));
  for (const auto protocol : {models::dlt645_meters::edition_2007, models::dlt645_meters::edition_1997}) {
    const auto said = driver_of(protocol, "").value()->frame_in_words(frame);
    ASSERT_TRUE(said.ok());
    EXPECT_EQ(at(*said, "di"), "9010") << protocol;
    EXPECT_EQ(at(*said, "value"), (object{{"value", "1500.00"}, {"unit", "kWh"}}));
  }
}

}  // namespace
}  // namespace kwota::lines
