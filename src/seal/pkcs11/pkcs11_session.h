// A logged-in session with a token: the calls of PKCS#11 that a vault is made of, as values and errors.
// Guarantees: a session that outlived a restart of its library fails as `vault_offline` and touches nothing; session objects
// are destroyed when they go out of sight. Never: asks for the value of a key.
// To be used under Pkcs11Module::use().   Begin with open(); what is made of these calls stands in token_cipher.h.
#pragma once
#include <map>
#include <span>

#include "base/bytes.h"
#include "seal/pkcs11/pkcs11_module.h"
#include "seal/pkcs11/pkcs11_template.h"

namespace kwota::seal {

class Pkcs11Session {
 public:
  /// An object that is destroyed when it goes out of sight: a derived key of one request.
  class Held {
   public:
    Held(Pkcs11Session& session, CK_OBJECT_HANDLE object) : session_(&session), object_(object) {}
    Held(Held&& other) noexcept : session_(std::exchange(other.session_, nullptr)), object_(other.object_) {}
    Held& operator=(Held&&) = delete;
    ~Held();
    CK_OBJECT_HANDLE handle() const { return object_; }

   private:
    Pkcs11Session* session_;
    CK_OBJECT_HANDLE object_;
  };

  /// Opens a read-write session and logs in. `refused_pin` tells the caller never to try this PIN again.
  static Result<Pkcs11Session> open(std::shared_ptr<Pkcs11Module> module, CK_SLOT_ID slot, CK_USER_TYPE user, ByteView pin,
                                    bool& refused_pin);
  /// One more beside a session that is logged in: PKCS#11 logs in once for all sessions of a token.
  static Result<Pkcs11Session> open_beside(std::shared_ptr<Pkcs11Module> module, CK_SLOT_ID slot);
  Pkcs11Session(Pkcs11Session&& other) noexcept;
  Pkcs11Session& operator=(Pkcs11Session&&) = delete;
  ~Pkcs11Session();

  Pkcs11Module& module() { return *module_; }
  CK_SESSION_HANDLE handle() const { return session_; }
  Result<CK_SLOT_ID> slot();
  /// Error `vault_offline` after a restart of the library.
  Result<void> alive() const;
  /// An error when the token went away, without using a key.
  Result<void> probe();

  /// All objects of a class in the token, by label.
  Result<std::map<std::string, CK_OBJECT_HANDLE>> objects(CK_OBJECT_CLASS object_class);
  /// The same where several may have one label.
  Result<std::multimap<std::string, CK_OBJECT_HANDLE>> all_objects(CK_OBJECT_CLASS object_class);
  Result<Bytes> attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);
  Result<CK_ULONG> number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);

  Result<CK_OBJECT_HANDLE> create(Pkcs11Template& object);
  Result<CK_OBJECT_HANDLE> copy(CK_OBJECT_HANDLE object, Pkcs11Template& changes);
  Result<void> destroy(CK_OBJECT_HANDLE object);
  Result<CK_OBJECT_HANDLE> generate(CK_MECHANISM_TYPE mechanism, Pkcs11Template& key);
  struct Pair {
    CK_OBJECT_HANDLE shown = CK_INVALID_HANDLE, own = CK_INVALID_HANDLE;
  };
  Result<Pair> generate_pair(CK_MECHANISM_TYPE mechanism, Pkcs11Template& shown, Pkcs11Template& own);
  /// A key made of the ciphertext of `data` under `base` (CKM_…_ECB_ENCRYPT_DATA).
  Result<CK_OBJECT_HANDLE> derive_by_encryption(CK_MECHANISM_TYPE mechanism, CK_OBJECT_HANDLE base, ByteView data,
                                                Pkcs11Template& key);
  /// X coordinate of the common point (CKM_ECDH1_DERIVE without a key derivation function).
  Result<CK_OBJECT_HANDLE> derive_by_agreement(CK_OBJECT_HANDLE own, ByteView point, Pkcs11Template& key);
  Result<Bytes> encrypt(CK_MECHANISM mechanism, CK_OBJECT_HANDLE key, ByteView blocks);
  Result<Bytes> sign(CK_MECHANISM_TYPE mechanism, CK_OBJECT_HANDLE key, ByteView message);
  Result<Bytes> wrap(CK_MECHANISM mechanism, CK_OBJECT_HANDLE by, CK_OBJECT_HANDLE key);
  Result<CK_OBJECT_HANDLE> unwrap(CK_MECHANISM mechanism, CK_OBJECT_HANDLE by, ByteView wrapped, Pkcs11Template& key);
  /// The token's own dice.
  Result<Bytes> random(std::size_t count);
  /// Our dice into its own; a token that takes none is left as it is.
  void stir(ByteView random);

 private:
  Pkcs11Session(std::shared_ptr<Pkcs11Module> module, CK_SESSION_HANDLE session)
      : module_(std::move(module)), session_(session), generation_(module_->generation()) {}
  std::shared_ptr<Pkcs11Module> module_;
  CK_SESSION_HANDLE session_;
  std::uint64_t generation_;
};

}  // namespace kwota::seal
