// Any bytes as what a proxy says of its client, as an address and as the name of a host: an address of somebody's, or nothing was believed.
#include <cstdlib>
#include <string>

#include "serve/http/client_address.h"
#include "serve/http/http.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota::serve;
  const std::string text(reinterpret_cast<const char*>(data), size);
  static const auto proxies = Proxies::parse({"10.0.0.0/8", "fd00::/8"}).value();
  static const Hosts hosts({"kwota.example"});
  for (const auto* peer : {"10.0.0.1", "192.0.2.1"}) {
    Request request{.headers = {{"x-forwarded-for", text}, {"x-forwarded-proto", text}}, .remote = peer};
    proxies.name_client(request);
    if (request.headers.contains("x-forwarded-for") || request.headers.contains("x-forwarded-proto")) std::abort();
    if (!proxies.trusts(peer) && (request.remote != peer || request.secure)) std::abort();
  }
  const auto counted = counted_address(text);
  if (counted_address(counted) != counted) std::abort();
  static_cast<void>(hosts.admit(text));
  static_cast<void>(is_this_machine(text));
  static_cast<void>(Proxies::parse({text}));
  return 0;
}
