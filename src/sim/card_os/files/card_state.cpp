#include "sim/card_os/files/card_state.h"

#include <algorithm>

namespace kwota::sim {
namespace {

using iso7816::Access;
using iso7816::FileKind;

constexpr std::uint16_t memory_bytes = 8 * 1024;
constexpr std::uint16_t mf_keys_bytes = 8 * 25;
constexpr Access after_transport_key{0xAA};

std::size_t content_bytes(const ElementaryFile& file) {
  const bool fixed_records = file.kind == FileKind::fixed_record || file.kind == FileKind::cyclic || file.kind == FileKind::purse;
  return fixed_records ? static_cast<std::size_t>(file.size >> 8) * (file.size & 0xFF) : file.size;
}

}  // namespace

KeyRecord* Directory::find_key(std::uint8_t plain_type, std::uint8_t key_id) {
  if (!key_file) return nullptr;
  const auto found = std::ranges::find_if(
      key_file->keys, [&](const KeyRecord& key) { return key.plain_type() == plain_type && key.id == key_id; });
  return found == key_file->keys.end() ? nullptr : &*found;
}

ElementaryFile* Directory::find_sfi(std::uint8_t sfi) {
  const auto found = std::ranges::find_if(files, [&](const ElementaryFile& file) { return file.sfi() == sfi; });
  return found == files.end() ? nullptr : &*found;
}

ElementaryFile* Directory::find_file(std::uint16_t file_id) {
  const auto found = std::ranges::find(files, file_id, &ElementaryFile::id);
  return found == files.end() ? nullptr : &*found;
}

std::size_t Directory::used() const {
  std::size_t bytes = key_file ? key_file->size + file_overhead : 0;
  for (const auto& file : files) bytes += content_bytes(file) + file_overhead;
  for (const auto& directory : directories) bytes += directory.space;
  return bytes;
}

CardState blank_card(const CardSerial& serial, ByteView transport_key) {
  const KeyRecord transport{.id = 0, .type = 0xF9, .usage = iso7816::always, .change = after_transport_key, .x = 0x0A, .y = 0x33,
                            .value = to_bytes(transport_key)};
  CardState card{.serial = serial};
  card.mf = Directory{.id = mf_id,
                      .name = to_bytes(view_of("1PAY.SYS.DDF01")),
                      .space = memory_bytes,
                      .create = after_transport_key,
                      .erase = after_transport_key};
  card.mf.key_file = KeyFile{.size = mf_keys_bytes, .add = after_transport_key, .keys = {transport}};
  return card;
}

}  // namespace kwota::sim
