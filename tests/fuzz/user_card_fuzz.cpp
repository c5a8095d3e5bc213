// Whatever a card carries in its files is either refused or read as values that write the same bytes again.
// Reserved bytes are the one exception: they are read over and written as zeros, so there the values must agree.
#include <cstdlib>

#include "seal/user_card/files.h"

namespace {

using namespace kwota;
using namespace kwota::user_card;

template <class File>
void expect_stable(const std::optional<File>& file, const std::optional<Image<File>>& image, std::optional<File> (*decode)(ByteView)) {
  if (!file) return;
  if (!image || decode(*image) != file) std::abort();
}

template <class File>
void read(ByteView bytes, std::optional<File> (*decode)(ByteView)) {
  const auto file = decode(bytes);
  if (file) expect_stable<File>(file, encode(*file), decode);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  read(bytes, decode_instruction);
  read(bytes, decode_preset);
  read(bytes, decode_clear);
  read(bytes, decode_purse);
  read(bytes, decode_returned);
  read(bytes, decode_registers);
  read(bytes, decode_holder);
  if (const auto tariff = decode_tariff(bytes)) expect_stable<TariffFile>(tariff, encode(*tariff, *command_of(bytes)), decode_tariff);
  if (is_empty_returned(bytes) && command_of(bytes)) std::abort();
  return 0;
}
