#include "sell/imports/import.h"

#include <algorithm>
#include <limits>
#include <map>

#include "base/cause.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "sell/imports/overlay.h"
#include "sell/imports/whose.h"

namespace kwota::imports {
namespace {

constexpr char between_keys = '\x1f';
constexpr std::string_view parts_of_secret = "password";

CellError cell_error(const Cells& cells, const Error& why) { return {cells.line(), cells.column_of(why), why.code, why.what, why.details}; }

/// What stood in an earlier row and may stand in one only.
class Once {
 public:
  explicit Once(std::string column) : column_(std::move(column)) {}
  std::optional<CellError> again(const std::string& text, std::size_t line) {
    const auto [first, is_new] = seen_.emplace(text, line);
    if (is_new) return std::nullopt;
    return CellError{line, column_, "duplicate_row", "The same key stands in an earlier row.", {{"row", std::to_string(line)}, {"first", std::to_string(first->second)}}};
  }

 private:
  std::string column_;
  std::map<std::string, std::size_t> seen_;
};

std::string text_of(const books::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : std::string();
}

/// Cells of the file whose column became another value, as the books write them.
std::vector<ChangedCell> changed_cells(const books::Reader& books, const Outcome& outcome, const Cells& cells) {
  std::vector<ChangedCell> out;
  if (outcome.changes.put.empty()) return out;
  const books::Register& first = outcome.changes.put.front();
  const auto row = books::ref(first);
  books::ValuesKeeper after;
  row.table->give(row.row, after, static_cast<int>(row.table->columns.size()));
  const std::vector<books::Value> key(after.values.begin(), after.values.begin() + row.table->key_columns);
  books.each({.table = row.table, .index = nullptr, .equal = key, .from = {}, .up_to = {}, .limit = 1}, [&](const books::ValueSource& before) {
    for (std::size_t i = 0; i < row.table->columns.size(); ++i) {
      const auto& column = row.table->columns[i];
      const auto place = static_cast<int>(i);
      if (!cells.has(column.name) || column.name == parts_of_secret || column.type == books::ColumnType::legs) continue;
      std::string was;
      if (!before.is_null(place)) was = column.type == books::ColumnType::integer ? std::to_string(before.get_integer(place)) : std::string(before.get_text(place));
      auto is = text_of(after.values[i]);
      if (column.type == books::ColumnType::digits) was.insert(0, 12 - std::min<std::size_t>(was.size(), 12), '0');
      if (was != is) out.push_back({std::string(column.name), std::move(was), std::move(is)});
    }
    return false;
  });
  return out;
}

/// A cell that would empty what the books know is taken, and worth a look.
std::vector<CellError> warnings_of(const Judged& judged, const Cells& cells) {
  std::vector<CellError> out;
  for (const auto& cell : judged.cells)
    if (cell.after.empty() && !cell.before.empty())
      out.push_back({cells.line(), cell.column, "cell_emptied", "The books know something here, the file says nothing: it would be emptied.", {{"value", cell.before}}});
  return out;
}

/// Who works at one station brings nothing of another's, and learns nothing of it.
std::optional<Error> of_another_station(const books::Reader& books, const books::Changes& changes, const Context& context) {
  if (context.who.station.empty()) return std::nullopt;
  for (const books::Register& one : changes.put)
    if (const auto foreign = foreign_in(books, books::ref(one), context.who.station)) return error(Fault::request, Cause::not_found, "There is nothing of this name here.", {{"what", *foreign}});
  return std::nullopt;
}

class Judge {
 public:
  Judge(const books::Reader& books, const Importable& of, const Context& context)
      : of_(of), context_(context), books_(books), keys_(of.key.empty() ? "" : of.key.front()), once_(of.once) {}

  Judged row(const std::vector<std::string>& header, const CsvRow& row) {
    const Cells cells(header, row);
    Judged out;
    out.row = &row;
    if (auto wrong = unfit(cells)) {
      out.verdict = Verdict::wrong;
      out.error = std::move(wrong);
      return out;
    }
    auto outcome = of_.judge(books_, cells, context_);
    if (!outcome.ok()) {
      out.verdict = Verdict::wrong;
      out.error = cell_error(cells, outcome.error());
      if (cause_of(out.error->code) == Cause::duplicate_identity) out.error->column = of_.once;
      return out;
    }
    if (const auto foreign = of_another_station(books_, outcome->changes, context_)) {
      out.verdict = Verdict::wrong;
      out.error = cell_error(cells, *foreign);
      return out;
    }
    const bool moves = !outcome->changes.put.empty() || !outcome->changes.append.empty();
    out.verdict = !moves ? Verdict::same : outcome->is_new ? Verdict::fresh : Verdict::changed;
    if (out.verdict == Verdict::changed) {
      out.cells = outcome->cells.empty() ? changed_cells(books_, *outcome, cells) : std::move(outcome->cells);
      out.warnings = warnings_of(out, cells);
    }
    out.changes = std::move(outcome->changes);
    if (moves) books_.apply(out.changes);
    return out;
  }

 private:
  std::optional<CellError> unfit(const Cells& cells) {
    if (const auto bad = cells.bad_text([&](std::string_view column) { return of_.longest(column); })) return CellError{cells.line(), bad->first, bad->second.code, bad->second.what, bad->second.details};
    if (!of_.once.empty())
      if (const auto text = cells.text(of_.once); !text.empty())
        if (auto twice = once_.again(text, cells.line())) return twice;
    if (of_.key.empty()) return std::nullopt;
    std::string key;
    for (const auto& column : of_.key) (key += key.empty() ? "" : std::string(1, between_keys)) += cells.text(column);
    return keys_.again(key, cells.line());
  }

  const Importable& of_;
  const Context& context_;
  Overlay books_;
  Once keys_, once_;
};

}  // namespace

Result<ImportFile> read_import(const Importable& of, std::string_view bytes, std::optional<customer::Encoding> said) {
  TRY(table, read_table(bytes, said));
  if (const auto unknown = unknown_columns(of, table.header); !unknown.empty()) {
    if (std::ranges::count(table.header, unknown.front()) > 1) return column_twice(unknown.front());
    return error(Fault::request, "column_unknown",
                 "The column \"" + unknown.front() + "\" is none of this table. Nothing was imported. Name it as the template does, or take it out.", {{"column", unknown.front()}});
  }
  const auto mapping = guessed(of, table.header);
  TRY(known, mapped(of, std::move(table), mapping));
  return ImportFile{&of, std::move(known)};
}

Result<Money> sum_of(const ImportFile& file, int minor_digits) {
  Wide sum = 0;
  for (const auto& row : file.table.rows) {
    const Cells cells(file.table.header, row);
    if (cells.empty()) continue;
    TRY(amount, parse_money(cells.amount(file.of->summed), minor_digits));
    sum += amount.minor();
  }
  if (sum > std::numeric_limits<std::int64_t>::max() || sum < std::numeric_limits<std::int64_t>::min())
    return error(Fault::request, "bad_amount", "The amounts add up to more than anybody has; nothing was imported.", {{"text", ""}});
  return Money::minor(static_cast<std::int64_t>(sum));
}

Result<void> adds_up(const books::Reader& books, const ImportFile& file, std::string_view control_total) {
  if (file.of->summed.empty()) return Done{};
  if (control_total.empty())
    return error(Fault::request, "control_total_missing", "Say the control total: what the amounts of the file add up to by the list of the program before. Nothing was imported.");
  const int digits = books::minor_digits_of(books);
  TRY(said, parse_money(control_total, digits));
  TRY(sum, sum_of(file, digits));
  if (said == sum) return Done{};
  return error(Fault::refused, "control_total_differs", "The amounts of the file do not add up to the control total. Nothing was imported; look for the missing or doubled row.",
               {{"sum", format_money(sum, digits)}, {"said", format_money(said, digits)}});
}

void judge(const books::Reader& books, const ImportFile& file, std::span<const CsvRow> rows, const Context& context, const std::function<bool(Judged&&)>& take) {
  Judge judge(books, *file.of, context);
  for (const auto& row : rows)
    if (!take(judge.row(file.table.header, row))) return;
}

books::Decision<ImportReport> import_rows(const books::Reader& books, const ImportFile& file, std::span<const CsvRow> rows, const Context& context) {
  books::Decision<ImportReport> out;
  auto& report = out.answer;
  report.encoding = file.table.encoding;
  judge(books, file, rows, context, [&](Judged&& one) {
    if (one.error) report.errors.push_back(std::move(*one.error));
    report.created += one.verdict == Verdict::fresh ? 1 : 0;
    report.changed += one.verdict == Verdict::changed ? 1 : 0;
    report.same += one.verdict == Verdict::same ? 1 : 0;
    out.changes.join(std::move(one.changes));
    return true;
  });
  if (!report.errors.empty()) out.changes = {};
  report.written = report.errors.empty() ? report.created + report.changed : 0;
  return out;
}

Result<books::Decision<ImportReport>> import_rows(const books::Reader& books, std::string_view importable, std::string_view bytes, const Context& context) {
  TRY(of, find_importable(importable));
  TRY(file, read_import(*of, bytes));
  return import_rows(books, file, file.table.rows, context);
}

Result<books::Decision<ImportReport>> import_rows(const books::Reader& books, std::string_view importable, std::string_view bytes, Instant now) {
  return import_rows(books, importable, bytes, setting_up(now));
}

Context setting_up(Instant now) {
  Context context;
  context.who.name = "setup";
  context.who.roles = "manager,supervisor,technician,administrator";
  context.now = now;
  return context;
}

}  // namespace kwota::imports
