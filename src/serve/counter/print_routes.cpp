// Prints and reprints of receipts, and the printers of the tills. A print is booked before a byte goes anywhere, so that two who press the key at the
// same time get two different papers; what became of it comes later, as an event.
#include "base/cause.h"
#include "people/permissions.h"
#include "sell/counter/slip_print.h"
#include "sell/customer/change.h"
#include "sell/ledger/tender.h"
#include "sell/receipt/house_slips.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/counter/slip_paper.h"
#include "serve/counter/slip_printing.h"
#include "serve/words/words.h"
#include "work/printers/printers.h"

namespace kwota::serve {
namespace {

using books::PrintWay;
using boost::json::object;

object printer_view(const ServerParts& server, const std::optional<books::TillPrinter>& row) {
  const auto printer = row.value_or(books::TillPrinter{});
  const auto state = server.printers != nullptr ? server.printers->state(printer.place) : printers::State{};
  return {{"place", printer.place},
          {"way", printer.place.empty() ? "none" : printer.place == books::browser_place ? "browser" : "printer"},
          {"roll", word_of(printer.roll)},
          {"letters", word_of(printer.letters)},
          {"answers", printer.answers},
          {"cuts", printer.cuts},
          {"kicks_drawer", printer.kicks_drawer},
          {"waiting", state.waiting},
          {"outcome", word_of(state.last.outcome)},
          {"fault", word_of(state.last.fault)}};
}

/// Cash came in or goes out: the drawer opens with the first print.
bool moves_cash(const books::Reader& books, const books::SlipPrint& print) {
  if (print.number != 0) return false;
  const auto sale = books.find<books::Sale>(print.document);
  return sale && !ledger::parts_of(*sale).of(books::Tender::cash).is_zero();
}

/// The receipt as that print, for the printer.
Result<Bytes> drawn(ServerParts& server, const Call& call, const books::TillPrinter& printer, const books::SlipPrint& print) {
  const auto context = context_of(server, call);
  const SlipWanted wanted{.number = print.document, .print = print.number, .who = context.who, .zone = context.zone, .language = language_of(call)};
  TRY(slip, slip_of_receipt(server, wanted));
  add_people_alone(server, wanted.language, slip);
  const auto kick = server.books.read([&](const books::Reader& books) -> Result<bool> { return moves_cash(books, print); });
  return bytes_of(slip, printer, wanted.language, print.document, kick.ok() && *kick);
}

void print_receipt(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto way = way_asked(*call);
    if (!way) return call->refuse(way.error());
    const auto printer = *way == PrintWay::printer ? printer_of(server, *call) : Result<books::TillPrinter>(books::TillPrinter{});
    if (!printer) return call->refuse(printer.error());
    const counter::PrintRequest request{call->path.at("number"), *way};
    const auto context = context_of(server, *call);
    const auto print = server.books.run(actor_of(*call, "reprint"), [&](const books::Reader& books) { return counter::print_receipt(books, request, context); });
    if (!print) return call->refuse(print.error());
    if (*way != PrintWay::printer) return call->answer(print_view(*print));
    send_to_printer(server, call, printer->place, printer->answers, *print, drawn(server, *call, *printer, *print));
  });
}

/// How the caller's own till prints; no till: not at all.
void get_own_printer(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    return printer_view(server, books.find<books::TillPrinter>(call->session->station, call->session->till));
  }));
}

void get_printer(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto& path = call->path;
    if (!books.find<books::Till>(path.at("station"), path.at("code"))) return error(Fault::request, Cause::not_found, "There is no such till.", {{"what", path.at("code")}});
    return printer_view(server, books.find<books::TillPrinter>(path.at("station"), path.at("code")));
  }));
}

template <class E>
Result<E> word_in(const Asked& asked, std::string_view name, E usual) {
  return asked.has(name) ? asked.word<E>(name) : Result<E>(usual);
}

Result<books::TillPrinter> printer_in(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  books::TillPrinter row;
  row.station = call.path.at("station");
  row.till = call.path.at("code");
  row.place = asked.text("place");
  TRY(roll, word_in(asked, "roll", books::Roll::wide));
  TRY(letters, word_in(asked, "letters", books::Letterset::dots));
  row.roll = roll;
  row.letters = letters;
  row.answers = asked.flag("answers");
  row.cuts = asked.flag("cuts");
  row.kicks_drawer = asked.flag("kicks_drawer");
  if (row.place.empty() || row.place == books::browser_place) return row;
  if (server.printers == nullptr) return error(Fault::refused, "printer_not_set", "No printer belongs to this till. Print by the browser, or have one set for it.");
  MUST(server.printers->may_print_at(row.place));
  return row;
}

void put_printer(ServerParts& server, const CallPtr& call) {
  const auto row = printer_in(server, *call);
  if (!row) return call->refuse(row.error());
  decide(
      server, call, "stations_write",
      [row = *row](const books::Reader& books) { return customer::put_printer(books, row); },
      [&server](const books::TillPrinter& put) { return printer_view(server, put); });
}

void print_test_page(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto context = context_of(server, *call);
    const auto language = language_of(*call);
    auto drawn = server.books.read([&](const books::Reader& books) -> Result<std::pair<books::TillPrinter, Bytes>> {
      const auto row = books.find<books::TillPrinter>(call->path.at("station"), call->path.at("code"));
      const auto utility = books.only<books::Utility>();
      if (!row || !utility || row->place.empty() || row->place == books::browser_place || server.printers == nullptr)
        return error(Fault::refused, "printer_not_set", "No printer belongs to this till. Print by the browser, or have one set for it.");
      const auto layout = layout_of(books, receipt::SlipKind::printer_test, context.now, language);
      const auto page = receipt::printer_test_slip(*utility, *row, style_of(*utility, context.zone, language), context.now, layout);
      TRY(bytes, bytes_of(page, *row, language, "test", true));
      return std::pair(*row, std::move(bytes));
    });
    if (!drawn) return call->refuse(drawn.error());
    server.printers->print(drawn->first.place, {.bytes = std::move(drawn->second), .answers = drawn->first.answers, .ended = [call](const printers::Ended& end) {
                                                  call->answer(object{{"outcome", word_of(end.outcome)}, {"fault", word_of(end.fault)}});
                                                }});
  });
}

}  // namespace

void add_print_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/receipts/{number}/print", "reprint", print_receipt);
  on("GET", "/session/printer", need::session, get_own_printer);
  on("GET", "/tills/{station}/{code}/printer", "stations_read", get_printer);
  on("PUT", "/tills/{station}/{code}/printer", "stations_write", put_printer);
  on("POST", "/tills/{station}/{code}/printer/test", "stations_write", print_test_page);
}

}  // namespace kwota::serve
