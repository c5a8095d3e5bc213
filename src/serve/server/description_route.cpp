// The API describes itself: openapi.json of serve/api goes into the program, and is served with what follows from the declarations.
#include "serve/api/routes.h"
#include "serve/router/description.h"
#include "serve/router/representation.h"

namespace kwota::serve {

void add_description_route(Router& router) {
  router.add({"GET", "/openapi.json", need::nothing, [](const CallPtr& call) {
                static const auto described = Representation::of(description(), "application/json; charset=utf-8", gzip_of(description()));
                call->respond(described.answer(call->request));
              }});
}

}  // namespace kwota::serve
