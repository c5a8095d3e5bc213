// kwota bench-lists: pages of lists in small and in large books beside each other, for every sort and filter that is offered, and what the indexes
// behind them cost. Both folders are samples of `kwota town --fill`.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "kwota/bench/bench_aims.h"
#include "kwota/bench/bench_pages.h"
#include "kwota/books/books_folder.h"
#include "kwota/verb.h"
#include "store/books.h"
#include "store/lists/query.h"
#include "store/sqlite/costs.h"

namespace kwota::app {
namespace {

struct ListsOptions {
  std::filesystem::path small, large;
  int pages = 20;
  bool json = false, strict = false;
};

struct Measured {
  std::string list, filter, sort;
  Took small, large, counts;  ///< pages as somebody waits for them, and in the large books the count that comes after
  double ratio() const { return large.p95_ms / std::max(small.p95_ms, 0.1); }  // below a tenth of a millisecond nobody waits
};

Result<Took> times_of(store::Moment& connection, const store::View& view, const store::Order& order, int pages, store::Totals totals) {
  std::vector<std::string> values{""};
  if (!order.filter.empty()) {
    TRY(found, values_in(connection, {.view = view.name, .page_size = 200, .totals = store::Totals::none}, order.filter, static_cast<std::size_t>(pages)));
    values = std::move(found);
  }
  std::vector<double> took;
  for (int i = 0; i < pages && !values.empty(); ++i) {
    store::ListRequest request{.view = view.name, .sort = order.sort, .totals = totals};
    if (totals == store::Totals::cheap) request.page_size = 1;
    if (!order.filter.empty()) request.filters = {{order.filter, store::Match::is, values[static_cast<std::size_t>(i) % values.size()]}};
    const auto begin = std::chrono::steady_clock::now();
    if (store::list(connection, request).ok()) took.push_back(milliseconds_since(begin));
  }
  return took_of(std::move(took));
}

Result<std::vector<Measured>> measure(const ListsOptions& options) {
  BooksFolder small, large;
  small.folder = options.small, large.folder = options.large;
  TRY(few, open_to_read(small));
  TRY(many, open_to_read(large));
  std::vector<Measured> all;
  for (const auto& view : store::views())
    for (const auto& order : view.orders) {
      TRY(in_small, times_of(*few, view, order, options.pages, store::Totals::few));
      TRY(in_large, times_of(*many, view, order, options.pages, store::Totals::few));
      TRY(counts, times_of(*many, view, order, options.pages, store::Totals::cheap));
      if (in_large.p95_ms > 0) all.push_back({view.name, order.filter, order.sort, in_small, in_large, counts});
    }
  return all;
}

Result<int> run_lists(const ListsOptions& options) {
  TRY(pages, measure(options));
  constexpr std::int64_t rows = 20'000;
  TRY(costs, store::index_costs((options.large / store::books_file).string(), rows));
  double slowest = 0, steepest = 0;
  boost::json::array listed, indexes;
  for (const auto& page : pages) {
    slowest = std::max({slowest, page.large.p95_ms, page.counts.p95_ms});
    steepest = std::max(steepest, page.ratio());
    listed.push_back(boost::json::object{{"list", page.list}, {"filter", page.filter}, {"sort", page.sort}, {"small_p95_ms", page.small.p95_ms}, {"large_p95_ms", page.large.p95_ms}, {"ratio", page.ratio()}, {"count_p95_ms", page.counts.p95_ms}});
    if (!options.json)
      fmt::print("{:<16} {:<16} {:<12} {:>8.2f} ms {:>8.2f} ms   {:.2f} x   counted {:>8.2f} ms\n", page.list, page.filter, page.sort, page.small.p95_ms, page.large.p95_ms, page.ratio(), page.counts.p95_ms);
  }
  double bytes = 0;
  constexpr double mib = 1024.0 * 1024.0;
  for (const auto& cost : costs) {
    bytes += static_cast<double>(cost.bytes);
    indexes.push_back(boost::json::object{{"index", cost.index}, {"table", cost.table}, {"bytes", cost.bytes}, {"ns", cost.nanoseconds}});
    if (!options.json) fmt::print("index  {:<28} of {:<14} {:>9.1f} MiB   {:.2f} us a row\n", cost.index, cost.table, static_cast<double>(cost.bytes) / mib, static_cast<double>(cost.nanoseconds) / 1000);
  }
  Aims aims;
  const auto fast = aims.beside(Aim::slowest_list, slowest), flat = aims.beside(Aim::steepest_list, steepest);
  if (options.json)
    std::cout << boost::json::object{{"aims", aims.json()}, {"pages", std::move(listed)}, {"slowest_p95_ms", slowest}, {"steepest", steepest}, {"indexes", std::move(indexes)}, {"indexes_mib", bytes / mib}} << "\n";
  else
    fmt::print("lists  {} sorts and filters: slowest p95, counts too, {:.1f} ms ({}), {:.2f} x the same page in small books at most ({})\n"
               "       {} indexes of the large tables, {:.0f} MiB\n", pages.size(), slowest, fast, steepest, flat, costs.size(), bytes / mib);
  return aims.status(true, options.strict);
}

}  // namespace

Verb bench_lists_verb() {
  auto options = std::make_shared<ListsOptions>();
  return {.name = "bench-lists",
          .help = "Pages of lists in small and in large books, and what their indexes cost",
          .options = {{"--small", &options->small, "A folder filled by kwota town --fill", {.required = true}},
                      {"--large", &options->large, "Another one, with more sales", {.required = true}},
                      {"--pages", &options->pages, "Of each sort and filter", {.shows_default = true, .range = Range{1, 1000}}},
                      {"--json", &options->json, "As JSON"},
                      {"--strict", &options->strict, "Fail when an aim is missed"}},
          .example = "kwota bench-lists --small /var/tmp/small --large /var/tmp/large",
          .run = run_with(options, run_lists)};
}

}  // namespace kwota::app
