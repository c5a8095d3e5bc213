// A station of two villages for tests of wells: a transformer, a pump in the books, an area number in use and one that is not.
#pragma once
#include "books/memory.h"
#include "books/rows/money/plan.h"
#include "books/rows/office/utility.h"
#include "books/rows/supply/customer.h"
#include "books/rows/supply/well.h"

namespace kwota::customer::test {

inline const auto pump = MeterNumber::from(7'000'000'001);

inline books::Memory hills() {
  books::Memory books;
  books.put(books::Station{"E", "East", "R3"});
  books.put(books::Place{"v1", books::PlaceKind::village, "East village", "E", ""});
  books.put(books::Place{"v2", books::PlaceKind::village, "West village", "E", ""});
  books.put(books::Place{"t1", books::PlaceKind::area, "Transformer 1", "E", "v1"});
  books.put(books::Code{books::CodeKind::usage_class, "irrigation", "", "Irrigation", "", "", true});
  books::Meter meter;
  meter.number = pump;
  meter.model = "DDSY1352";
  books.put(meter);
  books.put(books::AreaNumber{"11010001", "East fields", "v1", "E", true});
  books.put(books::AreaNumber{"11010002", "Old fields", "v1", "E", false});
  return books;
}

}  // namespace kwota::customer::test
