// kwota bench-stream: a day on which nobody pauses. Sales without end through the writer while somebody looks at the books, and how large the
// write-ahead log and this process become meanwhile; afterwards the books have to pass verify.
#include <fmt/format.h>

#include <atomic>
#include <boost/json.hpp>
#include <iostream>

#include "kwota/bench/bench_memory.h"
#include "kwota/bench/bench_shop.h"
#include "kwota/own_folder.h"
#include "kwota/verb.h"
#include "store/verify/verify.h"

namespace kwota::app {
namespace {

struct StreamOptions {
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  int sales = 300'000;
  int waiting = 256;
  bool json = false;
};

std::uintmax_t size_of(const std::filesystem::path& file) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  return failed ? 0 : size;
}

Result<int> run_stream(const StreamOptions& options) {
  TRY(scratch, OwnFolder::make(options.folder, "stream"));
  const auto books_at = scratch->path() / "books";
  const auto log = books_at / (std::string(store::books_file) + "-wal");
  std::atomic<std::uintmax_t> largest = 0;
  const auto look = [&](std::string_view point) {
    if (point == "committed") largest = std::max(largest.load(), size_of(log));
  };
  TRY(shop, BenchShop::open(books_at, options.sales, static_cast<std::size_t>(options.waiting), look));
  largest = 0;  // of the stream alone, not of the registers that came before it
  TRY(sold, shop->sell_to_all(options.waiting));
  const auto& pace = sold.sales;
  const auto selling = peak_memory_mib();
  TRY(report, shop->books().query([&](store::Moment& connection) {
    return store::verify(connection, {{}, books_at / store::anchor_log_file});
  }));
  const auto verifying = peak_memory_mib();
  constexpr double mib = 1024.0 * 1024.0;
  const boost::json::object seen{{"sales", options.sales},
                                 {"per_s", pace.per_second},
                                 {"books_mib", static_cast<double>(size_of(books_at / store::books_file)) / mib},
                                 {"largest_write_ahead_log_mib", static_cast<double>(largest.load()) / mib},
                                 {"peak_memory_selling_mib", selling},
                                 {"peak_memory_with_verify_mib", verifying},
                                 {"verified", report.ok()}};
  if (options.json)
    std::cout << seen << "\n";
  else
    fmt::print("stream  {} sales without a pause, {:.0f} /s; books {:.0f} MiB, write-ahead log at most {:.0f} MiB\n"
               "        memory at most {:.0f} MiB while selling, {:.0f} MiB with verify; the books {} verify\n",
               options.sales, pace.per_second, seen.at("books_mib").as_double(), seen.at("largest_write_ahead_log_mib").as_double(),
               seen.at("peak_memory_selling_mib").as_double(), seen.at("peak_memory_with_verify_mib").as_double(), report.ok() ? "pass" : "DO NOT PASS");
  return report.ok() ? 0 : 1;
}

}  // namespace

Verb bench_stream_verb() {
  auto options = std::make_shared<StreamOptions>();
  return {.name = "bench-stream",
          .help = "Sell without a pause, and say how large the write-ahead log became",
          .options = {{"--folder", &options->folder, "On the disk to be measured", {.shows_default = true}},
                      {"--sales", &options->sales, "Sales", {.shows_default = true, .range = Range{1000, 10'000'000}}},
                      {"--waiting", &options->waiting, "Sales that wait for an answer at a time", {.shows_default = true, .range = Range{1, 4096}}},
                      {"--json", &options->json, "As JSON"}},
          .example = "kwota bench-stream --sales 300000",
          .run = run_with(options, run_stream)};
}

}  // namespace kwota::app
