#include "work/letters/secrets.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace kwota::letters {
namespace {

constexpr std::size_t secret_max = 512;

}  // namespace

std::optional<std::string> read_secret(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  struct stat facts {};
  std::array<char, secret_max + 1> bytes{};
  const bool own = ::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  const auto count = own ? ::read(descriptor, bytes.data(), bytes.size()) : -1;
  ::close(descriptor);
  std::optional<std::string> out;
  if (count > 0 && static_cast<std::size_t>(count) <= secret_max) {
    const std::string_view all(bytes.data(), static_cast<std::size_t>(count));
    const auto line = all.substr(0, all.find_first_of("\r\n"));
    if (!line.empty() && line.find('\0') == std::string_view::npos) out.emplace(line);
  }
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return out;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace kwota::letters
