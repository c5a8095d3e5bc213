// Whom one meets on a line, and what he is told there. The head-end chooses by it, once, how a contact is conducted; whoever orders something is refused by it
// before anything waits. Nobody else asks where a meter hangs.
// Begin with contact_kind().
#pragma once
#include <optional>

#include "books/reader.h"
#include "devices/relay.h"

namespace kwota::remote {

enum class ContactKind : std::uint8_t {
  meter,  ///< of an account, of an area, or in stock: it proves itself and tells its whole word
  pump,   ///< of a well: it has no account, and tells what it recorded
};
ContactKind contact_kind(const books::Reader& books, MeterNumber meter);

/// `relay`: of a relay order. A pump is stopped and permitted again; its farmers start it themselves.
bool takes(ContactKind kind, books::CommandKind command, std::optional<devices::RelayOrder> relay = {});
/// `not_for_a_pump`{meter}, `for_a_pump_alone`{meter}: nothing was sent, and never will be.
Error not_taken(ContactKind kind, MeterNumber meter);

}  // namespace kwota::remote
