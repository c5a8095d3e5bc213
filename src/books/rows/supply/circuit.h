// Meters with several circuits: twelve three-phase or thirty-six single-phase ones behind one plate.
// A circuit is measured by itself: it has a number of its own by which its registers, its line and its account go, as any other meter's. What is
// written here is which plate it sits behind, and where.
// Registers: Circuit.   Begin with Circuit.
#pragma once
#include <string>

#include "base/core/core.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

struct Circuit {
  static constexpr auto table = "circuit";
  static constexpr int key_columns = 2;
  static constexpr Listed list{"circuits", "meter", {"meter", "number", "name"}, "meters_read"};
  MeterNumber meter;            ///< on whose plate it is
  std::int64_t circuit = 0;     ///< 1..36, as the terminals are numbered
  MeterNumber number;           ///< its own: a row of the meters
  std::int64_t phases = 1;
  std::string name;             ///< what it feeds: "Shop 3, lighting"
  template <class V> static void columns(V&& v) {
    v("meter", &Circuit::meter); v("circuit", &Circuit::circuit); v("number", &Circuit::number); v("phases", &Circuit::phases);
    v("name", &Circuit::name);
  }
  static constexpr IndexOf<Circuit> by_number{{"circuit_number", {"number"}}};
  template <class V> static void indexes(V&& v) { v(by_number); }
};

}  // namespace kwota::books
