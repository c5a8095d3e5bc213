// How far books are, as witnesses outside are told it.
#pragma once
#include <string>

#include "store/draft/hash.h"

namespace kwota::store {

/// Number and hash of an anchor.
struct Mark {
  std::int64_t number = 0;
  Digest hash{};
  friend bool operator==(const Mark&, const Mark&) = default;
};
/// "1306 3FA9 C0DE 12AB 34CD": number and the first 64 bits of the hash, as slips show it.
std::string short_text(const Mark& mark);

}  // namespace kwota::store
