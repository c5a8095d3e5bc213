#include "sell/remote/queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <set>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/counter/order/command_book.h"
#include "sell/counter/order/former_meter.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/remote/command_content.h"
#include "sell/remote/link.h"
#include "sell/remote/prices.h"

namespace kwota::remote {
namespace {

using books::MeterCommand;

constexpr std::array pauses{Duration::seconds(2), Duration::seconds(8), Duration::seconds(30)};
constexpr auto pause_at_last = Duration::minutes(5);

/// The meter did not believe a seal.
bool is_seal_refused(const Error& cause) { return cause.again == Again::if_believed || cause.again == Again::with_other_keys; }

/// What a contact says of the link itself: seals that were not believed add up, one that was believed clears them.
void note_link(const books::Reader& books, MeterNumber meter, const std::optional<Error>& cause, Instant now,
               books::Changes& changes) {
  auto link = books.find<books::MeterLink>(meter);
  if (!link) return;
  const auto before = *link;
  if (!cause) {
    link->authentication_failures = 0;
  } else if (cause->again == Again::after_a_person) {
    link->trouble = cause->code;
  } else if (is_seal_refused(*cause) && ++link->authentication_failures >= seals_refused_max) {
    link->trouble = "authentication_failures";
  }
  if (link->trouble == before.trouble && link->authentication_failures == before.authentication_failures) return;
  link->changed = now;
  changes.put.emplace_back(*link);
}

MeterCommand paused(MeterCommand row, books::CommandStatus state, std::string evidence, const std::optional<Error>& cause,
                    Instant now) {
  row.state = state;
  row.evidence = std::move(evidence);
  counter::set_cause(row, cause);
  row.not_before = now + pause_after(row.tries);
  return row;
}

Error nobody_in_time(const MeterCommand& row) {
  return error(Fault::wire, "command_late", "Nobody reached the meter in time; nothing was changed there. Look at its line, then order it again.",
               {{"tries", fmt::format("{}", row.tries)}});
}

MeterCommand never_named(const MeterCommand& row, Instant now) {
  auto unknown = error(Fault::meter, "unknown_credit_taken", "The meter took an amount under this number that the books never named. A supervisor must look at it.",
                       {{"n", fmt::format("{}", row.n.value())}});
  return counter::settled(row, books::CommandStatus::refused, unknown.what, unknown, now);
}

bool was_moved(const MeterCommand& row) { return counter::is_credit_command(row) && brought_by(row) == BroughtBy::card; }

/// Credit for a meter that has left its account. An order to give everything up is obeyed by whatever meter it reaches.
bool is_left_behind(const books::Reader& books, const MeterCommand& row) {
  const auto sale = books.find<books::Sale>(row.sale);
  const auto newest = books.last<books::Instruction>(row.meter);
  return sale && counter::has_left(books, *sale) && !(newest && newest->n == row.n && newest->kind == books::InstructionKind::closing);
}

/// A command that is proven not to have arrived: sent again, unless it was moved, replaced or has waited too long.
MeterCommand back_in_queue(const books::Reader& books, MeterCommand row, std::string evidence, Instant now) {
  const auto newest = books.last<books::Instruction>(row.meter);
  if (newest && (newest->n != row.n || newest->revision != row.revision))
    return counter::settled(row, books::CommandStatus::cancelled, evidence + " A newer instruction takes its place.", {}, now);
  if (was_moved(row)) return counter::settled(row, books::CommandStatus::cancelled, evidence + " It was moved to the card.", {}, now);
  if (row.deadline <= now) return counter::settled(row, books::CommandStatus::expired, evidence + " It had waited too long.", nobody_in_time(row), now);
  row.state = books::CommandStatus::queued;
  row.evidence = std::move(evidence);
  row.not_before = std::min(row.not_before, now);
  return row;
}

counter::Carriage event(const MeterCommand& row, const std::string& vault, std::string details = {}) {
  return {.vault = vault, .sale = row.sale, .card = {}, .n = row.n, .revision = row.revision, .details = std::move(details)};
}

std::string details_of(const CommandResult& what) {
  boost::json::object out{{"evidence", what.evidence}};
  if (what.cause) out["cause"] = what.cause->code;
  return boost::json::serialize(out);
}

/// The journal's and the sale's side of what became of a money command.
Result<books::Changes> carriage_of(const books::Reader& books, const MeterCommand& row, const CommandResult& what,
                                   const Context& context) {
  const auto result = event(row, what.vault, details_of(what));
  auto standing = what.ended == Ended::done       ? counter::carried(books, result, context)
                  : what.ended == Ended::not_done ? counter::not_carried(books, result, context)
                                                  : counter::in_doubt(books, result, context);
  if (!standing.ok()) return std::move(standing).error();
  return std::move(standing->changes);
}

MeterCommand after(const MeterCommand& row, const CommandResult& what, Instant now) {
  if (what.ended == Ended::done) return counter::settled(row, books::CommandStatus::done, what.evidence, {}, now);
  const auto again = what.cause ? what.cause->again : Again::later;
  if (again == Again::never || (again == Again::another_way && what.ended == Ended::not_done))
    return counter::settled(row, books::CommandStatus::refused, what.evidence, what.cause, now);
  // An order or a reading may be given twice; money may not.
  const bool ask_first = what.ended == Ended::in_doubt && counter::is_credit_command(row);
  return paused(row, ask_first ? books::CommandStatus::unknown : books::CommandStatus::queued, what.evidence, what.cause, now);
}

/// In the order in which a meter's commands are served.
int rank(const MeterCommand& row) {
  if (counter::is_credit_command(row)) return 0;
  if (row.kind != books::CommandKind::relay) return row.kind == books::CommandKind::prices ? 3 : row.kind == books::CommandKind::parameters ? 4 : 5;
  return relay_order_of(row) == devices::RelayOrder::protect ? 1 : 2;
}

bool is_asked_for(const MeterCommand& row) { return row.state == books::CommandStatus::sent || row.state == books::CommandStatus::unknown; }

/// Whose meter it is; of one that has left, whose it was last: what it still says is booked at that station.
std::optional<books::Account> account_that_hears(const books::Reader& books, MeterNumber meter) {
  if (auto account = books::account_of_meter(books, meter)) return account;
  const auto newest = books.last<books::Instruction>(meter);
  const auto swap = newest ? counter::former_of(books, meter, newest->n) : std::nullopt;
  return swap ? books.find<books::Account>(swap->account) : std::nullopt;
}

Error unknown_command(std::int64_t number) {
  return error(Fault::request, "unknown_command", "There is no such command; nothing was changed.",
               {{"command", fmt::format("{}", number)}});
}

}  // namespace

Result<Context> context_of(const books::Reader& books, MeterNumber meter, Instant now) {
  auto utility = books::utility_of(books);
  TRY(zone, Zone::find(utility.zone));
  Context out;
  out.who.name = out.who.full_name = head_end;
  if (const auto account = account_that_hears(books, meter)) out.station = account->station;
  out.now = now;
  out.zone = zone;
  return out;
}

Duration pause_after(std::int64_t tries) {
  if (tries < 1) return pauses.front();
  return tries <= static_cast<std::int64_t>(pauses.size()) ? pauses[static_cast<std::size_t>(tries - 1)] : pause_at_last;
}

Next next(const books::Reader& books, MeterNumber meter, Instant now) {
  Next out;
  if (!usable_link(books, meter).ok()) return out;
  auto open = books.select(books::MeterCommand::open_of, meter);
  std::stable_sort(open.begin(), open.end(), [](const auto& a, const auto& b) { return rank(a) < rank(b); });
  for (const auto& row : open) {
    if (row.state == books::CommandStatus::queued && row.deadline <= now) continue;
    if (row.not_before > now) {
      out.at = out.at ? std::min(*out.at, row.not_before) : row.not_before;
      // What comes after money waits for nobody; money itself waits for the money before it.
      if (counter::is_credit_command(row)) return out;
      continue;
    }
    out.step = is_asked_for(row) && counter::is_credit_command(row) ? Next::Step::ask : Next::Step::send;
    out.command = row;
    out.at.reset();
    return out;
  }
  return out;
}

Due due(const books::Reader& books, Instant now) {
  Due out;
  out.next = books::next_command_due(books, now);
  std::set<MeterNumber> seen;
  std::vector<books::MeterLink> others;
  for (const auto& row : books::due_commands(books, now)) {
    if (!seen.insert(row.meter).second) continue;
    const auto first = next(books, row.meter, now);
    if (first.step == Next::Step::nothing) continue;
    // A line that several meters share serves the one that was sold to before those that are only read.
    (counter::is_credit_command(*first.command) ? out.links : others).push_back(*books.find<books::MeterLink>(row.meter));
  }
  out.links.insert(out.links.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  return out;
}

namespace {

/// Prices that are told now, later, or by nobody any more. Nothing of it leaves the house yet.
Result<books::Decision<Sending>> sending_prices(const books::Reader& books, MeterCommand row, const Context& context) {
  using When = PricesOfCommand::When;
  constexpr auto after_the_switch = Duration::minutes(5);
  auto due = prices_of(books, row, context);
  books::Decision<Sending> out;
  if (!due.ok()) {
    row = counter::settled(row, books::CommandStatus::refused, due.error().what, due.error(), context.now);
  } else if (due->when == When::now) {
    row = marked(std::move(row), due->prices);
    out.answer.prices = std::move(due->prices);
    out.answer.go = true;
    out.answer.command = std::move(row);
    return out;
  } else if (due->when == When::later) {
    row.not_before = due->begins + after_the_switch;
    row.evidence = "The version before it does not count yet; it is written when it does.";
  } else {
    row = counter::settled(row, books::CommandStatus::cancelled, "The account has other prices by now; these were not written.", {}, context.now);
  }
  out.changes.put.emplace_back(row);
  out.answer.command = std::move(row);
  return out;
}

/// Nobody wants it any more: it is not sent.
books::Decision<Sending> dropped(const books::MeterCommand& command, const std::string& why, Instant now) {
  const auto row = counter::settled(command, books::CommandStatus::cancelled, why, {}, now);
  return {{{row}, {}}, {.command = row}};
}

/// Of a command that carries credit: what is sealed for it now. Nothing: something newer takes its place, or the meter has it.
Result<std::optional<counter::CarryOrder>> credit_to_seal(const books::Reader& books, const books::MeterCommand& row, const std::string& vault, books::Changes& changes, const Context& context) {
  auto sealing = counter::sealing(books, event(row, vault), context);
  if (!sealing.ok() && sealing.error().again != Again::never) return sealing.error();
  if (!sealing.ok()) return std::optional<counter::CarryOrder>{};
  TRY(order, counter::order_of_sale(books, row.sale, {}, context.now));
  changes = std::move(sealing->changes);
  return std::optional(std::move(order));
}

}  // namespace

Result<books::Decision<Sending>> sending(const books::Reader& books, std::int64_t number, const std::string& vault,
                                         const Context& context) {
  auto row = books.find<books::MeterCommand>(number);
  if (!row) return unknown_command(number);
  const bool money = counter::is_credit_command(*row);
  if (row->settled || (money && row->state != books::CommandStatus::queued))
    return error(Fault::refused, "command_not_queued", "This command waits no longer; nothing was changed.",
                 {{"command", fmt::format("{}", number)}, {"state", std::string(word_of(row->state))}});
  MUST(usable_link(books, row->meter));
  books::Decision<Sending> out;
  if (row->kind == books::CommandKind::prices) {
    TRY(prices, sending_prices(books, *row, context));
    if (!prices.answer.go) return prices;
    row = prices.answer.command;
    out.answer.prices = std::move(prices.answer.prices);
  }
  if (row->kind == books::CommandKind::parameters) {
    const auto wanted = command_to_send(books, *row);
    if (!wanted) return dropped(*row, "Nothing of it is wanted any more.", context.now);
    row = wanted;
  }
  if (money && is_left_behind(books, *row)) return dropped(*row, std::string(counter::left_behind), context.now);
  if (money) {
    TRY(order, credit_to_seal(books, *row, vault, out.changes, context));
    if (!order) return dropped(*row, "A newer instruction takes its place, or the meter has it.", context.now);
    out.answer.order = std::move(order);
  }
  row->state = books::CommandStatus::sent;
  ++row->tries;
  row->error.clear();
  out.changes.put.emplace_back(*row);
  out.answer.command = *row;
  out.answer.go = true;
  return out;
}

Result<books::Decision<Done>> sealed(const books::Reader& books, std::int64_t number, const std::string& vault, const Details& marks, const Context& context) {
  const auto row = books.find<books::MeterCommand>(number);
  if (!row) return unknown_command(number);
  boost::json::object details;
  for (const auto& [name, value] : marks) details[name] = value;
  const auto noted = counter::sealing(books, event(*row, vault, boost::json::serialize(details)), context);
  return noted.ok() ? books::Decision<Done>{noted->changes, Done{}} : books::Decision<Done>{};  // taken back meanwhile: there is nothing to find
}

Result<books::Decision<Done>> postponed(const books::Reader& books, std::int64_t number, Instant until, const Context& context) {
  auto row = books.find<books::MeterCommand>(number);
  if (!row) return unknown_command(number);
  row->not_before = until;
  row->evidence = fmt::format("Orders go one after the other: its turn is at {}.", format_local(context.zone.local(until)));
  return books::Decision<Done>{{{*row}, {}}, Done{}};
}

Result<books::Decision<MeterCommand>> record_result(const books::Reader& books, const CommandResult& what, const Context& context) {
  const auto row = books.find<books::MeterCommand>(what.command);
  if (!row) return unknown_command(what.command);
  if (row->state != books::CommandStatus::sent) return books::Decision<MeterCommand>{{}, *row};
  books::Changes changes;
  if (counter::is_credit_command(*row)) {
    TRY(more, carriage_of(books, *row, what, context));
    changes = std::move(more);
  }
  auto now = after(*row, what, context.now);
  if (now.state == books::CommandStatus::queued && counter::is_credit_command(now)) {
    const auto pause = now.not_before;
    now = back_in_queue(books, std::move(now), what.evidence, context.now);
    now.not_before = pause;
  }
  changes.put.emplace_back(now);
  keep_parameters(books, now, what.reported, context.now, changes);
  if (now.state == books::CommandStatus::done && now.kind == books::CommandKind::prices)
    if (const auto more = prices_after(books, now, context)) changes.put.emplace_back(*more);
  note_link(books, row->meter, what.ended == Ended::done ? std::nullopt : what.cause, context.now, changes);
  return books::Decision<MeterCommand>{std::move(changes), now};
}

Result<books::Decision<Done>> unreached(const books::Reader& books, MeterNumber meter, const Error& cause,
                                        const Context& context) {
  books::Decision<Done> out;
  for (auto row : books.select(books::MeterCommand::open_of, meter)) {
    if (row.not_before > context.now) continue;
    ++row.tries;
    const auto state = row.state == books::CommandStatus::sent && counter::is_credit_command(row) ? books::CommandStatus::unknown : row.state;
    out.changes.put.emplace_back(paused(row, state, cause.what, cause, context.now));
  }
  note_link(books, meter, cause, context.now, out.changes);
  return out;
}

namespace {

/// Whether the clock of a meter that has just been asked is as right as it must be to change prices.
bool clock_is_right(const books::Statement& statement, const Context& context) {
  constexpr auto tolerance = Duration::minutes(5);
  if (!statement.meter_time) return false;
  const auto off = Zone::utc().instant(*statement.meter_time) - Zone::utc().instant(context.zone.local(context.now));
  return off <= tolerance && Duration{} - off <= tolerance;
}

}  // namespace

Result<books::Decision<counter::StatementOutcome>> received(const books::Reader& books, const counter::StatementRequest& request,
                                                const std::string& vault, const Context& context) {
  TRY(taken, counter::take_statement(books, request, context));
  const auto count = request.statement.count;
  // An older word than the one before says nothing about what is under way now.
  const bool says_where = taken.answer.anomaly == counter::StatementAnomaly::none;
  books::Changes before;  // what a word settles stands above what is noted of commands here
  for (const auto& row : books.select(books::MeterCommand::open_of, request.statement.meter)) {
    if (!says_where || !counter::is_credit_command(row) || !is_asked_for(row) || row.n <= count) continue;
    const auto evidence = fmt::format("The meter's count is {}: it did not take {}, and what was sent then is worthless now.",
                                      count.value(), row.n.value());
    const CommandResult not_taken{row.number, Ended::not_done, evidence, {}, vault};
    if (is_left_behind(books, row)) {
      if (taken.answer.withdrawn) {
        TRY(noted, carriage_of(books, row, not_taken, context));
        before.join(std::move(noted));
      }
      taken.changes.put.emplace_back(counter::settled(row, books::CommandStatus::cancelled, evidence + " " + std::string(counter::left_behind), {}, context.now));
      continue;
    }
    TRY(more, carriage_of(books, row, not_taken, context));
    taken.changes.join(std::move(more));
    taken.changes.put.emplace_back(back_in_queue(books, row, evidence, context.now));
  }
  before.join(std::move(taken.changes));
  taken.changes = std::move(before);
  if (taken.answer.anomaly == counter::StatementAnomaly::unknown_winner)
    for (const auto& row : books.select(books::MeterCommand::open_of, request.statement.meter))
      if (counter::is_credit_command(row) && row.n == count)
        taken.changes.put.emplace_back(never_named(row, context.now));
  if (const auto due = prices_due(books, request.statement.meter, clock_is_right(request.statement, context), context))
    taken.changes.put.emplace_back(*due);
  note_link(books, request.statement.meter, {}, context.now, taken.changes);
  return taken;
}

Result<books::Decision<std::vector<MeterCommand>>> expire(const books::Reader& books, Instant now) {
  books::Decision<std::vector<MeterCommand>> out;
  for (const auto& row : books::late_commands(books, now)) {
    if ((row.state != books::CommandStatus::queued && counter::is_credit_command(row)) || row.state == books::CommandStatus::sent) continue;
    const auto late = nobody_in_time(row);
    out.answer.push_back(counter::settled(row, books::CommandStatus::expired, late.what, late, now));
    out.changes.put.emplace_back(out.answer.back());
  }
  return out;
}

}  // namespace kwota::remote
