// A card as bytes. Big-endian; every list begins with its length.
#include <algorithm>
#include <cassert>

#include "sim/card_os/files/card_state.h"

namespace kwota::sim {
namespace {

constexpr std::uint8_t image_version = 1;
constexpr int levels_max = 3;

class Writer {
 public:
  void u8(std::size_t value) {
    assert(value <= 0xFF);
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  void u16(std::size_t value) {
    assert(value <= 0xFFFF);
    u8(value >> 8);
    u8(value & 0xFF);
  }
  void raw(ByteView more) { append(bytes_, more); }
  void short_bytes(ByteView more) { u8(more.size()), raw(more); }
  void long_bytes(ByteView more) { u16(more.size()), raw(more); }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

/// After the end it reads zeros and remembers it: the caller asks once, at the end.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}
  std::uint8_t u8() {
    const auto one = raw(1);
    return one.empty() ? std::uint8_t{0} : one[0];
  }
  std::uint16_t u16() {
    const auto two = raw(2);
    return two.empty() ? std::uint16_t{0} : get_be16(two.data());
  }
  ByteView raw(std::size_t count) {
    if (count > bytes_.size()) {
      failed_ = true;
      return {};
    }
    const auto head = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return head;
  }
  Bytes short_bytes() { return to_bytes(raw(u8())); }
  Bytes long_bytes() { return to_bytes(raw(u16())); }
  void refuse() { failed_ = true; }
  bool whole() const { return !failed_ && bytes_.empty(); }
  bool failed() const { return failed_; }

 private:
  ByteView bytes_;
  bool failed_ = false;
};

void write_keys(Writer& to, const std::optional<KeyFile>& file) {
  to.u8(file ? 1 : 0);
  if (!file) return;
  to.u16(file->size);
  to.u8(file->add.byte);
  to.u8(file->keys.size());
  for (const auto& key : file->keys) {
    for (const std::uint8_t byte : {key.id, key.type, key.usage.byte, key.change.byte, key.x, key.y}) to.u8(byte);
    to.short_bytes(key.value);
  }
}

std::optional<KeyFile> read_keys(Reader& from) {
  if (from.u8() == 0) return std::nullopt;
  KeyFile file{.size = from.u16(), .add = {from.u8()}};
  for (int left = from.u8(); left > 0 && !from.failed(); --left) {
    KeyRecord key{
        .id = from.u8(), .type = from.u8(), .usage = {from.u8()}, .change = {from.u8()}, .x = from.u8(), .y = from.u8()};
    key.value = from.short_bytes();
    file.keys.push_back(std::move(key));
  }
  return file;
}

void write_file(Writer& to, const ElementaryFile& file) {
  to.u16(file.id);
  to.u8(static_cast<std::uint8_t>(file.kind));
  to.u8(static_cast<std::uint8_t>(file.protection));
  to.u16(file.size);
  for (const std::uint8_t byte : {file.read.byte, file.write.byte, file.key_ids}) to.u8(byte);
  to.long_bytes(file.content);
  to.u8(file.records.size());
  for (const auto& record : file.records) to.short_bytes(record);
}

ElementaryFile read_file(Reader& from) {
  ElementaryFile file{.id = from.u16(), .kind = static_cast<iso7816::FileKind>(from.u8())};
  const auto protection = from.u8();
  if (protection > static_cast<std::uint8_t>(iso7816::Protection::mac_and_encryption)) from.refuse();
  file.protection = static_cast<iso7816::Protection>(protection);
  file.size = from.u16();
  file.read.byte = from.u8();
  file.write.byte = from.u8();
  file.key_ids = from.u8();
  file.content = from.long_bytes();
  for (int left = from.u8(); left > 0 && !from.failed(); --left) file.records.push_back(from.short_bytes());
  return file;
}

void write_directory(Writer& to, const Directory& directory) {
  to.u16(directory.id);
  to.short_bytes(directory.name);
  to.u16(directory.space);
  for (const std::uint8_t byte : {directory.create.byte, directory.erase.byte, directory.app_sfi,
                                  static_cast<std::uint8_t>(directory.block), directory.failed_writes, directory.failed_unblocks})
    to.u8(byte);
  write_keys(to, directory.key_file);
  to.u8(directory.files.size());
  for (const auto& file : directory.files) write_file(to, file);
  to.u8(directory.directories.size());
  for (const auto& inner : directory.directories) write_directory(to, inner);
}

Directory read_directory(Reader& from, int level) {
  Directory directory{.id = from.u16()};
  directory.name = from.short_bytes();
  directory.space = from.u16();
  directory.create.byte = from.u8();
  directory.erase.byte = from.u8();
  directory.app_sfi = from.u8();
  const auto block = from.u8();
  if (block > static_cast<std::uint8_t>(Block::for_ever)) from.refuse();
  directory.block = static_cast<Block>(block);
  directory.failed_writes = from.u8();
  directory.failed_unblocks = from.u8();
  directory.key_file = read_keys(from);
  for (int left = from.u8(); left > 0 && !from.failed(); --left) directory.files.push_back(read_file(from));
  const int inner = from.u8();
  if (inner > 0 && level == levels_max) from.refuse();
  for (int left = inner; left > 0 && !from.failed(); --left) directory.directories.push_back(read_directory(from, level + 1));
  return directory;
}

}  // namespace

Bytes encode_card(const CardState& card) {
  Writer to;
  to.u8(image_version);
  to.raw(card.serial.bytes);
  to.u8(card.blocked ? 1 : 0);
  write_directory(to, card.mf);
  auto image = to.take();
  assert(image.size() <= card_image_max);
  return image;
}

Result<CardState> decode_card(ByteView image) {
  Reader from(image);
  CardState card;
  if (from.u8() != image_version) from.refuse();
  if (const auto serial = from.raw(card.serial.bytes.size()); !serial.empty())
    std::ranges::copy(serial, card.serial.bytes.begin());
  card.blocked = from.u8() != 0;
  if (!from.failed()) card.mf = read_directory(from, 1);
  if (!from.whole())
    return error(Fault::ours, "card_image_corrupt", "The stored image of the simulated card is damaged. Make a new card.");
  return card;
}

}  // namespace kwota::sim
