#include "seal/ukey/plugged_ukey.h"

#include "seal/pkcs11/owner_file.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

/// By what this place kept of each UKEY when it was issued.
Result<std::string> label_of_folder(const UkeyPlace& place, const std::string& folder_name) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator{place.folder, failed}) {
    if (entry.path().extension() != ".folder") continue;
    const auto content = read_owner_file(entry.path());
    if (content.ok() && equal(content->view(), view_of(folder_name))) return entry.path().stem().string();
  }
  return vault_offline("no UKEY that was issued here lies there");
}

}  // namespace

Result<PluggedUkey> PluggedUkey::from(const UkeyPlace& place, const std::string& name) {
  std::error_code failed;
  const auto home = fs::weakly_canonical(name, failed);
  if (name.find('/') == std::string::npos || failed) return PluggedUkey{name};
  if (!fs::is_directory(home, failed)) return vault_offline("the UKEY is not there");
  TRY(label, label_of_folder(place, home.filename().string()));
  PluggedUkey plugged{std::move(label)};
  if (is_plugged_in(place, plugged.label_)) return plugged;
  const auto slot = place.slots / home.filename();
  const auto plugging = place.module->plugging();
  fs::rename(home, slot, failed);
  if (failed) return vault_refused("the UKEY's folder cannot be moved to where UKEYs are plugged in");
  plugged.slot_ = slot;
  plugged.home_ = home;
  return plugged;
}

PluggedUkey::~PluggedUkey() {
  std::error_code failed;  // then it stays plugged in, which is_plugged_in() says
  if (!slot_.empty()) std::filesystem::rename(slot_, home_, failed);
}

}  // namespace kwota::seal
