// What reports tell of receipt by receipt and opening by opening, as lists that people ask themselves: the rows and sums of collect/report/facts/sold.h
// and openings.h, so that whoever groups them gets the figures of R04, R11 and R20.
// A receipt that takes an earlier one back stands under what that one was counted under. Begin with receipts_of_reports().
#pragma once
#include "store/lists/views.h"

namespace kwota::store {

/// Every receipt, with what it counts for.
View receipts_of_reports();
/// Every account as it was opened: with its first sale, where it has one; one whose first sale was undone counts for nothing but the money on its receipt.
View openings_of_reports();

}  // namespace kwota::store
