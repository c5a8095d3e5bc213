// Non-volatile memory of the meter: two slots that take turns (meters.md 7.8 [K]).
// A record is {magic2 version2 sequence4 state CRC4}. The older slot is overwritten and read back before it counts, so
// power lost at any byte leaves the old record or the new one, whole. At start the valid record with the higher
// sequence wins. Never: half a sale.
#pragma once
#include "meter/core/state.h"

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

/// Of one of two slots: its number; 0: it holds no intact record of that kind.
std::uint32_t twin_number(const Storage& storage, std::size_t at, std::uint16_t magic, std::size_t size);
bool write_twin(Storage& storage, std::size_t at, std::uint16_t magic, std::uint32_t number, ByteView image);
inline constexpr std::size_t twin_head = 8;

/// Two slots for one kind of record. `magic` keeps another record's bytes from being taken for this one's.
template <class Value, std::size_t size, std::uint16_t magic>
class TwinSlots {
 public:
  using Image = std::array<std::uint8_t, size>;
  static constexpr std::size_t record_size = twin_head + size + 4;
  static constexpr std::size_t storage_size = 2 * record_size;

  /// `begin`: where the first of the two slots begins in the memory.
  explicit TwinSlots(Storage& storage, std::size_t begin = 0) : storage_(storage), begin_(begin) {}

  /// Nothing when neither slot holds a valid record that `decode` understands.
  std::optional<Value> load(std::optional<Value> (*decode)(const Image&)) {
    const std::uint32_t numbers[] = {twin_number(storage_, begin_, magic, size),
                                     twin_number(storage_, begin_ + record_size, magic, size)};
    const std::size_t newer = numbers[1] > numbers[0] ? 1 : 0;
    sequence_ = 0;
    for (const std::size_t slot : {newer, 1 - newer}) {
      if (numbers[slot] == 0) continue;
      Image image{};
      storage_.read(begin_ + slot * record_size + twin_head, image);
      auto value = decode(image);
      if (!value) continue;
      sequence_ = numbers[slot];
      current_ = slot;
      return value;
    }
    return std::nullopt;
  }

  /// The newest intact record as it stands, for who has no room for a value beside it; nothing is decoded. False: there is none.
  bool read(Image& image) {
    find();
    if (sequence_ != 0) storage_.read(begin_ + current_ * record_size + twin_head, image);
    return sequence_ != 0;
  }
  /// Only where the next one is written.
  void find() {
    sequence_ = 0;
    for (std::size_t slot = 0; slot < 2; ++slot) {
      const std::uint32_t number = twin_number(storage_, begin_ + slot * record_size, magic, size);
      if (number <= sequence_) continue;
      sequence_ = number;
      current_ = slot;
    }
  }

  /// False when the memory did not keep what was written; the record before it still counts then.
  bool save(const Image& image) {
    const std::size_t slot = 1 - current_;
    if (!write_twin(storage_, begin_ + slot * record_size, magic, sequence_ + 1, image)) return false;
    sequence_++;
    current_ = slot;
    return true;
  }

 private:
  Storage& storage_;
  std::size_t begin_;
  std::uint32_t sequence_ = 0;  ///< of the record that counts; 0: none
  std::size_t current_ = 1;     ///< the slot it stands in
};

/// The meter's one record.
class Slots {
 public:
  using Twins = TwinSlots<State, state_size, 0x4B4D>;  // "KM"
  static constexpr std::size_t record_size = Twins::record_size;
  static constexpr std::size_t storage_size = Twins::storage_size;

  explicit Slots(Storage& storage) : twins_(storage) {}

  /// Nothing when neither slot holds a valid record: a virgin memory, or a damaged one.
  std::optional<State> load() { return twins_.load(&decode_state); }
  /// False when the memory did not keep what was written; the record before it still counts then.
  bool save(const State& state) { return twins_.save(encode(state)); }

 private:
  Twins twins_;
};

}  // namespace kwota::meter
