// A message of a key office is signed, and a stolen office signs what it likes: whatever its body is, it is read or refused, and keys come as they were closed.
#include <array>
#include <cstdlib>

#include "drawn_json.h"
#include "keys/messages/message.h"

namespace {

constexpr std::array<std::string_view, 22> words{"rows", "delivery", "transport", "blocks", "table", "key_version", "key_device", "campaign", "key_factors", "meter_keys", "number", "version", "purpose", "state", "vault",
                                                 "check_value", "active", "000000000042", "0102ff", "0102f", "2026-11-20T08:00:00Z", ""};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  namespace json = boost::json;
  fuzz::DrawnJson drawn(data, size, words);
  const auto rows = drawn.value(3);
  const auto content = keys::read_message(json::serialize(json::object{{"rows", rows.is_array() ? rows : json::array{}}, {"delivery", json::object{{"transport", drawn.value(0)}, {"blocks", drawn.value(2)}}}}));
  static_cast<void>(keys::read_message({reinterpret_cast<const char*>(data), size}));
  if (!content.ok() || !content->delivery) return 0;
  const auto again = keys::read_message(keys::message_body({}, content->delivery));
  if (!again.ok() || !again->delivery || again->delivery->transport != content->delivery->transport || again->delivery->blocks != content->delivery->blocks) std::abort();
  return 0;
}
