// The pump of a well on the head-end's line: what it recorded comes home as with a handheld, and it is told so.
#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "carry/handheld/visit.h"
#include "collect/waterings/judge.h"
#include "people/permissions.h"
#include "work/handheld_office/from_line.h"
#include "work/head_end/collecting.h"
#include "work/head_end/contact_session.h"

namespace kwota::head_end {

using dialogue::attempt;
using dialogue::ok;

namespace {

/// Whoever reads wells takes in what they tell; the head-end has no other right.
people::Context taker(const books::Reader& books, remote::Context context, MeterNumber meter) {
  context.who.roles = people::name_of(people::Role::technician);
  if (const auto place = waterings::place_of(books, meter, {})) context.station = waterings::station_of(books, place->well);
  return context;
}

remote::CommandResult asked_result(remote::Ended ended, std::string evidence, std::optional<Error> cause = std::nullopt) {
  remote::CommandResult result;
  result.ended = ended;
  result.evidence = std::move(evidence);
  result.cause = std::move(cause);
  return result;
}

remote::CommandResult asked_result(const Error& why) {
  return asked_result(why.fault == Fault::wire ? remote::Ended::in_doubt : remote::Ended::not_done, "The pump was asked for its records.", why);
}

Error not_for_a_pump(MeterNumber meter) {
  return error(Fault::request, "not_for_a_pump", "This is the pump of a well: it can be read on its line, and is told nothing else there. Nothing was sent.", {{"meter", to_text(meter)}})
      .trying(Again::never);
}

}  // namespace

Result<void> HeadEnd::record(ContactSession& contact_session, const dialogue::JournalNote& note) {
  TRY(entries, handheld::entries_of(note, parts_.clock.now()));
  std::ranges::move(entries, std::back_inserter(contact_session.recorded));
  return Done{};
}

Result<std::optional<books::HandOver>> HeadEnd::take_in_recorded(const ContactSession& contact_session) {
  TRY(context, parts_.books.read([&](const books::Reader& books) -> Result<people::Context> {
    TRY(context, remote::context_of(books, contact_session.meter, parts_.clock.now()));
    return taker(books, std::move(context), contact_session.meter);
  }));
  return handheld_office::take_in_from_line(parts_.books, parts_.vault, contact_session.meter, contact_session.recorded, context);
}

dialogue::Dialogue<lines::PumpState> HeadEnd::read_pump(ContactSession& contact_session) {
  const auto known = parts_.books.read([&](const books::Reader& books) -> Result<std::vector<handheld::Entry>> {
    return handheld_office::known_of_pump(books, contact_session.meter);
  });
  if (!known.ok()) co_return known.error();
  contact_session.recorded.clear();
  const handheld::Known remembered{*known};
  const auto read = co_await attempt(contact_session.driver->read_pump(contact_session.whom, remembered));
  auto taken = take_in_recorded(contact_session);
  if (!taken.ok()) co_return taken.error();
  contact_session.contact.brought = std::move(taken).value();
  contact_session.wants_acknowledged = read.ok() && read->wants_acknowledged;
  contact_session.stored = remembered;
  for (const auto& entry : contact_session.recorded) contact_session.stored.add(entry);
  co_return co_await ok(read);
}

dialogue::Dialogue<books::MeterReading> HeadEnd::read_well(ContactSession& contact_session, const readings::DueReading& what) {
  books::MeterReading row;
  row.meter = what.link.meter;
  row.due = what.slot;
  row.plan = what.plan.code;
  row.source = what.link.address;
  const auto asked = parts_.clock.now();
  const auto shown = co_await contact_session.driver->read_clock(contact_session.whom);
  note_clock(row, shown, asked, parts_.clock.now(), contact_session.zone);
  const auto pump = co_await read_pump(contact_session);
  row.energy = pump.energy;
  co_return row;
}

dialogue::Dialogue<remote::CommandResult> HeadEnd::ask_pump(ContactSession& contact_session, const books::MeterCommand& command) {
  if (command.kind != books::CommandKind::read) co_return asked_result(remote::Ended::not_done, "Nothing was sent.", not_for_a_pump(contact_session.meter));
  const auto read = co_await attempt(read_pump(contact_session));
  if (!read.ok()) co_return asked_result(read.error());
  const auto& brought = contact_session.contact.brought;
  const auto evidence = brought ? fmt::format("The pump was read: hand-over {}.", brought->number) : std::string{"The pump was read and had nothing new to tell."};
  const auto told = co_await attempt(acknowledge_pump(contact_session));
  if (!told.ok()) co_return asked_result(told.error());
  co_return asked_result(remote::Ended::done, evidence);
}

/// Twice is as once: who was acknowledged before is counted no more by the pump, and is not told again when nobody else waits.
dialogue::Dialogue<Done> HeadEnd::acknowledge_pump(ContactSession& contact_session) {
  if (!contact_session.wants_acknowledged) co_return Done{};
  Result<Done> told = Done{};
  for (const auto version : contact_session.versions) {
    const auto keys = pump_keys(contact_session, version);
    told = co_await attempt(contact_session.driver->acknowledge_pump(contact_session.whom, contact_session.stored, keys, parts_.random));
    if (told.ok() || !contact_session.driver->is_about_keys(told.error())) break;
  }
  co_return co_await ok(told);
}

seal::infrared::Encipher HeadEnd::pump_keys(ContactSession& contact_session, std::uint8_t version) {
  return [this, &contact_session, version](seal::infrared::Duty duty, const seal::infrared::Block& block) -> Result<seal::infrared::Block> {
    const seal::Authenticate asked{.key = {seal::Purpose::meter_identity, version}, .serial = {seal::infrared::factor_of(duty)}, .challenge = block,
                                   .path = {seal::infrared::factor_of(contact_session.meter)}};
    TRY(answer, seal(contact_session, asked));
    seal::infrared::Block out{};
    if (answer.size() < out.size()) return error(Fault::ours, "vault_refused", "The vault gave no answer of eight bytes.", {{"reason", "no answer of eight bytes"}});
    std::ranges::copy(ByteView{answer}.first(out.size()), out.begin());
    return out;
  };
}

}  // namespace kwota::head_end
