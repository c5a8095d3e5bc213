// A season of irrigation in virtual time: farmers, their cards, wells, a counter and a handheld on its rounds, by the product's own use-cases, dialogues,
// emulated cards and the pump's firmware. One seed makes the whole season; the same seed makes it again.
// What goes wrong: cards pulled at any command at counter and pump, mains lost while a pump runs, farmers who go home, cards lost and found by others, the
// handheld's battery out between two frames, a pump that burns down with its records.
// Laws, to the fen, when everybody has come once more and every well that stands was read:
//   each card     what the books say is on it is on it
//   each purse    brought = spent and known + spent and not yet known + on the card; what is not known, and how many records are missing, is exactly what
//                 the burnt pump took with it, and a debit whose answer was lost and whose proof the card's next lock has covered
//   each lost card   what was paid over for it is what it still held; beyond that only what has a name: late, or burnt
//   all wells     charged = what the books have of their records + what burnt
//   the ledger    prepaid = on cards + waiting + not yet known; used = proven + arbitrated; and `kwota verify`
// Never: opens a port, or waits.   Begin with run_season().
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/core/core.h"
#include "base/result.h"

namespace kwota::sim {

struct SeasonSettings {
  std::filesystem::path folder;  ///< of the books; nothing is in it yet
  std::size_t farmers = 300, wells = 60;
  int days = 40;
  std::uint64_t seed = 1;
  bool trouble = true;
};

struct SeasonReport {
  std::uint64_t seed = 0;
  std::size_t farmers = 0, wells = 0, loads = 0, waterings = 0, visits = 0;
  std::size_t torn_at_counter = 0, torn_at_pump = 0, mains_lost = 0, went_home = 0, cards_lost = 0, batteries_out = 0, released = 0, paid_over = 0, late = 0, missing = 0;
  Money brought, charged, known, arbitrated, not_known, on_cards, waiting;
  std::map<std::string, std::size_t> refused;  ///< at counter and pump, by code
  std::vector<std::string> broken;             ///< laws, one sentence each
  bool adds_up() const { return broken.empty(); }
  /// What happened, what it came to, what was refused: a line each.
  std::string sum() const;
};

/// Errors of the books; the laws are in the report.
Result<SeasonReport> run_season(const SeasonSettings& settings);

}  // namespace kwota::sim
