#include <fmt/format.h>

#include <iterator>

#include "seal/cipher/card_crypto.h"
#include "seal/pump_records/tool_frames.h"
#include "seal/purse_card/files.h"
#include "seal/vectors/kinds.h"

namespace kwota::seal::vectors {
namespace {

/// The right command of secure messaging: header || data || RMAC(K, rand4 || 00*4, header || data), the MAC counted in Lc.
Bytes sealed(const Key& key, const Bytes& challenge, std::uint8_t p1, const Bytes& data) {
  constexpr std::uint8_t mac_bytes = 4;
  const Bytes header{0x04, 0xD6, p1, 0x00, static_cast<std::uint8_t>(data.size() + mac_bytes)};
  const Bytes command = join({header, data});
  return join({command, retail_mac(key, join({challenge, Bytes(4)}), command)});
}

Answers application_file(Inputs& in) {
  const purse_card::ApplicationFile file{.issuer = array_of<8>(in.bytes("issuer", 8)),
                                         .application_type = in.bytes("app_type", 1)[0],
                                         .application_version = in.bytes("app_version", 1)[0],
                                         .serial = array_of<10>(in.bytes("asn10", 10)),
                                         .valid_from = array_of<4>(in.bytes("valid_from", 4)),
                                         .valid_to = array_of<4>(in.bytes("valid_to", 4)),
                                         .fci = array_of<2>(in.bytes("fci", 2))};
  const Key key = diversify(in.key("maintenance_key"), in.factor("asn10"));
  const auto image = encode(file);
  if (!image) {
    in.refuse("a value is outside of what the file can hold");
    return {};
  }
  constexpr std::uint8_t by_sfi = 0x80 | purse_card::sfi::application;
  return {{"DAMK", to_hex(key.view())}, {"file", to_hex(*image)}, {"apdu", to_hex(sealed(key, in.bytes("rand", 4), by_sfi, to_bytes(*image)))}};
}

/// Records of 23 bytes one after another, as a reader gives them.
Answers captured_log(Inputs& in) {
  const Bytes log = in.any_bytes("log");
  std::string records;
  for (ByteView rest = log; !rest.empty() && !in.refused();) {
    const auto taken = std::min(rest.size(), purse_card::LogRecord::size);
    const auto record = purse_card::decode_log_record(rest.first(taken));
    rest = rest.subspan(taken);
    if (record)
      fmt::format_to(std::back_inserter(records), "{}{} {} {:02X} {} {}", records.empty() ? "" : ";", record->sequence, record->amount.minor(),
                     static_cast<unsigned>(record->type), to_hex(record->terminal), to_hex(record->moment));
    else
      in.refuse("what stands in \"log\" is no record of a purse");
  }
  return {{"records", records}};
}

/// Its file 01, with the codec that card desks and pumps share.
Answers tool_card_file(Inputs& in) {
  const auto command = in.bytes("cmd", 1);
  const auto image = pump::frame_of(command.empty() ? std::uint8_t{0} : command[0], in.any_bytes("data"));
  if (!image) {
    in.refuse("the data do not fit into one command");
    return {};
  }
  const Bytes frame = to_bytes(image->view());
  const Key key = diversify(in.key("maintenance_key"), in.factor("serial"));
  return {{"card_key", to_hex(key.view())}, {"frame", to_hex(frame)}, {"apdu", to_hex(sealed(key, in.bytes("rand", 4), 0x81, frame))}};
}

constexpr std::array kinds_of_purse_files{
    Kind{"purse_application_file", application_file},
    Kind{"captured_log", captured_log},
    Kind{"tool_card_file", tool_card_file},
};

}  // namespace

std::span<const Kind> purse_file_kinds() { return kinds_of_purse_files; }

}  // namespace kwota::seal::vectors
