#include "carry/iso7816/apdu.h"

#include <array>
#include <cassert>

namespace kwota::iso7816 {
namespace {

Error bad_apdu(std::string what) { return error(Fault::card, "bad_apdu", std::move(what)); }

struct Meaning {
  std::uint16_t sw;
  std::string_view words;
};

// ISO/IEC 7816-4 clause 5.1.3; 93xx and 94xx are PBOC's own.
constexpr std::array meanings{
    Meaning{0x6281, "returned data may be corrupt"},
    Meaning{0x6283, "selected file is invalidated"},
    Meaning{0x6300, "authentication failed"},
    Meaning{0x6400, "nothing was changed"},
    Meaning{0x6581, "memory failure"},
    Meaning{0x6700, "wrong length"},
    Meaning{0x6901, "command not accepted in this state"},
    Meaning{0x6981, "wrong type of file"},
    Meaning{0x6982, "security state not satisfied"},
    Meaning{0x6983, "key or PIN is locked"},
    Meaning{0x6984, "no challenge was asked for"},
    Meaning{0x6985, "conditions of use not satisfied"},
    Meaning{0x6986, "no file is selected"},
    Meaning{0x6987, "secure messaging is missing"},
    Meaning{0x6988, "secure messaging is wrong"},
    Meaning{0x6A80, "wrong data"},
    Meaning{0x6A81, "not supported, or application blocked"},
    Meaning{0x6A82, "file not found"},
    Meaning{0x6A83, "record not found"},
    Meaning{0x6A84, "not enough space"},
    Meaning{0x6A86, "wrong P1 P2"},
    Meaning{0x6A88, "key not found"},
    Meaning{0x6B00, "offset outside the file"},
    Meaning{0x6D00, "instruction not known"},
    Meaning{0x6E00, "class not known"},
    Meaning{0x9000, "done"},
    Meaning{0x9302, "wrong MAC"},
    Meaning{0x9303, "application is locked for ever"},
    Meaning{0x9401, "not enough money"},
    Meaning{0x9402, "counter is at its limit"},
    Meaning{0x9403, "key index not supported"},
    Meaning{0x9406, "MAC or proof not available"},
};

constexpr bool sorted_once() {
  for (std::size_t i = 1; i < meanings.size(); ++i)
    if (meanings[i - 1].sw >= meanings[i].sw) return false;
  return true;
}
static_assert(sorted_once());

}  // namespace

Bytes encode(const Command& command) {
  assert(command.data.size() <= 255 && "a short APDU carries at most 255 bytes");
  Bytes wire{command.cla, command.ins, command.p1, command.p2};
  if (!command.data.empty()) {
    wire.push_back(static_cast<std::uint8_t>(command.data.size()));
    append(wire, command.data);
  }
  if (command.le) wire.push_back(*command.le);
  return wire;
}

Result<Command> decode_command(ByteView bytes) {
  if (bytes.size() < 4) return bad_apdu("the command is shorter than its four header bytes");
  Command command{.cla = bytes[0], .ins = bytes[1], .p1 = bytes[2], .p2 = bytes[3]};
  const ByteView body = bytes.subspan(4);
  if (body.empty()) return command;
  if (body.size() == 1) {
    command.le = body[0];
    return command;
  }
  const std::size_t lc = body[0];
  if (lc == 0) return bad_apdu("Lc is zero: extended lengths are not used");
  if (body.size() != 1 + lc && body.size() != 2 + lc) return bad_apdu("Lc does not fit the length of the command");
  command.data = to_bytes(body.subspan(1, lc));
  if (body.size() == 2 + lc) command.le = body.back();
  return command;
}

Result<Response> decode_response(ByteView bytes) {
  if (bytes.size() < 2) return bad_apdu("the response is shorter than a status word");
  return Response{to_bytes(bytes.first(bytes.size() - 2)), StatusWord{get_be16(bytes.data() + bytes.size() - 2)}};
}

Bytes encode(const Response& response) {
  Bytes wire = response.data;
  wire.push_back(static_cast<std::uint8_t>(response.sw.value >> 8));
  wire.push_back(static_cast<std::uint8_t>(response.sw.value));
  return wire;
}

std::string_view meaning(StatusWord sw) {
  for (const auto& known : meanings)
    if (known.sw == sw.value) return known.words;
  if (sw.value >> 8 == 0x61) return "more data: GET RESPONSE";
  if (sw.value >> 8 == 0x6C) return "wrong Le: the second byte is the right one";
  if ((sw.value & 0xFFF0) == 0x63C0) return "wrong key or PIN: the last digit is the tries left";
  return "unknown status word";
}

}  // namespace kwota::iso7816
