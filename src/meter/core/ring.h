// A list of the newest records in non-volatile memory: each one stands in a slot of its own under a number that only rises, and
// the oldest slot is written over. Power lost at any byte of a new record leaves the ones before whole; how many there ever were
// is the highest number. Never: held in RAM. Begin with append().
#pragma once
#include "meter/core/slots.h"

namespace kwota::meter {

/// `kept` records of `size` bytes can always be read back.
template <std::size_t size, std::size_t kept, std::uint16_t magic>
class Ring {
 public:
  using Image = std::array<std::uint8_t, size>;
  static constexpr std::size_t record_size = 6 + size + 4;
  static constexpr std::size_t slots = kept + 1;  ///< the one that is being written is none of the kept ones
  static constexpr std::size_t storage_size = slots * record_size;

  /// `begin`: where the first slot begins in the memory.
  Ring(Storage& storage, std::size_t begin) : storage_(storage), begin_(begin) {}

  /// Looks for the newest record; call when power comes.
  void load() {
    count_ = 0;
    for (std::size_t slot = 0; slot < slots; ++slot) {
      std::array<std::uint8_t, 6> head{};
      storage_.read(begin_ + slot * record_size, head);
      const std::uint32_t number = get_be32(head.data() + 2);
      if (get_be16(head.data()) != magic || number % slots != slot || number <= count_) continue;
      if (intact(read(slot))) count_ = number;
    }
  }

  /// How many there ever were.
  std::uint32_t count() const { return count_; }

  /// `back` 1 is the newest. Nothing: there is none so far back, or it is damaged.
  std::optional<Image> at(std::uint32_t back) const {
    if (back == 0 || back > kept || back > count_) return std::nullopt;
    const std::uint32_t number = count_ - back + 1;
    const Record record = read(number % slots);
    if (!intact(record) || get_be32(record.data() + 2) != number) return std::nullopt;
    Image image{};
    for (std::size_t i = 0; i < size; ++i) image[i] = record[6 + i];
    return image;
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
    Record record{};
    put_be16(record.data(), magic);
    put_be32(record.data() + 2, number);
    for (std::size_t i = 0; i < size; ++i) record[6 + i] = image[i];
    put_be32(record.data() + crc_at, crc32(ByteView{record}.first(crc_at)));
    storage_.write(begin_ + number % slots * record_size, record);
    storage_.flush();
    if (read(number % slots) != record) return false;
    if (number > count_) count_ = number;
    return true;
  }

 private:
  using Record = std::array<std::uint8_t, record_size>;
  static constexpr std::size_t crc_at = record_size - 4;

  Record read(std::size_t slot) const {
    Record record{};
    storage_.read(begin_ + slot * record_size, record);
    return record;
  }
  static bool intact(const Record& record) {
    return get_be16(record.data()) == magic && get_be32(record.data() + crc_at) == crc32(ByteView{record}.first(crc_at));
  }

  Storage& storage_;
  std::size_t begin_;
  std::uint32_t count_ = 0;
};

}  // namespace kwota::meter
