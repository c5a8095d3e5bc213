// What inspectors saw at meters.
// Registers: Inspection.   Begin with Inspection.
#pragma once
#include <array>
#include <string>

#include "base/core/core.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class SealStatus : std::uint8_t {
  whole,
  broken,
};
constexpr auto words_of(SealStatus) { return std::array<std::string_view, 2>{"whole", "broken"}; }

/// One look at one meter.
struct Inspection {
  static constexpr auto table = "inspection";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> days{"day"};
  static constexpr Listed list{"inspections", "-day", {"meter", "inspector", "remark"}, "meters_read", "meters"};
  static constexpr Form by_form{"meters_write", {{{"meter"}, {"day"}, {"inspector"}, {"seal", Need::must, "whole"}, {"remark", Need::may}}}};
  MeterNumber meter;
  std::string day;
  std::string inspector;
  SealStatus seal = SealStatus::whole;
  std::string remark;
  template <class V> static void columns(V&& v) {
    v("meter", &Inspection::meter); v("day", &Inspection::day); v("inspector", &Inspection::inspector); v("seal", &Inspection::seal);
    v("remark", &Inspection::remark);
  }
  static constexpr IndexOf<Inspection> of_inspector{"inspection_inspector", {"inspector", "day"}};
  template <class V> static void indexes(V&& v) { v(of_inspector); }
};

}  // namespace kwota::books
