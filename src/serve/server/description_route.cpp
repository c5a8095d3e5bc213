// The API describes itself: openapi.json beside this file goes into the program and is served as it is.
#include "serve/api/routes.h"
#include "serve/router/answer.h"
#include "serve/router/description.h"

namespace kwota::serve {

void add_description_route(Router& router) {
  router.add({"GET", "/openapi.json", need::nothing, [](const CallPtr& call) {
                call->respond(answer_download(std::string(description()), "application/json; charset=utf-8", ""));
              }});
}

}  // namespace kwota::serve
