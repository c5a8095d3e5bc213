// Papers of the house beside receipts: how a shift was opened and closed, a drop to the safe, the sheet of a day, what goes to the bank. Each is an address
// that gives the slip in every form, and the same address with /print behind it, which prints it at the caller's till or counts the browser's print.
// Guarantees: who may read it may print it; its prints are counted under its address; a reprint says so.   Begin with add_paper().
#pragma once
#include <string>
#include <string_view>

#include "serve/api/called.h"
#include "serve/api/routes.h"
#include "serve/counter/slip_paper.h"

namespace kwota::serve {

struct HousePaper {
  receipt::Slip slip;
  std::string title;          ///< of its file
  bool moves_on = false;      ///< its figures are those of now: each print is a first one
  bool opens_drawer = false;  ///< cash goes in or out with it
};
/// Reads the books, off the network's thread; errors are the answer.
using MakePaper = Result<HousePaper> (*)(ServerParts& server, const Call& call);

/// GET `pattern`, which ends with "/slip", and POST `pattern`/print.
void add_paper(Router& router, ServerParts& server, const std::string& pattern, Need need, MakePaper make);

/// The slip of other terms of an account.
void add_change_paper(Router& router, ServerParts& server);

/// The utility and a station of it, as slips name them.
struct AtStation {
  books::Utility utility;
  books::Station station;
  receipt::Style style;
};
/// Error `not_found`.
Result<AtStation> at_station(const books::Reader& books, const Call& call, const std::string& code, const people::Context& context);
/// What a shift sold, by the figures of reports.
receipt::Sold sold_in(const books::Reader& books, const books::Shift& shift);

}  // namespace kwota::serve
