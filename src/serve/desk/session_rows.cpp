#include "serve/desk/session_rows.h"

#include "serve/desk/shown.h"

namespace kwota::serve {

boost::json::array session_rows(ServerParts& server, std::string_view name, std::string_view here) {
  boost::json::array rows;
  for (const auto& one : server.sessions.all_of(name))
    rows.push_back(boost::json::object{{"here", one.token == here}, {"opened", time_text(one.opened)}, {"last_used", time_text(one.last_used)}, {"from", one.from}, {"browser", one.browser}, {"station", one.station}, {"till", one.till}});
  return rows;
}

}  // namespace kwota::serve
