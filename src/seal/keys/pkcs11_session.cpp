#include "seal/keys/pkcs11_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "seal/cipher/card_crypto.h"
#include "seal/keys/vault_rules.h"

namespace kwota::seal {
namespace {

/// PKCS#11 takes input through pointers that are not const.
CK_BYTE* input(ByteView bytes) { return const_cast<CK_BYTE*>(bytes.data()); }

}  // namespace

std::string key_label(const KeyRef& key) { return fmt::format("kwota/{}/{}", name_of(key.purpose), key.version); }
std::string left_half_label(const KeyRef& key) { return key_label(key) + "/left"; }

Pkcs11Session::DerivedKey::~DerivedKey() {
  if (module_ != nullptr) module_->call().C_DestroyObject(session_, key_);
}

Result<Pkcs11Session> Pkcs11Session::open(std::shared_ptr<Pkcs11Module> module, CK_SLOT_ID slot, CK_USER_TYPE user, ByteView pin,
                                          bool& refused_pin) {
  CK_SESSION_HANDLE handle = 0;
  MUST_PKCS11(*module, C_OpenSession, slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &handle);
  Pkcs11Session session{module, handle};
  const CK_RV code = module->call().C_Login(handle, user, input(pin), pin.size());
  refused_pin = code == CKR_PIN_INCORRECT || code == CKR_PIN_LOCKED || code == CKR_PIN_INVALID || code == CKR_PIN_LEN_RANGE;
  if (refused_pin)
    return vault_refused("the PIN of the token is wrong; it is not tried again, so that the token does not lock itself");
  if (code != CKR_OK && code != CKR_USER_ALREADY_LOGGED_IN) return pkcs11_error("C_Login", code);
  return session;
}

Pkcs11Session::Pkcs11Session(Pkcs11Session&& other) noexcept : module_(std::move(other.module_)), session_(other.session_) {}

Pkcs11Session::~Pkcs11Session() {
  if (module_) module_->call().C_CloseSession(session_);
}

Result<std::map<std::string, CK_OBJECT_HANDLE>> Pkcs11Session::objects(CK_OBJECT_CLASS object_class) {
  CK_BBOOL yes = CK_TRUE;
  std::array<CK_ATTRIBUTE, 2> wanted{{{CKA_CLASS, &object_class, sizeof object_class}, {CKA_TOKEN, &yes, sizeof yes}}};
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
  std::map<std::string, CK_OBJECT_HANDLE> by_label;
  for (const CK_OBJECT_HANDLE object : found) {
    TRY(label, attribute(object, CKA_LABEL));
    by_label.emplace(std::string{label.begin(), label.end()}, object);
  }
  return by_label;
}

Result<Bytes> Pkcs11Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
  CK_ATTRIBUTE wanted{type, nullptr, 0};
  MUST_PKCS11(*module_, C_GetAttributeValue, session_, object, &wanted, 1);
  Bytes value(wanted.ulValueLen);
  wanted.pValue = value.data();
  MUST_PKCS11(*module_, C_GetAttributeValue, session_, object, &wanted, 1);
  value.resize(wanted.ulValueLen);
  return value;
}

Result<void> Pkcs11Session::probe() {
  CK_SESSION_INFO session{};
  MUST_PKCS11(*module_, C_GetSessionInfo, session_, &session);
  if (session.state != CKS_RW_USER_FUNCTIONS) return vault_offline("nobody is logged in to the token");
  CK_TOKEN_INFO token{};
  MUST_PKCS11(*module_, C_GetTokenInfo, session.slotID, &token);
  return {};
}

Result<Pkcs11Session::DerivedKey> Pkcs11Session::derive(CK_OBJECT_HANDLE base, const std::array<std::uint8_t, 16>& data) {
  CK_KEY_DERIVATION_STRING_DATA text{input(data), data.size()};
  CK_MECHANISM mechanism{CKM_DES3_ECB_ENCRYPT_DATA, &text, sizeof text};
  CK_OBJECT_CLASS object_class = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_DES2;
  CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
  std::array<CK_ATTRIBUTE, 9> wanted{{{CKA_CLASS, &object_class, sizeof object_class},
                                      {CKA_KEY_TYPE, &type, sizeof type},
                                      {CKA_TOKEN, &no, sizeof no},
                                      {CKA_PRIVATE, &yes, sizeof yes},
                                      {CKA_SENSITIVE, &yes, sizeof yes},
                                      {CKA_EXTRACTABLE, &no, sizeof no},
                                      {CKA_ENCRYPT, &yes, sizeof yes},
                                      {CKA_DECRYPT, &no, sizeof no},
                                      {CKA_DERIVE, &no, sizeof no}}};
  CK_OBJECT_HANDLE key = 0;
  MUST_PKCS11(*module_, C_DeriveKey, session_, &mechanism, base, wanted.data(), wanted.size(), &key);
  return DerivedKey{*module_, session_, key};
}

Result<Bytes> Pkcs11Session::encrypt(CK_MECHANISM mechanism, CK_OBJECT_HANDLE key, ByteView blocks) {
  MUST_PKCS11(*module_, C_EncryptInit, session_, &mechanism, key);
  Bytes out(blocks.size());
  CK_ULONG size = out.size();
  MUST_PKCS11(*module_, C_Encrypt, session_, input(blocks), blocks.size(), out.data(), &size);
  if (size != blocks.size()) return vault_refused("the token returned ciphertext of another length");
  return out;
}

Result<Bytes> Pkcs11Session::encrypt_ecb(CK_OBJECT_HANDLE key, ByteView blocks) {
  return encrypt({CKM_DES3_ECB, nullptr, 0}, key, blocks);
}

Result<Bytes> Pkcs11Session::encrypt_cbc(CK_OBJECT_HANDLE key, const std::array<std::uint8_t, 8>& iv, ByteView blocks) {
  return encrypt({CKM_DES3_CBC, input(iv), iv.size()}, key, blocks);
}

Result<Bytes> Pkcs11Session::retail_mac(CK_OBJECT_HANDLE whole, CK_OBJECT_HANDLE left,
                                        const std::array<std::uint8_t, 4>& challenge, ByteView message) {
  constexpr std::size_t block = 8;
  const Bytes padded = pad(message, block);
  const ByteView all{padded};
  std::array<std::uint8_t, block> chain{};
  std::copy(challenge.begin(), challenge.end(), chain.begin());
  if (const auto front = all.first(all.size() - block); !front.empty()) {
    TRY(chained, encrypt_cbc(left, chain, front));
    std::copy(chained.end() - block, chained.end(), chain.begin());
  }
  for (std::size_t i = 0; i < block; ++i) chain[i] = static_cast<std::uint8_t>(chain[i] ^ all[all.size() - block + i]);
  TRY(last, encrypt_ecb(whole, chain));
  last.resize(sizeof(Mac));
  return last;
}

Result<std::array<std::uint8_t, 64>> Pkcs11Session::sign(CK_OBJECT_HANDLE key, const std::array<std::uint8_t, 32>& digest) {
  CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
  MUST_PKCS11(*module_, C_SignInit, session_, &mechanism, key);
  std::array<std::uint8_t, 64> signature{};
  CK_ULONG size = signature.size();
  MUST_PKCS11(*module_, C_Sign, session_, input(digest), digest.size(), signature.data(), &size);
  if (size != signature.size()) return vault_refused("the signature key is not of the curve P-256");
  return signature;
}

}  // namespace kwota::seal
