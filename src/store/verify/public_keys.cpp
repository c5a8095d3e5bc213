#include "store/verify/public_keys.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "base/whole_file.h"

namespace kwota::store {
namespace {

/// The first key of these; empty when there is none.
ByteView first_key(ByteView keys) {
  const auto* at = keys.data();
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(d2i_PUBKEY(nullptr, &at, static_cast<long>(keys.size())),
                                                                &EVP_PKEY_free);
  return key ? keys.first(static_cast<std::size_t>(at - keys.data())) : ByteView{};
}

}  // namespace

Result<void> add_public_key(const std::filesystem::path& file, ByteView key) {
  const auto known = read_public_keys(file);
  if (std::search(known.begin(), known.end(), key.begin(), key.end()) != known.end()) return {};
  std::ofstream out(file, std::ios::binary | std::ios::app);
  out.write(reinterpret_cast<const char*>(key.data()), static_cast<std::streamsize>(key.size()));
  if (out.flush()) return {};
  return error(Fault::ours, "public_key_unwritable",
               "The vault's public key could not be written beside the books: nobody could check what it signs. Check the disk.",
               {{"file", file.string()}});
}

Bytes read_public_keys(const std::filesystem::path& file) {
  return whole_file<Bytes>(file);
}

std::optional<Bytes> signing_key(ByteView keys, const Anchor& anchor) {
  if (!anchor.signature) return std::nullopt;
  for (auto key = first_key(keys); !key.empty(); key = first_key(keys)) {
    const auto check = check_by_public_key(key);
    if (check && (*check)(anchor.hash, *anchor.signature)) return to_bytes(key);
    keys = keys.subspan(key.size());
  }
  return std::nullopt;
}

}  // namespace kwota::store
