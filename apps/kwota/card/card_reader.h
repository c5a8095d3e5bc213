// What `kwota card show` and `kwota card trace` share: finding the card on a reader, and a reading that sells nothing.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "carry/cards/common/family.h"
#include "carry/dialogue/trace.h"
#include "kwota/verb.h"

namespace kwota::app {

struct CardReaderOptions {
  std::string reader;      ///< empty: the one reader that holds a card
  std::string county = "33010000";  ///< that of the published keys, by which `kwota card run` makes its cards
  bool test_keys = false;   ///< let the card prove itself under the published test keys
  std::string sample_keys;  ///< or under the sample keys of the books in this data folder
};

/// --reader, --county, --test-keys and --sample-keys.
std::vector<Option> reader_options(CardReaderOptions& options);

struct CardReading {
  std::string reader;
  Bytes atr;
  cards::Recognition recognition;
  std::optional<cards::Contents> card;  ///< of a customer's card that can be read
};

/// Reads what lies on the reader and changes nothing; `trace`, when given, overhears it. A foreign or damaged card is a
/// result, not an error. Errors: `reader_offline`, `no_card`, `two_cards`{readers}, `bad_county`, those of cards::Family::read.
Result<CardReading> read_card(const CardReaderOptions& options, const dialogue::Trace* trace);

}  // namespace kwota::app
