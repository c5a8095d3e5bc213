// A family of cards of tests/house: a directory of its own with a purse, what the meter reports, and whose card it is.
#pragma once
#include "carry/cards/common/application.h"
#include "carry/cards/common/family.h"

namespace kwota::cards {

namespace house_card {

inline constexpr std::uint16_t directory = 0xDF05;
inline constexpr std::uint8_t purse = 0x02, report = 0x05, holder = 0x07;
inline constexpr std::size_t report_bytes = 24, holder_bytes = 22;

/// The meter writes its report in its own state; everything else is the counter's, under its MAC.
constexpr iso7816::File written_by_meter(std::uint8_t sfi, std::size_t bytes, std::string_view name) {
  return {.id = sfi, .sfi = sfi, .kind = iso7816::FileKind::transparent, .bytes = static_cast<std::uint16_t>(bytes),
          .read = iso7816::always, .write = access::meter_or_seller, .name = name};
}

inline constexpr std::array files{kernel::written_by_counter(purse, user_card::PurseFile::size, "purse"),
                                  written_by_meter(report, report_bytes, "report"),
                                  kernel::written_by_counter(holder, holder_bytes, "holder")};
inline constexpr Product product{.name = "house_card",
                                 .about = "Carries credit to a meter of the house and its report back.",
                                 .root = card_root,
                                 .application = {.id = directory, .bytes = 1024, .keys = application_keys, .files = files}};
static_assert(sound(product));

}  // namespace house_card

extern const Family& house_card_family;

}  // namespace kwota::cards
