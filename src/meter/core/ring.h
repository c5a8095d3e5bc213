// A list of the newest records in non-volatile memory: each one stands in a slot of its own under a number that only rises, and
// the oldest slot is written over. Power lost at any byte of a new record leaves the ones before whole; how many there ever were
// is the highest number. Never: held in RAM. Begin with append().
#pragma once
#include "meter/core/slots.h"

namespace kwota::meter {

inline constexpr std::size_t ring_head = 6;

/// Where a list lies, and what is done with its slots: written once for all sizes.
struct RingPlace {
  std::size_t begin = 0;
  std::uint32_t slots = 0;
  std::size_t size = 0;
  std::uint16_t magic = 0;
  std::size_t slot_at(std::uint32_t number) const;
  /// The highest number of an intact record.
  std::uint32_t newest(const Storage& storage) const;
  bool read(const Storage& storage, std::uint32_t number, MutableBytes image) const;
  bool write(Storage& storage, std::uint32_t number, ByteView image) const;
};

/// `kept` records of `size` bytes can always be read back.
template <std::size_t size, std::size_t kept, std::uint16_t magic>
class Ring {
 public:
  using Image = std::array<std::uint8_t, size>;
  static constexpr std::size_t record_size = ring_head + size + 4;
  static constexpr std::size_t slots = kept + 1;  ///< the one that is being written is none of the kept ones
  static constexpr std::size_t storage_size = slots * record_size;

  /// `begin`: where the first slot begins in the memory.
  Ring(Storage& storage, std::size_t begin) : storage_(storage), begin_(begin) {}

  /// Looks for the newest record; call when power comes.
  void load() { count_ = place().newest(storage_); }

  /// How many there ever were.
  std::uint32_t count() const { return count_; }

  /// `back` 1 is the newest. Nothing: there is none so far back, or it is damaged.
  std::optional<Image> at(std::uint32_t back) const {
    if (back == 0 || back > kept || back > count_) return std::nullopt;
    Image image{};
    return place().read(storage_, count_ - back + 1, image) ? std::optional{image} : std::nullopt;
  }

  /// The record with that number, if it is kept.
  std::optional<Image> numbered(std::uint32_t number) const {
    return number == 0 || number > count_ ? std::nullopt : at(count_ - number + 1);
  }

  /// False when the memory did not keep it; the records before are untouched.
  bool append(const Image& image) { return put(count_ + 1, image); }

  /// Writes the record of that number: the next one, or one that is kept, again. Whoever writes one again has it stored elsewhere
  /// until this returns: power lost meanwhile damages it. One that is kept no more is left alone.
  bool put(std::uint32_t number, const Image& image) {
    if (number + kept <= count_) return true;
    if (!place().write(storage_, number, image)) return false;
    if (number > count_) count_ = number;
    return true;
  }

 private:
  RingPlace place() const { return {begin_, slots, size, magic}; }

  Storage& storage_;
  std::size_t begin_;
  std::uint32_t count_ = 0;
};

}  // namespace kwota::meter
