#include "sell/counter/slip_print.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "books/audit_entry.h"
#include "books/kinds.h"
#include "books/lookup.h"
#include "people/people.h"
#include "people/permissions.h"

namespace kwota::counter {
namespace {

using books::PrintOutcome;
using books::SlipPrint;

bool still_waits(const SlipPrint& print, Instant now) { return print.outcome == PrintOutcome::waiting && now - print.time < print_patience; }

/// Nothing came out: the same print once more. Otherwise the one after it.
Result<SlipPrint> next_print(const books::Reader& books, const PrintRequest& request, const Context& context) {
  const auto newest = newest_print(books, request.document);
  if (newest && still_waits(*newest, context.now))
    return error(Fault::refused, "print_waiting", "This slip is being printed. Wait until the printer has said what became of it.", {{"document", request.document}});
  SlipPrint out;
  out.document = request.document;
  if (newest) out.number = newest->number + (newest->outcome == PrintOutcome::nothing ? 0 : 1);
  out.time = context.now;
  out.operator_name = context.who.name;
  out.station = context.station;
  out.till = context.till;
  out.way = request.way;
  out.outcome = request.way == books::PrintWay::printer ? PrintOutcome::waiting : PrintOutcome::done;
  return out;
}

books::Audit told(const SlipPrint& print, const Context& context) {
  return books::audit_entry({context.who.name, "reprint", context.station}, "sale/" + print.document, fmt::format(R"({{"reprint":{}}})", print.number));
}

}  // namespace

std::optional<SlipPrint> newest_print(const books::Reader& books, const std::string& document) {
  const auto newest = books.newest<SlipPrint>(1, document);
  return newest.empty() ? std::nullopt : std::optional(newest.front());
}

Result<books::Decision<SlipPrint>> print_receipt(const books::Reader& books, const PrintRequest& request, const Context& context) {
  TRY(grant, people::require(context.who, "reprint"));
  const auto sale = books.find<books::Sale>(request.document);
  auto state = books.find<books::SaleState>(request.document);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", request.document}});
  if (grant == people::Grant::own && sale->operator_name != context.who.name)
    return error(Fault::refused, Cause::permission_denied, "This operator may not do that; nothing was changed. A supervisor can.", {{"permission", "reprint"}});
  TRY(print, next_print(books, request, context));
  books::Changes changes{{print}, {}};
  if (print.number > state->reprints) {
    state->reprints = print.number;
    changes.put.emplace_back(*state);
    if (auto shift = books::open_shift_of(books, context.who.name)) {
      ++shift->reprints;
      changes.put.emplace_back(*shift);
    }
    changes.append.emplace_back(told(print, context));
  }
  return books::Decision<SlipPrint>{std::move(changes), print};
}

Result<books::Decision<SlipPrint>> print_paper(const books::Reader& books, const PrintRequest& request, const Context& context) {
  TRY(print, next_print(books, request, context));
  return books::Decision<SlipPrint>{{{print}, {}}, print};
}

Result<books::Decision<SlipPrint>> printed(const books::Reader& books, const Printed& printed) {
  auto print = books.find<SlipPrint>(printed.document, printed.number);
  if (!print) return error(Fault::request, "unknown_print", "There is no such print.", {{"document", printed.document}});
  if (print->outcome != PrintOutcome::waiting) return books::Decision<SlipPrint>{{}, *print};
  print->outcome = printed.outcome;
  print->fault = printed.fault;
  return books::Decision<SlipPrint>{{{*print}, {}}, *print};
}

}  // namespace kwota::counter
