#include <fmt/format.h>

#include <boost/json.hpp>

#include "sell/ledger/sale_document.h"
#include "sell/receipt/draw.h"
#include "sell/receipt/facts.h"
#include "sell/receipt/slip.h"

namespace kwota::receipt {

Result<Slip> receipt_of(const books::Sale& sale, const Print& print) {
  if (const auto year = sale.away(); year != 0)
    return error(Fault::ours, "archive_missing", fmt::format("The archive of {} is not beside the books, so the slip of {} cannot be shown. Put its file back into the folder of archives.", year, sale.number),
                 {{"year", std::to_string(year)}, {"sale", sale.number}});
  boost::json::error_code bad, bad_names;
  auto document = boost::json::parse(sale.document, bad);
  const auto names = boost::json::parse(sale.names, bad_names);
  if (bad || bad_names || !document.is_object() || !names.is_object())
    return ledger::document_damaged(sale.number);
  document.get_object().insert(names.get_object().begin(), names.get_object().end());
  const Document read{document.get_object()};
  Facts facts{sale, read, print};
  const Content content{[&](SlipFact fact) { return facts.rows(fact); }, [&](SlipCondition condition) { return facts.holds(condition); }};
  auto slip = drawn(print.lines ? print.lines(facts.kind()) : builtin_lines(facts.kind()), content, print.style);
  slip.qr = print.qr;
  return slip;
}

}  // namespace kwota::receipt
