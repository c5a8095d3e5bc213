// The sample utility: an empty data folder filled from the CSV files and price plans of demo/.
#pragma once
#include <filesystem>

#include "base/random.h"
#include "sim/bench/bench.h"
#include "store/books.h"

namespace kwota::app {

/// Does nothing where customers are in the books already. Prints the operators' one-time passwords. With a bench it hangs the meters of
/// the first customers there. Errors: those of import, file_unreadable.
Result<void> fill_demo(store::Books& books, const std::filesystem::path& folder, const Clock& clock, Random& random, sim::Bench* bench);

/// The people of the sample utility's key office, into its own books.
Result<void> fill_office_demo(store::Books& books, Random& random);

}  // namespace kwota::app
