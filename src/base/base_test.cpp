#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "base/area_code.h"
#include "base/ascii.h"
#include "base/bytes.h"
#include "base/core/byte_fields.h"
#include "base/core/core.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/key_file.h"
#include "base/random.h"
#include "base/register_turn.h"
#include "base/time.h"
#include "base/words.h"

namespace kwota {
namespace {
using namespace literals;

static_assert(5_kWh + 3_Wh == Energy::wh(5003));

TEST(Decimal, what_a_cashier_types_is_what_is_booked) {
  EXPECT_EQ(parse_decimal("100", 2).value(), 10000);
  EXPECT_EQ(parse_decimal("0.05", 2).value(), 5);
  EXPECT_EQ(parse_decimal("-12.3", 2).value(), -1230);
  EXPECT_EQ(parse_decimal("1.500", 2).value(), 150) << "zeros behind the last decimal change nothing";
  EXPECT_EQ(parse_decimal("1.005", 2).error().code, "over_precise");
  for (const auto* text : {"", "-", ".", "1.", ".5", "1,5", "1e3", "+1", " 1", "0x1", "--1"})
    EXPECT_EQ(parse_decimal(text, 2).error().code, "bad_number") << text;
  EXPECT_EQ(parse_decimal("99999999999999999999", 2).error().code, "overflow");
}

TEST(Ascii, a_number_is_digits_alone_and_at_least_one) {
  for (const auto* number : {"0", "007", "04123456789012345678901234567890"}) EXPECT_TRUE(is_digits(number)) << number;
  for (const auto* other : {"", " 7", "7 ", "+7", "-7", "7.0", "0x7", "７", "7\n"}) EXPECT_FALSE(is_digits(other)) << other;
}

TEST(Ascii, the_bytes_of_other_scripts_are_neither_letters_nor_digits_and_stay_as_they_are) {
  for (const std::string name : {"王", "Ж", "é"}) {
    EXPECT_TRUE(std::ranges::none_of(name, is_letter_or_digit)) << name;
    EXPECT_EQ(in_capitals(in_small_letters(name)), name);
  }
  EXPECT_EQ(in_small_letters("Kwota-Ж7"), "kwota-Ж7");
  EXPECT_EQ(in_capitals("e01/t1"), "E01/T1");
}

TEST(AreaCode, has_eight_digits_and_each_stands_as_it_is_written) {
  EXPECT_EQ(parse_area_code("33010200"), 0x33010200U);
  EXPECT_EQ(parse_area_code("00000001"), 1U);
  EXPECT_EQ(parse_area_code("99999999"), 0x99999999U);
  for (const auto* text : {"", "3301020", "330102000", "0x330102", "0x33010200", "3301020A", " 3301020", "+3301020", "-3301020"})
    EXPECT_FALSE(parse_area_code(text)) << text;
}

TEST(Decimal, text_and_number_are_inverse) {
  EXPECT_TRUE(rc::check([] {
    const auto scale = *rc::gen::inRange(0, 9);
    const auto value = *rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'000);
    RC_ASSERT(parse_decimal(format_decimal(value, scale), scale).value() == value);
    RC_ASSERT(parse_decimal(format_shortest(value, scale), scale).value() == value);
  }));
}

TEST(Divide, rounds_as_it_was_told) {
  EXPECT_EQ(divide(5, 2, Round::half_up), 3);
  EXPECT_EQ(divide(-5, 2, Round::half_up), -3);
  EXPECT_EQ(divide(5, 2, Round::half_even), 2);
  EXPECT_EQ(divide(7, 2, Round::half_even), 4);
  EXPECT_EQ(divide(-7, 4, Round::down), -1);
  EXPECT_EQ(divide(-7, 4, Round::up), -2);
}

TEST(Bcd, six_bytes_hold_twelve_digits) {
  std::array<std::uint8_t, 6> six{};
  EXPECT_TRUE(put_bcd(six, 697289395930));
  EXPECT_EQ(to_hex(six), "697289395930");
  EXPECT_EQ(get_bcd(six), 697289395930u);
  EXPECT_FALSE(put_bcd(six, 1'000'000'000'000)) << "thirteen digits do not fit";
  EXPECT_EQ(get_bcd(hex("1A")), std::nullopt);
}

TEST(Crc32, agrees_with_the_check_value_of_the_standard) { EXPECT_EQ(crc32(view_of("123456789")), 0xCBF43926u); }

TEST(Numbers, wrong_forms_are_refused) {
  EXPECT_EQ(to_text(parse_meter_number("12 3456").value()), "000000123456");
  for (const auto* text : {"", "0", "1234567890123", "12a", "-1"})
    EXPECT_EQ(parse_meter_number(text).error().code, "bad_meter_number") << text;
  EXPECT_EQ(parse_card_serial("0102").error().code, "bad_card_serial");
}

TEST(Time, the_wall_clock_follows_the_zone) {
  const auto at = parse_instant("2026-03-29T00:30:00Z").value();
  const auto london = Zone::find("Europe/London").value();
  EXPECT_EQ(format_local(london.local(at)), "2026-03-29 00:30:00");
  EXPECT_EQ(format_local(london.local(at + Duration::hours(1))), "2026-03-29 02:30:00") << "there is no 01:30 on that day";
  EXPECT_EQ(london.instant({{2026, 3, 29}, 2, 30, 0}), at + Duration::hours(1));
  EXPECT_EQ(Zone::find("Moon/Base").error().code, "unknown_zone");
}

TEST(Time, instants_are_read_with_their_offset) {
  EXPECT_EQ(format_utc(parse_instant("2026-11-20T14:05:09+08:00").value()), "2026-11-20T06:05:09.000Z");
  EXPECT_EQ(format_utc(parse_instant("1969-12-31T23:59:59.999Z").value()), "1969-12-31T23:59:59.999Z");
  for (const auto* text : {"2026-11-20", "2026-13-01T00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T14:05:09", "2026-11-20T14:05:09+8"})
    EXPECT_EQ(parse_instant(text).error().code, "bad_time") << text;
  EXPECT_EQ(parse_date("2026-02-29").error().code, "bad_date");
  EXPECT_EQ(weekday({2026, 11, 20}), 5);
}

TEST(ByteFields, a_file_cut_at_any_byte_says_so_and_gives_nothing_more) {
  const Bytes whole = hex("0A 0102 00000003 B1B2B3 FF");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    ByteFields fields{ByteView{whole}.first(size)};
    const auto byte = fields.byte();
    const auto two = fields.be16();
    const auto four = fields.be32();
    const auto three = fields.array<3>();
    fields.expect(hex("FF"));
    EXPECT_EQ(fields.done(), size == whole.size()) << size;
    EXPECT_EQ(byte, size >= 1 ? 0x0A : 0);
    EXPECT_EQ(two, size >= 3 ? 0x0102 : 0);
    EXPECT_EQ(four, size >= 7 ? 3u : 0u);
    EXPECT_EQ(three[2], size >= 10 ? 0xB3 : 0);
  }
  ByteFields more{whole};
  more.take(whole.size() - 1);
  EXPECT_TRUE(more.good());
  EXPECT_FALSE(more.done()) << "a byte is left";
  EXPECT_TRUE(more.take(2).empty());
  EXPECT_EQ(more.byte(), 0) << "what is left is not taken for a later field";
}

TEST(Bytes, what_is_no_hexadecimal_is_refused) {
  EXPECT_EQ(from_hex("0aFF").value(), (Bytes{0x0A, 0xFF}));
  for (const auto* text : {"0", "0g", "0a 1", "zz"}) EXPECT_EQ(from_hex(text).error().code, "bad_hex") << text;
}

TEST(Time, months_are_numbered_like_days) {
  EXPECT_EQ(month_number({2026, 12, 31}) + 1, month_number({2027, 1, 1}));
  for (const std::int64_t month : {-13, -12, -1, 0, 11, 12, 24'322}) EXPECT_EQ(month_number(first_of_month(month)), month);
  EXPECT_EQ(first_of_month(month_number({2026, 2, 28})), (LocalDate{2026, 2, 1}));
  EXPECT_EQ(add_months({2026, 11, 20}, 14), (LocalDate{2028, 1, 20}));
  EXPECT_EQ(add_months({2026, 1, 20}, -1), (LocalDate{2025, 12, 20}));
  EXPECT_FALSE(valid(add_months({2026, 1, 31}, 1))) << "the day stays what it is: whoever asks decides what a 31 February is";
  EXPECT_EQ(days_in_month({2028, 2, 1}), 29U);
  EXPECT_EQ(days_in_month({2026, 12, 5}), 31U);
}

TEST(Time, a_month_is_gone_on_the_day_on_which_it_began) {
  EXPECT_EQ(months_between({2026, 1, 15}, {2026, 2, 14}), 0);
  EXPECT_EQ(months_between({2026, 1, 15}, {2026, 2, 15}), 1);
  EXPECT_EQ(months_between({2025, 12, 1}, {2027, 1, 1}), 13);
  EXPECT_EQ(months_between({2026, 3, 10}, {2026, 3, 9}), -1);
}

enum class Tap : std::uint8_t { shut, running, dripping };
constexpr auto words_of(Tap) { return std::array<std::string_view, 3>{"shut", "running", "dripping"}; }
static_assert(Worded<Tap> && !Worded<int>);

TEST(Words, each_stands_for_one_and_no_other_word_for_any) {
  for (const auto tap : {Tap::shut, Tap::running, Tap::dripping}) EXPECT_EQ(parse_word<Tap>(word_of(tap)), tap);
  EXPECT_EQ(word_of(Tap::dripping), "dripping");
  EXPECT_EQ(word_of(no_word<Tap>), "?");
  for (const auto* none : {"", "Shut", "runnin", "running "}) EXPECT_EQ(parse_word<Tap>(none), std::nullopt) << none;
}

TEST(KeyFile, half_a_key_is_no_key) {
  std::string name = (std::filesystem::temp_directory_path() / "kwota-key-XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(name.data());
  SystemRandom random;
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit usual{};
  ::getrlimit(RLIMIT_FSIZE, &usual);
  const rlimit little{10, usual.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &little);  // as on a disk that is full
  const bool on_full_disk = make_key_file(folder / "own.key", random);
  ::setrlimit(RLIMIT_FSIZE, &usual);
  std::signal(SIGXFSZ, before);
  EXPECT_FALSE(on_full_disk);
  EXPECT_TRUE(std::filesystem::is_empty(folder)) << "nothing is left that could be taken for a key";
  std::ofstream(folder / "own.key.new") << "of a program that was killed";
  EXPECT_TRUE(make_key_file(folder / "own.key", random));
  EXPECT_EQ(std::filesystem::file_size(folder / "own.key"), 65U);
  EXPECT_FALSE(std::filesystem::exists(folder / "own.key.new"));
  std::filesystem::remove_all(folder);
}

TEST(RegisterTurn, eight_digits_begin_anew_and_a_long_way_back_is_no_turn) {
  const auto kwh = [](std::int64_t n) { return Energy::kwh(n); };
  const auto year = Duration::days(365), day = Duration::days(1);
  EXPECT_EQ(register_went(kwh(10), kwh(12), day), kwh(2));
  EXPECT_EQ(register_went(kwh(999'999), kwh(4), day), kwh(5));
  EXPECT_EQ(register_went(kwh(900'000), kwh(0), year), kwh(100'000)) << "as much as a meter counts in between";
  EXPECT_FALSE(register_went(kwh(899'999), kwh(0), year));
  EXPECT_FALSE(register_went(kwh(500), kwh(499), year));
  EXPECT_FALSE(register_went(kwh(1'000'000), kwh(4), year)) << "it has more digits and did not turn";
  EXPECT_EQ(register_shows(kwh(1'000'004)), kwh(4));
}

TEST(RegisterTurn, a_turn_is_believed_only_where_the_supply_can_have_carried_so_much) {
  const auto kwh = [](std::int64_t n) { return Energy::kwh(n); };
  constexpr std::uint32_t plate = 13'200;  // 220 V, 60 A
  const auto month = Duration::days(30);
  EXPECT_EQ(register_went(kwh(995'000), kwh(4'000), month, plate), kwh(9'000));
  EXPECT_FALSE(register_went(kwh(950'000), kwh(4'000), month, plate)) << "54,000 kWh in a month are set back digits, or another meter's";
  EXPECT_TRUE(register_went(kwh(950'000), kwh(4'000), Duration::days(200), plate)) << "in 200 days they may be true";
  EXPECT_TRUE(register_went(kwh(950'000), kwh(4'000), month)) << "of a plate that nobody knows 100 kW are believed";
  EXPECT_FALSE(register_went(kwh(950'000), kwh(4'000), Duration::days(1)));
  EXPECT_TRUE(register_went(kwh(999'999), kwh(1), Duration::days(-3), plate)) << "two clocks that differ make no reading run back";
}

TEST(RegisterTurn, what_ran_back_is_never_a_turn_beyond_its_plate) {
  EXPECT_TRUE(rc::check([] {
    const auto before = Energy::wh(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000));
    const auto after = Energy::wh(*rc::gen::inRange<std::int64_t>(0, before.wh()));
    const auto between = Duration::hours(*rc::gen::inRange<std::int64_t>(0, 24 * 800));
    const auto watts = *rc::gen::inRange<std::uint32_t>(1, 70'000);
    const auto went = register_went(before, after, between, watts);
    const auto turned = 1'000'000'000 - before.wh() + after.wh();
    RC_ASSERT(went.has_value() == (turned <= register_turn_most(between, watts)));
    if (went) RC_ASSERT(went->wh() == turned);
    RC_ASSERT(register_turn_most(between, watts) <= register_turn_most(between + Duration::hours(1), watts));
  }));
}

TEST(RegisterTurn, what_went_through_leads_from_one_reading_to_the_other) {
  EXPECT_TRUE(rc::check([] {
    const auto before = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
    const auto used = Energy::wh(*rc::gen::inRange<std::int64_t>(0, 100'000'001));
    const auto after = register_onward(before, used);
    RC_ASSERT(after < Energy::kwh(1'000'000));
    RC_ASSERT(register_went(before, after, Duration::days(62)) == used);
    RC_ASSERT(register_behind(after.wh(), used.wh()) == before.wh());
  }));
}

}  // namespace
}  // namespace kwota
