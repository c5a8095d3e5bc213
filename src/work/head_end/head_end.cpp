#include "work/head_end/head_end.h"


#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/lines/all.h"
#include "sell/remote/contact_kind.h"
#include "sell/remote/link.h"
#include "work/head_end/collecting.h"
#include "work/head_end/conduct.h"
#include "work/head_end/contact_session.h"
#include "work/teller/device_words.h"
#include "work/teller/key_policy.h"
#include "work/teller/scheme_seal.h"

namespace kwota::head_end {

using dialogue::attempt;
using dialogue::ok;
using remote::Ended;
using remote::CommandResult;

namespace {

/// More than any meter has at a time: the next contact goes on.
constexpr int commands_a_contact = 32;

/// Of the newest few: what came by card says nothing of the line.
constexpr std::size_t looked_at = 8;

/// Its own word, or a reading, came over its line before.
bool was_heard(const books::Reader& books, MeterNumber meter) {
  const auto words = books.newest<books::Statement>(looked_at, meter);
  const auto readings = books.newest<books::MeterReading>(looked_at, meter);
  return std::ranges::any_of(words, [](const books::Statement& word) { return word.carrier == books::Carrier::link; }) ||
         std::ranges::any_of(readings, [](const books::MeterReading& reading) { return reading.taken && reading.carrier == books::Carrier::link; });
}

Error gave_way() {
  return error(Fault::refused, Cause::reading_gives_way, "The reading was broken off: something more urgent waits for this line.");
}

}  // namespace

/// Commands that came meanwhile are known to whoever ordered them.
void HeadEnd::publish_moved(ContactSession& contact_session) {
  if (!parts_.moved) return;
  const auto moved = parts_.books.read([&](const books::Reader& books) -> Result<std::vector<books::MeterCommand>> {
    std::vector<books::MeterCommand> rows;
    for (auto& known : contact_session.known_commands) {
      const auto now = books.find<books::MeterCommand>(known.number);
      if (!now || (now->state == known.state && now->tries == known.tries)) continue;
      rows.push_back(*now);
      known = *now;
    }
    for (const auto& row : books.select(books::MeterCommand::open_of, contact_session.meter))
      if (std::ranges::find(contact_session.known_commands, row.number, &books::MeterCommand::number) == contact_session.known_commands.end()) contact_session.known_commands.push_back(row);
    return rows;
  });
  if (!moved.ok()) return;
  for (const auto& row : *moved) parts_.moved(row);
}

template <class Decide>
auto HeadEnd::run(ContactSession& contact_session, Decide decide) {
  auto answer = parts_.books.run({std::string{remote::head_end}, "remote", ""}, [this, &contact_session, decide](const books::Reader& books) {
    auto context = remote::context_of(books, contact_session.meter, parts_.clock.now());
    if (context.ok()) context->schemes = &parts_.schemes;
    using Decided = decltype(decide(books, *context));
    return context.ok() ? decide(books, *context) : Decided{context.error()};
  });
  if (answer.ok()) publish_moved(contact_session);
  return answer;
}

/// What gives credit is followed by what it is found by, before another conversation seals.
Result<Bytes> HeadEnd::seal(ContactSession& contact_session, const seal::Request& request) {
  const auto* mac = std::get_if<seal::LineMac>(&request);
  const bool may_give_credit = mac != nullptr && mac->claimed.empty() && mac->key.purpose == seal::Purpose::meter_parameter;
  MUST(teller::seals_for(contact_session.credit_by, request));
  if (!may_give_credit) return parts_.vault.perform(request);
  const std::lock_guard lock(seal_mutex_);
  const auto before = parts_.vault.seal_marks();
  auto sealed = parts_.vault.perform(request);
  if (auto marks = parts_.vault.seal_marks(); marks != before) contact_session.marks = std::move(marks);
  return sealed;
}

Result<void> HeadEnd::note_seal(ContactSession& contact_session) {
  const auto marks = std::exchange(contact_session.marks, {});
  if (marks.empty()) return {};
  const auto noted = run(contact_session, [&](const books::Reader& books, const remote::Context& context) {
    return remote::sealed(books, contact_session.whom.command, parts_.vault.name(), marks, context);
  });
  return noted.ok() ? Result<void>{} : noted.error();
}

dialogue::Parties HeadEnd::parties(ContactSession& contact_session) {
  return {.line = contact_session.exchange,
          .vault = [this, &contact_session](const seal::Request& request) { return seal(contact_session, request); },
          .journal = [&contact_session](const dialogue::JournalNote& note) -> Result<void> {
            return contact_session.conduct->keep(note);
          }};
}

std::unique_ptr<HeadEnd::Conduct> HeadEnd::conduct_of(ContactSession& contact_session) {
  if (contact_session.kind == remote::ContactKind::pump) return std::make_unique<PumpConduct>(*this, contact_session);
  return std::make_unique<MeterConduct>(*this, contact_session);
}

/// What its model has of what the plan asks for.
dialogue::Dialogue<books::MeterReading> HeadEnd::Conduct::read(const readings::DueReading& what, WrittenDown& own) {
  return read_meter(what, *session_.driver, session_.whom, office_.parts_.clock, session_.zone, own);
}

// ---- a contact, in pieces or at once

HeadEnd::Conversation::Conversation(HeadEnd& office, MeterNumber meter)
    : office_(office), contact_session_(std::make_unique<ContactSession>()), dialogue_(office.run_contact(*contact_session_)) {
  contact_session_->meter = meter;
}
HeadEnd::Conversation::~Conversation() = default;

/// What is not for the meter is answered here.
const dialogue::LineFrame* HeadEnd::Conversation::to_the_meter(const dialogue::Question* asked) {
  while (asked != nullptr) {
    const bool for_the_meter = dialogue::party_of(*asked) == dialogue::Party::line;
    if (for_the_meter && !office_.gives_way(*contact_session_)) break;
    asked = dialogue_.receive(for_the_meter ? dialogue::Answer{Exchange::Answer{gave_way()}} : office_.parties(*contact_session_).answer(*asked));
  }
  return asked != nullptr ? &std::get<dialogue::LineFrame>(*asked) : nullptr;
}

const dialogue::LineFrame* HeadEnd::Conversation::begin() { return to_the_meter(dialogue_.begin()); }

const dialogue::LineFrame* HeadEnd::Conversation::receive(Exchange::Answer answer) {
  return to_the_meter(dialogue_.receive(dialogue::Answer{std::move(answer)}));
}

const Exchange& HeadEnd::Conversation::line() const { return contact_session_->exchange; }

Contact HeadEnd::Conversation::take() {
  const auto contacted = dialogue_.take();
  if (!contacted.ok()) contact_session_->contact.trouble = contacted.error();
  contact_session_->exchange = {};
  return std::move(contact_session_->contact);
}

Contact HeadEnd::contact(MeterNumber meter) {
  Conversation conversation{*this, meter};
  for (const auto* asked = conversation.begin(); asked != nullptr;) asked = conversation.receive(conversation.line()(*asked));
  return conversation.take();
}

// ---- what is said in it. What is decided, stored or sealed stands in functions of its own: here stands the order of things.

Result<remote::Next> HeadEnd::next_in_turn(ContactSession& contact_session) {
  struct Seen {
    remote::Next next;
    remote::PaceLimits limits;
    std::string line;
  };
  while (true) {
    const auto now = parts_.clock.now();
    TRY(seen, parts_.books.read([&](const books::Reader& books) -> Result<Seen> {
      const auto link = books.find<books::MeterLink>(contact_session.meter);
      return Seen{remote::next(books, contact_session.meter, now), remote::pace_of(books, now), link ? books::line_of(*link) : std::string{}};
    }));
    if (seen.next.step != remote::Next::Step::send) return std::move(seen.next);
    const auto& command = *seen.next.command;
    const auto turn = turn_of(command, seen.line, seen.limits, now);
    if (turn <= now) return std::move(seen.next);
    MUST(run(contact_session, [&](const books::Reader& books, const remote::Context& context) {
      return remote::postponed(books, command.number, turn, context);
    }));
  }
}

Instant HeadEnd::turn_of(const books::MeterCommand& command, const std::string& line, const remote::PaceLimits& limits,
                         Instant now) {
  const std::lock_guard lock(pace_mutex_);
  return pace_.turn(command, line, limits, now);
}

Result<std::optional<books::MeterLink>> HeadEnd::prepare(ContactSession& contact_session) {
  TRY(next, next_in_turn(contact_session));
  TRY(link, parts_.books.read([&](const books::Reader& books) -> Result<std::optional<books::MeterLink>> {
    TRY(usable, remote::usable_link(books, contact_session.meter));
    contact_session.commands = next.step != remote::Next::Step::nothing;
    TRY(reading, readings::due_of(books, contact_session.meter, parts_.clock.now(), lines::known_devices()));
    if (!contact_session.commands && !reading) return std::optional<books::MeterLink>{};
    contact_session.link = usable;
    contact_session.kind = remote::contact_kind(books, contact_session.meter);
    TRY(context, remote::context_of(books, contact_session.meter, parts_.clock.now()));
    contact_session.zone = context.zone;
    contact_session.known_commands = books.select(books::MeterCommand::open_of, contact_session.meter);
    const auto row = books.find<books::Meter>(contact_session.meter);
    if (row) contact_session.versions.push_back(row->key_version), contact_session.model = row->model;
    for (const auto version : teller::key_policy(books, context.today()).known)
      if (std::ranges::find(contact_session.versions, version) == contact_session.versions.end()) contact_session.versions.push_back(version);
    return std::optional{usable};
  }));
  if (!link) return link;
  TRY(driver, lines::driver_of(contact_session.link.protocol, contact_session.model));
  contact_session.driver = driver;
  contact_session.conduct = conduct_of(contact_session);
  contact_session.whom.number = contact_session.meter;
  contact_session.whom.model = contact_session.model;
  contact_session.whom.key_version = contact_session.versions.front();
  return link;
}

/// Nobody is there: commands pause, and the reading was tried.
Error HeadEnd::unreached(ContactSession& contact_session, const Error& cause) {
  const auto due = reading_due(contact_session);
  if (!due.ok()) return due.error();
  if (*due)
    if (const auto noted = note_reading(contact_session, **due, cause); !noted.ok()) return noted.error();
  return contact_session.commands ? pause(contact_session, cause) : cause;
}

Error HeadEnd::pause(ContactSession& contact_session, const Error& cause) {
  const auto noted = run(contact_session, [&](const books::Reader& books, const remote::Context& context) {
    return remote::unreached(books, contact_session.meter, cause, context);
  });
  return noted.ok() ? cause : noted.error();
}

dialogue::Dialogue<Done> HeadEnd::run_contact(ContactSession& contact_session) {
  const auto link = prepare(contact_session);
  if (!link.ok()) co_return link.error();
  if (!*link) co_return Done{};
  auto line = parts_.open(**link);
  if (!line.ok()) co_return unreached(contact_session, line.error());
  contact_session.exchange = std::move(line).value();
  auto& conduct = *contact_session.conduct;
  if (contact_session.commands) {
    const auto begun = co_await attempt(conduct.begin());
    if (!begun.ok()) co_return pause(contact_session, begun.error());
  }
  for (int i = 0; contact_session.commands && i < commands_a_contact; ++i) {
    const bool went_on = co_await do_next(contact_session);
    if (!went_on) break;
  }
  if (contact_session.commands) co_await conduct.end();
  co_await collect(contact_session);
  const auto charged = balances_.charge(contact_session.meter);
  if (!charged.ok()) co_return charged.error();
  co_return Done{};
}

/// With the keys that the books know it to have; a meter that got others by a key card says so with its next word.
dialogue::Dialogue<lines::Statement> HeadEnd::read_statement(ContactSession& contact_session) {
  auto read = co_await attempt(contact_session.driver->read_statement(contact_session.whom, parts_.random));
  for (const auto version : contact_session.versions) {
    if (read.ok() || !contact_session.driver->is_about_keys(read.error())) break;
    if (version == contact_session.versions.front()) continue;
    contact_session.whom.key_version = version;
    read = co_await attempt(contact_session.driver->read_statement(contact_session.whom, parts_.random));
  }
  if (!read.ok()) co_await explain(contact_session, read.error());
  co_return co_await ok(read);
}

/// A meter that was registered as another than it is speaks another edition: a technician looks at its line, and it is not called again in vain.
dialogue::Dialogue<Done> HeadEnd::explain(ContactSession& contact_session, Error cause) {
  const auto heard = parts_.books.read([&](const books::Reader& books) -> Result<bool> { return was_heard(books, contact_session.meter); });
  if (!heard.ok() || *heard) co_return cause;
  const auto why = co_await attempt(contact_session.driver->why_silent(contact_session.whom, cause));
  auto named = why.error();
  if (named.code != cause.code) named.again = Again::after_a_person;
  co_return named;
}

dialogue::Dialogue<Done> HeadEnd::receive(ContactSession& contact_session) {
  const auto statement = co_await read_statement(contact_session);
  auto taken = take_in(contact_session, statement);
  if (!taken.ok()) co_return taken.error();
  contact_session.contact.word = std::move(taken).value();
  co_return Done{};
}

Result<counter::StatementOutcome> HeadEnd::take_in(ContactSession& contact_session, const lines::Statement& statement) {
  auto row = teller::statement_row(statement);
  row.carrier = books::Carrier::link;
  row.operator_name = remote::head_end;
  return run(contact_session, [&](const books::Reader& books, const remote::Context& context) {
    auto request = counter::StatementRequest{teller::counted(books, row)};
    request.statement.taken = context.now;
    return remote::received(books, request, parts_.vault.name(), context);
  });
}

Result<std::optional<remote::Sending>> HeadEnd::send_next(ContactSession& contact_session) {
  TRY(next, next_in_turn(contact_session));
  // Asked it was just now: what is still open then waits for a later contact.
  if (next.step != remote::Next::Step::send) return std::optional<remote::Sending>{};
  contact_session.credit_by = nullptr;
  TRY(sending, run(contact_session, [&](const books::Reader& books, const remote::Context& context) -> Result<books::Decision<remote::Sending>> {
    TRY(decided, remote::sending(books, next.command->number, parts_.vault.name(), context));
    if (decided.answer.order) {
      TRY(scheme, teller::scheme_of_account(books, decided.answer.order->account, context));
      contact_session.credit_by = scheme;
    }
    return decided;
  }));
  const std::lock_guard lock(pace_mutex_);
  pace_.used(sending.command.number);
  return std::optional{std::move(sending)};
}

dialogue::Dialogue<bool> HeadEnd::do_next(ContactSession& contact_session) {
  const auto next = send_next(contact_session);
  if (!next.ok()) co_return next.error();
  if (!*next) co_return false;
  const remote::Sending& sending = **next;
  if (!sending.go) co_return true;
  contact_session.whom.command = sending.command.number;
  auto result = co_await carry_out(contact_session, sending);
  result.command = sending.command.number;
  result.vault = parts_.vault.name();
  // Credit that the meter has is settled by its whole word: until that is heard the command stands as sent, and is asked for.
  if (sending.order && result.ended == Ended::done) co_await receive(contact_session);
  const auto noted = tell(contact_session, result);
  if (!noted.ok()) co_return noted.error();
  if (result.cause && result.cause->fault == Fault::wire) co_return *result.cause;  // the line has broken: the next contact asks first
  if (sending.order && result.ended == Ended::not_done) co_await receive(contact_session);    // why it was refused may stand in there
  co_return true;
}

Result<void> HeadEnd::tell(ContactSession& contact_session, const CommandResult& result) {
  ++contact_session.contact.settled;
  const auto noted = run(contact_session, [&](const books::Reader& books, const remote::Context& context) {
    return remote::record_result(books, result, context);
  });
  return noted.ok() ? Result<void>{} : noted.error();
}

dialogue::Dialogue<CommandResult> HeadEnd::carry_out(ContactSession& contact_session, const remote::Sending& what) {
  if (remote::takes(contact_session.kind, what.command.kind, remote::relay_order_of(what.command))) co_return co_await contact_session.conduct->carry_out(what);
  CommandResult refused;
  refused.ended = Ended::not_done;
  refused.evidence = "Nothing was sent.";
  refused.cause = remote::not_taken(contact_session.kind, contact_session.meter);
  co_return refused;
}

// ---- readings by plan

bool HeadEnd::gives_way(const ContactSession& contact_session) const { return contact_session.reading && wanted_ && wanted_(contact_session.link); }

Result<std::optional<readings::DueReading>> HeadEnd::reading_due(const ContactSession& contact_session) {
  return parts_.books.read([&](const books::Reader& books) { return readings::due_of(books, contact_session.meter, parts_.clock.now(), lines::known_devices()); });
}

Result<void> HeadEnd::note_reading(ContactSession& contact_session, const readings::DueReading& what, const Result<books::MeterReading>& read) {
  TRY(row, parts_.books.run({std::string{remote::head_end}, "collection", ""}, [&](const books::Reader& books) {
    return read.ok() ? readings::taken(books, *read) : readings::tried(books, what, read.error(), parts_.clock.now());
  }));
  const auto off = row.drift_seconds;
  const bool fresh = read.ok() && row.taken == read->taken;
  contact_session.contact.reading = std::move(row);
  return fresh && off ? order_clock(contact_session, Duration::seconds(*off)) : Result<void>{};
}

Result<void> HeadEnd::order_clock(ContactSession& contact_session, Duration off) {
  const auto noted = run(contact_session, [&](const books::Reader& books, const remote::Context& context) -> Result<books::Decision<Done>> {
    books::Decision<Done> out;
    if (auto row = remote::clock_order_due(books, contact_session.meter, off, context)) out.changes.put.emplace_back(std::move(*row));
    return out;
  });
  return noted.ok() ? Result<void>{} : noted.error();
}

/// What was heard before a line broke, or before it was wanted for something else, stays.
Result<void> HeadEnd::note_written_down(const ContactSession& contact_session, const WrittenDown& own) {
  const auto now = parts_.clock.now();
  const books::Actor actor{std::string{remote::head_end}, "collection", ""};
  std::vector<books::DayFreeze> days;
  for (const auto& one : own.days) days.push_back(freeze_row(contact_session.meter, one, now));
  std::vector<books::MeterEvent> events;
  for (const auto& one : own.events) events.push_back(event_row(contact_session.meter, one, now));
  if (!days.empty()) MUST(parts_.books.run(actor, [&](const books::Reader& books) { return readings::froze(books, days, contact_session.zone); }));
  if (!events.empty()) MUST(parts_.books.run(actor, [&](const books::Reader& books) { return readings::recorded(books, events); }));
  return {};
}

dialogue::Dialogue<Done> HeadEnd::collect(ContactSession& contact_session) {
  const auto due = reading_due(contact_session);
  if (!due.ok()) co_return due.error();
  if (!*due) co_return Done{};
  const readings::DueReading& what = **due;
  contact_session.reading = true;
  WrittenDown own;
  auto read = co_await attempt(contact_session.conduct->read(what, own));
  contact_session.reading = false;
  if (!read.ok()) read = (co_await attempt(explain(contact_session, read.error()))).error();
  const auto kept = note_written_down(contact_session, own);
  if (!kept.ok()) co_return kept.error();
  contact_session.contact.gave_way = !read.ok() && cause_of(read.error()) == Cause::reading_gives_way;
  if (contact_session.contact.gave_way) co_return Done{};
  const auto noted = note_reading(contact_session, what, read);
  if (!noted.ok()) co_return noted.error();
  if (!read.ok()) co_return read.error();
  co_await contact_session.conduct->has_been_read();
  co_return Done{};
}

}  // namespace kwota::head_end
