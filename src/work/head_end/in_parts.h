// What the head-end asks of many meters or accounts at once – the calendar turned, a card was declared void – is decided in parts: sales do
// not wait for a whole town.   Begin with decided_in_parts().
#pragma once
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "sell/remote/queue.h"
#include "store/books.h"

namespace kwota::head_end {

/// `decide(reader, part)` is one decision for some of `all`; `take(answer)` gets what each of them answered. The first error ends it: what was
/// decided before stays, and the next look finds the rest.
template <class Of, class Decide, class Take>
Result<void> decided_in_parts(store::Books& books, const std::string& operation, const std::vector<Of>& all, Decide decide, Take take) {
  constexpr std::size_t at_once = 50;
  std::span<const Of> left = all;
  while (!left.empty()) {
    const auto part = left.first(std::min(at_once, left.size()));
    left = left.subspan(part.size());
    TRY(answer, books.run({std::string{remote::head_end}, operation, ""}, [&](const books::Reader& reader) { return decide(reader, part); }));
    take(std::move(answer));
  }
  return {};
}

/// Those that queue commands: all that they queued.
template <class Decide>
Result<std::vector<books::MeterCommand>> queued_in_parts(store::Books& books, const std::string& operation, const std::vector<MeterNumber>& meters, Decide decide) {
  std::vector<books::MeterCommand> out;
  MUST(decided_in_parts(books, operation, meters, decide,
                        [&](std::vector<books::MeterCommand> queued) { std::ranges::move(queued, std::back_inserter(out)); }));
  return out;
}

}  // namespace kwota::head_end
