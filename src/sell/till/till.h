// A shift at a till: opened with a float, counted blind, closed for ever. What each tender should have brought is the ledger's balance of it there:
// of cash the drawer is counted, of every other tender the sum of its slips.
// Guarantees: Z numbers of a till without gaps; one open shift per till and per operator; a difference is booked and stays visible.
// The first count is kept whatever comes of it, and so is the one recount that is allowed: who tries figure after figure finds nothing.
// Begin with: open_shift(), close_shift().
#pragma once
#include <map>
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/money/drawer.h"
#include "people/context.h"
#include "sell/ledger/posting.h"
#include "sell/ledger/tender.h"

namespace kwota::till {

/// The codes of what is unusual about it, to which somebody said yes: large_float, a float above the utility's limit.
using Confirmed = std::vector<std::string>;
/// Errors: no_till, shift_open {operator}, own_shift_open {station, till}, amount_below_zero, confirmation_needed {codes, amount, limit}, permission_denied.
Result<books::Decision<books::Shift>> open_shift(const books::Reader& books, Money opening_float, const people::Context& context, const Confirmed& confirmed = {});

/// What happened in a shift, by kind of sale; for the closing slip. What was reversed is in no sum (books::happened), but where the shift was closed before: its slip says ever what it said then.
struct Figures {
  struct Kind {
    std::int64_t count = 0;
    Money amount;
  };
  std::map<books::Operation, Kind> kinds;  ///< of a supplement its credit
  Kind one_hand;                       ///< payments that were taken and handed back by the same operator
  Kind in_doubt;                       ///< of a shift that is open, now; of a closed one, when it was closed
  Kind in_transit;                      ///< the same: booked, and brought over the meter's line; nobody needs to look for it
  /// Of one tender, by the receipts of the shift.
  struct Moved {
    std::int64_t count = 0;  ///< receipts
    Money in, out;           ///< both positive
  };
  std::map<books::Tender, Moved> tenders;
  Kind split;                          ///< explained_figures() alone: paid by several tenders: one of them may have been taken for another
  Kind large_change;                   ///< likewise: receipts with much change, and what it adds up to: above `much_change`
  Kind drops;                          ///< to the safe
  Money received, paid_out;            ///< by whatever tender
  std::int64_t first_receipt = 0, last_receipt = 0, receipts = 0;
  std::string first_number, last_number;
};
/// Change of which a mistake would be seen in the drawer.
inline constexpr Money much_change = Money::minor(50'00);
Figures figures(const books::Reader& books, const books::Shift& shift);
/// With what may explain a drawer that does not agree, for its slip: every receipt's document is read.
Figures explained_figures(const books::Reader& books, const books::Shift& shift);

struct CloseRequest {
  Money counted;
  std::string reason;        ///< of a difference
  std::string accepted_by;   ///< operator whose password the server has checked for this request; empty: nobody
  books::Tenders slips = {};  ///< sums of slips, tender by tender; not named: none
  books::Pieces pieces = {};  ///< of which notes and coins `counted` is made; empty: it was counted as a sum
};
/// What a count that does not agree still needs before the shift closes.
enum class CountNeeds : std::uint8_t {
  nothing,        ///< closed
  recount,        ///< count once more, or say why: the first count is in the books
  reason,         ///< the count stands; say why
  second_person,  ///< the count stands; the difference is above the utility's limit, somebody else has to accept it
};
/// "nothing", "recount", "reason", "second_person".
std::string_view name_of(CountNeeds needs);
struct Closing {
  CountNeeds needs = CountNeeds::nothing;
  books::Shift shift;
  Figures figures;
  Money expected, counted, difference;   ///< of the drawer; positive: over
  std::vector<ledger::Count> slips;      ///< of the other tenders: what was taken, or is said to have been
};
/// The shift of the till at which `context` stands. A count that does not agree is no error: it is written down, and the answer says
/// what it needs; what the drawer should hold is in the answer only once a count stands (that is: never with `recount`).
/// Errors: no_open_shift, count_stands {counted} (another figure after the recount), permission_denied, amount_below_zero, tender_unknown,
/// tender_twice, those of checked_pieces(), pieces_differ (they are not what was counted).
Result<books::Decision<Closing>> close_shift(const books::Reader& books, const CloseRequest& request, const people::Context& context);

}  // namespace kwota::till
