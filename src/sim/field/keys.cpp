// Keys in the field: versions that are made, what a technician does at a meter's line, a change of keys from its first day to its
// last.

#include <utility>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "carry/dialogue/breaks.h"
#include "carry/meter_keys/change.h"
#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "people/permissions.h"
#include "sell/counter/order/key_notes.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

using meter_keys::Work;

Result<std::uint8_t> version_asked(const Sentence& sentence) {
  TRY(number, parse_decimal(sentence["version"], 0));
  if (number < 1 || number > 9) return mistake("a log has versions 1 to 9");
  return static_cast<std::uint8_t>(number);
}

books::KeyVersion row_of(std::uint8_t version, books::KeyStatus state) {
  books::KeyVersion row;
  row.vault = keys::sealing_vault;
  row.purpose = seal::name_of(seal::Purpose::credit);
  row.version = version;
  row.suite = "3des";
  row.check_value = keys::text_of(seal::check_value(county_key(seal::Purpose::credit, version)));
  row.state = state;
  row.origin = version == 1 ? books::KeyOrigin::test : books::KeyOrigin::ceremony;
  return row;
}

/// The key office has made a version, and the counters have it.
Result<Facts> new_version(World& world, const Sentence& sentence) {
  TRY(version, version_asked(sentence));
  world.vault->add_version(version);
  for (std::uint8_t older = 1; older < version; ++older) MUST(put(world, row_of(older, books::KeyStatus::retiring)));
  MUST(put(world, row_of(version, books::KeyStatus::active)));
  return Facts{};
}

Result<Facts> key_change(World& world, const Sentence& sentence) {
  TRY(version, version_asked(sentence));
  TRY(until, parse_date(sentence["date"]));
  books::Campaign row;
  row.number = 1;
  row.from_version = version - 1;
  row.to_version = version;
  row.state = books::CampaignStatus::running;
  row.started = world.now();
  row.refuse_after = format_date(until);
  row.reason = "field log";
  MUST(put(world, row));
  return Facts{};
}

/// Nothing has the old version any more, or its day has passed: two persons retire it.
Result<Facts> finish_change(World& world, const Sentence&) {
  TRY(row, world.books->read([](const books::Reader& reader) -> Result<books::Campaign> {
    const auto running = books::running_campaign(reader);
    if (!running) return mistake("no key change is running in this log");
    return *running;
  }));
  row.state = books::CampaignStatus::done;
  row.ended = world.now();
  MUST(put(world, row));
  MUST(put(world, row_of(static_cast<std::uint8_t>(row.from_version), books::KeyStatus::retired)));
  return Facts{};
}

seal::SoftwareMeterVault key_office(World& world) {
  seal::SoftwareMeterVault::CountyKeys all;
  for (const auto purpose : meter_keys::purposes_of_a_meter)
    for (std::uint8_t version = 1; version <= 9; ++version)
      all.emplace(seal::KeyRef{purpose, version}, county_key(purpose, version));
  return {std::move(all), *seal::SigningKey::from_private_key(world.utility_identity.private_key())};
}

/// The line to a meter's security module: it may break, and what is said on it is recorded by somebody.
Result<iso7816::Response> on_the_line(FieldMeter& meter, const iso7816::Command& command) {
  const auto silent = [] { return error(Fault::wire, "meter_not_reached", "The meter does not answer: nothing was changed."); };
  if (meter.line && meter.line->commands <= 0) return silent();
  const bool lost = meter.line && --meter.line->commands == 0 && meter.line->unanswered;
  meter.recorded.push_back(command);
  const auto answer = meter.meter->key_link(iso7816::encode(command));
  if (lost || answer.empty()) return silent();
  return iso7816::decode_response(answer);
}

/// "downloads", "updates", "forgets", "restores": the sentence knows no other.
Result<Work> work_of(std::string_view what) { return meter_keys::parse_work(what.substr(0, what.size() - 1)); }

std::string state_of(meter_keys::Outcome outcome) {
  switch (outcome) {
    case meter_keys::Outcome::done: return "done";
    case meter_keys::Outcome::not_done: return "not done";
    case meter_keys::Outcome::in_doubt: break;
  }
  return "in doubt";
}

Result<Facts> work_at_meter(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(asked, world.meter(sentence.or_else("other", sentence["meter"])));
  TRY(context, world.context(sentence["who"], nullptr));
  if (const auto may = people::require(context.who, "meter_keys"); !may) return may.error();
  TRY(work, work_of(sentence["what"]));
  if (work == Work::forget)
    MUST(world.books->read([&](const books::Reader& books) { return counter::check_may_forget_keys(books, asked->number); }));
  TRY(version, sentence.has("version") ? version_asked(sentence) : Result<std::uint8_t>(std::uint8_t{1}));
  TRY(certificate, world.factory.certify_utility(world.utility_identity.public_key(), "the utility of this log"));
  const auto order = meter_keys::order_for(work, asked->number, version,
                                           {{world.factory.certificate(), certificate}}, world.random);
  auto office = key_office(world);
  dialogue::Parties all;
  meter->recorded.clear();
  all.device = [&](const iso7816::Command& command) { return on_the_line(*meter, command); };
  all.vault = [&](const seal::Request& request) {
    if (const auto* step = std::get_if<seal::MeterKeyStep>(&request)) return office.perform(*step);
    return world.vault->perform(request);
  };
  all.journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; };
  TRY(changed, dialogue::run(meter_keys::change_meter_keys(order), all));
  const bool breaks = std::exchange(meter->line, std::nullopt).has_value();
  if (changed.outcome == meter_keys::Outcome::not_done && changed.cause && !breaks) return *changed.cause;
  if (changed.after && changed.after->own_keys && !sentence.has("untold")) {
    const auto noted = decide(world, sentence["who"], "meter_keys", nullptr, [&](const books::Reader& books, const people::Context&) {
      return counter::meter_has_keys(books, asked->number, changed.after->current);
    });
    if (!noted) return noted.error();
  }
  return world.facts_of_meter(*meter).say("state", state_of(changed.outcome));
}

Result<Facts> line_will_break(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(command, parse_decimal(sentence["command"], 0));
  meter->line = LineBreak{static_cast<int>(command), sentence["when"] == "during"};
  return Facts{};
}

/// The key office hears that a tool card was lost.
Result<Facts> declare_void(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  books::KeyDevice row;
  row.serial = to_text(card->serial);
  row.kind = books::KeyDeviceKind::clear;
  row.state = books::KeyDeviceStatus::voided;
  row.state_reason = sentence["reason"];
  row.issued = world.now();
  TRY(number, world.books->read([](const books::Reader& reader) -> Result<std::int64_t> { return keys::next_void_number(reader); }));
  row.void_number = number;
  MUST(put(world, row));
  return Facts{};
}

Result<Facts> replay(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  for (const auto& command : meter->recorded) meter->meter->key_link(iso7816::encode(command));
  return world.facts_of_meter(*meter);
}

}  // namespace

std::span<const Phrase> key_phrases() {
  static constexpr Phrase phrases[] = {
      {"the utility has keys of version <version>", new_version},
      {"a key change to version <version> begins and refuses the old one after <date>", key_change},
      {"the key change is finished", finish_change},
      {"<who> <what:downloads|updates|restores|forgets> keys at meter <meter> [ version <version> ] [ meant for meter <other> ] "
       "[ <untold:untold> ]",
       work_at_meter},
      {"the line to meter <meter> will break <when:after|during> command <command>", line_will_break},
      {"card <card> is declared void because <reason>", declare_void},
      {"meter <meter> hears its last conversation again", replay},
  };
  return phrases;
}

}  // namespace kwota::field
