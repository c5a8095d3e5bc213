#include "seal/pkcs11/person_token.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/cause.h"
#include "seal/pkcs11/owner_file.h"
#include "seal/pkcs11/public_keys.h"
#include "seal/pkcs11/soft_token.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view pair_label = "kwota/person";
constexpr auto label_file = "label", folder_file = "folder";

Error token_is_missing(const std::string& person) {
  return error(Fault::request, Cause::person_token_missing,
               fmt::format("The token of {} is not plugged in here. Nothing was done. Plug it in and try again.", person), {{"person", person}});
}

Error pin_is_wrong() {
  return error(Fault::request, Cause::wrong_person_pin, "The PIN of the token is wrong. Nothing was done. Type the right one.");
}

/// Names are anybody's letters; folders are plain ones.
std::string folder_name(const std::string& person) {
  const bool plain = std::ranges::all_of(person, [](char one) { return is_letter_or_digit(one) || one == '-' || one == '_'; });
  return plain ? person : "x." + to_hex(view_of(person));
}

/// The folder that stands in for a token, plugged in while this lives.
class PluggedFolder {
 public:
  static Result<PluggedFolder> from(const fs::path& home, const fs::path& slots, const std::string& person) {
    const auto known = read_owner_file(home / folder_file);
    if (!known.ok()) return token_is_missing(person);
    const std::string name{known->view().begin(), known->view().end()};
    PluggedFolder plugged{home / name, slots / name};
    std::error_code failed;
    // A program that was killed left it plugged in: it goes back behind this piece of work.
    if (!fs::exists(plugged.slot_, failed)) {
      if (!fs::exists(plugged.home_, failed)) return token_is_missing(person);
      fs::rename(plugged.home_, plugged.slot_, failed);
    }
    if (failed) return vault_refused("the person's folder cannot be moved to where tokens are plugged in");
    plugged.in_ = true;
    return plugged;
  }
  PluggedFolder(PluggedFolder&& other) noexcept : home_(std::move(other.home_)), slot_(std::move(other.slot_)), in_(std::exchange(other.in_, false)) {}
  PluggedFolder& operator=(PluggedFolder&&) = delete;
  ~PluggedFolder() {
    std::error_code failed;
    if (in_) fs::rename(slot_, home_, failed);
  }

 private:
  PluggedFolder(fs::path home, fs::path slot) : home_(std::move(home)), slot_(std::move(slot)) {}
  fs::path home_, slot_;
  bool in_ = false;
};

/// A login for `work`: (Pkcs11Session&) -> Result<…>. Once more after the library has looked for tokens anew: it learns of a token that
/// came, or came back, only then.
template <class Work>
auto with_token(Pkcs11Module& module, const std::shared_ptr<Pkcs11Module>& shared, const std::string& label, const SecretBytes& pin, Work work)
    -> decltype(work(std::declval<Pkcs11Session&>())) {
  for (bool again = false;; again = true) {
    std::uint64_t generation = 0;
    {
      const auto using_module = module.use();
      generation = module.generation();
      bool refused_pin = false;
      const auto slot = module.slot_of(label);
      auto session = slot.ok() ? Pkcs11Session::open(shared, *slot, CKU_USER, pin.view(), refused_pin) : Result<Pkcs11Session>(slot.error());
      if (refused_pin) return pin_is_wrong();
      if (session.ok()) {
        auto done = work(*session);
        if (done.ok() || again || cause_of(done.error()) != Cause::vault_offline) return done;
      } else if (again) {
        return session.error();
      }
    }
    MUST(module.restart(generation));
  }
}

Result<std::string> label_in(const fs::path& home, const std::string& person) {
  const auto kept = read_owner_file(home / label_file);
  if (!kept.ok()) return token_is_missing(person);
  return std::string{kept->view().begin(), kept->view().end()};
}

}  // namespace

PersonPlace people_of(std::shared_ptr<Pkcs11Module> module, const fs::path& data_folder, bool stands_in) {
  return {std::move(module), data_folder / "vault" / "tokens", data_folder / "people", stands_in};
}

Result<void> check_person_pin(const SecretBytes& pin) {
  constexpr std::size_t shortest = 8, longest = 64;
  const auto typed = pin.view();
  if (typed.size() >= shortest && typed.size() <= longest && std::ranges::any_of(typed, [&](std::uint8_t each) { return each != typed[0]; })) return {};
  return error(Fault::request, Cause::bad_person_pin, "The PIN of a person's token has 8 to 64 characters, not all the same. Nothing was made. Choose another one.");
}

Result<void> PersonTokens::introduce() {
  if (!place_.stands_in) return {};
  const auto plugging = place_.module->plugging();
  std::vector<PluggedFolder> here;
  for (const auto& home : token_folders(place_.folder))
    if (auto plugged = PluggedFolder::from(home, place_.slots, home.filename().string()); plugged.ok()) here.push_back(std::move(plugged).value());
  if (here.empty()) return {};
  std::uint64_t generation = 0;
  {
    const auto using_module = place_.module->use();
    generation = place_.module->generation();
  }
  return place_.module->restart(generation);
}

fs::path PersonTokens::home_of(const std::string& person) const { return place_.folder / folder_name(person); }

Result<std::string> PersonTokens::make_folder(const Order& order, Random& random) {
  const auto label = "person-" + to_hex(random.bytes(4));
  const auto home = home_of(order.person);
  std::error_code failed;
  // A token that was there is kept: it may be needed to see whose it was.
  for (int before = 1; fs::exists(home, failed); ++before)
    if (const fs::path kept = home.string() + ".before." + std::to_string(before); !fs::exists(kept, failed)) fs::rename(home, kept, failed);
  fs::create_directories(home, failed);
  fs::permissions(place_.folder, fs::perms::owner_all, failed);
  // Nobody keeps the PIN of the token's officer: a PIN that was forgotten is a token that is made anew.
  TRY(folder, make_token_folder(place_.module, place_.slots, label, TokenPins{order.pin, new_pin(random)}));
  if (folder) MUST(write_owner_file(home / folder_file, view_of(*folder)));
  MUST(write_owner_file(home / label_file, view_of(label)));
  return label;
}

Result<Bytes> PersonTokens::make_pair(const std::string& label, const Order& order) {
  return with_token(*place_.module, place_.module, label, order.pin, [](Pkcs11Session& session) -> Result<Bytes> {
    const Bytes curve = hex("06082A8648CE3D030107");  // prime256v1
    Pkcs11Template shown, own;
    shown.flag(CKA_TOKEN, true).text(CKA_LABEL, pair_label).public_uses({CKA_VERIFY}).bytes(CKA_EC_PARAMS, curve);
    own.secret(Lives::in_token, Leaves::never).flag(CKA_MODIFIABLE, false).text(CKA_LABEL, pair_label).private_uses({CKA_SIGN}).only({CKM_ECDSA});
    TRY(pair, session.generate_pair(CKM_EC_KEY_PAIR_GEN, shown, own));
    return public_key_of(session, pair.shown);
  });
}

Result<Bytes> PersonTokens::make(const Order& order, Random& random) {
  MUST(check_person_pin(order.pin));
  const auto plugging = place_.module->plugging();  // one at a time: PKCS#11 logs a token in once for the whole program
  if (!place_.stands_in) {
    if (order.label.empty())
      return error(Fault::request, "person_token_label_missing",
                   fmt::format("People of this key office have tokens of its PKCS#11 module. Nothing was made. Say the label of the token of {}.", order.person),
                   {{"person", order.person}});
    std::error_code failed;
    fs::create_directories(home_of(order.person), failed);
    MUST(write_owner_file(home_of(order.person) / label_file, view_of(order.label)));
    return make_pair(order.label, order);
  }
  TRY(label, make_folder(order, random));
  TRY(plugged, PluggedFolder::from(home_of(order.person), place_.slots, order.person));
  return make_pair(label, order);
}

Result<Signature> PersonTokens::sign(const std::string& person, const SecretBytes& pin, ByteView message) {
  const auto plugging = place_.module->plugging();  // one at a time: PKCS#11 logs a token in once for the whole program
  const auto home = home_of(person);
  if (pin.empty()) return pin_is_wrong();
  TRY(label, label_in(home, person));
  std::optional<PluggedFolder> plugged;
  if (place_.stands_in) {
    TRY(folder, PluggedFolder::from(home, place_.slots, person));
    plugged.emplace(std::move(folder));
  }
  auto made = with_token(*place_.module, place_.module, label, pin, [&](Pkcs11Session& session) -> Result<Signature> {
    TRY(pairs, session.objects(CKO_PRIVATE_KEY));
    const auto own = pairs.find(std::string{pair_label});
    if (own == pairs.end())
      return error(Fault::request, "person_token_empty", fmt::format("What is plugged in as the token of {} holds no pair of a person. Nothing was done. Plug in his own.", person),
                   {{"person", person}});
    TRY(bytes, session.sign(CKM_ECDSA, own->second, sha256(message)));
    Signature signature{};
    if (bytes.size() != signature.size()) return vault_refused("the person's token made no signature of P-256");
    std::ranges::copy(bytes, signature.begin());
    return signature;
  });
  if (!made.ok() && cause_of(made.error()) == Cause::vault_offline) return token_is_missing(person);
  return made;
}

}  // namespace kwota::seal
