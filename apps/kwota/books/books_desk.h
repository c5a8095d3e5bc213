// The counters' books of a folder with everything that seals for them, opened by somebody at a terminal while their server stands still.
// Guarantees: nothing is sealed that is not in the books before; whoever holds the load SAM types its PIN here as he does at the counter.
// Never: makes books.   Begin with BooksDesk::open().
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "kwota/server/people_at_terminal.h"
#include "seal/vaults/vaults.h"
#include "store/books.h"
#include "work/counter_vault/counter_vault.h"

namespace kwota::app {

/// Whose books and vault an order goes by; no folder: none, with a key set of tests.
struct ByBooks {
  std::string data, as, second;
};

class BooksDesk {
 public:
  /// Errors: `folder_of_key_office`, `no_books`, `books_in_use` (the server runs: order it on its pages), `own_keys_missing`, those of the
  /// vault and of whoever opens a load SAM.
  static Result<std::unique_ptr<BooksDesk>> open(const std::string& folder);

  store::Books& books() { return *books_; }
  counter_vault::CounterVault& counter() { return *counter_; }
  PeopleAtTerminal& people() { return *people_; }
  const Clock& clock() const { return clock_; }
  Random& random() { return random_; }

 private:
  BooksDesk() = default;
  Result<void> open_load_sam();

  SystemClock clock_;
  SystemRandom random_;
  seal::Vaults vaults_;
  seal::CounterConfiguration counter_configuration_;
  std::unique_ptr<store::Books> books_;
  std::unique_ptr<counter_vault::CounterVault> counter_;
  std::optional<serve::SecondFactors> factors_;
  std::optional<PeopleAtTerminal> people_;
};

}  // namespace kwota::app
