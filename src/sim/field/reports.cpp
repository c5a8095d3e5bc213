// What reports say of the books of a log.
#include "collect/report/making/make.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/law.h"

namespace kwota::field {
namespace {

std::string figure_text(const World& world, const report::Cell& cell, report::Unit unit) {
  if (!cell) return "nothing";
  return unit == report::Unit::money ? world.money(Money::minor(*cell)) : std::to_string(*cell);
}

/// "report R06 2026-11": of an account its lines, of other reports their totals.
Result<Facts> report_of(World& world, const Sentence& sentence) {
  const auto* wanted = report::report_numbered(sentence["number"]);
  if (wanted == nullptr) return mistake("there is no report " + sentence["number"]);
  TRY(made, world.books->read([&](const books::Reader& reader) { return report::make(reader, *wanted, {.period = sentence["period"]}); }));
  Facts facts;
  for (const auto& row : made.rows)
    if (!wanted->lines.empty()) facts.say(row.names.front(), figure_text(world, row.cells.front(), made.columns.front().unit));
  for (std::size_t i = 0; i < made.totals.size(); ++i)
    if (made.columns[i].show == report::Show::figure) facts.say(std::string(made.columns[i].figure), figure_text(world, made.totals[i], made.columns[i].unit));
  return facts;
}

}  // namespace

std::span<const Phrase> report_phrases() {
  static constexpr Phrase phrases[] = {
      {"report <number> <period>", report_of},
  };
  return phrases;
}

Result<std::optional<Difference>> check_reports(World& world) {
  TRY(sheets, world.books->read([](const books::Reader& reader) -> Result<std::vector<books::DaySheet>> { return reader.all<books::DaySheet>(); }));
  std::string month;
  for (const auto& sheet : sheets) {
    if (sheet.business_day.starts_with(month) && !month.empty()) continue;
    month = sheet.business_day.substr(0, 7);
    for (const auto* one : report::reports()) {
      if (!one->has_data) continue;
      const auto period = report::among(one->periods, "month") ? month : sheet.business_day;  // a list of insight is of one day
      const auto made = world.books->read([&](const books::Reader& reader) { return report::make(reader, *one, {.period = period}); });
      if (!made) return std::optional(Difference{"report " + std::string(one->number) + " of " + month + " adds up", made.error().what});
    }
  }
  return std::optional<Difference>{};
}

}  // namespace kwota::field
