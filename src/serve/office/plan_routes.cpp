// Price plans: looked at, drafted, published by two people, never edited afterwards.
#include "base/ids_text.h"
#include "base/json_members.h"
#include "people/approval.h"
#include "sell/customer/change.h"
#include "sell/remote/publish.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/office/list_view.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

Error unknown_plan(const std::string& id) {
  return error(Fault::request, "unknown_plan", "There is no such price plan.", {{"plan", id}});
}

Result<object> plan_view(const books::Reader& books, const std::string& id) {
  const auto plan = books.find<books::Plan>(id);
  if (!plan) return unknown_plan(id);
  array versions;
  for (const auto& version : books.select<books::PlanVersion>(id))
    versions.push_back(object{{"from", version.from},
                              {"state", word_of(version.state)},
                              {"text", parsed(version.text)},
                              {"published_by", version.published_by},
                              {"approved_by", version.approved_by},
                              {"withdrawn_by", version.withdrawn_by}});
  return object{{"id", plan->id},
                {"name", plan->name},
                {"source", plan->source},
                {"head", parsed(plan->head)},
                {"versions", std::move(versions)}};
}

/// {id, version: {from, …}} drafts a version of a plan that is there; {plan: {…head}, version: {…}} makes a new plan with its
/// first draft.
Result<books::Decision<books::PlanVersion>> draft(const books::Reader& books, const value& body) {
  const auto* version = body.is_object() ? body.get_object().if_contains("version") : nullptr;
  if (version == nullptr || !version->is_object())
    return error(Fault::request, "field_missing", "The version's prices are missing. Nothing was changed.",
                 {{"field", "version"}});
  const auto* head = body.get_object().if_contains("plan");
  books::Plan plan;
  if (head != nullptr && head->is_object()) {
    const auto& json = head->get_object();
    plan = {text_at(json, "id"), text_at(json, "name"), text_at(json, "source"), boost::json::serialize(json)};
    if (books.find<books::Plan>(plan.id))
      return error(Fault::refused, "already_there", "There is one with this name already; nothing was changed.",
                   {{"what", plan.id}});
  } else {
    const auto id = text_at(body.get_object(), "id");
    const auto known = books.find<books::Plan>(id);
    if (!known) return unknown_plan(id);
    plan = *known;
  }
  const books::PlanVersion row{plan.id, text_at(version->get_object(), "from"), boost::json::serialize(*version), books::PlanStatus::draft, "", ""};
  MUST(remote::plan_with(books, plan, row));
  if (books.find<books::Plan>(plan.id)) return customer::draft_version(books, row);
  return books::Decision<books::PlanVersion>{{{plan, row}, {}}, row};
}

/// What cannot be published, or stops accounts that nobody named, is refused before somebody is asked to approve it.
Result<books::Decision<books::PlanVersion>> publish(const books::Reader& books, remote::PublishRequest request, std::int64_t approval,
                                                    const people::Context& context) {
  MUST(remote::publish(books, request, context));
  auto content = "publish version " + request.from + " of plan " + request.plan;
  if (request.stops > 0) content += " knowing that " + std::to_string(request.stops) + " accounts are stopped";
  TRY(second, people::second_person(books, {"tariffs_publish", content, Money::minor(1), {}, approval}, context));
  request.approved_by = second ? second->decided_by : "";
  TRY(decision, remote::publish(books, request, context));
  if (second) decision.changes.put.emplace_back(*second);
  return decision;
}

Result<books::Decision<books::PlanVersion>> withdraw(const books::Reader& books, remote::WithdrawRequest request, std::int64_t approval,
                                                     const people::Context& context) {
  MUST(remote::withdraw(books, request, context));
  const auto content = "withdraw version " + request.from + " of plan " + request.plan;
  TRY(second, people::second_person(books, {"tariffs_publish", content, Money::minor(1), {}, approval}, context));
  request.approved_by = second ? second->decided_by : "";
  TRY(decision, remote::withdraw(books, request, context));
  if (second) decision.changes.put.emplace_back(*second);
  return decision;
}

/// Accounts as a person looks at them: which, at which meter, and why.
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

object effect_view(const remote::Effect& effect, const std::string& language) {
  return {{"accounts", effect.accounts},
          {"stopped", affected_view(effect.stopped, language)},
          {"behind", affected_view(effect.behind, language)},
          {"by_line", affected_view(effect.by_line, language)}};
}

object plan_version_view(const books::PlanVersion& row) {
  return {{"plan", row.plan},
          {"from", row.from},
          {"state", word_of(row.state)},
          {"published_by", row.published_by},
          {"approved_by", row.approved_by},
          {"withdrawn_by", row.withdrawn_by},
          {"withdrawal_approved_by", row.withdrawal_approved_by}};
}

}  // namespace

void add_plan_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/plans/{id}", "tariffs_read", [&server](const CallPtr& call) {
                call->answer(server.books.read([&](const books::Reader& books) { return plan_view(books, call->path.at("id")); }));
              }});
  router.add({"POST", "/plans", "tariffs_draft", [&server](const CallPtr& call) {
                decide(
                    server, call, "tariffs_draft", [call](const books::Reader& books) { return draft(books, call->body); },
                    plan_version_view);
              }});
  router.add({"POST", "/plans/{id}/versions/{from}/publish", "tariffs_publish", [&server](const CallPtr& call) {
                const auto context = context_of(server, *call);
                decide(
                    server, call, "tariffs_publish",
                    [call, context](const books::Reader& books) {
                      const Asked asked(call->body);
                      return publish(books, {call->path.at("id"), call->path.at("from"), asked.number("stops"), ""},
                                     asked.number("approval"), context);
                    },
                    [&server](const books::PlanVersion& row) {
                      if (server.queue_changed) server.queue_changed();  // meters on a line are told
                      return plan_version_view(row);
                    });
              }});
  router.add({"POST", "/plans/{id}/versions/{from}/withdraw", "tariffs_publish", [&server](const CallPtr& call) {
                const auto context = context_of(server, *call);
                decide(
                    server, call, "tariffs_publish",
                    [call, context](const books::Reader& books) {
                      return withdraw(books, {call->path.at("id"), call->path.at("from"), ""}, Asked(call->body).number("approval"),
                                      context);
                    },
                    [&server](const books::PlanVersion& row) {
                      if (server.queue_changed) server.queue_changed();
                      return plan_version_view(row);
                    });
              }});
  router.add({"GET", "/plans/{id}/versions/{from}/fit", "tariffs_read", [&server](const CallPtr& call) {
                const auto context = context_of(server, *call);
                call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
                  TRY(effect, remote::who_is_stopped(books, call->path.at("id"), call->path.at("from"), context));
                  return effect_view(effect, call->language);
                }));
              }});
}

}  // namespace kwota::serve
