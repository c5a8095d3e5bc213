#include "serve/counter/house_paper.h"

#include "base/cause.h"
#include "books/lookup.h"
#include "collect/report/making/shift_figures.h"
#include "serve/api/asked.h"
#include "serve/counter/slip_printing.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

constexpr std::string_view slip_behind = "/slip";

/// "/shifts/{station}/{till}/{number}/slip" of a call: "shifts/E01/T1/3", and behind it "x" where the figures are those of now.
std::string document_of(const std::string& pattern, const Call& call, const HousePaper& paper) {
  std::string out;
  const auto end = pattern.rfind(slip_behind);
  for (std::size_t at = 1; at < end; ++at) {
    if (pattern[at] != '{') {
      out += pattern[at];
      continue;
    }
    const auto close = pattern.find('}', at);
    out += call.path.at(pattern.substr(at + 1, close - at - 1));
    at = close;
  }
  return paper.moves_on ? out + "/x" : out;
}

/// Whoever prints it is he who asks.
const std::string& name_of(const books::Operator& who) { return who.full_name.empty() ? who.name : who.full_name; }

/// `by`: what he is called who prints it.
void mark_reprint(const HousePaper& paper, const books::SlipPrint& print, const std::string& by, const receipt::Style& style, receipt::Slip& slip) {
  if (print.number == 0 || paper.moves_on) return;
  slip.rows.push_back({receipt::Row::Kind::text,
                       {style.text("slip.reprint", {{"n", std::to_string(print.number)}, {"time", style.time(print.time)}, {"by", by}})}});
}

Result<receipt::Style> style_for(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  return server.books.read([&](const books::Reader& books) -> Result<receipt::Style> {
    return style_of(books::utility_of(books), context.zone, language_of(call));
  });
}

/// As the print that is asked for, which must be the caller's own.
Result<void> as_print(ServerParts& server, const Call& call, const std::string& document, HousePaper& paper) {
  if (call.request.parameter("print").empty()) return Done{};
  const auto row = server.books.read([&](const books::Reader& books) -> Result<books::SlipPrint> {
    const auto found = books.find<books::SlipPrint>(document, parameter_number(call, "print"));
    if (found && found->operator_name == call.who->name) return *found;
    return error(Fault::request, "unknown_print", "There is no such print.", {{"document", document}});
  });
  if (!row) return row.error();
  TRY(style, style_for(server, call));
  mark_reprint(paper, *row, name_of(*call.who), style, paper.slip);
  return Done{};
}

void get_paper(ServerParts& server, const CallPtr& call, const std::string& pattern, MakePaper make) {
  server.workers.run([&server, call, pattern, make] {
    auto paper = make(server, *call);
    if (!paper) return call->refuse(paper.error());
    if (const auto marked = as_print(server, *call, document_of(pattern, *call, *paper), *paper); !marked) return call->refuse(marked.error());
    answer_slip(server, call, std::move(paper->slip), paper->title);
  });
}

void print_house_paper(ServerParts& server, const CallPtr& call, const std::string& pattern, MakePaper make) {
  server.workers.run([&server, call, pattern, make] {
    const auto way = way_asked(*call);
    if (!way) return call->refuse(way.error());
    auto paper = make(server, *call);
    if (!paper) return call->refuse(paper.error());
    const auto printer = *way == books::PrintWay::printer ? printer_of(server, *call) : Result<books::TillPrinter>(books::TillPrinter{});
    if (!printer) return call->refuse(printer.error());
    const auto style = style_for(server, *call);
    if (!style) return call->refuse(style.error());
    const counter::PrintRequest request{document_of(pattern, *call, *paper), *way};
    const auto context = context_of(server, *call);
    const auto print = server.books.run(actor_of(*call, "reprint"), [&](const books::Reader& books) { return counter::print_paper(books, request, context); });
    if (!print) return call->refuse(print.error());
    if (*way != books::PrintWay::printer) return call->answer(print_view(*print));
    mark_reprint(*paper, *print, name_of(*call->who), *style, paper->slip);
    const auto language = language_of(*call);
    add_people_alone(server, language, paper->slip);
    send_to_printer(server, call, printer->place, printer->answers, *print, bytes_of(paper->slip, *printer, language, paper->title, paper->opens_drawer && print->number == 0));
  });
}

}  // namespace

void add_paper(Router& router, ServerParts& server, const std::string& pattern, Need need, MakePaper make) {
  router.add({"GET", pattern, need, [&server, pattern, make](const CallPtr& call) { get_paper(server, call, pattern, make); }});
  router.add({"POST", pattern + "/print", need, [&server, pattern, make](const CallPtr& call) { print_house_paper(server, call, pattern, make); }});
}

Result<AtStation> at_station(const books::Reader& books, const Call& call, const std::string& code, const people::Context& context) {
  const auto utility = books.only<books::Utility>();
  const auto station = books.find<books::Station>(code);
  if (!utility || !station) return error(Fault::request, Cause::not_found, "There is no such station.", {{"what", code}});
  return AtStation{*utility, *station, style_of(*utility, context.zone, language_of(call))};
}

receipt::Sold sold_in(const books::Reader& books, const books::Shift& shift) {
  receipt::Sold out;
  for (auto& one : report::shift_figures(books, shift)) {
    out.received += one.received;
    out.tax += one.tax;
    out.made_of += one.made_of;
    out.services.push_back({std::move(one.commodity), one.received, one.energy, one.volume});
  }
  return out;
}

}  // namespace kwota::serve
