// How long a cashier waits for a quote, at rest and while lists, files of all rows and verify read the same books (house: long work in idle threads).
#pragma once
#include <functional>
#include <string>

#include "base/result.h"
#include "store/books.h"

namespace kwota::app {

/// Milliseconds that 99 of 100 quotes stay below.
struct QuoteWaits {
  double at_rest = 0, beside = 0;
  int reads = 0;  ///< lists, files and checks that were done meanwhile
};

/// `quote` asks for one, of its own choice among many accounts. The same number of quotes is timed twice: alone, and while three idle threads turn
/// pages, write files and verify without a pause.
Result<QuoteWaits> quote_waits(store::Books& books, int quotes, const std::function<Result<void>(int number)>& quote);

}  // namespace kwota::app
