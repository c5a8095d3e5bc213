// What a collect card or a line brings home becomes rows as a handheld's does: the same records, taken in, judged and settled the same way. Neither has
// proven anything of itself – the cards' own proofs say which waterings are paid, as of a handheld's –, so it is no more believed than its records are.
// Begin with begin_collected() or begin_from_line(); then it goes on as in take_in.h.
#pragma once
#include "collect/waterings/take_in.h"

namespace kwota::waterings {

struct Collected {
  CardSerial card;
  books::Hex hash;             ///< of everything that stands on it
  std::int64_t entries = 0;
};
/// The same answer again is the same row. Errors: permission_denied.
Result<books::Decision<books::HandOver>> begin_collected(const books::Reader& books, const Collected& collected, const Context& context);

/// What the head-end read of a pump on its line.
struct ReadOnLine {
  MeterNumber meter;
  books::Hex hash;             ///< of everything that was read
  std::int64_t entries = 0;
};
/// The same reading again is the same row. Errors: permission_denied.
Result<books::Decision<books::HandOver>> begin_from_line(const books::Reader& books, const ReadOnLine& read, const Context& context);
/// A reading of this meter that was stored, or begun, and whose waterings were not judged.
std::optional<books::HandOver> unfinished_from_line(const books::Reader& books, MeterNumber meter);

}  // namespace kwota::waterings
