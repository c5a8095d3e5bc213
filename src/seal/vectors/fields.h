// The fields of one vector. Reading never fails in the middle of a formula: what is missing or malformed is noted, a
// value of zeros of the right length is given instead, and the answers of such a vector are thrown away.
#pragma once
#include <boost/json.hpp>
#include <initializer_list>
#include <map>
#include <optional>

#include "seal/cipher/card_crypto.h"

namespace kwota::seal::vectors {

class Inputs {
 public:
  explicit Inputs(const boost::json::object& fields) : fields_(fields) {}

  bool has(std::string_view name) const { return fields_.contains(name); }
  /// Exactly `size` bytes.
  Bytes bytes(std::string_view name, std::size_t size);
  /// Of any length, also none; a missing field is empty.
  Bytes any_bytes(std::string_view name);
  /// One byte, or `otherwise` when the field is missing.
  std::uint8_t byte_or(std::string_view name, std::uint8_t otherwise);
  /// Packed BCD of exactly `size` bytes.
  std::uint64_t bcd(std::string_view name, std::size_t size);
  std::uint32_t be32(std::string_view name);
  /// A JSON number within the limits.
  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most);
  bool flag(std::string_view name);
  /// Each of exactly `size` bytes.
  std::vector<Bytes> list(std::string_view name, std::size_t size);
  std::string text(std::string_view name);

  /// 8 or 16 bytes of DES, or another suite when the vector names one: "algorithm": "aes" or "sm4".
  Key key(std::string_view name);
  /// 16 bytes of the given suite.
  Key key(std::string_view name, Suite suite);
  /// Eight bytes; of a ten-byte application serial number the right-most eight.
  Factor factor(std::string_view name);
  std::vector<Factor> factors(std::string_view name);
  /// Starting value of a MAC: missing is zeros, fewer than a block are filled with zeros (a challenge of four bytes).
  Bytes start(std::string_view name, const Key& key);

  /// The input cannot be computed with.
  void refuse(std::string why);
  const std::optional<std::string>& refused() const { return refused_; }

 private:
  const boost::json::value* find(std::string_view name);
  Bytes decoded(std::string_view name, const boost::json::value& value);
  Factor factor_of(std::string_view name, const Bytes& bytes);
  const boost::json::object& fields_;
  std::optional<std::string> refused_;
};

/// What was computed, by the name of the field, as upper-case hexadecimal.
using Answers = std::map<std::string, std::string, std::less<>>;

/// Parts one after another.
Bytes join(std::initializer_list<ByteView> parts);

template <std::size_t size>
std::array<std::uint8_t, size> array_of(ByteView bytes) {
  std::array<std::uint8_t, size> out{};
  std::copy_n(bytes.begin(), std::min(size, bytes.size()), out.begin());
  return out;
}

}  // namespace kwota::seal::vectors
