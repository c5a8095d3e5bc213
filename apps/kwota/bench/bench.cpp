// kwota bench: what this machine's disk can do, and beside it what the shop does with it – as ratios, in one run.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>
#include <vector>

#include "carry/cards/all.h"
#include "kwota/bench/bench_aims.h"
#include "kwota/bench/bench_disk.h"
#include "kwota/bench/bench_http.h"
#include "kwota/bench/bench_purses.h"
#include "kwota/bench/bench_shop.h"
#include "kwota/bench/bench_vault.h"
#include "kwota/own_folder.h"
#include "kwota/verb.h"
#include "schemes/all.h"
#include "schemes/fee_control_card.h"
#include "store/sqlite/costs.h"
#include "store/verify/verify.h"

namespace kwota::app {
namespace {

struct BenchOptions {
  std::filesystem::path folder = std::filesystem::temp_directory_path();
  int sales = 2000;
  int rounds = 5;
  int waiting = 256;
  int connections = 64;
  bool json = false, strict = false;
};

/// What one round found.
struct Figures {
  DiskRates disk;
  Pace quotes, one_each, in_groups, loads, over_http;
  Pace bare;  ///< the rows of `in_groups` alone, in as many transactions
  double sale_bytes = 0, statement_bytes = 0;  ///< of the books, each
  QuoteWaits waits;
  VaultRates vault;
  bool verified = true;
};

/// Sells in books of its own, which have to pass verify afterwards.
template <class Sell>
Result<Pace> sold(const std::filesystem::path& folder, int sales, std::size_t group_max, bool& verified, Sell sell) {
  TRY(shop, BenchShop::open(folder, sales, group_max));
  TRY(pace, sell(*shop));
  TRY(report, shop->books().query([&](store::Moment& connection) {
    return store::verify(connection, {{}, folder / store::anchor_log_file});
  }));
  verified = verified && report.ok();
  return pace;
}

/// The rows that so many sales left behind since `before`, written into a file of their own in as many transactions as the writer made of them.
Result<Pace> written_bare(const std::filesystem::path& folder, const store::RowCounts& before, int sales) {
  const auto file = (folder / store::books_file).string(), to = (folder / "bare.db").string();
  TRY(bare, store::BareRows::since(before, file, sales));
  TRY(now, store::row_counts(file));
  MUST(bare.make_tables(to));
  const Stopwatch watch;
  MUST(bare.write(to, static_cast<std::size_t>(now.at("anchor") - before.at("anchor"))));
  return watch.pace(sales);
}

Result<Figures> round(const BenchOptions& options) {
  TRY(scratch, OwnFolder::make(options.folder, "bench"));
  Figures figures;
  const auto folder = [&](const char* name) { return scratch->path() / name; };
  const auto together = static_cast<std::size_t>(options.waiting);
  const auto one_by_one = [&](BenchShop& shop) -> Result<Pace> {
    TRY(sold, shop.sell_to_all(options.waiting));
    return sold.sales;
  };
  const auto together_and_heard = [&](BenchShop& shop) -> Result<Pace> {
    TRY(before, store::row_counts((folder("groups") / store::books_file).string()));
    TRY(sold, shop.sell_to_all(options.waiting));
    TRY(bare, written_bare(folder("groups"), before, options.sales));
    figures.bare = bare;
    TRY(received, shop.receive_all(options.waiting));
    TRY(waits, shop.quote_waits());
    figures.waits = waits;
    figures.quotes = sold.quotes, figures.sale_bytes = sold.bytes, figures.statement_bytes = received;
    return sold.sales;
  };
  const auto onto_purses = [&](BenchShop& shop) { return load_all_purses(shop, options.sales, options.waiting); };
  const auto by_http = [&](BenchShop& shop) { return sell_over_http(shop, folder("http"), options.connections); };
  TRY(disk, measure_disk(scratch->path(), options.sales));
  TRY(one_each, sold(folder("one"), options.sales, 1, figures.verified, one_by_one));
  TRY(in_groups, sold(folder("groups"), options.sales, together, figures.verified, together_and_heard));
  TRY(loads, sold(folder("purses"), 1, together, figures.verified, onto_purses));
  TRY(over_http, sold(folder("http"), options.sales, together, figures.verified, by_http));
  TRY(vault, measure_vault(folder("vault"), options.sales));
  figures.disk = disk, figures.one_each = one_each, figures.in_groups = in_groups, figures.loads = loads, figures.over_http = over_http, figures.vault = vault;
  return figures;
}

/// The same in several rounds: what else runs on the machine comes and goes, so each figure and each ratio is the median.
class Rounds {
 public:
  static Result<Rounds> measure(const BenchOptions& options) {
    Rounds rounds;
    for (int i = 0; i < options.rounds; ++i) {
      TRY(figures, round(options));
      rounds.all_.push_back(figures);
    }
    return rounds;
  }
  template <class Figure>
  double median(Figure figure) const {
    std::vector<double> values;
    for (const auto& round : all_) values.push_back(figure(round));
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }
  bool verified() const {
    return std::all_of(all_.begin(), all_.end(), [](const Figures& round) { return round.verified; });
  }

 private:
  std::vector<Figures> all_;
};

/// Of the cards that the bench sells onto.
std::span<const cards::CommandOfSale> commands_of_a_sale() { return cards::all().maker_of(schemes::fee_control_card.card_product)->commands_of_a_sale(); }

/// A card sale, command by command, against the least that the card's files make necessary.
void print_card_sale() {
  const auto commands = commands_of_a_sale();
  fmt::print("card   APDUs of a sale               {:>9}      {} necessary\n", commands.size(), cards::necessary_of(commands));
  for (const auto& command : commands)
    fmt::print("         {} {:<32} {}\n", command.necessary ? "*" : " ", command.command, command.why);
}

using Way = Pace Figures::*;

boost::json::object sales_json(const Rounds& rounds, Way way) {
  return {{"per_s", rounds.median([&](const Figures& f) { return (f.*way).per_second; })},
          {"cpu_us", rounds.median([&](const Figures& f) { return (f.*way).cpu_us; })},
          {"against_one_each", rounds.median([&](const Figures& f) { return (f.*way).per_second / f.one_each.per_second; })},
          {"against_disk_overwrite", rounds.median([&](const Figures& f) { return (f.*way).per_second / f.disk.overwrite; })}};
}

/// Money onto farmers' cards, beside card sales of the same round.
boost::json::object loads_json(const Rounds& rounds) {
  return {{"per_s", rounds.median([](const Figures& f) { return f.loads.per_second; })},
          {"cpu_us", rounds.median([](const Figures& f) { return f.loads.cpu_us; })},
          {"against_card_sales", rounds.median([](const Figures& f) { return f.loads.per_second / f.in_groups.per_second; })}};
}

/// The rows of these sales alone: prepared inserts in as many transactions, nothing decided, hashed or signed.
boost::json::object bare_json(const Rounds& rounds) {
  return {{"per_s", rounds.median([](const Figures& f) { return f.bare.per_second; })},
          {"cpu_us", rounds.median([](const Figures& f) { return f.bare.cpu_us; })},
          {"sales_against_it", rounds.median([](const Figures& f) { return f.in_groups.per_second / f.bare.per_second; })}};
}

/// Seals of a card sale, and the same calls to the token made directly.
boost::json::object seals_json(const Rounds& rounds) {
  return {{"per_s", rounds.median([](const Figures& f) { return f.vault.sealed * f.vault.seals_a_sale; })},
          {"raw_per_s", rounds.median([](const Figures& f) { return f.vault.raw * f.vault.seals_a_sale; })},
          {"against_raw", rounds.median([](const Figures& f) { return f.vault.sealed / f.vault.raw; })}};
}

/// Of what is held against an aim, the medians.
struct Ratios {
  double in_groups, over_http, bare, sale_us, http_us, loads, quotes, bytes, seals;
};

Ratios ratios_of(const Rounds& rounds) {
  constexpr double half_of_what_is_fast = 2.5;  // ms
  const auto at_rest = rounds.median([](const Figures& f) { return f.waits.at_rest; }), beside = rounds.median([](const Figures& f) { return f.waits.beside; });
  return {.in_groups = sales_json(rounds, &Figures::in_groups).at("against_one_each").as_double(),
          .over_http = sales_json(rounds, &Figures::over_http).at("against_one_each").as_double(),
          .bare = bare_json(rounds).at("sales_against_it").as_double(),
          .sale_us = rounds.median([](const Figures& f) { return f.in_groups.cpu_us; }),
          .http_us = rounds.median([](const Figures& f) { return f.over_http.cpu_us; }),
          .loads = loads_json(rounds).at("against_card_sales").as_double(),
          .quotes = beside / std::max(at_rest, half_of_what_is_fast),
          .bytes = rounds.median([](const Figures& f) { return f.sale_bytes; }) + rounds.median([](const Figures& f) { return f.statement_bytes; }),
          .seals = seals_json(rounds).at("against_raw").as_double()};
}

void print_json(const Rounds& rounds, Aims& aims) {
  const auto ratios = ratios_of(rounds);
  for (const auto& [aim, figure] : {std::pair{Aim::quotes_beside_reads, ratios.quotes}, {Aim::sales_in_groups, ratios.in_groups}, {Aim::sales_over_http, ratios.over_http}, {Aim::sales_beside_bare_rows, ratios.bare}, {Aim::sale_processor, ratios.sale_us},
                                    {Aim::http_sale_processor, ratios.http_us},
                                    {Aim::purse_loads, ratios.loads}, {Aim::bytes_of_a_sale, ratios.bytes}, {Aim::vault_seals, ratios.seals}})
    aims.beside(aim, figure);
  std::cout << boost::json::object{{"disk_overwrite_per_s", rounds.median([](const Figures& f) { return f.disk.overwrite; })},
                                   {"disk_append_per_s", rounds.median([](const Figures& f) { return f.disk.append; })},
                                   {"sales_one_transaction_each", sales_json(rounds, &Figures::one_each)},
                                   {"sales_in_groups", sales_json(rounds, &Figures::in_groups)},
                                   {"sales_over_http", sales_json(rounds, &Figures::over_http)},
                                   {"rows_written_bare", bare_json(rounds)},
                                   {"purse_loads", loads_json(rounds)},
                                   {"quote_cpu_us", rounds.median([](const Figures& f) { return f.quotes.cpu_us; })},
                                   {"quote_p99_ms", rounds.median([](const Figures& f) { return f.waits.at_rest; })},
                                   {"quote_p99_ms_beside_reads", rounds.median([](const Figures& f) { return f.waits.beside; })},
                                   {"bytes_of_a_sale", rounds.median([](const Figures& f) { return f.sale_bytes; })},
                                   {"bytes_of_its_statement", rounds.median([](const Figures& f) { return f.statement_bytes; })},
                                   {"vault_seals", seals_json(rounds)},
                                   {"card_sale_apdus", commands_of_a_sale().size()},
                                   {"card_sale_apdus_necessary", cards::necessary_of(commands_of_a_sale())},
                                   {"aims", aims.json()},
                                   {"verified", rounds.verified()}}
            << "\n";
}

void print_sales(const char* how, const Rounds& rounds, Way way, const std::string& aim) {
  const auto seen = sales_json(rounds, way);
  const auto figure = [&](const char* name) { return seen.at(name).as_double(); };
  fmt::print(
      "sales  {:<29} {:>9.0f} /s   {:>5.0f} us of a processor each   {:.2f} x disk overwrite   {:.1f} x one transaction each{}\n",
      how, figure("per_s"), figure("cpu_us"), figure("against_disk_overwrite"), figure("against_one_each"), aim);
}

void print(const Rounds& rounds, const BenchOptions& options, Aims& aims) {
  const auto ratios = ratios_of(rounds);
  fmt::print("disk   4 KiB overwrite + fdatasync   {:>9.0f} /s\n",
             rounds.median([](const Figures& f) { return f.disk.overwrite; }));
  fmt::print("disk   4 KiB append + fdatasync      {:>9.0f} /s\n", rounds.median([](const Figures& f) { return f.disk.append; }));
  fmt::print("quotes read from the books                    {:>6.0f} us of a processor each\n", rounds.median([](const Figures& f) { return f.quotes.cpu_us; }));
  fmt::print("quotes 99 of 100 within              {:>9.2f} ms   {:.2f} ms while lists, files and verify read ({})\n",
             rounds.median([](const Figures& f) { return f.waits.at_rest; }), rounds.median([](const Figures& f) { return f.waits.beside; }), aims.beside(Aim::quotes_beside_reads, ratios.quotes));
  print_sales("one transaction each", rounds, &Figures::one_each, "");
  print_sales("through the group writer", rounds, &Figures::in_groups, fmt::format(" ({}; {})", aims.beside(Aim::sales_in_groups, ratios.in_groups), aims.beside(Aim::sale_processor, ratios.sale_us)));
  const auto bare = bare_json(rounds);
  fmt::print("rows   of these sales, written bare  {:>9.0f} /s   {:>5.0f} us of a processor each   the writer sells {:.2f} x as many ({})\n", bare.at("per_s").as_double(), bare.at("cpu_us").as_double(),
             ratios.bare, aims.beside(Aim::sales_beside_bare_rows, ratios.bare));
  print_sales(fmt::format("over HTTP, {} connections", options.connections).c_str(), rounds, &Figures::over_http, fmt::format(" ({}; {})", aims.beside(Aim::sales_over_http, ratios.over_http), aims.beside(Aim::http_sale_processor, ratios.http_us)));
  const auto loads = loads_json(rounds);
  fmt::print("loads  onto farmers' cards           {:>9.0f} /s   {:>5.0f} us of a processor each   {:.2f} x card sales ({})\n", loads.at("per_s").as_double(), loads.at("cpu_us").as_double(),
             ratios.loads, aims.beside(Aim::purse_loads, ratios.loads));
  fmt::print("books  bytes of a sale               {:>9.0f}      and {:.0f} of the statement that says it was taken ({})\n",
             rounds.median([](const Figures& f) { return f.sale_bytes; }), rounds.median([](const Figures& f) { return f.statement_bytes; }), aims.beside(Aim::bytes_of_a_sale, ratios.bytes));
  const auto seals = seals_json(rounds);
  fmt::print("vault  seals of card sales           {:>9.0f} /s   {:.2f} x the PKCS#11 calls behind them ({})\n",
             seals.at("per_s").as_double(), ratios.seals, aims.beside(Aim::vault_seals, ratios.seals));
  print_card_sale();
  fmt::print(
      "Medians of {} rounds of {} sales, all into one till, {} waiting. Each: sale, ledger, instruction, journal, audit, "
      "chain hashes; each group signed; over HTTP its quote too, without the client's own work.\n",
      options.rounds, options.sales, options.waiting);
  fmt::print("The books {} verify afterwards.\n", rounds.verified() ? "pass" : "DO NOT PASS");
  fmt::print("{}\n", aims.summary());
}

Result<int> run_bench(const BenchOptions& options) {
  TRY(rounds, Rounds::measure(options));
  Aims aims;
  if (options.json)
    print_json(rounds, aims);
  else
    print(rounds, options, aims);
  return aims.status(rounds.verified(), options.strict);
}

}  // namespace

Verb bench_verb() {
  auto options = std::make_shared<BenchOptions>();
  return {.name = "bench",
          .help = "Measure this machine: its disk, and sales one by one and in groups",
          .options = {{"--folder", &options->folder, "On the disk to be measured", {.shows_default = true}},
                      {"--sales", &options->sales, "Sales of each way and round", {.shows_default = true, .range = Range{100, 1'000'000}}},
                      {"--rounds", &options->rounds, "Rounds; the medians are printed", {.shows_default = true, .range = Range{1, 99}}},
                      {"--waiting", &options->waiting, "Sales that wait for an answer at a time", {.shows_default = true, .range = Range{1, 4096}}},
                      {"--connections", &options->connections, "Connections over HTTP", {.shows_default = true, .range = Range{1, 1024}}},
                      {"--json", &options->json, "As JSON"},
                      {"--strict", &options->strict, "Fail when an aim is missed"}},
          .example = "kwota bench --folder /var/lib/kwota --sales 20000",
          .run = run_with(options, run_bench)};
}

}  // namespace kwota::app
