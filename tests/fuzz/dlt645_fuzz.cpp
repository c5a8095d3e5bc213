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
      if (const auto reported = read_values(*identifier, ByteView{received->frame.data}.subspan(identifier->bytes())); reported.ok())
        (void)text_of(*reported);
  }
  // Any value under any identifier: four bytes of it, then what the meter says.
  if (size >= 4) {
    const auto reported = read_values({(data[0] & 1) != 0 ? Edition::y2007 : Edition::y1997, get_be32(data)}, bytes.subspan(4));
    if (reported.ok() && reported->empty()) std::abort();
    if (reported.ok()) (void)text_of(*reported);
  }
  for (const auto& item : items()) {
    const auto value = read_value(item.shape(), bytes.first(std::min<std::size_t>(size, item.bytes)));
    const auto again = value && item.writing != Writing::never ? write_value(item.shape(), value->text()) : std::nullopt;
    // A day of the week is made out of its date, a text keeps its own length, and minus zero is zero: all the rest comes back as it was.
    if (again && value->available() && read_value(item.shape(), *again)->text() != value->text()) std::abort();
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
