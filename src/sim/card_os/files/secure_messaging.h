// The card's side of secure messaging: checks the MAC of a protected command, opens its data, protects an answer.
// Facts: docs/card-os.md, "Protected command".   Inside sim/card_os only.   Begin with open_command().
#pragma once
#include <variant>

#include "sim/card_os/files/commands.h"

namespace kwota::sim {

/// Why a protected command was refused.
struct Refused {
  std::uint16_t sw = 0;
};

/// `key` of a protected command may be used now: 6A88 not there, 6982 not in this state, 6983 locked.
std::variant<KeyRecord*, Refused> usable_key(Context& context, Directory& directory, iso7816::KeyType type, std::uint8_t id);
/// The line-protection key of the current directory with the lowest id: it blocks and unblocks the application.
std::variant<KeyRecord*, Refused> maintenance_key(Context& context);

/// Checks `body || MAC4` against the challenge of the command before and gives the data: 6984 no challenge, 6987 no MAC,
/// 6988 wrong. Moves the key's error counter.
std::variant<Bytes, Refused> open_command(Context& context, const iso7816::Command& command, KeyRecord& key, bool encrypted);

/// The data of a write as the file wants it (docs/card-os.md, "Line protection"). Three wrong MACs in a row block the
/// application.
std::variant<Bytes, Refused> open_write(Context& context, const iso7816::Command& command, const ElementaryFile& file);

/// What a protected read answers.
struct ReadSeal {
  KeyRecord* key = nullptr;
  Bytes start;  ///< starting value of the MAC, 8 bytes
};
/// Nothing: a plain read. `04 Bx .. 04 x Le`: see docs/card-os.md, "Protected read".
std::variant<std::optional<ReadSeal>, Refused> open_read(Context& context, const iso7816::Command& command,
                                                         const ElementaryFile& file);
Bytes sealed(const ReadSeal& seal, const ElementaryFile& file, ByteView data);

}  // namespace kwota::sim
