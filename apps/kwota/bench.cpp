// kwota bench: what this machine's disk can do, and beside it what the shop does with it – as ratios, in one run.
#include <fmt/format.h>
#include <stdlib.h>

#include <boost/json.hpp>
#include <filesystem>
#include <iostream>

#include "carry/cards/credit.h"
#include "kwota/bench_disk.h"
#include "kwota/bench_http.h"
#include "kwota/bench_shop.h"
#include "kwota/verb.h"
#include "store/verify.h"

namespace kwota::app {
namespace {

struct BenchOptions {
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  int sales = 5000;
  int waiting = 256;
  int connections = 64;
  bool json = false;
};

struct Figures {
  DiskRates disk;
  double one_each = 0, in_groups = 0;
  double over_http = 0;
  bool verified = false;
};

/// A folder on the disk that is measured; gone afterwards.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& parent) {
    auto name = (parent / "kwota-bench-XXXXXX").string();
    if (const auto* made = ::mkdtemp(name.data())) path_ = made;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code failed;
    if (!path_.empty()) std::filesystem::remove_all(path_, failed);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

Result<double> sales_per_second(const std::filesystem::path& folder, const BenchOptions& options, std::size_t group_max,
                                bool& verified) {
  TRY(shop, BenchShop::open(folder, options.sales, group_max));
  TRY(rate, shop->sell_to_all(options.waiting));
  TRY(report, shop->books().query([&](store::Connection& connection) {
    return store::verify(connection, {{}, folder / store::anchor_log_file});
  }));
  verified = verified && report.ok();
  return rate;
}

Result<double> over_http(const std::filesystem::path& folder, const BenchOptions& options, bool& verified) {
  TRY(shop, BenchShop::open(folder, options.sales, static_cast<std::size_t>(options.waiting)));
  TRY(rate, sell_over_http(*shop, folder, options.connections));
  TRY(report, shop->books().query([&](store::Connection& connection) {
    return store::verify(connection, {{}, folder / store::anchor_log_file});
  }));
  verified = verified && report.ok();
  return rate;
}

Result<Figures> measure(const BenchOptions& options) {
  const Scratch scratch(options.folder);
  if (scratch.path().empty()) return store::unavailable(options.folder.string());
  Figures figures;
  figures.verified = true;
  TRY(disk, measure_disk(scratch.path(), options.sales));
  figures.disk = disk;
  TRY(one_each, sales_per_second(scratch.path() / "one", options, 1, figures.verified));
  figures.one_each = one_each;
  TRY(in_groups,
      sales_per_second(scratch.path() / "groups", options, static_cast<std::size_t>(options.waiting), figures.verified));
  figures.in_groups = in_groups;
  TRY(http, over_http(scratch.path() / "http", options, figures.verified));
  figures.over_http = http;
  return figures;
}

/// A card sale, command by command, against the least that the card's files make necessary.
void print_card_sale() {
  fmt::print("card   APDUs of a sale               {:>9}      {} necessary\n", cards::sale_commands.size(), cards::sale_commands_necessary());
  for (const auto& command : cards::sale_commands)
    fmt::print("         {} {:<32} {}\n", command.necessary ? "*" : " ", command.command, command.why);
}

void print(const Figures& figures, const BenchOptions& options) {
  if (options.json) {
    std::cout << boost::json::serialize(
                     boost::json::object{{"disk_overwrite_per_s", figures.disk.overwrite},
                                         {"disk_append_per_s", figures.disk.append},
                                         {"sales_one_transaction_each_per_s", figures.one_each},
                                         {"sales_in_groups_per_s", figures.in_groups},
                                         {"groups_against_one_each", figures.in_groups / figures.one_each},
                                         {"sales_over_http_per_s", figures.over_http},
                                         {"http_against_one_each", figures.over_http / figures.one_each},
                                         {"card_sale_apdus", cards::sale_commands.size()},
                                         {"card_sale_apdus_necessary", cards::sale_commands_necessary()},
                                         {"groups_against_disk_overwrite", figures.in_groups / figures.disk.overwrite},
                                         {"verified", figures.verified}})
              << "\n";
    return;
  }
  fmt::print("disk   4 KiB overwrite + fdatasync   {:>9.0f} /s\n", figures.disk.overwrite);
  fmt::print("disk   4 KiB append + fdatasync      {:>9.0f} /s\n", figures.disk.append);
  fmt::print("sales  one transaction each          {:>9.0f} /s   {:.2f} x disk overwrite\n", figures.one_each,
             figures.one_each / figures.disk.overwrite);
  fmt::print(
      "sales  through the group writer      {:>9.0f} /s   {:.2f} x disk overwrite, {:.1f} x one transaction each (aim: 4)\n",
      figures.in_groups, figures.in_groups / figures.disk.overwrite, figures.in_groups / figures.one_each);
  fmt::print("sales  over HTTP, {:>4} connections   {:>9.0f} /s   {:.2f} x disk overwrite, {:.1f} x one transaction each (aim: 3)\n",
             options.connections, figures.over_http, figures.over_http / figures.disk.overwrite, figures.over_http / figures.one_each);
  print_card_sale();
  fmt::print(
      "Each sale: price, ledger, instruction, state, audit, chain hashes; each group signed; all into one till, {} waiting.\n",
      options.waiting);
  fmt::print("The books {} verify afterwards.\n", figures.verified ? "pass" : "DO NOT PASS");
}

}  // namespace

void add_bench(CLI::App& root, Run& run) {
  auto options = std::make_shared<BenchOptions>();
  auto* verb = root.add_subcommand("bench", "Measure this machine: its disk, and sales one by one and in groups");
  verb->add_option("--folder", options->folder, "On the disk to be measured")->capture_default_str();
  verb->add_option("--sales", options->sales, "Sales of each run")->check(CLI::Range(100, 1'000'000))->capture_default_str();
  verb->add_option("--waiting", options->waiting, "Sales that wait for an answer at a time")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  verb->add_option("--connections", options->connections, "Connections over HTTP")->check(CLI::Range(1, 1024))->capture_default_str();
  verb->add_flag("--json", options->json, "As JSON");
  verb->footer("Example: kwota bench --folder /var/lib/kwota --sales 20000");
  verb->callback([&run, options] {
    run = [options] {
      const auto figures = measure(*options);
      if (!figures) return refuse(figures.error());
      print(*figures, *options);
      return figures->verified ? 0 : 1;
    };
  });
}

}  // namespace kwota::app
