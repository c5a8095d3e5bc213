// The sample utility: an empty data folder filled from the CSV files and price plans of demo/.
#pragma once
#include <filesystem>

#include "base/random.h"
#include "seal/pkcs11/person_token.h"
#include "sim/bench/bench.h"
#include "store/books.h"

namespace kwota::app {

/// Does nothing where customers are in the books already. Prints the operators' one-time passwords. With a bench it hangs the meters of
/// the first customers there. Errors: those of import, file_unreadable.
Result<void> fill_demo(store::Books& books, const std::filesystem::path& folder, const Clock& clock, Random& random, sim::Bench* bench);

/// The people of the sample utility's key office, into its own books, each with a sample of a token: a folder that stands in for it. Names
/// it and its PIN beside the one-time password.
Result<void> fill_office_demo(store::Books& books, seal::PersonTokens& tokens, Random& random);

}  // namespace kwota::app
