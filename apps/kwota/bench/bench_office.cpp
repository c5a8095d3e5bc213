// kwota bench-office: what the office waits for, in books that `kwota town --fill` made: reports of a month, the counter's search, lists as files,
// and the verification of all of it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <iostream>

#include "collect/report/making/make.h"
#include "kwota/bench/bench_aims.h"
#include "kwota/bench/bench_memory.h"
#include "kwota/bench/bench_pages.h"
#include "kwota/books/books_folder.h"
#include "kwota/verb.h"
#include "serve/queries/list_columns.h"
#include "serve/report/report_forms.h"
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

constexpr std::size_t page_rows = 200;  ///< as the console asks for them
/// As the page asks for it: its first page with totals and check lines, as JSON.
Result<ReportTimes> report_times(store::Moment& connection, const std::string& number, const std::string& month, int rounds) {
  const auto* report = report::report_numbered(number);
  std::vector<double> took;
  ReportTimes out{number, 0, {}};
  for (int i = 0; i < rounds; ++i) {
    const auto begin = Clock::now();
    const store::BooksReader reader(connection);
    TRY(page, report::make_page(reader, *report, report::Asked{.period = month}, {.most = page_rows}));
    const auto bytes = boost::json::serialize(serve::json_of(page.made, {.language = "en"}));
    took.push_back(milliseconds_since(begin));
    out.rows = page.made.rows.size();
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

boost::json::array json_of(const std::vector<ReportTimes>& reports) {
  boost::json::array out;
  for (const auto& one : reports) out.push_back(boost::json::object{{"report", one.number}, {"rows", one.rows}, {"median_ms", one.times.median_ms}, {"p95_ms", one.times.p95_ms}});
  return out;
}

boost::json::object json_of(const FileTimes& file) {
  return {{"rows", file.rows}, {"rows_per_s", file.rows_per_s}, {"bytes", file.bytes}, {"memory_mib", file.memory_mib}};
}

/// The whole takes minutes in large books: each figure is said when it is there.
class Measuring {
 public:
  explicit Measuring(const OfficeOptions& options) : options_(options) {}

  Result<int> run() {
    MUST(reports());
    MUST(file(FileForm::csv, "csv", Aim::csv_rows));
    MUST(file(FileForm::xlsx, "xlsx", Aim::xlsx_rows));
    TRY(sound, verified());
    if (options_.json) {
      json_["aims"] = aims_.json();
      std::cout << json_ << "\n";
    }
    return aims_.status(sound, options_.strict);
  }

 private:
  template <class... Args>
  void say(fmt::format_string<Args...> text, Args&&... args) const {
    if (options_.json) return;
    fmt::print(text, std::forward<Args>(args)...);
    std::fflush(stdout);
  }

  Result<void> reports() {
    TRY(connection, open_to_read(options_.books, store::Moment::Mode::walk));
    TRY(month, month_of(*connection));
    json_["month"] = month;
    say("office  reports of {}, first page with totals and check lines\n", month);
    MUST(reports(*connection, "from_sheets", "from the day sheet", {"R06", "R09", "R12", "R13"}, month, Aim::report_from_sheets));
    MUST(reports(*connection, "of_accounts", "of accounts", {"R10"}, month, Aim::report_of_accounts));
    MUST(reports(*connection, "of_rows", "row by row", {"R07", "R08", "R11"}, month, Aim::report_of_rows));
    TRY(search, search_times(*connection, options_.rounds));
    json_["search_p95_ms"] = search.p95_ms;
    const auto aim = aims_.beside(Aim::counter_search, search.p95_ms);
    say("search  {:.2f} ms, {:.2f} ms for 95 of 100 ({})\n", search.median_ms, search.p95_ms, aim);
    return Done{};
  }

  Result<void> reports(store::Moment& connection, std::string_view name, std::string_view title, std::initializer_list<const char*> numbers, const std::string& month, Aim aim) {
    say("        {}:\n", title);
    std::vector<ReportTimes> all;
    for (const auto* number : numbers) {
      TRY(one, report_times(connection, number, month, options_.rounds));
      say("        {}  {:>8} rows  {:>9.2f} ms  {:>9.2f} ms for 95 of 100\n", one.number, one.rows, one.times.median_ms, one.times.p95_ms);
      all.push_back(std::move(one));
    }
    json_[name] = json_of(all);
    const auto beside = aims_.beside(aim, std::ranges::max(all, {}, [](const ReportTimes& one) { return one.times.p95_ms; }).times.p95_ms);
    say("        slowest ({})\n", beside);
    return Done{};
  }

  Result<void> file(FileForm form, const char* name, Aim fast) {
    TRY(connection, open_to_read(options_.books, store::Moment::Mode::walk));
    TRY(file, file_times(*connection, form));
    json_[name] = json_of(file);
    const auto speed = aims_.beside(fast, file.rows_per_s), size = aims_.beside(Aim::file_memory, file.memory_mib);
    say("{:<6}  {:.0f} rows/s ({}), {} rows, {:.1f} MiB over rest ({})\n", name, file.rows_per_s, speed, file.rows, file.memory_mib, size);
    return Done{};
  }

  /// Whether the books pass.
  Result<bool> verified() {
    TRY(connection, open_to_read(options_.books, store::Moment::Mode::walk));
    TRY(check, signature_check(options_.books));
    const auto rest = forget_peak_memory();
    const auto begin = Clock::now();
    TRY(verified, store::verify(*connection, {check, options_.books.folder / store::anchor_log_file}));
    const auto per_s = static_cast<double>(verified.rows) / (milliseconds_since(begin) / 1000), memory = peak_memory_mib() - rest;
    json_["verify"] = boost::json::object{{"rows", verified.rows}, {"rows_per_s", per_s}, {"memory_mib", memory}, {"passed", verified.ok()}};
    const auto aim = aims_.beside(Aim::verified_rows, per_s);
    say("verify  {:.0f} rows/s ({}), {} rows, {:.1f} MiB over rest; the books {}\n", per_s, aim, verified.rows, memory, verified.ok() ? "pass" : "DO NOT PASS");
    return verified.ok();
  }

  const OfficeOptions& options_;
  Aims aims_;
  boost::json::object json_;
};

Result<int> run_office(const OfficeOptions& options) { return Measuring(options).run(); }

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
