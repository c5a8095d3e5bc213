// The registers of irrigation as files: area numbers, wells, the meters at them.
#include "sell/customer/wells.h"
#include "sell/imports/importable.h"

namespace kwota::imports {
namespace {

using Judged = Result<Outcome>;

/// What the decision makes of it beside the row itself.
template <class Row>
Outcome with_more(Outcome outcome, const books::Decision<Row>& put) {
  if (!outcome.changes.put.empty()) outcome.changes = put.changes;
  return outcome;
}

Judged judge_area_number(const books::Reader& books, const Cells& cells, const Context&) {
  const auto before = books.find<books::AreaNumber>(cells.text("number"));
  books::AreaNumber row{cells.text("number"), cells.text("name"), cells.text("village"), cells.text("station"), true};
  TRY(active, cells.flag("active"));
  row.active = active;
  if (stands(before, row)) return Outcome{};
  MUST(customer::put_area_number(books, row));
  return outcome_of(before, std::move(row));
}

/// Its area number may come with another file first, never with this one.
Judged judge_well(const books::Reader& books, const Cells& cells, const Context&) {
  const auto before = books.find<books::Well>(cells.text("number"));
  auto row = before.value_or(books::Well{});
  row.number = cells.text("number");
  row.name = cells.text("name");
  row.village = cells.text("village");
  row.area = cells.text("area");
  row.area_number = cells.text("area_number");
  row.usage_class = cells.text("usage_class");
  TRY(put_in, cells.date("put_in"));
  row.put_in = put_in;
  TRY(depth, cells.number("depth_m", 0));
  row.depth_m = depth;
  TRY(power, cells.number("pump_w", 0));
  row.pump_w = power;
  TRY(active, cells.flag("active"));
  row.active = active;
  if (stands(before, row)) return Outcome{};
  TRY(put, customer::put_well(books, row));
  return with_more(outcome_of(before, std::move(row)), put);
}

Judged judge_well_meter(const books::Reader& books, const Cells& cells, const Context&) {
  books::WellMeter row;
  row.well = cells.text("well");
  TRY(meter, cells.meter("meter"));
  row.meter = meter;
  TRY(from, cells.date("first_day"));
  row.from = from.value_or(LocalDate{});
  TRY(to, cells.date("last_day"));
  row.to = to;
  TRY(multiplier, cells.number("multiplier", 1));
  row.multiplier = multiplier;
  row.terminal = cells.text("terminal");
  const auto before = books.find<books::WellMeter>(row.well, row.meter, row.from);
  if (stands(before, row)) return Outcome{};
  TRY(put, customer::put_well_meter(books, row));
  return with_more(outcome_of(before, std::move(row)), put);
}

}  // namespace

std::vector<Importable> irrigation_registers() {
  return {{"area-numbers", {{"number", true}, {"name", true}, {"village", true}, {"station", true}, {"active", false}}, {"number"}, {"wells"}, {}, "", judge_area_number},
          {"wells",
           {{"number", true}, {"name", true}, {"village", true}, {"area", false}, {"area_number", true}, {"usage_class", false}, {"put_in", true}, {"depth_m", false}, {"pump_w", false}, {"active", false}},
           {"number"},
           {"meter", "last_watering"},
           {},
           "",
           judge_well},
          {"well-meters",
           {{"well", true}, {"meter", true}, {"first_day", true}, {"last_day", false}, {"multiplier", false}, {"terminal", false}},
           {"well", "meter", "first_day"},
           {},
           {},
           "",
           judge_well_meter}};
}

}  // namespace kwota::imports
