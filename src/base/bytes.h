// Owned bytes, hexadecimal text, and secret bytes: locked in memory, wiped when they go away.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <utility>
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
/// Numbers at the end of what is hashed, signed or stored: big-endian.
inline void append_be32(Bytes& to, std::uint32_t value) {
  std::array<std::uint8_t, 4> bytes{};
  put_be32(bytes.data(), value);
  append(to, bytes);
}
inline void append_be64(Bytes& to, std::uint64_t value) {
  std::array<std::uint8_t, 8> bytes{};
  put_be64(bytes.data(), value);
  append(to, bytes);
}
inline void append_be64(Bytes& to, std::int64_t value) { append_be64(to, static_cast<std::uint64_t>(value)); }
bool equal(ByteView a, ByteView b);
/// Compares in time that does not depend on where the bytes differ.
bool equal_secret(ByteView a, ByteView b);
/// Overwrites memory in a way the compiler keeps.
void wipe(MutableBytes bytes);

/// Key material in our own memory, for as short as possible: in pages of its own that are neither swapped nor dumped
/// (base/secret_memory.h), wiped on destruction, never printed.
class SecretBytes {
 public:
  SecretBytes() = default;
  /// What is moved in is wiped where it was.
  explicit SecretBytes(Bytes bytes);
  explicit SecretBytes(ByteView bytes);
  SecretBytes(const SecretBytes& other) : SecretBytes(other.view()) {}
  SecretBytes(SecretBytes&& other) noexcept : pages_(std::exchange(other.pages_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  SecretBytes& operator=(SecretBytes other) noexcept {
    std::swap(pages_, other.pages_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~SecretBytes();

  ByteView view() const { return {pages_, size_}; }
  MutableBytes writable() { return {pages_, size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::uint8_t* pages_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace kwota
