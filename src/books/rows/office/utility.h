// The utility itself and where it works: stations, villages and transformer areas, tills.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/parts/nature.h"
#include "books/table.h"

namespace kwota::books {

/// The one row about ourselves. What a utility changes in its life – limits, fees – are settings (books/rows/office/setting.h).
struct Utility {
  static constexpr auto table = "utility";
  static constexpr int key_columns = 1;
  static constexpr bool held_by_writer = true;
  std::string code = "main";
  std::string name;
  std::string currency;  ///< ISO 4217
  int minor_digits = 2;
  std::string zone;      ///< IANA
  std::uint32_t county = 0;  ///< area code that decides keys
  bool one_person = false;              ///< nobody else is there to be the second pair of eyes (docs/people.md)
  std::optional<Instant> installed;     ///< when the first shift was opened: until then the administrator works alone
  Nature nature = Nature::real;                            ///< from the first group on, for ever
  template <class V> static void columns(V&& v) {
    v("code", &Utility::code); v("name", &Utility::name); v("currency", &Utility::currency); v("minor_digits", &Utility::minor_digits);
    v("zone", &Utility::zone); v("county", &Utility::county);
    v("one_person", &Utility::one_person); v("installed", &Utility::installed);
    v("nature", &Utility::nature);
  }
};

struct Station {
  static constexpr auto table = "station";
  static constexpr int key_columns = 1;
  static constexpr bool held_by_writer = true;
  static constexpr Listed list{"stations", "code", {"code", "name"}, "stations_read", "system"};
  static constexpr Form by_form{"stations_write", {{{"code"}, {"name"}, {"receipt_prefix"}}}, Judge::use_case};
  std::string code;
  std::string name;
  std::string receipt_prefix;  ///< "R3"
  template <class V> static void columns(V&& v) { v("code", &Station::code); v("name", &Station::name); v("receipt_prefix", &Station::receipt_prefix); }
};

enum class PlaceKind : std::uint8_t { village, area, building };
constexpr auto words_of(PlaceKind) { return std::array<std::string_view, 3>{"village", "area", "building"}; }

/// A village, a transformer area or a building below a station.
struct Place {
  static constexpr auto table = "place";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> places{"parent"};
  static constexpr Listed list{.name = "places", .sort = "code", .searched = {"code", "name"}, .right = "customers_read", .menu = "customers", .shown = {"code", "name", "kind", "parent", "station"}, .divided = "kind"};
  static constexpr Form by_form{"customers_write", {{{"code"}, {"name"}, {"kind"}, {"station"}, FormField{"parent", Need::may}.of("place")}}, Judge::use_case};
  std::string code;
  PlaceKind kind = PlaceKind::village;
  std::string name;
  std::string station;
  std::string parent;  ///< code of the village of an area, of either of a building; empty at the top
  template <class V> static void columns(V&& v) {
    v("code", &Place::code); v("kind", &Place::kind); v("name", &Place::name); v("station", &Place::station); v("parent", &Place::parent);
  }
};

/// A recharge terminal sells by itself in front of the meters of a building: a till like any other in the books.
enum class TillKind : std::uint8_t { window, recharge_terminal };
constexpr auto words_of(TillKind) { return std::array<std::string_view, 2>{"window", "recharge_terminal"}; }

struct Till {
  static constexpr auto table = "till";
  static constexpr int key_columns = 2;
  static constexpr bool held_by_writer = true;
  static constexpr std::array<std::string_view, 1> follows{"next_receipt"};
  static constexpr Listed list{.name = "tills", .sort = "station", .searched = {"code", "name"}, .right = "stations_read", .shown = {"station", "code", "name", "kind", "next_receipt", "next_shift"}};
  static constexpr Form by_form{"stations_write", {{{"station"}, {"code"}, {"name", Need::may}, {"kind", Need::may}, {"reader", Need::unasked, "", "PC/SC name of its card reader"}}}, Judge::use_case};
  std::string station;
  std::string code;
  std::string name;
  std::int64_t next_receipt = 1;
  std::int64_t next_shift = 1;
  std::string reader;  ///< PC/SC name of its card reader: nobody else's cards lie there; empty: not chosen yet
  TillKind kind = TillKind::window;
  template <class V> static void columns(V&& v) {
    v("station", &Till::station); v("code", &Till::code); v("name", &Till::name); v("next_receipt", &Till::next_receipt); v("next_shift", &Till::next_shift);
    v("reader", &Till::reader); v("kind", &Till::kind);
  }
  static constexpr IndexOf<Till> by_reader{{"till_reader", {"reader"}, {Only::When::filled, "reader"}, true}};
  template <class V> static void indexes(V&& v) { v(by_reader); }
};

}  // namespace kwota::books
