// Numbers one after another in a record of the pump's memory, highest byte first.
#pragma once
#include "base/core/core.h"

namespace kwota::meter {

class ImageOut {
 public:
  explicit ImageOut(MutableBytes to) : to_(to) {}
  void number(std::int64_t value, std::size_t bytes) {
    for (std::size_t i = bytes; i-- > 0;) to_[at_++] = static_cast<std::uint8_t>(value >> (8 * i));
  }
  void bytes(ByteView from) {
    for (const std::uint8_t byte : from) to_[at_++] = byte;
  }

 private:
  MutableBytes to_;
  std::size_t at_ = 0;
};

class ImageIn {
 public:
  explicit ImageIn(ByteView from) : from_(from) {}
  std::int64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | from_[at_++];
    return static_cast<std::int64_t>(value);
  }
  std::uint8_t byte() { return from_[at_++]; }
  std::uint32_t word() { return static_cast<std::uint32_t>(number(4)); }
  void bytes(MutableBytes to) {
    for (std::uint8_t& byte : to) byte = from_[at_++];
  }

 private:
  ByteView from_;
  std::size_t at_ = 0;
};

}  // namespace kwota::meter
