#include "work/import_desk/may_stand.h"

#include <algorithm>

#include "base/cause.h"
#include "sell/customer/change.h"
#include "sell/customer/wells.h"

namespace kwota::import_desk {
namespace {

/// A row that is of one table, whichever.
struct Judging {
  const books::Table& table;
  const books::KeptRow& values;

  template <class Row, class Judge>
  Result<void> as(Judge judge) const {
    if (&table != &books::table_of<Row>()) return {};
    Row row;
    table.take(&row, books::KeptSource(values));
    return judge(row);
  }
};

template <class Answer>
Result<void> only_whether(Result<books::Decision<Answer>> decision) {
  MUST(std::move(decision));
  return {};
}

/// Village, service point, customer, meter: whatever it names is there.
Result<void> names_what_is_there(const books::Reader& books, const books::Table& table, const books::KeptRow& values) {
  const auto all = books::all_tables();
  for (const auto& named : references) {
    const auto of = std::ranges::find(all, named.table, [](const books::Table* one) { return one->name; });
    if (of == all.end() || *of == &table || (*of)->key_columns != 1) continue;
    for (const auto column : named.columns) {
      const auto place = column.empty() || named_by(column, table) != &named ? -1 : table.column_named(column);
      if (place < 0 || values[static_cast<std::size_t>(place)] == table.blank[static_cast<std::size_t>(place)]) continue;
      bool there = false;
      books.each({.table = *of, .index = nullptr, .equal = {values[static_cast<std::size_t>(place)]}, .from = {}, .up_to = {}, .limit = 1}, [&](const books::ValueSource&) { return !(there = true); });
      if (!there) return error(Fault::refused, Cause::not_found, "It would name what is not there any more.", {{"what", std::string(column)}});
    }
  }
  return {};
}

}  // namespace

const Names* named_by(std::string_view column, const books::Table& table) {
  const auto in = [&](std::string_view only_in) {
    const auto found = std::ranges::find_if(references, [&](const Names& one) { return one.only_in == only_in && std::ranges::find(one.columns, column) != one.columns.end(); });
    return found == references.end() ? nullptr : &*found;
  };
  const auto* own = in(table.name);
  return own != nullptr ? own : in("");
}

Result<void> may_stand(const books::Reader& books, const books::Table& table, const books::KeptRow& values) {
  using namespace books;
  const Judging row{table, values};
  MUST(row.as<Customer>([&](const Customer& one) { return customer::check(books, one); }));
  MUST(row.as<ServicePoint>([&](const ServicePoint& one) { return customer::check(books, one); }));
  MUST(row.as<Meter>([&](const Meter& one) { return customer::check(books, one); }));
  MUST(row.as<Place>([&](const Place& one) { return only_whether(customer::put_place(books, one)); }));
  MUST(row.as<Station>([&](const Station& one) { return only_whether(customer::put_station(books, one)); }));
  MUST(row.as<Till>([&](const Till& one) { return only_whether(customer::put_till(books, one)); }));
  MUST(row.as<Code>([&](const Code& one) { return only_whether(customer::put_code(books, one)); }));
  MUST(row.as<AreaNumber>([&](const AreaNumber& one) { return only_whether(customer::put_area_number(books, one)); }));
  MUST(row.as<Well>([&](const Well& one) { return only_whether(customer::put_well(books, one)); }));
  MUST(row.as<WellMeter>([&](const WellMeter& one) { return only_whether(customer::put_well_meter(books, one)); }));
  MUST(row.as<Account>([&](const Account& one) { return one.state == AccountStatus::draft ? only_whether(customer::put_draft(books, one)) : Result<void>{}; }));
  return names_what_is_there(books, table, values);
}

}  // namespace kwota::import_desk
