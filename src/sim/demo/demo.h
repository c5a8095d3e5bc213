// The sample utility's year: from its registers, people and plans, as they are found in the books, to today.
// Guarantees: everything by decisions of the program; the same seed and day give the same history. Never: sells under any keys – the cards of these
// households are on paper; who wants one in his hand finds it on the bench.   Begin with live().
#pragma once
#include "sim/demo/history.h"

namespace kwota::demo {

/// `clock`: of the books; it stands where the history begins and ends where it ends. Errors: `demo_damaged`, those of the use-cases.
Result<void> live(store::Books& books, ManualClock& clock, const HistorySettings& settings);
/// The device on the bench of the model that is so many in models::all().
MeterNumber bench_meter(int model);
/// The meter of the well whose pump stands on the bench. Its farmer has been granted a purse, the only one that waits for its card.
MeterNumber bench_well_meter();
/// Where the clock stands before the registers are taken in.
Instant beginning(const HistorySettings& settings);

}  // namespace kwota::demo
