// Price plans: looked at, drafted, published by two people, never edited afterwards.
#include <map>

#include "sell/counter/supply.h"
#include "sell/customer/change.h"
#include "sell/remote/prices.h"
#include "sell/shift/approval.h"
#include "serve/api/asked.h"
#include "serve/api/list_view.h"
#include "serve/api/routes.h"
#include "serve/api/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

value parsed(const std::string& text) {
  boost::system::error_code failed;
  auto out = boost::json::parse(text, failed);
  return failed ? value(text) : out;
}

Error unknown_plan(const std::string& id) {
  return error(Fault::request, "unknown_plan", "There is no such price plan.", {{"plan", id}});
}

Result<object> plan_view(const books::Reader& books, const std::string& id) {
  const auto plan = books.plan(id);
  if (!plan) return unknown_plan(id);
  array versions;
  for (const auto& version : books.plan_versions(id))
    versions.push_back(object{{"from", version.from},
                              {"state", version.state},
                              {"text", parsed(version.text)},
                              {"published_by", version.published_by},
                              {"approved_by", version.approved_by}});
  return object{{"id", plan->id},
                {"name", plan->name},
                {"source", plan->source},
                {"head", parsed(plan->head)},
                {"versions", std::move(versions)}};
}

/// The plan with this version beside its published ones: what would be sold by.
Result<tariff::PricePlan> plan_with(const books::Reader& books, const books::Plan& plan, const books::PlanVersion& version) {
  std::map<std::string, std::string> texts{{version.from, version.text}};
  for (const auto& row : books.plan_versions(plan.id))
    if (row.state == "published") texts.emplace(row.from, row.text);
  std::vector<std::string> in_order;
  for (auto& [from, text] : texts) in_order.push_back(std::move(text));
  return tariff::PricePlan::from_parts(plan.head, in_order);
}

std::string member(const boost::json::object& json, std::string_view name) {
  const auto* found = json.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string{};
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
    plan = {member(json, "id"), member(json, "name"), member(json, "source"), boost::json::serialize(json)};
    if (books.plan(plan.id))
      return error(Fault::refused, "already_there", "There is one with this name already; nothing was changed.",
                   {{"what", plan.id}});
  } else {
    const auto id = member(body.get_object(), "id");
    const auto known = books.plan(id);
    if (!known) return unknown_plan(id);
    plan = *known;
  }
  const books::PlanVersion row{plan.id, member(version->get_object(), "from"), boost::json::serialize(*version), "draft", "", ""};
  MUST(plan_with(books, plan, row));
  if (books.plan(plan.id)) return customer::draft_version(books, row);
  return books::Decision<books::PlanVersion>{{{plan, row}, {}}, row};
}

/// A version's `from`, a local date with or without a time of day, in its plan's zone.
Result<Instant> beginning(const tariff::PricePlan& plan, const std::string& from) {
  TRY(zone, Zone::find(plan.zone()));
  LocalTime at;
  TRY(date, parse_date(std::string_view(from).substr(0, 10)));
  at.date = date;
  if (from.size() >= 16) {
    at.hour = static_cast<unsigned>((from[11] - '0') * 10 + (from[12] - '0'));
    at.minute = static_cast<unsigned>((from[14] - '0') * 10 + (from[15] - '0'));
  }
  return zone.instant(at);
}

Result<books::Decision<books::PlanVersion>> publish(const books::Reader& books, const std::string& id, const std::string& from,
                                                    std::int64_t approval, const shift::Context& context) {
  const auto plan = books.plan(id);
  if (!plan) return unknown_plan(id);
  std::optional<books::PlanVersion> draft;
  for (const auto& row : books.plan_versions(id))
    if (row.from == from) draft = row;
  if (!draft) return error(Fault::request, "not_found", "This plan has no such version.", {{"what", id + " " + from}});
  TRY(whole, plan_with(books, *plan, *draft));
  TRY(begins, beginning(whole, from));
  // What cannot be published is refused before somebody is asked to approve it.
  MUST(customer::publish_version(books, id, from, begins, context.who.name, "", context.now));
  TRY(second,
      shift::second_person(
          books, {"tariffs_publish", "publish version " + from + " of plan " + id, Money::minor(1), {}, approval}, context));
  TRY(decision,
      customer::publish_version(books, id, from, begins, context.who.name, second ? second->decided_by : "", context.now));
  if (second) decision.changes.put.emplace_back(*second);
  for (auto& row : remote::prices_published(books, id, from, begins, context).put) decision.changes.put.push_back(std::move(row));
  return decision;
}

object version_view(const books::PlanVersion& row) {
  return {{"plan", row.plan},
          {"from", row.from},
          {"state", row.state},
          {"published_by", row.published_by},
          {"approved_by", row.approved_by}};
}

}  // namespace

void add_plan_routes(Router& router, House& house) {
  router.add({"GET", "/plans/{id}", "tariffs_read", [&house](const CallPtr& call) {
                call->answer(house.books.read([&](const books::Reader& books) { return plan_view(books, call->path.at("id")); }));
              }});
  router.add({"POST", "/plans", "tariffs_draft", [&house](const CallPtr& call) {
                decide(
                    house, call, "tariffs_draft", [call](const books::Reader& books) { return draft(books, call->body); },
                    version_view);
              }});
  router.add({"POST", "/plans/{id}/versions/{from}/publish", "tariffs_publish", [&house](const CallPtr& call) {
                const auto context = context_of(house, *call);
                decide(
                    house, call, "tariffs_publish",
                    [call, context](const books::Reader& books) {
                      return publish(books, call->path.at("id"), call->path.at("from"), Asked(call->body).number("approval"),
                                     context);
                    },
                    [&house](const books::PlanVersion& row) {
                      if (house.queue_changed) house.queue_changed();  // meters on a line are told
                      return version_view(row);
                    });
              }});
}

}  // namespace kwota::serve
