// Which versions of keys a counter works with, as the books of the key office say it. Begin with key_policy().
#pragma once
#include <vector>

#include "sell/books/reader.h"

namespace kwota::teller {

struct KeyPolicy {
  /// That a card of ours may have, the newest first; also retired ones, so that a card can be told why it is refused.
  std::vector<std::uint8_t> known{1};
  std::vector<std::uint8_t> refused;

  bool knows(std::uint8_t version) const;
  bool refuses(std::uint8_t version) const;
  bool takes(std::uint8_t version) const { return knows(version) && !refuses(version); }
};

/// Of the vault that counters seal with; books without keys of their own mean the published test keys, version 1.
/// `today`: the station's local date.
KeyPolicy key_policy(const books::Reader& books, std::string_view today);

}  // namespace kwota::teller
