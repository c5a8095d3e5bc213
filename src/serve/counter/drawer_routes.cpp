// Cash of drawers on its way: notes and coins that there are, drops to the safe, deposits at the bank, the sheet of a station's day.
#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "sell/receipt/drawer_slips.h"
#include "sell/settings/in_force.h"
#include "sell/till/denominations.h"
#include "sell/till/drawer.h"
#include "serve/api/asked.h"
#include "serve/api/prove.h"
#include "serve/api/routes.h"
#include "serve/counter/house_paper.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;

/// What a currency has, largest first; none: a drawer is counted as a sum.
void get_denominations(ServerParts& server, const CallPtr& call) {
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    auto utility = books::utility_of(books);
    array rows;
    for (const auto& one : till::denominations_of(utility.currency))
      if (const auto value = till::value_of(one, utility.minor_digits)) rows.push_back(object{{"value", shown.money(*value)}, {"coin", one.coin}});
    return object{{"currency", utility.currency}, {"rows", std::move(rows)}};
  }));
}

Result<Money> amount_in(ServerParts& server, const Asked& asked) { return parse_money(asked.text("amount"), minor_digits(server)); }

object drop_view(const Shown& shown, const books::CashDrop& drop) {
  return {{"station", drop.station}, {"till", drop.till}, {"shift", drop.shift}, {"number", drop.number}, {"amount", shown.money(drop.amount)}, {"bag", drop.bag},
          {"operator", drop.operator_name}, {"taken_by", drop.taken_by}, {"time", time_text(drop.time)},
          {"slip_url", "/api/v1/shifts/" + drop.station + "/" + drop.till + "/" + std::to_string(drop.shift) + "/drops/" + std::to_string(drop.number) + "/slip"}};
}

object deposit_view(const Shown& shown, const books::Deposit& row) {
  return {{"station", row.station}, {"number", row.number}, {"business_day", row.business_day}, {"amount", shown.money(row.amount)}, {"bank", row.bank}, {"bag", row.bag},
          {"operator", row.operator_name}, {"approved_by", row.approved_by}, {"time", time_text(row.time)},
          {"slip_url", "/api/v1/deposits/" + row.station + "/" + std::to_string(row.number) + "/slip"}};
}

/// In the books for ever, and not only in the memory of this server; empty: none came.
Result<std::string> key_of(const Call& call) {
  const auto key = call.request.header("idempotency-key");
  if (key.empty()) return std::string{};
  return key_of_till(call, key);
}

void drop(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const Asked asked(call->body);
    const auto amount = amount_in(server, asked);
    if (!amount) return call->refuse(amount.error());
    const auto second = second_of(server, *call, asked.object("taken_by"));
    if (!second) return call->refuse(second.error());
    const auto key = key_of(*call);
    if (!key) return call->refuse(key.error());
    const till::DropRequest request{.amount = *amount, .bag = asked.text("bag"), .taken_by = *second ? (*second)->name : std::string{}, .client_key = *key};
    const auto context = context_of(server, *call);
    const auto done = server.books.run(actor_of(*call, "shift_own"), [&](const books::Reader& books) { return till::drop(books, request, context); });
    if (!done) return call->refuse(done.error());
    call->answer(drop_view(Shown{minor_digits(server)}, *done));
  });
}

void deposit(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const Asked asked(call->body);
    const auto amount = amount_in(server, asked);
    if (!amount) return call->refuse(amount.error());
    const auto day = asked.text("business_day");
    if (!day.empty())
      if (const auto date = parse_date(day); !date) return call->refuse(date.error());
    const auto second = second_of(server, *call, asked.object("approved_by"));
    if (!second) return call->refuse(second.error());
    const auto key = key_of(*call);
    if (!key) return call->refuse(key.error());
    const till::DepositRequest request{.amount = *amount, .business_day = day, .bank = asked.text("bank"), .bag = asked.text("bag"), .approved_by = *second ? (*second)->name : std::string{}, .client_key = *key};
    const auto context = context_of(server, *call);
    const auto done = server.books.run(actor_of(*call, "accept_difference"), [&](const books::Reader& books) { return till::deposit(books, request, context); });
    if (!done) return call->refuse(done.error());
    call->answer(deposit_view(Shown{minor_digits(server)}, *done));
  });
}

Result<HousePaper> drop_paper(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  const auto& path = call.path;
  return server.books.read([&](const books::Reader& books) -> Result<HousePaper> {
    TRY(at, at_station(books, call, path.at("station"), context));
    const auto row = books.find<books::CashDrop>(at.station.code, path.at("till"), path_number(call, "number"), path_number(call, "drop"));
    if (!row) return error(Fault::request, Cause::not_found, "There is no such drop.", {{"what", path.at("drop")}});
    MUST(may_see(*call.who, "shifts_read", row->operator_name));
    auto slip = receipt::drop_slip(at.utility, at.station, with_people_called(books, *row, &books::CashDrop::operator_name, &books::CashDrop::taken_by), at.style, layout_of(books, receipt::SlipKind::drop, row->time, at.style.language));
    return HousePaper{.slip = std::move(slip), .title = "drop-" + path.at("till") + "-" + path.at("number") + "-" + path.at("drop"), .moves_on = false, .opens_drawer = true};
  });
}

Result<HousePaper> deposit_paper(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  const auto& path = call.path;
  return server.books.read([&](const books::Reader& books) -> Result<HousePaper> {
    TRY(at, at_station(books, call, path.at("station"), context));
    const auto row = books.find<books::Deposit>(at.station.code, path_number(call, "number"));
    if (!row) return error(Fault::request, Cause::not_found, "There is no such deposit.", {{"what", path.at("number")}});
    MUST(may_see(*call.who, "shifts_read", row->operator_name));
    auto slip = receipt::deposit_slip(at.utility, at.station, with_people_called(books, *row, &books::Deposit::operator_name, &books::Deposit::approved_by), at.style, layout_of(books, receipt::SlipKind::deposit, row->time, at.style.language));
    return HousePaper{.slip = std::move(slip), .title = "deposit-" + path.at("station") + "-" + path.at("number")};
  });
}

receipt::Day day_of(const books::Reader& books, const AtStation& at, const std::string& date, const people::Context& context) {
  receipt::Day out{date, till::day_sheet(books, at.station.code, date, context), {}};
  for (const auto& shift : out.sheet.shifts) out.shifts.push_back({with_people_called(books, shift, &books::Shift::operator_name), till::figures(books, shift), sold_in(books, shift)});
  return out;
}

/// "2026-11-20", or days that go to the bank together: "2026-11-16..2026-11-20".
Result<std::pair<LocalDate, LocalDate>> days_in(const std::string& text) {
  const auto between = text.find("..");
  TRY(from, parse_date(text.substr(0, between)));
  if (between == std::string::npos) return std::pair{from, from};
  TRY(to, parse_date(text.substr(between + 2)));
  const auto count = day_number(to) - day_number(from) + 1;
  if (count >= 1 && count <= till::takings_days_most) return std::pair{from, to};
  return error(Fault::request, "days_many", "Choose days from one to another that is not before it, at most as many as there are. Nothing was made.", {{"most", std::to_string(till::takings_days_most)}});
}

/// A sheet of a day that has not begun would be empty, and look like a day without takings.
Result<void> day_is_there(const books::Reader& books, const LocalDate& day, const people::Context& context) {
  const auto today = settings::business_day(books, context.now, context.zone);
  if (format_date(day) <= today) return Done{};
  return error(Fault::request, "day_not_begun", "This day has not begun at the counters; nothing was made. Choose a day up to today.", {{"day", format_date(day)}, {"today", today}});
}

/// The sheet of a day, or of several one after the other.
Result<HousePaper> day_paper(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  const auto& path = call.path;
  return server.books.read([&](const books::Reader& books) -> Result<HousePaper> {
    TRY(at, at_station(books, call, path.at("station"), context));
    TRY(asked, days_in(path.at("day")));
    MUST(day_is_there(books, asked.second, context));
    std::vector<receipt::Day> days;
    for (auto day = day_number(asked.first); day <= day_number(asked.second); ++day) days.push_back(day_of(books, at, format_date(date_of_day(day)), context));
    // A day that is over keeps the layout with which it ended.
    const auto ended = context.zone.instant({asked.second, 23, 59, 59});
    auto slip = receipt::day_slip(at.utility, at.station, days, at.style, layout_of(books, receipt::SlipKind::day, std::min(ended, context.now), at.style.language));
    return HousePaper{.slip = std::move(slip), .title = "day-" + path.at("station") + "-" + path.at("day"), .moves_on = true};
  });
}

}  // namespace

void add_drawer_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/denominations", need::session, get_denominations);
  on("POST", "/shifts/current/drops", "shift_own", drop);
  on("POST", "/deposits", "accept_difference", deposit);
  add_paper(router, server, "/shifts/{station}/{till}/{number}/drops/{drop}/slip", "shifts_read", drop_paper);
  add_paper(router, server, "/deposits/{station}/{number}/slip", "shifts_read", deposit_paper);
  add_paper(router, server, "/days/{station}/{day}/slip", "accept_difference|ledger_read", day_paper);
}

}  // namespace kwota::serve
