// A logged-in session with a token, and the few operations on keys inside that a vault is made of.
// Single DES is not offered by tokens on OpenSSL 3, retail MACs hardly anywhere: both are put together from two-key
// 3DES, so that no key leaves the token (equal halves make single DES; ISO 9797-1 algorithm 3).
// Never: asks for the value of a key.   Begin with open(), then derive() and retail_mac().
#pragma once
#include <array>
#include <map>

#include "base/bytes.h"
#include "seal/keys/pkcs11_module.h"
#include "seal/keys/vault.h"

namespace kwota::seal {

/// Label of a key object: "kwota/credit/1". The left half of a key that is used undiversified: "kwota/card_transport/1/left".
std::string key_label(const KeyRef& key);
std::string left_half_label(const KeyRef& key);

class Pkcs11Session {
 public:
  /// A session object: a derived key that is destroyed when it goes out of sight.
  class DerivedKey {
   public:
    DerivedKey(Pkcs11Module& module, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key)
        : module_(&module), session_(session), key_(key) {}
    DerivedKey(DerivedKey&& other) noexcept : module_(other.module_), session_(other.session_), key_(other.key_) {
      other.module_ = nullptr;
    }
    DerivedKey& operator=(DerivedKey&&) = delete;
    ~DerivedKey();
    CK_OBJECT_HANDLE handle() const { return key_; }

   private:
    Pkcs11Module* module_;
    CK_SESSION_HANDLE session_;
    CK_OBJECT_HANDLE key_;
  };

  /// Opens a read-write session and logs in. `refused_pin` tells the caller never to try this PIN again.
  static Result<Pkcs11Session> open(std::shared_ptr<Pkcs11Module> module, CK_SLOT_ID slot, CK_USER_TYPE user, ByteView pin,
                                    bool& refused_pin);
  Pkcs11Session(Pkcs11Session&& other) noexcept;
  Pkcs11Session& operator=(Pkcs11Session&&) = delete;
  ~Pkcs11Session();

  Pkcs11Module& module() { return *module_; }
  CK_SESSION_HANDLE handle() const { return session_; }

  /// All objects of a class in the token, by label.
  Result<std::map<std::string, CK_OBJECT_HANDLE>> objects(CK_OBJECT_CLASS object_class);
  Result<Bytes> attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);
  /// An error when the token went away, without using a key.
  Result<void> probe();

  /// Two-key 3DES key made of the ciphertext of `data` under `base`: sensitive, not extractable, encrypts only.
  Result<DerivedKey> derive(CK_OBJECT_HANDLE base, const std::array<std::uint8_t, 16>& data);
  Result<Bytes> encrypt_ecb(CK_OBJECT_HANDLE key, ByteView blocks);
  Result<Bytes> encrypt_cbc(CK_OBJECT_HANDLE key, const std::array<std::uint8_t, 8>& iv, ByteView blocks);
  /// ISO 9797-1 algorithm 3 with `whole` = KL||KR and `left` = KL||KL, left four bytes, starting value challenge || 0.
  Result<Bytes> retail_mac(CK_OBJECT_HANDLE whole, CK_OBJECT_HANDLE left, const std::array<std::uint8_t, 4>& challenge,
                           ByteView message);
  /// ECDSA over a digest: r || s.
  Result<std::array<std::uint8_t, 64>> sign(CK_OBJECT_HANDLE key, const std::array<std::uint8_t, 32>& digest);

 private:
  Pkcs11Session(std::shared_ptr<Pkcs11Module> module, CK_SESSION_HANDLE session)
      : module_(std::move(module)), session_(session) {}
  Result<Bytes> encrypt(CK_MECHANISM mechanism, CK_OBJECT_HANDLE key, ByteView blocks);
  std::shared_ptr<Pkcs11Module> module_;
  CK_SESSION_HANDLE session_;
};

}  // namespace kwota::seal
