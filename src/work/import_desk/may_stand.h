// Whether a row may stand in the books again as it was before an import changed it: the books have gone on since. The rules are those of its register.
// Begin with may_stand().
#pragma once
#include "books/kept_row.h"
#include "books/reader.h"
#include "books/table.h"

namespace kwota::import_desk {

/// Columns by which other rows name a row of a table.
struct Names {
  std::string_view table;
  std::array<std::string_view, 4> columns;
  std::string_view only_in{};  ///< the one table in which the column means this; elsewhere it is called the same and means something else
};
inline constexpr std::array references{Names{"plan", {"plan"}}, Names{"place", {"place", "area", "village", "parent"}}, Names{"service_point", {"service_point"}}, Names{"customer", {"customer"}},
                                       Names{"meter", {"meter", "old_meter", "new_meter"}},     Names{"account", {"account"}},             Names{"area_number", {"area_number"}},
                                       Names{"well", {"well"}},                                 Names{"debt", {"debt"}},                   Names{"reading_plan", {"plan"}, "meter_reading"},
                                       Names{"reading_route", {"route"}, "reviewed_reading"}};

/// Whose rows this column of this table names: an account's plan is a price plan, that of a reading is another. Null: nobody's.
const Names* named_by(std::string_view column, const books::Table& table);

/// Errors of its register: another has its identity number by now, its village is gone, its meter sells to another account.
Result<void> may_stand(const books::Reader& books, const books::Table& table, const books::KeptRow& values);

}  // namespace kwota::import_desk
