#include "base/secret_memory.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <string.h>
#include <unistd.h>

#include <cstdlib>

namespace kwota {
namespace {

std::size_t whole_pages(std::size_t bytes) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

}  // namespace

std::uint8_t* take_secret_pages(std::size_t bytes) {
  const auto size = whole_pages(bytes);
  void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) std::abort();  // as when any other memory is at its end
  madvise(pages, size, MADV_DONTDUMP);
  mlock(pages, size);
  return static_cast<std::uint8_t*>(pages);
}

void give_back_secret_pages(std::uint8_t* pages, std::size_t bytes) {
  const auto size = whole_pages(bytes);
  for (volatile std::uint8_t* p = pages; p != pages + size; ++p) *p = 0;
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
