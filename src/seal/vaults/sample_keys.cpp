#include "seal/vaults/sample_keys.h"

#include <algorithm>

#include "base/bytes.h"
#include "seal/cipher/sha256.h"
#include "seal/pkcs11/owner_file.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr std::string_view heading =
    "SAMPLE KEYS of the sample books in this folder, for looking and training. No money hangs on them, and no other folder knows them.\n"
    "Whoever has the next line can make cards for the sample meters of this folder.\n";

}  // namespace

Result<SampleKeys> SampleKeys::open(const std::filesystem::path& folder, Random& random) {
  const auto file = folder / file_name;
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    SecretBytes seed{Bytes(seed_bytes)};
    random.fill(seed.writable());
    MUST(write_owner_file(file, view_of(std::string(heading) + to_hex(seed.view()) + "\n")));
  }
  return read(folder);
}

Result<SampleKeys> SampleKeys::read(const std::filesystem::path& folder) {
  TRY(content, read_owner_file(folder / file_name));
  const auto text = content.view();
  const auto damaged = [] { return vault_refused("the file " + std::string(file_name) + " is not as it was written"); };
  constexpr std::size_t digits = 2 * seed_bytes;
  if (text.size() != heading.size() + digits + 1 || !equal(text.first(heading.size()), view_of(heading))) return damaged();
  const auto line = text.subspan(heading.size(), digits);
  auto seed = from_hex(std::string_view(reinterpret_cast<const char*>(line.data()), line.size()));
  if (!seed.ok()) return damaged();
  return SampleKeys{SecretBytes{std::move(*seed)}};
}

Key SampleKeys::root(Purpose purpose) const {
  if (purpose == Purpose::card_transport) return test_root(purpose);
  const auto label = "KWOTA SAMPLE KEY: " + std::string{name_of(purpose)};
  SecretBytes hashed{Bytes(label.size() + seed_.size())};
  std::ranges::copy(view_of(label), hashed.writable().begin());
  std::ranges::copy(seed_.view(), hashed.writable().subspan(label.size()).begin());
  const Digest digest = sha256(hashed.view());
  return Key::des(ByteView{digest}.first(16));
}

RootOf SampleKeys::roots() const {
  return [keys = *this](Purpose purpose) { return keys.root(purpose); };
}

}  // namespace kwota::seal
