#include "kwota/bench/bench_disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "store/folder_lock.h"

namespace kwota::app {
namespace {

constexpr std::size_t block = 4096;

/// Blocks per second; `step` 0 writes in place, `block` appends. Negative: the disk said no.
double rate(int file, int count, off_t step) {
  std::array<char, block> page{};
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) {
    page[0] = static_cast<char>(i);
    if (::pwrite(file, page.data(), page.size(), i * step) != static_cast<ssize_t>(page.size()) || ::fdatasync(file) != 0)
      return -1;
  }
  return count / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

Result<DiskRates> measure_disk(const std::filesystem::path& folder, int count) {
  const auto name = folder / "disk.bench";
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return store::unavailable(name.string());
  const DiskRates rates{.overwrite = rate(file, count, 0), .append = rate(file, count, block)};
  ::close(file);
  std::error_code failed;
  std::filesystem::remove(name, failed);
  if (rates.overwrite < 0 || rates.append < 0) return store::unavailable(name.string());
  return rates;
}

}  // namespace kwota::app
