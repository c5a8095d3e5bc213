// kwota report: the reports of the books, listed or made for a period.
#include <fmt/format.h>

#include <iostream>
#include <limits>

#include "base/cause.h"
#include "base/idle_thread.h"
#include "base/text/parts.h"
#include "kwota/books/books_folder.h"
#include "kwota/books/printed_file.h"
#include "kwota/verb.h"
#include "serve/paper/terminal_table.h"
#include "serve/report/report_forms.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"
#include "store/verify/as_of.h"

namespace kwota::app {
namespace {

/// Position that nobody asked for: the newest.
constexpr auto newest_position = std::numeric_limits<std::int64_t>::min();
/// Beside the forms of files.
constexpr std::string_view terminal_form = "text";

struct ReportOptions {
  BooksFolder books;
  std::string number, period, station, groups, form{terminal_form}, language = "en";
  std::vector<std::string> filters;
  std::int64_t as_of = newest_position;
};

Result<report::Asked> asked_of(const ReportOptions& options) {
  report::Asked asked{.period = options.period, .groups = texts_of(options.groups), .station = options.station};
  for (const auto& text : options.filters) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
      return error(Fault::request, Cause::bad_filter, fmt::format("The filter \"{}\" cannot be understood. Write COLUMN=VALUE.", text), {{"column", text}, {"how", ""}, {"value", ""}});
    asked.filters[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return asked;
}

std::vector<std::string> report_forms() {
  auto forms = file_forms();
  forms.emplace(forms.begin(), terminal_form);
  return forms;
}

void print_list(const std::string& language) {
  for (const auto* one : report::reports())
    std::cout << fmt::format("{}  {}{}\n", one->number, serve::say(language, fmt::format("report.{}", one->number)), one->has_data ? "" : " (no data yet)");
}

Result<report::Made> made_now(const store::BooksReader& reader, const report::Report& report, const report::Asked& asked) {
  auto made = report::make(reader, report, asked);
  if (reader.failure()) return *reader.failure();
  return made;
}

Result<report::Made> made_as_of(store::Moment& connection, const report::Report& report, const report::Asked& asked, std::int64_t anchor) {
  MUST(store::stand_as_of(connection, anchor));
  const store::AsOfReader reader(connection, anchor);
  auto made = report::make(reader, report, asked);
  if (reader.failure()) return *reader.failure();
  return made;
}

Result<void> run_report(const ReportOptions& options) {
  if (options.number == "list") {
    print_list(options.language);
    return Done{};
  }
  const auto* wanted = report::report_numbered(options.number);
  if (wanted == nullptr)
    return error(Fault::request, "unknown_report", fmt::format("There is no report {}. `kwota report list` names them.", options.number), {{"report", options.number}});
  run_when_idle();  // people sell meanwhile
  TRY(asked, asked_of(options));
  TRY(connection, open_to_read(options.books, store::Moment::Mode::walk));
  const store::BooksReader reader(*connection);
  const bool now = options.as_of == newest_position;
  TRY(made, now ? made_now(reader, *wanted, asked) : made_as_of(*connection, *wanted, asked, options.as_of));
  serve::ReportFacts facts;
  facts.language = options.language;
  facts.made_by = "kwota report";
  facts.made = SystemClock().now();
  TRY(newest, store::newest_anchor(*connection));
  TRY(position, now ? Result<std::optional<store::Anchor>>(newest) : store::read_anchor(*connection, options.as_of));
  facts.position = position->number;
  facts.position_time = position->time;
  facts.as_of = !now;
  facts.of(books::house_of(reader));
  if (options.form == terminal_form) {
    std::cout << serve::terminal_table(serve::table_of(made, facts));
    return Done{};
  }
  TRY(file, serve::file_of(made, facts, *parse_word<FileForm>(options.form)));
  print_file(*file);
  return Done{};
}

}  // namespace

Verb report_verb() {
  auto options = std::make_shared<ReportOptions>();
  return {.name = "report",
          .help = "Make a report of the books, or list which there are",
          .options = {{"NUMBER", &options->number, "list, or the number of a report: R07", {.required = true}},
                      {"--period", &options->period, "2026-10-05, 2026-10, 2026 or 2026-10-05..2026-11-02"},
                      {"--group", &options->groups, "By what its rows are grouped, with , between"},
                      {"--station", &options->station, "Of one station"},
                      {"--filter", &options->filters, "COLUMN=VALUE, or COLUMN=A,B; may be repeated"},
                      {"--as-of", &options->as_of, "Position of the books, by its number: the same figures for ever"},
                      {"--format", &options->form, "How it is written", {.shows_default = true, .one_of = report_forms()}},
                      {"--language", &options->language, "Of heads and names", {.shows_default = true, .one_of = {"en", "zh", "ru"}}},
                      data_option(options->books)},
          .example = "kwota report R07 --period 2026-10 --group operator --format csv > october.csv",
          .run = run_with(options, run_report)};
}

}  // namespace kwota::app
