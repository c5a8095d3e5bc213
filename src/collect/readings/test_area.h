// A transformer area with its total meter and a house, as tests of collection begin with it.   Begin with area_with().
#pragma once
#include "books/memory.h"
#include "books/rows.h"

namespace kwota::readings {

/// Area T1 of station E: `total` in stock, for it hangs at no customer's, `house` installed at service point S.
inline void area_with(books::Memory& books, MeterNumber total, MeterNumber house) {
  books.put(books::Utility{.zone = "Asia/Shanghai"});
  books.put(books::Station{"E", "East", "R1"});
  books.put(books::Place{.code = "T1", .kind = books::PlaceKind::area, .name = "Transformer 1", .station = "E", .parent = ""});
  books.put(books::ServicePoint{.code = "S", .address = "Well road", .place = "", .area = "T1"});
  books.put(books::Meter{.number = total, .model = "DDSY1352", .service_point = "", .state = books::MeterStatus::stock});
  books.put(books::Meter{.number = house, .model = "DDSY1352", .service_point = "S", .state = books::MeterStatus::installed});
}

}  // namespace kwota::readings
