#include "carry/dlt645/exchange.h"

#include "carry/dlt645/security.h"

namespace kwota::dlt645 {
namespace {

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

dialogue::LineFrame on_wire(const Frame& request) { return dialogue::LineFrame{encode(request, 0)}; }

Result<Frame> opened(const dialogue::LineFrame& answer) {
  TRY(received, decode(answer.bytes));
  return std::move(received.frame);
}

dialogue::LineFrame no_answer_expected() { return {}; }

bool answers(const Frame& answer, const Frame& request) {
  if (!answer.control.from_meter() || answer.control.function() != request.control.function()) return false;
  // Writing an address is answered from the new one.
  const bool new_address = request.control.function() == function::write_address;
  if (!new_address && !request.address.reaches(answer.address)) return false;
  if (answer.control.error() || !repeats_the_identifier(request.control.function())) return true;
  return identifier_of(answer) == identifier_of(request) && same_part(answer, request);
}

Result<Exchange> Exchange::begin(const dialogue::LineFrame& asked) {
  TRY(received, decode(asked.bytes));
  return Exchange{std::move(received.frame)};
}

std::optional<dialogue::LineFrame> Exchange::receive(ByteView bytes) {
  receiver_.feed(bytes);
  return next();
}

std::optional<dialogue::LineFrame> Exchange::silence() {
  receiver_.silence();
  return next();
}

std::optional<dialogue::LineFrame> Exchange::next() {
  while (const auto frame = receiver_.next()) {
    if (answers(*frame, request_)) return on_wire(*frame);
    ++passed_over_;
  }
  return std::nullopt;
}

}  // namespace kwota::dlt645
