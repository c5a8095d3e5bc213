// Customers and their accounts before the first sale: registered, corrected, blocked, prepared.
#include "base/ids_text.h"
#include "sell/customer/change.h"
#include "sell/life/customer/block_customer.h"
#include "sell/life/customer/merge_customers.h"
#include "sell/scheme/scheme.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/desk/opening.h"
#include "serve/desk/shown.h"
#include "serve/office/register.h"
#include "serve/office/seen_books.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

Result<books::Decision<books::Customer>> put_customer(const books::Reader& books, const books::Customer& row, const Asked& body, const people::Context& context) {
  if (!row.language.empty()) MUST(spoken(row.language));
  return life::correct_customer(books, row, body.number("approval"), context);
}

const auto customers = kept<books::Customer>(put_customer);

void block_customer(ServerParts& server, const CallPtr& call, bool blocking) {
  const auto number = parse_customer_number(call->path.at("number"));
  if (!number) return call->refuse(number.error());
  const Asked asked(call->body);
  const life::BlockCustomerRequest request{*number, blocking, asked.text("reason"), asked.number("approval")};
  decide(
      server, call, blocking ? books::Right("block") : books::Right("unblock"),
      [request, context = context_of(server, *call)](const books::Reader& books) { return life::block_customer(books, request, context); },
      [](const books::Customer& row) {
        return object{{"number", to_text(row.number)}, {"state", word_of(row.state)}, {"state_reason", row.state_reason}};
      });
}

/// An account without card and sale; the counter opens it later. Customer, service point and meter may be new.
void draft(ServerParts& server, const CallPtr& call) {
  const auto request = opening_of(*call);
  if (!request) return call->refuse(request.error());
  const auto context = context_of(server, *call);
  books::Account account;
  account.number = request->draft;
  account.station = Asked(call->body).text("station").empty() ? context.station : Asked(call->body).text("station");
  account.plan = request->plan;
  account.scheme = request->scheme;
  account.usage_class = request->usage_class;
  account.household_persons = request->household_persons;
  const customer::DraftParts parts{request->customer, request->service_point, request->meter};
  decide(
      server, call, "customers_write",
      [account, parts, context](const books::Reader& books) -> Result<books::Decision<books::Account>> {
        auto row = account;
        const auto before = books.find<books::Account>(row.number);
        if (row.scheme.empty() && before) row.scheme = before->scheme;
        if (!row.scheme.empty()) MUST(scheme::scheme_of(row, context));
        return customer::put_draft(books, row, parts, context.now);
      },
      [](const books::Account& row) {
        return object{{"number", row.number},
                      {"state", word_of(row.state)},
                      {"customer", to_text(row.customer)},
                      {"service_point", row.service_point},
                      {"meter", to_text(row.meter)}};
      });
}

object merge_json(const life::Merge& both) {
  const auto named = [](const books::Customer& row) { return object{{"number", to_text(row.number)}, {"name", row.name}}; };
  boost::json::array accounts, debts, filled;
  for (const auto& one : both.accounts)
    accounts.push_back(object{{"number", one.number}, {"station", one.station}, {"service_point", one.service_point}, {"meter", to_text(one.meter)}, {"state", word_of(one.state)}});
  for (const auto& one : both.debts) debts.push_back(object{{"number", one.number}, {"account", one.account}, {"kind", one.kind}, {"document", one.document}});
  for (const auto& one : both.filled) filled.push_back(boost::json::string(one));
  return {{"merged", named(both.merged)}, {"into", named(both.into)}, {"accounts", std::move(accounts)}, {"debts", std::move(debts)}, {"filled", std::move(filled)}};
}

Result<life::MergeRequest> merge_of(const Call& call, std::string_view into) {
  TRY(number, parse_customer_number(call.path.at("number")));
  TRY(other, parse_customer_number(into));
  return life::MergeRequest{.merged = number, .into = other, .reason = {}, .approval = 0};
}

/// What would become the other number's.
void preview_merge(ServerParts& server, const CallPtr& call) {
  const auto request = merge_of(*call, call->request.parameter("into_customer"));
  if (!request) return call->refuse(request.error());
  look(server, call, "customers", "number", [request = *request, context = context_of(server, *call)](const books::Reader& books, const Seen&) -> Result<object> {
    TRY(both, life::merge_preview(books, request, context));
    return merge_json(both);
  });
}

void merge(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  auto request = merge_of(*call, asked.text("into_customer"));
  if (!request) return call->refuse(request.error());
  request->reason = asked.text("reason");
  request->approval = asked.number("approval");
  const auto context = context_of(server, *call);
  decide(
      server, call, "merge_customers", [request = *request, context](const books::Reader& books) { return life::merge_customers(books, request, context); },
      [&server](const life::Merge& both) {
        for (const auto& approval : both.answered) publish_approval(server, approval);
        return merge_json(both);
      });
}

}  // namespace

void add_customer_routes(Router& router, ServerParts& server) {
  add_register(router, server, customers);
  router.add({"POST", "/customers/{number}/block", "block", [&server](const CallPtr& call) { block_customer(server, call, true); }});
  router.add({"POST", "/customers/{number}/unblock", "unblock", [&server](const CallPtr& call) { block_customer(server, call, false); }});
  router.add({"GET", "/customers/{number}/merge", "merge_customers", [&server](const CallPtr& call) { preview_merge(server, call); }});
  router.add({"POST", "/customers/{number}/merge", "merge_customers", [&server](const CallPtr& call) { merge(server, call); }});
  router.add({"POST", "/accounts/drafts", "customers_write", [&server](const CallPtr& call) { draft(server, call); }});
}

}  // namespace kwota::serve
