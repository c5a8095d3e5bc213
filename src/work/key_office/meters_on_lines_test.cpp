// What the key office hears of a meter that is silent on its line.
#include "work/key_office/meters_on_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "carry/lines/all.h"
#include "models/dlt645_meters.h"

namespace kwota::key_office {
namespace {

constexpr auto silence = [](const dialogue::LineFrame&) -> Result<dialogue::LineFrame> { return error(Fault::wire, "meter_silent", "No answer."); };

/// A meter of DL/T 645-1997 refuses every question of its own edition, and hears no other.
Result<dialogue::LineFrame> meter_of_1997(const dialogue::LineFrame& asked) {
  constexpr std::uint8_t start = 0x68, end = 0x16, read_1997 = 0x01;
  const auto& bytes = asked.bytes;
  const auto at = static_cast<std::size_t>(std::ranges::find(bytes, start) - bytes.begin());
  if (bytes.size() < at + 12 || bytes[at + 8] != read_1997) return silence(asked);
  Bytes answer{bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(at + 8)};
  for (const auto byte : std::to_array<std::uint8_t>({0xC1, 0x01, 0x34})) answer.push_back(byte);
  std::uint8_t sum = 0;
  for (const auto byte : answer) sum = static_cast<std::uint8_t>(sum + byte);
  answer.push_back(sum);
  answer.push_back(end);
  return dialogue::LineFrame{answer};
}

struct Office {
  Bytes command{0x80, 0xCA, 0, 0, 0};
  std::vector<Bytes> sent;
  std::function<Result<dialogue::LineFrame>(const dialogue::LineFrame&)> meter;

  /// The reason why a meter of that edition, by the books, answers nothing.
  Error why(std::string_view edition) {
    MetersOnLines lines(
        [this, edition](MeterNumber) -> Result<std::optional<MetersOnLines::Line>> {
          const auto heard = [this](const dialogue::LineFrame& asked) {
            sent.push_back(asked.bytes);
            return meter(asked);
          };
          return std::optional{MetersOnLines::Line{heard, lines::driver_of(edition, "").value()}};
        },
        nullptr, {});
    return lines.open(MeterNumber::from(4'123'456'789)).value()(command).error();
  }
};

TEST(MetersOnLines, a_meter_of_1997_that_is_registered_as_a_newer_one_is_named) {
  Office office;
  office.meter = meter_of_1997;
  const auto why = office.why(models::dlt645_meters::edition_2007);
  EXPECT_EQ(why.code, "edition_without_orders");
  EXPECT_EQ(why.details.at("meter"), "004123456789");
  EXPECT_EQ(office.sent.size(), 2U) << "the command once, and one question of the other edition";
}

TEST(MetersOnLines, nobody_there_stays_silence) {
  Office office;
  office.meter = silence;
  EXPECT_EQ(office.why(models::dlt645_meters::edition_2007).code, "meter_silent");
}

TEST(MetersOnLines, a_meter_that_is_registered_with_an_edition_without_keys_is_sent_nothing) {
  Office office;
  office.meter = meter_of_1997;
  EXPECT_EQ(office.why(models::dlt645_meters::edition_1997).code, "not_in_protocol");
  EXPECT_TRUE(office.sent.empty());
}

}  // namespace
}  // namespace kwota::key_office
