// Any bytes as a workbook to import – and any bytes as the text of a sheet inside one –: read without harm, within the bounds.
#include <cstdlib>

#include "sell/imports/table_file.h"
#include "sell/imports/xlsx.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kwota;
  const auto rows = imports::read_xlsx({reinterpret_cast<const char*>(data), size});
  if (!rows.ok()) return 0;
  for (const auto& row : *rows)
    if (row.line == 0 || row.cells.size() > imports::xlsx_columns_max) std::abort();
  return 0;
}
