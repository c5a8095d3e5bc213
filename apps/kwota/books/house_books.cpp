#include "kwota/books/house_books.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "kwota/keys/office_folder.h"
#include "store/verify/public_keys.h"

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

/// The token that signs the books knows how far they are.
class TokenWitness final : public store::Witness {
 public:
  TokenWitness(seal::Vault& vault, bool in_folder) : vault_(vault), in_folder_(in_folder) {}

  std::string name() const override { return vault_.name(); }
  bool outside_of(const std::filesystem::path&) const override { return !in_folder_; }
  bool tells_of_itself() const override { return true; }

  Result<std::optional<store::Mark>> newest() const override {
    auto kept = vault_.books_mark();
    if (!kept && cause_of(kept.error()) == Cause::vault_cannot) return std::optional<store::Mark>();
    if (!kept) return std::move(kept).error();
    if (!*kept) return std::optional<store::Mark>();
    store::Mark mark;
    if ((*kept)->size() != number_bytes + mark.hash.size()) return store::witness_unreadable(name());
    mark.number = static_cast<std::int64_t>(get_be64((*kept)->data()));
    std::copy((*kept)->begin() + number_bytes, (*kept)->end(), mark.hash.begin());
    return std::optional<store::Mark>(mark);
  }

  Result<void> tell(const store::Mark& mark, Instant) const override {
    Bytes bytes;
    append_be64(bytes, mark.number);
    append(bytes, mark.hash);
    auto kept = vault_.keep_books_mark(bytes);
    return kept.ok() || cause_of(kept.error()) == Cause::vault_cannot ? Result<void>(Done{}) : std::move(kept);
  }

 private:
  static constexpr std::size_t number_bytes = 8;
  seal::Vault& vault_;
  bool in_folder_;
};

}  // namespace

std::shared_ptr<const store::Witness> token_witness(seal::Vault& vault, const seal::VaultConfiguration& configuration) {
  return std::make_shared<TokenWitness>(vault, configuration.module.empty());
}

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
  TRY(configuration, seal::read_vault_configuration(folder));
  settings.witnesses.push_back(token_witness(vault, configuration));
  return settings;
}

Result<FolderVault> FolderVault::open(const std::filesystem::path& folder, Random& random) {
  FolderVault it;
  TRY(configuration, seal::read_vault_configuration(folder));
  if (is_office_folder(folder)) {
    TRY(pin, typed_pin(folder));
    TRY(office, seal::open_office_vault(folder, configuration, random, {.typed = pin}));
    it.office_ = std::move(office);
  } else {
    TRY(counters, seal::open_vaults(folder, configuration, random));
    it.counters_ = std::move(counters);
  }
  return it;
}

}  // namespace kwota::app
