// What is wrong with books, named so that an auditor finds it.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/words.h"

namespace kwota::store {

/// `broken`: a law of money (collect/laws); `clock`: it says a time that cannot be.
enum class Wrong : std::uint8_t { changed, removed, inserted, not_signed, forged, broken, clock };
constexpr auto words_of(Wrong) { return std::array<std::string_view, 7>{"changed", "removed", "inserted", "unsigned", "forged", "broken", "clock"}; }

/// The first thing that is wrong.
struct Finding {
  std::string table;  ///< of the books; "anchors.log" for the file beside them
  std::string key;    ///< as audit entries name it, without the table: "3/1"
  Wrong what = Wrong::changed;
  std::string why;  ///< one English sentence for the auditor
};

}  // namespace kwota::store
