// The pump of a well on the head-end's line: what it recorded comes home as with a handheld, and it is told what a handheld would bring it.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/handheld/visit.h"
#include "collect/waterings/judge.h"
#include "people/permissions.h"
#include "sell/remote/link.h"
#include "work/handheld_office/from_line.h"
#include "work/handheld_office/orders.h"
#include "work/head_end/conduct.h"
#include "work/head_end/contact_session.h"

namespace kwota::head_end {

using dialogue::attempt;
using dialogue::ok;
using handheld::Kind;
using remote::CommandResult;
using remote::Ended;

namespace {

/// Named, for g++ 12 copies an aggregate that is built beside a co_await bit by bit.
CommandResult done(std::string evidence) {
  CommandResult result;
  result.ended = Ended::done;
  result.evidence = std::move(evidence);
  return result;
}

/// Whatever a pump is told may be told twice.
CommandResult stopped(std::string evidence, const Error& why) {
  CommandResult result;
  result.ended = why.fault == Fault::wire ? Ended::in_doubt : Ended::not_done;
  result.evidence = std::move(evidence);
  result.cause = why;
  return result;
}

std::string evidence_of(const std::optional<books::HandOver>& brought) {
  return brought ? fmt::format("The pump was read: hand-over {}.", brought->number) : std::string{"The pump was read and had nothing new to tell."};
}

std::string evidence_of(const handheld::Visited& told) {
  std::string evidence;
  if (told.acknowledged > 0) evidence += fmt::format(" {} of who hangs there acknowledged.", told.acknowledged);
  if (told.listed > 0) evidence += fmt::format(" {} cards of the black list brought.", told.listed);
  if (told.released > 0) evidence += fmt::format(" {} told that they have paid.", told.released);
  if (told.brought > 0) evidence += fmt::format(" {} of who hangs elsewhere brought.", told.brought);
  return evidence;
}

std::string evidence_of(const handheld::ClockSetting& clock) {
  if (!clock.written) return "The pump's clock was right.";
  if (!clock.ahead_s) return "The pump had lost its clock, and it was set.";
  return fmt::format("The pump's clock was {} s {} and was set.", std::abs(*clock.ahead_s), *clock.ahead_s < 0 ? "behind" : "ahead");
}

std::string evidence_of_order(bool locked, bool changed) {
  if (locked) return changed ? "The pump stands, and nobody starts it until it is permitted again." : "The pump stood by order already.";
  return changed ? "The pump may be started again." : "The pump did not stand by order.";
}

}  // namespace

Result<void> HeadEnd::PumpConduct::keep(const dialogue::JournalNote& note) {
  std::ranges::move(handheld::entries_of(note, office_.parts_.clock.now()), std::back_inserter(recorded_));
  return Done{};
}

/// Whoever reads wells takes in what they tell; the head-end has no other right.
Result<people::Context> HeadEnd::PumpConduct::taker() {
  return office_.parts_.books.read([&](const books::Reader& books) -> Result<people::Context> {
    TRY(context, remote::context_of(books, session_.meter, office_.parts_.clock.now()));
    context.who.roles = people::name_of(people::Role::technician);
    if (const auto place = waterings::place_of(books, session_.meter, {})) context.station = waterings::station_of(books, place->well);
    return context;
  });
}

// ---- it is read

dialogue::Dialogue<lines::PumpState> HeadEnd::PumpConduct::read_pump() {
  auto& parts = office_.parts_;
  const auto known = parts.books.read([&](const books::Reader& books) -> Result<std::vector<handheld::Entry>> {
    const auto head = books.find<books::WellHead>(session_.meter);
    edition_before_ = head && head->edition_since ? head->edition : 0;
    return handheld_office::known_of_pump(books, session_.meter);
  });
  if (!known.ok()) co_return known.error();
  recorded_.clear();
  const handheld::Known remembered{*known};
  const auto read = co_await attempt(session_.driver->read_pump(session_.whom, remembered));
  const auto context = taker();
  if (!context.ok()) co_return context.error();
  auto taken = handheld_office::take_in_from_line(parts.books, parts.vault, session_.meter, recorded_, *context);
  if (!taken.ok()) co_return taken.error();
  session_.contact.brought = std::move(taken).value();
  stored_ = remembered;
  for (const auto& entry : recorded_) {
    stored_.add(entry);
    if (entry.kind == Kind::head) head_ = entry;
  }
  stored_.office_has_all();
  if (read.ok()) state_ = *read;
  co_return co_await ok(read);
}

dialogue::Dialogue<books::MeterReading> HeadEnd::PumpConduct::read(const readings::DueReading& what, WrittenDown& own) {
  if (!readings::asks_for(what.plan, "waterings")) co_return co_await Conduct::read(what, own);
  books::MeterReading row;
  row.meter = what.link.meter;
  row.due = what.slot;
  row.plan = what.plan.code;
  row.source = what.link.address;
  const auto asked = office_.parts_.clock.now();
  const auto shown = co_await session_.driver->read_clock(session_.whom);
  note_clock(row, shown, asked, office_.parts_.clock.now(), session_.zone);
  const auto pump = co_await read_pump();
  row.energy = pump.energy;
  co_return row;
}

// ---- it is told

dialogue::Dialogue<Done> HeadEnd::PumpConduct::has_been_read() {
  if (state_) co_await tell();
  co_return Done{};
}

bool HeadEnd::PumpConduct::has_list_of(const handheld::Orders& orders) const { return orders.edition == state_->black_list && orders.edition == edition_before_; }

/// What it has of the edition in force it has whole, if these books know that it was brought there: books that were restored from an older copy give a number once more.
Result<handheld::ToBring> HeadEnd::PumpConduct::to_bring() {
  TRY(context, taker());
  TRY(bring, office_.parts_.books.read([&](const books::Reader& books) -> Result<handheld::ToBring> { return handheld_office::for_pump(books, session_.meter, stored_, context); }));
  if (has_list_of(*bring.orders)) stored_.has_list(bring.orders->edition, handheld::listed_at(*bring.orders, session_.meter));
  return bring;
}

dialogue::Dialogue<handheld::Visited> HeadEnd::PumpConduct::tell() {
  const auto bring = to_bring();
  if (!bring.ok()) co_return bring.error();
  if (!state_->wants_acknowledged && has_list_of(*bring->orders) && bring->orders->released.empty() && bring->hung.empty()) co_return handheld::Visited{};
  recorded_.clear();
  const auto ask = [&](const lines::PumpKeys& keys) { return session_.driver->tell_pump(session_.whom, stored_, *bring, keys); };
  const auto told = co_await attempt(under_its_keys<handheld::Visited>(ask));
  const auto context = taker();
  if (!context.ok()) co_return context.error();
  if (const auto noted = handheld_office::note_told_on_line(office_.parts_.books, session_.meter, *head_, recorded_, *context); !noted.ok()) co_return noted.error();
  co_return co_await ok(told);
}

template <class Answer, class Ask>
dialogue::Dialogue<Answer> HeadEnd::PumpConduct::under_its_keys(Ask ask) {
  Result<Answer> answer = Answer{};
  for (const auto version : session_.versions) {
    const lines::PumpKeys keys{keys_of(version), &office_.parts_.random};
    answer = co_await attempt(ask(keys));
    if (answer.ok() || !session_.driver->is_about_keys(answer.error())) break;
  }
  co_return co_await ok(answer);
}

seal::infrared::Encipher HeadEnd::PumpConduct::keys_of(std::uint8_t version) {
  return [this, version](seal::infrared::Duty duty, const seal::infrared::Block& block) -> Result<seal::infrared::Block> {
    const seal::Authenticate asked{.key = {seal::Purpose::meter_identity, version}, .serial = {seal::infrared::factor_of(duty)}, .challenge = block,
                                   .path = {seal::infrared::factor_of(session_.meter)}};
    TRY(answer, office_.seal(session_, asked));
    seal::infrared::Block out{};
    if (answer.size() < out.size()) return error(Fault::ours, Cause::vault_refused, "The vault gave no answer of eight bytes.", {{"reason", "no answer of eight bytes"}});
    std::ranges::copy(ByteView{answer}.first(out.size()), out.begin());
    return out;
  };
}

// ---- orders

dialogue::Dialogue<CommandResult> HeadEnd::PumpConduct::carry_out(const remote::Sending& what) {
  if (what.command.kind == books::CommandKind::clock) return set_clock(what.command);
  if (what.command.kind == books::CommandKind::settlement) return set_settlement(what.command);
  if (what.command.kind == books::CommandKind::relay) return lock_out(what.command);
  return visit();
}

dialogue::Dialogue<CommandResult> HeadEnd::PumpConduct::visit() {
  const auto read = co_await attempt(read_pump());
  if (!read.ok()) co_return stopped("The pump was asked for its records.", read.error());
  const auto evidence = evidence_of(session_.contact.brought);
  const auto told = co_await attempt(tell());
  if (!told.ok()) co_return stopped(evidence, told.error());
  co_return done(evidence + evidence_of(*told));
}

dialogue::Dialogue<CommandResult> HeadEnd::PumpConduct::set_clock(const books::MeterCommand& command) {
  const std::function<LocalTime()> now = [this] { return session_.zone.local(office_.parts_.clock.now()); };
  const bool confirmed = remote::is_confirmed(command);
  const auto ask = [&](const lines::PumpKeys& keys) { return session_.driver->set_pump_clock(session_.whom, now, confirmed, keys); };
  const auto set = co_await attempt(under_its_keys<handheld::ClockSetting>(ask));
  if (!set.ok()) co_return stopped("The pump was told the time.", set.error());
  co_return done(evidence_of(*set));
}

dialogue::Dialogue<CommandResult> HeadEnd::PumpConduct::set_settlement(const books::MeterCommand& command) {
  const auto wanted = remote::settlement_of(command).value_or(remote::Settlement{});
  const auto ask = [&](const lines::PumpKeys& keys) { return session_.driver->set_pump_settlement(session_.whom, static_cast<unsigned>(wanted.day), static_cast<unsigned>(wanted.hour), keys); };
  const auto set = co_await attempt(under_its_keys<bool>(ask));
  if (!set.ok()) co_return stopped("The pump was told its settlement day.", set.error());
  const std::string when = fmt::format("day {}, hour {}", wanted.day, wanted.hour);
  co_return done(*set ? "The pump ends its months on " + when + "." : "The pump ended its months on " + when + " already.");
}

/// What it was told is done whatever becomes of the reading after it, which brings home who hangs now – also where the answer of an earlier try was lost.
dialogue::Dialogue<CommandResult> HeadEnd::PumpConduct::lock_out(const books::MeterCommand& command) {
  const bool locked = remote::relay_order_of(command) == devices::RelayOrder::trip;
  const auto ask = [&](const lines::PumpKeys& keys) { return session_.driver->lock_pump_out(session_.whom, locked, keys); };
  const auto told = co_await attempt(under_its_keys<bool>(ask));
  if (!told.ok()) co_return stopped(locked ? "The pump was told to stop." : "The pump was told that it may run.", told.error());
  const auto read = co_await attempt(visit());
  co_return done(evidence_of_order(locked, *told) + " " + (read.ok() ? read->evidence : std::string{"It was not read after that."}));
}

}  // namespace kwota::head_end
