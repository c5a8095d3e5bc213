// kwota bench-import: records of pumps with the cards' proofs into books of their own, beside the rate at which the same vault makes the same codes; and
// how long a till waits for its loads beside such an import.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "kwota/bench/bench_aims.h"
#include "kwota/bench/bench_till.h"
#include "kwota/own_folder.h"
#include "kwota/verb.h"
#include "seal/vaults/known_token.h"
#include "sim/season/import_rate.h"

namespace kwota::app {
namespace {

struct ImportOptions {
  std::filesystem::path folder = ".";
  std::int64_t records = 100'000, beside = 10'000;
  bool json = false, strict = false;
};

/// Both in one run: how fast alone, and what a till waits meanwhile.
struct ImportFigures {
  sim::ImportRate rate;
  TillBeside till;
};

Result<std::unique_ptr<ImportFigures>> measured(const ImportOptions& options, const std::filesystem::path& folder) {
  SystemRandom random;
  TRY(vault, seal::open_known_vault({.folder = folder / "vault" / "hsm", .pin_file = folder / "vault" / "pins"}, seal::test_root, random));
  auto out = std::make_unique<ImportFigures>();
  TRY(rate, sim::measure_import(folder / "books", *vault, static_cast<std::size_t>(options.records)));
  out->rate = rate;
  TRY(beside, sim::measure_import(folder / "beside", *vault, static_cast<std::size_t>(options.beside), &out->till));
  out->rate.all_proven = out->rate.all_proven && beside.all_proven;
  return out;
}

void print_import(const ImportFigures& figures, const std::string& aim) {
  const auto& rate = figures.rate;
  const auto rest = figures.till.at_rest(), beside = figures.till.beside();
  fmt::print("import {} records with proofs       {:>9.0f} /s   {:.2f} x the vault's bare codes, {:.0f} /s ({}); {}\n", rate.records, rate.imported, rate.imported / rate.bare, rate.bare, aim,
             rate.all_proven ? "all are proven" : "NOT ALL ARE PROVEN");
  fmt::print("report the month's account of all of them {:>9.0f} ms\n", rate.account_ms);
  fmt::print("till   a card's load beside an import    {:>9.1f} ms p50, {:.1f} ms p99 of {} (at rest {:.1f} and {:.1f})\n", beside.p50, beside.p99, beside.loads, rest.p50, rest.p99);
}

boost::json::object waits_json(const TillWaits& waits) { return {{"p50_ms", waits.p50}, {"p99_ms", waits.p99}, {"loads", waits.loads}}; }

Result<int> run_import(const ImportOptions& options) {
  TRY(scratch, OwnFolder::make(options.folder, "import"));
  const auto& folder = scratch->path();
  std::filesystem::create_directories(folder / "vault");
  const auto found = measured(options, folder);
  if (!found.ok()) return found.error();
  const auto& [rate, till] = **found;
  Aims aims;
  const auto aim = aims.beside(Aim::import_with_proofs, rate.imported / rate.bare);
  if (options.json)
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"records", rate.records}, {"bare_per_s", rate.bare}, {"imported_per_s", rate.imported}, {"ratio", rate.imported / rate.bare}, {"account_ms", rate.account_ms},
                                                                  {"all_proven", rate.all_proven}, {"aims", aims.json()}, {"till_at_rest", waits_json(till.at_rest())}, {"till_beside", waits_json(till.beside())}}));
  else
    print_import(**found, aim);
  return aims.status(rate.all_proven, options.strict);
}

}  // namespace

Verb bench_import_verb() {
  auto options = std::make_shared<ImportOptions>();
  return {.name = "bench-import",
          .help = "Take in records of pumps, each card's proof asked of the vault: how that compares with the vault alone, and how long a till waits meanwhile",
          .options = {{"--folder", &options->folder, "On the disk to be measured", {.shows_default = true}},
                      {"--records", &options->records, "How many", {.shows_default = true, .range = Range{1, 300'000}}},
                      {"--beside", &options->beside, "Of a second import, while a till loads cards into the same books", {.shows_default = true, .range = Range{1, 300'000}}},
                      {"--json", &options->json, "As JSON"},
                      {"--strict", &options->strict, "Fail when the aim is missed"}},
          .example = "kwota bench-import --records 100000",
          .run = run_with(options, run_import)};
}

}  // namespace kwota::app
