// The rows of dormitories and let rooms: who lives behind a meter, and what the meter goes by besides money and prices.
// Guarantees: an occupant has his days, so that a month's heads can be counted afterwards; a parameter says what is wanted and,
// apart from it, what the meter itself said last.
// Registers: Occupant, MeterParameter.   How they are used: docs/dormitories.md.   Begin with Occupant.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "books/listed.h"

namespace kwota::books {

/// Somebody who lives at a service point.
struct Occupant {
  static constexpr auto table = "occupant";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> days{"moved_in", "moved_out"};
  static constexpr std::array<std::string_view, 3> personal{"name", "identity", "phone"};
  static constexpr std::array<std::string_view, 2> masked{"identity", "phone"};
  static constexpr Listed list{.name = "occupants", .sort = "service_point", .searched = {"service_point", "name", "identity", "phone"}, .right = "customers_read", .menu = "customers",
                               .shown = {"service_point", "name", "identity", "moved_in", "moved_out", "also_in"}, .technical = {"number"}};
  static constexpr Form by_form{"occupants_write", {{{"service_point"}, {"name"}, {"identity", Need::may, "", "of a student card or passport"}, {"phone", Need::may},
                                                     {"moved_in", Need::may, "", "local date, the first day; today when it does not come"}, {"moved_out", Need::may, "", "local date, the last day; empty: lives there"}}}, Judge::use_case};
  static constexpr std::array actions{Action{.name = "move-out", .right = "occupants_write", .fields = {{{"last_day", ActionField::What::day}}}, .column = "moved_out"}};
  std::string service_point;
  std::int64_t number = 0;  ///< running in the room
  std::string name;
  std::string identity;     ///< of a student card or passport; may be empty
  std::string phone;
  std::string moved_in;     ///< local date, the first day
  std::string moved_out;    ///< local date, the last day; empty: lives there
  template <class V> static void columns(V&& v) {
    v("service_point", &Occupant::service_point); v("number", &Occupant::number); v("name", &Occupant::name);
    v("identity", &Occupant::identity); v("phone", &Occupant::phone); v("moved_in", &Occupant::moved_in);
    v("moved_out", &Occupant::moved_out);
  }
};

/// One parameter of a meter on a line.
struct MeterParameter {
  static constexpr auto table = "meter_parameter";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  std::string item;              ///< its name in the table of items (carry/dlt645)
  std::string wanted;            ///< as the table writes values; empty: whatever the meter has
  std::string held;              ///< as the meter said last; empty: never heard
  std::optional<Instant> received;
  std::int64_t command = 0;      ///< that told or read it last
  template <class V> static void columns(V&& v) {
    v("meter", &MeterParameter::meter); v("item", &MeterParameter::item); v("wanted", &MeterParameter::wanted);
    v("held", &MeterParameter::held); v("received", &MeterParameter::received); v("command", &MeterParameter::command);
  }
};

}  // namespace kwota::books
