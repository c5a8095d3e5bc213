#include "keys/messages/message.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "books/memory.h"

namespace kwota::keys {
namespace {

const auto noon = *parse_instant("2026-11-20T12:00:00Z");

/// The office says `body` after `before`; a signature is right here when it is the digest itself.
books::OfficeMessage said(const Before& before, const std::string& body = "{\"rows\":[]}") {
  auto message = next_message(before, body, noon);
  message.signature = message.digest;
  return message;
}
bool is_digest(const seal::Digest& digest, ByteView signature) { return equal(digest, signature); }

books::Partner office_after(const books::OfficeMessage& last) {
  books::Partner office;
  office.messages = last.number;
  office.last = last.digest;
  return office;
}

std::string code_of(const Result<void>& done) { return done.ok() ? "" : done.error().code; }

TEST(OfficeMessage, one_that_follows_the_last_is_taken_and_numbers_may_leave_some_out) {
  const auto first = said({});
  EXPECT_EQ(code_of(check_message(books::Partner{}, first, is_digest)), "");
  EXPECT_EQ(code_of(check_message(office_after(first), said({1, first.digest}), is_digest)), "");
  EXPECT_EQ(code_of(check_message(office_after(first), said({7, first.digest}), is_digest)), "");
}

TEST(OfficeMessage, of_an_office_whose_books_were_put_back_it_follows_nothing_and_its_refusal_says_from_where) {
  const auto first = said({}), second = said({1, first.digest});
  const auto taken = office_after(second);
  for (const auto& [what, again] : {std::pair{"the first once more", first}, std::pair{"another second one", said({1, first.digest}, "{\"rows\":[],\"delivery\":null}")},
                                    std::pair{"one after a message that these counters never had", said({2, first.digest})}}) {
    const auto done = check_message(taken, again, is_digest);
    ASSERT_EQ(code_of(done), "message_out_of_order") << what;
    EXPECT_EQ(done.error().details.at("number"), std::to_string(again.number)) << what;
    EXPECT_EQ(done.error().details.at("taken"), "2") << what;
  }
}

TEST(OfficeMessage, one_that_anybody_changed_on_its_way_is_nobodys) {
  const auto right = said({});
  auto number = right, body = right, digest = right, signature = right, none = right, previous = right;
  number.number = 5, body.body += " ", digest.digest = std::string(64, '0'), previous.previous = right.digest;
  signature.signature = std::string(64, 'f'), none.signature = "no";
  for (const auto& changed : {number, body, digest, signature, none, previous}) {
    const auto done = check_message(books::Partner{}, changed, is_digest);
    ASSERT_EQ(code_of(done), "message_forged");
    EXPECT_EQ(done.error().details.at("number"), std::to_string(changed.number));
  }
}

TEST(OfficeMessage, what_was_declared_void_at_length_goes_in_as_many_messages_as_it_takes) {
  books::Memory books;
  constexpr std::size_t devices = 60;
  for (std::size_t i = 0; i < devices; ++i) {
    std::string reason;
    for (int letter = 0; letter < 1000; ++letter) reason += "失";
    books.put(books::KeyDevice{.serial = fmt::format("{:016}", i), .kind = books::KeyDeviceKind::psam, .holder = "E01/T1", .state = books::KeyDeviceStatus::voided,
                               .state_reason = i % 2 == 0 ? reason : "lost", .issued = noon, .void_number = static_cast<std::int64_t>(i) + 1});
  }
  Reported reported;
  Before before;
  std::size_t devices_told = 0;
  for (auto news = news_for_counters(books, reported); !news.empty(); news = news_for_counters(books, reported)) {
    const auto message = said(before, message_body(news, {}));
    EXPECT_LT(message.body.size(), rows_bytes_max + 1024) << "a server takes no more of whom it does not know";
    devices_told += read_message(message.body)->devices.size();
    before = {message.number, message.digest};
    add_reported(reported, message);
    ASSERT_LE(devices_told, devices);
  }
  EXPECT_EQ(devices_told, devices) << "each once";
}

/// What an office that was begun for this county tells first.
MessageContent factors_of(std::uint32_t county) {
  books::Memory office;
  office.put(books::KeyFactors{.utility_factor = "4B574F5441303031", .province = county & 0xFF000000U, .county = county});
  return *read_message(message_body(news_for_counters(office, {}), {}));
}

TEST(OfficeMessage, of_an_office_of_another_county_no_key_is_taken) {
  books::Memory counters;
  EXPECT_EQ(code_of(check_county(counters, factors_of(0x33010200))), "") << "books without a utility have no county yet";
  counters.put(books::Utility{.name = "County", .currency = "CNY", .zone = "UTC", .county = 0x13092500});
  EXPECT_EQ(code_of(check_county(counters, factors_of(0x13092500))), "");
  const auto refused = check_county(counters, factors_of(0x33010200));
  ASSERT_EQ(code_of(refused), "county_differs");
  EXPECT_EQ(refused.error().details.at("office"), "33010200");
  EXPECT_EQ(refused.error().details.at("counters"), "13092500");

  MessageContent keys, devices;
  keys.delivery = Delivery{};
  devices.devices.push_back({});
  EXPECT_EQ(code_of(check_county(counters, keys)), "") << "no county was told";
  counters.put(books::KeyFactors{.utility_factor = "4B574F5441303031", .county = 0x33010200});  // told to a program that did not ask
  EXPECT_EQ(code_of(check_county(counters, keys)), "county_differs");
  EXPECT_EQ(code_of(check_county(counters, devices)), "") << "what is void is known in any case";
}

TEST(OfficeMessage, of_another_version_of_the_program_it_is_not_read_by_halves) {
  EXPECT_TRUE(read_message(R"({"rows":[]})").ok());
  const auto row = boost::json::serialize(meter_has_keys(MeterNumber::from(4123456701), 2));
  ASSERT_TRUE(read_message(R"({"rows":[)" + row + "]}").ok()) << row;
  EXPECT_EQ(read_message(R"({"rows":[)" + row + "]}")->meters.at(0).version, 2);
  const std::string others[] = {"", "[]", "{}", R"({"rows":{}})", R"({"rows":[1]})", R"({"rows":[{"table":"key_version"}]})", R"({"rows":[{"table":"of_tomorrow"}]})",
                                R"({"rows":[)" + row + R"(,{"table":"of_tomorrow"}]})", R"({"rows":[],"delivery":{"transport":"xyz","blocks":[]}})",
                                R"({"rows":[],"delivery":{"transport":"00","blocks":["0"]}})", R"({"rows":[{"table":"meter_keys","number":"twelve","version":1}]})",
                                R"({"rows":[{"table":"meter_keys","number":"004123456701","version":256}]})"};
  for (const auto& body : others) {
    const auto content = read_message(body);
    ASSERT_FALSE(content.ok()) << body;
    EXPECT_EQ(content.error().code, "message_unreadable") << body;
  }
}

}  // namespace
}  // namespace kwota::keys
