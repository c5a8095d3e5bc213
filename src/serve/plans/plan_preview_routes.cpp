// A version of a price plan before it is one: what it changes for five customers and whom it would stop – of what somebody types, for himself, and
// of a version in the books, for whoever approves it. And what somebody has begun to write, kept for him.
#include "base/cause.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "collect/readings/registers/month_use.h"
#include "sell/plans/preview.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/plans/draft_files.h"
#include "serve/plans/plan_view.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

/// What meters read in kWh says something of plans in kWh alone.
std::vector<std::int64_t> counted_of(const books::Reader& books, const AskedVersion& asked, const people::Context& context) {
  const auto whole = remote::plan_with(books, asked.plan, asked.version);
  if (!whole.ok() || whole->unit() != Unit::energy) return {};
  const auto utility = books.only<books::Utility>();
  const auto zone = Zone::find(utility ? utility->zone : whole->zone());
  std::vector<std::int64_t> counted;
  if (!zone.ok()) return counted;
  for (const auto use : readings::month_uses(books, asked.plan.id, whole->usage_class(), context.now, *zone)) counted.push_back(use.wh());
  return counted;
}

/// "3.2" of a hundred, half away from zero; nothing where there was nothing before.
value percent(Money before, Money after) {
  if (before.is_zero()) return nullptr;
  const auto tenths = (after - before).minor() * 1'000;
  const auto whole = before.minor();
  const auto half = (tenths < 0) != (whole < 0) ? -whole / 2 : whole / 2;
  return value(format_decimal((tenths + half) / whole, 1));
}

object customer_view(const plans::ComparedCustomer& customer, int digits) {
  std::int64_t year = 0;
  for (const auto month : customer.use.months_e3) year += month;
  object out{{"units", format_shortest(year, 3)}, {"after", format_money(customer.after, digits)}};
  out["before"] = customer.before ? value(format_money(*customer.before, digits)) : value(nullptr);
  out["difference"] = customer.before ? value(format_money(customer.after - *customer.before, digits)) : value(nullptr);
  out["percent"] = customer.before ? percent(*customer.before, customer.after) : value(nullptr);
  return out;
}

Result<object> preview_view(const books::Reader& books, const AskedVersion& asked, const people::Context& context, const std::string& language) {
  TRY(preview, plans::preview_of(books, asked.plan, asked.version, counted_of(books, asked, context), context));
  TRY(whole, remote::plan_with(books, asked.plan, asked.version));
  array customers, warnings;
  for (const auto& customer : preview.customers) customers.push_back(customer_view(customer, whole.minor_digits()));
  for (const auto warning : preview.warnings) warnings.emplace_back(word_of(warning));
  object assumed;
  for (const auto& [name, number] : plans::assumed_facts()) assumed[name] = number;
  return object{{"version", preview.version},
                {"before", preview.before.empty() ? value(nullptr) : value(preview.before)},
                {"before_text", preview.before.empty() ? value(nullptr) : parsed(preview.before_text)},
                {"year", format_date(preview.year)},
                {"unit", plan_unit(whole.unit())},
                {"currency", whole.currency()},
                {"origin", word_of(preview.origin)},
                {"meters", preview.meters},
                {"assumed", std::move(assumed)},
                {"customers", std::move(customers)},
                {"warnings", std::move(warnings)},
                {"effect", effect_view(preview.effect, language)}};
}

/// It looks at every meter of the plan: no till waits for it.
void answer_beside(ServerParts& server, const CallPtr& call, std::function<Result<AskedVersion>(const books::Reader&)> asked_of) {
  server.lists->run([&server, call, asked_of = std::move(asked_of)] {
    const auto context = context_of(server, *call);
    call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
      TRY(asked, asked_of(books));
      return preview_view(books, asked, context, call->language);
    }));
  });
}

void preview_typed(ServerParts& server, const CallPtr& call) {
  answer_beside(server, call, [call](const books::Reader& books) { return asked_version(books, call->body); });
}

void preview_kept(ServerParts& server, const CallPtr& call) {
  answer_beside(server, call, [call](const books::Reader& books) -> Result<AskedVersion> {
    const auto& id = call->path.at("id");
    const auto plan = books.find<books::Plan>(id);
    if (!plan) return unknown_plan(id);
    for (const auto& row : books.select<books::PlanVersion>(id))
      if (row.from == call->path.at("from")) return AskedVersion{*plan, row, false};
    return error(Fault::request, Cause::not_found, "This plan has no such version.", {{"what", id + " " + call->path.at("from")}});
  });
}

object draft_view(const KeptDraft& draft) { return {{"plan", draft.of}, {"saved", time_text(draft.saved)}, {"document", draft.document}}; }

void own_drafts(ServerParts& server, const CallPtr& call) {
  array rows;
  for (const auto& draft : drafts_of(server.data, call->who->name)) rows.push_back(draft_view(draft));
  call->answer(value(object{{"drafts", std::move(rows)}}));
}

void keep_typed(ServerParts& server, const CallPtr& call) {
  const auto* document = call->body.is_object() ? call->body.get_object().if_contains("document") : nullptr;
  const KeptDraft draft{Asked(call->body).text("plan"), server.clock.now(), document != nullptr ? *document : value(nullptr)};
  if (const auto kept = keep_draft(server.data, call->who->name, draft); !kept.ok()) return call->refuse(kept.error());
  call->answer(value(draft_view(draft)));
}

}  // namespace

void add_plan_preview_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/plan-preview", "tariffs_draft", preview_typed);
  on("GET", "/plans/{id}/versions/{from}/preview", "tariffs_read", preview_kept);
  on("GET", "/plan-drafts", "tariffs_draft", own_drafts);
  on("PUT", "/plan-drafts", "tariffs_draft", keep_typed);
}

}  // namespace kwota::serve
