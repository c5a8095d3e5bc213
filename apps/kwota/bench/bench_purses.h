// Money onto farmers' cards through the writer, to measure beside card sales: the use-case of sell/purse with the journal's entry that has to stand in the
// books before the code that could give money leaves the vault.   Begin with load_all_purses().
#pragma once
#include "kwota/bench/bench_shop.h"
#include "sell/purse/load.h"

namespace kwota::app {

/// Puts so many farmers with cards into the shop's books and loads each card once, all at one till, at most `waiting` at a time; all were quoted before.
Result<Pace> load_all_purses(BenchShop& shop, int purses, int waiting);

/// Puts so many farmers with cards into books that have a till with an open shift, and asks what each card's load comes to.
Result<std::vector<purse::LoadRequest>> farmers_to_load(store::Books& books, int purses, const counter::Context& here);
/// One load, with the journal's entry that has to stand before its seal.
purse::Booked load_and_seal(const books::Reader& books, const purse::LoadRequest& request, const counter::Context& here);

}  // namespace kwota::app
