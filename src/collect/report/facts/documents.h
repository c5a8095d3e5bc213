// Cards and receipts: how many cards were in use, issued and ended between two days; how many blank ones lay at the stations, came, were made into cards of customers or thrown away;
// which receipt numbers each till used, which of them never happened, and which are missing.
// Receipt numbers of a till run from 1 without gaps: one that is missing was taken out of the books, and is missing in the period of the number behind it.   Begin with documents.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Document {
  static constexpr auto table = "documents";
  std::string business_day, station, document, product, commodity, till, first_number, last_number, serial;
  std::int64_t opening = 0, issued = 0, replaced = 0, closed = 0, spoiled = 0, closing = 0, blocked = 0;  ///< cards
  std::int64_t stock_opening = 0, stock_received = 0, stock_moved = 0, stock_issued = 0, stock_spoiled = 0, stock_difference = 0, stock_closing = 0;  ///< blank cards; moved between stations, difference of counts: signed
  std::int64_t used = 0, voided = 0, missing = 0;                                                         ///< receipt numbers
  template <class V> static void columns(V&& v) {
    v("business_day", &Document::business_day); v("station", &Document::station); v("document", &Document::document); v("product", &Document::product); v("commodity", &Document::commodity);
    v("till", &Document::till); v("first_number", &Document::first_number); v("last_number", &Document::last_number); v("opening", &Document::opening);
    v("issued", &Document::issued); v("replaced", &Document::replaced); v("closed", &Document::closed); v("spoiled", &Document::spoiled);
    v("closing", &Document::closing); v("blocked", &Document::blocked); v("stock_opening", &Document::stock_opening); v("stock_received", &Document::stock_received);
    v("stock_moved", &Document::stock_moved); v("stock_issued", &Document::stock_issued); v("stock_spoiled", &Document::stock_spoiled);
    v("stock_difference", &Document::stock_difference); v("stock_closing", &Document::stock_closing); v("used", &Document::used); v("voided", &Document::voided); v("missing", &Document::missing); v("serial", &Document::serial);
  }
};
extern const Source documents;

}  // namespace kwota::facts
