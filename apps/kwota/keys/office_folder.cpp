#include "kwota/keys/office_folder.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <fstream>
#include <optional>

#include "base/secret_memory.h"
#include "kwota/books/house_books.h"
#include "kwota/terminal.h"
#include "kwota/wiped_memory.h"
#include "store/books.h"
#include "work/office_link/post.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

constexpr int answer_seconds = 60;  // a meter on a slow line is behind some of the questions [K]

/// [K] Six digits are tried out on a copy of a software token within a day.
constexpr std::size_t typed_pin_min = 12;

Result<SecretBytes> ask_new_pin() {
  for (;;) {
    TRY(pin, ask_unseen(fmt::format("New PIN of the key office's token, at least {} characters", typed_pin_min)));
    TRY(again, ask_unseen("The same once more"));
    if (!equal_secret(pin.view(), again.view()))
      fmt::print(stderr, "These were two different PINs.\n");
    else if (pin.size() >= typed_pin_min)
      return pin;
  }
}

Result<std::string> post_to_counters(const std::string& address, const std::string& envelope) {
  return office_link::post_json(address, "/api/v1/office-link", envelope, answer_seconds);
}

}  // namespace

bool is_office_folder(const fs::path& folder) {
  std::error_code failed;
  return fs::exists(folder / office_mark, failed);
}

Error no_key_office(const fs::path& folder) {
  return error(Fault::request, "no_key_office", fmt::format("There is no key office in {}. Nothing was done. Name its folder with --data.", folder.string()),
               {{"folder", folder.string()}});
}

Result<void> make_office_folder(const fs::path& folder) {
  std::error_code failed;
  if (is_office_folder(folder)) return {};
  if (fs::exists(folder / store::books_file, failed))
    return error(Fault::request, "folder_of_counters",
                 fmt::format("Books that sell lie in {}. Nothing was done. Give the key office a folder of its own with --data.", folder.string()),
                 {{"folder", folder.string()}});
  fs::create_directories(folder, failed);
  if (fs::is_directory(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);  // somebody's file keeps its rights
  std::ofstream mark(folder / office_mark);
  mark << "The key office of a Kwota lives here. Nothing in this folder belongs on a machine that sells.\n";
  if (!mark.flush())
    return error(Fault::ours, "folder_unwritable", fmt::format("Nothing can be written in {}.", folder.string()), {{"folder", folder.string()}});
  return {};
}

Result<seal::PinSource> typed_pin(const fs::path& folder) {
  TRY(configuration, seal::read_vault_configuration(folder));
  if (!configuration.office.pin.typed) return seal::PinSource{};
  const auto kept = std::make_shared<std::optional<SecretBytes>>();
  std::error_code failed;
  const bool is_new = configuration.module.empty() && !fs::exists(folder / store::books_file, failed);
  return seal::PinSource{[kept, is_new]() -> Result<SecretBytes> {
    if (!*kept) {
      TRY(pin, is_new ? ask_new_pin() : ask_unseen("PIN of the key office's token"));
      *kept = std::move(pin);
    }
    return **kept;
  }};
}

void lock_office_memory() {
  wipe_what_is_freed();
  if (!keep_secrets_out_of_dumps()) fmt::print(stderr, "This machine does not let a program keep itself out of core dumps.\n");
  if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) != 0)
    fmt::print(stderr,
               "Memory of the key office may be swapped out: the limit of locked memory is too small (LimitMEMLOCK=infinity in its unit).\n");
}

Result<std::unique_ptr<OfficeFolder>> OfficeFolder::open(const fs::path& folder, const seal::PinSource& pin, bool watches_clock) {
  if (!is_office_folder(folder)) return no_key_office(folder);
  std::unique_ptr<OfficeFolder> office(new OfficeFolder);
  TRY(configuration, seal::read_vault_configuration(folder));
  TRY(vault, seal::open_office_vault(folder, configuration, office->random_, {.typed = pin}));
  office->vault_ = std::move(vault);
  office->ukeys_ = seal::ukeys_of(office->vault_.module, folder);
  auto& signs = office->vault_.store->vault();
  TRY(settings, settings_with_vault(folder, signs));
  office->check_ = settings.check;
  settings.synchronised = store::clock_is_synchronised;
  if (watches_clock) settings.steady = store::steady_clock_of_machine();
  TRY(books, store::Books::open(settings, office->clock_));
  office->books_ = std::move(books);
  office->link_ = std::make_unique<office_link::CountersLink>(
      office_link::CountersLink::Parts{*office->books_, signs, office->clock_, office->clock_, post_to_counters});
  TRY(room, key_office::KeyOffice::open({*office->books_, *office->vault_.store, *office->link_, office->clock_, office->random_, folder / "key_backups"}));
  office->room_ = std::move(room);
  office->person_tokens_ = std::make_unique<seal::PersonTokens>(seal::people_of(office->vault_.module, folder, configuration.module.empty()));
  MUST(office->person_tokens_->introduce());
  office->people_ = std::make_unique<key_office::PersonDesk>(key_office::PersonDesk::Parts{*office->books_, *office->person_tokens_, office->random_});
  return office;
}

Result<books::Nature> OfficeFolder::nature() {
  return books_->read([](const books::Reader& reader) -> Result<books::Nature> { return books::nature_of(reader); });
}

}  // namespace kwota::app
