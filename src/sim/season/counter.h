// What a farmer does at the counter: his card is looked at, settled, loaded; a lost one is blocked, replaced and paid over. Cards are pulled off the reader
// at any command.   Begin with SeasonCounter::visit().
#pragma once
#include "carry/cards/all.h"
#include "sim/season/farm.h"
#include "work/teller/purse_teller.h"

namespace kwota::sim {

class SeasonCounter {
 public:
  explicit SeasonCounter(Farm& farm) : farm_(farm) {}

  /// Looks, frees a grey card with its record or, when it waited long enough, without; loads what he wants. Errors: of the books.
  Result<void> visit(Farmer& farmer, Money wanted, bool trouble);
  /// He has lost his card: blocked, and the next one made; the old one may have been found by somebody.
  Result<void> lose(Farmer& farmer);
  /// What his lost card held comes onto the new one, as soon as that may be.
  Result<void> pay_over(Farmer& farmer);

 private:
  teller::CardOnReader reader(Farmer& farmer, bool trouble);
  teller::PurseTeller desk() { return {*farm_.books, farm_.vault, farm_.random, cards::all()}; }
  counter::Claim claim() { return {"season " + std::to_string(++keys_), "hash"}; }
  Result<teller::PurseInspection> look(Farmer& farmer, teller::CardOnReader& on);
  Result<void> free_it(Farmer& farmer);
  Result<void> load(Farmer& farmer, const purse::CardSeen& seen, Money wanted, bool trouble);
  Result<void> replace(Farmer& farmer);
  Result<void> carry(Farmer& farmer, const purse::CardOrder& order, bool trouble);
  void refused(const Error& why) { ++farm_.report.refused[why.code]; }

  Farm& farm_;
  int keys_ = 0;
};

}  // namespace kwota::sim
