// Whatever a purse card carries in its files, its log and its lock's proof is either refused or read as values that write the same bytes again.
#include <algorithm>
#include <cstdlib>

#include "seal/purse_card/files.h"

namespace {

using namespace kwota;
using namespace kwota::purse_card;

template <class File>
void read(ByteView bytes, std::optional<File> (*decode)(ByteView)) {
  const auto file = decode(bytes);
  if (!file) return;
  const auto image = encode(*file);
  if (!image || !std::ranges::equal(*image, bytes)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  read(bytes, decode_application);
  read(bytes, decode_holder);
  read(bytes, decode_areas);
  read(bytes, decode_log_record);
  read(bytes, decode_lock_proof);
  return 0;
}
