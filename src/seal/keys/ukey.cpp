#include "seal/keys/ukey.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "seal/keys/key_ukey.h"
#include "seal/keys/owner_file.h"
#include "seal/keys/quota_record.h"
#include "seal/keys/soft_token.h"
#include "seal/keys/vault_rules.h"
#include "seal/user_card/files.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

fs::path file_of(const UkeyPlace& place, const std::string& label, std::string_view what) {
  return place.folder / fmt::format("{}.{}", label, what);
}

/// SoftHSM names a token's folder itself: the one that was not there before is the new UKEY's.
std::vector<std::string> folders_in(const fs::path& slots) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator{slots, failed}) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

Result<std::string> folder_of(const UkeyPlace& place, const std::string& label) {
  TRY(content, read_owner_file(file_of(place, label, "folder")));
  return std::string{content.view().begin(), content.view().end()};
}

Result<void> move_folder(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  if (!fs::exists(from, failed)) return vault_offline("the UKEY is not there");
  fs::rename(from, to, failed);
  if (failed) return vault_refused("the UKEY's folder cannot be moved");
  return {};
}

SecretBytes officer_pin(Random& random) { return SecretBytes{view_of(to_hex(random.bytes(8)))}; }

bool is_wanted(const UkeyOrder& order, const KeyRef& key) {
  if (!belongs_on(order.kind, key.purpose)) return false;
  const bool proves_to_older_meters = order.kind == UkeyKind::master && key.purpose == Purpose::meter_identity;
  return key.version == order.version || (proves_to_older_meters && key.version < order.version);
}

/// Keys from vault to vault, each believed for its check value.
Result<std::vector<KeyDescription>> hand_over(KeyStore& from, Pkcs11KeyStore& to, const UkeyOrder& order) {
  TRY(all, from.vault().keys());
  TRY(receiver, to.receiving_key());
  TRY(transport, from.start_delivery(receiver));
  MUST(to.accept_delivery(transport));
  std::vector<KeyDescription> taken;
  for (const auto& one : all) {
    if (!is_wanted(order, one.key)) continue;
    TRY(expected, from.check_value(one.key, order.factors));
    TRY(block, from.deliver(one.key, order.factors));
    MUST(to.take(block));
    MUST(to.activate(one.key, expected));
    taken.push_back({one.key, expected, false});
  }
  if (taken.empty()) return key_missing({Purpose::credit, order.version});
  return taken;
}

Error quota_used_up(const std::string& label, const UkeyState& state) {
  const auto left = fmt::format("{}.{:02}", state.amount_left.minor() / 100, state.amount_left.minor() % 100);
  const auto count = std::to_string(state.count_left);
  return error(
      Fault::refused, "ukey_quota_used_up",
      fmt::format("The UKEY {} may not seal this credit: {} are left for {} more sales. Nothing was sealed. Have the key "
                  "office issue another one.",
                  label, left, count),
      {{"ukey", label}, {"left", left}, {"count", count}});
}

Error pin_wanted(const std::string& label) {
  return error(Fault::refused, "ukey_pin_wanted",
               fmt::format("The UKEY {} waits for its holder's PIN: nothing was sealed. Enter it at the counter.", label),
               {{"ukey", label}});
}

Error expired(const std::string& label, Instant valid_to) {
  const auto day = format_utc(valid_to).substr(0, 10);
  return error(
      Fault::refused, "ukey_expired",
      fmt::format("The UKEY {} was valid until {}: nothing was sealed. Have the key office issue a new one.", label, day),
      {{"ukey", label}, {"valid_to", day}});
}

Error wound_back(const std::string& label) {
  return error(Fault::forged, "ukey_wound_back",
               fmt::format("The UKEY {} shows an earlier state than it had here: nothing was sealed. Hand it to the key office, "
                           "somebody may have copied it.",
                           label),
               {{"ukey", label}});
}

/// The highest counter that this place has seen of a UKEY.
Result<std::uint32_t> seen_counter(const UkeyPlace& place, const std::string& label) {
  const auto file = file_of(place, label, "seen");
  std::error_code failed;
  if (!fs::exists(file, failed)) return std::uint32_t{0};
  TRY(content, read_owner_file(file));
  if (content.size() != 4) return vault_refused("what was seen of the UKEY cannot be read");
  return get_be32(content.view().data());
}

Result<void> remember_counter(const UkeyPlace& place, const std::string& label, std::uint32_t counter) {
  std::array<std::uint8_t, 4> bytes{};
  put_be32(bytes.data(), counter);
  return write_owner_file(file_of(place, label, "seen"), bytes);
}

constexpr std::uint8_t secured = 0x04, update_binary = 0xD6;
constexpr std::size_t header_bytes = 5;

bool is_update(ByteView message) { return message.size() >= 2 && message[0] == secured && message[1] == update_binary; }

/// `04 D6 82 00 0C amount4 n4`: what gives credit.
std::optional<user_card::PurseFile> purse_in(ByteView message) {
  constexpr std::array<std::uint8_t, header_bytes> header{secured, update_binary, 0x80 | user_card::sfi::purse, 0x00,
                                                          user_card::PurseFile::size + sizeof(std::uint32_t)};
  if (message.size() != header_bytes + user_card::PurseFile::size || !equal(message.first(header_bytes), header))
    return std::nullopt;
  return user_card::decode_purse(message.subspan(header_bytes));
}

/// What a card answered and is checked, and writes of other files as a whole. Every other command could be a way around the
/// quota: a part of the purse, a write without a file, a key.
bool is_harmless(ByteView message) {
  constexpr std::uint8_t class_mask = 0x0F, by_file = 0x80;
  const bool command = !message.empty() && (message[0] & class_mask) == secured;
  if (!command || (message.size() == user_card::PurseFile::size && !is_update(message))) return true;
  return is_update(message) && message.size() > header_bytes && message[2] != (by_file | user_card::sfi::purse) &&
         (message[2] & by_file) != 0 && message[3] == 0;
}

}  // namespace

std::string_view name_of(UkeyKind kind) {
  switch (kind) {
    case UkeyKind::master: return "master_ukey";
    case UkeyKind::user: return "user_ukey";
    case UkeyKind::key: return "key_ukey";
  }
  return "unknown";
}

UkeyPlace ukeys_of(std::shared_ptr<Pkcs11Module> module, const fs::path& data_folder) {
  return {std::move(module), data_folder / "vault" / "tokens", data_folder / "ukeys"};
}

std::string new_ukey_label(Random& random) { return "ukey-" + to_hex(random.bytes(4)); }

bool belongs_on(UkeyKind kind, Purpose purpose) {
  if (kind == UkeyKind::master) return comes_from_the_seed(purpose);
  if (kind == UkeyKind::key) return false;
  switch (purpose) {
    case Purpose::card_authentication:
    case Purpose::credit:
    case Purpose::return_data:
    case Purpose::seller_authentication: return true;
    default: return false;
  }
}

Result<IssuedUkey> issue_ukey(const UkeyPlace& place, KeyStore& issuer, const UkeyOrder& order, Random& random) {
  constexpr std::size_t holder_max = 64;
  if (order.holder.empty() || order.holder.size() > holder_max) return vault_refused("a UKEY has a holder of 1 to 64 bytes");
  if (order.amount.minor() < 0) return vault_refused("a quota is not negative");
  std::error_code failed;
  fs::create_directories(place.folder, failed);
  IssuedUkey issued{
      .label = order.label.empty() ? new_ukey_label(random) : order.label, .pin = new_holder_pin(random), .keys = {}};
  const TokenPins pins{issued.pin, officer_pin(random)};
  const auto before = folders_in(place.slots);
  MUST(write_owner_file(file_of(place, issued.label, "unblock"), pins.officer.view()));
  {
    const auto using_module = place.module->use();
    MUST(open_token(place.module, issued.label, pins));
  }
  for (const auto& name : folders_in(place.slots))
    if (!std::ranges::binary_search(before, name)) MUST(write_owner_file(file_of(place, issued.label, "folder"), view_of(name)));
  const auto token = std::make_shared<Pkcs11Token>(
      place.module, issued.label, [pin = issued.pin]() -> Result<SecretBytes> { return pin; }, Pkcs11Token::Settings{});
  if (order.kind == UkeyKind::key) {
    MUST(give_identity(*token, order));
    return issued;
  }
  Pkcs11KeyStore store{token};
  TRY(keys, hand_over(issuer, store, order));
  issued.keys = std::move(keys);
  if (order.kind != UkeyKind::user) return issued;
  const QuotaRecord quota{.state = {order.holder, order.amount, order.count, order.valid_to, 1}, .last_card = {}};
  MUST(token->with_session([&](Pkcs11Session& session, const TokenKeys&) { return begin_quota(session, quota); }));
  return issued;
}

SecretBytes new_holder_pin(Random& random) {
  constexpr std::size_t digits = 8;
  SecretBytes pin{random.bytes(digits)};
  for (auto& digit : pin.writable()) digit = static_cast<std::uint8_t>('0' + digit % 10);
  return pin;
}

Result<void> unblock_ukey(const UkeyPlace& place, const std::string& label, const SecretBytes& new_pin) {
  TRY(officer, read_owner_file(file_of(place, label, "unblock")));
  const auto using_module = place.module->use();
  TRY(slot, place.module->slot_of(label));
  MUST(set_user_pin(place.module, slot, officer.view(), new_pin.view()));
  return PinTries{file_of(place, label, "tries")}.restore();
}

Result<void> pull_ukey(const UkeyPlace& place, const std::string& label) {
  TRY(name, folder_of(place, label));
  return move_folder(place.slots / name, place.folder / name);
}

Result<void> plug_ukey(const UkeyPlace& place, const std::string& label) {
  TRY(name, folder_of(place, label));
  return move_folder(place.folder / name, place.slots / name);
}

bool is_plugged_in(const UkeyPlace& place, const std::string& label) {
  const auto name = folder_of(place, label);
  std::error_code failed;
  return name.ok() && fs::exists(place.slots / *name, failed);
}

UkeyVault::UkeyVault(UkeyPlace place, std::string label, Vault& signer, const Clock& clock, Admitted admitted)
    : place_(std::move(place)),
      label_(std::move(label)),
      signer_(signer),
      clock_(clock),
      admitted_(std::move(admitted)),
      tries_(std::make_shared<PinTries>(file_of(place_, label_, "tries"))) {
  // Runs inside of calls that hold no lock of ours, or in enter_pin(), which has set the PIN before.
  const PinSource pin = [this]() -> Result<SecretBytes> {
    if (!pin_) return tries_->left() == 0 ? pin_locked() : pin_wanted(label_);
    return *pin_;
  };
  token_ = std::make_shared<Pkcs11Token>(place_.module, label_, pin, Pkcs11Token::Settings{.sessions_max = 1, .tries = tries_});
  vault_ = std::make_unique<Pkcs11Vault>(token_);
}

Result<void> UkeyVault::enter_pin(SecretBytes pin) {
  const std::lock_guard alone{mutex_};
  token_->close();
  pin_ = std::move(pin);
  auto good = vault_->health();
  if (!good.ok() && good.error().code != "vault_offline") pin_.reset();
  return good;
}

void UkeyVault::close() {
  const std::lock_guard alone{mutex_};
  token_->close();
  pin_.reset();
}

Result<void> UkeyVault::unblock(const SecretBytes& new_pin) {
  const std::lock_guard alone{mutex_};
  token_->close();
  pin_.reset();
  return unblock_ukey(place_, label_, new_pin);
}

Result<UkeyState> UkeyVault::state() {
  TRY(record, token_->with_session([](Pkcs11Session& session, const TokenKeys&) { return read_quota(session); }));
  return record.state;
}

namespace {

/// The one way in which what is left changes: from the count that was seen here last or a newer one, and once, also when the
/// token's absence breaks a round off after it had written. `change` says whether it changed the record.
template <class Change>
Result<UkeyState> change_quota(Pkcs11Token& token, const UkeyPlace& place, const std::string& label, Change change) {
  std::optional<std::uint32_t> written;
  TRY(now, token.with_session([&](Pkcs11Session& session, const TokenKeys&) -> Result<QuotaRecord> {
    TRY(record, read_quota(session));
    if (written && record.state.counter >= *written) return record;
    TRY(seen, seen_counter(place, label));
    if (record.state.counter < seen) return wound_back(label);
    TRY(changed, change(record));
    if (!changed) return record;
    written = ++record.state.counter;
    MUST(replace_quota(session, record));
    return record;
  }));
  MUST(remember_counter(place, label, now.state.counter));
  return now.state;
}

}  // namespace

Result<UkeyState> UkeyVault::refill(const UkeyRefill& more) {
  const std::lock_guard alone{mutex_};
  return change_quota(*token_, place_, label_, [&](QuotaRecord& record) -> Result<bool> {
    if (more.count > std::numeric_limits<std::uint32_t>::max() - record.state.count_left)
      return vault_refused("a UKEY cannot count so many sales");
    record.state.amount_left = Money::minor(record.state.amount_left.minor() + more.amount.minor());
    record.state.count_left += more.count;
    record.state.valid_to = more.valid_to;
    return true;
  });
}

Result<void> UkeyVault::may_seal(const UkeyState& state) const {
  if (clock_.now() > state.valid_to) return expired(label_, state.valid_to);
  if (state.count_left == 0 || state.amount_left.minor() == 0) return quota_used_up(label_, state);
  return {};
}

Result<void> UkeyVault::health() {
  if (admitted_) MUST(admitted_());
  // Asking the module would make it look for tokens anew, which disturbs everybody else's sessions: the folder says it at once.
  std::error_code failed;
  const auto name = folder_of(place_, label_);
  if (name.ok() && !fs::exists(place_.slots / *name, failed)) return vault_offline("the UKEY is not plugged in");
  return vault_->health();
}

Result<void> UkeyVault::take_quota(const LineMac& credit) {
  const auto purse = purse_in(credit.message);
  if (!purse) {
    if (is_harmless(credit.message)) return {};
    return vault_refused("a UKEY seals whole files of a user card only");
  }
  const std::lock_guard alone{mutex_};
  const auto changed = change_quota(*token_, place_, label_, [&](QuotaRecord& record) -> Result<bool> {
    if (clock_.now() > record.state.valid_to) return expired(label_, record.state.valid_to);
    const bool again =
        record.last_card == credit.serial && equal(record.last_purse, ByteView{credit.message}.subspan(header_bytes));
    if (purse->amount.minor() == 0 || again) return false;
    if (record.state.count_left == 0 || purse->amount > record.state.amount_left) return quota_used_up(label_, record.state);
    record.state.amount_left = Money::minor(record.state.amount_left.minor() - purse->amount.minor());
    --record.state.count_left;
    record.last_card = credit.serial;
    std::ranges::copy(ByteView{credit.message}.subspan(header_bytes), record.last_purse.begin());
    return true;
  });
  if (!changed) return changed.error();
  return {};
}

Result<Bytes> UkeyVault::perform(const Request& request) {
  MUST(permitted(request));
  if (admitted_) MUST(admitted_());
  if (const auto* mac = std::get_if<LineMac>(&request); mac != nullptr && mac->key.purpose == Purpose::credit)
    MUST(take_quota(*mac));
  return vault_->perform(request);
}

std::shared_ptr<Pkcs11Token> open_ukey_token(const UkeyPlace& place, const std::string& label, PinSource pin) {
  auto settings = Pkcs11Token::Settings{.tries = std::make_shared<PinTries>(file_of(place, label, "tries"))};
  return std::make_shared<Pkcs11Token>(place.module, label, std::move(pin), std::move(settings));
}

std::unique_ptr<KeyStore> open_ukey_store(const UkeyPlace& place, const std::string& label, PinSource pin) {
  return std::make_unique<Pkcs11KeyStore>(open_ukey_token(place, label, std::move(pin)));
}

}  // namespace kwota::seal
