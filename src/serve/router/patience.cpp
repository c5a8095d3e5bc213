#include "serve/router/patience.h"

namespace kwota::serve {

std::function<bool()> patience(const CallPtr& call, std::chrono::seconds most) {
  return [call, until = std::chrono::steady_clock::now() + most] {
    return std::chrono::steady_clock::now() >= until || (call->request.gone && call->request.gone());
  };
}

}  // namespace kwota::serve
