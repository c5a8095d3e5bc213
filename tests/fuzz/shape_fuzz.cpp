// Whoever writes into the file of the books chooses shapes and numbers: any of them gives a text or nothing, and what was taken apart comes back.
#include "store/draft/shape.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota::store;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto apart = taken_apart(text);
  if (put_together(apart.shape, apart.numbers) != text) __builtin_trap();
  const auto half = size / 2;
  static_cast<void>(put_together(text.substr(0, half), kwota::ByteView(data + half, size - half)));
  return 0;
}
