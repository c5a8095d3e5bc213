// Any bytes as the address of a request, from the first line to the route: refused, or a value that the gate of texts lets in.
#include <cstdlib>
#include <memory>
#include <string>

#include "base/text/text_gate.h"
#include "serve/http/target.h"
#include "serve/router/router.h"

namespace {

using namespace kwota::serve;

std::unique_ptr<Router> some_routes() {
  auto router = std::make_unique<Router>(Gate{.session = [](std::string_view) { return std::optional<Session>{}; },
                 .operator_named = [](std::string_view) { return std::optional<kwota::books::Operator>{}; },
                 .allowed = [](const kwota::books::Operator&, kwota::books::Right) { return false; },
                 .request_id = [] { return std::string("r-1"); }});
  const auto say = [](const CallPtr& call) {
    for (const auto& [name, value] : call->path)
      if (value.empty() || !kwota::text_gate::admit(name, value, kwota::text_gate::Kind::line, 200).ok()) std::abort();
    call->answer({{"here", true}});
  };
  for (const auto* pattern : {"/accounts/{no}", "/accounts/{no}/sales", "/accounts", "/cards/{serial}/pin/reset"}) router->add({"GET", pattern, need::nothing, say});
  return router;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto router = some_routes();
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto& target : {text, "/api/v1/accounts/" + text, "/api/v1" + text}) {
    Request request{.method = "GET"};
    if (!take_target(request, target) || !request.path.starts_with(Router::base)) continue;
    int status = 0;
    router->handle(std::move(request), [&](const Response& response) { status = response.status; });
    if (status != 200 && (status < 400 || status > 499)) std::abort();
  }
  return 0;
}
