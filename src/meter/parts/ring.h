// A list of the newest records in non-volatile memory: each one stands in a slot of its own under a number that only rises, and
// the oldest slot is written over. Power lost at any byte of a new record leaves the ones before whole; how many there ever were
// is the highest number. Never: held in RAM. Begin with append().
#pragma once
#include "meter/parts/slots.h"

namespace kwota::meter {

inline constexpr std::size_t ring_head = 6;

/// Where a list lies, and what is done with its slots: written once for all sizes.
class RingPlace {
 public:
  RingPlace(Storage& storage, std::size_t begin, std::uint16_t kept, std::uint16_t size, std::uint16_t magic)
      : storage_(storage), begin_(begin), kept_(kept), size_(size), magic_(magic) {}
  /// Looks for the newest record; call when power comes.
  void load();
  /// How many there ever were.
  std::uint32_t count() const { return count_; }
  /// `back` 1 is the newest. False: there is none so far back, or it is damaged.
  bool read(std::uint32_t back, MutableBytes image) const;
  bool put(std::uint32_t number, ByteView image);

 private:
  std::size_t slot_at(std::uint32_t number) const;
  Storage& storage_;
  std::size_t begin_;
  std::uint16_t kept_, size_, magic_;
  std::uint32_t count_ = 0;
};

/// Of records of `size` bytes, however many are kept.
template <std::size_t size>
class RingOf : public RingPlace {
 public:
  using Image = std::array<std::uint8_t, size>;
  using RingPlace::RingPlace;

  /// `back` 1 is the newest. Nothing: there is none so far back, or it is damaged.
  std::optional<Image> at(std::uint32_t back) const {
    std::optional<Image> image{Image{}};
    if (!read(back, *image)) image.reset();
    return image;
  }

  /// The record with that number, if it is kept.
  std::optional<Image> numbered(std::uint32_t number) const { return at(number == 0 || number > count() ? 0 : count() - number + 1); }

  /// False when the memory did not keep it; the records before are untouched.
  bool append(const Image& image) { return put(count() + 1, image); }

  /// Writes the record of that number: the next one, or one that is kept, again. Whoever writes one again has it stored elsewhere
  /// until this returns: power lost meanwhile damages it. One that is kept no more is left alone.
  bool put(std::uint32_t number, const Image& image) { return RingPlace::put(number, image); }
};

/// `kept` records of `size` bytes can always be read back.
template <std::size_t size, std::size_t kept, std::uint16_t magic>
class Ring : public RingOf<size> {
 public:
  static constexpr std::size_t record_size = ring_head + size + 4;
  static constexpr std::size_t slots = kept + 1;  ///< the one that is being written is none of the kept ones
  static constexpr std::size_t storage_size = slots * record_size;

  /// `begin`: where the first slot begins in the memory.
  Ring(Storage& storage, std::size_t begin) : RingOf<size>(storage, begin, kept, size, magic) {}
};

}  // namespace kwota::meter
