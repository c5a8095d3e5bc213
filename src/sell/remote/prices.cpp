#include "sell/remote/prices.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/fingerprint.h"
#include "base/ids_text.h"
#include "sell/counter/command_book.h"
#include "sell/counter/supply.h"

namespace kwota::remote {
namespace {

namespace json = boost::json;
using books::MeterCommand;

constexpr std::string_view kind = "prices";
/// How long prices wait for a meter that nobody reaches, from the day on that they count. [K]
constexpr auto prices_deadline = Duration::days(30);

/// What a command of kind prices says: {"plan", "version", "mark"}; the mark once it was sent.
struct Content {
  std::string plan, version, mark;
};

std::string text_of(const Content& content) {
  json::object out{{"plan", content.plan}, {"version", content.version}};
  if (!content.mark.empty()) out["mark"] = content.mark;
  return json::serialize(out);
}

Content content_of(const MeterCommand& command) {
  boost::json::error_code bad;
  const auto value = json::parse(command.content, bad);
  if (bad || !value.is_object()) return {};
  const auto text = [&](std::string_view name) {
    const auto* found = value.get_object().if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
  };
  return {text("plan"), text("version"), text("mark")};
}

MeterCommand command(std::int64_t number, MeterNumber meter, const Content& content, const Context& context,
                     Instant counts_from) {
  MeterCommand row;
  row.number = number;
  row.meter = meter;
  row.kind = kind;
  row.content = text_of(content);
  row.created = row.not_before = context.now;
  row.deadline = std::max(counts_from, context.now) + prices_deadline;
  row.asked_by = context.who.name;
  return row;
}

Error no_account(MeterNumber meter) {
  return error(Fault::refused, "no_account", "Nobody has an account at this meter: there are no prices to tell it.",
               {{"meter", to_text(meter)}});
}
Error superseded(const std::string& version) {
  return error(Fault::refused, "prices_superseded", "The account has other prices by now; these were not written.",
               {{"version", version}});
}

struct Known {
  counter::Supply supply;
  tariff::State state;
  std::string version;          ///< that counts now
  std::optional<Instant> next;  ///< when the one after it begins
};

Result<Known> known(const books::Reader& books, MeterNumber meter, const Context& context) {
  const auto account = books.account_of_meter(meter);
  if (!account || account->state == "draft") return no_account(meter);
  TRY(supply, counter::supply_of(books, account->number, context.plans));
  TRY(state, counter::tariff_state(supply, context.now));
  TRY(version, supply.plan.version_at(context.now));
  const auto next = supply.plan.next_version_after(context.now);
  return Known{std::move(supply), std::move(state), std::move(version), next};
}

bool begin_alike(const tariff::MeterTable& a, const tariff::MeterTable& b) {
  return a.settlement_months == b.settlement_months && a.settlement_month == b.settlement_month &&
         a.settlement_day == b.settlement_day && a.settlement_hour == b.settlement_hour;
}

Result<PriceTable> now_table(const Known& known, const Context& context) {
  TRY(table, tariff::meter_table(known.supply.plan, context.now, known.state));
  return PriceTable{known.supply.plan.id(), known.version, std::move(table), {}};
}

/// A line does not change when steps that run begin anew: the next version keeps the days of the one that counts, unless its steps
/// are the first.
Result<PriceTable> next_table(const Known& known, const Context& context) {
  TRY(version, known.supply.plan.version_at(*known.next));
  TRY(table, tariff::meter_table(known.supply.plan, *known.next, known.state));
  TRY(zone, Zone::find(known.supply.plan.zone()));
  const auto now = tariff::meter_table(known.supply.plan, context.now, known.state);
  const bool first_steps = now.ok() && now->step_ends.empty() && table.settlement_months <= 1;
  if (now.ok() && !table.step_ends.empty() && !first_steps && !begin_alike(*now, table)) {
    const std::string why = "its steps begin anew at another time, which only a card can tell the meter";
    return error(Fault::refused, "plan_does_not_fit",
                 "The meter cannot hold this price plan: " + why + ". Nothing was written; choose another plan or meter.",
                 {{"why", why}});
  }
  return PriceTable{known.supply.plan.id(), std::move(version), std::move(table), zone.local(*known.next)};
}

/// Whether this version is published and does not count yet.
bool is_later(const Known& known, const std::string& version) {
  for (auto at = known.next; at; at = known.supply.plan.next_version_after(*at)) {
    const auto coming = known.supply.plan.version_at(*at);
    if (coming.ok() && *coming == version) return true;
  }
  return false;
}

/// Another one that waits for the same version is replaced.
void replace_waiting(const books::Reader& books, const MeterCommand& row, Instant now, books::Changes& changes) {
  for (const auto& old : books.open_commands(row.meter))
    if (old.kind == kind && old.state == "queued" && content_of(old).version == content_of(row).version)
      changes.put.emplace_back(
          counter::settled(old, "cancelled", fmt::format("Command {} takes its place.", row.number), "", now));
}

/// The version that the meter's newest command leaves to be told; nothing when a person must look or nothing is open.
std::optional<std::string> version_due(const MeterCommand& last, const PriceTable& now, const std::optional<PriceTable>& next,
                                       bool clock_is_right) {
  const auto told = content_of(last);
  const bool refused = last.state == "refused" || last.state == "cancelled";
  const bool again = last.error == "meter_clock_wrong" && clock_is_right;
  if (last.state == "expired" || again) return next && told.version == next->version ? next->version : now.version;
  if (next && told.version == next->version) {
    if (refused || told.mark == mark_of(*next)) return std::nullopt;
    return now.version;
  }
  if (refused && told.plan == now.plan && told.version > now.version) return std::nullopt;  // a coming one that does not fit
  if (told.version != now.version || told.plan != now.plan) return now.version;
  if (told.mark != mark_of(now) && !(refused && told.mark.empty())) return now.version;
  return next && !refused ? std::optional{next->version} : std::nullopt;
}

/// The last that its meter was told, or that ended without; what waits was not told yet.
std::optional<MeterCommand> last_told(const books::Reader& books, MeterNumber meter) {
  std::optional<MeterCommand> last;
  if (!books.newest_command(meter, kind)) return last;  // most meters: nobody walks through their orders at every contact
  for (const auto& row : books.commands_of(meter, SequenceNumber{}))
    if (row.kind == kind && row.settled && (!last || *row.settled >= *last->settled)) last = row;
  return last;
}

/// Nothing while a command for the same version is open, or one for those that count now: the others come after it.
std::optional<MeterCommand> due_after(const books::Reader& books, MeterNumber meter, const std::optional<MeterCommand>& last,
                                      bool clock_is_right, const Context& context) {
  const auto seen = known(books, meter, context);
  if (!seen.ok()) return std::nullopt;
  const auto now = now_table(*seen, context);
  if (!now.ok()) return std::nullopt;  // it was refused where it was ordered, and the plan's page says so
  std::optional<PriceTable> next;
  if (seen->next)
    if (auto fits = next_table(*seen, context); fits.ok()) next = std::move(*fits);
  const bool over_the_line = !now->table.schedule.empty();
  const auto due = last            ? version_due(*last, *now, next, clock_is_right)
                   : over_the_line ? std::optional{seen->version}
                                   : std::nullopt;
  if (!due) return std::nullopt;
  for (const auto& row : books.open_commands(meter)) {
    const auto waits = row.kind == kind && (!last || row.number != last->number) ? content_of(row).version : std::string{};
    if (waits == *due || waits == seen->version) return std::nullopt;
  }
  return command(books.next_command_number(), meter, {now->plan, *due, ""}, context, context.now);
}

}  // namespace

std::string mark_of(const PriceTable& prices) {
  const auto& table = prices.table;
  auto text = fmt::format("{} {} {} {} {} {}", prices.plan, prices.version, table.settlement_months, table.settlement_month,
                          table.settlement_day, table.settlement_hour);
  for (const auto& price : table.rate_prices) text += fmt::format(" r{}", price.e4());
  for (const auto& price : table.step_prices) text += fmt::format(" s{}", price.e4());
  for (const auto& end : table.step_ends) text += fmt::format(" e{}", end.wh());
  return fmt::format("{:016x}", fingerprint(text));
}

Result<books::Decision<MeterCommand>> order_prices(const books::Reader& books, MeterNumber meter, const Context& context) {
  TRY(seen, known(books, meter, context));
  auto row = command(books.next_command_number(), meter, {seen.supply.plan.id(), seen.version, ""}, context, context.now);
  books::Decision<MeterCommand> out;
  replace_waiting(books, row, context.now, out.changes);
  if (const auto fits = now_table(seen, context); !fits.ok()) {
    if (fits.error().code != "plan_does_not_fit") return fits.error();
    row = counter::settled(row, "refused", fits.error().what, fits.error().code, context.now);
  }
  out.changes.put.emplace_back(row);
  out.answer = row;
  return out;
}

books::MeterCommand prices_at_opening(const books::Sale& opening, std::int64_t number, const Context& context) {
  return command(number, opening.meter, {opening.plan, opening.plan_version, ""}, context, context.now);
}

books::Changes prices_published(const books::Reader& books, const std::string& plan, const std::string& version, Instant begins,
                                const Context& context) {
  books::Changes changes;
  auto number = books.next_command_number();
  for (const auto& link : books.links()) {
    if (link.state != "active") continue;
    const auto account = books.account_of_meter(link.meter);
    if (!account || account->plan != plan || account->state == "draft") continue;
    const auto row = command(number++, link.meter, {plan, version, ""}, context, begins);
    replace_waiting(books, row, context.now, changes);
    changes.put.emplace_back(row);
  }
  return changes;
}

std::optional<MeterCommand> prices_due(const books::Reader& books, MeterNumber meter, bool clock_is_right,
                                       const Context& context) {
  return due_after(books, meter, last_told(books, meter), clock_is_right, context);
}

std::optional<MeterCommand> prices_after(const books::Reader& books, const MeterCommand& told, const Context& context) {
  return due_after(books, told.meter, told, false, context);
}

Result<PriceTable> prices_of(const books::Reader& books, const MeterCommand& command, const Context& context) {
  TRY(seen, known(books, command.meter, context));
  const auto content = content_of(command);
  if (content.plan != seen.supply.plan.id()) return superseded(content.version);
  if (content.version == seen.version) return now_table(seen, context);
  if (!is_later(seen, content.version)) return superseded(content.version);
  TRY(next, seen.supply.plan.version_at(*seen.next));
  if (next == content.version) return next_table(seen, context);
  return error(Fault::refused, "prices_not_yet", "The version before it does not count yet; it is written when it does.",
               {{"from", fmt::format("{}", seen.next->ms())}});
}

MeterCommand marked(MeterCommand command, const PriceTable& prices) {
  command.content = text_of({prices.plan, prices.version, mark_of(prices)});
  return command;
}

}  // namespace kwota::remote
