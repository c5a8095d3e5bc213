#include "base/locked_bytes.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace kwota {
namespace {

Error not_locked() {
  const std::string reason = std::strerror(errno);
  return error(Fault::ours, "memory_not_locked",
               "The system gives no memory that stays in memory: " + reason + ". Nothing was kept. Raise the limit of locked memory.",
               {{"reason", reason}});
}

}  // namespace

Result<LockedBytes> LockedBytes::keep(ByteView secret) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  LockedBytes kept;
  const auto room = std::max(page, (secret.size() + page - 1) / page * page);
  void* pages = ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return not_locked();
  kept.page_ = static_cast<std::uint8_t*>(pages);
  kept.room_ = room;
  if (::mlock(pages, room) != 0 || ::madvise(pages, room, MADV_DONTDUMP) != 0) return not_locked();
  std::copy(secret.begin(), secret.end(), kept.page_);
  kept.size_ = secret.size();
  return kept;
}

LockedBytes& LockedBytes::operator=(LockedBytes&& other) noexcept {
  if (this == &other) return *this;
  release();
  std::swap(page_, other.page_);
  std::swap(size_, other.size_);
  std::swap(room_, other.room_);
  return *this;
}

void LockedBytes::release() {
  if (page_ == nullptr) return;
  wipe({page_, room_});
  ::munmap(page_, room_);
  page_ = nullptr;
  size_ = room_ = 0;
}

}  // namespace kwota
