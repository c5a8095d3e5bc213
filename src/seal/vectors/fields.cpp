#include "seal/vectors/fields.h"

#include <fmt/format.h>

#include "base/core/bcd.h"

namespace kwota::seal::vectors {

void Inputs::refuse(std::string why) {
  if (!refused_) refused_ = std::move(why);
}

const boost::json::value* Inputs::find(std::string_view name) {
  const auto* value = fields_.if_contains(name);
  if (value == nullptr) refuse(fmt::format("\"{}\" is missing", name));
  return value;
}

Bytes Inputs::decoded(std::string_view name, const boost::json::value& value) {
  if (const auto* text = value.if_string()) {
    if (auto bytes = from_hex({text->data(), text->size()})) return *std::move(bytes);
  }
  refuse(fmt::format("\"{}\" is not hexadecimal text", name));
  return {};
}

Bytes Inputs::any_bytes(std::string_view name) { return has(name) ? decoded(name, *find(name)) : Bytes{}; }

Bytes Inputs::bytes(std::string_view name, std::size_t size) {
  const auto* value = find(name);
  Bytes found = value == nullptr ? Bytes{} : decoded(name, *value);
  if (found.size() != size) refuse(fmt::format("\"{}\" has {} bytes instead of {}", name, found.size(), size));
  found.resize(size);
  return found;
}

std::uint8_t Inputs::byte_or(std::string_view name, std::uint8_t otherwise) { return has(name) ? bytes(name, 1)[0] : otherwise; }

std::uint64_t Inputs::bcd(std::string_view name, std::size_t size) {
  const auto value = get_bcd(bytes(name, size));
  if (!value) refuse(fmt::format("\"{}\" is not packed BCD", name));
  return value.value_or(0);
}

std::uint32_t Inputs::be32(std::string_view name) { return get_be32(bytes(name, 4).data()); }

std::int64_t Inputs::number(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto* value = find(name);
  const auto* found = value == nullptr ? nullptr : value->if_int64();
  if (found != nullptr && *found >= least && *found <= most) return *found;
  refuse(fmt::format("\"{}\" is not a number from {} to {}", name, least, most));
  return least;
}

bool Inputs::flag(std::string_view name) {
  if (!has(name)) return false;
  const auto* value = find(name)->if_bool();
  if (value == nullptr) refuse(fmt::format("\"{}\" is neither true nor false", name));
  return value != nullptr && *value;
}

std::vector<Bytes> Inputs::list(std::string_view name, std::size_t size) {
  const auto* value = find(name);
  const auto* found = value == nullptr ? nullptr : value->if_array();
  if (found == nullptr) refuse(fmt::format("\"{}\" is not a list", name));
  std::vector<Bytes> all;
  for (std::size_t i = 0; found != nullptr && i < found->size(); ++i) {
    all.push_back(decoded(name, (*found)[i]));
    if (all.back().size() != size) refuse(fmt::format("\"{}\" has an entry of {} bytes instead of {}", name, all.back().size(), size));
  }
  return all;
}

std::string Inputs::text(std::string_view name) {
  const auto* value = find(name);
  const auto* found = value == nullptr ? nullptr : value->if_string();
  if (found == nullptr) refuse(fmt::format("\"{}\" is not text", name));
  return found == nullptr ? std::string{} : std::string{found->data(), found->size()};
}

Key Inputs::key(std::string_view name) {
  if (!has("algorithm")) return key(name, Suite::des);
  const auto* algorithm = find("algorithm")->if_string();
  if (algorithm != nullptr && *algorithm == "des") return key(name, Suite::des);
  if (algorithm != nullptr && *algorithm == "aes") return key(name, Suite::aes);
  if (algorithm != nullptr && *algorithm == "sm4") return key(name, Suite::sm4);
  refuse("\"algorithm\" is not des, aes or sm4");
  return key(name, Suite::des);
}

Key Inputs::key(std::string_view name, Suite suite) {
  const auto* value = find(name);
  auto made = Key::make(suite, value == nullptr ? Bytes{} : decoded(name, *value));
  if (made) return *made;
  refuse(fmt::format("\"{}\": {}", name, made.error().what));
  return *Key::make(suite, Bytes(16));
}

Factor Inputs::factor_of(std::string_view name, const Bytes& bytes) {
  constexpr std::size_t serial_number = 10;
  if (bytes.size() != sizeof(Factor) && bytes.size() != serial_number) {
    refuse(fmt::format("\"{}\" has {} bytes: a factor has 8, an application serial number 10", name, bytes.size()));
    return {};
  }
  return array_of<8>(ByteView{bytes}.last(sizeof(Factor)));
}

Factor Inputs::factor(std::string_view name) { return factor_of(name, any_bytes(name)); }

std::vector<Factor> Inputs::factors(std::string_view name) {
  const auto* value = find(name);
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) {
    refuse(fmt::format("\"{}\" is not a list", name));
    return {};
  }
  std::vector<Factor> all;
  for (const auto& entry : *list) all.push_back(factor_of(name, decoded(name, entry)));
  return all;
}

Bytes Inputs::start(std::string_view name, const Key& key) {
  Bytes found = any_bytes(name);
  if (found.size() > key.block()) refuse(fmt::format("\"{}\" is longer than a block", name));
  found.resize(key.block());
  return found;
}

Bytes join(std::initializer_list<ByteView> parts) {
  Bytes all;
  for (const ByteView part : parts) append(all, part);
  return all;
}

}  // namespace kwota::seal::vectors
