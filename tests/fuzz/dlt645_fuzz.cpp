// Any bytes from a meter's line, whole and in pieces: what is taken for a frame makes the same bytes again, and no value is read
// beyond its data.
#include <cstdlib>

#include "carry/dlt645/frame.h"
#include "carry/dlt645/items.h"
#include "carry/dlt645/security.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  using namespace kwota::dlt645;
  const ByteView bytes{data, size};
  if (const auto received = decode(bytes); received.ok()) {
    const auto again = encode(received->frame, received->preamble);
    if (!equal(again, bytes.first(received->bytes))) std::abort();
    if (const auto identifier = identifier_of(received->frame))
      if (const auto* item = find_item(*identifier))
        (void)read_value(*item, ByteView{received->frame.data}.subspan(identifier->bytes()));
  }
  if (const auto part = decode_file_part(bytes); part && !equal(encode(*part), bytes)) std::abort();
  if (const auto greeting = decode_greeting(bytes); greeting && !equal(encode(*greeting), bytes)) std::abort();
  if (const auto wallet = decode_wallet(bytes); wallet && !equal(encode(*wallet), bytes)) std::abort();
  if (const auto mark = decode_file_mark(bytes); mark && !equal(encode(*mark), bytes)) std::abort();
  Receiver receiver{read_data_max};
  for (std::size_t at = 0; at < size; at += 7) receiver.feed(bytes.subspan(at, std::min<std::size_t>(7, size - at)));
  while (receiver.next()) {
  }
  receiver.silence();
  return 0;
}
