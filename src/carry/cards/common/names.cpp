#include "carry/cards/common/names.h"

#include <fmt/format.h>

#include "carry/cards/common/application.h"

namespace kwota::cards {

namespace {

std::string directory_name(const Bytes& id) {
  if (equal(id, hex("3F00"))) return "MF";
  if (equal(id, hex("DF01"))) return "application DF01";
  if (equal(id, hex("3F01"))) return "application 3F01";
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

/// Commands of a purse, by class, instruction and P1; empty: none of them.
std::string_view purse_command(const iso7816::Command& command) {
  struct Row {
    std::uint8_t cla, ins, p1;
    std::string_view name;
  };
  constexpr std::array rows{
      Row{0x80, 0x50, 0x00, "INITIALIZE FOR LOAD"},     Row{0x80, 0x50, 0x01, "INITIALIZE FOR PURCHASE"}, Row{0x80, 0x50, 0x05, "INITIALIZE FOR UNLOAD"},
      Row{0x80, 0x52, 0x00, "CREDIT FOR LOAD"},         Row{0x80, 0x54, 0x01, "DEBIT FOR PURCHASE"},      Row{0x80, 0x54, 0x03, "DEBIT FOR UNLOAD"},
      Row{0x80, 0x5A, 0x00, "GET TRANSACTION PROVE"},   Row{0x80, 0x5C, 0x00, "GET BALANCE"},             Row{0xE0, 0x7A, 0x08, "INIT FOR GREY LOCK"},
      Row{0xE0, 0x7A, 0x09, "INIT FOR GREY UNLOCK"},    Row{0xE0, 0x7C, 0x08, "GREY LOCK"},               Row{0xE0, 0x7E, 0x08, "DEBIT FOR UNLOCK"},
      Row{0xE0, 0x7E, 0x09, "GREY UNLOCK"},             Row{0xE0, 0xCA, 0x00, "GET LOCK PROOF"},          Row{0xE0, 0xCA, 0x01, "GET LOCK PROOF, TAC collected"},
  };
  for (const auto& row : rows)
    if (row.cla == command.cla && row.ins == command.ins && row.p1 == command.p1) return row.name;
  return {};
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
  if (const auto purse = purse_command(command); !purse.empty()) return std::string{purse};
  const char* mac = (command.cla & 0x04) != 0 ? " with MAC" : "";
  switch (command.ins) {
    case 0xA4: return "SELECT " + directory_name(command.data);
    case 0x84: return fmt::format("GET CHALLENGE {}", command.le.value_or(0));
    case 0x82: return "EXTERNAL AUTHENTICATE " + authentication_name(command.p2);
    case 0x88: return "INTERNAL AUTHENTICATE";
    case 0x20: return "VERIFY PIN";
    case 0xB0: return fmt::format("READ {}{}", file_of(command), mac);
    case 0xB2: return fmt::format("READ RECORD {} of file {:02X}", command.p1, command.p2 >> 3);
    case 0xDC: return fmt::format("UPDATE RECORD {} of file {:02X}{}", command.p1, command.p2 >> 3, mac);
    case 0xE2: return fmt::format("APPEND RECORD to file {:02X}{}", command.p2 >> 3, mac);
    case 0x1E: return "APPLICATION BLOCK";
    case 0xD6: return fmt::format("UPDATE {}{}", file_of(command), mac);
    case 0xE0: return fmt::format("CREATE FILE {:02X}{:02X}", command.p1, command.p2);
    case 0xD4: return fmt::format("WRITE KEY {:02X}{}", command.p2, (command.cla & 0x04) != 0 ? " encrypted" : "");
    case 0xC0: return "GET RESPONSE";
    default: return fmt::format("{:02X} {:02X} {:02X} {:02X}", command.cla, command.ins, command.p1, command.p2);
  }
}

}  // namespace kwota::cards
