// kwota query: what people have built and saved, or a document of one's own, asked of the books.
#include <fmt/format.h>

#include <iostream>

#include "base/cause.h"
#include "base/idle_thread.h"
#include "books/house.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/printed_file.h"
#include "kwota/input.h"
#include "kwota/verb.h"
#include "serve/queries/query_forms.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"

namespace kwota::app {
namespace {

struct QueryOptions {
  BooksFolder books;
  std::string act, what, form = "csv", language = "en";
};

std::vector<books::SavedQuery> kept_queries(const books::Reader& books) {
  std::vector<books::SavedQuery> out;
  for (auto& row : books.all<books::SavedQuery>())
    if (row.kind == books::SavedKind::query && row.state == books::SavedStatus::kept) out.push_back(std::move(row));
  return out;
}

/// The text of a file; else of the saved query with this name or number.
Result<std::string> document_named(const books::Reader& books, const std::string& name) {
  if (auto text = input_text(name)) return text;
  std::vector<books::SavedQuery> found;
  for (auto& row : kept_queries(books))
    if (row.name == name || std::to_string(row.number) == name) found.push_back(std::move(row));
  if (found.size() == 1) return found.front().document;
  if (found.empty()) return error(Fault::request, Cause::not_found, fmt::format("There is neither a file nor a saved query {}. `kwota query list` names them.", name), {{"what", name}});
  return error(Fault::request, "query_ambiguous", fmt::format("Several people keep a query named {}. Take its number: `kwota query list`.", name), {{"what", name}});
}

Result<queries::Document> document_in(const std::string& text) {
  boost::system::error_code failed;
  const auto value = boost::json::parse(text, failed);
  if (failed) return error(Fault::request, Cause::bad_json, "This is no JSON document. Nothing was asked. Correct it (docs/queries.md).");
  return queries::parse(value);
}

Result<void> run_query(const QueryOptions& options) {
  run_when_idle();  // people sell meanwhile
  TRY(connection, open_to_read(options.books, store::Moment::Mode::walk));
  const store::BooksReader reader(*connection);
  if (options.act == "list") {
    const auto kept = kept_queries(reader);
    if (kept.empty()) std::cout << "Nobody keeps a query yet. They are built and kept in the console (docs/queries.md).\n";
    for (const auto& row : kept) std::cout << fmt::format("{}  {}  ({}, {})\n", row.number, row.name, row.subject, row.owner);
    return Done{};
  }
  if (options.what.empty()) return error(Fault::request, "field_missing", "Which query? Name a file or a saved one: `kwota query run NAME`.", {{"field", "QUERY"}});
  TRY(text, document_named(reader, options.what));
  TRY(document, document_in(text));
  queries::Viewer viewer;
  viewer.now = SystemClock().now();
  const auto house = books::house_of(reader);
  viewer.minor_digits = house.digits;
  viewer.zone = house.zone;
  const serve::QueryFacts facts{options.language, options.what, "kwota query", std::string(word_of(house.nature)), house.name, house.currency};
  TRY(file, serve::file_of(*connection, document, viewer, *parse_word<FileForm>(options.form), facts));
  print_file(*file.file);
  return Done{};
}

}  // namespace

Verb query_verb() {
  auto options = std::make_shared<QueryOptions>();
  return {.name = "query",
          .help = "Ask the books what somebody built and saved in the query builder, or a document of your own",
          .options = {{"ACT", &options->act, "list the saved ones, or run one", {.required = true, .one_of = {"list", "run"}}},
                      {"QUERY", &options->what, "A file with the document (docs/queries.md), or the name or number of a saved query"},
                      {"--format", &options->form, "How it is written", {.shows_default = true, .one_of = file_forms()}},
                      {"--language", &options->language, "Of heads", {.shows_default = true, .one_of = {"en", "zh", "ru"}}},
                      data_option(options->books)},
          .example = "kwota query run \"Large sales\" --format csv > large.csv",
          .run = run_with(options, run_query)};
}

}  // namespace kwota::app
