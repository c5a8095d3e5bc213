#include "people/leaving.h"

#include <boost/json.hpp>

#include "books/audit_entry.h"
#include "people/approval.h"
#include "people/people.h"
#include "people/permissions.h"

namespace kwota::people {

using boost::json::object;

Result<void> same_rights(const books::Reader& books, const books::Operator& asked_as) {
  if (is_outlet(asked_as)) return Done{};
  const auto now = books.find<books::Operator>(asked_as.name);
  if (now && now->state == books::OperatorStatus::active && now->roles == asked_as.roles && now->station == asked_as.station) return Done{};
  return error(Fault::refused, "rights_changed", "Your rights were changed while the file was made, and it was thrown away. Ask for it again.");
}

Result<books::Decision<Done>> take_away(const books::Reader& books, const books::Operator& asked_as, const std::string& file, const std::vector<std::string>& columns) {
  MUST(same_rights(books, asked_as));
  books::Decision<Done> decision{};
  boost::json::array names;
  for (const auto& column : columns) names.emplace_back(column);
  decision.changes.append.emplace_back(books::audit_entry({asked_as.name, "personal_export", asked_as.station}, "file/" + file, boost::json::serialize(object{{"columns", std::move(names)}})));
  return decision;
}

Result<books::Decision<books::Approval>> agree_to_restore(const books::Reader& books, const RestoreRequest& request, const Context& context) {
  TRY(approval, second_person(books, {.action = "restore", .content = request.content, .amount = {}, .limit = {}, .approval = request.approval, .always = true}, context));
  books::Decision<books::Approval> decision{{}, *approval};
  decision.changes.put.emplace_back(*approval);
  decision.changes.append.emplace_back(books::audit_entry({context.who.name, "restore", {}}, request.file,
                                                            boost::json::serialize(object{{"agreed", boost::json::parse(request.content.canonical())}, {"second", approval->decided_by}, {"reason", request.reason}})));
  return decision;
}

books::Decision<Done> restore_failed(const std::string& file, const Error& why, const std::string& who) {
  object details{{"not_done", why.code}};
  if (const auto said = why.details.find("why"); said != why.details.end()) details["why"] = said->second;
  books::Decision<Done> decision{};
  decision.changes.append.emplace_back(books::audit_entry({who, "restore", {}}, file, boost::json::serialize(details)));
  return decision;
}

}  // namespace kwota::people
