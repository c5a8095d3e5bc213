// Prices for meters on a line: which version of its plan a meter shall charge by, when that is to be told, and what it is told.
// Guarantees: a meter holds one set beside the one in force, so versions go one after the other, each once the one before it
// counts; a version that no meter can hold is refused with its reason, on the command; what the meter was told last stands in its
// newest command, and another is queued when the account needs other prices than that. A card that has room for the plan brings
// the same prices: a meter is told over its line from the first time on that it had to be.
// Never: speaks with a meter.   Begin with order_prices(), prices_due().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "sell/tariff/use/meter_table.h"

namespace kwota::remote {

using people::Context;

/// A set of prices, as the meter shall be told it.
struct PriceTable {
  std::string plan, version;
  tariff::MeterTable table;
  std::optional<LocalTime> from;  ///< on the meter's clock; nothing: it counts already
};

/// Names what a meter was told, so that it is not told again: version, prices and steps, without the holidays that pass.
std::string mark_of(const PriceTable& prices);

/// Queues the version that counts now; an older command for it that waits is replaced. One that does not fit is refused at once.
/// Errors: no_account {meter}, and those of counter::supply_of().
Result<books::Decision<books::MeterCommand>> order_prices(const books::Reader& books, MeterNumber meter, const Context& context);

/// The first prices of an account that its opening sale brings over the line; it is not in the books yet.
books::MeterCommand prices_at_opening(const books::Sale& opening, std::int64_t number, const Context& context);

/// A version is being published: one command for every account of the plan whose meter hangs on an active link, to be written
/// once the version before it counts.
books::Changes prices_published(const books::Reader& books, const std::string& plan, const std::string& version, Instant begins,
                                const Context& context);

/// An account goes by these prices from this moment on: a command, where its meter hangs on an active link.
void queue_prices_from(const books::Reader& books, MeterNumber meter, const std::string& plan, const std::string& version, Instant begins, const Context& context,
               books::Changes& changes);

/// What the account's meter must be told besides what it was told last; nothing when it is as it shall be, when a person has to
/// look first, or when cards alone have brought its prices until now. Asked when the meter has been heard: a refusal for a clock
/// that is right by now is over.
std::optional<books::MeterCommand> prices_due(const books::Reader& books, MeterNumber meter, bool clock_is_right,
                                              const Context& context);
/// The same when this command has just been told, which the books do not know yet: what comes after it.
std::optional<books::MeterCommand> prices_after(const books::Reader& books, const books::MeterCommand& sent,
                                                const Context& context);

/// What a command of kind prices has to tell its meter.
struct PricesOfCommand {
  enum class When : std::uint8_t {
    now,
    later,       ///< the version before it does not count yet
    superseded,  ///< the plan or a later version took its place
  };
  When when = When::now;
  PriceTable prices;  ///< now
  Instant begins;     ///< later: from when on the version before it counts
};
/// Errors: plan_does_not_fit {why}; those of supply_of().
Result<PricesOfCommand> prices_of(const books::Reader& books, const books::MeterCommand& command, const Context& context);
/// The command with the mark of what it was told.
books::MeterCommand marked(books::MeterCommand command, const PriceTable& prices);

}  // namespace kwota::remote
