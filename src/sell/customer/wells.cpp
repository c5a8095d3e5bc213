#include "sell/customer/wells.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/ids_text.h"
#include "base/text/text_gate.h"
#include "books/black_list.h"
#include "books/lookup.h"

namespace kwota::customer {
namespace {

using books::AreaNumber;
using books::Well;
using books::WellMeter;

constexpr std::int64_t multiplier_most = 999'999, depth_most = 5'000, power_most = 10'000'000;  // [K]

Error no_name() { return error(Fault::request, "name_missing", "Give it a name.", {{"field", "name"}}); }
Error date_missing(const char* column) {
  return error(Fault::request, "date_missing", "Say on which day.", {{"column", column}});
}
Error no_such_place(const std::string& code) {
  return error(Fault::request, "unknown_place", "There is no such village or transformer area; choose one of the list.", {{"place", code}});
}

Result<void> between(std::int64_t value, std::int64_t most) {
  if (value >= 0 && value <= most) return Done{};
  return error(Fault::request, "out_of_range", "This number cannot be right; nothing was changed.", {{"value", std::to_string(value)}});
}

/// A class that the code table has; none said is none.
Result<void> known_class(const books::Reader& books, const std::string& code) {
  if (code.empty()) return Done{};
  const auto classes = books.select<books::Code>(books::CodeKind::usage_class);
  if (std::ranges::any_of(classes, [&](const books::Code& one) { return one.code == code && one.active; })) return Done{};
  return error(Fault::request, "unknown_usage_class", "There is no such usage class; choose one of the list.", {{"usage_class", code}});
}

/// Twelve digits, as the pump's security module has it: county, kind 2, and a number within; none is none.
Result<void> check_terminal(const std::string& text) {
  constexpr std::size_t digits = 12, place_of_kind = 4;
  constexpr char of_a_pump = '2';
  const bool good = text.empty() || (text.size() == digits && text[place_of_kind] == of_a_pump && is_digits(text));
  if (good) return Done{};
  return error(Fault::request, "bad_pump_terminal", "A terminal number has twelve digits; the pump shows it.", {{"text", text}});
}

bool meet(const WellMeter& a, const WellMeter& b) { return (!a.to || b.from <= *a.to) && (!b.to || a.from <= *b.to); }

/// One module is in one pump: by its number cards' proofs find their well.
Result<void> is_there_alone(const books::Reader& books, const WellMeter& row) {
  if (row.terminal.empty()) return Done{};
  for (const auto& other : books.select(WellMeter::of_terminal, row.terminal))
    if (other.meter != row.meter && meet(other, row))
      return error(Fault::refused, "pump_terminal_elsewhere", "This security module is in another pump in these days; say there which day was its last, or correct the number.",
                   {{"text", row.terminal}, {"meter", to_text(other.meter)}, {"well", other.well}});
  return Done{};
}

template <class Row>
Result<books::Decision<Row>> with_row(const Row& row) {
  return books::Decision<Row>{{{row}, {}}, row};
}

/// The place where this meter hung last, apart from one.
std::optional<WellMeter> place_before(const books::Reader& books, const WellMeter& row) {
  std::optional<WellMeter> before;
  for (auto& other : books.select(WellMeter::of_meter, row.meter))
    if (other.well != row.well || other.from != row.from) before = std::move(other);
  return before;
}

/// Pumps that hang there, or hung there last: they take its cards.
std::vector<MeterNumber> pumps_of(const books::Reader& books, const std::string& well) {
  std::vector<MeterNumber> out;
  for (const auto& place : books.select<WellMeter>(well)) {
    const auto newest = books.last(WellMeter::of_meter, place.meter);
    if (newest && newest->well == well && newest->from == place.from) out.push_back(place.meter);
  }
  return out;
}

/// Its black list is another one from the next edition on.
void leave(const books::Reader& books, MeterNumber meter, const std::string& area_number, books::Changes& changes) {
  if (area_number.empty()) return;
  changes.put.emplace_back(books::FormerArea{.meter = meter, .area_number = area_number, .edition = books::newest_black_list(books) + 1, .left = {}});
}

/// Where it hung until now cards of another area number water.
void move_here(const books::Reader& books, const WellMeter& row, books::Changes& changes) {
  const auto known = books.find<WellMeter>(row.well, row.meter, row.from);
  const auto before = known && !known->to ? std::nullopt : place_before(books, row);
  const auto there = before ? books.find<Well>(before->well) : std::nullopt;
  const auto here = books.find<Well>(row.well);
  if (there && here && there->area_number != here->area_number) leave(books, row.meter, there->area_number, changes);
}

}  // namespace

Result<void> check_area_number(std::string_view text) {
  if (text.size() == 8 && is_digits(text)) return Done{};
  return error(Fault::request, "bad_area_number", "An area number has eight digits.", {{"text", std::string(text)}});
}

Result<AreaNumber> usable_area_number(const books::Reader& books, const std::string& number) {
  MUST(check_area_number(number));
  const auto known = books.find<AreaNumber>(number);
  if (!known) return error(Fault::request, "unknown_area_number", "There is no such area number; choose one of the list.", {{"area_number", number}});
  if (!known->active)
    return error(Fault::refused, "area_number_inactive", "This area number is out of use; choose another one.", {{"area_number", number}});
  return *known;
}

Result<void> check_whereabouts(const books::Reader& books, const std::string& village, const std::string& area) {
  const auto at = books.find<books::Place>(village);
  if (!at || at->kind != books::PlaceKind::village) return no_such_place(village);
  if (area.empty()) return Done{};
  const auto within = books.find<books::Place>(area);
  if (!within || within->kind != books::PlaceKind::area || within->parent != village) return no_such_place(area);
  return Done{};
}

Result<books::Decision<AreaNumber>> put_area_number(const books::Reader& books, const AreaNumber& row) {
  MUST(check_area_number(row.number));
  if (row.name.empty()) return no_name();
  MUST(check_whereabouts(books, row.village, ""));
  if (!books.find<books::Station>(row.station))
    return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", row.station}});
  return with_row(row);
}

Result<books::Decision<Well>> put_well(const books::Reader& books, const Well& row) {
  MUST(text_gate::admit_code(row.number));
  if (row.name.empty()) return no_name();
  MUST(check_whereabouts(books, row.village, row.area));
  const auto before = books.find<Well>(row.number);
  if (!before || before->area_number != row.area_number) MUST(usable_area_number(books, row.area_number));
  if (!before || before->usage_class != row.usage_class) MUST(known_class(books, row.usage_class));
  if (!row.put_in) return date_missing("put_in");
  MUST(between(row.depth_m, depth_most));
  MUST(between(row.pump_w, power_most));
  books::Decision<Well> decision{{{row}, {}}, row};
  if (before && before->area_number != row.area_number)
    for (const auto meter : pumps_of(books, row.number)) leave(books, meter, before->area_number, decision.changes);
  return decision;
}

Result<books::Decision<WellMeter>> put_well_meter(const books::Reader& books, const WellMeter& row) {
  const auto well = books.find<Well>(row.well);
  if (!well) return error(Fault::request, "unknown_well", "There is no such well; choose one of the list.", {{"well", row.well}});
  // What hangs at it already is kept, and what was there is written down.
  if (!well->active && !row.to && !books.find<WellMeter>(row.well, row.meter, row.from))
    return error(Fault::refused, "well_out_of_use", "This well is out of use; no pump is put up there. Choose another one, or put it into use again.", {{"well", row.well}});
  if (!books.find<books::Meter>(row.meter)) return error(Fault::request, "unknown_meter", "There is no such meter.", {{"meter", to_text(row.meter)}});
  if (row.from == LocalDate{}) return date_missing("first_day");
  if (row.to && *row.to < row.from)
    return error(Fault::request, "days_backwards", "Its last day there is not before its first; nothing was changed.", {{"from", format_date(row.from)}});
  if (row.multiplier < 1 || row.multiplier > multiplier_most)
    return error(Fault::request, "bad_multiplier", "A multiplier is a number from 1 to 999999.", {{"value", std::to_string(row.multiplier)}});
  MUST(check_terminal(row.terminal));
  MUST(is_there_alone(books, row));
  for (const auto& other : books.select(WellMeter::of_meter, row.meter)) MUST(hang_apart(other, row));
  if (row.to) return with_row(row);
  if (const auto account = books::account_of_meter(books, row.meter))
    return error(Fault::refused, "meter_in_use", "This meter belongs to another account already.",
                 {{"meter", to_text(row.meter)}, {"account", std::to_string(account->number)}});
  books::Decision<WellMeter> decision{{{row}, {}}, row};
  move_here(books, row, decision.changes);
  return decision;
}

Result<void> hang_apart(const WellMeter& other, const WellMeter& row) {
  const bool itself = other.well == row.well && other.from == row.from;
  if (itself || !meet(other, row)) return Done{};
  return error(Fault::refused, "meter_at_well", "This meter hangs at a well in these days; say there which day was its last.",
               {{"meter", to_text(row.meter)}, {"well", other.well}});
}

std::optional<WellMeter> well_of_meter(const books::Reader& books, MeterNumber meter) {
  for (const auto& row : books.select(WellMeter::of_meter, meter))
    if (!row.to) return row;
  return std::nullopt;
}

}  // namespace kwota::customer
