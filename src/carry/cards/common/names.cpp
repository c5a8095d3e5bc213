#include "carry/cards/common/names.h"

#include <fmt/format.h>

#include "carry/cards/common/application.h"

namespace kwota::cards {

namespace {

std::string directory_name(const Bytes& id) {
  if (equal(id, hex("3F00"))) return "MF";
  if (equal(id, hex("DF01"))) return "application DF01";
  return to_hex(id);
}

std::string authentication_name(std::uint8_t id) {
  switch (id) {
    case key_id::master: return "master";
    case key_id::meter: return "meter";
    case key_id::seller: return "seller";
    default: return fmt::format("key {:02X}", id);
  }
}

std::string file_of(const iso7816::Command& command) {
  return (command.p1 & 0x80) != 0 ? file_name(command.p1 & 0x1F) : "current file";
}

}  // namespace

std::string file_name(std::uint8_t sfi) {
  const auto* file = find_file(application, sfi);
  return file != nullptr ? std::string{file->name} : fmt::format("file {:02X}", sfi);
}

std::string name_of(const iso7816::Command& command) {
  const char* mac = (command.cla & 0x04) != 0 ? " with MAC" : "";
  switch (command.ins) {
    case 0xA4: return "SELECT " + directory_name(command.data);
    case 0x84: return fmt::format("GET CHALLENGE {}", command.le.value_or(0));
    case 0x82: return "EXTERNAL AUTHENTICATE " + authentication_name(command.p2);
    case 0x88: return "INTERNAL AUTHENTICATE";
    case 0x20: return "VERIFY PIN";
    case 0xB0: return fmt::format("READ {}{}", file_of(command), mac);
    case 0xD6: return fmt::format("UPDATE {}{}", file_of(command), mac);
    case 0xE0: return fmt::format("CREATE FILE {:02X}{:02X}", command.p1, command.p2);
    case 0xD4: return fmt::format("WRITE KEY {:02X}{}", command.p2, (command.cla & 0x04) != 0 ? " encrypted" : "");
    case 0xC0: return "GET RESPONSE";
    default: return fmt::format("{:02X} {:02X} {:02X} {:02X}", command.cla, command.ins, command.p1, command.p2);
  }
}

}  // namespace kwota::cards
