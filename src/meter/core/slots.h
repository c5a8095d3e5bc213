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

/// Two slots for one kind of record. `magic` keeps another record's bytes from being taken for this one's.
template <class Value, std::size_t size, std::uint16_t magic>
class TwinSlots {
 public:
  using Image = std::array<std::uint8_t, size>;
  static constexpr std::size_t record_size = 8 + size + 4;
  static constexpr std::size_t storage_size = 2 * record_size;

  /// `begin`: where the first of the two slots begins in the memory.
  explicit TwinSlots(Storage& storage, std::size_t begin = 0) : storage_(storage), begin_(begin) {}

  /// Nothing when neither slot holds a valid record that `decode` understands.
  std::optional<Value> load(std::optional<Value> (*decode)(const Image&)) {
    std::optional<Value> newest;
    sequence_ = 0;
    for (std::size_t slot = 0; slot < 2; ++slot) {
      Record record{};
      storage_.read(begin_ + slot * record_size, record);
      const std::uint32_t sequence = get_be32(record.data() + 4);
      if (!intact(record) || sequence <= sequence_) continue;
      Image image{};
      for (std::size_t i = 0; i < size; ++i) image[i] = record[8 + i];
      const auto value = decode(image);
      if (!value) continue;
      newest = value;
      sequence_ = sequence;
      current_ = slot;
    }
    return newest;
  }

  /// False when the memory did not keep what was written; the record before it still counts then.
  bool save(const Image& image) {
    const std::size_t slot = 1 - current_;
    Record record{};
    put_be16(record.data(), magic);
    put_be16(record.data() + 2, version);
    put_be32(record.data() + 4, sequence_ + 1);
    for (std::size_t i = 0; i < size; ++i) record[8 + i] = image[i];
    put_be32(record.data() + crc_at, crc32(ByteView{record}.first(crc_at)));
    storage_.write(begin_ + slot * record_size, record);
    storage_.flush();

    Record back{};
    storage_.read(begin_ + slot * record_size, back);
    if (back != record) return false;
    sequence_++;
    current_ = slot;
    return true;
  }

 private:
  using Record = std::array<std::uint8_t, record_size>;
  static constexpr std::uint16_t version = 3;
  static constexpr std::size_t crc_at = record_size - 4;

  static bool intact(const Record& record) {
    return get_be16(record.data()) == magic && get_be16(record.data() + 2) == version &&
           get_be32(record.data() + crc_at) == crc32(ByteView{record}.first(crc_at));
  }

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
