#include "meter/dlt645/pump_line.h"

#include <algorithm>

#include "carry/dlt645/security.h"

namespace kwota::meter_line {
namespace {

using dlt645::Frame;
namespace function = dlt645::function;
namespace err = dlt645::err;

constexpr std::uint32_t address_item = 0x04000401, clock_item = 0x0400010C, directory_item = 0x04FA0000, head_item = 0x04FA0200,
                        black_list_item = 0x04FA0300;
constexpr std::uint32_t usage_group = 0x04FA01, parameter_group = 0x04FA05, hung_group = 0x04FA07, month_group = 0x04FA08, change_group = 0x04FA09,
                        fault_group = 0x04FA0A;
constexpr std::size_t di_bytes = 4, most_from_a_number = 4, room = dlt645::read_data_max - di_bytes - 1;

Bytes low_first(std::uint32_t value, std::size_t bytes) {
  Bytes out(bytes);
  put_bcd(out, value);
  std::ranges::reverse(out);
  return out;
}

/// ss mm hh WW DD MM YY
Bytes clock_bytes(meter::ClockTime now) {
  const pump::Moment at = meter::pump_moment(now);
  constexpr std::uint32_t saturday = 6;  // 2000-01-01
  const std::uint32_t weekday = (now.seconds / meter::seconds_a_day + saturday) % 7;
  Bytes out;
  for (const std::uint32_t part : {std::uint32_t{at.second}, std::uint32_t{at.minute}, std::uint32_t{at.hour}, weekday, std::uint32_t{at.day},
                                   std::uint32_t{at.month}, std::uint32_t{at.year}})
    append(out, low_first(part, 1));
  return out;
}

template <class Image>
std::optional<Bytes> told(const std::optional<Image>& image) {
  return image ? std::optional{to_bytes(*image)} : std::nullopt;
}

/// From the newest back, as many as a frame holds.
template <class List>
Bytes newest_first(const List& list, std::uint32_t first) {
  Bytes out{0};
  for (std::uint32_t back = first; out.size() + sizeof(typename List::Image) <= 1 + room; ++back) {
    const auto image = list.at(back);
    if (!image) break;
    append(out, *image);
    ++out[0];
  }
  return out;
}

bool tells_a_stranger(std::uint32_t identifier) { return identifier == address_item || identifier == clock_item || identifier == head_item; }

}  // namespace

void PumpLine::silence() {
  receiver_.silence();
  infrared_receiver_.silence();
}

Bytes PumpLine::answers(dlt645::Receiver& receiver, ByteView bytes, bool infrared) {
  receiver.feed(bytes);
  Bytes out;
  while (const auto frame = receiver.next())
    if (const auto answer = serve(*frame, infrared)) append(out, dlt645::encode(*answer, 0));
  return out;
}

std::optional<Frame> PumpLine::serve(const Frame& frame, bool infrared) {
  if (frame.control.from_meter() || frame.address.is_broadcast() || !frame.address.reaches(address_)) return std::nullopt;
  const auto refused = [&](std::uint8_t why) { return Frame{address_, frame.control.refusal(), {why}}; };
  switch (frame.control.byte) {
    case function::read_address: return Frame{address_, frame.control.answer(), to_bytes(address_.bytes)};
    case function::read: break;
    case function::write: return refused(err::not_authorised);
    default: return std::nullopt;
  }
  const auto asked = dlt645::identifier_of(frame);
  if (!asked) return refused(err::no_data);
  if (infrared && !tells_a_stranger(asked->value)) return refused(err::not_authorised);
  const auto found = value(asked->value, ByteView{frame.data}.subspan(di_bytes));
  if (!found) return refused(err::no_data);
  Bytes data = dlt645::wire(*asked);
  append(data, *found);
  return Frame{address_, frame.control.answer(), std::move(data)};
}

std::optional<Bytes> PumpLine::value(std::uint32_t identifier, ByteView asked) {
  const std::uint32_t group = identifier >> 8;
  if (group == usage_group || group == hung_group) return records(identifier, asked);
  if (!asked.empty()) return std::nullopt;
  const std::uint32_t number = identifier & 0xFF;
  switch (identifier) {
    case address_item: return to_bytes(address_.bytes);
    case clock_item: return pump_.clock_valid() ? std::optional{clock_bytes(pump_.clock())} : std::nullopt;
    case directory_item: return told(pump::encode(pump_.directory()));
    case black_list_item: return low_first(pump_.store().black_list().edition, 2);
    case head_item: {
      std::array<std::uint8_t, 6> highest_first = address_.bytes;
      std::ranges::reverse(highest_first);
      return told(pump::encode(pump_.head(highest_first)));
    }
    default: break;
  }
  if (number == 0) return std::nullopt;
  switch (group) {
    case parameter_group:
      if (number > meter::pump_parameter_count) return std::nullopt;
      return low_first(pump_.parameters().of(static_cast<meter::PumpParameter>(number - 1)), 4);
    case month_group: return newest_first(pump_.store().months(), number);
    case change_group: return newest_first(pump_.store().parameter_records(), number);
    case fault_group: return newest_first(pump_.store().faults(), number);
    default: return std::nullopt;
  }
}

/// `N1 number4`; nn is N too.
std::optional<Bytes> PumpLine::records(std::uint32_t identifier, ByteView asked) {
  if (asked.size() != 5 || asked[0] != (identifier & 0xFF) || asked[0] == 0 || asked[0] > most_from_a_number) return std::nullopt;
  std::array<std::uint8_t, 4> highest_first{};
  std::ranges::reverse_copy(asked.subspan(1), highest_first.begin());
  const auto first = get_bcd(highest_first);
  if (!first) return std::nullopt;
  const auto number = static_cast<std::uint32_t>(*first);
  std::array<std::array<std::uint8_t, pump::UsageRecord::size>, most_from_a_number> images{};
  const auto wanted = std::span{images}.first(asked[0]);
  const std::size_t count = identifier >> 8 == usage_group ? pump_.usage_from(number, wanted) : pump_.hung_from(number, wanted);
  Bytes out{static_cast<std::uint8_t>(count)};
  for (const auto& image : wanted.first(count)) append(out, image);
  return out;
}

}  // namespace kwota::meter_line
