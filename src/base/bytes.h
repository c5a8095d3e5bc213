// Owned bytes, hexadecimal text, and bytes that are wiped when they go away.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/core/bytes.h"
#include "base/result.h"

namespace kwota {

using Bytes = std::vector<std::uint8_t>;

/// Upper-case hexadecimal without separators.
std::string to_hex(ByteView bytes);
/// Accepts upper and lower case and blanks between bytes. Error `bad_hex`.
Result<Bytes> from_hex(std::string_view text);
/// For constants in source and tests only: a broken invariant aborts.
Bytes hex(std::string_view text);

inline Bytes to_bytes(ByteView view) { return Bytes(view.begin(), view.end()); }
inline ByteView view_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline void append(Bytes& to, ByteView more) { to.insert(to.end(), more.begin(), more.end()); }
bool equal(ByteView a, ByteView b);
/// Compares in time that does not depend on where the bytes differ.
bool equal_secret(ByteView a, ByteView b);
/// Overwrites memory in a way the compiler keeps.
void wipe(MutableBytes bytes);

/// Key material in our own memory, for as short as possible; wiped on destruction, never printed.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(Bytes bytes) : bytes_(std::move(bytes)) {}
  explicit SecretBytes(ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
  SecretBytes(const SecretBytes&) = default;
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) {}
  SecretBytes& operator=(const SecretBytes& other) {
    if (this != &other) { wipe(bytes_); bytes_ = other.bytes_; }
    return *this;
  }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) { wipe(bytes_); bytes_ = std::move(other.bytes_); }
    return *this;
  }
  ~SecretBytes() { wipe(bytes_); }

  ByteView view() const { return bytes_; }
  MutableBytes writable() { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }

 private:
  Bytes bytes_;
};

}  // namespace kwota
