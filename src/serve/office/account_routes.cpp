// What changes in an open account's life: its price plan, its class, how many people there are, its address, from a day on.
#include "people/approval.h"
#include "sell/remote/change_account.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

object change_view(const books::AccountChange& row) {
  return {{"account", row.account},
          {"number", row.number},
          {"from", row.from},
          {"begins", time_text(row.begins)},
          {"plan", row.plan},
          {"usage_class", row.usage_class},
          {"heads", row.household_persons ? boost::json::value(*row.household_persons) : boost::json::value(nullptr)},
          {"address", row.address},
          {"address_before", row.address_before},
          {"state", word_of(row.state)},
          {"reason", row.reason},
          {"changed_by", row.changed_by},
          {"approved_by", row.approved_by},
          {"withdrawn_by", row.withdrawn_by},
          {"withdrawal_approved_by", row.withdrawal_approved_by}};
}

/// Meters on a line are told.
object with_meter_state(ServerParts& server, const books::AccountChange& row) {
  if (server.queue_changed) server.queue_changed();
  return change_view(row);
}

void change(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  remote::ChangeRequest request{.account = path_number(*call, "no"),
                                .from = asked.text("from"),
                                .plan = asked.text("plan"),
                                .usage_class = asked.text("usage_class"),
                                .address = asked.text("address"),
                                .household_persons = {},
                                .reason = asked.text("reason"),
                                .approval = asked.number("approval")};
  if (asked.has("heads")) request.household_persons = asked.number("heads");
  const auto context = context_of(server, *call);
  decide(
      server, call, "change_account",
      [request, context](const books::Reader& books) { return remote::change_account(books, request, context); },
      [&server](const books::AccountChange& row) { return with_meter_state(server, row); });
}

void withdraw(ServerParts& server, const CallPtr& call) {
  const remote::WithdrawChange request{path_number(*call, "no"), path_number(*call, "change"), Asked(call->body).number("approval")};
  const auto context = context_of(server, *call);
  decide(
      server, call, "change_account",
      [request, context](const books::Reader& books) { return remote::withdraw_change(books, request, context); },
      [&server](const books::AccountChange& row) { return with_meter_state(server, row); });
}

}  // namespace

void add_change_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/accounts/{no}/changes", "change_account", change);
  on("POST", "/accounts/{no}/changes/{change}/withdraw", "change_account", withdraw);
}

}  // namespace kwota::serve
