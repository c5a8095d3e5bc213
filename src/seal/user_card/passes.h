// The two directions of a card file's layout. A layout is written once, as a walk over its fields; the Writer puts
// them, the Reader gets them, so that both agree by construction. Freestanding: no heap, no text, no exceptions.
// Guarantees: neither leaves its bytes; after the first field that does not fit, the walk has failed for good.
#pragma once
#include "base/core/byte_fields.h"
#include "seal/user_card/files.h"

namespace kwota::user_card {

/// Frame `68 cmd len2 data CS 16` (cards.md 5.1: State Grid user card, seen in two meter firmwares).
namespace frame {
inline constexpr std::uint8_t start = 0x68, end = 0x16;
inline constexpr std::size_t head = 4, tail = 2, overhead = head + tail;

/// Sum mod 256 from the command to the last byte of data.
constexpr std::uint8_t checksum(ByteView image) {
  unsigned sum = 0;
  for (std::size_t i = 1; i + tail < image.size(); ++i) sum += image[i];
  return static_cast<std::uint8_t>(sum);
}
}  // namespace frame

class Writer {
 public:
  explicit Writer(MutableBytes to) : rest_(to) {}

  /// Packed BCD, most significant first; refuses negative numbers and those with too many digits.
  void bcd(std::int64_t& value, std::size_t bytes) {
    const auto to = take(bytes);
    require(value >= 0 && put_bcd(to, static_cast<std::uint64_t>(value)));
  }
  /// Big-endian; fewer than eight bytes are unsigned, eight are two's complement.
  void binary(std::int64_t& value, std::size_t bytes) {
    const auto to = take(bytes);
    require(bytes == 8 || (value >= 0 && value >> (8 * bytes) == 0));
    auto left = static_cast<std::uint64_t>(value);
    for (std::size_t i = to.size(); i-- > 0; left >>= 8) to[i] = static_cast<std::uint8_t>(left);
  }
  void zeros(std::size_t bytes) {
    for (auto& b : take(bytes)) b = 0;
  }
  void require(bool holds) { good_ = good_ && holds; }
  bool done() const { return good_ && rest_.empty(); }

 private:
  MutableBytes take(std::size_t bytes) {
    require(bytes <= rest_.size());
    if (!good_) return {};
    const auto taken = rest_.first(bytes);
    rest_ = rest_.subspan(bytes);
    return taken;
  }
  MutableBytes rest_;
  bool good_ = true;
};

class Reader {
 public:
  explicit Reader(ByteView from) : fields_(from) {}

  void bcd(std::int64_t& value, std::size_t bytes) {
    const auto number = get_bcd(fields_.take(bytes));
    require(number.has_value());
    value = fields_.good() ? static_cast<std::int64_t>(*number) : 0;
  }
  void binary(std::int64_t& value, std::size_t bytes) {
    std::uint64_t number = 0;
    for (const std::uint8_t b : fields_.take(bytes)) number = (number << 8) | b;
    value = static_cast<std::int64_t>(number);
  }
  /// Reserved bytes: whatever a later edition put there is not ours to judge.
  void zeros(std::size_t bytes) { fields_.take(bytes); }
  void require(bool holds) { fields_.require(holds); }
  bool done() const { return fields_.done(); }

 private:
  ByteFields fields_;
};

}  // namespace kwota::user_card
