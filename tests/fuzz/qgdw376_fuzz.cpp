// Any bytes from a concentrator, whole and in pieces: what is taken for a frame makes the same bytes again, and what it says is read
// within its data.
#include <cstdlib>

#include "carry/qgdw376/names.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  using namespace kwota::qgdw376;
  const ByteView bytes{data, size};
  if (const auto received = decode(bytes); received.ok()) {
    const auto& frame = received->frame;
    if (!equal(encode(frame), bytes.first(received->bytes))) std::abort();
    (void)link_event_of(frame);
    const auto tail = tail_of(frame);
    if (tail.password.size() > frame.aux.size()) std::abort();
    const auto units = all_marks_of(frame);
    if (const auto unit = unit_of(frame.data); unit && (units.empty() || units.front().fns.front() != unit->fn)) std::abort();
    (void)confirmation_of(frame);
    if (const auto asked = forward_of(frame); asked && asked->frame.size() > frame.data.size()) std::abort();
    if (const auto back = forwarded_of(frame); back && !equal(forwarded(frame, *back).data, frame.data)) std::abort();
  }
  if (const auto unit = unit_of(bytes); unit && !equal(encode(*unit), bytes.first(unit_bytes))) std::abort();
  Receiver receiver{512};
  for (std::size_t at = 0; at < size; at += 7) {
    receiver.feed(bytes.subspan(at, std::min<std::size_t>(7, size - at)));
    while (receiver.next()) {
    }
  }
  return 0;
}
