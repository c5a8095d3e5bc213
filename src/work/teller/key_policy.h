// Which versions of keys a counter works with, as the books of the key office say it. Begin with key_policy().
#pragma once
#include <optional>
#include <vector>

#include "books/reader.h"
#include "seal/user_card/files.h"

namespace kwota::teller {

struct KeyPolicy {
  /// That a card of ours may have, the newest first; also retired ones, so that a card can be told why it is refused.
  std::vector<std::uint8_t> known{1};
  std::vector<std::uint8_t> refused;
  std::optional<std::uint8_t> of_before{};  ///< of sample books with own keys: a card of the sample keys is told why it is refused

  bool knows(std::uint8_t version) const;
  bool refuses(std::uint8_t version) const;
  bool takes(std::uint8_t version) const { return knows(version) && !refuses(version); }
};

/// Of the vault that counters seal with; books without keys of their own are sample books, whose sample keys are version 1.
/// `today`: the station's local date.
KeyPolicy key_policy(const books::Reader& books, std::string_view today);

/// That a tool card is made with: the meter's own version, or the newest one when it is for no certain meter.
std::uint8_t version_for_tool(const books::Reader& books, const std::optional<MeterNumber>& meter, std::string_view today);

/// Tool cards that were declared void and that this meter does not know yet by its last word, in their order, eight to a page: a card brings
/// the first page home, a line all of them. Not more than counter::voids_a_word before the meter is heard again. Who passed his last day a
/// month before `today` – the station's local date – is left out: the meter's clock refuses him.
std::vector<user_card::VoidFile> void_pages_for(const books::Reader& books, MeterNumber meter, std::string_view today);

}  // namespace kwota::teller
