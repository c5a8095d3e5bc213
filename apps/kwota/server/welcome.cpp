#include "kwota/server/welcome.h"

#include <fmt/format.h>

#include "serve/desk/shown.h"

namespace kwota::app {
namespace {

/// Who would notice that the whole folder was put back.
void print_witnesses(const store::Witnesses& witnesses, const std::filesystem::path& folder) {
  bool outside = false;
  for (const auto& witness : witnesses) {
    const bool stays = witness->outside_of(folder);
    outside = outside || stays;
    fmt::print("Witness: {}{}\n", witness->name(), stays ? "" : " - it is put back with its folder");
  }
  if (!outside)
    fmt::print("No witness outside of {}: who puts the whole folder back, is seen by shift slips alone. Name a file on another disk, syslog: or an https:// "
               "address with --witness.\n",
               folder.string());
}

/// What the counters seal with.
std::string_view keys_in_words(seal::Vault& vault) {
  if (serve::shows_sample_keys(vault)) return "SAMPLE KEYS of this folder, made at its first start. Nobody is to sell real energy under them.";
  if (seal::own_keys_awaited(vault)) return "none yet. Nothing can be sold before the key office has delivered and activated the utility's own.";
  return "the utility's own.";
}

}  // namespace

void print_welcome(const Welcome& served, seal::Vault& vault, const store::Witnesses& witnesses) {
  fmt::print("\nKwota serves on http://{}:{}\n", served.address, served.port);
  if (!served.lines.empty()) fmt::print("Concentrators and meters' modules dial in at {}\n", served.lines);
  if (served.nature == books::Nature::sample) fmt::print("SAMPLE BOOKS - for looking and training, for ever. Real sales begin in a folder of their own (--data).\n");
  if (!served.bench) print_witnesses(witnesses, served.folder);
  if (served.bench) fmt::print("BENCH - no real money: cards, readers and meters are simulated.\n");
  fmt::print("Keys: {}\n", keys_in_words(vault));
  fmt::print("\n");
  std::fflush(stdout);
}

}  // namespace kwota::app
