#include "sim/card_os/files/card_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/cause.h"
#include "base/core/crc32.h"

namespace kwota::sim {
namespace {

// magic4 crc4 sequence8 length4, then the image; the CRC covers sequence, length and image.
constexpr std::size_t header_bytes = 20, crc_offset = 4, covered_offset = 8;
constexpr std::uint32_t magic = 0x4B574331;  // "KWC1"

Error storage_failed(const std::string& what) {
  return error(Fault::ours, "card_storage_failed", "The file of the simulated card cannot be used: " + what + ".",
               {{"reason", what}});
}

}  // namespace

Bytes MemoryStorage::read(std::size_t offset, std::size_t count) {
  assert(offset + count <= bytes_.size());
  return to_bytes(ByteView(bytes_).subspan(offset, count));
}

Result<void> MemoryStorage::write(std::size_t offset, ByteView bytes) {
  assert(offset + bytes.size() <= bytes_.size());
  std::ranges::copy(bytes, bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
  return Done{};
}

Result<std::unique_ptr<FileStorage>> FileStorage::open(const std::filesystem::path& path, std::size_t size) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return storage_failed(std::strerror(errno));
  std::unique_ptr<FileStorage> file(new FileStorage(descriptor));
  if (::ftruncate(descriptor, static_cast<off_t>(size)) != 0) return storage_failed(std::strerror(errno));
  return file;
}

FileStorage::~FileStorage() { ::close(descriptor_); }

Bytes FileStorage::read(std::size_t offset, std::size_t count) {
  Bytes bytes(count);
  const auto got = ::pread(descriptor_, bytes.data(), count, static_cast<off_t>(offset));
  bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return bytes;
}

Result<void> FileStorage::write(std::size_t offset, ByteView bytes) {
  while (!bytes.empty()) {
    const auto done = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return storage_failed(std::strerror(errno));
    offset += static_cast<std::size_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  if (::fdatasync(descriptor_) != 0) return storage_failed(std::strerror(errno));
  return Done{};
}

Result<void> TornStorage::write(std::size_t offset, ByteView bytes) {
  const auto kept = torn_ ? 0 : std::min(left_, bytes.size());
  MUST(under_->write(offset, bytes.first(kept)));
  written_ += kept;
  if (left_ != no_limit) left_ -= kept;
  if (kept == bytes.size()) return Done{};
  torn_ = true;
  return error(Fault::card, Cause::power_lost, "The simulated card lost its power while it was writing.");
}

std::optional<CardMemory::Slot> CardMemory::read_slot(std::size_t slot) {
  const auto header = storage_->read(slot * slot_bytes, header_bytes);
  if (header.size() != header_bytes || get_be32(header.data()) != magic) return std::nullopt;
  const std::size_t length = get_be32(header.data() + 16);
  if (length > slot_bytes - header_bytes) return std::nullopt;
  auto image = storage_->read(slot * slot_bytes + header_bytes, length);
  const auto crc = crc32(image, crc32(ByteView(header).subspan(covered_offset)));
  if (image.size() != length || crc != get_be32(header.data() + crc_offset)) return std::nullopt;
  return Slot{get_be64(header.data() + covered_offset), std::move(image)};
}

std::optional<std::size_t> CardMemory::newest(std::array<std::optional<Slot>, 2>& slots) {
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i] = read_slot(i);
  if (!slots[0] && !slots[1]) return std::nullopt;
  if (!slots[0]) return 1;
  if (!slots[1]) return 0;
  return slots[0]->sequence > slots[1]->sequence ? 0 : 1;
}

Result<Bytes> CardMemory::load() {
  std::array<std::optional<Slot>, 2> slots;
  const auto current = newest(slots);
  if (!current)
    return error(Fault::card, "card_memory_empty", "The memory of the simulated card holds no card. Make a new card.");
  return std::move(slots[*current]->image);
}

Result<void> CardMemory::commit(ByteView image) {
  assert(image.size() <= slot_bytes - header_bytes);
  std::array<std::optional<Slot>, 2> slots;
  const auto current = newest(slots);
  const std::size_t target = current ? 1 - *current : 0;
  Bytes record(header_bytes);
  put_be32(record.data(), magic);
  put_be64(record.data() + covered_offset, current ? slots[*current]->sequence + 1 : 1);
  put_be32(record.data() + 16, static_cast<std::uint32_t>(image.size()));
  append(record, image);
  put_be32(record.data() + crc_offset, crc32(ByteView(record).subspan(covered_offset)));
  return storage_->write(target * slot_bytes, record);
}

}  // namespace kwota::sim
