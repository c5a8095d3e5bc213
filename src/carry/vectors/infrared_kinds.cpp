#include "carry/vectors/infrared_kinds.h"

#include "carry/dlt645/frame.h"
#include "carry/dlt645/pump_items.h"
#include "seal/pump_records/records.h"

namespace kwota::carry::vectors {
namespace {

using seal::vectors::Answers;
using seal::vectors::Inputs;
using seal::vectors::Kind;

constexpr std::size_t record_size = pump::UsageRecord::size, most_in_a_frame = 4;

/// Lowest byte first; nn is the number wanted.
Bytes identifier(std::uint8_t nn) { return dlt645::wire({dlt645::Edition::y2007, dlt645::pump_item("usage_records") | nn}); }

/// Rounded to whole milliseconds.
std::int64_t milliseconds(std::int64_t bytes, std::int64_t bits, std::int64_t baud) { return (bytes * bits * 1000 + baud / 2) / baud; }

Bytes request_of(const dlt645::Address& address, std::uint8_t wanted, std::uint32_t first) {
  Bytes data = identifier(wanted);
  data.push_back(wanted);
  for (int i = 0; i < 4; ++i, first /= 100) data.push_back(static_cast<std::uint8_t>((first / 10 % 10) << 4 | first % 10));
  return dlt645::encode({address, {dlt645::function::read}, data});
}

Bytes answer_of(const dlt645::Address& address, std::uint8_t wanted, const std::vector<Bytes>& records) {
  Bytes data = identifier(wanted);
  data.push_back(static_cast<std::uint8_t>(records.size()));
  for (const Bytes& record : records) append(data, record);
  return dlt645::encode({address, dlt645::Control{dlt645::function::read}.answer(), data}, 0);
}

Answers ir_records(Inputs& in) {
  const auto address = dlt645::Address::parse(in.text("address"));
  if (!address.ok()) in.refuse("\"address\": " + address.error().what);
  const auto first = static_cast<std::uint32_t>(in.number("first", 0, 99'999'999));
  const auto wanted = static_cast<std::uint8_t>(in.number("wanted", 1, most_in_a_frame));
  const std::vector<Bytes> records = in.list("records", record_size);
  if (records.size() > wanted) in.refuse("\"records\" are more than were wanted");
  if (in.refused()) return {};
  const Bytes request = request_of(*address, wanted, first), answer = answer_of(*address, wanted, records);
  const auto bytes = static_cast<std::int64_t>(request.size() + answer.size());
  return {{"request", to_hex(request)}, {"answer", to_hex(answer)}, {"milliseconds_on_air", std::to_string(milliseconds(bytes, 11, 1200))}};
}

/// No reading ends sooner than its own bytes take.
Answers ir_bound(Inputs& in) {
  const std::int64_t records = in.number("records", 0, 99'999'999), a_frame = in.number("per_frame", 1, most_in_a_frame),
                     baud = in.number("baud", 1, 1'000'000), bits = in.number("bits", 1, 12), gap = in.number("gap_ms", 0, 100'000);
  constexpr std::int64_t identifier_and_count = 5, request = dlt645::wake_up_bytes + dlt645::frame_overhead + 9;
  const std::int64_t exchanges = (records + a_frame - 1) / a_frame;
  const std::int64_t bytes = exchanges * (request + static_cast<std::int64_t>(dlt645::frame_overhead) + identifier_and_count) +
                             records * static_cast<std::int64_t>(record_size);
  const std::int64_t without = milliseconds(bytes, bits, baud);
  return {{"exchanges", std::to_string(exchanges)},
          {"bytes", std::to_string(bytes)},
          {"milliseconds_without_gaps", std::to_string(without)},
          {"milliseconds_with_gaps", std::to_string(without + exchanges * gap)}};
}

constexpr std::array kinds_of_infrared{Kind{"ir_records", ir_records}, Kind{"ir_bound", ir_bound}};

}  // namespace

std::span<const Kind> infrared_kinds() { return kinds_of_infrared; }

}  // namespace kwota::carry::vectors
