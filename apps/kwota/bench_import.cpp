// kwota bench-import: records of pumps with the cards' proofs into books of their own, beside the rate at which the same vault makes the same codes.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "kwota/verb.h"
#include "seal/vaults/known_token.h"
#include "sim/season/import_rate.h"

namespace kwota::app {
namespace {

struct ImportOptions {
  std::filesystem::path folder = ".";
  std::int64_t records = 100'000;
  bool json = false;
};

constexpr double aim = 0.4;

Result<int> run_import(const ImportOptions& options) {
  auto name = (options.folder / "kwota-import-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return error(Fault::ours, "folder_failed", "No folder could be made for the measurement.", {{"folder", name}});
  const std::filesystem::path folder(name);
  std::filesystem::create_directories(folder / "vault");
  SystemRandom random;
  auto vault = seal::open_known_vault({.folder = folder / "vault" / "hsm", .pin_file = folder / "vault" / "pins"}, seal::test_root, random);
  const auto rate = vault.ok() ? sim::measure_import(folder / "books", **vault, static_cast<std::size_t>(options.records)) : Result<sim::ImportRate>(vault.error());
  if (vault.ok()) (*vault).reset();
  std::error_code left;
  std::filesystem::remove_all(folder, left);
  if (!rate.ok()) return rate.error();
  const double ratio = rate->imported / rate->bare;
  if (options.json)
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"records", rate->records}, {"bare_per_s", rate->bare}, {"imported_per_s", rate->imported}, {"ratio", ratio}, {"account_ms", rate->account_ms}, {"all_proven", rate->all_proven}}));
  else
    fmt::print("import {} records with proofs       {:>9.0f} /s   {:.2f} x the vault's bare codes, {:.0f} /s (aim: {}); {}\n", rate->records, rate->imported, ratio, rate->bare, aim,
               rate->all_proven ? "all are proven" : "NOT ALL ARE PROVEN");
  if (!options.json) fmt::print("report the month's account of all of them {:>9.0f} ms\n", rate->account_ms);
  return rate->all_proven ? 0 : 1;
}

}  // namespace

Verb bench_import_verb() {
  auto options = std::make_shared<ImportOptions>();
  return {.name = "bench-import",
          .help = "Take in records of pumps, each card's proof asked of the vault, and say how that compares with the vault alone",
          .options = {{"--folder", &options->folder, "On the disk to be measured", {.shows_default = true}},
                      {"--records", &options->records, "How many", {.shows_default = true, .range = Range{1, 300'000}}},
                      {"--json", &options->json, "As JSON"}},
          .example = "kwota bench-import --records 100000",
          .run = run_with(options, run_import)};
}

}  // namespace kwota::app
