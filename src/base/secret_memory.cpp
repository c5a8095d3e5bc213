#include "base/secret_memory.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <string.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <mutex>

#ifdef KWOTA_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace kwota {
namespace {

std::size_t page_bytes() {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

std::size_t whole_pages(std::size_t bytes) { return (bytes + page_bytes() - 1) / page_bytes() * page_bytes(); }

void forbid([[maybe_unused]] const std::uint8_t* page) {
#ifdef KWOTA_ASAN
  __asan_poison_memory_region(page, page_bytes());
#endif
}

void allow([[maybe_unused]] const std::uint8_t* page) {
#ifdef KWOTA_ASAN
  __asan_unpoison_memory_region(page, page_bytes());
#endif
}

/// Wiped pages that wait for the next key: a sale takes and gives back a dozen, and to ask the system for each costs four calls of it.
class SparePages {
 public:
  std::uint8_t* take() {
    const std::lock_guard lock{mutex_};
    if (count_ == 0) return nullptr;
    auto* page = pages_[--count_];
    allow(page);
    return page;
  }
  /// False: there are enough.
  bool keep(std::uint8_t* page) {
    const std::lock_guard lock{mutex_};
    if (count_ == pages_.size()) return false;
    forbid(page);
    pages_[count_++] = page;
    return true;
  }

 private:
  std::mutex mutex_;
  std::array<std::uint8_t*, 64> pages_{};
  std::size_t count_ = 0;
};

/// Never destroyed: keys may outlive every static object.
SparePages& spare_pages() {
  static auto& pages = *new SparePages;
  return pages;
}

std::uint8_t* new_pages(std::size_t size) {
  void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) std::abort();  // as when any other memory is at its end
  madvise(pages, size, MADV_DONTDUMP);
  mlock(pages, size);
  return static_cast<std::uint8_t*>(pages);
}

}  // namespace

std::uint8_t* take_secret_pages(std::size_t bytes) {
  const auto size = whole_pages(bytes);
  auto* spare = size == page_bytes() ? spare_pages().take() : nullptr;
  return spare != nullptr ? spare : new_pages(size);
}

void give_back_secret_pages(std::uint8_t* pages, std::size_t bytes) {
  const auto size = whole_pages(bytes);
  explicit_bzero(pages, size);
  if (size == page_bytes() && spare_pages().keep(pages)) return;
  munmap(pages, size);  // and with it the lock
}

[[gnu::noinline]] void wipe_spent_stack() {
  constexpr std::size_t deepest = 32 * 1024;  // a parsed body and its answer take less than half
  std::uint8_t spent[deepest];
  explicit_bzero(spent, sizeof spent);
}

bool keep_secrets_out_of_dumps() {
  const rlimit none{0, 0};
  const bool no_core = setrlimit(RLIMIT_CORE, &none) == 0;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && no_core;
}

}  // namespace kwota
