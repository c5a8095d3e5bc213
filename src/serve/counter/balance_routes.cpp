// Balances at the server: putting an account on one, its terms, its end, a trouble that is lifted, and payments at the counter.
#include <algorithm>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/counter/account/recovered.h"
#include "sell/remote_account/keep.h"
#include "sell/remote_account/payment.h"
#include "serve/api/four_eyes.h"
#include "serve/api/routes.h"
#include "serve/desk/balance_view.h"
#include "serve/desk/remote_work.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_view.h"

namespace kwota::serve {
namespace {

namespace office = remote_account;
using boost::json::array;
using boost::json::value;

// ---- what is asked

Result<Money> amount_of(const Asked& asked, std::string_view name, int digits) {
  if (asked.text(name).empty()) return Money{};
  const auto typed = parse_money(asked.text(name), digits);
  if (typed.ok()) return *typed;
  return error(Fault::request, "bad_terms",
               "Amounts of the terms are zero or more, and paying reconnects above what may be owed; nothing was changed.",
               {{"field", std::string{name}}});
}

/// "2026-10-01, 2026-10-02" of a form.
array dates_of(const std::string& text) {
  array out;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(", ", at)) != std::string::npos) {
    const auto end = std::min(text.find_first_of(", ", at), text.size());
    out.push_back(value(text.substr(at, end - at)));
    at = end;
  }
  return out;
}

/// A form's list may hold its numbers as text; what is no number is refused with the rest.
value weekdays_of(const value* asked) {
  array out;
  if (asked == nullptr || !asked->is_array()) return out;
  for (const auto& one : asked->get_array()) {
    const auto* text = one.if_string();
    const bool digit = text != nullptr && text->size() == 1 && is_digit((*text)[0]);
    out.push_back(digit ? value(std::int64_t{(*text)[0] - '0'}) : one);
  }
  return out;
}

Result<office::Friendly> friendly_asked(const value& body) {
  const Asked asked(body);
  object times{{"weekdays", weekdays_of(body.is_object() ? body.get_object().if_contains("friendly_weekdays") : nullptr)},
               {"days", dates_of(asked.text("friendly_days"))}};
  for (const auto* name : {"from", "until"})
    if (const auto hour = asked.text("friendly_" + std::string{name}); !hour.empty()) times[name] = hour;
  return office::friendly_from_text(boost::json::serialize(times));
}

}  // namespace

Result<office::BalanceTerms> terms_asked(const value& body, int digits) {
  const Asked asked(body);
  office::BalanceTerms out;
  TRY(alarm, amount_of(asked, "alarm", digits));
  TRY(overdraft, amount_of(asked, "overdraft", digits));
  TRY(close_above, amount_of(asked, "close_above", digits));
  TRY(friendly, friendly_asked(body));
  out.alarm = alarm, out.overdraft = overdraft, out.close_above = close_above;
  out.close_directly = asked.flag("close_directly");
  out.friendly = std::move(friendly);
  return out;
}

namespace {

/// `register` and, where the plan has rates, `rate1` …; absent: the next reading is awaited, or what was read last stands.
office::TypedRegisters registers_asked(const value& body) {
  const Asked asked(body);
  return {asked.text("register"), {asked.text("rate1"), asked.text("rate2"), asked.text("rate3"), asked.text("rate4")}};
}

// ---- what is answered

void publish_commands(ServerParts& server, const std::vector<books::MeterCommand>& commands) {
  for (const auto& command : commands) publish_command(server, command);
}

LocalDate today_of(const people::Context& context) { return context.zone.local(context.now).date; }

/// As it stands in the books now.
Result<object> view_now(ServerParts& server, std::int64_t account, const people::Context& context) {
  const Shown shown{minor_digits(server)};
  return server.books.read([&](const books::Reader& books) -> Result<object> { return balance_json(books, shown, account, today_of(context)); });
}

/// Decides, tells what was queued, and answers with the account as it stands then.
template <class Decide>
void decide_balance(ServerParts& server, const CallPtr& call, std::int64_t account, Decide decision) {
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, account, decision, context] {
    const auto done =
        server.books.run(actor_of(*call, "balances_write"), [&](const books::Reader& books) { return decision(books, context); });
    if (!done) return refuse_or_ask(server, call, done.error());
    if constexpr (requires { done->commands; }) publish_commands(server, done->commands);
    if (server.queue_changed) server.queue_changed();
    call->answer(view_now(server, account, context));
  });
}

// ---- the routes

void get_balance(ServerParts& server, const CallPtr& call) {
  const auto account = path_number(*call, "account");
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto context = context_of(server, *call);
    TRY(view, balance_json(books, shown, account, today_of(context)));
    const auto pay = call->request.parameter("pay");
    if (pay.empty()) return view;
    auto utility = books::utility_of(books);
    TRY(amount, counter::parse_amount(pay, utility));
    TRY(supply, counter::supply_of(books, account, server.clock.now()));
    TRY(recovered, counter::recovered_of(supply, amount, context));
    auto after = after_payment(books, shown, account, amount - counter::sum_of(recovered), today_of(context));
    after["recovered"] = shown.shares(supply.debts, recovered);
    after["confirm"] = shown.confirmations(counter::unusual_payment(books, supply, amount, server.clock.now()));
    view["after"] = std::move(after);
    return view;
  }));
}

void begin(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto terms = terms_asked(call->body, minor_digits(server));
  if (!terms) return call->refuse(terms.error());
  const office::BeginRequest request{.account = asked.number("account"), .terms = *terms, .opening = registers_asked(call->body), .scheme = asked.text("scheme"), .approval = asked.number("approval")};
  decide_balance(server, call, request.account, [request](const books::Reader& books, const people::Context& context) {
    return office::begin(books, request, context);
  });
}

void change_terms(ServerParts& server, const CallPtr& call) {
  const auto terms = terms_asked(call->body, minor_digits(server));
  if (!terms) return call->refuse(terms.error());
  const auto seen = Asked(call->body).required("version");
  if (!seen) return call->refuse(seen.error());
  const office::TermsRequest request{.account = path_number(*call, "account"), .terms = *terms, .approval = Asked(call->body).number("approval")};
  show_beside_conflict(*call, [&server, caller = call.get()] { return row_of(server, *caller->who, "remote-accounts", {{"account", store::Match::is, caller->path.at("account")}}); });
  decide_balance(server, call, request.account, [request, seen = *seen](const books::Reader& books, const people::Context& context) -> office::ChargeAnswer {
    MUST(seen_as_it_is(books.find<books::RemoteAccount>(request.account), seen));
    return office::change_terms(books, request, context);
  });
}

void end(ServerParts& server, const CallPtr& call) {
  const office::EndRequest request{
      .account = path_number(*call, "account"), .closing = registers_asked(call->body), .close = Asked(call->body).flag("close")};
  decide_balance(server, call, request.account, [request](const books::Reader& books, const people::Context& context) {
    return office::end(books, request, context);
  });
}

void lift(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const office::LiftRequest request{
      .account = path_number(*call, "account"), .anew = asked.flag("anew"), .opening = registers_asked(call->body)};
  decide_balance(server, call, request.account, [request](const books::Reader& books, const people::Context& context) {
    return office::lift(books, request, context);
  });
}

void pay(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  office::PayRequest request{
      .claim = {}, .account = asked.number("account"), .amount = asked.text("amount"), .paying = paying_of(asked), .confirmed = {}};
  request.confirmed = asked.texts("confirmed");
  book_by_link(server, call, "sell", over_the_line(std::move(request), office::pay));
}

void pay_back(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const office::PayBackRequest request{
      .claim = {}, .sale = call->path.at("number"), .reason = asked.text("reason"), .approval = asked.number("approval")};
  book_by_link(server, call, "take_back", over_the_line(request, office::pay_back));
}

}  // namespace

void add_balance_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/remote-accounts/{account}", "customers_read", get_balance);
  on("POST", "/remote-accounts", "balances_write", begin);
  on("PUT", "/remote-accounts/{account}", "balances_write", change_terms);
  on("POST", "/remote-accounts/{account}/end", "balances_write", end);
  on("POST", "/remote-accounts/{account}/lift", "balances_write", lift);
  on("POST", "/payments", "sell", pay);
  on("POST", "/payments/{number}/take-back", "take_back_own|take_back", pay_back);
}

}  // namespace kwota::serve
