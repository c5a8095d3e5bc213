// The sample utility: an empty data folder filled from the CSV files and price plans of demo/.
#pragma once
#include <filesystem>

#include "base/random.h"
#include "seal/pkcs11/person_token.h"
#include "serve/server/first_start.h"
#include "sim/bench/bench.h"
#include "store/books.h"

namespace kwota::app {

/// Does nothing where customers are in the books already. Prints the operators' one-time passwords, which lie in the folder `kept` too. Errors:
/// those of import, file_unreadable.
Result<void> fill_demo(store::Books& books, const std::filesystem::path& folder, const std::filesystem::path& kept, const Clock& clock, Random& random);
/// The meters of the first customers hang on the bench, and its first reader stands at the first till; once.
Result<void> hang_demo(store::Books& books, const std::filesystem::path& folder, sim::Bench& bench);

/// An empty folder whose books shall begin a year ago.
struct DemoYear {
  std::filesystem::path data, demo_folder;
  serve::FirstStart first;
  Instant now;
};
/// Registers, people and a year of what they did, made beside the folder's books and put there when all of it is written: broken off, it begins anew.
/// The administrator's one-time password; nothing: books are there already.
Result<std::optional<std::string>> begin_with_a_year(const DemoYear& demo, Random& random);

/// One device of each model, the first that is read and sold by card with the customer's card beside it: his account is opened, his meter has taken the
/// first sale. Nothing where the bench has devices already.
struct DemoBench {
  store::Books& books;
  seal::Vault& vault;
  sim::Bench& bench;
  const Clock& clock;
  Random& random;
};
Result<void> hang_one_of_each(const DemoBench& on);

/// The people of the sample utility's key office, into its own books, each with a sample of a token: a folder that stands in for it. Names
/// it and its PIN beside the one-time password.
Result<void> fill_office_demo(store::Books& books, seal::PersonTokens& tokens, Random& random);

}  // namespace kwota::app
