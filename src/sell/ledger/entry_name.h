// How an entry is named and where it stands, written and read by the same hand: nobody else takes a number or a chain apart.
// "R3-00010247" is a receipt's own entry, "R3-00010247/settled" a later one of it, "surrendered/000000123456/7" one that a meter's word
// made; "till/E01/T1" and "station/E01" are where entries are chained.
// Begin with receipt_of().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "books/rows.h"
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

/// Where an entry was posted.
struct Place {
  std::string station, till;  ///< till: empty where the office posts
};
Place posted_at(const books::Entry& entry);

}  // namespace kwota::ledger
