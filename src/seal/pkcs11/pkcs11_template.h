// A template of attributes for PKCS#11 calls. Numbers and flags are kept inside; bytes and texts stay the caller's and must
// live as long as the template: keys are not copied here.
// Begin with secret_key(), then number(), flag(), bytes().
#pragma once
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <initializer_list>
#include <string_view>

#include "base/bytes.h"

namespace kwota::seal {

/// How long a key is there: for ever, or until its session ends.
enum class Lives : std::uint8_t { in_token, in_session };
/// Whether it ever goes out of the token; in clear none does.
enum class Leaves : std::uint8_t { never, wrapped };

class Pkcs11Template {
 public:
  Pkcs11Template() = default;
  Pkcs11Template(const Pkcs11Template&) = delete;
  Pkcs11Template& operator=(const Pkcs11Template&) = delete;

  Pkcs11Template& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value) {
    assert(numbers_used_ < numbers_.size());
    auto& kept = numbers_[numbers_used_++];
    kept = value;
    return add(type, &kept, sizeof kept);
  }
  Pkcs11Template& flag(CK_ATTRIBUTE_TYPE type, bool value) { return add(type, value ? &yes_ : &no_, sizeof(CK_BBOOL)); }
  Pkcs11Template& bytes(CK_ATTRIBUTE_TYPE type, ByteView value) {
    return add(type, const_cast<std::uint8_t*>(value.data()), value.size());
  }
  Pkcs11Template& text(CK_ATTRIBUTE_TYPE type, std::string_view value) { return bytes(type, view_of(value)); }

  /// A secret that never leaves in clear: private, sensitive.
  Pkcs11Template& secret_key(Lives lives, Leaves leaves) { return number(CKA_CLASS, CKO_SECRET_KEY).secret(lives, leaves); }
  Pkcs11Template& secret(Lives lives, Leaves leaves) {
    return flag(CKA_TOKEN, lives == Lives::in_token).flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, leaves == Leaves::wrapped);
  }

  /// What a key may be used for, and nothing else: tokens differ in what they allow when nothing is said.
  Pkcs11Template& secret_uses(std::initializer_list<CK_ATTRIBUTE_TYPE> allowed) {
    return uses({CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN, CKA_VERIFY, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE}, allowed);
  }
  Pkcs11Template& private_uses(std::initializer_list<CK_ATTRIBUTE_TYPE> allowed) {
    return uses({CKA_DECRYPT, CKA_SIGN, CKA_UNWRAP, CKA_DERIVE}, allowed);
  }
  Pkcs11Template& public_uses(std::initializer_list<CK_ATTRIBUTE_TYPE> allowed) {
    return uses({CKA_ENCRYPT, CKA_VERIFY, CKA_WRAP}, allowed);
  }

  /// The only mechanisms that the key may be used with; tokens that know this attribute keep to it.
  Pkcs11Template& only(std::initializer_list<CK_MECHANISM_TYPE> mechanisms) {
    assert(mechanisms.size() <= mechanisms_.size());
    std::copy(mechanisms.begin(), mechanisms.end(), mechanisms_.begin());
    return add(CKA_ALLOWED_MECHANISMS, mechanisms_.data(), mechanisms.size() * sizeof(CK_MECHANISM_TYPE));
  }
  /// What everything that this key unwraps is at least; whoever unwraps says the same or is refused. `inner` outlives this.
  Pkcs11Template& unwraps_only(Pkcs11Template& inner) {
    return add(CKA_UNWRAP_TEMPLATE, inner.data(), inner.size() * sizeof(CK_ATTRIBUTE));
  }

  CK_ATTRIBUTE* data() { return all_.data(); }
  CK_ULONG size() const { return used_; }

 private:
  Pkcs11Template& uses(std::initializer_list<CK_ATTRIBUTE_TYPE> all, std::initializer_list<CK_ATTRIBUTE_TYPE> allowed) {
    for (const auto use : all) flag(use, std::find(allowed.begin(), allowed.end(), use) != allowed.end());
    return *this;
  }
  Pkcs11Template& add(CK_ATTRIBUTE_TYPE type, void* value, std::size_t size) {
    assert(used_ < all_.size());
    all_[used_++] = {type, value, size};
    return *this;
  }

  CK_BBOOL yes_ = CK_TRUE, no_ = CK_FALSE;
  std::array<CK_ULONG, 4> numbers_{};
  std::array<CK_MECHANISM_TYPE, 2> mechanisms_{};
  std::array<CK_ATTRIBUTE, 20> all_{};
  std::size_t numbers_used_ = 0, used_ = 0;
};

}  // namespace kwota::seal
