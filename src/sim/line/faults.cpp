#include "sim/line/faults.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace kwota::sim {
namespace {

std::optional<unsigned> number_in(std::string_view text) {
  unsigned value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = problem == std::errc{} && end == text.data() + text.size();
  return whole && value > 0 && value <= 60'000 ? std::optional{value} : std::nullopt;
}

bool set(Faults& faults, std::string_view name, std::optional<unsigned> value) {
  if (name == "echo" && !value) {
    faults.echo = true;
    return true;
  }
  if (name == "welded" && !value) {
    faults.welded = true;
    return true;
  }
  if (!value) return false;
  if (name == "lose-request")
    faults.lose_request = *value;
  else if (name == "lose-answer")
    faults.lose_answer = *value;
  else if (name == "corrupt")
    faults.corrupt = *value;
  else if (name == "dead-after")
    faults.dead_after = *value;
  else if (name == "split")
    faults.split = *value;
  else if (name == "delay")
    faults.delay = Duration::ms(*value);
  else if (name == "reboot-at-write")
    faults.reboot_at_write = *value;
  else if (name == "clock-jump")
    faults.clock_jump = Duration::minutes(*value);
  else
    return false;
  return true;
}

bool is_nth(unsigned count, unsigned every) { return every != 0 && count % every == 0; }

}  // namespace

Result<Faults> parse_faults(std::string_view text) {
  Faults faults;
  while (!text.empty()) {
    const auto one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const auto colon = one.find(':');
    const auto value = colon == std::string_view::npos ? std::nullopt : number_in(one.substr(colon + 1));
    const bool number_is_bad = colon != std::string_view::npos && !value;
    if (number_is_bad || !set(faults, one.substr(0, colon), value))
      return error(
          Fault::request, "bad_fault",
          "There is no such fault. Give lose-request:N, lose-answer:N, corrupt:N, dead-after:N, split:BYTES, delay:MS, echo, "
          "reboot-at-write:N, clock-jump:MINUTES or welded.",
          {{"fault", std::string{one.substr(0, 64)}}});
  }
  return faults;
}

Bytes FaultyLine::to_meter(ByteView bytes) { return is_nth(++requests_, faults_.lose_request) ? Bytes{} : to_bytes(bytes); }

std::vector<Bytes> FaultyLine::from_meter(ByteView answer) {
  std::vector<Bytes> pieces;
  if (answer.empty() || is_nth(++answers_, faults_.lose_answer)) return pieces;
  if (faults_.dead_after != 0 && answers_ > faults_.dead_after) return pieces;
  Bytes sent = to_bytes(answer);
  if (is_nth(answers_, faults_.corrupt)) sent[sent.size() / 2] ^= 0x10;
  const std::size_t size = faults_.split == 0 ? sent.size() : faults_.split;
  for (std::size_t at = 0; at < sent.size(); at += size)
    pieces.push_back(to_bytes(ByteView{sent}.subspan(at, std::min(size, sent.size() - at))));
  return pieces;
}

}  // namespace kwota::sim
