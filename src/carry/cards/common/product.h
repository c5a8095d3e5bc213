// What a card product is: the tables that declare it. The personaliser writes them, the emulator obeys them, the
// documentation prints them and the tests walk them; nothing else in the program says what is on a card.
// Rules of the card family that the tables rely on (FMCOS family; [K] where the public manuals are silent):
//  - A directory without a key file is unprotected. Its key file is its first file.
//  - The first key of a directory is its master (external authentication 00). It is written under the master of the
//    directory above; every later key is written under the directory's own master.
//  - Keys travel encrypted and MACed only (84 D4); the two top bits of their type say so. The PIN is written in the clear
//    (80 D4) at the issuing desk.
//  - A directory that has no key yet knows no state but 0, so its key file must let anybody add. Ours has room for exactly
//    the keys of its table: once they are there nothing can be added, and changing one needs the master state.
#pragma once
#include <array>
#include <span>
#include <string_view>

#include "carry/iso7816/file_commands.h"
#include "carry/iso7816/key_usage.h"
#include "seal/vault/vault.h"

namespace kwota::cards {

/// Security states of a directory's register, and who is meant by them.
namespace state {
inline constexpr std::uint8_t nobody = 0x0, holder = 0x1, meter = 0x2, seller = 0x3, master = 0xA;
}

namespace access {
inline constexpr iso7816::Access holder{0x11}, meter_or_seller{0x32}, seller{0x33}, master{0xAA};
}

/// What makes a key this card's.
enum class DerivedBy : std::uint8_t {
  serial,  ///< the card's serial: its own key
  region,  ///< the factor of the utility, province or county that a mother card serves
  pair,    ///< the serial of the mother card whose control card this is
  terminal,///< the terminal's number: by it a PSAM proves what it asked of purse cards
  nothing, ///< the key as it is: a county's, in its PSAMs and mother cards
};

/// A key of the card and what the vault calls it. The PIN is no key of the vault.
struct CardKey {
  iso7816::Key key;
  seal::Purpose purpose = seal::Purpose::card_master;
  DerivedBy derived_by = DerivedBy::serial;
};

/// A directory: its rights, its keys in the order in which they are written, its files in the order of creation.
struct Directory {
  std::uint16_t id = 0;
  std::uint16_t bytes = 0;  ///< room that CREATE FILE reserves
  iso7816::Access create = access::master, erase = iso7816::never, add_keys = iso7816::always;
  std::span<const CardKey> keys{};
  std::span<const iso7816::Key> pins{};
  std::span<const iso7816::File> files{};
  std::span<const std::uint8_t> name{};  ///< of ISO/IEC 7816-5; none: selected by its id alone
  std::uint8_t shown_sfi = 0;            ///< file that SELECT gives along in 9F0C; 0: none
};

struct Product {
  std::string_view name;   ///< stable, snake_case: "user_card"
  std::string_view about;  ///< one English sentence for support people and the documentation
  Directory root;          ///< as it is once the transport key has been replaced
  Directory application;
};

/// The root of every card of ours: one key, and no file beside the application. Its record is the one under which the
/// factory delivers the transport key, because an update may change the value only.
inline constexpr std::array root_keys{
    CardKey{{.id = 0x00, .type = iso7816::KeyType::external_authentication, .usage = iso7816::always, .change = access::master,
             .follow_up = state::master, .tries = 3, .name = "card master"},
            seal::Purpose::card_master}};
inline constexpr Directory card_root{.id = 0x3F00, .bytes = 4096, .keys = root_keys};

/// The file of that short identifier; nothing when the directory has none.
constexpr const iso7816::File* find_file(const Directory& directory, std::uint8_t sfi) {
  for (const auto& file : directory.files)
    if (file.sfi == sfi) return &file;
  return nullptr;
}

/// The application of key cards and PSAMs (carry/cards/key_cards): a card with it is never taken for a blank one.
inline constexpr std::uint16_t key_application_id = 0xDF02;

inline constexpr std::size_t key_bytes = 16;  ///< two-key 3DES
inline constexpr std::size_t pin_digits = 6;  ///< ASCII digits, one byte each [K]

/// What the card family needs beside the value of a key, and for a file's own header [K].
inline constexpr std::size_t key_header_bytes = 9, file_header_bytes = 11;

/// A key of which two versions live side by side: in PSAMs, and keys that mother cards pass on.
constexpr bool has_versions(const iso7816::Key& key) {
  return key.type == iso7816::KeyType::sam || key.type == iso7816::KeyType::passed_on;
}

/// Room of a directory's key file: exactly its keys and PINs, in all their versions.
constexpr std::uint16_t key_file_bytes(const Directory& directory) {
  std::size_t bytes = directory.pins.size() * (key_header_bytes + pin_digits);
  for (const auto& entry : directory.keys)
    bytes += (key_header_bytes + key_bytes) * (has_versions(entry.key) ? iso7816::key_versions_max : 1);
  return static_cast<std::uint16_t>(bytes);
}

/// Record files of fixed length name their number of records and their length.
constexpr std::size_t content_bytes(const iso7816::File& file) {
  const bool fixed_records =
      file.kind == iso7816::FileKind::fixed_record || file.kind == iso7816::FileKind::cyclic || file.kind == iso7816::FileKind::purse;
  return fixed_records ? static_cast<std::size_t>(file.bytes >> 8) * (file.bytes & 0xFF) : file.bytes;
}

/// Room that a directory's keys and files take.
constexpr std::size_t room_of(const Directory& directory) {
  std::size_t bytes = file_header_bytes + key_file_bytes(directory);
  for (const auto& file : directory.files) bytes += file_header_bytes + content_bytes(file);
  return bytes;
}

constexpr bool unique_ids(const Directory& directory) {
  const auto& files = directory.files;
  for (std::size_t i = 0; i < files.size(); ++i)
    for (std::size_t j = i + 1; j < files.size(); ++j)
      if (files[i].id == files[j].id || files[i].sfi == files[j].sfi) return false;
  const auto& keys = directory.keys;
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (std::size_t j = i + 1; j < keys.size(); ++j)
      if (keys[i].key.id == keys[j].key.id && keys[i].key.type == keys[j].key.type && keys[i].key.rule == keys[j].key.rule)
        return false;
  return true;
}

/// Every line-protection key that a file names is in the directory.
constexpr bool keys_of_files_exist(const Directory& directory) {
  const auto exists = [&](std::uint8_t id) {
    for (const auto& entry : directory.keys)
      if (entry.key.type == iso7816::KeyType::line_protection && entry.key.id == id) return true;
    return false;
  };
  for (const auto& file : directory.files) {
    if (file.write_protection != iso7816::Protection::none && !exists(file.write_key)) return false;
    if (file.read_mac_offered && !exists(file.read_key)) return false;
  }
  return true;
}

/// The laws of a table; every product states them with static_assert.
constexpr bool sound(const Product& product) {
  const Directory& application = product.application;
  return unique_ids(application) && keys_of_files_exist(application) && room_of(application) <= application.bytes &&
         !application.keys.empty() && application.keys[0].key.id == 0x00 &&
         application.keys[0].key.type == iso7816::KeyType::external_authentication;
}

}  // namespace kwota::cards
