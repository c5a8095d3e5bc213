// Where a farmer's card shall be good from now on: asked for by somebody, and true of the card only once it lay on a reader again.
// Guarantees: what a card may say still is kept until it was read to say what is wanted, and afterwards since when it says it.
// Registers: AreasChange.   Begin with AreasChange; what a card may say, books/card_areas.h.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/time.h"
#include "books/listed.h"
#include "books/rows/money/purse.h"
#include "books/table.h"

namespace kwota::books {

/// One change of the area numbers of a purse whose card is made already.
struct AreasChange {
  static constexpr auto table = "areas_change";
  static constexpr int key_columns = 3;
  static constexpr std::array<std::string_view, 1> people{"asked_by"};
  static constexpr Listed list{.name = "area-changes", .sort = "-time", .searched = {"account"}, .right = "customers_read"};
  std::int64_t account = 0, purse = 0;
  std::int64_t number = 0;                                             ///< running in the purse
  std::string area_1, area_2, area_3, area_4;                          ///< wanted
  std::string former_area_1, former_area_2, former_area_3, former_area_4;  ///< until then; the card may say them still
  Instant time;
  std::string asked_by;
  std::optional<Instant> written;                                      ///< when the card was read to say what is wanted; nothing: it waits
  template <class V> static void columns(V&& v) {
    v("account", &AreasChange::account); v("purse", &AreasChange::purse); v("number", &AreasChange::number);
    v("area_1", &AreasChange::area_1); v("area_2", &AreasChange::area_2); v("area_3", &AreasChange::area_3); v("area_4", &AreasChange::area_4);
    v("former_area_1", &AreasChange::former_area_1); v("former_area_2", &AreasChange::former_area_2);
    v("former_area_3", &AreasChange::former_area_3); v("former_area_4", &AreasChange::former_area_4);
    v("time", &AreasChange::time); v("asked_by", &AreasChange::asked_by); v("written", &AreasChange::written);
  }
};

}  // namespace kwota::books
