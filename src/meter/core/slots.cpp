#include "meter/core/slots.h"

namespace kwota::meter {
namespace {

using Record = std::array<std::uint8_t, Slots::record_size>;
constexpr std::uint16_t magic = 0x4B4D;  // "KM"
constexpr std::uint16_t version = 1;
constexpr std::size_t crc_at = Slots::record_size - 4;

bool intact(const Record& record) {
  return get_be16(record.data()) == magic && get_be16(record.data() + 2) == version &&
         get_be32(record.data() + crc_at) == crc32(ByteView{record}.first(crc_at));
}

}  // namespace

std::optional<State> Slots::load() {
  std::optional<State> newest;
  sequence_ = 0;
  for (std::size_t slot = 0; slot < 2; ++slot) {
    Record record{};
    storage_.read(slot * record_size, record);
    const std::uint32_t sequence = get_be32(record.data() + 4);
    if (!intact(record) || sequence <= sequence_) continue;
    StateImage image{};
    for (std::size_t i = 0; i < state_size; ++i) image[i] = record[8 + i];
    const auto state = decode_state(image);
    if (!state) continue;
    newest = state;
    sequence_ = sequence;
    current_ = slot;
  }
  return newest;
}

bool Slots::save(const State& state) {
  const std::size_t slot = 1 - current_;
  Record record{};
  put_be16(record.data(), magic);
  put_be16(record.data() + 2, version);
  put_be32(record.data() + 4, sequence_ + 1);
  const StateImage image = encode(state);
  for (std::size_t i = 0; i < state_size; ++i) record[8 + i] = image[i];
  put_be32(record.data() + crc_at, crc32(ByteView{record}.first(crc_at)));
  storage_.write(slot * record_size, record);
  storage_.flush();

  Record back{};
  storage_.read(slot * record_size, back);
  if (back != record) return false;
  sequence_++;
  current_ = slot;
  return true;
}

}  // namespace kwota::meter
