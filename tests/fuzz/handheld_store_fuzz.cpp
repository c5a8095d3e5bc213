// Whatever a handheld brings as a file of a meter is refused, or read as entries that write the same bytes again, with what was
// cut behind them.
#include <algorithm>
#include <cstdlib>

#include "seal/handheld_store/store_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  const auto store = handheld::read_store({data, size});
  if (!store.ok()) return 0;
  Bytes again;
  for (const auto& entry : store->entries) append(again, handheld::encode(entry));
  if (again.size() != store->whole) std::abort();
  append(again, store->torn);
  if (!std::ranges::equal(again, ByteView{data, size})) std::abort();
  return 0;
}
