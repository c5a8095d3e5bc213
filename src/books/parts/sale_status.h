// Where a sale stands. The sale itself never changes; this does, and only these ways:
//   booked -> carried -> applied                 the credit went out, and the meter's statement says that it was taken
//   booked, carried -> in_doubt -> any of them   the card was gone before it answered; the next contact settles it
//   booked, carried, in_doubt -> taking_back -> taken_back | applied     the meter decides which revision won
//   booked -> reversed                           nothing of it ever left the house
#pragma once
#include "base/words.h"

namespace kwota::books {

enum class SaleStatus : std::uint8_t {
  booked,
  carried,
  in_doubt,
  applied,
  taking_back,
  taken_back,
  reversed,
};
constexpr auto words_of(SaleStatus) {
  return std::array<std::string_view, 7>{"booked", "carried", "in_doubt", "applied", "taking_back", "taken_back", "reversed"};
}

/// Nothing of a reversed sale ever happened: its credit never left the house and its money went back at once. No sum of what was
/// received or sold counts it – page, slip, list and reconciliation ask here.
inline constexpr SaleStatus undone = SaleStatus::reversed;
constexpr bool happened(SaleStatus status) { return status != undone; }

/// Something of it is still to be carried, or to be settled.
constexpr bool is_open(SaleStatus status) {
  return status == SaleStatus::booked || status == SaleStatus::carried || status == SaleStatus::in_doubt || status == SaleStatus::taking_back;
}

}  // namespace kwota::books
