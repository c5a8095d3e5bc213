// A card product declared as a table: its application, files, rights and keys. The personaliser writes it, the emulator
// obeys it, the documentation prints it and the tests walk it. Facts: cards.md 2.1, 2.2.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/core/bytes.h"

namespace kwota::iso7816 {

/// File types of the FMCOS family (CREATE FILE, first control byte).
enum class FileKind : std::uint8_t { transparent = 0x28, fixed_record = 0x2A, variable_record = 0x2C, cyclic = 0x2E, purse = 0x2F, directory = 0x38, keys = 0x3F };

/// Access byte `HL`: allowed when L <= security state of the directory <= H; F0 always, EF never.
struct Access {
  std::uint8_t byte = 0xF0;
  constexpr bool allows(std::uint8_t state) const { return (byte & 15) <= state && state <= (byte >> 4); }
  friend constexpr bool operator==(Access, Access) = default;
};
inline constexpr Access always{0xF0}, never{0xEF};

/// Line protection: what secure messaging a write (or read) must carry.
enum class Protection : std::uint8_t { none, mac, mac_and_encryption };

/// Size that CREATE FILE names for a purse: it knows no other. Its log is named in the byte of the key ids.
inline constexpr std::uint16_t purse_file_size = 0x0208;

/// Short identifier that is kept for secrets in all products: what such a file holds is shown in no trace.
inline constexpr std::uint8_t secret_sfi = 0x1E;

struct File {
  std::uint16_t id = 0;
  std::uint8_t sfi = 0;
  FileKind kind = FileKind::transparent;
  std::uint16_t bytes = 0;
  Access read = always, write = always;
  Protection write_protection = Protection::none;
  std::uint8_t write_key = 0;      ///< id of the line-protection key (type 36) for writes
  bool read_mac_offered = false;   ///< a reader may ask for a MAC (04 B0)
  std::uint8_t read_key = 0;
  std::string_view name{};
  std::uint8_t log_sfi = 0;        ///< of a purse: where its records go
};

/// Key types of cards.md 2.2.
enum class KeyType : std::uint8_t {
  sam = 0x20,               ///< of a PSAM: its record has a header of three bytes (key_usage.h)
  internal_encrypt = 0x30,
  passed_on = 0x33,         ///< of a mother card: leaves it by EXPORT KEY (key_usage.h) [K]
  tac = 0x34,               ///< DTK of a purse card
  counted_answer = 0x35,    ///< of a control card: answers its mother by a command that counts (ANSWER MOTHER) [K]
  line_protection = 0x36,
  pin_unblock = 0x37,
  pin_reload = 0x38,
  external_authentication = 0x39,
  pin = 0x3A,
  overdraft = 0x3C,         ///< of a purse card, as the four below
  unload = 0x3D,            ///< and online release of a grey lock
  purchase = 0x3E,
  load = 0x3F,
};

struct Key {
  std::uint8_t id = 0;
  KeyType type = KeyType::external_authentication;
  Access usage = always, change = never;
  std::uint8_t follow_up = 0;      ///< security state after success (external authentication, PIN)
  std::uint8_t tries = 3;          ///< 0: no counter
  std::string_view name{};
  std::uint8_t rule = 0;           ///< PSAM key: usage byte; key that is passed on: PassingRule (key_usage.h)
  std::uint16_t quota = 0xFFFF;    ///< key that is passed on: how often; FFFF without end
};

}  // namespace kwota::iso7816
