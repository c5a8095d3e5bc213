// Tool cards of the meter crew, declared: the preset card (parameters for a meter in its factory state) and the clear card
// (zeroes a meter, once, with a permission of the books). One file each, beside the keys of a user card; no PIN, no purse,
// no way back. Sources: cards.md 5.1 (preset card); the clear card is Kwota's own [K].
#pragma once
#include "carry/cards/common/application.h"

namespace kwota::cards {

inline constexpr std::array preset_card_files{
    kernel::written_by_counter(user_card::sfi::instruction, user_card::PresetFile::size, "preset parameters"),
    kernel::written_by_counter(user_card::sfi::tariff_current, user_card::TariffFile::size, "tariff current"),
    kernel::written_by_counter(user_card::sfi::tariff_spare, user_card::TariffFile::size, "tariff spare"),
};
inline constexpr std::array clear_card_files{
    kernel::written_by_counter(user_card::sfi::instruction, user_card::ClearFile::size, "clear permission")};

inline constexpr Product preset_card_product{
    .name = "preset_card",
    .about = "Tool card: parameters and prices for meters that still have their factory keys.",
    .root = card_root,
    .application = {.id = application_id, .bytes = 1024, .keys = application_keys, .files = preset_card_files}};
inline constexpr Product clear_card_product{
    .name = "clear_card",
    .about = "Tool card: zeroes the meter it names, once, with the permission it carries.",
    .root = card_root,
    .application = {.id = application_id, .bytes = 1024, .keys = application_keys, .files = clear_card_files}};
static_assert(sound(preset_card_product) && sound(clear_card_product));

}  // namespace kwota::cards
