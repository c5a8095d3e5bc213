// Any bytes as a file to import: read without harm, and what was read and is written again reads the same.
#include <cstdlib>

#include "sell/customer/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kwota::customer;
  const auto rows = read_csv({reinterpret_cast<const char*>(data), size});
  if (!rows.ok() || rows->empty()) return 0;
  for (const auto& row : *rows) {
    const auto again = read_csv(write_csv_row(row.cells));
    if (!again.ok() || again->size() > 1) std::abort();
  }
  return 0;
}
