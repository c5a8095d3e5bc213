// Any bytes as the header by which a client of an outlet signs: refused, or four parts of plain characters that all stood there.
#include <cstdlib>
#include <string>

#include "serve/api/outlet_door.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota::serve;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto& header : {text, "Kwota-HMAC-SHA256 " + text}) {
    const Request request{.method = "POST", .headers = {{"authorization", header}}, .body = text};
    const auto how = signed_by(request);
    if (!how.ok() || !*how) continue;
    for (const auto& part : {(*how)->key, (*how)->time, (*how)->nonce, (*how)->signature})
      if (part.empty() || part.find('\n') != std::string::npos || header.find(part) == std::string::npos) std::abort();
    if (canonical_text(request, **how).empty()) std::abort();
  }
  return 0;
}
