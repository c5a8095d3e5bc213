// What the verbs of `kwota purse` do with --data: no server runs, and whoever signs in here works at his till with the books, the vault and the card on
// the reader. The same use-cases and the same teller of purse cards as behind the counter's page.
// Guarantees: as of a counter – booked and journalled before a seal leaves the vault, settled by the card; where the utility asks for a PSAM beside each
// till, it proves itself first.   Begin with load_by_books().
#pragma once
#include "kwota/books/books_desk.h"

namespace kwota::app {

struct PurseByBooks {
  ByBooks who;
  std::string till;    ///< "E01/T1"; empty: where his shift is open
  std::string reader;  ///< empty: the one that holds a card
  std::string psam;    ///< reader of the till's PSAM
  std::string key;     ///< of an order that is given once more; empty: it is a new one
  bool sure = false, json = false;
};

/// `account` 0: whose card lies there; else a blank one becomes this account's.
Result<int> load_by_books(const PurseByBooks& by, std::int64_t account, const std::string& amount, const std::string& tender);
Result<int> unload_by_books(const PurseByBooks& by, const std::string& amount, const std::string& reason);
Result<int> settle_by_books(const PurseByBooks& by);
Result<int> clear_by_books(const PurseByBooks& by);
/// Says it; 0.
int cleared(const std::string& card, bool as_json);
Result<int> release_by_books(const PurseByBooks& by, const std::string& amount, const std::string& reason);

}  // namespace kwota::app
