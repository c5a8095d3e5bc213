#include "serve/head_end/head_end.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "carry/dialogue/parties.h"
#include "carry/wire/meter_line.h"
#include "sell/remote/link.h"
#include "serve/head_end/orders.h"
#include "serve/teller/card_files.h"
#include "serve/teller/key_policy.h"

namespace kwota::head_end {

using remote::Ended;
using remote::Told;

namespace {

/// More than any meter has at a time: the next contact goes on.
constexpr int commands_a_contact = 32;

/// The keys that were used are not the meter's.
bool is_about_keys(const Error& error) {
  const auto reason = error.details.find("reason");
  return error.code == "meter_refused" && reason != error.details.end() && reason->second.find("identity") != std::string::npos;
}

Ended ended(dialogue::Outcome outcome) {
  switch (outcome) {
    case dialogue::Outcome::done: return Ended::done;
    case dialogue::Outcome::not_done: return Ended::not_done;
    case dialogue::Outcome::in_doubt: break;
  }
  return Ended::in_doubt;
}

/// An order that nobody heard the answer to may have been carried out.
Ended ended_by(const Error& error) { return error.fault == Fault::wire ? Ended::in_doubt : Ended::not_done; }

}  // namespace

OpenLine real_lines() {
  return [](const books::MeterLink& link) -> Result<Exchange> {
    TRY(opened, wire::MeterLine::open(link.address, {}));
    return Exchange{[line = std::shared_ptr<wire::MeterLine>(std::move(opened))](const iso7816::Command& command) {
      return line->exchange(command);
    }};
  };
}

/// One conversation with one meter.
struct HeadEnd::Talk {
  MeterNumber meter;
  Exchange exchange{};
  Zone zone = Zone::utc();  ///< of the meter's clock
  dlt645::Station station{};
  std::vector<std::uint8_t> versions{};  ///< of keys that the meter may have, the likeliest first
  std::vector<books::MeterCommand> told{};  ///< the meter's commands as the listeners know them
  Contact contact{};
};

/// Commands that came meanwhile are known to whoever ordered them.
void HeadEnd::tell_what_moved(Talk& talk) {
  if (!parts_.moved) return;
  const auto moved = parts_.books.read([&](const books::Reader& books) -> Result<std::vector<books::MeterCommand>> {
    std::vector<books::MeterCommand> rows;
    for (auto& known : talk.told) {
      const auto now = books.command(known.number);
      if (!now || (now->state == known.state && now->tries == known.tries)) continue;
      rows.push_back(*now);
      known = *now;
    }
    for (const auto& row : books.open_commands(talk.meter))
      if (std::ranges::find(talk.told, row.number, &books::MeterCommand::number) == talk.told.end()) talk.told.push_back(row);
    return rows;
  });
  if (!moved.ok()) return;
  for (const auto& row : *moved) parts_.moved(row);
}

template <class Decide>
auto HeadEnd::run(Talk& talk, Decide decide) {
  auto answer = parts_.books.run({std::string{remote::head_end}, "remote", ""}, [this, &talk, decide](const books::Reader& books) {
    const auto context = remote::context_of(books, talk.meter, parts_.clock.now());
    using Decided = decltype(decide(books, *context));
    return context.ok() ? decide(books, *context) : Decided{context.error()};
  });
  if (answer.ok()) tell_what_moved(talk);
  return answer;
}

dialogue::Parties HeadEnd::parties(const Talk& talk) const {
  return {.device = talk.exchange,
          .vault = [this](const seal::Request& request) { return parts_.vault.perform(request); },
          .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};  // sending() has noted it
}

dlt645::Random1 HeadEnd::random1() const {
  dlt645::Random1 bytes{};
  parts_.random.fill(bytes);
  return bytes;
}

Contact HeadEnd::contact(MeterNumber meter) {
  Talk talk{.meter = meter};
  const auto talked = converse(talk);
  if (!talked.ok()) talk.contact.trouble = talked.error();
  return talk.contact;
}

Result<void> HeadEnd::converse(Talk& talk) {
  TRY(link, parts_.books.read([&](const books::Reader& books) -> Result<std::optional<books::MeterLink>> {
    TRY(usable, remote::usable_link(books, talk.meter));
    if (remote::next(books, talk.meter, parts_.clock.now()).step == remote::Next::Step::nothing) return std::optional<books::MeterLink>{};
    TRY(context, remote::context_of(books, talk.meter, parts_.clock.now()));
    talk.zone = context.zone;
    talk.told = books.open_commands(talk.meter);
    const auto row = books.meter(talk.meter);
    if (row) talk.versions.push_back(row->key_version);
    for (const auto version : teller::key_policy(books, context.business_day()).known)
      if (std::ranges::find(talk.versions, version) == talk.versions.end()) talk.versions.push_back(version);
    return std::optional{usable};
  }));
  if (!link) return {};
  TRY(address, dlt645::Address::parse(to_text(talk.meter)));
  talk.station = {.address = address, .meter = talk.meter, .by = {}, .key_version = talk.versions.front()};
  const auto pause = [&](const Error& cause) -> Result<void> {
    const auto noted = run(talk, [&](const books::Reader& books, const remote::Context& context) {
      return remote::unreached(books, talk.meter, cause, context);
    });
    return noted.ok() ? cause : noted.error();
  };
  auto line = parts_.open(*link);
  if (!line.ok()) return pause(line.error());
  talk.exchange = std::move(line).value();
  if (const auto heard = hear(talk); !heard.ok()) return pause(heard.error());
  for (int i = 0; i < commands_a_contact; ++i) {
    TRY(went_on, do_next(talk));
    if (!went_on) break;
  }
  return {};
}

/// With the keys that the books know it to have; a meter that got others by a key card says so with its next word.
Result<dlt645::Session> HeadEnd::authenticate(Talk& talk) {
  auto session = dialogue::run(dlt645::authenticate(talk.station, random1()), parties(talk));
  for (const auto version : talk.versions) {
    if (session.ok() || !is_about_keys(session.error())) break;
    if (version == talk.versions.front()) continue;
    talk.station.key_version = version;
    session = dialogue::run(dlt645::authenticate(talk.station, random1()), parties(talk));
  }
  return session;
}

Result<void> HeadEnd::hear(Talk& talk) {
  TRY(session, authenticate(talk));
  TRY(word, dialogue::run(dlt645::read_statement(talk.station, session), parties(talk)));
  auto row = teller::statement_row(word.returned, word.registers, word.returned_image);
  row.way = "link";
  row.operator_name = remote::head_end;
  TRY(taken, run(talk, [&](const books::Reader& books, const remote::Context& context) {
    auto request = counter::StatementRequest{row};
    request.statement.taken = context.now;
    return remote::heard(books, request, parts_.vault.name(), context);
  }));
  talk.contact.word = taken;
  return {};
}

Result<bool> HeadEnd::do_next(Talk& talk) {
  TRY(next, parts_.books.read([&](const books::Reader& books) -> Result<remote::Next> {
    return remote::next(books, talk.meter, parts_.clock.now());
  }));
  // Asked it was just now: what is still open then waits for a later contact.
  if (next.step != remote::Next::Step::send) return false;
  TRY(sending, run(talk, [&](const books::Reader& books, const remote::Context& context) {
    return remote::sending(books, next.command->number, parts_.vault.name(), context);
  }));
  if (!sending.go) return true;
  talk.station.by = operator_code(sending.command);
  auto told = carry_out(talk, sending);
  told.command = sending.command.number;
  told.vault = parts_.vault.name();
  // Credit that the meter has is settled by its whole word: until that is heard the command stands as sent, and is asked for.
  if (sending.order && told.ended == Ended::done) MUST(hear(talk));
  MUST(tell(talk, told));
  if (told.cause && told.cause->fault == Fault::wire) return *told.cause;  // the line has broken: the next contact asks first
  if (sending.order && told.ended == Ended::not_done) MUST(hear(talk));    // why it was refused may stand in there
  return true;
}

/// Unless the meter's word has settled it already.
Result<void> HeadEnd::tell(Talk& talk, const Told& told) {
  ++talk.contact.settled;
  const auto waits = parts_.books.read([&](const books::Reader& books) -> Result<bool> {
    const auto row = books.command(told.command);
    return row && row->state == "sent";
  });
  if (!waits.ok()) return waits.error();
  if (!*waits) return {};
  const auto noted = run(talk, [&](const books::Reader& books, const remote::Context& context) {
    return remote::told(books, told, context);
  });
  return noted.ok() ? Result<void>{} : noted.error();
}

Told HeadEnd::carry_out(Talk& talk, const remote::Sending& what) {
  if (what.order) return recharge(talk, *what.order);
  if (what.command.kind == "relay") return switch_relay(talk, what.command);
  const auto heard = hear(talk);
  if (!heard.ok()) return Told{.ended = ended_by(heard.error()), .evidence = "The meter was asked.", .cause = heard.error()};
  return Told{.ended = Ended::done, .evidence = "The meter was read.", .cause = {}};
}

Told HeadEnd::recharge(Talk& talk, const counter::CarryOrder& order) {
  const auto what = dlt645::with_randoms(credit_order(order, talk.station), parts_.random);
  const auto delivered = dialogue::run(dlt645::recharge(what), parties(talk));
  if (!delivered.ok()) return {.ended = Ended::in_doubt, .evidence = "The conversation broke off.", .cause = delivered.error()};
  return {.ended = ended(delivered->outcome), .evidence = delivered->evidence, .cause = delivered->cause};
}

Told HeadEnd::switch_relay(Talk& talk, const books::MeterCommand& command) {
  const auto order = relay_order(command, talk.zone);
  if (!order.ok()) return {.ended = Ended::not_done, .evidence = "Nothing was sent.", .cause = order.error()};
  const auto relay = dialogue::run(dlt645::switch_relay(talk.station, *order, random1()), parties(talk));
  if (!relay.ok()) return {.ended = ended_by(relay.error()), .evidence = "The meter was given the order.", .cause = relay.error()};
  return {.ended = Ended::done,
          .evidence = fmt::format("The meter's status: contactor {}{}.", relay->open ? "open" : "closed",
                                  relay->protected_ ? ", power protected" : ""),
          .cause = {}};
}

}  // namespace kwota::head_end
