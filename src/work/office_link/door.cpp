#include "work/office_link/door.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "base/json_members.h"
#include "keys/journal/note.h"
#include "keys/messages/message.h"
#include "people/approval.h"
#include "people/station.h"
#include "seal/vault/vault_rules.h"
#include "seal/vaults/vaults.h"

namespace kwota::office_link {
namespace {

/// What the office asks; each but the first is heard of the confirmed office alone.
enum class Asks : std::uint8_t { hello, message, report, campaign, know_meter, open_meter, ask_meter, close_meter, factories, ask_card, prove, nothing };
constexpr auto words_of(Asks) {
  return std::array<std::string_view, 12>{"hello", "message", "report", "campaign", "know_meter", "open_meter", "ask_meter", "close_meter", "factories", "ask_card", "prove", ""};
}

namespace json = boost::json;
using json::object;

json::array descriptions(const std::vector<seal::KeyDescription>& keys) {
  json::array rows;
  for (const auto& one : keys)
    rows.push_back(object{{"purpose", seal::name_of(one.key.purpose)},
                          {"version", one.key.version},
                          {"check_value", keys::text_of(one.check_value)},
                          {"test_key", one.test_key}});
  return rows;
}

/// What a row of the message asks of the vault: nothing, a key in use, or a key destroyed.
Result<void> do_in_token(seal::KeyStore& token, const books::KeyVersion& row) {
  TRY(purpose, seal::parse_purpose(row.purpose));
  const seal::KeyRef key{purpose, static_cast<std::uint8_t>(row.version)};
  if (row.state == books::KeyStatus::destroyed) {
    auto gone = token.destroy(key);
    if (!gone && cause_of(gone.error()) != Cause::key_missing) return std::move(gone).error();
    return {};
  }
  if (row.state == books::KeyStatus::pending) return {};
  TRY(bytes, from_hex(row.check_value));
  seal::KeyCheckValue expected{};
  if (bytes.size() != expected.size()) return error(Fault::forged, "message_unreadable", "A check value has 3 bytes.");
  std::ranges::copy(bytes, expected.begin());
  return token.activate(key, expected);
}

people::Context office_context(Instant now) {
  people::Context context;
  context.who.name = std::string(keys::office_partner);
  context.now = now;
  return context;
}

const books::Actor by_office{std::string(keys::office_partner), "key_office", ""};

}  // namespace

std::optional<books::Partner> OfficeDoor::office() const {
  const auto row = parts_.books.read([](const books::Reader& reader) -> Result<std::optional<books::Partner>> {
    return reader.find<books::Partner>(keys::office_partner);
  });
  return row ? *row : std::nullopt;
}

std::vector<std::string> OfficeDoor::strangers() const {
  const std::lock_guard lock(mutex_);
  return strangers_.all();
}

Result<void> OfficeDoor::may_knock(const std::string& from) {
  const std::lock_guard lock(mutex_);
  const auto now = parts_.machine.now();
  MUST(knocks_.may_try(from, now));
  knocks_.count(from, now);
  return {};
}

/// Only the confirmed office is heard; each question is newer than the one before.
std::optional<NotHeard> OfficeDoor::admit(const Question& question, const std::string& from) {
  const auto known = office();
  const bool is_known = known && known->public_key == question.key;
  const std::lock_guard lock(mutex_);
  const auto now = question_time(parts_.machine);
  const auto limit = question_lasts.ms() * 1000;
  if (question.time_us < now - limit || question.time_us > now + limit || (is_known && question.time_us <= newest_us_)) return NotHeard::question_old;
  if (!is_known) {
    strangers_.knocked(question.key, from, now);
    return NotHeard::key_office_unknown;
  }
  newest_us_ = question.time_us;
  knocks_.forgive(from);
  return std::nullopt;
}

Result<std::string> OfficeDoor::answer(std::string_view envelope, const std::string& from) {
  TRY(question, open_question(envelope));
  const auto why = admit(question, from);
  // Who these counters are, they tell anybody: a stranger's people must be able to compare them.
  if (why != NotHeard::question_old && text_at(question.content, "what") == word_of(Asks::hello)) return hello();
  if (why) return refuse_unsigned(*why, fingerprint(question.key));
  const auto done = do_it(question);
  return seal_answer(parts_.vault, question, done ? *done : as_answer(done.error()));
}

Result<object> OfficeDoor::do_it(const Question& question) {
  const auto& content = question.content;
  const auto what = text_at(content, "what");
  switch (parse_word<Asks>(what).value_or(Asks::nothing)) {
    case Asks::hello: break;  // answer() has said it
    case Asks::message: return take(content);
    case Asks::report: return report();
    case Asks::campaign: return campaign(content);
    case Asks::know_meter: return know_meter(content);
    case Asks::open_meter: return open_meter(content);
    case Asks::ask_meter: return ask_meter(content);
    case Asks::close_meter: return close_meter(content);
    case Asks::factories: return factories(content);
    case Asks::ask_card: return ask_card(content);
    case Asks::prove: return prove(content);
    case Asks::nothing: break;
  }
  return error(Fault::request, "unknown_question", "These counters do not know that question. Nothing was done.", {{"what", what}});
}

Result<std::string> OfficeDoor::hello() {
  return introduction_.said(parts_.vault, [this] { return who_we_are(); }, question_time(parts_.machine));
}

Result<object> OfficeDoor::who_we_are() {
  TRY(key, parts_.vault.root_public_key());
  TRY(receiving, parts_.token.receiving_key());
  const auto known = office();
  return object{{"public_key", to_hex(key)},
                {"receiving_key", to_hex(receiving)},
                {"office", known ? fingerprint(known->public_key) : ""},
                {"messages", known ? known->messages : 0},
                {"last", known ? known->last : ""}};
}

/// What the vault could not do, by key. A delivery that was opened before is opened again: it changes nothing then.
std::map<std::string, std::string> OfficeDoor::follow(const keys::MessageContent& content) {
  std::map<std::string, std::string> not_done;
  if (content.delivery) {
    auto opened = parts_.token.accept_delivery(content.delivery->transport);
    for (const auto& bytes : content.delivery->blocks) {
      const seal::KeyBlock block{bytes};
      const auto header = seal::read_key_block(block);
      auto taken = opened ? parts_.token.take(block) : Result<seal::KeyDescription>(opened.error());
      if (taken || cause_of(taken.error()) == Cause::key_exists) continue;
      not_done[header ? fmt::format("{}/{}", seal::name_of(header->key.purpose), header->key.version) : "block"] = taken.error().code;
    }
  }
  for (const auto& row : content.versions)
    if (auto done = do_in_token(parts_.token, row); !done) not_done[fmt::format("{}/{}", row.purpose, row.version)] = done.error().code;
  return not_done;
}

/// The very message, not one of its number: the office's books may have been put back.
Result<bool> OfficeDoor::taken_before(const books::OfficeMessage& message) const {
  return parts_.books.read([&](const books::Reader& reader) -> Result<bool> {
    const auto from = reader.since<books::OfficeMessage>(message.number);
    return !from.empty() && from.front().number == message.number && from.front().digest == message.digest;
  });
}

Result<object> OfficeDoor::take(const object& question) {
  const std::lock_guard alone(working_);
  books::OfficeMessage message;
  message.number = number_at(question, "number");
  message.time = Instant::from_ms(number_at(question, "at"));
  message.previous = text_at(question, "previous");
  message.body = text_at(question, "body");
  message.signature = text_at(question, "signature");
  message.digest = text_at(question, "digest");
  const auto known = office();
  if (!known) return key_office::counters_unknown();
  TRY(same, taken_before(message));
  if (same) return object{{"messages", known->messages}, {"not_done", object{}}};
  MUST(keys::check_message(*known, message, [&](const seal::Digest& digest, ByteView signature) {
    return seal::signed_by(known->public_key, digest, signature);
  }));
  TRY(content, keys::read_message(message.body));
  MUST(parts_.books.read([&](const books::Reader& reader) { return keys::check_county(reader, content); }));
  std::map<std::string, std::string> not_done;
  const auto work = [&] { not_done = follow(content); };
  parts_.between_cards ? parts_.between_cards(work) : work();
  MUST(parts_.books.run(by_office, [&](const books::Reader& reader) {
    return keys::take_message(reader, message, content, not_done, parts_.clock.now());
  }));
  introduction_.outdated();
  if (parts_.published) parts_.published();
  object failed;
  for (const auto& [key, code] : not_done) failed[key] = code;
  return object{{"messages", message.number}, {"not_done", std::move(failed)}};
}

Result<object> OfficeDoor::report() {
  TRY(keys, parts_.token.vault().keys());
  TRY(pending, parts_.token.pending());
  const auto health = parts_.vault.health();
  const auto sample = seal::seals_with_sample_keys(parts_.vault);
  TRY(cards, parts_.books.read([](const books::Reader& reader) -> Result<std::int64_t> {
    std::int64_t in_use = 0;
    if (books::nature_of(reader) == books::Nature::sample) return in_use;  // nothing was sold with those
    for (const auto& held : reader.cards_by_key_version()) in_use += held.count;
    return in_use;
  }));
  TRY(utility, parts_.books.read([](const books::Reader& reader) -> Result<std::optional<books::Utility>> { return reader.only<books::Utility>(); }));
  const auto known = office();
  return object{{"name", parts_.vault.name()},
                {"health", health ? "ok" : health.error().code},
                {"sample_keys", sample && *sample},
                {"cards", cards},
                {"keys", descriptions(keys)},
                {"pending", descriptions(pending)},
                {"county", utility ? utility->county : 0},
                {"messages", known ? known->messages : 0}};
}

Result<object> OfficeDoor::campaign(const object& question) {
  const auto number = number_at(question, "number");
  TRY(row, parts_.books.read([&](const books::Reader& reader) -> Result<books::Campaign> {
    if (const auto found = reader.find<books::Campaign>(number)) return *found;
    return error(Fault::request, "unknown_campaign", "There is no such key change.", {{"campaign", fmt::format("{}", number)}});
  }));
  json::array progress, missing;
  MUST(parts_.books.read([&](const books::Reader& reader) -> Result<Done> {
    for (const auto& one : keys::progress_of(reader, row))
      progress.push_back(object{{"kind", word_of(one.kind)}, {"done", one.done}, {"total", one.total}});
    return Done{};
  }));
  TRY(left, parts_.books.query([&](store::Moment& connection) { return key_office::missing_of(connection, row); }));
  // Whose card it is stays here: the office needs the card.
  for (const auto& one : left)
    missing.push_back(object{{"kind", word_of(one.kind)}, {"what", one.what}, {"where", one.kind == keys::KeyHolders::cards ? "" : one.where}, {"version", one.version}});
  return object{{"progress", std::move(progress)}, {"missing", std::move(missing)}};
}

namespace {

object known_of(const books::Meter& meter) {
  return object{{"model", meter.model}, {"key_version", static_cast<std::int64_t>(meter.key_version)}};
}

}  // namespace

Result<books::Meter> OfficeDoor::meter_of(const object& question) const {
  TRY(number, parse_meter_number(text_at(question, "meter")));
  TRY(row, parts_.books.read([&](const books::Reader& reader) -> Result<std::optional<books::Meter>> { return reader.find<books::Meter>(number); }));
  if (!row) return error(Fault::request, "unknown_meter", "There is no such meter.", {{"meter", to_text(number)}});
  return *std::move(row);
}

/// Of one whose line is in the office's own hand.
Result<object> OfficeDoor::know_meter(const object& question) {
  TRY(row, meter_of(question));
  return known_of(row);
}

Result<object> OfficeDoor::open_meter(const object& question) {
  TRY(row, meter_of(question));
  const auto number = row.number;
  if (parts_.meters == nullptr) return key_office::no_line_to(number);
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(held_, [&](const auto& one) { return one.second.until_us < question_time(parts_.machine) || one.first == to_text(number); });
    if (held_.size() >= relayed_meters_max)
      return error(Fault::refused, "too_many_meters", "The office holds the lines of other meters: nothing was done. Try again in a while.");
  }
  TRY(module, parts_.meters->open(number));
  const std::lock_guard lock(mutex_);
  held_[to_text(number)] = {std::move(module), question_time(parts_.machine) + relay_rests_seconds * 1'000'000LL};
  return known_of(row);
}

Result<object> OfficeDoor::ask_meter(const object& question) {
  const auto meter = text_at(question, "meter");
  TRY(command, from_hex(text_at(question, "command")));
  key_office::ToModule module;
  {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(meter);
    if (found == held_.end() || found->second.until_us < question_time(parts_.machine))
      return error(Fault::wire, "meter_not_reached", "The meter's line was given back meanwhile. Begin again.", {{"meter", meter}});
    found->second.until_us = question_time(parts_.machine) + relay_rests_seconds * 1'000'000LL;
    module = found->second.module;
  }
  TRY(answer, module(command));
  return object{{"answer", to_hex(answer)}};
}

Result<object> OfficeDoor::close_meter(const object& question) {
  const std::lock_guard lock(mutex_);
  held_.erase(text_at(question, "meter"));
  return object{};
}

Result<object> OfficeDoor::factories(const object& question) {
  json::array rows;
  if (parts_.meters == nullptr) return object{{"factories", rows}};
  TRY(key, from_hex(text_at(question, "utility_key")));
  TRY(all, parts_.meters->factories(key, text_at(question, "utility")));
  for (const auto& one : all) rows.push_back(object{{"certificate", to_hex(one.certificate)}, {"utility", to_hex(one.utility_certificate)}});
  return object{{"factories", std::move(rows)}};
}

Result<object> OfficeDoor::ask_card(const object& question) {
  TRY(serial, parse_card_serial(text_at(question, "card")));
  TRY(bytes, from_hex(text_at(question, "command")));
  TRY(command, iso7816::decode_command(bytes));
  TRY(answer, parts_.card(serial, command));
  if (parts_.published) parts_.published();  // it may have been given more
  return object{{"answer", to_hex(iso7816::encode(answer))}};
}

/// Of two keys alone: a meter's identity – with it the office opens a meter of the version before –, and the master of a card that
/// the office has just made the county's.
Result<object> OfficeDoor::prove(const object& question) {
  TRY(purpose, seal::parse_purpose(text_at(question, "purpose")));
  if (purpose != seal::Purpose::meter_identity && purpose != seal::Purpose::card_master)
    return seal::vault_refused("the counters prove a meter's identity and a card's master, and nothing else");
  seal::Authenticate request;
  request.key = {purpose, static_cast<std::uint8_t>(number_at(question, "version"))};
  TRY(serial, from_hex(text_at(question, "serial")));
  TRY(challenge, from_hex(text_at(question, "challenge")));
  if (serial.size() != request.serial.bytes.size() || challenge.size() != request.challenge.size())
    return error(Fault::request, "bad_hex", "Serial and challenge have 8 bytes.");
  std::ranges::copy(serial, request.serial.bytes.begin());
  std::ranges::copy(challenge, request.challenge.begin());
  TRY(answer, parts_.vault.perform(request));
  return object{{"answer", to_hex(answer)}};
}

Result<void> OfficeDoor::confirm_at_installation(ByteView public_key) {
  const auto now = parts_.clock.now();
  const auto done = parts_.books.run(by_office, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    if (reader.find<books::Partner>(keys::office_partner)) return decision;
    books::Partner office;
    office.name = keys::office_partner;
    office.public_key = to_hex(public_key);
    office.since = now;
    office.first = "installation";
    auto event = keys::note(office_context(now), "key_office_confirmed", "partner/office");
    event.details = json::serialize(object{{"fingerprint", fingerprint(office.public_key)}});
    decision.changes = {{office}, {event}};
    return decision;
  });
  if (!done) return done.error();
  introduction_.outdated();
  return {};
}

Result<Done> OfficeDoor::confirm(const std::string& wanted, const std::string& reason, std::int64_t approval,
                                 const people::Context& context) {
  std::string key;
  {
    const std::lock_guard lock(mutex_);
    strangers_.look_for(wanted);
    key = strangers_.key_of(wanted);
  }
  auto done = parts_.books.run({context.who.name, "key_office", context.station}, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    // Every station's cards and meters hang on it: two managers of one of them would put another office in its place.
    MUST(people::require_for_whole_utility(context.who, "key_office"));
    if (key.empty())
      return error(Fault::refused, "key_office_not_there",
                   "No key office with this fingerprint has asked for these counters. Nothing was changed. Start it, and compare what it "
                   "shows.",
                   {{"fingerprint", wanted}});
    if (reason.empty()) return error(Fault::request, "reason_missing", "Say why; the journal of the keys keeps it.");
    TRY(agreed, people::second_person(reader, {"key_office", people::Proposal(people::Proposed::confirm_key_office).text(people::Part::fingerprint, wanted), {}, Money{}, approval}, context));
    auto office = reader.find<books::Partner>(keys::office_partner).value_or(books::Partner{});
    office.name = keys::office_partner;
    office.public_key = key;
    office.since = context.now;
    office.first = context.who.name;
    office.second = agreed ? agreed->decided_by : "";
    auto event = keys::note(context, "key_office_confirmed", "partner/office");
    event.second = office.second;
    event.reason = reason;
    event.details = json::serialize(object{{"fingerprint", wanted}});
    books::Decision<Done> decision{{{office}, {event}}, Done{}};
    if (agreed) decision.changes.put.emplace_back(*agreed);
    return decision;
  });
  if (!done) return done;
  introduction_.outdated();
  const std::lock_guard lock(mutex_);
  strangers_.forget(key);
  return done;
}

}  // namespace kwota::office_link
