#include "seal/keys/test_token.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "seal/keys/test_keys.h"
#include "seal/keys/vault_rules.h"

namespace kwota::seal {
namespace {

struct Pins {
  SecretBytes user, officer;
};

constexpr std::size_t pin_digits = 16;

Error bad_pin_file(const std::filesystem::path& file, std::string_view why) {
  return vault_refused(fmt::format("the PIN file {} {}", file.filename().string(), why));
}

Result<Pins> read_pins(const std::filesystem::path& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) return bad_pin_file(file, "is missing");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) return bad_pin_file(file, "can be read by others: set its mode to 0600");
  std::ifstream in{file, std::ios::binary};
  SecretBytes text{Bytes(2 * (pin_digits + 1))};
  in.read(reinterpret_cast<char*>(text.writable().data()), static_cast<std::streamsize>(text.size()));
  if (in.gcount() != static_cast<std::streamsize>(text.size())) return bad_pin_file(file, "is not complete");
  return Pins{SecretBytes{text.view().subspan(0, pin_digits)}, SecretBytes{text.view().subspan(pin_digits + 1, pin_digits)}};
}

SecretBytes new_pin(Random& random) {
  SecretBytes pin{random.bytes(pin_digits)};
  for (auto& digit : pin.writable()) digit = static_cast<std::uint8_t>('A' + digit % 16);
  return pin;
}

bool on_disk(const std::filesystem::path& path, int flags, ByteView text) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  const bool kept =
      (text.empty() || ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size())) && ::fsync(file) == 0;
  return ::close(file) == 0 && kept;
}

/// On the disk, whole, before the token learns them: a power cut may leave PINs without a token, never the reverse.
Result<void> make_pins(const std::filesystem::path& file, Random& random) {
  const Pins pins{new_pin(random), new_pin(random)};
  SecretBytes text{Bytes(2 * (pin_digits + 1), '\n')};
  std::copy(pins.user.view().begin(), pins.user.view().end(), text.writable().begin());
  std::copy(pins.officer.view().begin(), pins.officer.view().end(), text.writable().begin() + pin_digits + 1);
  auto draft = file;
  draft += ".new";
  ::unlink(draft.c_str());  // of a start that was cut off
  const bool made = on_disk(draft, O_CREAT | O_EXCL | O_WRONLY, text.view()) && ::rename(draft.c_str(), file.c_str()) == 0 &&
                    on_disk(std::filesystem::absolute(file).parent_path(), O_RDONLY | O_DIRECTORY, {});
  if (!made) return bad_pin_file(file, "cannot be written");
  return {};
}

Result<void> write_configuration(const std::filesystem::path& folder) {
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
  return {};
}

Result<void> initialise_token(const std::shared_ptr<Pkcs11Module>& module, const std::string& label, const Pins& pins) {
  TRY(slot, module->free_slot());
  std::array<CK_UTF8CHAR, 32> blank_filled{};
  blank_filled.fill(' ');
  std::copy(label.begin(), label.end(), blank_filled.begin());
  auto* officer_pin = const_cast<CK_UTF8CHAR*>(pins.officer.view().data());
  MUST_PKCS11(*module, C_InitToken, slot, officer_pin, pins.officer.size(), blank_filled.data());
  return {};
}

bool user_pin_is_set(Pkcs11Module& module, CK_SLOT_ID slot) {
  CK_TOKEN_INFO info{};
  return module.call().C_GetTokenInfo(slot, &info) == CKR_OK && (info.flags & CKF_USER_PIN_INITIALIZED) != 0;
}

Result<void> set_user_pin(const std::shared_ptr<Pkcs11Module>& module, CK_SLOT_ID slot, const Pins& pins) {
  bool refused_pin = false;
  TRY(session, Pkcs11Session::open(module, slot, CKU_SO, pins.officer.view(), refused_pin));
  auto* user_pin = const_cast<CK_UTF8CHAR*>(pins.user.view().data());
  MUST_PKCS11(*module, C_InitPIN, session.handle(), user_pin, pins.user.size());
  MUST_PKCS11(*module, C_Logout, session.handle());
  return {};
}

Result<void> import_root(Pkcs11Session& session, std::string label, ByteView key) {
  CK_OBJECT_CLASS object_class = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_DES2;
  CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
  std::array<CK_ATTRIBUTE, 13> object{{{CKA_CLASS, &object_class, sizeof object_class},
                                       {CKA_KEY_TYPE, &type, sizeof type},
                                       {CKA_LABEL, label.data(), label.size()},
                                       {CKA_VALUE, const_cast<std::uint8_t*>(key.data()), key.size()},
                                       {CKA_TOKEN, &yes, sizeof yes},
                                       {CKA_PRIVATE, &yes, sizeof yes},
                                       {CKA_SENSITIVE, &yes, sizeof yes},
                                       {CKA_EXTRACTABLE, &no, sizeof no},
                                       {CKA_MODIFIABLE, &no, sizeof no},
                                       {CKA_ENCRYPT, &yes, sizeof yes},
                                       {CKA_DECRYPT, &no, sizeof no},
                                       {CKA_DERIVE, &yes, sizeof yes},
                                       {CKA_WRAP, &no, sizeof no}}};
  CK_OBJECT_HANDLE made = 0;
  MUST_PKCS11(session.module(), C_CreateObject, session.handle(), object.data(), object.size(), &made);
  return {};
}

Result<void> import_test_keys(Pkcs11Session& session) {
  TRY(present, session.objects(CKO_SECRET_KEY));
  for (std::size_t i = 0; i < purposes; ++i) {
    const KeyRef ref{static_cast<Purpose>(i), test_key_version};
    if (!has_test_key(ref.purpose)) continue;
    const Key root = test_root(ref.purpose);
    if (!present.contains(key_label(ref))) MUST(import_root(session, key_label(ref), root.view()));
    if (is_diversified(ref) || present.contains(left_half_label(ref))) continue;
    Bytes left_twice = to_bytes(root.left().view());
    append(left_twice, root.left().view());
    MUST(import_root(session, left_half_label(ref), left_twice));
    wipe(left_twice);
  }
  return {};
}

/// Made inside: nobody, we included, ever sees it.
Result<void> generate_signing_key(Pkcs11Session& session) {
  std::string label = key_label({Purpose::root_signature, test_key_version});
  TRY(present, session.objects(CKO_PRIVATE_KEY));
  if (present.contains(label)) return {};
  CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
  Bytes curve = hex("06082A8648CE3D030107");  // OID prime256v1
  CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
  std::array<CK_ATTRIBUTE, 4> shown{{{CKA_TOKEN, &yes, sizeof yes},
                                     {CKA_LABEL, label.data(), label.size()},
                                     {CKA_EC_PARAMS, curve.data(), curve.size()},
                                     {CKA_VERIFY, &yes, sizeof yes}}};
  std::array<CK_ATTRIBUTE, 6> own{{{CKA_TOKEN, &yes, sizeof yes},
                                   {CKA_LABEL, label.data(), label.size()},
                                   {CKA_PRIVATE, &yes, sizeof yes},
                                   {CKA_SENSITIVE, &yes, sizeof yes},
                                   {CKA_EXTRACTABLE, &no, sizeof no},
                                   {CKA_SIGN, &yes, sizeof yes}}};
  CK_OBJECT_HANDLE public_key = 0, private_key = 0;
  MUST_PKCS11(session.module(), C_GenerateKeyPair, session.handle(), &mechanism, shown.data(), shown.size(), own.data(),
              own.size(), &public_key, &private_key);
  return {};
}

Result<void> complete_token(const std::shared_ptr<Pkcs11Module>& module, const std::string& label, const Pins& pins) {
  const std::lock_guard alone{module->mutex()};
  if (!module->slot_of(label).ok()) MUST(initialise_token(module, label, pins));
  TRY(slot, module->slot_of(label));
  if (!user_pin_is_set(*module, slot)) MUST(set_user_pin(module, slot, pins));
  bool refused_pin = false;
  TRY(session, Pkcs11Session::open(module, slot, CKU_USER, pins.user.view(), refused_pin));
  MUST(import_test_keys(session));
  return generate_signing_key(session);
}

}  // namespace

PinSource pin_from_file(std::filesystem::path pin_file) {
  return [file = std::move(pin_file)]() -> Result<SecretBytes> {
    TRY(pins, read_pins(file));
    return std::move(pins.user);
  };
}

Result<std::unique_ptr<Pkcs11Vault>> open_test_vault(const TestTokenPlace& place, Random& random) {
  MUST(write_configuration(place.folder));
  TRY(module, Pkcs11Module::load(place.library));
  if (!std::filesystem::exists(place.pin_file) && !module->slot_of(place.label).ok()) MUST(make_pins(place.pin_file, random));
  TRY(pins, read_pins(place.pin_file));
  MUST(complete_token(module, place.label, pins));
  return std::make_unique<Pkcs11Vault>(module, place.label, pin_from_file(place.pin_file));
}

}  // namespace kwota::seal
