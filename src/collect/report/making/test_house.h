// A house that looks at itself: one till, one shift for all of October, and reports of it.
#pragma once
#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report::test {

inline Instant moment(const std::string& day) { return parse_instant(day + "T10:00:00+08:00").value(); }
inline const auto lamp = MeterNumber::from(11), pump = MeterNumber::from(12);

/// One till, one shift for all of October.
struct House : Books {
  House() {
    in_shanghai();
    one_till();
    books::Shift shift;
    shift.station = "E";
    shift.till = "1";
    shift.number = 1;
    shift.opened = moment("2026-09-01");
    put(shift);
  }
  void sale(const std::string& number, Operation kind, const std::string& day, Money money, books::SaleStatus state, books::Sale more = {}) {
    more.shift = 1;
    more.time = moment(day);
    more.tendered = money;
    more.unit = Unit_::money;
    more.credit = money;
    more.account = 100001;
    more.meter = lamp;
    sold(number, kind, day, {leg(drawer, money), leg("prepaid/electricity", -money)}, "1", more);
    put(books::SaleState{number, state, moment(day), 0});
  }
  void reverse(const std::string& number, const std::string& day, const std::vector<books::Leg>& legs) {
    const books::Entry entry{number + "/reversed", "till/E/1", moment(day), day, Operation::reversed, 100001, legs};
    append(entry);
    sheets.take(entry, *this);
  }
  void journal(const std::string& sale, books::JournalEvent what, const std::string& day) {
    books::JournalEntry row;
    row.chain = "vault/a";
    row.number = ++entries;
    row.time = moment(day);
    row.what = what;
    row.sale = sale;
    append(row);
  }
  using Unit_ = kwota::Unit;
  std::int64_t entries = 0;
};

inline Made report_of(const Books& books, const char* number, const Asked& asked) {
  auto made = make(books, *report_numbered(number), asked);
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().what);
  return made.ok() ? std::move(*made) : Made{};
}

}  // namespace kwota::report::test
