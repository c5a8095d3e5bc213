// kwota export: any list of the books as CSV or JSON, with filters.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <iostream>

#include "base/idle_thread.h"
#include "base/spool.h"
#include "kwota/books_folder.h"
#include "kwota/verb.h"
#include "store/draft/moment.h"
#include "store/lists/query.h"

namespace kwota::app {
namespace {

struct ExportOptions {
  BooksFolder books;
  store::ListRequest request;
  std::vector<std::string> filters;
  bool json = false, csv = false;
};

/// "column:how:value".
Result<store::Filter> parse_filter(const std::string& text) {
  const auto first = text.find(':');
  const auto second = first == std::string::npos ? first : text.find(':', first + 1);
  const auto how = second == std::string::npos ? std::nullopt : parse_word<store::Match>(std::string_view(text).substr(first + 1, second - first - 1));
  if (!how)
    return error(Fault::request, "bad_filter",
                 fmt::format("The filter \"{}\" cannot be understood. Write COLUMN:HOW:VALUE; HOW is one of {}.", text, fmt::join(words_of(store::Match{}), ", ")),
                 {{"column", text}, {"how", ""}, {"value", ""}});
  return store::Filter{text.substr(0, first), *how, text.substr(second + 1)};
}

/// Money and energy are texts with decimals, so that no program reads them as floating point.
boost::json::value json_of(const store::Value& value, store::ColumnKind kind, int minor_digits) {
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  if (kind == store::ColumnKind::integer) return std::get<std::int64_t>(value);
  if (kind == store::ColumnKind::flag) return std::get<std::int64_t>(value) != 0;
  return boost::json::value(store::text_of(value, kind, minor_digits));
}

Result<void> write_json(store::Moment& connection, const store::ListRequest& request, Spool& file) {
  bool first = true;
  file.write("[");
  MUST(store::for_each_match(connection, request, [&](const store::View& view, const std::vector<store::Value>& values) {
    boost::json::object row;
    for (std::size_t i = 0; i < values.size(); ++i)
      row[view.columns[i].name] = json_of(values[i], view.columns[i].kind, request.minor_digits);
    file.write((first ? "\n" : ",\n") + boost::json::serialize(row));
    first = false;
  }));
  file.write("\n]\n");
  return Done{};
}

/// Whoever reads what is printed may take his time: nobody looks at the books any more, and selling goes on as if he were not there.
void print(const Spool& file) {
  std::array<char, 64 * 1024> piece{};
  for (ssize_t read = 1; read > 0 && std::cout;) {
    read = ::read(file.descriptor(), piece.data(), piece.size());
    if (read > 0) std::cout.write(piece.data(), read);
  }
  std::cout.flush();
}

Result<std::shared_ptr<Spool>> exported(const ExportOptions& asked) {
  auto request = asked.request;
  TRY(connection, open_to_read(asked.books, store::Moment::Mode::walk));
  const store::BooksReader books(*connection);
  if (const auto utility = books.only<books::Utility>()) request.minor_digits = utility->minor_digits;
  for (const auto& text : asked.filters) {
    TRY(filter, parse_filter(text));
    request.filters.push_back(std::move(filter));
  }
  TRY(file, Spool::make());
  if (asked.json) MUST(write_json(*connection, request, *file));
  if (!asked.json) MUST(store::export_csv(*connection, request, [&file = *file](std::string_view line) { file.write(line); }));
  MUST(file->finish());
  return file;
}

Result<void> run_export(const ExportOptions& options) {
  run_when_idle();  // people sell meanwhile
  TRY(file, exported(options));
  print(*file);
  return Done{};
}

std::string names_of_lists() {
  std::string names;
  for (const auto& view : store::views()) (names += names.empty() ? "" : " ") += view.name;
  return names;
}

}  // namespace

Verb export_verb() {
  auto options = std::make_shared<ExportOptions>();
  return {.name = "export",
          .help = "Write a list of the books as CSV (default) or JSON to standard output",
          .options = {{"LIST", &options->request.view, names_of_lists(), {.required = true}},
                      {"--filter", &options->filters, "COLUMN:HOW:VALUE; how: is not from to contains begins in empty filled; may be repeated"},
                      {"--search", &options->request.search, "Part of a name or number"},
                      {"--sort", &options->request.sort, "Column; with - in front: largest first"},
                      data_option(options->books),
                      {"--json", &options->json, "As JSON"},
                      {"--csv", &options->csv, "As CSV", {.excludes = {"--json"}}}},
          .example = "kwota export sales --filter business_day:is:2026-11-20 > sales.csv",
          .run = run_with(options, run_export)};
}

}  // namespace kwota::app
