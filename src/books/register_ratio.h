// What one unit on a meter's register stands for. A meter behind transformers (CT × PT) sees a part of what flows: its register is *secondary*, until it is told its ratio
// and multiplies by itself; from then on its register is *primary* energy, and whoever multiplies once more is wrong by the whole ratio.
// Guarantees: said once, here, for charges, losses, insight and review. A meter that takes orders is told its ratio by the first one – each card brings it, and nothing goes over a
// line to a meter that does not know it (sell/remote) – and says its first word right after it: from that word on its register is primary. A meter that never spoke
// under its seal – its balance is at the server, it is read by hand – was told nothing: here it is multiplied.
// Never: is asked about what a meter says for its customer's steps, which are its own word; about the total meter of an area, whose factor is AreaMeter's; or about a pump, which always multiplies by itself.
// Begin with register_ratio().   Why: docs/decisions/0049-primary-from-the-first-word-on.md
#pragma once
#include <optional>

#include "books/reader.h"

namespace kwota::books {

struct RegisterRatio {
  /// Of a meter that knows its ratio.
  struct FirstStatement {
    Instant at;
    Energy shown;  ///< by its register then, as lines tell it
  };
  std::int64_t times = 1;                  ///< CT × PT of its transformers
  std::optional<FirstStatement> first{};   ///< nothing: it multiplies nothing, or has no transformers

  /// What one of its units stood for at that moment.
  std::int64_t at(Instant moment) const { return first && first->at <= moment ? 1 : times; }
  /// Primary energy between two of its registers; where it was told in between, each part as it counts. Nothing: it ran back (base/register_turn.h).
  std::optional<Energy> went(Energy before, Instant from, Energy after, Instant to) const;
};

RegisterRatio register_ratio(const Reader& books, MeterNumber meter);
/// Of a meter that hung behind these transformers, wherever it hangs today.
RegisterRatio register_ratio(const Reader& books, MeterNumber meter, std::uint32_t ct, std::uint32_t pt);

}  // namespace kwota::books
