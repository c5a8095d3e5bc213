#include "base/secret_memory.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>

namespace kwota {
namespace {

/// What the kernel says of the mapping that holds this address: its flags, "lo" locked, "dd" not in dumps.
std::string flags_of(const void* address) {
  std::ifstream maps{"/proc/self/smaps"};
  std::string line;
  bool here = false;
  while (std::getline(maps, line)) {
    unsigned long first = 0, after = 0;
    char dash = 0;
    std::istringstream head{line};
    if (head >> std::hex >> first >> dash >> after && dash == '-')
      here = first <= reinterpret_cast<unsigned long>(address) && reinterpret_cast<unsigned long>(address) < after;
    if (here && line.starts_with("VmFlags:")) return line;
  }
  return {};
}

TEST(SecretMemory, is_kept_out_of_dumps_and_of_the_swap_file) {
  auto* pages = take_secret_pages(100);
  pages[99] = 7;
  const auto flags = flags_of(pages);
  ASSERT_FALSE(flags.empty());
  EXPECT_NE(flags.find(" dd"), std::string::npos) << flags;
#ifndef KWOTA_ASAN  // which leaves mlock out
  rlimit locked{};
  getrlimit(RLIMIT_MEMLOCK, &locked);
  EXPECT_EQ(flags.find(" lo") != std::string::npos, locked.rlim_cur >= 65536) << flags;
#endif
  give_back_secret_pages(pages, 100);
}

TEST(SecretMemory, whoever_takes_a_page_finds_nothing_of_who_had_it_before) {
  for (int turn = 0; turn < 3; ++turn) {
    std::array<std::uint8_t*, 80> taken{};  // more than are kept
    for (auto& page : taken) {
      page = take_secret_pages(64);
      EXPECT_TRUE(std::all_of(page, page + 64, [](std::uint8_t byte) { return byte == 0; }));
      std::fill(page, page + 64, std::uint8_t{0xA5});
    }
    for (auto* page : taken) give_back_secret_pages(page, 64);
  }
}

TEST(SecretMemory, a_process_that_holds_components_writes_no_core) {
  const auto child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    rlimit core{1, 1};
    const bool good = keep_secrets_out_of_dumps() && getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 &&
                      core.rlim_max == 0 && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
    _exit(good ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace kwota
