#include "seal/ukey/ukey.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "seal/pkcs11/owner_file.h"
#include "seal/pkcs11/soft_token.h"
#include "seal/ukey/key_ukey.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

fs::path file_of(const UkeyPlace& place, const std::string& label, std::string_view what) {
  return place.folder / fmt::format("{}.{}", label, what);
}

Result<std::string> folder_of(const UkeyPlace& place, const std::string& label) {
  TRY(content, read_owner_file(file_of(place, label, "folder")));
  return std::string{content.view().begin(), content.view().end()};
}

SecretBytes officer_pin(Random& random) { return SecretBytes{view_of(to_hex(random.bytes(8)))}; }

}  // namespace

UkeyPlace ukeys_of(std::shared_ptr<Pkcs11Module> module, const fs::path& data_folder) {
  return {std::move(module), data_folder / "vault" / "tokens", data_folder / "ukeys"};
}

std::string new_ukey_label(Random& random) { return "ukey-" + to_hex(random.bytes(4)); }

Result<void> check_ukey_pin(const SecretBytes& pin) {
  constexpr std::size_t digits = 8;
  const auto typed = pin.view();
  if (typed.size() == digits && is_digits(typed) && std::ranges::any_of(typed, [&](std::uint8_t each) { return each != typed[0]; })) return {};
  return error(Fault::request, "bad_ukey_pin", "The PIN of a UKEY has eight digits, not all the same. Nothing was written.");
}

Result<std::string> issue_ukey(const UkeyPlace& place, const UkeyOrder& order, Random& random) {
  constexpr std::size_t holder_max = 64;
  if (order.holder.empty() || order.holder.size() > holder_max) return vault_refused("a UKEY has a holder of 1 to 64 bytes");
  MUST(check_ukey_pin(order.pin));
  std::error_code failed;
  fs::create_directories(place.folder, failed);
  const auto label = order.label.empty() ? new_ukey_label(random) : order.label;
  const TokenPins pins{order.pin, officer_pin(random)};
  MUST(write_owner_file(file_of(place, label, "unblock"), pins.officer.view()));
  {
    const auto plugging = place.module->plugging();
    TRY(folder, make_token_folder(place.module, place.slots, label, pins));
    if (folder) MUST(write_owner_file(file_of(place, label, "folder"), view_of(*folder)));
  }
  const auto token = std::make_shared<Pkcs11Token>(
      place.module, label, [pin = order.pin]() -> Result<SecretBytes> { return pin; }, Pkcs11Token::Settings{});
  MUST(give_identity(*token, order));
  return label;
}

Result<void> unblock_ukey(const UkeyPlace& place, const std::string& label, const SecretBytes& new_pin) {
  MUST(check_ukey_pin(new_pin));
  TRY(officer, read_owner_file(file_of(place, label, "unblock")));
  const auto using_module = place.module->use();
  TRY(slot, place.module->slot_of(label));
  MUST(set_user_pin(place.module, slot, officer.view(), new_pin.view()));
  return PinTries{file_of(place, label, "tries")}.restore();
}

bool is_plugged_in(const UkeyPlace& place, const std::string& label) {
  const auto name = folder_of(place, label);
  std::error_code failed;
  return name.ok() && fs::exists(place.slots / *name, failed);
}

std::shared_ptr<Pkcs11Token> open_ukey_token(const UkeyPlace& place, const std::string& label, PinSource pin) {
  auto settings = Pkcs11Token::Settings{.tries = std::make_shared<PinTries>(file_of(place, label, "tries"))};
  return std::make_shared<Pkcs11Token>(place.module, label, std::move(pin), std::move(settings));
}

}  // namespace kwota::seal
