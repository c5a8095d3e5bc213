#include "sell/remote/prices.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/fingerprint.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/order/command_book.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/order/sent_prices.h"

namespace kwota::remote {
namespace {

using books::MeterCommand;

constexpr auto kind = books::CommandKind::prices;
/// How long prices wait for a meter that nobody reaches, from the day on that they count. [K]
constexpr auto prices_deadline = Duration::days(30);

using Content = counter::SentPrices;

bool same_prices(const Content& a, const Content& b) { return a.plan == b.plan && a.version == b.version; }
Content name_of(const PriceTable& prices) { return {prices.plan, prices.version, ""}; }

MeterCommand command(std::int64_t number, MeterNumber meter, const Content& content, const Context& context,
                     Instant counts_from) {
  const auto deadline = std::max(counts_from, context.now) + prices_deadline;
  auto row = counter::new_command(number, meter, kind, context.who.name, context.now, deadline);
  row.content = counter::to_text(content);
  return row;
}

Error no_account(MeterNumber meter) {
  return error(Fault::refused, "no_account", "Nobody has an account at this meter: there are no prices to tell it.",
               {{"meter", to_text(meter)}});
}

struct Known {
  counter::Supply supply;
  std::string version;  ///< that counts now
  std::optional<counter::ComingPrices> next;
  Content name() const { return {supply.plan.id(), version, ""}; }
};

Result<Known> known(const books::Reader& books, MeterNumber meter, const Context& context) {
  const auto account = books::account_of_meter(books, meter);
  if (!account || account->state == books::AccountStatus::draft) return no_account(meter);
  TRY(supply, counter::supply_of(books, account->number, context.now, context.plans));
  TRY(version, supply.plan.version_at(context.now));
  auto next = counter::coming_prices(supply, context.now);
  return Known{std::move(supply), std::move(version), std::move(next)};
}

/// What the line brings, the meter may lack: of what fits, only the days on which steps begin anew stop it.
Result<tariff::MeterTable> prices_by_line(const books::Reader& books, const counter::Supply& supply, Instant at, const Context& context) {
  TRY(fit, counter::fits(books, supply, at, counter::Carrier::link, context.now));
  if (!fit.reasons.empty() || fit.brought == counter::Brought::by_card) return counter::does_not_fit(fit);
  return std::move(fit.table);
}

Result<PriceTable> now_table(const books::Reader& books, const Known& known, const Context& context) {
  TRY(table, prices_by_line(books, known.supply, context.now, context));
  return PriceTable{known.supply.plan.id(), known.version, std::move(table), {}};
}

Result<PriceTable> next_table(const books::Reader& books, const Known& known, const Context& context) {
  const auto& [begins, then] = *known.next;
  TRY(version, then.plan.version_at(begins));
  TRY(table, prices_by_line(books, then, begins, context));
  TRY(zone, Zone::find(then.plan.zone()));
  return PriceTable{then.plan.id(), std::move(version), std::move(table), zone.local(begins)};
}

/// Whether these prices are the account's, published, and do not count yet.
bool is_later(const Known& known, const Content& prices) {
  for (auto at = known.next; at; at = counter::coming_prices(at->then, at->begins)) {
    const auto coming = at->then.plan.version_at(at->begins);
    if (coming.ok() && same_prices({at->then.plan.id(), *coming, ""}, prices)) return true;
  }
  return false;
}

/// Another one that waits for the same version is replaced.
void replace_waiting(const books::Reader& books, const MeterCommand& row, Instant now, books::Changes& changes) {
  for (const auto& old : books.select(books::MeterCommand::open_of, row.meter))
    if (old.kind == kind && old.state == books::CommandStatus::queued && same_prices(counter::sent_prices(old), counter::sent_prices(row)))
      changes.put.emplace_back(
          counter::settled(old, books::CommandStatus::cancelled, fmt::format("Command {} takes its place.", row.number), {}, now));
}

/// The prices that the meter's newest command leaves to be told; nothing when a person must look or nothing is open.
std::optional<Content> prices_left(const MeterCommand& last, const PriceTable& now, const std::optional<PriceTable>& next,
                                       bool clock_is_right) {
  const auto sent = counter::sent_prices(last);
  const bool next_sent = next && same_prices(sent, name_of(*next));
  const bool refused = last.state == books::CommandStatus::refused || last.state == books::CommandStatus::cancelled;
  const bool again = cause_of(last.error) == Cause::meter_clock_wrong && clock_is_right;
  if (last.state == books::CommandStatus::expired || again) return name_of(next_sent ? *next : now);
  if (next_sent) {
    if (refused || sent.mark == mark_of(*next)) return std::nullopt;
    return name_of(now);
  }
  if (refused && sent.plan == now.plan && sent.version > now.version) return std::nullopt;  // a coming one that does not fit
  if (!same_prices(sent, name_of(now))) return name_of(now);
  if (sent.mark != mark_of(now) && !(refused && sent.mark.empty())) return name_of(now);
  return next && !refused ? std::optional{name_of(*next)} : std::nullopt;
}

/// The last that its meter was told, or that ended without; what waits was not told yet.
std::optional<MeterCommand> last_prices_sent(const books::Reader& books, MeterNumber meter) {
  std::optional<MeterCommand> last;
  if (!books.last(books::MeterCommand::of_kind, meter, kind)) return last;  // most meters: nobody walks through their orders at every contact
  for (const auto& row : books.select(books::MeterCommand::of_number, meter, SequenceNumber{}))
    if (row.kind == kind && row.settled && (!last || *row.settled >= *last->settled)) last = row;
  return last;
}

/// Nothing while a command for the same version is open, or one for those that count now: the others come after it.
std::optional<MeterCommand> due_after(const books::Reader& books, MeterNumber meter, const std::optional<MeterCommand>& last,
                                      bool clock_is_right, const Context& context) {
  const auto seen = known(books, meter, context);
  if (!seen.ok()) return std::nullopt;
  const auto now = now_table(books, *seen, context);
  if (!now.ok()) return std::nullopt;  // it was refused where it was ordered, and the plan's page says so
  std::optional<PriceTable> next;
  if (seen->next)
    if (auto fits = next_table(books, *seen, context); fits.ok()) next = std::move(*fits);
  const bool over_the_line = !now->table.schedule.empty();
  const auto due = last            ? prices_left(*last, *now, next, clock_is_right)
                   : over_the_line ? std::optional{seen->name()}
                                   : std::nullopt;
  if (!due) return std::nullopt;
  for (const auto& row : books.select(books::MeterCommand::open_of, meter)) {
    const auto waits = row.kind == kind && (!last || row.number != last->number) ? counter::sent_prices(row) : Content{};
    if (same_prices(waits, *due) || same_prices(waits, seen->name())) return std::nullopt;
  }
  return command(books::next_number<books::MeterCommand>(books), meter, *due, context, context.now);
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
  auto row = command(books::next_number<books::MeterCommand>(books), meter, seen.name(), context, context.now);
  books::Decision<MeterCommand> out;
  replace_waiting(books, row, context.now, out.changes);
  if (const auto fits = now_table(books, seen, context); !fits.ok()) {
    if (fits.error().again != Again::never) return fits.error();  // nothing was judged yet
    row = counter::settled(row, books::CommandStatus::refused, fits.error().what, fits.error(), context.now);
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
  auto number = books::next_number<books::MeterCommand>(books);
  for (const auto& link : books.all<books::MeterLink>()) {
    if (link.state != books::LinkStatus::active) continue;
    const auto account = books::account_of_meter(books, link.meter);
    if (!account || account->state == books::AccountStatus::draft) continue;
    if (counter::account_at(books, *account, std::max(begins, context.now)).plan != plan) continue;
    const auto row = command(number++, link.meter, {plan, version, ""}, context, begins);
    replace_waiting(books, row, context.now, changes);
    changes.put.emplace_back(row);
  }
  return changes;
}

std::optional<MeterCommand> prices_due(const books::Reader& books, MeterNumber meter, bool clock_is_right,
                                       const Context& context) {
  return due_after(books, meter, last_prices_sent(books, meter), clock_is_right, context);
}

std::optional<MeterCommand> prices_after(const books::Reader& books, const MeterCommand& sent, const Context& context) {
  return due_after(books, sent.meter, sent, false, context);
}

void queue_prices_from(const books::Reader& books, MeterNumber meter, const std::string& plan, const std::string& version, Instant begins, const Context& context,
               books::Changes& changes) {
  const auto link = books.find<books::MeterLink>(meter);
  if (!link || link->state != books::LinkStatus::active) return;
  const auto row = command(books::next_number<books::MeterCommand>(books), meter, {plan, version, ""}, context, begins);
  replace_waiting(books, row, context.now, changes);
  changes.put.emplace_back(row);
}

Result<PricesOfCommand> prices_of(const books::Reader& books, const MeterCommand& command, const Context& context) {
  using When = PricesOfCommand::When;
  TRY(seen, known(books, command.meter, context));
  const auto content = counter::sent_prices(command);
  const bool counts = same_prices(content, seen.name());
  if (!counts && !is_later(seen, content)) return PricesOfCommand{When::superseded, {}, {}};
  if (!counts) {
    TRY(next, seen.next->then.plan.version_at(seen.next->begins));
    if (!same_prices(content, {seen.next->then.plan.id(), next, ""})) return PricesOfCommand{When::later, {}, seen.next->begins};
  }
  TRY(table, counts ? now_table(books, seen, context) : next_table(books, seen, context));
  return PricesOfCommand{When::now, std::move(table), {}};
}

MeterCommand marked(MeterCommand command, const PriceTable& prices) {
  command.content = counter::to_text({prices.plan, prices.version, mark_of(prices)});
  return command;
}

}  // namespace kwota::remote
