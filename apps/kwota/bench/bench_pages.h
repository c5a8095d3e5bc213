// What the benches of lists and of the office share: how long something took when it was asked often, and what to ask lists for.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "store/lists/query.h"

namespace kwota::app {

/// Half and nineteen of twenty took no longer.
struct Took {
  double median_ms = 0, p95_ms = 0;
};
/// Zeros of nothing.
Took took_of(std::vector<double> milliseconds);
double milliseconds_since(std::chrono::steady_clock::time_point begin);

/// What a column says in up to `many` rows spread over a list's first page; nothing where the list has no such column.
Result<std::vector<std::string>> values_in(store::Moment& connection, const store::ListRequest& request, std::string_view column, std::size_t many);

}  // namespace kwota::app
