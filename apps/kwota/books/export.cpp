// kwota export: any list that the console shows as CSV or JSON, with filters.
#include <fmt/format.h>

#include "base/cause.h"
#include "base/idle_thread.h"
#include "base/spool.h"
#include "base/text/csv_cell.h"
#include "books/house.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/printed_file.h"
#include "kwota/verb.h"
#include "serve/lists/list_view.h"
#include "serve/lists/made/made_lists.h"
#include "serve/queries/code_words.h"
#include "serve/queries/list_columns.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"
#include "store/lists/query.h"

namespace kwota::app {
namespace {

struct ExportOptions {
  BooksFolder books;
  store::ListRequest request;
  std::vector<std::string> filters, columns;
  std::string form = "csv", language = "en";
};

/// "column:how:value".
Result<store::Filter> parse_filter(const std::string& text) {
  const auto first = text.find(':');
  const auto second = first == std::string::npos ? first : text.find(':', first + 1);
  const auto how = second == std::string::npos ? std::nullopt : parse_word<store::Match>(std::string_view(text).substr(first + 1, second - first - 1));
  if (!how)
    return error(Fault::request, Cause::bad_filter,
                 fmt::format("The filter \"{}\" cannot be understood. Write COLUMN:HOW:VALUE; HOW is one of {}.", text, fmt::join(words_of(store::Match{}), ", ")),
                 {{"column", text}, {"how", ""}, {"value", ""}});
  return store::Filter{text.substr(0, first), *how, text.substr(second + 1)};
}

std::vector<std::string> every_name(const store::View& view) {
  std::vector<std::string> out;
  for (const auto& column : view.columns) out.push_back(column.name);
  return out;
}

serve::TableFacts facts_of(const store::BooksReader& books, const ExportOptions& asked, const store::ListRequest& request) {
  serve::TableFacts facts{.language = asked.language, .name = request.view, .about = {{"list", request.view}, {"operator", "kwota export"}}, .minor_digits = request.minor_digits, .personal = true};
  const auto now = SystemClock().now();
  const auto house = books::house_of(books);
  facts.currency = house.currency;
  facts.zone = house.zone;
  facts.title = house.name.empty() ? "" : house.name + " · ";
  facts.title += serve::list_text(asked.language, request.view);
  facts.foot = serve::say(asked.language, "report.made_by", {{"time", format_local(facts.zone.local(now))}, {"operator", "kwota export"}});
  for (const auto& text : asked.filters) facts.lines.push_back(text);
  return facts;
}

/// As people get it at their pages, with heads in a language, and JSON by names: whoever has the folder of the books may take away what is in it.
Result<std::shared_ptr<Spool>> write_table(store::Moment& connection, const store::BooksReader& books, const ExportOptions& asked, const store::ListRequest& request, FileForm form) {
  const auto* view = store::find_view(request.view);
  // A program that reads objects by names takes of them what it wants.
  TRY(chosen, serve::chosen_columns(*view, form == FileForm::json ? every_name(*view) : asked.columns, asked.language));
  TRY(table, serve::TableWriter::begin(form, chosen.columns, facts_of(books, asked, request)));
  MUST(store::for_each_match(connection, request, [&, &to = *table](const store::View&, const std::vector<store::Value>& row) { to.row(chosen.of(row)); }));
  TRY(file, table->finish());
  return std::move(file.file);
}

/// By names for programs, as a table of the books is.
Result<std::shared_ptr<Spool>> csv_of(const serve::MadeTable& table, int minor_digits) {
  TRY(file, Spool::make());
  std::string line;
  for (const auto& column : table.columns) (line += line.empty() ? "" : ",") += csv_cell(column.name);
  file->write(line += "\r\n");
  for (const auto& row : table.rows) {
    line.clear();
    for (std::size_t i = 0; i < row.size(); ++i) (line += i == 0 ? "" : ",") += csv_cell(store::text_of(row[i], table.columns[i].kind, minor_digits), table.columns[i].kind == store::ColumnKind::text);
    file->write(line += "\r\n");
  }
  MUST(file->finish());
  return file;
}

/// What no table of the books holds.
Result<std::shared_ptr<Spool>> write_made(const serve::MadeList& list, store::Moment& connection, const store::BooksReader& books, const ExportOptions& asked, const store::ListRequest& request, FileForm form) {
  TRY(all, list.make({.moment = connection, .data = asked.books.folder, .asked = request, .language = asked.language}));
  if (form == FileForm::csv) return csv_of(all, request.minor_digits);
  TRY(table, serve::only_columns(std::move(all), form == FileForm::json ? std::vector<std::string>{} : asked.columns));
  TRY(file, serve::made_file(form, table, facts_of(books, asked, request)));
  return std::move(file.file);
}

/// By the list's name, or as its address says it: "key-devices", "keys/devices".
Result<std::string> list_named(const std::string& said) {
  if (store::find_view(said) != nullptr || serve::made_list(said) != nullptr) return said;
  for (const auto& list : serve::shown_lists())
    if (list.address == "/" + said) return list.name;
  return error(Fault::request, "unknown_list", fmt::format("There is no list {}.", said), {{"list", said}});
}

Result<std::shared_ptr<Spool>> exported(const ExportOptions& asked) {
  auto request = asked.request;
  TRY(name, list_named(request.view));
  request.view = name;
  TRY(connection, open_to_read(asked.books, store::Moment::Mode::walk));
  const store::BooksReader books(*connection);
  if (const auto utility = books.only<books::Utility>()) request.minor_digits = utility->minor_digits;
  for (const auto& text : asked.filters) {
    TRY(filter, parse_filter(text));
    request.filters.push_back(std::move(filter));
  }
  const auto form = *parse_word<FileForm>(asked.form);
  if (const auto* made = serve::made_list(request.view)) return write_made(*made, *connection, books, asked, request, form);
  if (form != FileForm::csv) return write_table(*connection, books, asked, request, form);
  TRY(file, Spool::make());
  MUST(store::export_csv(*connection, request, [&file = *file](std::string_view line) { file.write(line); }));
  MUST(file->finish());
  return file;
}

Result<void> run_export(const ExportOptions& options) {
  run_when_idle();  // people sell meanwhile
  TRY(file, exported(options));
  print_file(*file);
  return Done{};
}

std::string names_of_lists() {
  std::string names;
  for (const auto& view : store::views()) (names += names.empty() ? "" : " ") += view.name;
  for (const auto& list : serve::made_lists()) (names += " ") += list.name;
  return names;
}

}  // namespace

Verb export_verb() {
  auto options = std::make_shared<ExportOptions>();
  return {.name = "export",
          .help = "Write a list of the books to standard output: CSV or JSON by names for programs, XLSX or PDF for people",
          .options = {{"LIST", &options->request.view, names_of_lists(), {.required = true}},
                      {"--filter", &options->filters, "COLUMN:HOW:VALUE; how: is not from to contains begins in empty filled; may be repeated"},
                      {"--search", &options->request.search, "Part of a name or number"},
                      {"--sort", &options->request.sort, "Column; with - in front: largest first"},
                      data_option(options->books),
                      {"--format", &options->form, "How it is written", {.shows_default = true, .one_of = file_forms()}},
                      {"--column", &options->columns, "Of XLSX and PDF: this column alone; may be repeated"},
                      {"--language", &options->language, "Of heads in XLSX and PDF", {.shows_default = true, .one_of = {"en", "zh", "ru"}}}},
          .example = "kwota export sales --filter business_day:is:2026-11-20 > sales.csv",
          .run = run_with(options, run_export)};
}

}  // namespace kwota::app
