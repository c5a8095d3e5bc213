#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "carry/dlt645/exchange.h"
#include "carry/dlt645/items.h"
#include "carry/dlt645/security.h"

namespace kwota::dlt645 {
namespace {

Frame reading() { return {Address::parse("123456789012").value(), {function::read}, hex("00000100")}; }

std::string reason(ByteView bytes) {
  const auto received = decode(bytes);
  return received.ok() ? "accepted" : received.error().details.find("reason")->second;
}

std::vector<Frame> all_of(Receiver& receiver) {
  std::vector<Frame> frames;
  while (auto frame = receiver.next()) frames.push_back(std::move(*frame));
  return frames;
}

TEST(Frame, a_reading_goes_out_with_wake_up_bytes_and_the_address_lowest_byte_first) {
  EXPECT_EQ(to_hex(encode(reading())), "FEFEFEFE68129078563412681104333334336816");
}

TEST(Frame, what_is_sent_is_what_is_received_with_any_bytes_in_address_and_data) {
  EXPECT_TRUE(rc::check([](std::array<std::uint8_t, 6> address, std::uint8_t control) {
    const auto data = *rc::gen::resize(data_max, rc::gen::arbitrary<Bytes>());
    const Frame sent{{address}, {control}, data};
    const auto wake_up = *rc::gen::inRange<std::size_t>(0, 17);
    const auto received = decode(encode(sent, wake_up));
    RC_ASSERT(received.ok());
    RC_ASSERT(received->frame == sent);
    RC_ASSERT(received->preamble == wake_up);
  }));
}

TEST(Frame, a_frame_that_is_cut_anywhere_is_incomplete_and_nothing_of_it_is_believed) {
  const Bytes whole = encode(reading(), 0);
  EXPECT_EQ(reason({}), "no start");
  for (std::size_t cut = 1; cut < whole.size(); ++cut) EXPECT_EQ(reason(ByteView{whole}.first(cut)), "incomplete") << cut;
}

TEST(Frame, one_flipped_bit_is_always_found) {
  const Bytes whole = encode(reading(), 0);
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    Bytes flipped = whole;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_NE(reason(flipped), "accepted") << bit;
  }
}

TEST(Address, wildcards_fill_from_the_high_end_and_the_low_digits_must_fit) {
  const auto own = Address::parse("123456789012").value();
  EXPECT_TRUE(Address::parse("AAAAAA789012")->reaches(own));
  EXPECT_FALSE(Address::parse("AAAAAA789013")->reaches(own));
  EXPECT_TRUE(Address::any().reaches(own));
  EXPECT_TRUE(Address::broadcast().reaches(own));
  EXPECT_FALSE(Address::parse("12345678901")) << "eleven digits";
  EXPECT_EQ(Address::parse("12345678901x").error().code, "bad_meter_address");
}

TEST(Receiver, frames_are_found_however_the_stream_is_cut_and_whatever_noise_stands_before) {
  EXPECT_TRUE(rc::check([] {
    Receiver receiver{read_data_max};
    const Bytes noise = *rc::gen::container<Bytes>(rc::gen::element<std::uint8_t>(0x00, 0x16, 0xFE, 0x33));
    Bytes stream = noise;
    append(stream, encode(reading()));
    append(stream, encode({Address::any(), {function::read_address}, {}}));
    std::size_t found = 0;
    for (std::size_t at = 0; at < stream.size();) {
      const auto piece = std::min(*rc::gen::inRange<std::size_t>(1, 9), stream.size() - at);
      receiver.feed(ByteView{stream}.subspan(at, piece));
      found += all_of(receiver).size();
      at += piece;
    }
    RC_ASSERT(found == 2U);
  }));
}

TEST(Receiver, a_meter_whose_address_holds_the_start_byte_is_read_after_a_false_start) {
  // A lone 68 before the frame makes the next bytes look like a frame whose second start is missing.
  Receiver receiver;
  const Frame sent{Address::parse("000000611668").value(), {0x91}, hex("0000010056341200")};
  receiver.feed(hex("68"));
  receiver.feed(encode(sent));
  const auto found = all_of(receiver);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], sent);
}

TEST(Receiver, silence_ends_what_was_begun_and_a_true_frame_behind_a_false_start_is_kept) {
  Receiver receiver;
  const Frame sent{Address::parse("680000000001").value(), {0x91}, hex("0000010056341200")};
  // 68, six bytes, 68, control, and a length that claims more than ever comes.
  receiver.feed(hex("68 00 00 00 00 00 00 68 11 F0"));
  receiver.feed(encode(sent, 0));
  EXPECT_TRUE(all_of(receiver).empty()) << "the false frame still waits for its data";
  receiver.silence();
  const auto found = all_of(receiver);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], sent);
  EXPECT_EQ(receiver.skipped(), 10U);
}

TEST(Items, no_row_of_the_table_hides_another) {
  for (const auto& item : items()) EXPECT_EQ(find_item(first_of(item)), &item) << item.name;
}

TEST(Items, every_row_has_an_example_that_says_what_it_shows_and_is_made_of_it_again) {
  for (const auto& item : items()) {
    const auto bytes = hex(item.example.bytes);
    const auto reported = read_values(first_of(item), bytes);
    ASSERT_TRUE(reported.ok()) << item.name;
    const bool single = reported->size() == 1;
    EXPECT_EQ(single ? reported->front().value.text() : text_of(*reported), item.example.text) << item.name;
    EXPECT_TRUE(reported->front().value.available()) << item.name;
    if (item.writing == Writing::never || !single) continue;
    EXPECT_EQ(write_value(item, item.example.text).value(), bytes) << item.name;
  }
}

TEST(Items, parts_of_a_record_fill_it_to_its_end) {
  for (const auto& item : items()) {
    if (item.parts.empty()) continue;
    std::size_t bytes = 0;
    for (const auto& part : item.parts) bytes += part.shape.bytes;
    EXPECT_EQ(item.bytes % bytes, 0U) << item.name;
  }
}

TEST(Items, a_list_whose_count_is_another_than_its_records_is_refused_however_long_it_is) {
  for (std::size_t bytes = 1; bytes <= 200; ++bytes)
    for (const std::uint32_t list : {0x04FA0101U, 0x04FA0701U, 0x04FA0801U, 0x04FA0B0AU, 0x04FA0D00U, 0x04FA1101U}) {
      const auto read = read_values({Edition::y2007, list}, Bytes(bytes, 0xFF));
      EXPECT_TRUE(read.ok() || read.error().code == "wrong_item_length") << list << " " << bytes << ": " << (read.ok() ? "" : read.error().code);
    }
}

TEST(Items, a_missing_phase_is_not_available_and_never_a_number) {
  const auto* voltage = find_item({Edition::y2007, 0x02010200});
  ASSERT_NE(voltage, nullptr);
  EXPECT_FALSE(read_value(*voltage, hex("FFFF"))->available());
  EXPECT_EQ(read_value(*voltage, hex("0022"))->text(), "220.0");
  EXPECT_EQ(read_value(*voltage, hex("002200")).error().code, "wrong_item_length");
}

TEST(Items, power_that_flows_back_has_a_sign_and_zero_has_none) {
  const auto* power = find_item({Edition::y2007, 0x02030000});
  EXPECT_EQ(read_value(*power, hex("345682"))->text(), "-2.5634");
  EXPECT_EQ(read_value(*power, hex("000080"))->text(), "0.0000");
}

TEST(Items, what_is_written_is_read_back_for_every_row_of_the_table) {
  EXPECT_TRUE(rc::check([] {
    const auto rows = items();
    const auto& item = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
    const auto is_number = {Format::number, Format::signed_number, Format::count, Format::digits, Format::bits};
    if (std::ranges::find(is_number, item.format) == is_number.end()) return;
    std::int64_t limit = item.format == Format::bits ? 65'536 : 1;
    for (std::size_t i = 0; i < 2U * item.bytes && item.format != Format::bits && i < 17; ++i) limit *= 10;
    if (item.format == Format::signed_number) limit = limit / 10 * 8;
    const auto value = *rc::gen::inRange<std::int64_t>(item.format == Format::signed_number ? 1 - limit : 0, limit);
    const auto bytes = bytes_of(item, value);
    RC_ASSERT(bytes.has_value());
    RC_ASSERT(number_in(item, *bytes) == value);
    const auto shown = read_value(item, *bytes);
    RC_ASSERT(shown.ok());
    if (item.format != Format::bits) RC_ASSERT(write_value(item, shown->text()).value() == *bytes);
    RC_ASSERT(!bytes_of(item, limit).has_value() || item.bytes > 8);
  }));
}

TEST(Items, a_value_that_does_not_fit_is_not_cut_off) {
  const auto* alarm = find_item({Edition::y2007, 0x04001001});
  ASSERT_NE(alarm, nullptr);
  EXPECT_EQ(to_hex(write_value(*alarm, "20.5").value()), "50200000");
  for (const auto* text : {"20.505", "-1", "1000000", "twenty", ""})
    EXPECT_EQ(write_value(*alarm, text).error().code, "value_does_not_fit") << text;
  EXPECT_EQ(alarm->pattern(), "04001001");
  EXPECT_EQ(find_item({Edition::y2007, 0x00010000})->pattern(), "0001nnnn");
}

// ---- one question and its answer

Frame answer_to(const Frame& asked, std::string_view data) { return {asked.address, asked.control.answer(), hex(data)}; }

TEST(Exchange, passes_over_its_echo_other_meters_other_items_and_late_answers) {
  const Frame asked{Address::parse("123456789012").value(), {function::read}, hex("00000100")};
  auto exchange = Exchange::begin(on_wire(asked)).value();
  EXPECT_FALSE(exchange.receive(encode(asked))) << "our own echo";
  EXPECT_FALSE(exchange.receive(encode({Address::parse("123456789013").value(), asked.control.answer(), hex("0000010011111111")})));
  EXPECT_FALSE(exchange.receive(encode(answer_to(asked, "0002900011111111")))) << "a late answer to another item";
  EXPECT_FALSE(exchange.receive(encode({asked.address, {0x94}, {}}))) << "a late answer to another function";
  EXPECT_EQ(exchange.passed_over(), 4U);
  const auto true_answer = answer_to(asked, "0000010034120000");
  const auto bytes = encode(true_answer);
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) EXPECT_FALSE(exchange.receive(ByteView{bytes}.subspan(i, 1)));
  const auto received = exchange.receive(ByteView{bytes}.last(1));
  ASSERT_TRUE(received);
  EXPECT_EQ(opened(*received).value(), true_answer);
}

TEST(Exchange, wildcards_take_whichever_meter_answers_and_a_broadcast_waits_for_none) {
  const Frame any{Address::any(), {function::read_address}, {}};
  EXPECT_TRUE(answers({Address::parse("123456789012").value(), any.control.answer(), hex("129078563412")}, any));
  const Frame time{Address::broadcast(), {function::time}, hex("000012201126")};
  EXPECT_FALSE(Exchange::begin(on_wire(time))->expects_an_answer());
  const Frame any_of_1997{Address::broadcast(), {function::read_1997}, hex("1090")};
  EXPECT_TRUE(Exchange::begin(on_wire(any_of_1997))->expects_an_answer());
  EXPECT_EQ(Exchange::begin(dialogue::LineFrame{Bytes{0x00, 0xA4}}).error().code, "bad_frame");
}

TEST(Security, every_layout_comes_back_as_it_went_and_other_lengths_are_none) {
  EXPECT_TRUE(rc::check([] {
    Credit credit;
    credit.amount = Money::minor(*rc::gen::arbitrary<std::uint32_t>());
    credit.count = SequenceNumber{*rc::gen::arbitrary<std::uint32_t>()};
    credit.customer = CustomerNumber::from(*rc::gen::inRange<std::uint64_t>(0, CustomerNumber::limit));
    credit.amount_mac = {1, 2, 3, 4};
    credit.customer_mac = {5, 6, 7, 8};
    auto body = encode(credit);
    const auto back = decode_credit(body);
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->amount == credit.amount && back->count == credit.count && back->customer == credit.customer);
    RC_ASSERT(back->amount_mac == credit.amount_mac && back->customer_mac == credit.customer_mac);
    body.pop_back();
    RC_ASSERT(!decode_credit(body));
  }));
  EXPECT_EQ(to_hex(encode(Credit{.amount = Money::minor(500'00), .count = SequenceNumber{1}})).substr(0, 16), "50C3000001000000")
      << "500.00 is 0000C350 in binary, lowest byte first (meters.md 4)";
  EXPECT_EQ(security_error_bits(0x0122), (std::vector<std::string_view>{"repeated recharge", "purchase count", "suspended"}));
}

}  // namespace
}  // namespace kwota::dlt645
