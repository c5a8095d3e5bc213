// Fields taken off the front of bytes, one after the other. Freestanding: no heap, no text, no exceptions.
// Guarantees: never reads past the end; after the first field that was not there all of it every later one is empty or zero, and good() says so.
#pragma once
#include <algorithm>

#include "base/core/bytes.h"

namespace kwota {

class ByteFields {
 public:
  explicit constexpr ByteFields(ByteView bytes) : rest_(bytes) {}

  /// The next `count` bytes, or none.
  constexpr ByteView take(std::size_t count) {
    require(count <= rest_.size());
    if (!good_) return {};
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  template <std::size_t size>
  constexpr std::array<std::uint8_t, size> array() {
    std::array<std::uint8_t, size> field{};
    std::ranges::copy(take(size), field.begin());
    return field;
  }
  /// Leaves zeros where the field is missing.
  template <std::size_t size>
  constexpr void copy_to(std::array<std::uint8_t, size>& to) {
    to = array<size>();
  }
  constexpr std::uint8_t byte() { return array<1>()[0]; }
  constexpr std::uint16_t be16() { return get_be16(array<2>().data()); }
  constexpr std::uint32_t be32() { return get_be32(array<4>().data()); }
  constexpr void expect(ByteView bytes) { require(std::ranges::equal(take(bytes.size()), bytes)); }
  constexpr void require(bool holds) { good_ = good_ && holds; }

  constexpr bool good() const { return good_; }
  /// All fields were there, and nothing follows.
  constexpr bool done() const { return good_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool good_ = true;
};

}  // namespace kwota
