// The laws of purses. `kwota verify` recomputes them, and each field log ends with them.
//   each purse    loaded + given + taken over + paid over to it = on the card + unloaded + paid over from it + arbitrated + spent, and what was spent is
//                 never negative and never grows less: money appears on a card by a booking alone
//   each well     what proven records say was spent of a purse is what moved in the ledger, once each, and never more than was on it
//   each card     every move that happened has moved its online counter on
//   each booking  moves one card once, by what it says; its states say what its move says
//   each account  no more was paid over to its purses than was paid over from them
//   each row      of a purse counts its moves, and says what they and its waterings add up to: loaded + given + taken over + paid over to it = spent and known + arbitrated + spent and
//                 not yet known + on the card + unloaded + paid over from it; and so many records are missing as its offline counter says
// Guarantees: reads books only, moves in the order in which they were written; memory grows with purses, never with moves.
// Never: decides, or mends.   Begin with PurseLaws.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "books/rows.h"
#include "books/rows/field/pump.h"
#include "books/rows/money/purse.h"
#include "collect/laws/money.h"

namespace kwota::laws {

/// One purse in the words of the law.
struct PurseMoney {
  Money loaded, given, taken_over, paid_over_to, paid_over_from, unloaded, arbitrated, on_card;
  Money known;  ///< spent at wells, as proven records say
  std::int64_t steps = 0;  ///< of the card's offline counter, that these explain
  /// At its wells, by what the card showed last.
  Money spent() const { return loaded + given + taken_over + paid_over_to - paid_over_from - unloaded - arbitrated - on_card; }
  /// That wells may have taken at most.
  Money most_spent() const { return spent() + on_card; }
  /// Onto the card by bookings, less what these took off.
  Money brought() const { return most_spent(); }
};

class PurseLaws {
 public:
  /// In the order of the books; `sale`: that booked it, none: there is none. What is broken first stays.
  void take(const books::PurseMove& move, const books::Sale* sale);
  /// After all moves. `moved`: what the ledger has under the watering's name; `in_doubt`: of a booking that may have loaded its card and is not settled.
  void take(const books::Watering& watering, Money moved, Money in_doubt);
  /// After all waterings. `released`: locks of its card that were released without a record.
  void take(const books::Purse& purse, std::int64_t released);
  const std::optional<Broken>& broken() const { return broken_; }
  PurseMoney of(std::int64_t account, std::int64_t purse) const;

 private:
  struct Known {
    PurseMoney money;
    SequenceNumber n;
    std::string last_sale;
    std::int64_t moves = 0;
  };
  void happened(const books::PurseMove& move, const books::Sale& sale, Known& known);
  void found(Law law, const books::PurseMove& move, std::string seen);

  std::map<std::pair<std::int64_t, std::int64_t>, Known> purses_;
  std::map<std::int64_t, Money> over_;  ///< of each account: paid over from its purses - to them
  std::optional<Broken> broken_;
};

}  // namespace kwota::laws
