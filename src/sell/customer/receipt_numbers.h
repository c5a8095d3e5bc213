// What receipts are numbered by: "R3-T1-00000042" is the prefix of the station, the code of the till or outlet without its hyphens, and a running number.
// Guarantees: no two tills or outlets of the utility read the same in it, so that no number is given twice.   Begin with receipt_number().
#pragma once
#include <cstdint>
#include <string>

#include "base/result.h"
#include "books/reader.h"
#include "books/rows.h"

namespace kwota::customer {

std::string receipt_number(const books::Station& station, const std::string& code, std::int64_t running);

/// Error receipt_prefix_taken {receipt_prefix, station}: which station has it.
Result<void> prefix_apart(const books::Reader& books, const books::Station& row);
/// Error receipts_would_meet {till}: a till or an outlet of this station reads the same.
Result<void> receipts_apart(const books::Reader& books, const books::Till& row);
Result<void> receipts_apart(const books::Reader& books, const books::Outlet& row);

}  // namespace kwota::customer
