// kwota export: any list of the books as CSV or JSON, with filters.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "kwota/books_folder.h"
#include "kwota/verb.h"
#include "store/books_reader.h"
#include "store/query.h"

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
  if (second == std::string::npos)
    return error(Fault::request, "bad_filter",
                 fmt::format("The filter \"{}\" cannot be understood. Write COLUMN:HOW:VALUE.", text),
                 {{"column", text}, {"how", ""}, {"value", ""}});
  return store::Filter{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

/// Money and energy are texts with decimals, so that no program reads them as floating point.
boost::json::value json_of(const store::Value& value, store::ColumnKind kind, int minor_digits) {
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  if (kind == store::ColumnKind::integer) return std::get<std::int64_t>(value);
  if (kind == store::ColumnKind::flag) return std::get<std::int64_t>(value) != 0;
  return boost::json::value(store::text_of(value, kind, minor_digits));
}

Result<void> print_json(store::Connection& connection, const store::ListRequest& request) {
  bool first = true;
  std::cout << "[";
  MUST(store::for_each_match(connection, request, [&](const store::View& view, const std::vector<store::Value>& values) {
    boost::json::object row;
    for (std::size_t i = 0; i < values.size(); ++i)
      row[view.columns[i].name] = json_of(values[i], view.columns[i].kind, request.minor_digits);
    std::cout << (first ? "\n" : ",\n") << boost::json::serialize(row);
    first = false;
  }));
  std::cout << "\n]\n";
  return Done{};
}

Result<void> run_export(const ExportOptions& asked) {
  auto options = asked;
  TRY(connection, open_to_read(options.books));
  const store::BooksReader books(*connection);
  if (const auto utility = books.utility()) options.request.minor_digits = utility->minor_digits;
  for (const auto& text : options.filters) {
    TRY(filter, parse_filter(text));
    options.request.filters.push_back(std::move(filter));
  }
  if (options.json) return print_json(*connection, options.request);
  return store::export_csv(*connection, options.request, [](std::string_view line) { std::cout << line; });
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
                      {"--filter", &options->filters, "COLUMN:HOW:VALUE; how: is not from to contains in empty; may be repeated"},
                      {"--search", &options->request.search, "Part of a name or number"},
                      {"--sort", &options->request.sort, "Column; with - in front: largest first"},
                      data_option(options->books),
                      {"--json", &options->json, "As JSON"},
                      {"--csv", &options->csv, "As CSV", {.excludes = {"--json"}}}},
          .example = "kwota export sales --filter business_day:is:2026-11-20 > sales.csv",
          .run = run_with(options, run_export)};
}

}  // namespace kwota::app
