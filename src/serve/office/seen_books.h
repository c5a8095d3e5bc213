// What is computed from the books for somebody, off the network's thread, with what he may see of them.
#pragma once
#include <functional>

#include "serve/api/routes.h"
#include "serve/api/visibility.h"

namespace kwota::serve {

/// `what`(books, seen) with the names of `view` that the caller may see.
inline void look(ServerParts& server, const CallPtr& call, const std::string& view, std::string_view column,
                 std::function<Result<boost::json::object>(const books::Reader& books, const Seen& seen)> what) {
  server.checks->run([&server, call, view, column, what = std::move(what)] {
    const auto mine = seen(server, visibility_of(*call->who), view, column);
    if (!mine) return call->refuse(mine.error());
    call->answer(server.books.read([&](const books::Reader& books) { return what(books, *mine); }));
  });
}

}  // namespace kwota::serve
