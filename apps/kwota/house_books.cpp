#include "kwota/house_books.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/public_keys.h"

namespace kwota::app {
namespace {

Error public_key_missing(const std::filesystem::path& file) {
  return error(Fault::forged, "public_key_missing",
               fmt::format("{} is not there, and these books were signed: somebody removed the vault's public key. Nothing was started. Put the file "
                           "back from a copy, or have two persons say that the books are right (kwota accept).",
                           file.string()),
               {{"file", file.string()}});
}

Error vault_replaced() {
  return error(Fault::forged, "vault_replaced",
               "The vault in this folder is not the one that signed these books: it was lost and made anew, or the books were brought here. Nothing was "
               "started. Put the vault back, or have two persons say that the books are right (kwota accept).");
}

}  // namespace

Result<store::BooksSettings> settings_with_vault(const std::filesystem::path& folder, seal::Vault& vault) {
  TRY(key, vault.root_public_key());
  const auto file = folder / store::public_key_file;
  const auto known = store::read_public_keys(file);
  std::error_code failed;
  if (std::search(known.begin(), known.end(), key.begin(), key.end()) == known.end()) {
    if (std::filesystem::exists(folder / store::books_file, failed)) return known.empty() ? public_key_missing(file) : vault_replaced();
    MUST(store::add_public_key(file, key));
  }
  TRY(check, store::check_by_public_key(key));
  store::BooksSettings settings;
  settings.folder = folder;
  settings.signer = [&vault](const store::Digest& digest) { return vault.sign_root(digest); };
  settings.check = check;
  return settings;
}

}  // namespace kwota::app
