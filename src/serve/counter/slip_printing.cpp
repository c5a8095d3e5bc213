#include "serve/counter/slip_printing.h"

#include "serve/api/asked.h"
#include "serve/counter/slip_paper.h"
#include "serve/paper/escpos.h"
#include "serve/paper/letters.h"

namespace kwota::serve {
namespace {

using boost::json::object;

static_assert(static_cast<Glyphs>(books::Letterset::dots) == Glyphs::dots && static_cast<Glyphs>(books::Letterset::gb18030) == Glyphs::gb18030 &&
              static_cast<Glyphs>(books::Letterset::cp866) == Glyphs::cp866 && static_cast<Glyphs>(books::Letterset::windows1251) == Glyphs::windows1251);

/// Signs that no printer's letters have are put in words of its own before the lines are laid out: ".." is wider than the sign that it stands for.
receipt::Slip in_plain_signs(receipt::Slip slip) {
  for (auto& row : slip.rows)
    for (auto& cell : row.cells) cell = plain_signs(std::move(cell));
  return slip;
}

}  // namespace

object print_view(const books::SlipPrint& print) {
  return {{"document", print.document}, {"print", print.number},        {"first", print.number == 0},
          {"way", word_of(print.way)},  {"outcome", word_of(print.outcome)}, {"fault", word_of(print.fault)}};
}

Result<books::PrintWay> way_asked(const Call& call) { return Asked(call.body).word<books::PrintWay>("way"); }

Result<books::TillPrinter> printer_of(const ServerParts& server, const Call& call) {
  return server.books.read([&](const books::Reader& books) -> Result<books::TillPrinter> {
    const auto row = books.find<books::TillPrinter>(call.session->station, call.session->till);
    if (row && !row->place.empty() && row->place != books::browser_place && server.printers != nullptr) return *row;
    return error(Fault::refused, "printer_not_set", "No printer belongs to this till. Print by the browser, or have one set for it.");
  });
}

Result<Bytes> bytes_of(const receipt::Slip& slip, const books::TillPrinter& printer, const std::string& language, const std::string& title, bool kick) {
  const int columns = printer.roll == books::Roll::narrow ? narrow_columns : wide_columns;
  return escpos(receipt::to_text(in_plain_signs(slip), columns), paper_of(slip, columns, language, title),
                {.glyphs = static_cast<Glyphs>(printer.letters), .cut = printer.cuts, .kick = kick && printer.kicks_drawer});
}

void settle_print(ServerParts& server, const Call& call, const counter::Printed& end) {
  const auto done = server.books.run(actor_of(call, "reprint"), [&](const books::Reader& books) { return counter::printed(books, end); });
  if (done) server.events.publish("print", print_view(*done), {.station = done->station, .till = done->till});
}

void send_to_printer(ServerParts& server, const CallPtr& call, const std::string& place, bool answers, const books::SlipPrint& print, Result<Bytes> bytes) {
  if (!bytes) {
    settle_print(server, *call, {print.document, print.number, books::PrintOutcome::nothing, books::PrinterFault::out_of_order});
    return call->refuse(bytes.error());
  }
  call->answer(print_view(print));
  server.printers->print(place, {.bytes = std::move(*bytes), .answers = answers, .ended = [&server, call, print](const printers::Ended& end) {
                                   settle_print(server, *call, {print.document, print.number, end.outcome, end.fault});
                                 }});
}

}  // namespace kwota::serve
