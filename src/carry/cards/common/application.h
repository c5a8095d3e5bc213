// The application DF01 of the cards that customers and crews carry, declared: MF 3F00 with its master key, eight keys, how its files are
// written. A family's table is put together from these (user_card/user_card_table.h, tool_cards/tool_card_tables.h). Sources: cards.md 5.1
// is the layout seen in two independent meter firmwares (files 01..05, internal authentication 01, external authentication 02, purse read
// by 04 B0 82, file 05 written by 04 D6 85); the FMCOS manuals for types and rights; files 06 and 07, the seller's authentication 03 and
// the PIN are Kwota's own [K].
//
// Who may do what, and why:
//  - Credit, instruction and tariffs (01..04) are written by the counter alone: seller state and a MAC under `credit`.
//  - Returned data (05, 06) are written by the meter (meter state) and emptied by the counter (seller state), always with a
//    MAC under `return_data`. The card cannot tell emptying from forging; the vault can: it makes that MAC for the counter
//    only over a write of zeros (seal/vault/vault.cpp: empties_a_file) [K].
//  - What comes back is read with a MAC under `credit`, so that nobody between card and counter can invent a refund.
//  - The holder file (07) is changed by the counter only (MAC under `credit`) and only when the holder has given the PIN:
//    nobody makes another customer's card of it behind the holder's back. It is read freely: another county's card must be
//    named although its keys are not ours.
#pragma once
#include "carry/cards/common/product.h"
#include "seal/user_card/files.h"

namespace kwota::cards {

/// Key ids within DF01, by type.
namespace key_id {
inline constexpr std::uint8_t master = 0x00;                               ///< external authentication
inline constexpr std::uint8_t card_authentication = 0x01;                  ///< internal authentication: 00 88 00 01
inline constexpr std::uint8_t meter = 0x02, seller = 0x03;                 ///< external authentication: 00 82 00 02, 00 82 00 03
inline constexpr std::uint8_t credit = 0x01, return_data = 0x02;           ///< line protection
inline constexpr std::uint8_t pin = 0x01, pin_unblock = 0x01, pin_reload = 0x01;
}  // namespace key_id

inline constexpr std::uint16_t application_id = 0xDF01;

/// In the order of personalisation: the master first, because every later key is written under it.
inline constexpr std::array application_keys{
    CardKey{{.id = key_id::master, .type = iso7816::KeyType::external_authentication, .usage = iso7816::always,
             .change = access::master, .follow_up = state::master, .tries = 3, .name = "application master"},
            seal::Purpose::card_master},
    CardKey{{.id = key_id::card_authentication, .type = iso7816::KeyType::internal_encrypt, .usage = iso7816::always,
             .change = access::master, .tries = 0, .name = "card authentication"},
            seal::Purpose::card_authentication},
    CardKey{{.id = key_id::meter, .type = iso7816::KeyType::external_authentication, .usage = iso7816::always,
             .change = access::master, .follow_up = state::meter, .tries = 15, .name = "meter authentication"},
            seal::Purpose::meter_authentication},
    CardKey{{.id = key_id::seller, .type = iso7816::KeyType::external_authentication, .usage = iso7816::always,
             .change = access::master, .follow_up = state::seller, .tries = 15, .name = "seller authentication"},
            seal::Purpose::seller_authentication},
    CardKey{{.id = key_id::credit, .type = iso7816::KeyType::line_protection, .usage = iso7816::always,
             .change = access::master, .tries = 15, .name = "credit"},
            seal::Purpose::credit},
    CardKey{{.id = key_id::return_data, .type = iso7816::KeyType::line_protection, .usage = iso7816::always,
             .change = access::master, .tries = 15, .name = "returned data"},
            seal::Purpose::return_data},
    CardKey{{.id = key_id::pin_unblock, .type = iso7816::KeyType::pin_unblock, .usage = iso7816::always,
             .change = access::master, .tries = 3, .name = "PIN unblock"},
            seal::Purpose::pin_unblock},
    CardKey{{.id = key_id::pin_reload, .type = iso7816::KeyType::pin_reload, .usage = iso7816::always,
             .change = access::master, .tries = 3, .name = "PIN reload"},
            seal::Purpose::pin_reload},
};

/// The holder's PIN: three tries, then unblock or reload at the counter.
inline constexpr std::array application_pins{
    iso7816::Key{.id = key_id::pin, .type = iso7816::KeyType::pin, .usage = iso7816::always, .change = iso7816::never,
                 .follow_up = state::holder, .tries = 3, .name = "holder's PIN"}};

namespace kernel {
/// A file that the counter writes and everybody may read.
constexpr iso7816::File written_by_counter(std::uint8_t sfi, std::size_t bytes, std::string_view name) {
  return {.id = sfi, .sfi = sfi, .kind = iso7816::FileKind::transparent, .bytes = static_cast<std::uint16_t>(bytes),
          .read = iso7816::always, .write = access::seller, .write_protection = iso7816::Protection::mac,
          .write_key = key_id::credit, .read_mac_offered = true, .read_key = key_id::credit, .name = name};
}
/// A file that the meter writes and the counter empties.
constexpr iso7816::File written_by_meter(std::uint8_t sfi, std::size_t bytes, std::string_view name) {
  iso7816::File file = written_by_counter(sfi, bytes, name);
  file.write = access::meter_or_seller;
  file.write_key = key_id::return_data;
  return file;
}
/// The holder file: the counter's, with the holder's consent.
constexpr iso7816::File written_with_pin(std::uint8_t sfi, std::size_t bytes, std::string_view name) {
  iso7816::File file = written_by_counter(sfi, bytes, name);
  file.write = access::holder;
  return file;
}
}  // namespace kernel

/// File ids equal the short identifiers.
inline constexpr std::array application_files{
    kernel::written_by_counter(user_card::sfi::instruction, user_card::InstructionFile::size, "instruction"),
    kernel::written_by_counter(user_card::sfi::purse, user_card::PurseFile::size, "purse"),
    kernel::written_by_counter(user_card::sfi::tariff_current, user_card::TariffFile::size, "tariff current"),
    kernel::written_by_counter(user_card::sfi::tariff_spare, user_card::TariffFile::size, "tariff spare"),
    kernel::written_by_meter(user_card::sfi::returned, user_card::ReturnedFile::size, "returned data"),
    kernel::written_by_meter(user_card::sfi::register_copy, user_card::RegisterFile::size, "returned registers"),
    kernel::written_by_counter(user_card::sfi::void_list, user_card::VoidFile::size, "void list"),
    kernel::written_with_pin(user_card::sfi::holder, user_card::HolderFile::size, "holder"),
};

/// With everything: what the card of a customer has (user_card/user_card_table.h); tool cards have some of its files.
inline constexpr Directory application{
    .id = application_id, .bytes = 1024, .keys = application_keys, .pins = application_pins, .files = application_files};

}  // namespace kwota::cards
