// What a card holds: the tree of directories and files, the keys, and what blocks it. A value: it can be copied, compared,
// stored (encode_card) and read back (decode_card) - and so a card can be cloned, as a thief would.
// Facts: the FMCOS family; docs/card-os.md.   Begin with CardState and blank_card().
#pragma once
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/core/ids.h"
#include "carry/iso7816/file_table.h"

namespace kwota::sim {

/// Of a MAC, and of the header of a record by which a SAM gets a key.
inline constexpr std::size_t mac_bytes = 4, sam_header_bytes = 3;

struct KeyRecord {
  static constexpr auto sam_type = static_cast<std::uint8_t>(iso7816::KeyType::sam);
  std::uint8_t id = 0;
  std::uint8_t type = 0;  ///< with the protection bits: F9 or 39
  iso7816::Access usage, change;
  std::uint8_t x = 0;  ///< version, follow-up state or FF, by type
  std::uint8_t y = 0;  ///< algorithm, or error counter NM: N tries allowed, M left
  Bytes value;

  std::uint8_t plain_type() const { return type & 0x3F; }
  bool counts_errors() const {
    return (plain_type() == sam_type || (plain_type() >= 0x36 && plain_type() <= 0x3A)) && (y >> 4) != 0;
  }
  bool locked() const { return counts_errors() && tries_left() == 0; }
  std::uint8_t tries_left() const { return y & 0x0F; }
  void failed() {
    if (counts_errors() && tries_left() > 0) --y;
  }
  void succeeded() {
    if (counts_errors()) y = static_cast<std::uint8_t>((y & 0xF0) | (y >> 4));
  }
  friend bool operator==(const KeyRecord&, const KeyRecord&) = default;
};

struct KeyFile {
  std::uint16_t size = 0;
  iso7816::Access add;
  std::vector<KeyRecord> keys;
  friend bool operator==(const KeyFile&, const KeyFile&) = default;
};

struct ElementaryFile {
  std::uint16_t id = 0;
  iso7816::FileKind kind = iso7816::FileKind::transparent;
  iso7816::Protection protection = iso7816::Protection::none;
  std::uint16_t size = 0;  ///< bytes; record files of fixed length: records in the high byte, their length in the low byte
  iso7816::Access read, write;
  std::uint8_t key_ids = 0xFF;  ///< see iso7816::key_ids_byte
  Bytes content;                ///< of a transparent file
  std::vector<Bytes> records;   ///< oldest first

  std::uint8_t sfi() const { return id & 0x1F; }
  std::uint8_t read_key() const { return static_cast<std::uint8_t>(3 - ((key_ids >> 2) & 3)); }
  std::uint8_t write_key() const { return static_cast<std::uint8_t>(3 - (key_ids & 3)); }
  bool read_needs_mac() const { return (key_ids & 0x80) == 0; }
  friend bool operator==(const ElementaryFile&, const ElementaryFile&) = default;
};

enum class Block : std::uint8_t { open = 0, blocked = 1, for_ever = 2 };

struct Directory {
  std::uint16_t id = 0;
  Bytes name;
  std::uint16_t space = 0;
  iso7816::Access create, erase;
  std::uint8_t app_sfi = 0;
  Block block = Block::open;
  std::uint8_t failed_writes = 0;    ///< protected writes in a row whose MAC was wrong
  std::uint8_t failed_unblocks = 0;  ///< the same for APP UNBLOCK
  std::optional<KeyFile> key_file;   ///< until it exists the directory is unprotected
  std::vector<ElementaryFile> files;
  std::vector<Directory> directories;

  KeyRecord* find_key(std::uint8_t plain_type, std::uint8_t key_id);
  ElementaryFile* find_sfi(std::uint8_t sfi);
  ElementaryFile* find_file(std::uint16_t file_id);
  /// Bytes that its files, keys and directories occupy.
  std::size_t used() const;
  friend bool operator==(const Directory&, const Directory&) = default;
};

struct CardState {
  CardSerial serial;
  bool blocked = false;
  Directory mf;
  friend bool operator==(const CardState&, const CardState&) = default;
};

inline constexpr std::uint16_t mf_id = 0x3F00;
inline constexpr std::size_t file_overhead = 11, key_overhead = 9;

/// A card as it comes from the factory: an MF whose key file holds only the transport key (id 00, external authentication,
/// follow-up state A), which is not diversified.
CardState blank_card(const CardSerial& serial, ByteView transport_key);

/// At most card_image_max bytes.
Bytes encode_card(const CardState& card);
inline constexpr std::size_t card_image_max = 16 * 1024;
/// Error `card_image_corrupt`.
Result<CardState> decode_card(ByteView image);

}  // namespace kwota::sim
