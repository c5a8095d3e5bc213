#include "serve/plans/plan_view.h"

#include "base/ids_text.h"
#include "base/json_members.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;

array affected_view(const std::vector<remote::Affected>& rows, const std::string& language) {
  array out;
  for (const auto& row : rows) {
    array reasons;
    const auto& misfits = row.fit.reasons.empty() ? row.fit.lacks : row.fit.reasons;
    for (const auto misfit : misfits) {
      const std::string name(tariff::name_of(misfit));
      reasons.push_back(object{{"reason", name}, {"why", say(language, "misfit." + name)}});
    }
    out.push_back(object{{"account", row.account}, {"meter", to_text(row.meter)}, {"model", row.model}, {"reasons", std::move(reasons)}});
  }
  return out;
}

}  // namespace

Error unknown_plan(const std::string& id) {
  return error(Fault::request, "unknown_plan", "There is no such price plan.", {{"plan", id}});
}

object effect_view(const remote::Effect& effect, const std::string& language) {
  return {{"accounts", effect.accounts},
          {"stopped", affected_view(effect.stopped, language)},
          {"behind", affected_view(effect.behind, language)},
          {"by_line", affected_view(effect.by_line, language)}};
}

Result<AskedVersion> asked_version(const books::Reader& books, const boost::json::value& body) {
  const auto* version = body.is_object() ? body.get_object().if_contains("version") : nullptr;
  if (version == nullptr || !version->is_object())
    return error(Fault::request, "field_missing", "The version's prices are missing. Nothing was changed.",
                 {{"field", "version"}});
  const auto* head = body.get_object().if_contains("plan");
  AskedVersion asked;
  asked.fresh = head != nullptr && head->is_object();
  if (asked.fresh) {
    const auto& json = head->get_object();
    asked.plan = {text_at(json, "id"), text_at(json, "name"), text_at(json, "source"), boost::json::serialize(json)};
    if (books.find<books::Plan>(asked.plan.id))
      return error(Fault::refused, "already_there", "There is one with this name already; nothing was changed.",
                   {{"what", asked.plan.id}});
  } else {
    const auto id = text_at(body.get_object(), "id");
    const auto known = books.find<books::Plan>(id);
    if (!known) return unknown_plan(id);
    asked.plan = *known;
  }
  asked.version = {asked.plan.id, text_at(version->get_object(), "from"), boost::json::serialize(*version), books::PlanStatus::draft, "", "", "", ""};
  return asked;
}

}  // namespace kwota::serve
