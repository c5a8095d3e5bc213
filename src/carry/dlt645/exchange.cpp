#include "carry/dlt645/exchange.h"

#include "carry/dlt645/security.h"

namespace kwota::dlt645 {
namespace {

constexpr std::uint8_t ins_envelope = 0xC2;

iso7816::Response in_response(Bytes data) { return {std::move(data), {0x9000}}; }

/// Functions whose normal answer begins with the identifier that was asked for.
bool repeats_the_identifier(std::uint8_t function) {
  return function == function::read || function == function::read_on || function == function::security ||
         function == function::read_1997 || function == function::read_on_1997;
}

/// Whether the answer is to this part and no other: questions for several parts of one thing differ behind the identifier.
bool same_part(const Frame& answer, const Frame& request) {
  constexpr std::size_t identifier = 4, head = 8, mark = 8, cla = 1, instruction = 3;  // of a security frame: identifier 4, operator 4
  const auto function = request.control.function();
  if (function == function::read_on)
    return !answer.data.empty() && !request.data.empty() && answer.data.back() == request.data.back();
  if (function != function::security) return true;
  const auto names = [&](std::size_t at, std::size_t count) {
    return request.data.size() >= at + count && answer.data.size() >= identifier + count &&
           equal(ByteView{answer.data}.subspan(identifier, count), ByteView{request.data}.subspan(at, count));
  };
  if (identifier_of(request) == security::read_file) return names(head, mark);
  if (identifier_of(request) == security::key_link) return names(head + cla, instruction);
  return true;
}

}  // namespace

iso7816::Command envelope(const Frame& request) {
  return {.ins = ins_envelope, .data = encode(request, 0), .le = std::uint8_t{0}};
}

Result<Frame> opened(const iso7816::Response& response) {
  TRY(received, decode(response.data));
  return std::move(received.frame);
}

iso7816::Response no_answer_expected() { return in_response({}); }

bool answers(const Frame& answer, const Frame& request) {
  if (!answer.control.from_meter() || answer.control.function() != request.control.function()) return false;
  // Writing an address is answered from the new one.
  const bool new_address = request.control.function() == function::write_address;
  if (!new_address && !request.address.reaches(answer.address)) return false;
  if (answer.control.error() || !repeats_the_identifier(request.control.function())) return true;
  return identifier_of(answer) == identifier_of(request) && same_part(answer, request);
}

Result<Exchange> Exchange::begin(const iso7816::Command& command) {
  if (command.ins != ins_envelope)
    return error(Fault::ours, "bad_frame", "Only frames go over a meter's line.", {{"reason", "no start"}});
  TRY(received, decode(command.data));
  return Exchange{std::move(received.frame)};
}

std::optional<iso7816::Response> Exchange::hear(ByteView bytes) {
  receiver_.feed(bytes);
  return next();
}

std::optional<iso7816::Response> Exchange::silence() {
  receiver_.silence();
  return next();
}

std::optional<iso7816::Response> Exchange::next() {
  while (const auto frame = receiver_.next()) {
    if (answers(*frame, request_)) return in_response(encode(*frame, 0));
    ++passed_over_;
  }
  return std::nullopt;
}

}  // namespace kwota::dlt645
