#include "kwota/wiped_memory.h"

#include <malloc.h>
#include <string.h>

#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KWOTA_OWN_DELETE 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KWOTA_OWN_DELETE 0
#endif
#endif
#ifndef KWOTA_OWN_DELETE
#define KWOTA_OWN_DELETE 1  // sanitizers have their own, and look at memory that was freed
#endif

namespace kwota::app {
namespace {

std::atomic<bool> wiping{false};

}  // namespace

void wipe_what_is_freed() { wiping.store(true, std::memory_order_relaxed); }

#if KWOTA_OWN_DELETE
// jemalloc's, where that is the heap: to whom the size is said, he looks for no piece.
extern "C" [[gnu::weak]] void sdallocx(void* memory, std::size_t size, int flags) noexcept;

namespace {

void give_back(void* memory) noexcept {
  if (memory != nullptr && wiping.load(std::memory_order_relaxed)) explicit_bzero(memory, malloc_usable_size(memory));
  std::free(memory);
}
void give_back(void* memory, std::size_t size) noexcept {
  if (memory == nullptr || sdallocx == nullptr || wiping.load(std::memory_order_relaxed)) return give_back(memory);
  sdallocx(memory, size, 0);
}

}  // namespace
#endif

}  // namespace kwota::app

#if KWOTA_OWN_DELETE
void operator delete(void* memory) noexcept { kwota::app::give_back(memory); }
void operator delete(void* memory, std::size_t size) noexcept { kwota::app::give_back(memory, size); }
void operator delete[](void* memory) noexcept { kwota::app::give_back(memory); }
void operator delete[](void* memory, std::size_t size) noexcept { kwota::app::give_back(memory, size); }
#endif
