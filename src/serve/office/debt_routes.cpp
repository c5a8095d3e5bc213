// Debts by name: raised, recovered by a rule or a plan, paused, written off; and what one was made of.
#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "people/station.h"
#include "sell/debt/interest.h"
#include "sell/debt/keep.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/routes.h"
#include "serve/api/seen.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;
using books::Debt;

constexpr std::size_t sales_looked_through = 500;

value text_or_null(const std::string& text) { return text.empty() ? value(nullptr) : value(text); }

object debt_view(const Shown& shown, const Debt& row) {
  auto out = shown.debt_in_short(row);
  out["account"] = row.account;
  out["customer"] = to_text(row.customer);
  out["origin"] = word_of(row.origin);
  out["document"] = row.document;
  out["amount"] = shown.money(row.amount);
  out["interest_rate"] = text_or_null(debts::interest_text(row));
  out["interest"] = shown.money(row.interest);
  out["interest_to"] = text_or_null(row.interest_to);
  out["written_off"] = shown.money(row.written_off);
  out["raised"] = time_text(row.raised);
  out["since"] = row.since;
  out["from"] = text_or_null(row.from);
  out["pause_from"] = text_or_null(row.pause_from);
  out["pause_until"] = text_or_null(row.pause_until);
  out["pause_reason"] = row.pause_reason;
  out["paused_by"] = row.paused_by;
  out["pause_approved_by"] = row.pause_approved_by;
  out["remark"] = row.remark;
  out["raised_by"] = row.raised_by;
  out["approved_by"] = row.approved_by;
  out["version"] = version_of(row);
  return out;
}

/// The instalments of the plan that counts, each with what of it is paid: the parts are paid in their order.
array plan_of(const books::Reader& books, const Shown& shown, const Debt& row) {
  array out;
  Money paid = row.rest_at_rule - debts::left_of(books, row);
  if (row.rule != books::DebtRule::plan) return out;
  for (const auto& part : books.select<books::DebtInstalment>(row.number, row.plan)) {
    const Money covered = std::clamp(paid, Money{}, part.amount);
    paid -= covered;
    out.push_back(object{{"due", part.due}, {"amount", shown.money(part.amount)}, {"paid", shown.money(covered)}});
  }
  return out;
}

/// What was agreed upon, the newest first.
array rates_of(const books::Reader& books, const Debt& row) {
  array out;
  auto agreed = books.select<books::DebtRate>(row.number);
  std::ranges::reverse(agreed);
  for (const auto& one : agreed) {
    object rate{{"from", one.from}, {"rate", debts::rate_text(one.rate_e2)}, {"agreed_by", one.agreed_by}, {"approved_by", one.approved_by}, {"time", time_text(one.agreed)}};
    say_people(books, rate, {"agreed_by", "approved_by"});
    out.push_back(std::move(rate));
  }
  return out;
}

/// Month by month, the newest first.
array interest_of(const books::Reader& books, const Shown& shown, const Debt& row) {
  array out;
  auto months = books.select<books::DebtInterest>(row.number);
  std::ranges::reverse(months);
  for (const auto& month : months)
    out.push_back(object{{"from", month.from}, {"to", month.to}, {"principal", shown.money(month.principal)}, {"rate", debts::rate_text(month.rate_e2)}, {"amount", shown.money(month.amount)}, {"time", time_text(month.charged)}});
  return out;
}

/// Sales and payments that recovered a part of it, and what gave a part back; the newest first.
array recoveries_of(const books::Reader& books, const Shown& shown, const Debt& row) {
  array out;
  const auto account = debts::account_in_ledger(row);
  for (const auto& sale : books.newest(books::Sale::of_account, sales_looked_through, row.account)) {
    Money sum;
    for (const auto& leg : books.legs(sale.number))
      if (leg.account == account) sum -= leg.amount;
    if (sum.is_zero()) continue;
    const auto state = books.find<books::SaleState>(sale.number);
    out.push_back(object{{"sale", sale.number}, {"kind", word_of(sale.kind)}, {"time", time_text(sale.time)}, {"amount", shown.money(sum)},
                         {"state", state ? value(word_of(state->state)) : value(nullptr)}, {"operator", sale.operator_name}});
  }
  return out;
}

Result<object> whole_view(const books::Reader& books, const Shown& shown, std::int64_t number, const people::Context& context) {
  const auto row = books.find<Debt>(number);
  const auto account = row ? books.find<books::Account>(row->account) : std::nullopt;
  if (!account || !people::works_at(context.who, account->station))
    return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", fmt::format("debt {}", number)}});
  auto out = debt_view(shown, *row);
  const auto customer = books.find<books::Customer>(row->customer);
  out["customer_name"] = customer ? customer->name : "";
  out["left"] = shown.money(debts::left_of(books, *row));
  out["paid"] = shown.money(debts::paid_of(books, *row));
  out["fallen_due"] = nullptr;
  out["paused"] = false;
  for (const auto& owed : debts::owed_by(books, row->account, context.now, context.zone)) {
    if (owed.row.number != number) continue;
    out["paused"] = owed.paused;
    if (row->rule == books::DebtRule::monthly || row->rule == books::DebtRule::plan) out["fallen_due"] = shown.money(owed.fallen_due);
  }
  say_people(books, out, {"raised_by", "approved_by", "paused_by", "pause_approved_by"});
  out["interest_rates"] = rates_of(books, *row);
  out["interest_months"] = interest_of(books, shown, *row);
  out["instalments"] = plan_of(books, shown, *row);
  out["recoveries"] = recoveries_of(books, shown, *row);
  return out;
}

void one_debt(ServerParts& server, const CallPtr& call) {
  const auto number = path_number(*call, "number");
  const Shown shown{minor_digits(server)};
  const auto context = context_of(server, *call);
  call->answer(server.books.read([&](const books::Reader& books) { return whole_view(books, shown, number, context); }));
}

debts::Recovery recovery_of(const Asked& asked) {
  debts::Recovery out{.rule = asked.text("rule"), .value = asked.text("value"), .from = asked.text("from"), .instalments = {}};
  for (const auto& part : asked.objects("instalments")) out.instalments.push_back({part.text("due"), part.text("amount")});
  return out;
}

/// Pages that show what is owed ask anew.
auto answer_of(ServerParts& server, const people::Context& context) {
  return [&server, context](const Debt& row) {
    const auto account = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Account>> { return books.find<books::Account>(row.account); });
    server.events.publish("debts", object{{"account", row.account}, {"number", row.number}}, {.station = account.ok() && *account ? (*account)->station : std::string{}, .permission = "customers_read"});
    const Shown shown{minor_digits(server)};
    const auto view = server.books.read([&](const books::Reader& books) { return whole_view(books, shown, row.number, context); });
    return view.ok() ? *view : debt_view(shown, row);
  };
}

template <class Request>
void decide_debt(ServerParts& server, const CallPtr& call, Request request, debts::Decided (*use)(const books::Reader&, const Request&, const people::Context&)) {
  const auto context = context_of(server, *call);
  decide(
      server, call, "debts_write", [request, use, context](const books::Reader& books) { return use(books, request, context); }, answer_of(server, context));
}

void raise(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  decide_debt(server, call,
              debts::RaiseRequest{.account = asked.number("account"), .kind = asked.text("kind"), .origin = asked.text("origin"), .document = asked.text("document"),
                                  .amount = asked.text("amount"), .since = asked.text("since"), .interest = asked.text("interest"), .interest_from = asked.text("interest_from"), .recovery = recovery_of(asked), .remark = asked.text("remark"),
                                  .approval = asked.number("approval")},
              debts::raise);
}

/// One person decides it: whoever has the debt open as it was before somebody else changed it is shown that first.
void change_recovery(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto seen = asked.required("version");
  if (!seen) return call->refuse(seen.error());
  const auto context = context_of(server, *call);
  const debts::RecoveryRequest request{.debt = path_number(*call, "number"), .recovery = recovery_of(asked), .remark = asked.text("remark")};
  show_beside_conflict(*call, [&server, context, number = request.debt] {
    const Shown shown{minor_digits(server)};
    return server.books.read([&](const books::Reader& books) { return whole_view(books, shown, number, context); });
  });
  decide(
      server, call, "debts_write",
      [request, context, seen = *seen](const books::Reader& books) -> debts::Decided {
        MUST(seen_as_it_is(books.find<Debt>(request.debt), seen));
        return debts::change_recovery(books, request, context);
      },
      answer_of(server, context));
}

void change_interest(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  decide_debt(server, call,
              debts::InterestRequest{.debt = path_number(*call, "number"), .interest = asked.text("interest"), .from = asked.text("from"), .reason = asked.text("reason"),
                                     .approval = asked.number("approval")},
              debts::change_interest);
}

void pause(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  decide_debt(server, call,
              debts::PauseRequest{.debt = path_number(*call, "number"), .from = asked.text("from"), .until = asked.text("until"), .reason = asked.text("reason"),
                                  .approval = asked.number("approval")},
              debts::pause);
}

void resume(ServerParts& server, const CallPtr& call) {
  const auto debt = path_number(*call, "number");
  const auto context = context_of(server, *call);
  decide(
      server, call, "debts_write", [debt, context](const books::Reader& books) { return debts::resume(books, debt, context); }, answer_of(server, context));
}

void write_off(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  decide_debt(server, call,
              debts::WriteOffRequest{.debt = path_number(*call, "number"), .amount = asked.text("amount"), .reason = asked.text("reason"), .approval = asked.number("approval")},
              debts::write_off);
}

}  // namespace

void add_debt_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/debts/{number}", "customers_read", one_debt);
  on("POST", "/debts", "debts_write", raise);
  on("POST", "/debts/{number}/recovery", "debts_write", change_recovery);
  on("POST", "/debts/{number}/interest", "debts_write", change_interest);
  on("POST", "/debts/{number}/pause", "debts_write", pause);
  on("POST", "/debts/{number}/resume", "debts_write", resume);
  on("POST", "/debts/{number}/write-off", "debts_write", write_off);
}

}  // namespace kwota::serve
