#include "serve/desk/paid_back.h"

#include "books/lookup.h"
#include "sell/ledger/chart.h"

namespace kwota::serve {

boost::json::value paid_back_at(const books::Reader& books, const Shown& shown, const std::string& sale) {
  const auto row = books.find<books::Sale>(sale);
  if (!row) return nullptr;
  const auto drawer = ledger::till_cash(row->station, row->till);
  Money out;
  for (const auto& leg : books.legs(sale + "/reversed"))
    if (leg.account == drawer) out -= leg.amount;
  if (out <= Money{}) return nullptr;
  return boost::json::object{{"station", row->station}, {"till", row->till}, {"amount", shown.money(out)}};
}

}  // namespace kwota::serve
