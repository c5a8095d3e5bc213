#include "seal/pkcs11/pkcs11_token.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <mutex>

#include "base/cause.h"
#include "seal/cipher/ecdsa.h"
#include "seal/pkcs11/public_keys.h"
#include "seal/vault/test_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr std::string_view label_head = "kwota/";

constexpr std::array<std::pair<LabelPart, std::string_view>, 7> parts{{{LabelPart::whole, ""},
                                                                       {LabelPart::left, "/left"},
                                                                       {LabelPart::fold, "/fold"},
                                                                       {LabelPart::pending, "/pending"},
                                                                       {LabelPart::born, "/born"},
                                                                       {LabelPart::mac, "/mac"},
                                                                       {LabelPart::certificate, "/certificate"}}};

/// A key that may be listed and used: not a vault's own transport or backup key.
bool is_listed(Purpose purpose) { return purpose != Purpose::vault_transport && purpose != Purpose::backup; }

Result<void> read_keys(Pkcs11Session& session, TokenKeys& found) {
  TRY(by_label, session.objects(CKO_SECRET_KEY));
  for (const auto& [label, handle] : by_label) {
    const auto name = parse_label(label);
    if (!name || name->part != LabelPart::whole || !is_listed(name->key.purpose)) continue;
    TRY(type, session.number(handle, CKA_KEY_TYPE));
    TRY(suite, suite_of(type));
    TokenKey key{handle, suite};
    for (const auto part : {LabelPart::left, LabelPart::fold})
      if (const auto companion = by_label.find(label_of(name->key, part)); companion != by_label.end())
        key.companion = companion->second;
    TRY(value, TokenCipher{session}.check_value(key));
    found.keys.emplace(name->key, key);
    found.descriptions.push_back({name->key, value, is_test_key(name->key.purpose, value)});
  }
  return {};
}

Result<void> read_pairs(Pkcs11Session& session, TokenKeys& found) {
  TRY(private_keys, session.objects(CKO_PRIVATE_KEY));
  TRY(public_keys, session.objects(CKO_PUBLIC_KEY));
  for (const auto& [label, own] : private_keys) {
    const auto name = parse_label(label);
    const auto shown = public_keys.find(label);
    if (!name || !is_signature(name->key.purpose) || shown == public_keys.end()) continue;
    TRY(der, public_key_of(session, shown->second));
    const Digest print = sha256(der);
    found.descriptions.push_back({name->key, {print[0], print[1], print[2]}, false});
    found.pairs.emplace(name->key, TokenKeys::SigningPair{own, std::move(der)});
  }
  return {};
}

Result<std::shared_ptr<const TokenKeys>> read_token(Pkcs11Session& session) {
  auto found = std::make_shared<TokenKeys>();
  MUST(read_keys(session, *found));
  MUST(read_pairs(session, *found));
  std::ranges::sort(found->descriptions, {}, &KeyDescription::key);
  return std::shared_ptr<const TokenKeys>{std::move(found)};
}

}  // namespace

std::string label_of(const KeyRef& key, LabelPart part) {
  return fmt::format("{}{}/{}{}", label_head, name_of(key.purpose), key.version, parts[static_cast<std::size_t>(part)].second);
}

std::string key_label(const KeyRef& key) { return label_of(key, LabelPart::whole); }

std::optional<KeyLabel> parse_label(std::string_view label) {
  if (!label.starts_with(label_head)) return std::nullopt;
  label.remove_prefix(label_head.size());
  const auto slash = label.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto purpose = parse_purpose(label.substr(0, slash));
  unsigned version = 0;
  const auto* end = label.data() + label.size();
  const auto [after, wrong] = std::from_chars(label.data() + slash + 1, end, version);
  if (!purpose.ok() || wrong != std::errc{} || version > 255) return std::nullopt;
  for (const auto& [part, text] : parts)
    if (text == std::string_view{after, end}) return KeyLabel{{*purpose, static_cast<std::uint8_t>(version)}, part};
  return std::nullopt;
}

Result<TokenKey> TokenKeys::key(const KeyRef& ref) const {
  const auto found = keys.find(ref);
  if (found == keys.end()) return key_missing(ref);
  return found->second;
}

Result<const TokenKeys::SigningPair*> TokenKeys::pair(const KeyRef& ref) const {
  const auto found = pairs.find(ref);
  if (found == pairs.end()) return key_missing(ref);
  return &found->second;
}

KeyRef TokenKeys::newest_pair(Purpose purpose) const {
  KeyRef newest{purpose, 0};
  for (const auto& [ref, pair] : pairs)
    if (ref.purpose == purpose) newest = ref;  // in ascending order of versions
  return newest;
}

Pkcs11Token::Pkcs11Token(std::shared_ptr<Pkcs11Module> module, std::string label, PinSource pin, Settings settings)
    : module_(std::move(module)), label_(std::move(label)), pin_(std::move(pin)), settings_(std::move(settings)) {
  figures_.module = module_->library().string();
  figures_.token = label_;
}

Pkcs11Token::~Pkcs11Token() { close(); }

void Pkcs11Token::close() {
  const auto using_module = module_->use();
  const std::lock_guard alone{mutex_};
  connection_.reset();
}

Result<Pkcs11Token::Lease> Pkcs11Token::take() {
  std::unique_lock alone{mutex_};
  if (connection_ && connection_->generation != module_->generation()) connection_.reset();
  freed_.wait(alone, [&] { return !connection_ || !connection_->idle.empty() || connection_->open < settings_.sessions_max; });
  if (!connection_) {
    TRY(made, connect());
    connection_ = std::move(made);
  }
  return take_from(connection_);
}

Result<Pkcs11Token::Lease> Pkcs11Token::take_from(std::shared_ptr<Connection> connection) {
  if (connection->idle.empty()) {
    TRY(session, Pkcs11Session::open_beside(module_, connection->slot));
    connection->idle.push_back(std::move(session));
    ++connection->open;
  }
  if (!connection->keys) {
    auto keys = read_token(connection->idle.back());
    if (!keys.ok()) {
      connection_.reset();
      return std::move(keys).error();
    }
    connection->keys = std::move(keys).value();
  }
  Lease lease{connection, connection->keys, std::move(connection->idle.back())};
  connection->idle.pop_back();
  return lease;
}

Result<Pkcs11Session> Pkcs11Token::log_in(CK_SLOT_ID slot) {
  if (pin_refused_ && !settings_.tries)
    return vault_refused("the PIN of the token was wrong; give the right one and start again");
  TRY(pin, pin_());
  if (settings_.tries) MUST(settings_.tries->take());
  bool refused = false;
  auto session = Pkcs11Session::open(module_, slot, CKU_USER, pin.view(), refused);
  pin_refused_ = refused;
  if (!settings_.tries) return session;
  if (refused) return settings_.tries->left() == 0 ? pin_locked() : wrong_pin(settings_.tries->left());
  MUST(settings_.tries->restore());  // also when the token went away: nobody was told that the PIN is wrong
  return session;
}

Result<std::shared_ptr<Pkcs11Token::Connection>> Pkcs11Token::connect() {
  TRY(slot, module_->slot_of(label_));
  TRY(session, log_in(slot));
  TRY(keys, read_token(session));
  auto connection = std::make_shared<Connection>();
  connection->slot = slot;
  connection->generation = module_->generation();
  connection->keys = std::move(keys);
  connection->idle.push_back(std::move(session));
  connection->open = 1;
  if (was_connected_) {
    ++figures_.reconnects;
    ++revision_;
  }
  was_connected_ = true;
  return connection;
}

void Pkcs11Token::give_back(Lease lease, bool good) {
  {
    const std::lock_guard alone{mutex_};
    if (good) {
      lease.connection->idle.push_back(std::move(*lease.session));
      lease.session.reset();
    } else if (connection_ == lease.connection) {
      connection_.reset();
    }
  }
  freed_.notify_one();
  if (!good) freed_.notify_all();
}

void Pkcs11Token::keys_changed() {
  const std::lock_guard alone{mutex_};
  if (connection_) connection_->keys.reset();
  ++revision_;
}

void Pkcs11Token::note(const Error* failure) {
  const std::lock_guard alone{mutex_};
  ++figures_.requests;
  if (failure == nullptr) return;
  const auto cause = cause_of(*failure);
  if (cause == Cause::vault_offline || cause == Cause::vault_refused || cause == Cause::vault_cannot) figures_.last_error = *failure;
}

VaultFigures Pkcs11Token::figures() const {
  const std::lock_guard alone{mutex_};
  auto now = figures_;
  now.sessions = connection_ ? connection_->open : 0;
  return now;
}

}  // namespace kwota::seal
