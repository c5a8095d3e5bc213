// Reading what a meter has to tell, as a dialogue without I/O: blocks where the meter gives them, else item by item. No session and
// no key is needed, so meters that nobody buys for – the total meter of an area – are read the same way. Guarantees: what the meter
// refuses is absent, what comes as FF or as no digits is not available – both are data and no failure; only a line that breaks
// ends the dialogue. Never: changes anything in a meter.   Begin with read_items().
#pragma once
#include "base/time.h"
#include "carry/dialogue/dialogue.h"
#include "carry/dlt645/quantities.h"

namespace kwota::dlt645 {

struct ItemAnswer {
  enum class State : std::uint8_t {
    value,
    not_available,  ///< the meter has it, and no value now
    absent,         ///< it has it not
  };
  std::uint32_t identifier = 0;
  State state = State::absent;
  Bytes bytes{};  ///< of a value
  Edition edition = Edition::y2007;
  Identifier item() const { return {edition, identifier}; }
};

/// In the order of the questions, every item once. Errors: those of the line, `bad_frame`.
dialogue::Dialogue<std::vector<ItemAnswer>> read_items(Address address, std::vector<Question> questions);

/// The meter's clock, by the first way that it has (questions_of()); nothing: it tells none, or no moment.
dialogue::Dialogue<std::optional<LocalTime>> read_clock(Address address, std::vector<Question> ways);

/// Everything after an identifier; nothing: the meter refuses it.
dialogue::Dialogue<std::optional<Bytes>> read_if_any(Address address, std::uint32_t identifier);

/// The number in units of the item's last decimal; nothing: not told.
std::optional<std::int64_t> number_of(const ItemAnswer& received);

}  // namespace kwota::dlt645
