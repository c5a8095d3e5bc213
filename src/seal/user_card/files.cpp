#include "seal/user_card/files.h"

#include "seal/user_card/layouts.h"

namespace kwota::user_card {
namespace {

template <class File>
std::optional<Image<File>> framed(File file, Command command) {
  Image<File> image{};
  image[0] = frame::start;
  image[1] = static_cast<std::uint8_t>(command);
  put_be16(&image[2], static_cast<std::uint16_t>(File::size - frame::overhead));
  Writer writer{MutableBytes{image}.subspan(frame::head, File::size - frame::overhead)};
  layout(writer, file);
  if (!writer.done()) return std::nullopt;
  image[File::size - 2] = frame::checksum(image);
  image[File::size - 1] = frame::end;
  return image;
}

template <class File>
bool is_frame(ByteView bytes, Command command) {
  return bytes.size() == File::size && bytes[0] == frame::start && bytes[1] == static_cast<std::uint8_t>(command) &&
         get_be16(&bytes[2]) == File::size - frame::overhead && bytes[File::size - 2] == frame::checksum(bytes) &&
         bytes[File::size - 1] == frame::end;
}

template <class File>
std::optional<File> unframed(ByteView bytes, Command command) {
  if (!is_frame<File>(bytes, command)) return std::nullopt;
  File file;
  Reader reader{bytes.subspan(frame::head, File::size - frame::overhead)};
  layout(reader, file);
  if (!reader.done()) return std::nullopt;
  return file;
}

bool is_tariff(Command command) { return command == Command::tariff_current || command == Command::tariff_spare; }

}  // namespace

std::optional<Image<InstructionFile>> encode(const InstructionFile& file) { return framed(file, Command::user); }
std::optional<Image<PresetFile>> encode(const PresetFile& file) { return framed(file, Command::preset); }
std::optional<Image<ClearFile>> encode(const ClearFile& file) { return framed(file, Command::clear); }
std::optional<Image<ReturnedFile>> encode(const ReturnedFile& file) { return framed(file, Command::returned); }
std::optional<Image<RegisterFile>> encode(const RegisterFile& file) { return framed(file, Command::registers); }
std::optional<Image<HolderFile>> encode(const HolderFile& file) { return framed(file, Command::holder); }

std::optional<Image<VoidFile>> encode(const VoidFile& file) { return framed(file, Command::void_list); }

std::optional<Image<KeyCardFile>> encode(const KeyCardFile& file, Command which) {
  if (which != Command::key_modify && which != Command::key_restore) return std::nullopt;
  return framed(file, which);
}

std::optional<Image<TariffFile>> encode(const TariffFile& file, Command which) {
  if (!is_tariff(which)) return std::nullopt;
  return framed(file, which);
}

std::optional<Image<PurseFile>> encode(const PurseFile& file) {
  Image<PurseFile> image{};
  Writer writer{image};
  PurseFile copy = file;
  layout(writer, copy);
  if (!writer.done()) return std::nullopt;
  return image;
}

std::optional<InstructionFile> decode_instruction(ByteView bytes) { return unframed<InstructionFile>(bytes, Command::user); }
std::optional<PresetFile> decode_preset(ByteView bytes) { return unframed<PresetFile>(bytes, Command::preset); }
std::optional<ClearFile> decode_clear(ByteView bytes) { return unframed<ClearFile>(bytes, Command::clear); }
std::optional<ReturnedFile> decode_returned(ByteView bytes) { return unframed<ReturnedFile>(bytes, Command::returned); }
std::optional<RegisterFile> decode_registers(ByteView bytes) { return unframed<RegisterFile>(bytes, Command::registers); }
std::optional<HolderFile> decode_holder(ByteView bytes) { return unframed<HolderFile>(bytes, Command::holder); }

std::optional<VoidFile> decode_void_list(ByteView bytes) { return unframed<VoidFile>(bytes, Command::void_list); }

std::optional<KeyCardFile> decode_key_card(ByteView bytes) {
  const auto which = command_of(bytes);
  if (which != Command::key_modify && which != Command::key_restore) return std::nullopt;
  return unframed<KeyCardFile>(bytes, *which);
}

std::optional<TariffFile> decode_tariff(ByteView bytes) {
  const auto which = command_of(bytes);
  if (!which || !is_tariff(*which)) return std::nullopt;
  return unframed<TariffFile>(bytes, *which);
}

std::optional<PurseFile> decode_purse(ByteView bytes) {
  PurseFile file;
  Reader reader{bytes};
  layout(reader, file);
  if (!reader.done()) return std::nullopt;
  return file;
}

std::optional<Command> command_of(ByteView first_bytes) {
  if (first_bytes.size() < 2 || first_bytes[0] != frame::start) return std::nullopt;
  const auto command = static_cast<Command>(first_bytes[1]);
  switch (command) {
    case Command::user:
    case Command::tariff_current:
    case Command::tariff_spare:
    case Command::preset:
    case Command::clear:
    case Command::key_modify:
    case Command::key_restore:
    case Command::returned:
    case Command::registers:
    case Command::holder:
    case Command::void_list: return command;
  }
  return std::nullopt;
}

bool is_empty_returned(ByteView bytes) {
  constexpr std::size_t ct = 5, ct_bytes = 3;
  if (bytes.size() < ct + ct_bytes) return false;
  return bytes[0] != frame::start && bytes[ct] == 0 && bytes[ct + 1] == 0 && bytes[ct + 2] == 0;
}

}  // namespace kwota::user_card
