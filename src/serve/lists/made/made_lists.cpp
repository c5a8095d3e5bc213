#include "serve/lists/made/made_lists.h"

#include <algorithm>
#include <array>

#include "serve/lists/made/backups.h"
#include "serve/lists/made/reconciled.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

Result<MadeTable> reconciliation(const MadeOf& of) {
  ReconciledAsked asked{.sort = of.asked.sort, .station = of.asked.station};
  for (const auto& filter : of.asked.filters) MUST(asked.only(filter));
  TRY(lines, reconciled_lines(of.moment, asked));
  keep_explained(lines, asked.explained);
  const auto& part = of.asked.search;
  std::erase_if(lines, [&](const ReconciledLine& line) { return line.meter.find(part) == std::string::npos && line.customer_name.find(part) == std::string::npos; });
  return reconciled_table(lines, of.asked.minor_digits, of.language);
}

Result<MadeTable> backups(const MadeOf& of) {
  if (!of.asked.filters.empty()) return store::unknown_column(of.asked.filters.front().column);
  TRY(copies, copies_asked(of.data, of.asked.search, of.asked.sort));
  return copies_table(copies, of.language);
}

constexpr std::array made{
    MadeList{"reconciliation", "statements_read", [](std::string_view language) { return reconciled_table({}, 0, language).columns; }, reconciliation},
    MadeList{"backups", "backup", [](std::string_view language) { return copies_table({}, language).columns; }, backups},
};

}  // namespace

std::span<const MadeList> made_lists() { return made; }

const MadeList* made_list(std::string_view name) {
  const auto found = std::ranges::find(made, name, &MadeList::name);
  return found == made.end() ? nullptr : &*found;
}

Result<MadeTable> only_columns(MadeTable table, const std::vector<std::string>& names) {
  if (names.empty()) return table;
  std::vector<std::size_t> places;
  for (const auto& name : names) {
    const auto found = std::ranges::find(table.columns, name, &TableColumn::name);
    if (found == table.columns.end()) return store::unknown_column(name);
    places.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  MadeTable out;
  for (const auto place : places) out.columns.push_back(table.columns[place]);
  for (const auto& row : table.rows) {
    auto& cells = out.rows.emplace_back();
    for (const auto place : places) cells.push_back(row[place]);
  }
  return out;
}

Result<TableFile> made_file(FileForm form, const MadeTable& made_rows, const TableFacts& facts) {
  TRY(table, TableWriter::begin(form, made_rows.columns, facts));
  for (const auto& row : made_rows.rows) table->row(row);
  return table->finish();
}

}  // namespace kwota::serve
