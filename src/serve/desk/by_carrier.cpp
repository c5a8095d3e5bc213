#include "serve/desk/by_carrier.h"

namespace kwota::serve {

Result<counter::Carrier> carrier_asked(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  if (const auto text = asked.text("carrier"); !text.empty()) {
    if (const auto known = parse_word<counter::Carrier>(text)) return *known;
    return carrier_unknown(text);
  }
  const auto* named = server.schemes.find(asked.text("scheme"));
  return named != nullptr ? named->opens_by().value_or(counter::Carrier::card) : counter::Carrier::card;
}

Error carrier_unknown(const std::string& text) {
  return error(Fault::request, "carrier_unknown", "Credit cannot travel by \"" + text + "\" here: choose card or link.", {{"carrier", text}});
}

}  // namespace kwota::serve
