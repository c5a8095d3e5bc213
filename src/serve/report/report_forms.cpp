#include "serve/report/report_forms.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/text/csv_cell.h"
#include "collect/report/making/adding.h"
#include "serve/paper/sheet.h"
#include "serve/report/report_opens.h"
#include "serve/report/report_words.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using report::Cell;
using report::Made;
using report::Show;
using report::Unit;

constexpr std::string_view unsaid = "—";
constexpr int share_digits = 1, quantity_digits = 3, price_digits = 4;

/// Decimals of a figure.
int digits_of(Unit unit, int money_digits) {
  switch (unit) {
    case Unit::money: return money_digits;
    case Unit::count: return 0;
    case Unit::share: return share_digits;
    case Unit::energy:
    case Unit::volume:
    case Unit::power: return quantity_digits;
    case Unit::energy_price:
    case Unit::volume_price: return price_digits;
  }
  return 0;
}
std::string_view name_of(Unit unit) {
  constexpr std::string_view names[] = {"money", "count", "share", "energy", "volume", "power", "energy_price", "volume_price"};
  return names[static_cast<std::size_t>(unit)];
}

std::string text_of(const Cell& cell, Unit unit, int digits, std::string_view nothing) {
  if (!cell) return std::string(nothing);
  return format_decimal(*cell, digits_of(unit, digits));
}

value json_cell(const Cell& cell, Unit unit, int digits) {
  if (!cell) return nullptr;
  if (unit == Unit::count) return *cell;
  return value(text_of(cell, unit, digits, {}));
}

array json_texts(const std::vector<std::string>& texts) {
  array out;
  for (const auto& text : texts) out.push_back(value(text));
  return out;
}
array json_names(const std::vector<std::string_view>& names) {
  array out;
  for (const auto name : names) out.push_back(value(name));
  return out;
}

array json_cells(const std::vector<Cell>& cells, const Made& made, int digits) {
  array out;
  for (std::size_t i = 0; i < cells.size(); ++i) out.push_back(json_cell(cells[i], made.columns[i].unit, digits));
  return out;
}

receipt::Style style_of(const ReportFacts& facts) { return {.language = facts.language, .words = {}, .currency = facts.currency, .minor_digits = facts.digits, .zone = facts.zone}; }

std::string period_text(const report::Period& period) { return period.from == period.to ? period.from : period.from + " – " + period.to; }
/// The same on paper, as its reader writes days.
std::string period_text(const report::Period& period, const ReportFacts& facts) {
  const auto style = style_of(facts);
  return period.from == period.to ? style.calendar(period.from) : style.calendar(period.from) + " – " + style.calendar(period.to);
}

/// Whatever stands in front of the figures, as people read it.
std::vector<std::string> shown_names(const Made& made, const report::MadeRow& row, std::string_view language) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < row.names.size(); ++i)
    out.push_back(made.report->lines.empty() ? value_text(language, made, made.groups[i], row.names[i]) : line_text(language, row.names[i]));
  return out;
}

/// Of a column in front of the figures: what stands there are figures, too.
bool is_figure(const Made& made, std::size_t at) {
  const auto* dimension = made.report->lines.empty() && at < made.groups.size() ? dimension_named(*made.subject, made.groups[at]) : nullptr;
  return dimension != nullptr && dimension->is_figure;
}

/// Beside figures stand words: what is not said, "Total".
bool is_plain_figure(const Made& made, std::size_t at, std::string_view name) { return is_figure(made, at) && name.find_first_not_of("-.0123456789") == std::string_view::npos; }

/// "100353/2026-11-28" is 100353/28.11.2026.
std::string with_days(const receipt::Style& style, const std::string& name) {
  std::string out;
  for (std::size_t from = 0; from <= name.size();) {
    const auto end = std::min(name.find('/', from), name.size());
    out += (from == 0 ? "" : "/") + style.calendar(name.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

/// As it stands on paper: figures, days and moments as its reader writes them. A day is not broken at the end of a line.
std::string on_paper(const receipt::Style& style, const Made& made, std::size_t at, const std::string& name) {
  if (is_plain_figure(made, at, name)) return style.decimal(name);
  auto text = style.calendar(name);
  if (text == name && name.find('/') != std::string::npos) return with_days(style, name);
  if (text == name) return text;
  const auto clock = text.find(':');
  const auto day_ends = clock == std::string::npos ? text.size() : text.rfind(' ', clock);
  for (auto space = text.find(' '); space < day_ends; space = text.find(' ', space + 1)) text.replace(space, 1, "\u00A0");
  return text;
}

/// As a program of tables adds up, sorts and filters it.
SheetCell in_workbook(const Made& made, std::size_t at, std::string name) {
  constexpr std::size_t of_a_day = 10, of_a_moment = 19;
  if (is_plain_figure(made, at, name)) {
    const auto point = name.find('.');
    const int decimals = point == std::string::npos ? 0 : static_cast<int>(name.size() - point - 1);
    if (const auto value = parse_decimal(name, decimals); value.ok()) return SheetFigure{*value, decimals};
  }
  if (name.size() == of_a_day)
    if (const auto day = parse_date(name); day.ok()) return *day;
  if (name.size() == of_a_moment)
    if (const auto moment = parse_local(name); moment.ok()) return *moment;
  return name;
}

std::vector<std::string> heads_of_names(const Made& made, std::string_view language) {
  if (!made.report->lines.empty()) return {say(language, "report.line")};
  std::vector<std::string> out;
  for (const auto& group : made.groups) out.push_back(say(language, "column." + group));
  return out;
}

std::string unit_of(const report::MadeColumn& column, const ReportFacts& facts) {
  const auto units = [&](Unit unit) { return say(facts.language, fmt::format("unit.{}", name_of(unit))); };
  if (column.unit == Unit::energy || column.unit == Unit::volume || column.unit == Unit::power) return ", " + units(column.unit);
  if (column.unit == Unit::energy_price || column.unit == Unit::volume_price) return ", " + facts.currency + "/" + units(column.unit == Unit::energy_price ? Unit::energy : Unit::volume);
  if (column.unit == Unit::money) return facts.currency.empty() ? "" : ", " + facts.currency;
  return column.unit == Unit::share ? ", %" : "";
}
std::string head_of(const Made& made, const report::MadeColumn& column, const ReportFacts& facts) {
  if (!made.report->lines.empty()) return period_text(column.period) + unit_of(column, facts);
  return column_text(facts.language, column) + unit_of(column, facts);
}
std::string stable_name(const Made& made, const report::MadeColumn& column) {
  if (!made.report->lines.empty()) return column.period.from + ".." + column.period.to;
  return column_name(column);
}

/// What stays behind, in words; empty: nothing.
std::string missing(const ReportFacts& facts) { return facts.left_out.empty() ? std::string{} : say(facts.language, "file.left_out", {{"columns", in_a_row(facts.left_out)}}); }

std::vector<std::string> about_lines(const Made& made, const ReportFacts& facts) {
  std::vector<std::string> out{period_text(made.period, facts)};
  for (const auto& [name, text] : made.filters) out.push_back(say(facts.language, "column." + name) + ": " + values_text(facts.language, made, name, text));
  if (!facts.left_out.empty()) out.push_back(missing(facts));
  return out;
}

std::string check_line(const report::MadeCheck& check, const ReportFacts& facts) {
  return say(facts.language, fmt::format("report.check.{}", check.name)) + ": " + style_of(facts).amount(Money::minor(check.gap));
}

/// "position 123 of 20 Nov 2026 14:05:09": how far the books had come.
Details position_of(const Made& made, const ReportFacts& facts) {
  return {{"report", std::string(made.report->number)}, {"position", std::to_string(facts.position)}, {"position_time", style_of(facts).time(facts.position_time)}};
}

/// What of its foot is the same for ever.
std::string lasting_foot(const Made& made, const ReportFacts& facts) {
  auto out = say(facts.language, facts.as_of ? "report.foot_as_of" : "report.foot", position_of(made, facts));
  if (facts.standalone) out += " · " + say(facts.language, "report.standalone");
  return out;
}

std::string foot_of(const Made& made, const ReportFacts& facts) {
  const Details maker{{"time", style_of(facts).time(facts.made)}, {"operator", facts.maker.empty() ? facts.made_by : facts.maker}};
  return lasting_foot(made, facts) + " · " + say(facts.language, "report.made_by", maker);
}

void add_line(std::string& to, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) (to += i == 0 ? "" : ",") += cells[i];
  to += "\r\n";
}

Result<std::shared_ptr<Spool>> spooled(std::string_view text) {
  TRY(file, Spool::make());
  file->write(text);
  MUST(file->finish());
  return file;
}

}  // namespace

void ReportFacts::of(const books::House& house) {
  digits = house.digits;
  currency = house.currency;
  utility = house.name;
  nature = word_of(house.nature);
  zone = house.zone;
}

std::vector<LeavingColumn> leaving_columns(const Made& made, std::string_view language) {
  std::vector<LeavingColumn> out;
  if (!made.report->lines.empty()) return out;  // lines are words of ours
  for (const auto& group : made.groups) out.push_back({group, say(language, "column." + group), made.subject != nullptr && report::is_personal(*made.subject, group)});
  return out;
}

Made without(const Leaving& leaving, Made made) {
  made.groups = leaving.of(made.groups);
  for (auto& row : made.rows) row.names = leaving.of(row.names);
  return made;
}

object declared(const report::Report& report, std::string_view language) {
  array columns;
  for (const auto& column : report.columns) columns.push_back(value(column.figure));
  array checks;
  for (const auto& check : report.checks) checks.push_back(value(check.name));
  array periods;
  for (const auto kind : words_of(report::PeriodKind{}))
    if (report::among(report.periods, kind)) periods.push_back(value(kind));
  object choices;
  for (const auto filter : report.filters) {
    array words;
    for (const auto& [word, text] : choices_of(language, filter)) words.push_back(object{{"value", word}, {"text", text}});
    if (!words.empty()) choices[filter] = std::move(words);
  }
  return {{"number", report.number},
          {"name", say(language, fmt::format("report.{}", report.number))},
          {"choices", std::move(choices)},
          {"has_data", report.has_data},
          {"periods", std::move(periods)},
          {"groups", json_names(report.groups)},
          {"grouped", json_names(report.grouped)},
          {"groups_max", report.groups_max},
          {"detail", json_names(report::detail_of(report))},
          {"filters", json_names(report.filters)},
          {"columns", std::move(columns)},
          {"checks", std::move(checks)},
          {"chart", report.chart},
          {"grid", report.grid},
          {"as_of", report.has_data},
          {"insight", report.insight},
          {"visits", report.visits},
          {"signed", report.is_signed},
          {"about", say(language, fmt::format("report.about.{}", report.number))}};
}

namespace {

array json_columns(const Made& made, const ReportFacts& facts) {
  array columns;
  for (const auto& column : made.columns)
    columns.push_back(object{{"name", stable_name(made, column)},
                             {"figure", column.figure},
                             {"title", head_of(made, column, facts)},
                             {"unit", name_of(column.unit)},
                             {"from", column.period.from},
                             {"to", column.period.to}});
  return columns;
}

/// Each with the report or list that it opens, where it opens one.
array json_rows(const Made& made, const ReportFacts& facts) {
  array rows;
  for (std::size_t i = 0; i < made.rows.size(); ++i) {
    const auto& row = made.rows[i];
    object one{{"names", json_texts(row.names)}, {"shown", json_texts(shown_names(made, row, facts.language))}, {"cells", json_cells(row.cells, made, facts.digits)}};
    if (auto opened = made.report->lines.empty() ? opens(made, &row) : line_opens(made, made.report->lines[i])) one["opens"] = std::move(*opened);
    if (!row.marked.empty()) one["marked"] = json_names(row.marked);
    rows.push_back(std::move(one));
  }
  return rows;
}

/// Of what it was made: of a moment of the books that may be asked for again, or of now, by whoever asked.
void add_origin(object& out, const Made& made, const ReportFacts& facts) {
  if (facts.as_of) {
    out["as_of"] = facts.position;
    out["foot"] = lasting_foot(made, facts);
  } else {
    out["made"] = format_utc(facts.made);
    out["made_by"] = facts.made_by;
    out["foot"] = foot_of(made, facts);
  }
}

}  // namespace

object json_of(const Made& made, const ReportFacts& facts) {
  array checks;
  for (const auto& check : made.checks)
    checks.push_back(object{{"name", check.name}, {"text", check_line(check, facts)}, {"amount", format_money(Money::minor(check.gap), facts.digits)}});
  object filters;
  for (const auto& [name, text] : made.filters) filters[name] = text;
  array named, figures;
  for (std::size_t i = 0; i < made.groups.size(); ++i) {
    if (report::is_named(made.groups[i])) named.push_back(value(made.groups[i]));
    if (is_figure(made, i)) figures.push_back(value(made.groups[i]));
  }
  object out{{"number", made.report->number},
          {"name", say(facts.language, fmt::format("report.{}", made.report->number))},
          {"period", object{{"kind", word_of(made.period.kind)}, {"from", made.period.from}, {"to", made.period.to}}},
          {"filters", std::move(filters)},
          {"heads", json_texts(heads_of_names(made, facts.language))},
          {"groups", json_texts(made.groups)},
          {"named", std::move(named)},
          {"figures", std::move(figures)},
          {"columns", json_columns(made, facts)},
          {"rows", json_rows(made, facts)},
          {"totals", json_cells(made.totals, made, facts.digits)},
          {"checks", std::move(checks)},
          {"position", facts.position},
          {"position_time", format_utc(facts.position_time)}};
  add_origin(out, made, facts);
  if (auto days = corrected_days(facts.language, made); !days.empty()) out["corrected_days"] = std::move(days);
  if (auto opened = made.report->lines.empty() ? opens(made) : std::nullopt) out["opens"] = std::move(*opened);
  return out;
}

namespace {

bool is_account(const Made& made) { return !made.report->lines.empty(); }

/// A column of a CSV file: what people call it, and beneath it its name for programs.
struct CsvColumn {
  std::string head, name;
};

/// A code for programs, and beside it what people call it.
std::vector<CsvColumn> csv_columns(const Made& made, const ReportFacts& facts) {
  std::vector<CsvColumn> out;
  if (is_account(made)) out.push_back({say(facts.language, "report.line"), "line"});
  else
    for (const auto& group : made.groups) {
      const auto head = say(facts.language, "column." + group);
      const bool named = report::is_named(group);
      out.push_back({named ? say(facts.language, "report.code_of", {{"name", head}}) : head, group});
      if (named) out.push_back({head, group + "_name"});
    }
  for (const auto& column : made.columns) out.push_back({head_of(made, column, facts), stable_name(made, column)});
  if (!facts.left_out.empty()) out.push_back({missing(facts), "left_out"});
  return out;
}

std::vector<std::string> csv_cells(const Made& made, const report::MadeRow& row, const ReportFacts& facts) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < row.names.size(); ++i) {
    out.push_back(csv_cell(row.names[i]));
    if (!is_account(made) && report::is_named(made.groups[i])) out.push_back(csv_cell(row.names[i].empty() ? "" : value_text(facts.language, made, made.groups[i], row.names[i])));
  }
  for (std::size_t i = 0; i < row.cells.size(); ++i) out.push_back(text_of(row.cells[i], made.columns[i].unit, facts.digits, {}));
  if (!facts.left_out.empty()) out.emplace_back();
  return out;
}

/// What stands before the totals, where groups of rows have their names.
std::vector<std::string> names_of_totals(const Made& made, const ReportFacts& facts) {
  std::vector<std::string> names(made.groups.size());
  if (!names.empty()) names.front() = say(facts.language, "report.total");
  return names;
}

}  // namespace

std::string csv_of(const Made& made, const ReportFacts& facts) {
  std::string out = "\xEF\xBB\xBF";
  std::vector<std::string> heads, names;
  for (auto& column : csv_columns(made, facts)) {
    heads.push_back(csv_cell(column.head));
    names.push_back(std::move(column.name));
  }
  add_line(out, heads);
  add_line(out, names);
  for (const auto& row : made.rows) add_line(out, csv_cells(made, row, facts));
  return out;
}

Result<std::shared_ptr<Spool>> xlsx_of(const Made& made, const ReportFacts& facts) {
  Sheet sheet{.name = std::string(made.report->number), .columns = {}, .about = {}, .language = facts.language};
  sheet.about = {{"report", std::string(made.report->number)}, {"name", say(facts.language, fmt::format("report.{}", made.report->number))},
                 {"period", made.period.from + ".." + made.period.to}, {"position", std::to_string(facts.position)}, {"position_time", format_utc(facts.position_time)}, {"time", format_utc(facts.made)},
                 {"operator", facts.made_by}, {"books", facts.nature}, {"utility", facts.utility}};
  for (const auto& [name, text] : made.filters) sheet.about.emplace_back(name, values_text(facts.language, made, name, text));
  for (const auto& check : made.checks) sheet.about.emplace_back(check.name, format_money(Money::minor(check.gap), facts.digits));
  if (facts.standalone) sheet.about.emplace_back("edition", say(facts.language, "report.standalone"));
  if (!facts.left_out.empty()) sheet.about.emplace_back("left_out", missing(facts));
  for (const auto& head : heads_of_names(made, facts.language)) sheet.columns.push_back({head, -1});
  for (const auto& column : made.columns)
    sheet.columns.push_back({head_of(made, column, facts), digits_of(column.unit, facts.digits)});
  TRY(book, SheetWriter::begin(std::move(sheet)));
  const auto write = [&](std::vector<std::string> names, const std::vector<Cell>& values) {
    std::vector<SheetCell> cells;
    for (std::size_t i = 0; i < names.size(); ++i) cells.push_back(in_workbook(made, i, std::move(names[i])));
    for (const auto& one : values) cells.push_back(one ? SheetCell(*one) : SheetCell(std::string(unsaid)));
    book->row(cells);
  };
  for (const auto& row : made.rows) write(shown_names(made, row, facts.language), row.cells);
  if (!made.totals.empty()) write(names_of_totals(made, facts), made.totals);
  return book->finish();
}

A4Table table_of(const Made& made, const ReportFacts& facts) {
  A4Table table{.language = facts.language,
                .title = fmt::format("{} · {} · {}", facts.utility, made.report->number, say(facts.language, fmt::format("report.{}", made.report->number))),
                .about = about_lines(made, facts),
                .columns = {},
                .rows = {},
                .totals = {},
                .notes = {},
                .foot = foot_of(made, facts),
                .page_of = say(facts.language, "report.page")};
  const auto style = style_of(facts);
  for (const auto& head : heads_of_names(made, facts.language)) table.columns.push_back({head, is_figure(made, table.columns.size())});
  for (const auto& column : made.columns)
    table.columns.push_back({made.report->lines.empty() ? head_of(made, column, facts) : period_text(column.period, facts) + unit_of(column, facts), true});
  const auto line = [&](std::vector<std::string> cells, const std::vector<Cell>& values) {
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = on_paper(style, made, i, cells[i]);
    for (std::size_t i = 0; i < values.size(); ++i) cells.push_back(values[i] ? style.number(*values[i], digits_of(made.columns[i].unit, facts.digits)) : std::string(unsaid));
    return cells;
  };
  for (const auto& row : made.rows) {
    auto cells = line(shown_names(made, row, facts.language), row.cells);
    for (std::size_t i = 0; i < made.columns.size(); ++i)
      if (std::ranges::find(row.marked, made.columns[i].figure) != row.marked.end() && made.columns[i].show == Show::figure) cells[row.names.size() + i] += " *";
    table.rows.push_back(std::move(cells));
  }
  if (!made.totals.empty()) table.totals = line(names_of_totals(made, facts), made.totals);
  for (const auto& check : made.checks) table.notes.push_back(check_line(check, facts));
  if (!made.report->marked.empty()) table.notes.push_back("* " + say(facts.language, "report.marked"));
  if (auto days = corrected_days(facts.language, made); !days.empty()) table.notes.push_back(std::move(days));
  table.drawn = facts.drawn;
  if (made.report->is_signed) table.signatures = {say(facts.language, "report.signature.made"), say(facts.language, "report.signature.checked")};
  if (made.report->insight) table.notes.push_back(say(facts.language, fmt::format("report.about.{}", made.report->number)));
  return table;
}

Result<std::string> pdf_of(const Made& made, const ReportFacts& facts) { return a4_pdf(table_of(made, facts)); }

Result<std::shared_ptr<Spool>> file_of(const Made& made, const ReportFacts& facts, FileForm form) {
  switch (form) {
    case FileForm::csv: return spooled(csv_of(made, facts));
    case FileForm::xlsx: return xlsx_of(made, facts);
    case FileForm::json: return spooled(boost::json::serialize(json_of(made, facts)));
    case FileForm::pdf: break;
  }
  TRY(paper, pdf_of(made, facts));
  return spooled(paper);
}

std::string file_name(const Made& made, FileForm form) {
  return named(fmt::format("{}-{}", made.report->number, asked_period(made.period, "_")), form);
}

}  // namespace kwota::serve
