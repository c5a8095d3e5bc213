#include "seal/user_card/files.h"
#include "seal/vectors/kinds.h"

namespace kwota::seal::vectors {
namespace {

using user_card::MeterTime;

MeterTime time(Inputs& in, std::string_view name) {
  const auto part = [digits = in.bcd(name, 5)](std::uint64_t divisor) {
    return static_cast<std::uint8_t>(digits / divisor % 100);
  };
  return {part(100'000'000), part(1'000'000), part(10'000), part(100), part(1)};
}

Money money_bcd(Inputs& in, std::string_view name) { return Money::minor(static_cast<std::int64_t>(in.bcd(name, 4))); }
std::uint32_t ratio(Inputs& in, std::string_view name) { return static_cast<std::uint32_t>(in.bcd(name, 3)); }

template <class Image>
Answers frame(Inputs& in, const std::optional<Image>& image) {
  if (image) return {{"frame", to_hex(*image)}};
  in.refuse("a value is outside of what the file can hold");
  return {};
}

template <class File>
File parameters(Inputs& in) {
  File file;
  file.user_type = static_cast<user_card::UserType>(in.bytes("user_type", 1)[0]);
  file.update_flags = in.bytes("update", 1)[0];
  file.version = in.be32("version");
  file.tariff_switch = time(in, "switch");
  file.rates = static_cast<std::uint8_t>(in.bcd("rates", 1));
  file.alarm1 = money_bcd(in, "alarm1");
  file.alarm2 = money_bcd(in, "alarm2");
  file.ct = ratio(in, "ct");
  file.pt = ratio(in, "pt");
  return file;
}

Answers user_card_file(Inputs& in) {
  auto file = parameters<user_card::InstructionFile>(in);
  file.meter = MeterNumber::from(in.bcd("meter", 6));
  file.customer = CustomerNumber::from(in.bcd("customer", 6));
  file.card_type = static_cast<user_card::CardType>(in.bytes("card_type", 1)[0]);
  return frame(in, encode(file));
}

Answers preset_card_file(Inputs& in) { return frame(in, encode(parameters<user_card::PresetFile>(in))); }

Answers returned_file(Inputs& in) {
  return frame(in, encode(user_card::ReturnedFile{
                       .user_type = static_cast<user_card::UserType>(in.bytes("user_type", 1)[0]),
                       .ct = ratio(in, "ct"),
                       .pt = ratio(in, "pt"),
                       .meter = MeterNumber::from(in.bcd("meter", 6)),
                       .customer = CustomerNumber::from(in.bcd("customer", 6)),
                       .remaining = Money::minor(in.be32("remaining")),
                       .count = SequenceNumber{in.be32("count")},
                       .overdraft = money_bcd(in, "overdraft"),
                       .key_info = in.be32("keyinfo"),
                       .illegal_inserts = static_cast<std::uint32_t>(in.bcd("illegal", 3)),
                       .time = time(in, "time"),
                   }));
}

constexpr std::array kinds_of_files{
    Kind{"user_card_file", user_card_file},
    Kind{"preset_card_file", preset_card_file},
    Kind{"returned_file", returned_file},
};

}  // namespace

std::span<const Kind> file_kinds() { return kinds_of_files; }

}  // namespace kwota::seal::vectors
