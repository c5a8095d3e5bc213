#include "sim/card_os/key_cards/key_card.h"

#include <algorithm>

namespace kwota::sim {
namespace {

using iso7816::KeyType;

// Of a kind of file that holds bytes, here or in the MF.
ElementaryFile* find_bytes(Context& context, std::uint8_t sfi, std::size_t size) {
  for (auto* directory : {&context.current(), &context.card.mf}) {
    auto* file = directory->find_sfi(sfi);
    if (file != nullptr && file->kind == iso7816::FileKind::transparent && file->content.size() >= size) return file;
  }
  return nullptr;
}

template <class Fits>
KeyRecord* find_record(Directory& directory, Fits fits) {
  if (!directory.key_file) return nullptr;
  const auto found = std::ranges::find_if(directory.key_file->keys, fits);
  return found == directory.key_file->keys.end() ? nullptr : &*found;
}

}  // namespace

KeyRecord* find_passed_on(Directory& directory, std::uint8_t kind, std::uint8_t version) {
  return find_record(directory, [&](const KeyRecord& key) {
    return key.plain_type() == static_cast<std::uint8_t>(KeyType::passed_on) && key.id == kind && version_of(key) == version;
  });
}

KeyRecord* find_sam_key(Directory& directory, std::uint8_t usage, std::uint8_t version) {
  return find_record(directory, [&](const KeyRecord& key) {
    return key.plain_type() == static_cast<std::uint8_t>(KeyType::sam) && key.id == usage && version_of(key) == version;
  });
}

bool is_void(Directory& directory, ByteView serial) {
  const auto* list = directory.find_sfi(key_file::void_list);
  return list != nullptr && std::ranges::any_of(list->records, [&](const Bytes& one) { return equal(one, serial); });
}

bool is_opened_for(Context& context, ByteView serial) {
  auto& served = context.session.opened_for;
  if (served.empty()) served = to_bytes(serial);
  return equal(served, serial);
}

std::optional<Bytes> terminal_number(Context& context) {
  const auto* file = find_bytes(context, key_file::terminal_number, terminal_bytes);
  if (file == nullptr) return std::nullopt;
  return to_bytes(ByteView(file->content).first(terminal_bytes));
}

std::variant<std::uint32_t, Refused> next_transaction(Context& context) {
  auto* file = find_bytes(context, key_file::transaction_counter, sizeof(std::uint32_t));
  if (file == nullptr) return Refused{0x6A82};
  const auto number = get_be32(file->content.data());
  if (number == UINT32_MAX) return Refused{0x9402};
  put_be32(file->content.data(), number + 1);
  return number;
}

bool is_card_serial(ByteView factor) { return factor.size() == factor_bytes && !equal(factor.first(4), factor.last(4)); }

std::vector<seal::Factor> factors_of(ByteView bytes) {
  std::vector<seal::Factor> factors(bytes.size() / factor_bytes);
  for (std::size_t i = 0; i < factors.size(); ++i)
    std::ranges::copy(bytes.subspan(i * factor_bytes, factor_bytes), factors[i].begin());
  return factors;
}

seal::Key diversified(const KeyRecord& key, const std::vector<seal::Factor>& factors) {
  auto value = seal::Key::des(key.value);
  for (const auto& factor : factors) value = seal::diversify(value, factor);
  return value;
}

}  // namespace kwota::sim
