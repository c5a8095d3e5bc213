// The meter's word over the line: the same files that it writes onto its customer's card, under its seal.
#include <rapidcheck.h>

#include "carry/dialogue/breaks.h"
#include "sim/meter/line_world.h"

namespace kwota::meter_line::test {
namespace {

namespace security = dlt645::security;

Result<dlt645::StatusReport> word_of(Line& world, const dialogue::Parties& parties) {
  const auto session = world.authenticate();
  return dialogue::run(dlt645::read_statement(world.station(), session), parties);
}

std::string code_of(const Result<dlt645::StatusReport>& word) { return word.ok() ? "" : word.error().code; }

bool reads_a_file(const Frame& frame) { return dlt645::identifier_of(frame) == security::read_file; }

TEST(StatementOverTheLine, it_is_what_a_card_would_have_taken_home_byte_by_byte) {
  const auto world = opened_world();
  EXPECT_EQ(world->deliver(world->order(2, 50'00)).outcome, dlt645::Outcome::done);
  world->meter->consume(Energy::wh(1'230));
  const auto word = word_of(*world, world->parties()).value();
  EXPECT_EQ(word.returned, world->meter->returned());
  EXPECT_EQ(word.registers, world->meter->registers());
  EXPECT_EQ(word.returned_image, to_bytes(*user_card::encode(word.returned)));
  EXPECT_EQ(word.register_image, to_bytes(*user_card::encode(word.registers)));
  EXPECT_EQ(word.registers.last_amount, Money::minor(50'00));
  EXPECT_EQ(word.registers.last_applied, user_card::Applied::credit);
}

TEST(StatementOverTheLine, a_void_is_told_as_a_void) {
  const auto world = opened_world();
  EXPECT_EQ(world->deliver(world->order(2, 0)).outcome, dlt645::Outcome::done);
  const auto word = word_of(*world, world->parties()).value();
  EXPECT_EQ(word.registers.last_applied, user_card::Applied::voided);
  EXPECT_EQ(word.registers.last_count, SequenceNumber{2});
}

TEST(StatementOverTheLine, no_bit_of_it_can_be_changed_on_its_way) {
  EXPECT_TRUE(rc::check([] {
    const auto world = opened_world(*rc::gen::arbitrary<std::uint16_t>());
    const auto honest = world->parties();
    const auto place = *rc::gen::inRange<std::size_t>(0, 8 * 49);  // in either file
    auto parties = honest;
    parties.line = [&](const dialogue::LineFrame& command) -> Result<dialogue::LineFrame> {
      TRY(answer, honest.line(command));
      auto frame = dlt645::opened(answer).value();
      constexpr std::size_t head = 4 + 8;
      if (reads_a_file(frame)) frame.data[head + place / 8] ^= static_cast<std::uint8_t>(1U << place % 8);
      return dialogue::LineFrame{dlt645::encode(frame, 0)};
    };
    RC_ASSERT(code_of(word_of(*world, parties)) == "answer_not_genuine");
  }));
}

TEST(StatementOverTheLine, a_recorded_answer_is_worth_nothing_in_the_next_session) {
  const auto world = opened_world();
  const auto honest = world->parties();
  std::vector<dialogue::LineFrame> recorded;
  auto recording = honest;
  recording.line = [&](const dialogue::LineFrame& command) -> Result<dialogue::LineFrame> {
    TRY(answer, honest.line(command));
    recorded.push_back(answer);
    return answer;
  };
  EXPECT_TRUE(word_of(*world, recording).ok());
  auto replaying = honest;
  replaying.line = [&, next = recorded.begin()](const dialogue::LineFrame&) mutable -> Result<dialogue::LineFrame> { return *next++; };
  EXPECT_EQ(code_of(word_of(*world, replaying)), "answer_not_genuine");
}

TEST(StatementOverTheLine, a_card_that_brings_credit_in_between_is_noticed_and_the_meter_asked_again) {
  const auto world = opened_world();
  const auto honest = world->parties();
  auto parties = honest;
  int files_read = 0;
  parties.line = [&](const dialogue::LineFrame& command) {
    auto answer = honest.line(command);
    if (!reads_a_file(dlt645::Exchange::begin(command)->request()) || ++files_read != 1) return answer;
    const auto verdict =
        world->meter->take(meter::RemoteCredit{.customer = customer, .amount = Money::minor(7'00), .count = SequenceNumber{2}});
    EXPECT_EQ(verdict.refusal, meter::Refusal::none);
    return answer;
  };
  const auto word = word_of(*world, parties).value();
  EXPECT_EQ(files_read, 4);
  EXPECT_EQ(word.returned.count, SequenceNumber{2});
  EXPECT_EQ(word.registers.last_count, SequenceNumber{2});
}

TEST(StatementOverTheLine, without_a_session_and_for_other_files_the_meter_says_nothing) {
  const auto world = opened_world();
  const auto ask = [&](std::uint16_t file, std::uint16_t offset, std::uint16_t length) {
    const dlt645::FileMark mark{file, offset, length};
    const auto answer = world->ask(world->address(), dlt645::function::security,
                                   dlt645::security_request(security::read_file, {}, encode(mark)));
    return answer->control.error() ? answer->data[0] : 0;
  };
  EXPECT_EQ(ask(5, 0, 49), 0);
  world->power_on();
  EXPECT_EQ(ask(5, 0, 49), dlt645::serr::identity);
  world->authenticate();
  EXPECT_EQ(ask(6, 70, 10), 0);
  EXPECT_EQ(ask(6, 70, 11), dlt645::serr::other);
  EXPECT_EQ(ask(6, 0xFFFF, 0xFFFF), dlt645::serr::other);
  EXPECT_EQ(ask(2, 0, 8), dlt645::serr::other) << "what the counter writes is no word of the meter";
  EXPECT_EQ(ask(5, 0, 0), dlt645::serr::other);
}

TEST(StatementOverTheLine, a_meter_that_is_not_the_one_in_the_books_is_not_believed) {
  const auto world = opened_world();
  const auto session = world->authenticate();
  auto station = world->station();
  station.meter = MeterNumber::from(4'123'456'780);  // its keys are others: so its seals are
  EXPECT_EQ(code_of(dialogue::run(dlt645::read_statement(station, session), world->parties())), "answer_not_genuine");
}

TEST(FilesOverTheLine, whatever_is_decoded_makes_the_same_bytes_again) {
  EXPECT_TRUE(rc::check([](const Bytes& bytes) {
    if (const auto part = dlt645::decode_file_part(bytes)) RC_ASSERT(encode(*part) == bytes);
    if (const auto mark = dlt645::decode_file_mark(bytes)) RC_ASSERT(encode(*mark) == bytes);
  }));
  const dlt645::FilePart part{{5, 3, 2}, {0x11, 0x22}, {1, 2, 3, 4}};
  const auto bytes = encode(part);
  EXPECT_EQ(to_hex(bytes), "02000300050001DF221104030201");
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(dlt645::decode_file_part(ByteView{bytes}.first(size)));
  EXPECT_EQ(encode(*dlt645::decode_file_part(bytes)), bytes);
}

}  // namespace
}  // namespace kwota::meter_line::test
