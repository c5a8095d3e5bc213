// The relay order that a balance at the server asks for, as a command in the meter's queue (sell/remote). What is in force is
// read from the commands themselves, so that an order that expired on a dead line is given again and one that waits is not given
// twice. Guarantees: no order while an equal one waits or is in force; a trip is good until the next friendly hour begins, so it
// never arrives late in the night; nobody is warned or cut off before his first day was charged; a person's trip is not undone,
// and whom a person let back is not tripped again for the same arrears. Never: opens a line.   Begin with give_orders().
#pragma once
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "sell/remote_account/terms.h"

namespace kwota::remote_account {

using people::Context;

/// What was ordered of the meter's relay, as its commands tell; an expired or cancelled one never was.
struct Switching {
  remote::SwitchState state;
  bool trip_waits = false;  ///< ours, and nobody knows yet whether it arrived
  bool let_back = false;    ///< a person switched on again what we had tripped
};
Switching switching(const books::Reader& books, const books::RemoteAccount& row);

/// Whether give_orders() could have anything to do; asks nothing but the row.
bool may_need_orders(const books::RemoteAccount& row, Money balance, const LocalTime& now);

/// What is due at this balance goes into `changes`, and into `row.ordered` what is then in force; the row itself is put by the
/// caller. Gives the commands. A meter whose link is stopped, in trouble or gone gets none now; the next look tries again.
std::vector<books::MeterCommand> give_orders(const books::Reader& books, books::RemoteAccount& row, Money balance,
                                             const Context& context, books::Changes& changes);

}  // namespace kwota::remote_account
