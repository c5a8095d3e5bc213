#include "kwota/books/books_desk.h"

#include <fmt/format.h>

#include "base/secret_memory.h"
#include "kwota/books/house_books.h"
#include "kwota/keys/office_folder.h"
#include "kwota/terminal.h"
#include "store/clock_watch.h"
#include "store/folder_nature.h"

namespace kwota::app {
namespace {

Error no_books_in(const std::string& folder) {
  return error(Fault::request, "no_books", fmt::format("There are no books in {}. Nothing was done. Name their folder with --data.", folder),
               {{"folder", folder}});
}

Result<seal::Vaults> vaults_of(const std::filesystem::path& folder, const seal::VaultConfiguration& configuration, Random& random) {
  TRY(nature, store::nature_of_folder(folder));
  if (!nature) return no_books_in(folder.string());
  if (*nature != books::Nature::sample) return seal::open_vaults(folder, configuration, random);
  TRY(keys, seal::SampleKeys::read(folder));
  return seal::open_vaults(folder, configuration, random, keys);
}

}  // namespace

Result<std::unique_ptr<BooksDesk>> BooksDesk::open(const std::string& data) {
  keep_secrets_out_of_dumps();
  const std::filesystem::path folder(data);
  if (is_office_folder(folder))
    return error(Fault::request, "folder_of_key_office",
                 fmt::format("A key office lives in {}: nothing of the counters is ordered from there. Name the counters' folder with --data.", folder.string()),
                 {{"folder", folder.string()}});
  std::unique_ptr<BooksDesk> desk(new BooksDesk());
  TRY(configuration, seal::read_vault_configuration(folder));
  TRY(vaults, vaults_of(folder, configuration, desk->random_));
  desk->vaults_ = std::move(vaults);
  desk->counter_configuration_ = configuration.counter;
  TRY(settings, settings_with_vault(folder, *desk->vaults_.sealing));
  settings.synchronised = store::clock_is_synchronised;
  TRY(opened, store::Books::open(settings, desk->clock_));
  desk->books_ = std::move(opened);
  desk->counter_ = counter_vault::CounterVault::open({desk->counter_configuration_, folder, desk->vaults_, *desk->books_, desk->clock_});
  if (auto awaited = seal::own_keys_awaited(*desk->vaults_.sealing)) return *std::move(awaited);
  MUST(desk->open_load_sam());
  desk->factors_.emplace(folder, desk->random_, desk->clock_);
  desk->people_.emplace(PeopleAtTerminal::Parts{*desk->books_, desk->clock_, desk->random_}, *desk->factors_);
  return desk;
}

/// Its holder types his PIN here as he does at the counter.
Result<void> BooksDesk::open_load_sam() {
  if (counter_->kind() != seal::SealsWith::load_sam) return {};
  TRY(pin, ask_unseen(fmt::format("PIN of the load SAM of terminal {}", counter_->label())));
  return counter_->enter_pin(std::move(pin));
}

}  // namespace kwota::app
