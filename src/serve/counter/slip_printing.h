// A slip on its way to the printer of a till. A print is booked before a byte goes anywhere (sell/counter/slip_print.h); what became of it comes later,
// as an event.   Begin with send_to_printer().
#pragma once
#include <boost/json.hpp>
#include <string>

#include "sell/counter/slip_print.h"
#include "sell/receipt/slip.h"
#include "serve/api/server_parts.h"
#include "serve/paper/paper.h"
#include "serve/router/router.h"
#include "work/printers/printers.h"

namespace kwota::serve {

boost::json::object print_view(const books::SlipPrint& print);
/// What a request names: printer, browser or file. Error `field_malformed`.
Result<books::PrintWay> way_asked(const Call& call);
/// The printer of the caller's till. Error `printer_not_set`.
Result<books::TillPrinter> printer_of(const ServerParts& server, const Call& call);
/// The slip as this printer takes it. `kick`: the drawer that hangs on it opens. Error `paper_failed`.
Result<Bytes> bytes_of(const receipt::Slip& slip, const books::TillPrinter& printer, const std::string& language, const std::string& title, bool kick);
/// What became of a print goes into the books and to the till.
void settle_print(ServerParts& server, const Call& call, const counter::Printed& end);
/// Answers with the print and queues the bytes; a slip that could not be made is the end of this print, of which nothing came out.
void send_to_printer(ServerParts& server, const CallPtr& call, const std::string& place, bool answers, const books::SlipPrint& print, Result<Bytes> bytes);

}  // namespace kwota::serve
