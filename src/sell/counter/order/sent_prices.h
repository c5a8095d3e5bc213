// What a meter was told of prices over its line, as its commands of kind `prices` keep it: the meter's own word does not say it.
// Begin with sent_prices().
#pragma once
#include <optional>
#include <string>

#include "books/reader.h"

namespace kwota::counter {

/// What a command of kind prices says: {"plan", "version", "mark"}; the mark once it was sent.
struct SentPrices {
  std::string plan, version, mark;
};
SentPrices sent_prices(const books::MeterCommand& command);
std::string to_text(const SentPrices& prices);

/// The newest prices command for this meter that is done, without those told ahead: later versions than this one, and those of the plan that
/// is coming.
std::optional<SentPrices> newest_sent_prices(const books::Reader& books, MeterNumber meter, const SentPrices& until, std::string_view coming_plan);

/// The line brings prices, or is about to: an active link, and the newest prices command has not ended without effect.
bool line_brings_prices(const books::Reader& books, MeterNumber meter);

}  // namespace kwota::counter
