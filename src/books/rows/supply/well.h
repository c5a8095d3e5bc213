// Where farmers water: area numbers, wells, and which meter counts at which well.
// Guarantees: a well keeps every meter that it ever had, each with its days and the multiplier its pump is set to, so that what was counted on any day can be
// said afterwards; what is in use is never deleted, only taken out of use.
// A card is good at the wells of its area numbers: one card waters at many meters, one meter serves many cards.
// Registers: AreaNumber, Well, WellMeter, FormerArea, UnknownEdition.   Begin with Well.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/core.h"
#include "base/time.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

/// A group of wells, as cards and well meters know it: eight digits.
struct AreaNumber {
  static constexpr auto table = "area_number";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> places{"village"};
  static constexpr Listed list{"area-numbers", "number", {"number", "name", "village"}, "customers_read"};
  static constexpr Form by_form{"customers_write", {{{"number"}, {"name"}, {"village"}, {"station"}, {"active"}}}, Judge::use_case};
  std::string number;
  std::string name;
  std::string village;
  std::string station;
  bool active = true;  ///< false: no well and no card gets it any more
  template <class V> static void columns(V&& v) {
    v("number", &AreaNumber::number); v("name", &AreaNumber::name); v("village", &AreaNumber::village); v("station", &AreaNumber::station);
    v("active", &AreaNumber::active);
  }
};

struct Well {
  static constexpr auto table = "well";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> places{"village", "area"};
  static constexpr Listed list{"wells", "number", {"number", "name", "village", "area_number"}, "customers_read"};
  static constexpr Form by_form{"customers_write", {{{"number"}, {"name"}, {"village"}, {"area", Need::may}, {"area_number"}, {"usage_class", Need::may}, {"put_in"},
                                                     {"depth_m", Need::may, "0"}, {"pump_w", Need::may, "0"}, {"active"}}}, Judge::use_case};
  std::string number;
  std::string name;
  std::string village;
  std::string area;         ///< transformer area
  std::string area_number;  ///< to whose cards it gives water
  std::string usage_class;
  std::optional<LocalDate> put_in;  ///< into service
  std::int64_t depth_m = 0;         ///< 0: unknown
  std::int64_t pump_w = 0;          ///< power of its pump in watts; 0: unknown
  bool active = true;
  template <class V> static void columns(V&& v) {
    v("number", &Well::number); v("name", &Well::name); v("village", &Well::village); v("area", &Well::area);
    v("area_number", &Well::area_number); v("usage_class", &Well::usage_class); v("put_in", &Well::put_in);
    v("depth_m", &Well::depth_m); v("pump_w", &Well::pump_w); v("active", &Well::active);
  }
  static constexpr IndexOf<Well> of_area_number{{"well_area_number", {"area_number"}}};
  template <class V> static void indexes(V&& v) { v(of_area_number); }
};

/// A meter at a well for a time.
struct WellMeter {
  static constexpr auto table = "well_meter";
  static constexpr int key_columns = 3;
  static constexpr Listed list{"well-meters", "well", {"well", "meter"}, "meters_read"};
  static constexpr Form by_form{"meters_write", {{{"well"}, {"meter"}, {"first_day"}, {"last_day", Need::may}, {"multiplier", Need::must, "1"}, {"terminal", Need::may}}}, Judge::use_case};
  std::string well;
  MeterNumber meter;
  LocalDate from;                 ///< its first day there
  std::optional<LocalDate> to;    ///< its last day; nothing: it is there
  std::int64_t multiplier = 1;    ///< of its transformers, CT × PT: what its pump is set to, and multiplies by itself (books/register_ratio.h)
  std::string terminal;           ///< number of the pump's security module, twelve digits: by it cards' proofs are checked; empty: nobody has said
  template <class V> static void columns(V&& v) {
    v("well", &WellMeter::well); v("meter", &WellMeter::meter); v("first_day", &WellMeter::from); v("last_day", &WellMeter::to);
    v("multiplier", &WellMeter::multiplier); v("terminal", &WellMeter::terminal);
  }
  static constexpr IndexOf<WellMeter> of_meter{{"well_meter_of_meter", {"meter", "first_day"}}};
  static constexpr IndexOf<WellMeter> of_terminal{{"well_meter_of_terminal", {"terminal", "first_day"}}};
  template <class V> static void indexes(V&& v) { v(of_meter); v(of_terminal); }
};

/// An area number whose cards a pump took before its well got another one, or before it came to another well: it takes them until somebody binds it anew.
struct FormerArea {
  static constexpr auto table = "former_area";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  std::string area_number;
  std::int64_t edition = 0;     ///< of the black list, from which on this pump's has the cards of where it is now, too
  std::optional<Instant> left;  ///< since when the office knows that it takes them no more; nothing: it may take them still
  template <class V> static void columns(V&& v) {
    v("meter", &FormerArea::meter); v("area_number", &FormerArea::area_number); v("list_edition", &FormerArea::edition); v("left_since", &FormerArea::left);
  }
  static constexpr IndexOf<FormerArea> of_area_number{{"former_area_number", {"area_number"}}};
  static constexpr IndexOf<FormerArea> by_edition{{"former_area_edition", {"list_edition"}}};
  template <class V> static void indexes(V&& v) { v(of_area_number); v(by_edition); }
};

/// A pump has an edition of the black list that these books never gave, or has other cards under its number: they were restored from an older copy, and it was brought there in the
/// hours that they lost. What is on that list nobody knows, and the pump takes no lower number.
struct UnknownEdition {
  static constexpr auto table = "unknown_edition";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  std::int64_t told = 0;     ///< by the pump
  std::int64_t edition = 0;  ///< from which on its list is one of these books again
  Instant found;
  template <class V> static void columns(V&& v) {
    v("meter", &UnknownEdition::meter); v("told_edition", &UnknownEdition::told); v("list_edition", &UnknownEdition::edition); v("found", &UnknownEdition::found);
  }
  static constexpr IndexOf<UnknownEdition> by_edition{{"unknown_edition_edition", {"list_edition"}}};
  template <class V> static void indexes(V&& v) { v(by_edition); }
};

}  // namespace kwota::books
