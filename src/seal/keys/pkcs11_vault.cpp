#include "seal/keys/pkcs11_vault.h"

#include <sys/mman.h>

#include <algorithm>

#include "seal/cipher/ecdsa.h"
#include "seal/keys/test_keys.h"
#include "seal/keys/vault_rules.h"

namespace kwota::seal {
namespace {

constexpr unsigned versions = 256;

/// f || f gives a key with equal halves: the left half of the diversified key, as single DES.
enum class Halves : std::uint8_t { both, left_twice };

std::array<std::uint8_t, 16> factor(const CardSerial& serial, Halves halves) {
  std::array<std::uint8_t, 16> data{};
  for (std::size_t i = 0; i < 8; ++i) {
    data[i] = serial.bytes[i];
    data[i + 8] = halves == Halves::both ? static_cast<std::uint8_t>(~serial.bytes[i]) : serial.bytes[i];
  }
  return data;
}

/// Kept out of the swap file for as long as it holds a key.
class LockedPages {
 public:
  explicit LockedPages(SecretBytes& bytes) : bytes_(bytes), locked_(mlock(bytes.view().data(), bytes.size()) == 0) {}
  ~LockedPages() {
    wipe(bytes_.writable());
    if (locked_) munlock(bytes_.view().data(), bytes_.size());
  }
  LockedPages(const LockedPages&) = delete;
  LockedPages& operator=(const LockedPages&) = delete;

 private:
  SecretBytes& bytes_;
  bool locked_;
};

}  // namespace

struct Pkcs11Vault::CardKey {
  std::optional<Pkcs11Session::DerivedKey> derived;
  CK_OBJECT_HANDLE root;
  CK_OBJECT_HANDLE handle() const { return derived ? derived->handle() : root; }
};

Pkcs11Vault::Pkcs11Vault(std::shared_ptr<Pkcs11Module> module, std::string token_label, PinSource pin)
    : module_(std::move(module)), token_label_(std::move(token_label)), pin_(std::move(pin)) {}

Pkcs11Vault::~Pkcs11Vault() {
  const std::lock_guard alone{module_->mutex()};
  connection_.reset();
}

/// Sealing twice is harmless (the same bytes), so a request that met a token that had been away is simply made again.
template <class Work>
auto Pkcs11Vault::with_token(Work work) -> decltype(work()) {
  const std::lock_guard alone{module_->mutex()};
  if (connection_) {
    auto answer = work();
    if (answer.ok() || answer.error().code != "vault_offline") return answer;
    connection_.reset();
  }
  MUST(connect());
  auto answer = work();
  if (!answer.ok() && answer.error().code == "vault_offline") connection_.reset();
  return answer;
}

Result<void> Pkcs11Vault::connect() {
  if (const auto first = connect_once(); first.ok() || first.error().code != "vault_offline") return first;
  // A token that came back may be in a list that the library reads only when it starts.
  MUST(module_->restart());
  return connect_once();
}

Result<void> Pkcs11Vault::connect_once() {
  if (pin_refused_) return vault_refused("the PIN of the token was wrong; give the right one and start again");
  TRY(slot, module_->slot_of(token_label_));
  TRY(pin, pin_());
  TRY(session, Pkcs11Session::open(module_, slot, CKU_USER, pin.view(), pin_refused_));
  Connection connection{.session = std::move(session)};
  MUST(read_keys(connection));
  MUST(read_signing_key(connection));
  connection_.emplace(std::move(connection));
  return {};
}

Result<void> Pkcs11Vault::read_keys(Connection& connection) {
  TRY(by_label, connection.session.objects(CKO_SECRET_KEY));
  for (std::size_t purpose = 0; purpose < purposes; ++purpose) {
    for (unsigned version = 0; version < versions; ++version) {
      const KeyRef ref{static_cast<Purpose>(purpose), static_cast<std::uint8_t>(version)};
      const auto found = by_label.find(key_label(ref));
      if (found == by_label.end()) continue;
      TRY(check, connection.session.attribute(found->second, CKA_CHECK_VALUE));
      KeyCheckValue value{};
      if (check.size() != value.size()) return vault_refused("the token names no check value for " + key_label(ref));
      std::copy(check.begin(), check.end(), value.begin());
      connection.keys.emplace(ref, found->second);
      connection.descriptions.push_back({ref, value, is_test_key(ref.purpose, value)});
      if (const auto left = by_label.find(left_half_label(ref)); left != by_label.end())
        connection.left_halves.emplace(ref, left->second);
    }
  }
  return {};
}

/// The newest version signs; receipts name the public key they were signed with.
Result<void> Pkcs11Vault::read_signing_key(Connection& connection) {
  TRY(private_keys, connection.session.objects(CKO_PRIVATE_KEY));
  TRY(public_keys, connection.session.objects(CKO_PUBLIC_KEY));
  for (unsigned version = versions; version-- > 0;) {
    const KeyRef ref{Purpose::root_signature, static_cast<std::uint8_t>(version)};
    const auto own = private_keys.find(key_label(ref));
    const auto shown = public_keys.find(key_label(ref));
    if (own == private_keys.end() || shown == public_keys.end()) continue;
    TRY(wrapped, connection.session.attribute(shown->second, CKA_EC_POINT));
    constexpr std::size_t octet_string_head = 2;  // CKA_EC_POINT is a DER OCTET STRING around the point
    if (wrapped.size() <= octet_string_head) return vault_refused("the signature key has no public point");
    TRY(der, public_key_from_point(ByteView{wrapped}.subspan(octet_string_head)));
    const Digest print = sha256(der);
    connection.signing_key = own->second;
    connection.public_key = std::move(der);
    connection.descriptions.push_back({ref, {print[0], print[1], print[2]}, false});
    return {};
  }
  return {};
}

Result<Pkcs11Vault::CardKey> Pkcs11Vault::card_key(const KeyRef& ref, const CardSerial& serial) {
  const auto root = connection_->keys.find(ref);
  if (root == connection_->keys.end()) return key_missing(ref);
  if (!is_diversified(ref)) return CardKey{std::nullopt, root->second};
  TRY(derived, connection_->session.derive(root->second, factor(serial, Halves::both)));
  return CardKey{std::move(derived), root->second};
}

Result<Bytes> Pkcs11Vault::line_mac(const KeyRef& ref, const CardSerial& serial, const CardKey& key,
                                    const std::array<std::uint8_t, 4>& challenge, ByteView message) {
  auto& session = connection_->session;
  if (is_diversified(ref)) {
    TRY(left, session.derive(key.root, factor(serial, Halves::left_twice)));
    return session.retail_mac(key.handle(), left.handle(), challenge, message);
  }
  const auto left = connection_->left_halves.find(ref);
  if (left == connection_->left_halves.end()) return key_missing(ref);
  return session.retail_mac(key.handle(), left->second, challenge, message);
}

Result<Bytes> Pkcs11Vault::answer(const Authenticate& request) {
  TRY(key, card_key(request.key, request.serial));
  return connection_->session.encrypt_ecb(key.handle(), request.challenge);
}

Result<Bytes> Pkcs11Vault::answer(const LineMac& request) {
  TRY(key, card_key(request.key, request.serial));
  return line_mac(request.key, request.serial, key, request.challenge, request.message);
}

Result<Bytes> Pkcs11Vault::answer(const WriteCardKey& request) {
  const auto written = connection_->keys.find(request.key);
  if (written == connection_->keys.end()) return key_missing(request.key);
  TRY(under, card_key(request.under, request.serial));
  auto& session = connection_->session;
  // length1 || header5 || key16, filled with 80 00 to three blocks (cards.md 2.2)
  constexpr std::size_t length = 1, header = 5, key = 16, record = 24;
  SecretBytes plain{Bytes(record)};
  const LockedPages locked{plain};
  TRY(card_key_bytes, session.encrypt_ecb(written->second, factor(request.serial, Halves::both)));
  std::copy(card_key_bytes.begin(), card_key_bytes.end(), plain.writable().begin() + length + header);
  wipe(card_key_bytes);
  plain.writable()[0] = header + key;
  std::copy(request.record_header.begin(), request.record_header.end(), plain.writable().begin() + length);
  plain.writable()[length + header + key] = 0x80;

  TRY(answer, session.encrypt_ecb(under.handle(), plain.view()));
  Bytes message = key_write_header(request.p1, request.key_id, answer.size());
  append(message, answer);
  TRY(mac, line_mac(request.under, request.serial, under, request.challenge, message));
  append(answer, mac);
  return answer;
}

Result<Bytes> Pkcs11Vault::answer(const SessionMac&) { return vault_cannot("purse transactions"); }
Result<Bytes> Pkcs11Vault::answer(const TransactionCode&) { return vault_cannot("transaction codes"); }

Result<Bytes> Pkcs11Vault::perform(const Request& request) {
  MUST(permitted(request));
  return with_token([&] { return std::visit([this](const auto& asked) { return answer(asked); }, request); });
}

Result<std::vector<KeyDescription>> Pkcs11Vault::keys() {
  return with_token([&]() -> Result<std::vector<KeyDescription>> {
    MUST(connection_->session.probe());
    return connection_->descriptions;
  });
}

Result<std::array<std::uint8_t, 64>> Pkcs11Vault::sign_root(const std::array<std::uint8_t, 32>& digest) {
  return with_token([&]() -> Result<std::array<std::uint8_t, 64>> {
    if (connection_->signing_key == CK_INVALID_HANDLE) return key_missing({Purpose::root_signature, test_key_version});
    return connection_->session.sign(connection_->signing_key, digest);
  });
}

Result<Bytes> Pkcs11Vault::root_public_key() {
  return with_token([&]() -> Result<Bytes> {
    if (connection_->signing_key == CK_INVALID_HANDLE) return key_missing({Purpose::root_signature, test_key_version});
    return connection_->public_key;
  });
}

Result<void> Pkcs11Vault::health() {
  return with_token([&] { return connection_->session.probe(); });
}

}  // namespace kwota::seal
