// The purse card of irrigation, declared: application 3F01 with its keys, files and purse. Sources: irrigation.md 2, cards.md 2.1; [K] where
// they are silent. Its keys go by the number of the application, those of the root by the chip's serial.
// Who may do what:
//  - Loading and unloading want the holder's PIN beside the office's seal; spending wants none, so that a swipe is enough.
//  - A lock is given back by its pump's GMAC or by the centre's release; neither wants a PIN, because the holder may be far away.
//  - Files 0015 to 0017 are the office's under `maintenance` and everybody's to read; the log is the card's own.
//  - The whole application may be erased under its master key alone: a returned card is emptied, cleared and issued again.
//  - The overdraft key is there as the trade has it, and nobody may use it: the limit stays 0.
#pragma once
#include "carry/cards/common/application.h"
#include "seal/purse_card/files.h"

namespace kwota::cards {

namespace purse_key {
inline constexpr std::uint8_t maintenance = 0x01, load = 0x01, purchase = 0x01, tac = 0x00, unload = 0x01, online_release = 0x02, overdraft = 0x01;
}

inline constexpr std::uint16_t purse_application_id = 0x3F01;
inline constexpr std::array<std::uint8_t, 9> purse_application_name{0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01};

namespace kernel {
constexpr CardKey purse_transaction_key(iso7816::KeyType type, std::uint8_t id, iso7816::Access usage, seal::Purpose purpose, std::string_view name) {
  return {{.id = id, .type = type, .usage = usage, .change = access::master, .tries = 0, .name = name}, purpose};
}
constexpr iso7816::File under_maintenance(std::uint8_t sfi, iso7816::FileKind kind, std::size_t bytes, std::string_view name) {
  return {.id = sfi, .sfi = sfi, .kind = kind, .bytes = static_cast<std::uint16_t>(bytes), .write_protection = iso7816::Protection::mac,
          .write_key = purse_key::maintenance, .read_key = purse_key::maintenance, .name = name};
}
}  // namespace kernel

inline constexpr std::array purse_card_keys{
    application_keys[0],  // master
    application_keys[1],  // card authentication: a look proves the card [K]
    application_keys[3],  // seller authentication
    CardKey{{.id = purse_key::maintenance, .type = iso7816::KeyType::line_protection, .usage = iso7816::always, .change = access::master,
             .tries = 15, .name = "maintenance"},
            seal::Purpose::maintenance},
    application_keys[6],  // PIN unblock
    application_keys[7],  // PIN reload
    kernel::purse_transaction_key(iso7816::KeyType::load, purse_key::load, access::holder, seal::Purpose::load, "load"),
    kernel::purse_transaction_key(iso7816::KeyType::purchase, purse_key::purchase, iso7816::always, seal::Purpose::purchase, "purchase"),
    kernel::purse_transaction_key(iso7816::KeyType::tac, purse_key::tac, iso7816::always, seal::Purpose::tac, "TAC"),
    kernel::purse_transaction_key(iso7816::KeyType::unload, purse_key::unload, access::holder, seal::Purpose::unload, "unload"),
    kernel::purse_transaction_key(iso7816::KeyType::unload, purse_key::online_release, iso7816::always, seal::Purpose::online_release, "online release"),
    kernel::purse_transaction_key(iso7816::KeyType::overdraft, purse_key::overdraft, iso7816::never, seal::Purpose::overdraft, "overdraft"),
};
static_assert(application_keys[6].purpose == seal::Purpose::pin_unblock && application_keys[3].purpose == seal::Purpose::seller_authentication);

inline constexpr std::size_t purse_log_records = 10;

inline constexpr std::array purse_card_files{
    kernel::under_maintenance(purse_card::sfi::application, iso7816::FileKind::transparent, purse_card::ApplicationFile::size, "application"),
    kernel::under_maintenance(purse_card::sfi::holder, iso7816::FileKind::transparent, purse_card::HolderFile::size, "holder"),
    kernel::under_maintenance(purse_card::sfi::composite, iso7816::FileKind::variable_record, 0x40, "areas"),
    iso7816::File{.id = purse_card::sfi::log, .sfi = purse_card::sfi::log, .kind = iso7816::FileKind::cyclic,
                  .bytes = static_cast<std::uint16_t>(purse_log_records << 8 | purse_card::LogRecord::size), .write = iso7816::never, .name = "log"},
    iso7816::File{.id = purse_card::sfi::purse, .sfi = purse_card::sfi::purse, .kind = iso7816::FileKind::purse,
                  .bytes = iso7816::purse_file_size, .write = iso7816::never, .name = "purse", .log_sfi = purse_card::sfi::log},
};

inline constexpr Product purse_card_product{
    .name = "purse_card",
    .about = "CPU card of a farmer: holds money, pays at every pump of its areas by a grey lock.",
    .root = card_root,
    .application = {.id = purse_application_id, .bytes = 1024, .erase = access::master, .keys = purse_card_keys, .pins = application_pins, .files = purse_card_files,
                    .name = purse_application_name, .shown_sfi = purse_card::sfi::application}};
static_assert(sound(purse_card_product));

}  // namespace kwota::cards
