#include "serve/jobs/kinds.h"

#include <algorithm>

#include "people/permissions.h"
#include "serve/api/asked.h"

namespace kwota::serve {

std::vector<jobs::Kind> job_kinds(ServerParts& server) {
  return {
      report_kind(server), list_kind(server), query_kind(server), verify_kind(server), backup_kind(server), prove_kind(server), month_end_kind(server),
      archive_kind(server),
  };
}

Result<void> only_members(const boost::json::object& asked, std::initializer_list<std::string_view> names) {
  for (const auto& member : asked)
    if (std::ranges::find(names, std::string_view(member.key())) == names.end())
      return error(Fault::request, "field_unknown", "There is no field of this name; nothing was done.", {{"field", std::string(member.key())}});
  return Done{};
}

Result<FileForm> form_asked(const boost::json::object& asked, std::initializer_list<FileForm> offered) { return file_form_in(Asked(asked).text("format"), offered); }

jobs::Needed needed_for(const books::Operator& who, books::Rights rights) {
  return {.rights = std::string(rights.words()), .of_all = people::best_granted(who, rights) != people::Grant::own};
}

std::map<std::string, std::string> filters_in(const boost::json::object& asked) {
  std::map<std::string, std::string> out;
  const auto* filters = asked.if_contains("filters");
  if (filters == nullptr || !filters->is_object()) return out;
  for (const auto& one : filters->get_object())
    if (one.value().is_string() && !one.value().get_string().empty()) out[std::string(one.key())] = std::string(one.value().get_string());
  return out;
}

}  // namespace kwota::serve
