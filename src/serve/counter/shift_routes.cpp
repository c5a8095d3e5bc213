// The operator's shift: opened with a float, counted blind, closed for ever. And four eyes.
#include "base/decimal.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/people.h"
#include "sell/till/till.h"
#include "serve/api/asked.h"
#include "serve/api/prove.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;

Result<Money> amount_of(ServerParts& server, const std::string& text) {
  return server.books.read([&](const books::Reader& books) -> Result<Money> {
    auto utility = books::utility_of(books);
    return parse_money(text, utility.minor_digits);
  });
}

/// What the cashier may know before the count: how many, not how much – float and received together are the drawer.
object current_view(ServerParts& server, const Call& call) {
  object out{{"shift", nullptr}};
  const Shown shown{minor_digits(server)};
  const auto read = server.books.read([&](const books::Reader& books) -> Result<Done> {
    const auto open = books::open_shift(books, call.session->station, call.session->till);
    if (!open) return Done{};
    const auto figures = till::figures(books, *open);
    auto row = shown.shift(*open);
    std::int64_t sales = 0;
    for (const auto& [kind, sum] : figures.kinds) sales += sum.count;
    row["sales"] = sales;
    array taken;
    for (const auto& [tender, moved] : figures.tenders) taken.emplace_back(word_of(tender));
    row["tenders"] = std::move(taken);
    row["drops"] = figures.drops.count;
    row["drops_sum"] = shown.money(figures.drops.amount);
    row["in_doubt"] = figures.in_doubt.count;
    row["in_doubt_sum"] = shown.money(figures.in_doubt.amount);
    row["in_transit"] = figures.in_transit.count;
    row["under_way_sum"] = shown.money(figures.in_transit.amount);
    for (const auto* after : {"expected", "difference"}) row.erase(after);
    out["shift"] = std::move(row);
    return Done{};
  });
  if (!read) out["error"] = read.error().code;
  return out;
}

/// The shift that ended the installation is answered with who holds what, to be printed and kept.
array people_at_the_start(const ServerParts& server, const books::Shift& row) {
  array out;
  const auto read = server.books.read([&](const books::Reader& books) -> Result<Done> {
    const auto utility = books.only<books::Utility>();
    if (!utility || utility->installed != row.opened) return Done{};
    for (const auto& one : people::who_holds_what(books))
      out.push_back(object{{"name", one.name}, {"full_name", one.full_name}, {"roles", one.roles}, {"station", one.station}, {"state", word_of(one.state)}});
    return Done{};
  });
  return read ? out : array{};
}

void open_shift(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto amount = amount_of(server, asked.text("opening_float"));
  if (!amount) return call->refuse(amount.error());
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  decide(
      server, call, "shift_own", [amount = *amount, confirmed = asked.texts("confirmed"), context](const books::Reader& books) { return till::open_shift(books, amount, context, confirmed); },
      [shown, &server](const books::Shift& row) {
        object out{{"shift", shown.shift(row)}};
        if (auto people = people_at_the_start(server, row); !people.empty()) out["people"] = std::move(people);
        return out;
      });
}

array counts_view(const Shown& shown, const till::Closing& closing) {
  array out;
  for (const auto& count : closing.slips)
    out.push_back(object{{"tender", word_of(count.tender)},
                         {"expected", shown.money(count.expected)},
                         {"counted", shown.money(count.counted)},
                         {"difference", shown.money(count.difference())}});
  return out;
}

/// Sums of slips as they were typed; below zero where more was handed back than taken.
Result<books::Tenders> slips_of(ServerParts& server, const Asked& asked) {
  books::Tenders out;
  for (const auto& one : asked.objects("slips")) {
    const auto tender = parse_word<books::Tender>(one.text("tender"));
    if (!tender) return error(Fault::request, "tender_unknown", "Nobody pays by that here: choose a tender from the list. Nothing was booked.", {{"tender", one.text("tender")}});
    TRY(amount, amount_of(server, one.text("amount")));
    out.push_back({*tender, amount, {}});
  }
  return out;
}

/// Notes and coins: "value" in the currency's unit, "count" of them.
Result<books::Pieces> pieces_of(ServerParts& server, const Asked& asked) {
  books::Pieces out;
  for (const auto& one : asked.objects("pieces")) {
    TRY(value, amount_of(server, one.text("value")));
    out.push_back({value, one.number("count")});
  }
  return out;
}

object closing_view(const Shown& shown, const till::Closing& closing) {
  object kinds;
  for (const auto& [kind, sum] : closing.figures.kinds) kinds[word_of(kind)] = object{{"count", sum.count}, {"amount", shown.money(sum.amount)}};
  const auto& row = closing.shift;
  const std::string needs{name_of(closing.needs)};
  if (closing.needs == till::CountNeeds::recount) return {{"needs", needs}, {"shift", shown.shift(row)}};
  if (closing.needs != till::CountNeeds::nothing)
    return {{"needs", needs},
            {"shift", shown.shift(row)},
            {"expected", shown.money(closing.expected)},
            {"counted", shown.money(closing.counted)},
            {"difference", shown.money(closing.difference)},
            {"tenders", counts_view(shown, closing)}};
  return {{"needs", needs},
          {"shift", shown.shift(row)},
          {"expected", shown.money(closing.expected)},
          {"counted", shown.money(closing.counted)},
          {"difference", shown.money(closing.difference)},
          {"tenders", counts_view(shown, closing)},
          {"kinds", std::move(kinds)},
          {"received", shown.money(closing.figures.received)},
          {"paid_out", shown.money(closing.figures.paid_out)},
          {"drops", shown.money(closing.figures.drops.amount)},
          {"slip_url", "/api/v1/shifts/" + row.station + "/" + row.till + "/" + std::to_string(row.number) + "/slip"}};
}

void close_shift(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const Asked asked(call->body);
    const auto counted = amount_of(server, asked.text("counted"));
    if (!counted) return call->refuse(counted.error());
    const auto slips = slips_of(server, asked);
    if (!slips) return call->refuse(slips.error());
    const auto pieces = pieces_of(server, asked);
    if (!pieces) return call->refuse(pieces.error());
    const auto second = second_of(server, *call, asked.object("accepted_by"));
    if (!second) return call->refuse(second.error());
    const till::CloseRequest request{.counted = *counted, .reason = asked.text("reason"), .accepted_by = *second ? (*second)->name : std::string{}, .slips = *slips, .pieces = *pieces};
    const auto context = context_of(server, *call);
    const auto closed = server.books.run(actor_of(*call, "shift_own"), [&](const books::Reader& books) { return till::close_shift(books, request, context); });
    if (!closed) return call->refuse(closed.error());
    server.books.publish_to_witnesses();
    call->answer(closing_view(Shown{minor_digits(server)}, *closed));
  });
}

/// In the second person's own session, or with name and password in the dialog of the first.
void decide_approval(ServerParts& server, const CallPtr& call, bool approve) {
  server.workers.run([&server, call, approve] {
    const Asked asked(call->body);
    auto context = context_of(server, *call);
    const auto second = second_of(server, *call, asked);
    if (!second) return call->refuse(second.error());
    if (*second) context.who = **second;
    // Rights before anything about the request itself.
    if (const auto may = people::require(context.who, "approvals"); !may) return call->refuse(may.error());
    const people::ApprovalDecision decision{.number = path_number(*call, "number"), .approve = approve, .reason = asked.text("reason")};
    const books::Actor actor{.operator_name = context.who.name, .action = "approvals", .station = context.station};
    const auto decided = server.books.run(actor, [&](const books::Reader& books) { return people::decide_approval(books, decision, context); });
    if (!decided) return call->refuse(decided.error());
    publish_approval(server, *decided);
    call->answer(object{{"number", decided->number}, {"decision", word_of(decided->decision)}, {"decided_by", decided->decided_by}});
  });
}

/// Whoever asked needs no right for it but having asked.
void withdraw_approval(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto context = context_of(server, *call);
    const auto number = path_number(*call, "number");
    const auto withdrawn = server.books.run(by_himself(*call, "withdraw_approval"), [&](const books::Reader& books) { return people::withdraw_approval(books, number, context); });
    if (!withdrawn) return call->refuse(withdrawn.error());
    publish_approval(server, *withdrawn);
    call->answer(object{{"number", withdrawn->number}, {"decision", word_of(withdrawn->decision)}});
  });
}

}  // namespace

void add_shift_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/shifts/current", need::session, [](ServerParts& h, const CallPtr& call) { call->answer(current_view(h, *call)); });
  on("POST", "/shifts", "shift_own", open_shift);
  on("POST", "/shifts/current/close", "shift_own", close_shift);
}

void add_approval_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  // The second person's right is checked with his own name inside.
  on("POST", "/approvals/{number}/approve", need::session, [](ServerParts& h, const CallPtr& call) { decide_approval(h, call, true); });
  on("POST", "/approvals/{number}/reject", need::session, [](ServerParts& h, const CallPtr& call) { decide_approval(h, call, false); });
  on("POST", "/approvals/{number}/withdraw", need::session, withdraw_approval);
}

}  // namespace kwota::serve
