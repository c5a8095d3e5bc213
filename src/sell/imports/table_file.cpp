#include "sell/imports/table_file.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text/csv_cell.h"
#include "base/text/text_gate.h"
#include "sell/imports/xlsx.h"

namespace kwota::imports {
namespace {

std::string trimmed(std::string text) {
  const auto blank = " \t\r\n";
  text.erase(text.find_last_not_of(blank) + 1);
  return text.erase(0, std::min(text.find_first_not_of(blank), text.size()));
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto folded = [](char c) { return c == ' ' || c == '-' ? '_' : small_letter(c); };
    return folded(x) == folded(y);
  });
}

/// A column that holds something and has no name is called by its place, so that nobody loses it unseen: "#3".
void name_the_nameless(TableFile& file) {
  for (std::size_t i = 0; i < file.header.size(); ++i)
    if (file.header[i].empty() && std::ranges::any_of(file.rows, [i](const CsvRow& row) { return i < row.cells.size() && !row.cells[i].empty(); })) file.header[i] = "#" + std::to_string(i + 1);
}

Error no_header() { return error(Fault::request, "bad_csv", "The first line is no header. Nothing was imported.", {{"line", "1"}}); }

}  // namespace

Result<TableFile> read_table(std::string_view bytes, std::optional<customer::Encoding> said) {
  TableFile file;
  file.workbook = looks_like_xlsx(bytes);
  if (file.workbook) {
    TRY(rows, read_xlsx(bytes));
    file.rows = std::move(rows);
  } else {
    TRY(text, customer::read_text(bytes, said));
    file.encoding = text.encoding;
    file.separator = customer::separator_of(text.text);
    TRY(rows, customer::read_csv(text.text));
    file.rows = std::move(rows);
  }
  if (file.rows.empty()) return error(Fault::request, "bad_csv", "The file is empty; nothing was imported.", {{"line", "1"}});
  for (auto& name : file.rows.front().cells) {
    if (text_gate::flaw_of(name, text_gate::Kind::line, cell_characters_max)) return no_header();
    file.header.push_back(trimmed(std::move(name)));
  }
  file.rows.erase(file.rows.begin());
  std::erase_if(file.rows, [](const CsvRow& row) { return std::ranges::all_of(row.cells, [](const std::string& cell) { return cell.empty(); }); });
  for (auto& row : file.rows)
    for (auto& cell : row.cells) cell = typed_text(std::move(cell));
  name_the_nameless(file);
  return file;
}

Mapping guessed(const Importable& of, const std::vector<std::string>& header, const KnownAs& known_as) {
  Mapping out(header.size());
  std::vector<std::string> taken;
  const auto give = [&](std::size_t place, const std::string& column) {
    if (!out[place].empty() || std::ranges::find(taken, column) != taken.end()) return;
    out[place] = column;
    taken.push_back(column);
  };
  // The words of a list first: what it heads "Customer" is somebody's name, and the column `customer` is his number.
  for (std::size_t i = 0; known_as && i < header.size(); ++i)
    for (const auto& column : of.columns)
      if (known_as(column.name, header[i])) give(i, column.name);
  for (std::size_t i = 0; i < header.size(); ++i)
    for (const auto& column : of.columns)
      if (same_name(column.name, header[i])) give(i, column.name);
  return out;
}

std::vector<std::string> unknown_columns(const Importable& of, const std::vector<std::string>& header, const KnownAs& known_as) {
  const auto mapping = guessed(of, header, known_as);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool of_books = std::ranges::any_of(of.besides, [&](const std::string& one) { return same_name(one, header[i]) || (known_as && known_as(one, header[i])); });
    if (mapping[i].empty() && !of_books && !header[i].empty()) out.push_back(header[i]);
  }
  return out;
}

Error column_twice(const std::string& column) {
  return error(Fault::request, "column_twice", "Two columns of the file are the column \"" + column + "\" of the register. Nothing was imported. Leave one of them out.", {{"column", column}});
}

Result<TableFile> mapped(const Importable& of, TableFile file, const Mapping& mapping) {
  TableFile out{.workbook = file.workbook, .encoding = file.encoding, .separator = file.separator, .header = {}, .rows = {}};
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < file.header.size() && i < mapping.size(); ++i) {
    const auto& column = mapping[i];
    if (column.empty()) continue;
    if (!of.knows(column))
      return error(Fault::request, "column_unknown", "The column \"" + column + "\" is none of this table. Nothing was imported. Name it as the template does, or take it out.", {{"column", column}});
    if (std::ranges::find(out.header, column) != out.header.end()) return column_twice(column);
    out.header.push_back(column);
    places.push_back(i);
  }
  for (const auto& column : of.columns)
    if (column.required && std::ranges::find(out.header, column.name) == out.header.end())
      return error(Fault::request, "column_missing", "The column \"" + column.name + "\" is missing. Nothing was imported. Take the template's header.", {{"column", column.name}});
  out.rows.reserve(file.rows.size());
  for (auto& row : file.rows) {
    CsvRow taken{row.line, std::vector<std::string>(places.size())};
    for (std::size_t i = 0; i < places.size(); ++i)
      if (places[i] < row.cells.size()) taken.cells[i] = std::move(row.cells[places[i]]);
    // What stands beyond the head stays there: a text with a comma outside of quotes is found by it (Cells::bad_text).
    for (std::size_t i = file.header.size(); i < row.cells.size(); ++i)
      if (!row.cells[i].empty()) taken.cells.push_back(std::move(row.cells[i]));
    out.rows.push_back(std::move(taken));
  }
  return out;
}

}  // namespace kwota::imports
