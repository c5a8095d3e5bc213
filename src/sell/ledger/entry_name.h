// How an entry is named and where it stands, written and read by the same hand: nobody else takes a number or a chain apart.
// "R3-00010247" is a receipt's own entry, "R3-00010247/settled" a later one of it, "surrendered/000000123456/7" one that a meter's word
// made; "till/E01/T1" and "station/E01" are where entries are chained.
// Begin with receipt_of().
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/words.h"
#include "books/reader.h"
#include "books/rows.h"
#include "books/rows/money/drawer.h"
#include "books/rows/money/outlet.h"
#include "sell/ledger/operation.h"

namespace kwota::ledger {

/// The receipt that an entry belongs to; of what belongs to none, its first word, which is no receipt's number.
std::string_view receipt_of(const books::Entry& entry);

/// A statement of a meter, by which something was posted that no receipt says.
struct ByStatement {
  MeterNumber meter;
  std::int64_t statement = 0;  ///< the meter's statements are numbered from 1
};
std::string named_by(Operation what, const ByStatement& statement);
/// Nothing: a receipt says it.
std::optional<ByStatement> statement_of(const books::Entry& entry);

/// What an entry of the house is named by: the row that says what was moved, and why.
enum class HouseRow : std::uint8_t { none, shift, drop, deposit, outlet };
constexpr auto words_of(HouseRow) { return std::array<std::string_view, 5>{"", "shift", "drop", "deposit", "outlet"}; }
enum class ShiftEnd : std::uint8_t { open, close };
constexpr auto words_of(ShiftEnd) { return std::array<std::string_view, 2>{"open", "close"}; }
std::string named_by(const books::Shift& shift, ShiftEnd end);  ///< "shift/E01/T1/7/open"
std::string named_by(const books::CashDrop& drop);              ///< "drop/E01/T1/7/2", the second of that shift
std::string named_by(const books::Deposit& deposit);            ///< "deposit/E01/14"
std::string named_by(const books::OutletMove& move);            ///< "outlet/O-01/3"
/// That row, where the books have it: at most one is there.
struct OfHouse {
  std::optional<books::Shift> shift;
  std::optional<books::CashDrop> drop;
  std::optional<books::Deposit> deposit;
  std::optional<books::OutletMove> outlet;
};
OfHouse of_house(const books::Reader& books, std::string_view entry);

/// Where an entry was posted.
struct Place {
  std::string station, till;  ///< till: empty where the office posts
};
Place posted_at(const books::Entry& entry);

}  // namespace kwota::ledger
