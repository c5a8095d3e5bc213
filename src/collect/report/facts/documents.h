// Cards and receipts: how many cards were in use, issued and ended between two days; which receipt numbers each till used, which of them never happened, and which are missing.
// Receipt numbers run without gaps: one that is missing was taken out of the books.   Begin with documents.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Document {
  static constexpr auto table = "documents";
  std::string business_day, station, document, product, commodity, till, first_number, last_number, serial;
  std::int64_t opening = 0, issued = 0, replaced = 0, closed = 0, spoiled = 0, closing = 0, blocked = 0;  ///< cards
  std::int64_t used = 0, voided = 0, missing = 0;                                                         ///< receipt numbers
  template <class V> static void columns(V&& v) {
    v("business_day", &Document::business_day); v("station", &Document::station); v("document", &Document::document); v("product", &Document::product); v("commodity", &Document::commodity);
    v("till", &Document::till); v("first_number", &Document::first_number); v("last_number", &Document::last_number); v("opening", &Document::opening);
    v("issued", &Document::issued); v("replaced", &Document::replaced); v("closed", &Document::closed); v("spoiled", &Document::spoiled);
    v("closing", &Document::closing); v("blocked", &Document::blocked); v("used", &Document::used); v("voided", &Document::voided); v("missing", &Document::missing); v("serial", &Document::serial);
  }
};
extern const Source documents;

}  // namespace kwota::facts
