// Frames of concentrators: samples that were seen in the field, every cut and every flipped bit of them, and what is said with
// them.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "carry/qgdw376/names.h"

namespace kwota::qgdw376 {
namespace {

// Public samples: login and heartbeat with their confirmations, a confirmation unit by unit, questions of a head-end.
constexpr auto login = "683200320068C900023412000271000001008516", login_confirmed = "6832003200680B0002341200006100000100B516",
               heartbeat = "683200320068C90341A9F900027F000004003416",
               confirmed_by_unit =
                   "684A004A00680B202107000000610000040002000004"
                   "0000BE16",
               question =
                   "6832003200684B0132B437020A65000010"
                   "0AF416";

std::string reason(const Bytes& bytes) {
  const auto decoded = decode(bytes);
  return decoded.ok() ? "" : decoded.error().details.at("reason");
}
Bytes changed(std::string_view sample, std::size_t at, std::uint8_t to) {
  auto bytes = hex(sample);
  bytes[at] = to;
  return bytes;
}

TEST(Qgdw376, samples_of_the_field_say_what_they_say_and_make_the_same_bytes_again) {
  const auto first = decode(hex(login)).value().frame;
  EXPECT_EQ(first.terminal.text(), "0200-04660");
  EXPECT_EQ(link_event_of(first), LinkEvent::login);
  EXPECT_TRUE(first.sequence.confirm());
  EXPECT_EQ(first.sequence.number(), 1);
  EXPECT_EQ(encode(confirm(first)), hex(login_confirmed));
  EXPECT_EQ(confirmation_of(decode(hex(login_confirmed))->frame), true);
  const auto beat = decode(hex(heartbeat))->frame;
  EXPECT_EQ(link_event_of(beat), LinkEvent::heartbeat);
  EXPECT_EQ(beat.terminal, (Terminal{0x4103, 0xF9A9}));
  EXPECT_EQ(confirmation_of(decode(hex(confirmed_by_unit))->frame), true) << "the way some stations confirm a heartbeat";
  EXPECT_EQ(unit_of(decode(hex(question))->frame.data), (Unit{0, 85}));
  for (const auto* sample : {login, login_confirmed, heartbeat, confirmed_by_unit, question})
    EXPECT_EQ(to_hex(encode(decode(hex(sample))->frame)), sample);
}

TEST(Qgdw376, every_refusal_has_its_reason) {
  EXPECT_EQ(reason(changed(login, 0, 0x67)), "no start");
  EXPECT_EQ(reason({}), "no start");
  EXPECT_EQ(reason(changed(login, 3, 0x36)), "length fields differ");
  EXPECT_EQ(reason(changed(login, 5, 0x69)), "second start missing");
  EXPECT_EQ(reason(changed(login, 18, 0x86)), "checksum");
  EXPECT_EQ(reason(changed(login, 19, 0x17)), "end byte");
  EXPECT_EQ(reason(hex("6831003100 68C9")), "length") << "another protocol";
  EXPECT_EQ(reason(hex("681E001E0068C900023412000271")), "length") << "shorter than its head";
  auto tagged = hex(login);  // SEQ promises a time tag that is not there
  tagged[13] = 0xF1, tagged[18] = 0x05;
  EXPECT_EQ(reason(tagged), "length");
}

TEST(Qgdw376, every_cut_is_incomplete_and_every_flipped_bit_is_refused) {
  for (const auto* sample : {login, confirmed_by_unit}) {
    const auto bytes = hex(sample);
    for (std::size_t size = 1; size < bytes.size(); ++size)
      EXPECT_EQ(reason(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))), "incomplete") << size;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      auto flipped = bytes;
      flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      EXPECT_FALSE(decode(flipped).ok()) << bit;
    }
  }
}

TEST(Qgdw376, a_stream_gives_its_frames_however_it_is_cut_and_whatever_lies_between) {
  const auto stream = hex(std::string{"68FF16"} + login + "0068" + heartbeat + login_confirmed);
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    Receiver receiver{64};
    std::vector<Bytes> frames;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      receiver.feed(ByteView{stream}.subspan(at, std::min(piece, stream.size() - at)));
      while (const auto frame = receiver.next()) frames.push_back(encode(*frame));
    }
    EXPECT_EQ(frames, (std::vector{hex(login), hex(heartbeat), hex(login_confirmed)})) << piece;
    EXPECT_EQ(receiver.skipped(), 5U);
  }
}

TEST(Qgdw376, a_meters_frame_goes_there_and_back_under_the_number_of_its_question) {
  const auto where = Terminal::parse("1307-00042").value();
  const auto meter_frame = hex("68610100000000681104333334331416");
  const auto sent = decode(encode(forward(where, {.port = 2, .frame = meter_frame}, 9)))->frame;
  EXPECT_EQ(sent.aux, Bytes(16)) << "a password stands behind what a terminal shall do";
  const auto asked = forward_of(sent).value();
  EXPECT_EQ(asked.port, 2);
  EXPECT_EQ(asked.frame, meter_frame);
  EXPECT_EQ(asked.answer_s, 3);
  const auto back = decode(encode(forwarded(sent, {2, hex("6801")})))->frame;
  EXPECT_EQ(back.sequence.number(), 9);
  EXPECT_EQ(forwarded_of(back)->frame, hex("6801"));
  EXPECT_FALSE(forward_of(back)) << "an answer is no question";
  EXPECT_FALSE(forwarded_of(sent));
  EXPECT_EQ(confirmation_of(confirm(sent, false)), false);
}

TEST(Qgdw376, points_and_functions_are_counted_in_groups_of_eight) {
  EXPECT_TRUE(rc::check([] {
    const Unit unit{*rc::gen::inRange<std::uint16_t>(0, 2040), *rc::gen::inRange<std::uint16_t>(1, 2049)};
    RC_ASSERT(unit_of(encode(unit)) == unit);
  }));
  EXPECT_FALSE(unit_of(hex("00000300"))) << "two functions at once";
  EXPECT_FALSE(unit_of(hex("010001"))) << "cut off";
}

TEST(Qgdw376, what_a_frame_is_about_has_a_name) {
  const auto frame = decode(hex(login))->frame;
  EXPECT_EQ(name_of_afn(frame.afn), "link");
  EXPECT_EQ(name_of_function(frame.afn, unit_of(frame.data)->fn), "login");
  EXPECT_EQ(name_of_function(0x0C, 167), "purchase data");
  EXPECT_EQ(name_of_afn(0x77), "");
  EXPECT_EQ(name_of_function(0x0C, 999), "");
}

TEST(Qgdw376, units_of_several_points_and_functions_are_counted_out) {
  const auto marks = marks_of(hex("03010500")).value();
  EXPECT_EQ(marks.points, (std::vector<std::uint16_t>{1, 2}));
  EXPECT_EQ(marks.fns, (std::vector<std::uint16_t>{1, 3}));
  EXPECT_TRUE(marks_of(hex("FF000100"))->every_point);
  EXPECT_FALSE(marks_of(hex("010101")));
  Frame asked;
  asked.control.byte = 0x4B;
  asked.afn = 0x0C;
  asked.data = hex("0101 0110" "0201 4014");
  ASSERT_EQ(all_marks_of(asked).size(), 2U);
  EXPECT_EQ(all_marks_of(asked)[0].fns, (std::vector<std::uint16_t>{129}));
  EXPECT_EQ(all_marks_of(asked)[1].fns, (std::vector<std::uint16_t>{167}));
  asked.afn = afn::forward;
  EXPECT_EQ(all_marks_of(asked).size(), 1U) << "what follows is what the unit holds";
}

TEST(Qgdw376, password_counters_and_time_tag_stand_behind_the_units) {
  Frame up;
  up.control.byte = 0xA8;
  up.sequence.byte = 0xE0;
  up.aux = hex("0507" "01" "59301421" "0A");
  const auto tail = tail_of(up);
  EXPECT_TRUE(tail.password.empty());
  EXPECT_EQ(tail.events, (std::pair<std::uint8_t, std::uint8_t>{5, 7}));
  ASSERT_TRUE(tail.tag);
  EXPECT_EQ(tail.tag->day, 21U);
  EXPECT_EQ(tail.tag->second, 59U);
  EXPECT_EQ(tail.tag->minutes, 10);
  up.aux = hex("0507" "01" "60301421" "0A");
  EXPECT_FALSE(tail_of(up).tag) << "no such second";
  EXPECT_EQ(tail_of(forward(Terminal{0x1307, 42}, {.frame = {}}, 1)).password.size(), 16U);
}

TEST(Qgdw376, whatever_is_made_is_read_back) {
  EXPECT_TRUE(rc::check([] {
    Frame frame;
    frame.control.byte = *rc::gen::arbitrary<std::uint8_t>();
    frame.terminal = {*rc::gen::arbitrary<std::uint16_t>(), *rc::gen::arbitrary<std::uint16_t>()};
    frame.station = *rc::gen::arbitrary<std::uint8_t>();
    frame.afn = *rc::gen::inRange<std::uint8_t>(0, 0x12);
    frame.sequence.byte = *rc::gen::arbitrary<std::uint8_t>();
    frame.data = *rc::gen::arbitrary<Bytes>();
    frame.aux = Bytes(aux_bytes(frame.control, frame.afn, frame.sequence), 0xA5);
    RC_ASSERT(decode(encode(frame)).value().frame == frame);
  }));
}

TEST(Qgdw376, a_concentrator_is_named_by_region_and_number) {
  EXPECT_EQ(Terminal::parse("1307-00042")->text(), "1307-00042");
  for (const auto* text : {"", "1307", "1307-", "1307-42", "137-00042", "13A7-00042", "1307-65536", "1307-00042x"})
    EXPECT_EQ(Terminal::parse(text).error().code, "bad_terminal") << text;
}

}  // namespace
}  // namespace kwota::qgdw376
