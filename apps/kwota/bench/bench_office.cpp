// kwota bench-office: what the office waits for, in books that `kwota town --fill` made: reports of a month, the counter's search, lists as files,
// and the verification of all of it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <iostream>

#include "collect/report/make.h"
#include "kwota/bench/bench_aims.h"
#include "kwota/bench/bench_memory.h"
#include "kwota/bench/bench_pages.h"
#include "kwota/books/books_folder.h"
#include "kwota/verb.h"
#include "serve/queries/list_columns.h"
#include "serve/report/report_forms.h"
#include "serve/report/report_pages.h"
#include "store/books.h"
#include "store/draft/moment.h"
#include "store/lists/query.h"

namespace kwota::app {
namespace {

using Clock = std::chrono::steady_clock;

struct OfficeOptions {
  BooksFolder books;
  int rounds = 5;
  bool json = false, strict = false;
};

/// The last month of which every day has gone.
Result<std::string> month_of(store::Moment& connection) {
  TRY(days, values_in(connection, {.view = "sales", .sort = "-time", .page_size = 1, .totals = store::Totals::none}, "business_day", 1));
  if (days.empty()) return error(Fault::request, "nothing_to_measure", "These books have no sales. Fill them with kwota town --fill.");
  TRY(newest, report::parse_period(days.front().substr(0, 7)));
  return report::before(newest).from.substr(0, 7);
}

struct ReportTimes {
  std::string number;
  std::size_t rows = 0;
  Took times;
};

/// As the page asks for it: made, its first page with totals and check lines, as JSON.
Result<ReportTimes> report_times(store::Moment& connection, const std::string& number, const std::string& month, int rounds) {
  const auto* report = report::report_numbered(number);
  std::vector<double> took;
  ReportTimes out{number, 0, {}};
  for (int i = 0; i < rounds; ++i) {
    const auto begin = Clock::now();
    const store::BooksReader reader(connection);
    TRY(made, report::make(reader, *report, report::Asked{.period = month}));
    TRY(page, serve::page_of(std::move(made), 0, ""));
    const auto bytes = boost::json::serialize(serve::json_of(page.made, {.language = "en"}));
    took.push_back(milliseconds_since(begin));
    out.rows = page.all;
  }
  out.times = took_of(std::move(took));
  return out;
}

/// Names, numbers and their first letters, typed at the counter.
Result<Took> search_times(store::Moment& connection, int rounds) {
  std::vector<std::string> typed;
  for (const auto* column : {"account", "customer_name", "meter"}) {
    TRY(values, values_in(connection, {.view = "accounts", .page_size = 200, .totals = store::Totals::none}, column, 20));
    for (const auto& value : values) {
      typed.push_back(value);
      if (value.size() > 3) typed.push_back(value.substr(0, 3));
    }
  }
  std::vector<double> took;
  for (int round = 0; round < rounds; ++round)
    for (const auto& text : typed) {
      const auto begin = Clock::now();
      MUST(store::list(connection, {.view = "accounts", .search = text, .page_size = 8, .totals = store::Totals::none, .look_max = 0}));
      took.push_back(milliseconds_since(begin));
    }
  return took_of(std::move(took));
}

struct FileTimes {
  double rows_per_s = 0, bytes = 0, memory_mib = 0;
  std::int64_t rows = 0;
};

/// A year's sales as a file, at most as many as a sheet of a workbook holds.
Result<FileTimes> file_times(store::Moment& connection, FileForm form) {
  constexpr std::int64_t most = 1'000'000;
  const auto* view = store::find_view("sales");
  TRY(chosen, serve::chosen_columns(*view, {}, "en"));
  const auto rest = forget_peak_memory();
  const auto begin = Clock::now();
  TRY(table, serve::TableWriter::begin(form, chosen.columns, {.language = "en", .name = "sales", .personal = true}));
  FileTimes out;
  store::Moment::Stopped enough(connection, [&] { return out.rows >= most; });
  const auto walked = store::for_each_match(connection, {.view = "sales", .totals = store::Totals::none, .look_max = 0}, [&](const store::View&, const std::vector<store::Value>& row) {
    if (out.rows >= most) return;
    ++out.rows;
    table->row(chosen.of(row));
  });
  if (!walked.ok() && out.rows < most) return walked.error();
  TRY(file, table->finish());
  out.rows_per_s = static_cast<double>(out.rows) / (milliseconds_since(begin) / 1000);
  out.bytes = static_cast<double>(file.file->size());
  out.memory_mib = peak_memory_mib() - rest;
  return out;
}

struct Office {
  std::string month;
  std::vector<ReportTimes> from_sheets, accounts, details;
  Took search;
  FileTimes csv, xlsx;
  double verified_per_s = 0, verify_memory_mib = 0;
  std::int64_t verified = 0;
  bool sound = false;
};

Result<std::vector<ReportTimes>> times_of_reports(store::Moment& connection, std::initializer_list<const char*> numbers, const std::string& month, int rounds) {
  std::vector<ReportTimes> out;
  for (const auto* number : numbers) {
    TRY(one, report_times(connection, number, month, rounds));
    out.push_back(std::move(one));
  }
  return out;
}

Result<Office> measured(const OfficeOptions& options) {
  Office out;
  {
    TRY(connection, open_to_read(options.books, store::Moment::Mode::walk));
    TRY(month, month_of(*connection));
    out.month = std::move(month);
    TRY(sheets, times_of_reports(*connection, {"R06", "R09", "R12", "R13"}, out.month, options.rounds));
    TRY(accounts, times_of_reports(*connection, {"R10"}, out.month, options.rounds));
    TRY(details, times_of_reports(*connection, {"R07", "R08", "R11"}, out.month, options.rounds));
    out.from_sheets = std::move(sheets), out.accounts = std::move(accounts), out.details = std::move(details);
    TRY(search, search_times(*connection, options.rounds));
    out.search = search;
  }
  for (const auto& [form, into] : {std::pair{FileForm::csv, &out.csv}, {FileForm::xlsx, &out.xlsx}}) {
    TRY(connection, open_to_read(options.books, store::Moment::Mode::walk));
    TRY(file, file_times(*connection, form));
    *into = file;
  }
  TRY(connection, open_to_read(options.books, store::Moment::Mode::walk));
  TRY(check, signature_check(options.books));
  const auto rest = forget_peak_memory();
  const auto begin = Clock::now();
  TRY(verified, store::verify(*connection, {check, options.books.folder / store::anchor_log_file}));
  out.verified = verified.rows;
  out.sound = verified.ok();
  out.verified_per_s = static_cast<double>(verified.rows) / (milliseconds_since(begin) / 1000);
  out.verify_memory_mib = peak_memory_mib() - rest;
  return out;
}

double slowest_of(const std::vector<ReportTimes>& reports) {
  double slowest = 0;
  for (const auto& one : reports) slowest = std::max(slowest, one.times.p95_ms);
  return slowest;
}

boost::json::array json_of(const std::vector<ReportTimes>& reports) {
  boost::json::array out;
  for (const auto& one : reports) out.push_back(boost::json::object{{"report", one.number}, {"rows", one.rows}, {"median_ms", one.times.median_ms}, {"p95_ms", one.times.p95_ms}});
  return out;
}

boost::json::object json_of(const FileTimes& file) {
  return {{"rows", file.rows}, {"rows_per_s", file.rows_per_s}, {"bytes", file.bytes}, {"memory_mib", file.memory_mib}};
}

void print(const std::vector<ReportTimes>& reports, const std::string& aim) {
  for (const auto& one : reports) fmt::print("        {}  {:>8} rows  {:>9.2f} ms  {:>9.2f} ms for 95 of 100\n", one.number, one.rows, one.times.median_ms, one.times.p95_ms);
  fmt::print("        slowest ({})\n", aim);
}

void print(const char* form, const FileTimes& file, const std::string& fast, const std::string& small) {
  fmt::print("{:<6}  {:.0f} rows/s ({}), {} rows, {:.1f} MiB over rest ({})\n", form, file.rows_per_s, fast, file.rows, file.memory_mib, small);
}

Result<int> run_office(const OfficeOptions& options) {
  TRY(seen, measured(options));
  Aims aims;
  const auto sheets = aims.beside(Aim::report_from_sheets, slowest_of(seen.from_sheets)), accounts = aims.beside(Aim::report_of_accounts, slowest_of(seen.accounts)),
             details = aims.beside(Aim::report_of_rows, slowest_of(seen.details)), search = aims.beside(Aim::counter_search, seen.search.p95_ms),
             csv = aims.beside(Aim::csv_rows, seen.csv.rows_per_s), csv_memory = aims.beside(Aim::file_memory, seen.csv.memory_mib),
             xlsx = aims.beside(Aim::xlsx_rows, seen.xlsx.rows_per_s), xlsx_memory = aims.beside(Aim::file_memory, seen.xlsx.memory_mib),
             verified = aims.beside(Aim::verified_rows, seen.verified_per_s);
  if (options.json) {
    std::cout << boost::json::object{{"aims", aims.json()}, {"month", seen.month}, {"from_sheets", json_of(seen.from_sheets)}, {"of_accounts", json_of(seen.accounts)}, {"of_rows", json_of(seen.details)},
                                     {"search_p95_ms", seen.search.p95_ms}, {"csv", json_of(seen.csv)}, {"xlsx", json_of(seen.xlsx)},
                                     {"verify", {{"rows", seen.verified}, {"rows_per_s", seen.verified_per_s}, {"memory_mib", seen.verify_memory_mib}, {"passed", seen.sound}}}}
              << "\n";
    return aims.status(seen.sound, options.strict);
  }
  fmt::print("office  reports of {}, first page with totals and check lines; from the day sheet:\n", seen.month);
  print(seen.from_sheets, sheets);
  fmt::print("        of accounts:\n");
  print(seen.accounts, accounts);
  fmt::print("        row by row:\n");
  print(seen.details, details);
  fmt::print("search  {:.2f} ms, {:.2f} ms for 95 of 100 ({})\n", seen.search.median_ms, seen.search.p95_ms, search);
  print("csv", seen.csv, csv, csv_memory);
  print("xlsx", seen.xlsx, xlsx, xlsx_memory);
  fmt::print("verify  {:.0f} rows/s ({}), {} rows, {:.1f} MiB over rest; the books {}\n", seen.verified_per_s, verified, seen.verified, seen.verify_memory_mib, seen.sound ? "pass" : "DO NOT PASS");
  return aims.status(seen.sound, options.strict);
}

}  // namespace

Verb bench_office_verb() {
  auto options = std::make_shared<OfficeOptions>();
  return {.name = "bench-office",
          .help = "What the office waits for in large books: reports, search, files, verification",
          .options = {{"--rounds", &options->rounds, "Of each report and search", {.shows_default = true, .range = Range{1, 1000}}},
                      {"--json", &options->json, "As JSON"},
                      {"--strict", &options->strict, "Fail when an aim is missed"},
                      data_option(options->books),
                      key_option(options->books)},
          .example = "kwota bench-office --data /var/tmp/large",
          .run = run_with(options, run_office)};
}

}  // namespace kwota::app
