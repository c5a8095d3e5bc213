// Non-volatile memory of a machine in the field: two slots that take turns (meters.md 7.8 [K]).
// A record is {magic2 version2 sequence4 state CRC4}. The older slot is overwritten and read back before it counts, so
// power lost at any byte leaves the old record or the new one, whole. At start the valid record with the higher
// sequence wins. Never: half a sale.
#pragma once
#include <array>
#include <optional>

#include "base/core/core.h"

namespace kwota::meter {

/// The memory chip. Writes may stop after any byte when power goes; bytes already written stay.
class Storage {
 public:
  virtual void read(std::size_t offset, MutableBytes to) const = 0;
  virtual void write(std::size_t offset, ByteView bytes) = 0;
  /// Returns when everything written will survive a loss of power.
  virtual void flush() = 0;

 protected:
  ~Storage() = default;
};

// A record in the memory is a head, an image and a CRC-32 over both. What is done with it is written once for all sizes, so that a
// small processor has it once.

/// Written, flushed and read back; false: the memory did not keep it.
bool write_record(Storage& storage, std::size_t at, ByteView head, ByteView image);
/// Whether the CRC behind an image of that size fits; reads piece by piece.
bool is_intact(const Storage& storage, std::size_t at, ByteView head, std::size_t size);

inline constexpr std::size_t twin_head = 8;

/// Two slots for one record, whatever stands in it.
class TwinPlace {
 public:
  TwinPlace(Storage& storage, std::size_t begin, std::uint16_t size, std::uint16_t magic) : storage_(storage), begin_(begin), size_(size), magic_(magic) {}
  /// Looks where the record that counts stands. False: neither slot holds an intact one of that kind.
  bool find();
  /// The other one, when it is intact: for who does not understand the first.
  bool find_older();
  void read(MutableBytes image) const;
  /// False when the memory did not keep what was written; the record before it still counts then.
  bool save(ByteView image);

 private:
  std::size_t slot_at(std::size_t slot) const { return begin_ + slot * (twin_head + size_ + 4u); }
  std::uint32_t number_of(std::size_t slot) const;
  Storage& storage_;
  std::size_t begin_;
  std::uint16_t size_, magic_;
  std::uint32_t sequence_ = 0;  ///< of the record that counts; 0: none
  std::size_t current_ = 1;     ///< the slot it stands in
};

/// Two slots for one kind of record. `magic` keeps another record's bytes from being taken for this one's.
template <class Value, std::size_t size, std::uint16_t magic>
class TwinSlots {
 public:
  using Image = std::array<std::uint8_t, size>;
  static constexpr std::size_t record_size = twin_head + size + 4;
  static constexpr std::size_t storage_size = 2 * record_size;

  /// `begin`: where the first of the two slots begins in the memory.
  explicit TwinSlots(Storage& storage, std::size_t begin = 0) : place_(storage, begin, size, magic) {}

  /// Nothing when neither slot holds a valid record that `decode` understands.
  std::optional<Value> load(std::optional<Value> (*decode)(const Image&)) {
    for (bool there = place_.find(); there; there = place_.find_older()) {
      Image image{};
      place_.read(image);
      if (auto value = decode(image)) return value;
    }
    return std::nullopt;
  }

  /// The newest intact record as it stands, for who has no room for a value beside it; nothing is decoded. False: there is none.
  bool read(Image& image) {
    const bool there = place_.find();
    if (there) place_.read(image);
    return there;
  }
  /// Only where the next one is written.
  void find() { place_.find(); }

  /// False when the memory did not keep what was written; the record before it still counts then.
  bool save(const Image& image) { return place_.save(image); }

 private:
  TwinPlace place_;
};

}  // namespace kwota::meter
