#include "serve/jobs/kinds.h"

#include <algorithm>

namespace kwota::serve {

std::vector<jobs::Kind> job_kinds(ServerParts& server) {
  return {
      report_kind(server), list_kind(server), query_kind(server), verify_kind(server), backup_kind(server), prove_kind(server), month_end_kind(server),
  };
}

Result<void> only_members(const boost::json::object& asked, std::initializer_list<std::string_view> names) {
  for (const auto& member : asked)
    if (std::ranges::find(names, std::string_view(member.key())) == names.end())
      return error(Fault::request, "field_unknown", "There is no field of this name; nothing was done.", {{"field", std::string(member.key())}});
  return Done{};
}

std::map<std::string, std::string> filters_in(const boost::json::object& asked) {
  std::map<std::string, std::string> out;
  const auto* filters = asked.if_contains("filters");
  if (filters == nullptr || !filters->is_object()) return out;
  for (const auto& one : filters->get_object())
    if (one.value().is_string() && !one.value().get_string().empty()) out[std::string(one.key())] = std::string(one.value().get_string());
  return out;
}

Zone zone_of_utility(const ServerParts& server) {
  const auto zone = server.books.read([](const books::Reader& books) -> Result<Zone> {
    const auto utility = books.only<books::Utility>();
    return Zone::find(utility ? utility->zone : "Etc/UTC");
  });
  return zone.ok() ? *zone : Zone::utc();
}

}  // namespace kwota::serve
