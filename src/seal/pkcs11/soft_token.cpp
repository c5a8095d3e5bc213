#include "seal/pkcs11/soft_token.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "seal/pkcs11/owner_file.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr std::size_t pin_digits = 16;

CK_UTF8CHAR* pin_bytes(ByteView pin) { return const_cast<CK_UTF8CHAR*>(pin.data()); }

Result<void> initialise_token(Pkcs11Module& module, const std::string& label, ByteView officer_pin) {
  TRY(slot, module.free_slot());
  std::array<CK_UTF8CHAR, 32> blank_filled{};
  blank_filled.fill(' ');
  std::copy_n(label.begin(), std::min(label.size(), blank_filled.size()), blank_filled.begin());
  MUST_PKCS11(module, C_InitToken, slot, pin_bytes(officer_pin), officer_pin.size(), blank_filled.data());
  return {};
}

bool user_pin_is_set(Pkcs11Module& module, CK_SLOT_ID slot) {
  CK_TOKEN_INFO info{};
  return module.call().C_GetTokenInfo(slot, &info) == CKR_OK && (info.flags & CKF_USER_PIN_INITIALIZED) != 0;
}

}  // namespace

SecretBytes new_pin(Random& random) {
  SecretBytes pin{random.bytes(pin_digits)};
  for (auto& digit : pin.writable()) digit = static_cast<std::uint8_t>('A' + digit % 16);
  return pin;
}

Result<std::shared_ptr<Pkcs11Module>> open_soft_hsm(const std::filesystem::path& folder, const std::filesystem::path& library) {
  std::error_code failed;
  const auto tokens = folder / "tokens";
  std::filesystem::create_directories(tokens, failed);
  if (failed) return vault_refused("the folder of the token cannot be made");
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  const auto configuration = folder / "softhsm2.conf";
  std::ofstream out{configuration};
  out << "directories.tokendir = " << tokens.string()
      << "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n";
  if (!out.flush()) return vault_refused("the folder of the token cannot be written");
  ::setenv("SOFTHSM2_CONF", configuration.c_str(), 1);
  return Pkcs11Module::load(library);
}

Result<TokenPins> read_pins(const std::filesystem::path& file) {
  TRY(text, read_owner_file(file));
  if (text.size() != 2 * (pin_digits + 1))
    return vault_refused(fmt::format("the PIN file {} is not complete", file.filename().string()));
  return TokenPins{SecretBytes{text.view().first(pin_digits)}, SecretBytes{text.view().subspan(pin_digits + 1, pin_digits)}};
}

Result<void> make_pins(Pkcs11Module& module, const std::string& label, const std::filesystem::path& file, Random& random) {
  {
    const auto using_module = module.use();
    if (std::filesystem::exists(file) || module.slot_of(label).ok()) return {};
  }
  const TokenPins pins{new_pin(random), new_pin(random)};
  SecretBytes text{Bytes(2 * (pin_digits + 1), '\n')};
  std::ranges::copy(pins.user.view(), text.writable().begin());
  std::ranges::copy(pins.officer.view(), text.writable().subspan(pin_digits + 1).begin());
  return write_owner_file(file, text.view());
}

PinSource pin_from_file(std::filesystem::path pin_file) {
  return [file = std::move(pin_file)]() -> Result<SecretBytes> {
    TRY(pins, read_pins(file));
    return std::move(pins.user);
  };
}

std::vector<std::filesystem::path> token_folders(const std::filesystem::path& place) {
  std::vector<std::filesystem::path> found;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator{place, failed})
    if (entry.is_directory(failed)) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

Result<std::optional<std::string>> make_token_folder(const std::shared_ptr<Pkcs11Module>& module, const std::filesystem::path& slots,
                                                     const std::string& label, const TokenPins& pins) {
  const auto before = token_folders(slots);
  {
    const auto using_module = module->use();
    MUST(open_token(module, label, pins));
  }
  const auto now = token_folders(slots);
  const auto made = std::ranges::find_if(now, [&](const auto& folder) { return !std::ranges::binary_search(before, folder); });
  return made == now.end() ? std::optional<std::string>{} : std::optional{made->filename().string()};
}

Result<void> set_user_pin(const std::shared_ptr<Pkcs11Module>& module, CK_SLOT_ID slot, ByteView officer_pin, ByteView user_pin) {
  bool refused_pin = false;
  TRY(session, Pkcs11Session::open(module, slot, CKU_SO, officer_pin, refused_pin));
  MUST_PKCS11(*module, C_InitPIN, session.handle(), pin_bytes(user_pin), user_pin.size());
  MUST_PKCS11(*module, C_Logout, session.handle());
  return {};
}

Result<Pkcs11Session> open_token(const std::shared_ptr<Pkcs11Module>& module, const std::string& label, const TokenPins& pins) {
  if (!module->slot_of(label).ok()) MUST(initialise_token(*module, label, pins.officer.view()));
  TRY(slot, module->slot_of(label));
  if (!user_pin_is_set(*module, slot)) MUST(set_user_pin(module, slot, pins.officer.view(), pins.user.view()));
  bool refused_pin = false;
  return Pkcs11Session::open(module, slot, CKU_USER, pins.user.view(), refused_pin);
}

}  // namespace kwota::seal
