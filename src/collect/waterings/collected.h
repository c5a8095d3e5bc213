// What a collect card brings home becomes rows as a handheld's does: the same records, taken in, judged and settled the same way. The card has proven
// nothing of itself – the cards' own proofs say which waterings are paid, as of a handheld's –, so it is no more believed than its records are.
// Begin with begin_collected(); then it goes on as in take_in.h.
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

}  // namespace kwota::waterings
