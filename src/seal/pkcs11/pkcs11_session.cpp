#include "seal/pkcs11/pkcs11_session.h"


#include <array>
#include <vector>

#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

/// PKCS#11 takes input through pointers that are not const.
CK_BYTE* input(ByteView bytes) { return const_cast<CK_BYTE*>(bytes.data()); }

}  // namespace

Pkcs11Session::Held::~Held() {
  if (session_ != nullptr && session_->alive().ok()) session_->module_->call().C_DestroyObject(session_->session_, object_);
}

Result<Pkcs11Session> Pkcs11Session::open_beside(std::shared_ptr<Pkcs11Module> module, CK_SLOT_ID slot) {
  CK_SESSION_HANDLE handle = 0;
  MUST_PKCS11(*module, C_OpenSession, slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &handle);
  return Pkcs11Session{std::move(module), handle};
}

Result<Pkcs11Session> Pkcs11Session::open(std::shared_ptr<Pkcs11Module> module, CK_SLOT_ID slot, CK_USER_TYPE user, ByteView pin,
                                          bool& refused_pin) {
  TRY(session, open_beside(std::move(module), slot));
  const CK_RV code = session.module().call().C_Login(session.handle(), user, input(pin), pin.size());
  refused_pin = code == CKR_PIN_INCORRECT || code == CKR_PIN_LOCKED || code == CKR_PIN_INVALID || code == CKR_PIN_LEN_RANGE;
  if (refused_pin)
    return vault_refused("the PIN of the token is wrong; it is not tried again, so that the token does not lock itself");
  if (code != CKR_OK && code != CKR_USER_ALREADY_LOGGED_IN) return pkcs11_error("C_Login", code);
  return session;
}

Pkcs11Session::Pkcs11Session(Pkcs11Session&& other) noexcept
    : module_(std::move(other.module_)), session_(other.session_), generation_(other.generation_) {}

Pkcs11Session::~Pkcs11Session() {
  if (module_ && alive().ok()) module_->call().C_CloseSession(session_);
}

Result<void> Pkcs11Session::alive() const {
  if (generation_ == module_->generation()) return {};
  return vault_offline("the library was started again");
}

Result<CK_SLOT_ID> Pkcs11Session::slot() {
  MUST(alive());
  CK_SESSION_INFO info{};
  MUST_PKCS11(*module_, C_GetSessionInfo, session_, &info);
  return info.slotID;
}

Result<void> Pkcs11Session::probe() {
  MUST(alive());
  CK_SESSION_INFO session{};
  MUST_PKCS11(*module_, C_GetSessionInfo, session_, &session);
  if (session.state != CKS_RW_USER_FUNCTIONS) return vault_offline("nobody is logged in to the token");
  CK_TOKEN_INFO token{};
  MUST_PKCS11(*module_, C_GetTokenInfo, session.slotID, &token);
  return {};
}

Result<std::multimap<std::string, CK_OBJECT_HANDLE>> Pkcs11Session::all_objects(CK_OBJECT_CLASS object_class) {
  MUST(alive());
  Pkcs11Template wanted;
  wanted.number(CKA_CLASS, object_class).flag(CKA_TOKEN, true);
  MUST_PKCS11(*module_, C_FindObjectsInit, session_, wanted.data(), wanted.size());
  std::vector<CK_OBJECT_HANDLE> found;
  std::array<CK_OBJECT_HANDLE, 64> some{};
  CK_ULONG count = 0;
  CK_RV code = CKR_OK;
  do {
    code = module_->call().C_FindObjects(session_, some.data(), some.size(), &count);
    if (code == CKR_OK) found.insert(found.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
  } while (code == CKR_OK && count == some.size());
  module_->call().C_FindObjectsFinal(session_);
  if (code != CKR_OK) return pkcs11_error("C_FindObjects", code);
  std::multimap<std::string, CK_OBJECT_HANDLE> by_label;
  for (const CK_OBJECT_HANDLE object : found) {
    TRY(label, attribute(object, CKA_LABEL));
    by_label.emplace(std::string{label.begin(), label.end()}, object);
  }
  return by_label;
}

Result<std::map<std::string, CK_OBJECT_HANDLE>> Pkcs11Session::objects(CK_OBJECT_CLASS object_class) {
  TRY(all, all_objects(object_class));
  return std::map<std::string, CK_OBJECT_HANDLE>{all.begin(), all.end()};
}

Result<Bytes> Pkcs11Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
  MUST(alive());
  CK_ATTRIBUTE wanted{type, nullptr, 0};
  MUST_PKCS11(*module_, C_GetAttributeValue, session_, object, &wanted, 1);
  Bytes value(wanted.ulValueLen);
  wanted.pValue = value.data();
  MUST_PKCS11(*module_, C_GetAttributeValue, session_, object, &wanted, 1);
  value.resize(wanted.ulValueLen);
  return value;
}

Result<CK_ULONG> Pkcs11Session::number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
  MUST(alive());
  CK_ULONG value = 0;
  CK_ATTRIBUTE wanted{type, &value, sizeof value};
  MUST_PKCS11(*module_, C_GetAttributeValue, session_, object, &wanted, 1);
  return value;
}

Result<CK_OBJECT_HANDLE> Pkcs11Session::create(Pkcs11Template& object) {
  MUST(alive());
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  MUST_PKCS11(*module_, C_CreateObject, session_, object.data(), object.size(), &made);
  return made;
}

Result<CK_OBJECT_HANDLE> Pkcs11Session::copy(CK_OBJECT_HANDLE object, Pkcs11Template& changes) {
  MUST(alive());
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  MUST_PKCS11(*module_, C_CopyObject, session_, object, changes.data(), changes.size(), &made);
  return made;
}

Result<void> Pkcs11Session::destroy(CK_OBJECT_HANDLE object) {
  MUST(alive());
  MUST_PKCS11(*module_, C_DestroyObject, session_, object);
  return {};
}

Result<CK_OBJECT_HANDLE> Pkcs11Session::generate(CK_MECHANISM_TYPE type, Pkcs11Template& key) {
  MUST(alive());
  CK_MECHANISM mechanism{type, nullptr, 0};
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  MUST_PKCS11(*module_, C_GenerateKey, session_, &mechanism, key.data(), key.size(), &made);
  return made;
}

Result<Pkcs11Session::Pair> Pkcs11Session::generate_pair(CK_MECHANISM_TYPE type, Pkcs11Template& shown, Pkcs11Template& own) {
  MUST(alive());
  CK_MECHANISM mechanism{type, nullptr, 0};
  Pair pair;
  MUST_PKCS11(*module_, C_GenerateKeyPair, session_, &mechanism, shown.data(), shown.size(), own.data(), own.size(), &pair.shown,
              &pair.own);
  return pair;
}

Result<CK_OBJECT_HANDLE> Pkcs11Session::derive_by_encryption(CK_MECHANISM_TYPE type, CK_OBJECT_HANDLE base, ByteView data,
                                                             Pkcs11Template& key) {
  MUST(alive());
  CK_KEY_DERIVATION_STRING_DATA text{input(data), data.size()};
  CK_MECHANISM mechanism{type, &text, sizeof text};
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  MUST_PKCS11(*module_, C_DeriveKey, session_, &mechanism, base, key.data(), key.size(), &made);
  return made;
}

Result<CK_OBJECT_HANDLE> Pkcs11Session::derive_by_agreement(CK_OBJECT_HANDLE own, ByteView point, Pkcs11Template& key) {
  MUST(alive());
  CK_ECDH1_DERIVE_PARAMS parameters{CKD_NULL, 0, nullptr, point.size(), input(point)};
  CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  MUST_PKCS11(*module_, C_DeriveKey, session_, &mechanism, own, key.data(), key.size(), &made);
  return made;
}

Result<Bytes> Pkcs11Session::encrypt(CK_MECHANISM mechanism, CK_OBJECT_HANDLE key, ByteView blocks) {
  MUST(alive());
  MUST_PKCS11(*module_, C_EncryptInit, session_, &mechanism, key);
  Bytes out(blocks.size());
  CK_ULONG size = out.size();
  MUST_PKCS11(*module_, C_Encrypt, session_, input(blocks), blocks.size(), out.data(), &size);
  if (size != blocks.size()) return vault_refused("the token returned ciphertext of another length");
  return out;
}

Result<Bytes> Pkcs11Session::sign(CK_MECHANISM_TYPE type, CK_OBJECT_HANDLE key, ByteView message) {
  MUST(alive());
  CK_MECHANISM mechanism{type, nullptr, 0};
  MUST_PKCS11(*module_, C_SignInit, session_, &mechanism, key);
  constexpr std::size_t signature_max = 512;  // RSA-4096
  Bytes signature(signature_max);
  CK_ULONG size = signature.size();
  MUST_PKCS11(*module_, C_Sign, session_, input(message), message.size(), signature.data(), &size);
  signature.resize(size);
  return signature;
}

Result<Bytes> Pkcs11Session::wrap(CK_MECHANISM mechanism, CK_OBJECT_HANDLE by, CK_OBJECT_HANDLE key) {
  MUST(alive());
  constexpr std::size_t wrapped_max = 4096;
  Bytes wrapped(wrapped_max);
  CK_ULONG size = wrapped.size();
  MUST_PKCS11(*module_, C_WrapKey, session_, &mechanism, by, key, wrapped.data(), &size);
  wrapped.resize(size);
  return wrapped;
}

Result<CK_OBJECT_HANDLE> Pkcs11Session::unwrap(CK_MECHANISM mechanism, CK_OBJECT_HANDLE by, ByteView wrapped,
                                               Pkcs11Template& key) {
  MUST(alive());
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  MUST_PKCS11(*module_, C_UnwrapKey, session_, &mechanism, by, input(wrapped), wrapped.size(), key.data(), key.size(), &made);
  return made;
}

Result<Bytes> Pkcs11Session::random(std::size_t count) {
  MUST(alive());
  Bytes out(count);
  MUST_PKCS11(*module_, C_GenerateRandom, session_, out.data(), out.size());
  return out;
}

void Pkcs11Session::stir(ByteView random) {
  if (alive().ok()) module_->call().C_SeedRandom(session_, input(random), random.size());
}

}  // namespace kwota::seal
