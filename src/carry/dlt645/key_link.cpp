#include "carry/dlt645/key_link.h"

#include <algorithm>

#include "base/ids_text.h"
#include "carry/dlt645/security.h"

namespace kwota::dlt645 {
namespace {

Error bad(const char* reason) {
  return error(Fault::meter, "bad_frame", "What came is no whole frame of a meter: " + std::string{reason} + ".", {{"reason", reason}});
}

Error refused(MeterNumber meter, const Frame& answer) {
  const auto serr = answer.data.size() == 2 ? static_cast<std::uint16_t>(answer.data[1] << 8 | answer.data[0]) : serr::other;
  std::string bits;
  for (const auto name : security_error_bits(serr)) bits += (bits.empty() ? "" : ", ") + std::string{name};
  return error(Fault::meter, "meter_refused_keys", "The meter refuses to change keys over its line: " + bits + ". When it is suspended it listens again within a day of the first of fifteen failures, at the latest at this time tomorrow; or use a key card.",
               {{"meter", to_text(meter)}, {"command", "070301FF"}, {"status", bits}});
}

}  // namespace

Result<dialogue::LineFrame> key_question(Address address, ByteView command) {
  if (command.size() > key_command_max) return bad("length");
  return on_wire({address, {function::security}, security_request(security::key_link, {}, command)});
}

Result<Bytes> key_answer_of(MeterNumber meter, ByteView command, const dialogue::LineFrame& response) {
  TRY(answer, opened(response));
  if (answer.control.error()) return refused(meter, answer);
  constexpr std::size_t identifier = 4;
  auto content = content_of_key_answer(ByteView{answer.data}.subspan(std::min(identifier, answer.data.size())), command);
  if (!content) return bad("other answer");
  return *std::move(content);
}

}  // namespace kwota::dlt645
