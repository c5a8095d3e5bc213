// What an outlet's own client may do: look up who pays, ask what the money does, sell, ask a sale by its key, its statement, its balance. Of customers it
// learns a masked name, of sales its own alone.
#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/counter/unusual.h"
#include "sell/settings/in_force.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/desk_work.h"
#include "serve/desk/remote_work.h"
#include "serve/office/outlet_view.h"
#include "serve/router/answer.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

object found_customer_view(const outlets::Found& found) {
  return {{"account", found.account}, {"meter", to_text(found.meter)}, {"name", found.name}, {"way", word_of(found.way)}};
}

/// What is unusual, by its code alone: the details may name a sale that was another's.
array codes_alone(const std::vector<counter::Confirmation>& asked) {
  array out;
  for (const auto& one : asked) out.push_back(object{{"code", one.code()}, {"details", object{}}});
  return out;
}

void look_up_customer(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(found, outlets::look_up(books, call->path.at("number"), context));
    auto out = found_customer_view(found);
    out["customer"] = found.customer ? value(to_text(*found.customer)) : value(nullptr);
    return out;
  }));
}

void quote_for_outlet(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto account = asked.number("account");
  const auto amount = asked.text("amount");
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(found, outlets::look_up(books, std::to_string(account), context));
    auto out = found_customer_view(found);
    if (found.way == outlets::Way::balance) {
      TRY(supply, counter::supply_of(books, account, context.now, context.plans));
      TRY(money, counter::parse_amount(amount, supply.utility));
      out["pay"] = shown.money(money);
      out["quote"] = nullptr;
      out["confirm"] = codes_alone(counter::unusual_payment(books, supply, money, context.now));
      return out;
    }
    TRY(made, counter::quote(books, {.account = account, .pay = amount, .units = {}, .currency = {}}, context));
    auto figures = shown.quote(made);
    out["quote"] = made.id;
    out["pay"] = shown.money(made.tendered);
    out["confirm"] = codes_alone(made.confirm);
    for (const auto* name : {"credit", "unit", "units", "lines", "residue", "expires"})
      if (const auto* figure = figures.if_contains(name)) out[name] = *figure;
    return out;
  }));
}

/// What waits for the meter, and what a till sold, are not the outlet's to know.
Error without_others(Error why) {
  if (cause_of(why) == Cause::pending_sale || cause_of(why) == Cause::sale_in_flight || cause_of(why) == Cause::sale_in_doubt) why.details["sale"] = "-";
  return why;
}

/// A sale as its outlet sees it.
object outlet_sale_view(const books::Reader& books, const Shown& shown, const books::Sale& sale) {
  const auto state = books.find<books::SaleState>(sale.number);
  const auto status = state ? state->state : books::SaleStatus::booked;
  const bool undone = status == books::SaleStatus::taken_back || status == books::SaleStatus::reversed;
  object out{{"receipt", sale.number},
             {"kind", word_of(sale.kind)},
             {"time", time_text(sale.time)},
             {"business_day", sale.business_day},
             {"client", sale.operator_name},
             {"account", sale.account},
             {"meter", to_text(sale.meter)},
             {"amount", shown.money(sale.tendered)},
             {"unit", word_of(sale.unit)},
             {"credit", sale.n == SequenceNumber{} ? value(nullptr) : value(shown.credit(sale.credit))},
             {"state", word_of(status)},
             {"undone", undone}};
  const auto document = parsed(sale.document);
  for (const auto* name : {"lines", "units_e3"})
    if (const auto* part = document.is_object() ? document.get_object().if_contains(name) : nullptr) out[name] = *part;
  return out;
}

Result<object> own_outlet_sale(const books::Reader& books, const Shown& shown, const std::string& key, const std::string& typed) {
  const auto sale = books::sale_by_client_key(books, key);
  if (!sale) return error(Fault::request, Cause::not_found, "No sale was booked under this key: nothing was taken.", {{"what", typed}});
  return outlet_sale_view(books, shown, *sale);
}

void sell_at_outlet(ServerParts& server, const CallPtr& call) {
  const auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  const Asked asked(call->body);
  const outlets::SellRequest request{.claim = *claim, .account = asked.number("account"), .amount = asked.text("amount"), .quote = asked.text("quote"),
                                     .onto_pending = asked.flag("onto_pending"), .confirmed = asked.texts("confirmed")};
  const auto context = context_of(server, *call);
  server.books.submit(
      actor_of(*call, "outlet_sell"), [request, context](const books::Reader& books) { return outlets::sell(books, request, context); },
      [&server, call](Result<remote::Outcome> booked) {
        server.workers.run([&server, call, booked = std::move(booked)] {
          if (!booked) return call->refuse(without_others(booked.error()));
          if (booked->command && !booked->repeated) publish_command(server, *booked->command);
          const Shown shown{minor_digits(server)};
          call->answer(server.books.read([&](const books::Reader& books) -> Result<object> { return outlet_sale_view(books, shown, booked->sale); }));
        });
      });
}

void outlet_sale_by_key(ServerParts& server, const CallPtr& call) {
  const auto& typed = call->path.at("key");
  const auto key = key_of_till(*call, typed);
  if (!key) return call->refuse(key.error());
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) { return own_outlet_sale(books, shown, *key, typed); }));
}

void outlet_sales_of_day(ServerParts& server, const CallPtr& call) {
  const auto code = people::outlet_of(*call->who);
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(outlet, outlets::outlet_named(books, code));
    auto day = std::string(call->request.parameter("day"));
    if (day.empty()) day = settings::business_day(books, context.now, context.zone);
    TRY(date, parse_date(day));
    array rows;
    for (const auto& sale : books.select(books::Sale::of_shift, outlet.station, outlet.code, outlets::shift_of_day(format_date(date)))) rows.push_back(outlet_sale_view(books, shown, sale));
    return object{{"business_day", day}, {"rows", std::move(rows)}};
  }));
}

void own_outlet_statement(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(made, statement_asked(books, people::outlet_of(*call->who), call->request.parameter("from"), call->request.parameter("to"), context));
    return statement_view(shown, made);
  }));
}

void own_outlet_balance(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(outlet, outlets::outlet_named(books, people::outlet_of(*call->who)));
    auto out = outlet_view(books, shown, outlet, context);
    out.erase("contact");
    return out;
  }));
}

}  // namespace

void add_outlet_client_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/outlet/customers/{number}", "outlet_sell", look_up_customer);
  on("POST", "/outlet/quotes", "outlet_sell", quote_for_outlet);
  on("POST", "/outlet/sales", "outlet_sell", sell_at_outlet);
  on("GET", "/outlet/sales", "outlet_sell", outlet_sales_of_day);
  on("GET", "/outlet/sales/{key}", "outlet_sell", outlet_sale_by_key);
  on("GET", "/outlet/statement", "outlet_sell", own_outlet_statement);
  on("GET", "/outlet/balance", "outlet_sell", own_outlet_balance);
}

}  // namespace kwota::serve
