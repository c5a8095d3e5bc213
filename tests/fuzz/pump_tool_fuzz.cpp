// What stands on a tool card, whoever wrote it, is no frame or the very frame that its order is written as; and a pump's records are read or refused.
#include <algorithm>
#include <cstdlib>

#include "base/bytes.h"
#include "seal/pump_records/records.h"
#include "seal/pump_records/tool_frames.h"

namespace {

using namespace kwota;

void expect(bool holds) {
  if (!holds) std::abort();
}

/// What is read of a record is written again as it stood there.
template <class Record, class Decode>
void comes_back(ByteView bytes, Decode decode) {
  pump::Image<Record> image{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), image.size()), image.begin());
  const auto record = decode(image);
  if (!record) return;
  const auto written = encode(*record);
  expect(written && decode(*written).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  if (const auto frame = pump::decode_tool_frame(bytes)) {
    const auto written = pump::encode(*frame);
    expect(written && equal(written->view(), bytes));
  }
  if (const auto head = pump::open_tool_frame(bytes)) expect(head->size <= size);
  comes_back<pump::UsageRecord>(bytes, pump::decode_usage);
  comes_back<pump::HungRecord>(bytes, pump::decode_hung);
  comes_back<pump::ControllerRecord>(bytes, pump::decode_controller);
  comes_back<pump::ParameterRecord>(bytes, pump::decode_parameter);
  comes_back<pump::CardFault>(bytes, pump::decode_fault);
  comes_back<pump::SettlementMonth>(bytes, pump::decode_month);
  comes_back<pump::Directory>(bytes, pump::decode_directory);
  comes_back<pump::Head>(bytes, pump::decode_head);
  comes_back<pump::CollectHead>(bytes, pump::decode_collect_head);
  return 0;
}
