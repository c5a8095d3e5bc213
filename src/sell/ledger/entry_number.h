// How an entry of the ledger is called where its kind stands beside it: its number without what the kind says already.
// The console's own is made of these lists (web/api_types.mjs).   Begin with entry_called().
#pragma once
#include <array>
#include <string_view>

namespace kwota::ledger {

inline constexpr std::array<std::string_view, 7> entry_families{"shift", "charge", "watered", "deposit", "drop", "outlet", "surrendered"};
inline constexpr std::array<std::string_view, 5> entry_ends{"open", "close", "outlet", "reversed", "settled"};

/// "charge/100353/2026-11-28" is 100353/2026-11-28, "shift/E01/T1/315/close" is E01/T1/315; a receipt's number stays.
constexpr std::string_view entry_called(std::string_view number) {
  for (const auto family : entry_families)
    if (number.starts_with(family) && number.substr(family.size()).starts_with('/')) {
      number.remove_prefix(family.size() + 1);
      break;
    }
  for (const auto end : entry_ends)
    if (number.ends_with(end) && number.substr(0, number.size() - end.size()).ends_with('/')) {
      number.remove_suffix(end.size() + 1);
      break;
    }
  return number;
}

}  // namespace kwota::ledger
