#include "meter/parts/slots.h"

#include "meter/parts/ring.h"

namespace kwota::meter {
namespace {

constexpr std::uint16_t version = 3;
using Crc = std::array<std::uint8_t, 4>;
using Piece = std::array<std::uint8_t, 16>;
using TwinHead = std::array<std::uint8_t, twin_head>;
using RingHead = std::array<std::uint8_t, ring_head>;

Crc crc_bytes(std::uint32_t crc) {
  Crc bytes{};
  put_be32(bytes.data(), crc);
  return bytes;
}

/// Piece by piece: a small processor has no room for a second copy of a record.
template <class Look>
bool all_pieces(const Storage& storage, std::size_t at, std::size_t size, Look&& look) {
  Piece piece{};
  for (std::size_t done = 0; done < size; done += piece.size()) {
    const MutableBytes part = MutableBytes{piece}.first(size - done < piece.size() ? size - done : piece.size());
    storage.read(at + done, part);
    if (!look(done, ByteView{part})) return false;
  }
  return true;
}

bool stands(const Storage& storage, std::size_t at, ByteView bytes) {
  return all_pieces(storage, at, bytes.size(), [&](std::size_t done, ByteView part) {
    for (std::size_t i = 0; i < part.size(); ++i)
      if (part[i] != bytes[done + i]) return false;
    return true;
  });
}

RingHead head_of(std::uint16_t magic, std::uint32_t number) {
  RingHead head{};
  put_be16(head.data(), magic);
  put_be32(head.data() + 2, number);
  return head;
}

}  // namespace

bool write_record(Storage& storage, std::size_t at, ByteView head, ByteView image) {
  const Crc crc = crc_bytes(crc32(image, crc32(head)));
  const std::size_t image_at = at + head.size(), crc_at = image_at + image.size();
  storage.write(at, head);
  storage.write(image_at, image);
  storage.write(crc_at, crc);
  storage.flush();
  return stands(storage, at, head) && stands(storage, image_at, image) && stands(storage, crc_at, crc);
}

bool is_intact(const Storage& storage, std::size_t at, ByteView head, std::size_t size) {
  std::uint32_t crc = crc32(head);
  all_pieces(storage, at + head.size(), size, [&](std::size_t, ByteView part) {
    crc = crc32(part, crc);
    return true;
  });
  return stands(storage, at + head.size() + size, crc_bytes(crc));
}

std::uint32_t TwinPlace::number_of(std::size_t slot) const {
  TwinHead head{};
  storage_.read(slot_at(slot), head);
  const bool ours = get_be16(head.data()) == magic_ && get_be16(head.data() + 2) == version;
  return ours && is_intact(storage_, slot_at(slot), head, size_) ? get_be32(head.data() + 4) : 0;
}

bool TwinPlace::find() {
  sequence_ = 0;
  for (std::size_t slot = 0; slot < 2; ++slot) {
    const std::uint32_t number = number_of(slot);
    if (number <= sequence_) continue;
    sequence_ = number;
    current_ = slot;
  }
  return sequence_ != 0;
}

bool TwinPlace::find_older() {
  const std::uint32_t number = number_of(1 - current_);
  const bool older = number != 0 && number < sequence_;
  sequence_ = older ? number : 0;
  if (older) current_ = 1 - current_;
  return older;
}

void TwinPlace::read(MutableBytes image) const { storage_.read(slot_at(current_) + twin_head, image); }

bool TwinPlace::save(ByteView image) {
  const std::size_t slot = 1 - current_;
  TwinHead head{};
  put_be16(head.data(), magic_);
  put_be16(head.data() + 2, version);
  put_be32(head.data() + 4, sequence_ + 1);
  if (!write_record(storage_, slot_at(slot), head, image)) return false;
  sequence_++;
  current_ = slot;
  return true;
}

// ---- lists

std::size_t RingPlace::slot_at(std::uint32_t number) const { return begin_ + number % (kept_ + 1u) * (ring_head + size_ + 4u); }

void RingPlace::load() {
  const std::uint32_t slots = kept_ + 1u;
  count_ = 0;
  for (std::uint32_t slot = 0; slot < slots; ++slot) {
    RingHead head{};
    storage_.read(slot_at(slot), head);
    const std::uint32_t number = get_be32(head.data() + 2);
    if (get_be16(head.data()) != magic_ || number % slots != slot || number <= count_) continue;
    if (is_intact(storage_, slot_at(slot), head, size_)) count_ = number;
  }
}

bool RingPlace::read(std::uint32_t back, MutableBytes image) const {
  if (back == 0 || back > kept_ || back > count_) return false;
  const std::uint32_t number = count_ - back + 1;
  const RingHead head = head_of(magic_, number);
  if (!stands(storage_, slot_at(number), head) || !is_intact(storage_, slot_at(number), head, size_)) return false;
  storage_.read(slot_at(number) + head.size(), image);
  return true;
}

bool RingPlace::put(std::uint32_t number, ByteView image) {
  if (number + kept_ <= count_) return true;
  if (!write_record(storage_, slot_at(number), head_of(magic_, number), image)) return false;
  if (number > count_) count_ = number;
  return true;
}

}  // namespace kwota::meter
