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

class Slots {
 public:
  static constexpr std::size_t record_size = 8 + state_size + 4;
  static constexpr std::size_t storage_size = 2 * record_size;

  explicit Slots(Storage& storage) : storage_(storage) {}

  /// Nothing when neither slot holds a valid record: a virgin memory, or a damaged one.
  std::optional<State> load();
  /// False when the memory did not keep what was written; the record before it still counts then.
  bool save(const State& state);

 private:
  Storage& storage_;
  std::uint32_t sequence_ = 0;  ///< of the record that counts; 0: none
  std::size_t current_ = 1;     ///< the slot it stands in
};

}  // namespace kwota::meter
