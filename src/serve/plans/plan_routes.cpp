// Price plans: looked at, drafted, published by two people, never edited afterwards.
#include "sell/customer/change.h"
#include "sell/remote/publish.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_view.h"
#include "serve/plans/plan_view.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

Result<object> plan_view(const books::Reader& books, const std::string& id) {
  const auto plan = books.find<books::Plan>(id);
  if (!plan) return unknown_plan(id);
  array versions;
  for (const auto& version : books.select<books::PlanVersion>(id)) {
    object out{{"from", version.from},
               {"state", word_of(version.state)},
               {"text", parsed(version.text)},
               {"published_by", version.published_by},
               {"approved_by", version.approved_by},
               {"withdrawn_by", version.withdrawn_by}};
    say_people(books, out, {"published_by", "approved_by", "withdrawn_by"});
    versions.push_back(std::move(out));
  }
  return object{{"id", plan->id},
                {"name", plan->name},
                {"source", plan->source},
                {"head", parsed(plan->head)},
                {"versions", std::move(versions)}};
}

/// {id, version: {from, …}} drafts a version of a plan that is there; {plan: {…head}, version: {…}} makes a new plan with its
/// first draft.
Result<books::Decision<books::PlanVersion>> draft(const books::Reader& books, const value& body) {
  TRY(asked, asked_version(books, body));
  MUST(remote::plan_with(books, asked.plan, asked.version));
  if (!asked.fresh) return customer::draft_version(books, asked.version);
  return books::Decision<books::PlanVersion>{{{asked.plan, asked.version}, {}}, asked.version};
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
                      return remote::publish(books, {call->path.at("id"), call->path.at("from"), asked.number("stops"), asked.number("approval")}, context);
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
                      return remote::withdraw(books, {call->path.at("id"), call->path.at("from"), Asked(call->body).number("approval")}, context);
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
