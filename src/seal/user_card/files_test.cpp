#include "seal/user_card/files.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace kwota::user_card {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view digits) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string{digits.substr(i, 2)}, nullptr, 16)));
  return bytes;
}

template <class File>
std::vector<std::uint8_t> image_of(const std::optional<Image<File>>& image) {
  return image ? std::vector<std::uint8_t>(image->begin(), image->end()) : std::vector<std::uint8_t>{};
}

TEST(UserCard, an_open_account_card_is_laid_out_as_the_two_firmwares_read_it) {
  const InstructionFile file{
      .user_type = UserType::time_of_use_and_step,
      .update_flags = update::none,
      .version = 0xFD4B8142,
      .tariff_switch = {29, 1, 1, 0, 0},
      .rates = 4,
      .alarm1 = Money::minor(2385),
      .alarm2 = Money::minor(40),
      .ct = 1,
      .pt = 1,
      .meter = MeterNumber::from(697289395930),
      .customer = CustomerNumber::from(18221248135),
      .card_type = CardType::open_account,
  };
  const auto frame = bytes_of("6801002704FFFD4B8142290101000004000023850000004000000100000169728939593001822124813501F416");
  EXPECT_EQ(image_of<InstructionFile>(encode(file)), frame);
  EXPECT_EQ(decode_instruction(frame), file);
  EXPECT_EQ(command_of(frame), Command::user);
}

TEST(UserCard, a_meter_returns_its_data_as_the_two_firmwares_write_it) {
  const ReturnedFile file{
      .user_type = UserType::time_of_use,
      .ct = 10,
      .pt = 1,
      .meter = MeterNumber::from(758285343904),
      .customer = CustomerNumber::from(371593571247),
      .remaining = Money::minor(0x000B4EE5),
      .count = SequenceNumber{100},
      .overdraft = Money{},
      .key_info = 0,
      .illegal_inserts = 0,
      .time = {28, 2, 9, 17, 52},
  };
  const auto frame =
      bytes_of("6811002B02000010000001758285343904371593571247000B4EE500000064000000000000000000000028020917520916");
  EXPECT_EQ(image_of<ReturnedFile>(encode(file)), frame);
  EXPECT_EQ(decode_returned(frame), file);
}

TEST(UserCard, the_purse_is_amount_and_count_in_eight_bytes) {
  const PurseFile purse{Money::minor(10'000), SequenceNumber{7}};
  EXPECT_EQ(image_of<PurseFile>(encode(purse)), bytes_of("0000271000000007"));
  EXPECT_FALSE(encode(PurseFile{Money::minor(-1), SequenceNumber{7}}));
  EXPECT_FALSE(encode(PurseFile{Money::minor(std::int64_t{1} << 32), SequenceNumber{7}}));
  EXPECT_FALSE(decode_purse(bytes_of("00002710000000")));
  EXPECT_FALSE(decode_purse(bytes_of("000027100000000700")));
}

// ---- any file that can be written is read back as it was

template <class Number>
Number up_to(std::uint64_t limit) {
  return static_cast<Number>(*rc::gen::inRange<std::uint64_t>(0, limit + 1));
}
Money money_up_to(std::int64_t limit) { return Money::minor(up_to<std::int64_t>(static_cast<std::uint64_t>(limit))); }
std::uint64_t any_number() { return *rc::gen::arbitrary<std::uint64_t>(); }
UserType any_user_type() { return static_cast<UserType>(*rc::gen::inRange(1, 5)); }
MeterNumber any_meter() { return MeterNumber::from(any_number()); }
CustomerNumber any_customer() { return CustomerNumber::from(any_number()); }
SequenceNumber any_count() { return SequenceNumber{static_cast<std::uint32_t>(any_number())}; }

MeterTime any_date() {
  if (*rc::gen::inRange(0, 4) == 0) return {};
  return {up_to<std::uint8_t>(99), static_cast<std::uint8_t>(*rc::gen::inRange(1, 13)),
          static_cast<std::uint8_t>(*rc::gen::inRange(1, 32))};
}
MeterTime any_time() {
  auto time = any_date();
  if (time.is_none()) return time;
  time.hour = up_to<std::uint8_t>(23);
  time.minute = up_to<std::uint8_t>(59);
  return time;
}

template <class File>
File any_parameters() {
  File file;
  file.user_type = any_user_type();
  file.update_flags = up_to<std::uint8_t>(255);
  file.version = static_cast<std::uint32_t>(any_number());
  file.tariff_switch = any_time();
  file.rates = up_to<std::uint8_t>(99);
  file.alarm1 = money_up_to(99'999'999);
  file.alarm2 = money_up_to(99'999'999);
  file.ct = up_to<std::uint32_t>(999'999);
  file.pt = up_to<std::uint32_t>(999'999);
  return file;
}

InstructionFile any_instruction() {
  auto file = any_parameters<InstructionFile>();
  file.meter = any_meter();
  file.customer = any_customer();
  file.card_type = static_cast<CardType>(*rc::gen::inRange(1, 5));
  return file;
}
PresetFile any_preset() { return any_parameters<PresetFile>(); }

ClearFile any_clear() {
  ClearFile file;
  for (auto& b : file.authorisation) b = up_to<std::uint8_t>(255);
  file.meter = any_meter();
  file.valid_until = any_time();
  return file;
}

KeyCardFile any_key_card() {
  return {
      .county = static_cast<std::uint32_t>(any_number()),
      .from = up_to<std::uint8_t>(255),
      .to = up_to<std::uint8_t>(255),
      .keys = up_to<std::uint8_t>(255),
      .meter = any_meter(),
      .valid_until = any_time(),
  };
}

VoidFile any_void_list() {
  VoidFile file{.number = static_cast<std::uint32_t>(any_number()), .count = up_to<std::uint8_t>(VoidFile::cards_max)};
  for (auto& card : file.cards)
    for (auto& b : card.bytes) b = up_to<std::uint8_t>(255);
  return file;
}

TariffFile any_tariff() {
  TariffFile file;
  for (auto& price : file.rate_prices) price = MeterPrice::e4(up_to<std::int64_t>(99'999'999));
  Energy end;
  const auto used = up_to<std::size_t>(TariffFile::steps_max);
  for (std::size_t i = 0; i < used; ++i) file.step_ends[i] = end += Energy::wh(10 * (1 + up_to<std::int64_t>(16'000'000)));
  for (auto& price : file.step_prices) price = MeterPrice::e4(up_to<std::int64_t>(99'999'999));
  for (auto& day : file.settlement_days) day = {up_to<std::uint8_t>(12), up_to<std::uint8_t>(28), up_to<std::uint8_t>(23)};
  file.switch_time = any_time();
  return file;
}

ReturnedFile any_returned() {
  return {
      .user_type = any_user_type(),
      .ct = up_to<std::uint32_t>(999'999),
      .pt = up_to<std::uint32_t>(999'999),
      .meter = any_meter(),
      .customer = any_customer(),
      .remaining = money_up_to(0xFFFF'FFFF),
      .count = any_count(),
      .overdraft = money_up_to(99'999'999),
      .key_info = static_cast<std::uint32_t>(any_number()),
      .illegal_inserts = up_to<std::uint32_t>(999'999),
      .time = any_time(),
  };
}

RegisterFile any_registers() {
  constexpr auto most = static_cast<std::uint64_t>(INT64_MAX) - 1;
  constexpr auto most_energy = (std::uint64_t{1} << 48) - 1;
  RegisterFile file{
      .last_count = any_count(),
      .last_amount = money_up_to(0xFFFF'FFFF),
      .last_applied = static_cast<Applied>(*rc::gen::inRange(0, 4)),
      .credited = money_up_to(money_minor_max),
      .used_e5 = up_to<std::int64_t>(most),
      .balance_e5 = *rc::gen::arbitrary<std::int64_t>(),
      .energy = Energy::wh(up_to<std::int64_t>(most_energy)),
      .period_energy = Energy::wh(up_to<std::int64_t>(most_energy)),
      .month_start_energy = Energy::wh(up_to<std::int64_t>(most_energy)),
      .states = static_cast<std::uint16_t>(any_number()),
      .illegal = {},
      .surrendered = money_up_to(money_minor_max),
      .cleared_e5 = up_to<std::int64_t>(most),
  };
  for (auto& cause : file.illegal) cause = up_to<std::uint8_t>(255);
  return file;
}

HolderFile any_holder() {
  return {
      .county = static_cast<std::uint32_t>(any_number()),
      .issued = any_date(),
      .valid_to = any_date(),
      .issue_number = up_to<std::uint8_t>(255),
      .customer = any_customer(),
  };
}

std::optional<Image<TariffFile>> encode_spare(const TariffFile& file) { return encode(file, Command::tariff_spare); }
std::optional<Image<KeyCardFile>> encode_restore(const KeyCardFile& file) { return encode(file, Command::key_restore); }

template <class File>
void expect_round_trip(File (*any)(), std::optional<Image<File>> (*write)(const File&), std::optional<File> (*read)(ByteView)) {
  EXPECT_TRUE(rc::check([=] {
    const File file = any();
    const auto image = write(file);
    RC_ASSERT(image.has_value());
    RC_ASSERT(read(*image) == std::optional<File>{file});
  }));
}

/// The checksum finds line noise; the forger is found by the MAC that the card and the meter check.
template <class File>
void expect_damage_is_noticed(File (*any)(), std::optional<Image<File>> (*write)(const File&),
                              std::optional<File> (*read)(ByteView)) {
  EXPECT_TRUE(rc::check([=] {
    const auto image = *write(any());
    for (std::size_t bit = 0; bit < image.size() * 8; ++bit) {
      auto flipped = image;
      flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1u << (bit % 8)));
      RC_ASSERT(!read(flipped).has_value());
    }
    for (std::size_t bytes = 0; bytes < image.size(); ++bytes) RC_ASSERT(!read(ByteView{image}.first(bytes)).has_value());
    std::vector<std::uint8_t> longer(image.begin(), image.end());
    longer.push_back(0);
    RC_ASSERT(!read(longer).has_value());
  }));
}

TEST(UserCard, every_file_that_can_be_written_is_read_back_as_it_was) {
  expect_round_trip<InstructionFile>(any_instruction, encode, decode_instruction);
  expect_round_trip<PresetFile>(any_preset, encode, decode_preset);
  expect_round_trip<ClearFile>(any_clear, encode, decode_clear);
  expect_round_trip<KeyCardFile>(any_key_card, encode_restore, decode_key_card);
  expect_round_trip<VoidFile>(any_void_list, encode, decode_void_list);
  expect_round_trip<TariffFile>(any_tariff, encode_spare, decode_tariff);
  expect_round_trip<ReturnedFile>(any_returned, encode, decode_returned);
  expect_round_trip<RegisterFile>(any_registers, encode, decode_registers);
  expect_round_trip<HolderFile>(any_holder, encode, decode_holder);
  EXPECT_TRUE(rc::check([] {
    const PurseFile purse{money_up_to(0xFFFF'FFFF), any_count()};
    RC_ASSERT(decode_purse(*encode(purse)) == std::optional<PurseFile>{purse});
  }));
}

TEST(UserCard, a_flipped_bit_or_a_missing_byte_makes_a_frame_unreadable) {
  expect_damage_is_noticed<InstructionFile>(any_instruction, encode, decode_instruction);
  expect_damage_is_noticed<PresetFile>(any_preset, encode, decode_preset);
  expect_damage_is_noticed<ClearFile>(any_clear, encode, decode_clear);
  expect_damage_is_noticed<KeyCardFile>(any_key_card, encode_restore, decode_key_card);
  expect_damage_is_noticed<VoidFile>(any_void_list, encode, decode_void_list);
  expect_damage_is_noticed<ReturnedFile>(any_returned, encode, decode_returned);
  expect_damage_is_noticed<RegisterFile>(any_registers, encode, decode_registers);
  expect_damage_is_noticed<HolderFile>(any_holder, encode, decode_holder);
  expect_damage_is_noticed<TariffFile>(any_tariff, encode_spare, decode_tariff);
}

/// Replaces bytes inside a good frame and mends the checksum, as a foreign writer with other ideas would.
template <class File>
Image<File> with(Image<File> image, std::size_t at, std::string_view digits) {
  const auto bytes = bytes_of(digits);
  std::copy(bytes.begin(), bytes.end(), image.begin() + static_cast<std::ptrdiff_t>(at));
  std::uint8_t sum = 0;
  for (std::size_t i = 1; i < File::size - 2; ++i) sum = static_cast<std::uint8_t>(sum + image[i]);
  image[File::size - 2] = sum;
  return image;
}

TEST(UserCard, a_frame_whose_values_make_no_sense_is_refused_although_its_checksum_is_right) {
  const auto good = *encode(InstructionFile{});
  const auto read = [&](std::size_t at, std::string_view digits) {
    return decode_instruction(with<InstructionFile>(good, at, digits)).has_value();
  };
  EXPECT_TRUE(read(4, "04"));
  EXPECT_FALSE(read(4, "00")) << "user type";
  EXPECT_FALSE(read(4, "05")) << "user type";
  EXPECT_TRUE(read(10, "2912312359"));
  EXPECT_FALSE(read(10, "2913010000")) << "month 13";
  EXPECT_FALSE(read(10, "2901000000")) << "day 0";
  EXPECT_FALSE(read(10, "2901012400")) << "hour 24";
  EXPECT_FALSE(read(10, "2901010060")) << "minute 60";
  EXPECT_FALSE(read(10, "0000000001")) << "a minute without a day";
  EXPECT_FALSE(read(16, "0000000A")) << "not BCD";
  EXPECT_FALSE(read(30, "A00000000000")) << "not BCD";
  EXPECT_FALSE(read(42, "00")) << "card type";
  EXPECT_FALSE(read(42, "05")) << "card type";

  const auto registers = *encode(RegisterFile{});
  EXPECT_FALSE(decode_registers(with<RegisterFile>(registers, 4, "02"))) << "an edition we do not know";
  EXPECT_FALSE(decode_registers(with<RegisterFile>(registers, 13, "04"))) << "applied";
  EXPECT_FALSE(decode_registers(with<RegisterFile>(registers, 14, "FFFFFFFFFFFFFF"))) << "more money than there is";
}

TEST(UserCard, values_that_do_not_fit_are_not_written) {
  EXPECT_FALSE(encode(InstructionFile{.alarm1 = Money::minor(100'000'000)}));
  EXPECT_FALSE(encode(InstructionFile{.alarm1 = Money::minor(-1)}));
  EXPECT_FALSE(encode(InstructionFile{.rates = 100}));
  EXPECT_FALSE(encode(PresetFile{.ct = 1'000'000}));
  EXPECT_FALSE(encode(PresetFile{.tariff_switch = {26, 2, 0, 0, 0}}));
  EXPECT_FALSE(encode(ReturnedFile{.remaining = Money::minor(-1)})) << "debts travel in the overdraft field";
  EXPECT_FALSE(encode(RegisterFile{.used_e5 = -1}));
  EXPECT_FALSE(encode(RegisterFile{.cleared_e5 = -1}));
  EXPECT_FALSE(encode(RegisterFile{.surrendered = Money::minor(money_minor_max + 1)}));
}

TEST(UserCard, steps_rise_and_unused_steps_stand_last) {
  const auto writes = [](std::vector<std::int64_t> ends_wh) {
    TariffFile file;
    for (std::size_t i = 0; i < ends_wh.size(); ++i) file.step_ends[i] = Energy::wh(ends_wh[i]);
    return encode(file, Command::tariff_current).has_value();
  };
  EXPECT_TRUE(writes({}));
  EXPECT_TRUE(writes({180'000, 350'000}));
  EXPECT_FALSE(writes({350'000, 180'000}));
  EXPECT_FALSE(writes({180'000, 180'000}));
  EXPECT_FALSE(writes({0, 180'000}));
  EXPECT_FALSE(writes({180'005})) << "the file counts in 10 Wh";
  EXPECT_FALSE(writes({1'000'000'000})) << "nine digits";
}

TEST(UserCard, a_tariff_file_says_whether_it_is_the_current_or_the_spare_one) {
  const auto current = *encode(TariffFile{}, Command::tariff_current);
  const auto spare = *encode(TariffFile{}, Command::tariff_spare);
  EXPECT_EQ(command_of(current), Command::tariff_current);
  EXPECT_EQ(command_of(spare), Command::tariff_spare);
  EXPECT_TRUE(decode_tariff(current));
  EXPECT_TRUE(decode_tariff(spare));
  EXPECT_FALSE(encode(TariffFile{}, Command::user));
  EXPECT_FALSE(decode_tariff(with<TariffFile>(current, 1, "01"))) << "an instruction is no tariff";
}

TEST(UserCard, the_first_bytes_name_the_kind_of_card) {
  EXPECT_EQ(command_of(*encode(PresetFile{})), Command::preset);
  EXPECT_EQ(command_of(*encode(ClearFile{})), Command::clear);
  EXPECT_EQ(command_of(bytes_of("68FF0000")), std::nullopt);
  EXPECT_EQ(command_of(bytes_of("00010027")), std::nullopt);
  EXPECT_EQ(command_of(bytes_of("68")), std::nullopt);
}

TEST(UserCard, the_returned_file_is_empty_when_mark_and_ct_are_gone) {
  std::array<std::uint8_t, ReturnedFile::size> file{};
  EXPECT_TRUE(is_empty_returned(file));
  file[7] = 1;
  EXPECT_FALSE(is_empty_returned(file)) << "a torn write, not an empty file";
  EXPECT_FALSE(is_empty_returned(*encode(ReturnedFile{})));
  EXPECT_FALSE(is_empty_returned(bytes_of("00000000"))) << "too short to say";
}

}  // namespace
}  // namespace kwota::user_card
