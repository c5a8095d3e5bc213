#include <algorithm>

#include "sim/card_os/purse/purse.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::FileKind;
using iso7816::Protection;
using iso7816::Response;

constexpr std::uint16_t key_file_id = 0x0000;
constexpr std::size_t levels_below_mf_max = 2, ef_control_bytes = 7, df_control_bytes = 8, name_bytes_max = 16, list_max = 0xFF;

std::optional<Protection> protection_of(std::uint8_t type) {
  switch (type & 0xC0) {
    case 0x00: return Protection::none;
    case 0x80: return Protection::mac;
    case 0xC0: return Protection::mac_and_encryption;
    default: return std::nullopt;
  }
}

bool fits(Directory& directory, std::size_t bytes) { return directory.used() + bytes <= directory.space; }

bool id_taken(Directory& directory, std::uint16_t id) {
  return id == mf_id || id == key_file_id || id == 0xFFFF || directory.find_file(id) != nullptr ||
         std::ranges::find(directory.directories, id, &Directory::id) != directory.directories.end();
}

// 3F size2 dfSFI add FF FF
Response create_key_file(Context& context, std::uint16_t id, ByteView control) {
  auto& directory = context.current();
  if (id != key_file_id || directory.key_file) return refuse(0x6A80);
  if (!directory.files.empty() || !directory.directories.empty()) return refuse(0x6985);
  const auto size = get_be16(control.data() + 1);
  if (!fits(directory, size + file_overhead)) return refuse(0x6A84);
  directory.key_file = KeyFile{.size = size, .add = {control[4]}, .keys = {}};
  return done();
}

// 38 size2 create erase appSFI FF FF name
Response create_directory(Context& context, std::uint16_t id, ByteView control) {
  auto& directory = context.current();
  if (control.size() < df_control_bytes || control.size() > df_control_bytes + name_bytes_max) return refuse(0x6700);
  if (context.session.path.size() == levels_below_mf_max) return refuse(0x6A81);
  if (id_taken(directory, id) || directory.directories.size() == list_max) return refuse(0x6A80);
  const auto space = get_be16(control.data() + 1);
  if (!fits(directory, space)) return refuse(0x6A84);
  directory.directories.push_back(Directory{.id = id, .name = to_bytes(control.subspan(df_control_bytes)), .space = space,
                                            .create = {control[3]}, .erase = {control[4]}, .app_sfi = control[5]});
  return done();
}

// 2F 0208 usage 00 FF logSFI
Response create_purse(Context& context, std::uint16_t id, ByteView control) {
  auto& directory = context.current();
  if (!is_purse_id(id) || id_taken(directory, id) || get_be16(control.data() + 1) != purse_file_size) return refuse(0x6A80);
  ElementaryFile file{.id = id, .kind = FileKind::purse, .size = purse_file_size, .read = {control[3]}, .write = iso7816::never,
                      .key_ids = control[6]};
  if (!fits(directory, static_cast<std::size_t>(purse_file_size >> 8) * (purse_file_size & 0xFF) + file_overhead)) return refuse(0x6A84);
  store(Purse{}, file);
  directory.files.push_back(std::move(file));
  return done();
}

// type size2 read write FF keyids
Response create_elementary(Context& context, std::uint16_t id, ByteView control) {
  auto& directory = context.current();
  const auto protection = protection_of(control[0]);
  if (!protection || id_taken(directory, id) || directory.files.size() == list_max) return refuse(0x6A80);
  ElementaryFile file{.id = id, .kind = static_cast<FileKind>(control[0] & 0x3F), .protection = *protection,
                      .size = get_be16(control.data() + 1), .read = {control[3]}, .write = {control[4]}, .key_ids = control[6]};
  std::size_t bytes = file.size;
  if (file.kind == FileKind::fixed_record || file.kind == FileKind::cyclic)
    bytes = static_cast<std::size_t>(file.size >> 8) * (file.size & 0xFF);
  if (bytes == 0) return refuse(0x6A80);
  if (!fits(directory, bytes + file_overhead)) return refuse(0x6A84);
  if (file.kind == FileKind::transparent) file.content.resize(file.size);
  directory.files.push_back(std::move(file));
  return done();
}

}  // namespace

Response create_file(Context& context, const Command& command) {
  if (command.data.size() < ef_control_bytes) return refuse(0x6700);
  if (!context.allows(context.current().create)) return refuse(0x6982);
  const auto id = static_cast<std::uint16_t>(command.p1 << 8 | command.p2);
  const auto type = command.data[0];
  if (type == static_cast<std::uint8_t>(FileKind::directory)) return create_directory(context, id, command.data);
  if (command.data.size() != ef_control_bytes) return refuse(0x6700);
  if (type == static_cast<std::uint8_t>(FileKind::keys)) return create_key_file(context, id, command.data);
  switch (static_cast<FileKind>(type & 0x3F)) {
    case FileKind::transparent:
    case FileKind::fixed_record:
    case FileKind::variable_record:
    case FileKind::cyclic:
      return create_elementary(context, id, command.data);
    case FileKind::purse:
      return create_purse(context, id, command.data);
    default:
      return refuse(0x6A81);
  }
}

Response erase_directory(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (!command.data.empty()) return refuse(0x6700);
  auto& directory = context.current();
  if (!context.allows(directory.erase)) return refuse(0x6982);
  directory.key_file.reset();
  directory.files.clear();
  directory.directories.clear();
  context.session.current_file.reset();
  context.security_state() = 0;
  return done();
}

}  // namespace kwota::sim
