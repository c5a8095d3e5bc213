#include "seal/pkcs11/owner_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>

#include "base/key_file.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

Error refused(const std::filesystem::path& file, std::string_view why) {
  return vault_refused(fmt::format("the file {} {}", file.filename().string(), why));
}

}  // namespace

Result<void> write_owner_file(const std::filesystem::path& file, ByteView content) {
  if (!put_owner_file(file, content)) return refused(file, "cannot be written");
  return {};
}

Result<SecretBytes> read_owner_file(const std::filesystem::path& file) {
  constexpr std::size_t content_max = 65536;
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) return refused(file, "is missing");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) return refused(file, "can be read by others: set its mode to 0600");
  if (facts.st_size < 0 || static_cast<std::size_t>(facts.st_size) > content_max) return refused(file, "is too long");
  SecretBytes content{Bytes(static_cast<std::size_t>(facts.st_size))};
  std::ifstream in{file, std::ios::binary};
  in.rdbuf()->pubsetbuf(nullptr, 0);  // no second copy of a secret in a stream's buffer
  in.read(reinterpret_cast<char*>(content.writable().data()), static_cast<std::streamsize>(content.size()));
  if (in.gcount() != static_cast<std::streamsize>(content.size())) return refused(file, "is not complete");
  return content;
}

}  // namespace kwota::seal
