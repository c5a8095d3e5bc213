#include "work/office_link/counters_link.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "base/json_members.h"
#include "keys/journal/note.h"
#include "people/approval.h"

namespace kwota::office_link {
namespace {

namespace json = boost::json;
using json::object;

const books::Actor by_itself{"kwota", "key_office", ""};

std::vector<seal::KeyDescription> descriptions_at(const object& from, std::string_view name) {
  std::vector<seal::KeyDescription> out;
  for (const auto& row : objects_at(from, name)) {
    const auto purpose = seal::parse_purpose(text_at(row, "purpose"));
    const auto value = from_hex(text_at(row, "check_value"));
    seal::KeyDescription one;
    if (!purpose || !value || value->size() != one.check_value.size()) continue;
    one.key = {*purpose, static_cast<std::uint8_t>(number_at(row, "version"))};
    std::ranges::copy(*value, one.check_value.begin());
    one.test_key = flag_at(row, "test_key");
    out.push_back(one);
  }
  return out;
}

}  // namespace

std::optional<books::Partner> CountersLink::partner() const {
  const auto row = parts_.books.read([](const books::Reader& reader) -> Result<std::optional<books::Partner>> {
    return reader.find<books::Partner>(keys::counters_partner);
  });
  return row ? *row : std::nullopt;
}

Result<CountersLink::Answered> CountersLink::put_question(const std::string& address, object question) {
  asked_us_ = std::max(asked_us_ + 1, question_time(parts_.machine));  // each question is newer than the one before, whatever the clock's step
  TRY(sealed, seal_question(parts_.office, std::move(question), asked_us_));
  auto answer = parts_.post(address, sealed.envelope);
  if (!answer) return key_office::counters_away(answer.error().what);
  return Answered{std::move(sealed.text), *std::move(answer)};
}

Result<object> CountersLink::ask(object question) {
  const auto counters = partner();
  if (!counters) return key_office::counters_unknown();
  const std::lock_guard lock(mutex_);
  TRY(answered, put_question(counters->address, std::move(question)));
  return open_answer(counters->public_key, answered.question, answered.envelope);
}

Result<CountersLink::Seen> CountersLink::look(const std::string& address) {
  const std::lock_guard lock(mutex_);
  TRY(answered, put_question(address, object{{"what", "hello"}}));
  const auto outer = object_of(answered.envelope);
  const auto key = outer ? text_at(*outer, "key") : std::string{};
  TRY(hello, open_introduction(key, answered.envelope, question_time(parts_.machine)));
  return Seen{fingerprint(key), key, text_at(hello, "receiving_key"), {number_at(hello, "messages"), text_at(hello, "last")}};
}

Result<void> CountersLink::confirm_at_installation(const std::string& address, ByteView public_key) {
  if (const auto known = partner(); known && !known->receiving_key.empty()) return {};
  books::Partner counters;
  counters.name = keys::counters_partner;
  counters.address = address;
  counters.public_key = to_hex(public_key);
  counters.since = parts_.clock.now();
  counters.first = "installation";
  // Where keys are wrapped to, the counters say themselves; it is proven by the key that was installed. Later, when they are away.
  const auto seen = look(address);
  if (seen && seen->public_key == counters.public_key) {
    counters.receiving_key = seen->receiving_key;
    counters.messages_before = counters.messages = seen->last.number;
    counters.last = seen->last.digest;
  }
  const auto done = parts_.books.run(by_itself, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    people::Context context;
    context.who.name = "kwota";
    context.now = counters.since;
    auto event = keys::note(context, "counters_confirmed", "partner/counters");
    event.details = json::serialize(object{{"fingerprint", fingerprint(counters.public_key)}});
    return books::Decision<Done>{{{counters}, {event}}, Done{}};
  });
  if (!done) return done.error();
  return {};
}

Result<Done> CountersLink::confirm(const std::string& address, const std::string& wanted, const std::string& reason,
                                   std::int64_t approval, const people::Context& context) {
  MUST(people::require(context.who, "key_export"));
  TRY(seen, look(address));
  if (seen.fingerprint != wanted)
    return error(Fault::refused, "counters_not_there",
                 "Other counters answer there. Nothing was changed. Compare the fingerprint with what they show.", {{"fingerprint", seen.fingerprint}});
  const std::lock_guard lock(published_mutex_);
  auto done = parts_.books.run({context.who.name, "key_export", context.station}, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    const keys::StepRequest step{"key_export", "counters_confirmed", people::Proposal(people::Proposed::confirm_counters).text(people::Part::fingerprint, wanted), reason, approval};
    TRY(permitted, keys::permit_step(reader, step, context));
    auto row = reader.find<books::Partner>(keys::counters_partner).value_or(books::Partner{});
    row.name = keys::counters_partner;
    row.address = address;
    row.public_key = seen.public_key;
    row.receiving_key = seen.receiving_key;
    row.since = context.now;
    row.first = context.who.name;
    row.second = permitted.answer.second;
    const auto written = reader.since<books::OfficeMessage>(row.messages_before + 1);
    row.messages_before = row.messages = std::max({row.messages_before, written.empty() ? 0 : written.back().number, seen.last.number});
    row.last = seen.last.digest;
    books::Decision<Done> decision{std::move(permitted.changes), Done{}};
    decision.changes.put.emplace_back(row);
    return decision;
  });
  if (done) published_.reset();
  return done;
}

Result<Bytes> CountersLink::receiving_key() {
  auto counters = partner();
  if (!counters) return key_office::counters_unknown();
  if (!counters->receiving_key.empty()) return from_hex(counters->receiving_key);
  TRY(seen, look(counters->address));
  if (seen.public_key != counters->public_key) return key_office::counters_unknown();
  counters->receiving_key = seen.receiving_key;
  MUST(parts_.books.run(by_itself, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{*counters}, {}}, Done{}};
  }));
  return from_hex(seen.receiving_key);
}

Result<CountersLink::Published*> CountersLink::published() {
  if (published_) return &*published_;
  const auto counters = partner();
  if (!counters) return key_office::counters_unknown();
  TRY(all, parts_.books.read([&](const books::Reader& reader) -> Result<std::vector<books::OfficeMessage>> {
    return reader.since<books::OfficeMessage>(counters->messages_before + 1);
  }));
  Published published{{}, {counters->messages_before, counters->last}};
  for (const auto& message : all) {
    keys::add_reported(published.reported, message);
    published.newest = {message.number, message.digest};
  }
  published_ = std::move(published);
  return &*published_;
}

/// Signed before it is in the books: what stands there can go.
Result<void> CountersLink::write(const std::string& body) {
  TRY(published, this->published());
  auto message = keys::next_message(published->newest, body, parts_.clock.now());
  TRY(signature, parts_.office.sign_root(keys::message_digest(message)));
  message.signature = to_hex(signature);
  const auto done = parts_.books.run(by_itself, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{message}, {}}, Done{}};
  });
  if (!done) return done.error();
  keys::add_reported(published->reported, message);
  published->newest = {message.number, message.digest};
  return {};
}

Result<void> CountersLink::send_waiting() {
  auto counters = partner();
  if (!counters) return {};
  TRY(waiting, parts_.books.read([&](const books::Reader& reader) -> Result<std::vector<books::OfficeMessage>> {
    return reader.since<books::OfficeMessage>(counters->messages + 1);
  }));
  for (const auto& message : waiting) {
    TRY(answer, ask(object{{"what", "message"},
                           {"number", message.number},
                           {"at", message.time.ms()},
                           {"previous", message.previous},
                           {"body", message.body},
                           {"signature", message.signature},
                           {"digest", message.digest}}));
    counters->messages = std::max(number_at(answer, "messages"), message.number);
    counters->last = message.digest;
    const auto* failed = object_at(answer, "not_done");
    MUST(parts_.books.run(by_itself, [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
      auto row = reader.find<books::Partner>(keys::counters_partner).value_or(*counters);
      row.messages = counters->messages;
      row.last = counters->last;
      books::Decision<Done> decision{{{row}, {}}, Done{}};
      if (failed == nullptr || failed->empty()) return decision;
      people::Context context;
      context.who.name = "kwota";
      context.now = parts_.clock.now();
      auto event = keys::note(context, "counters_not_done", fmt::format("message/{}", message.number));
      event.details = json::serialize(*failed);
      decision.changes.append.emplace_back(event);
      return decision;
    }));
  }
  return {};
}

std::string CountersLink::trouble() const {
  const std::lock_guard lock(trouble_mutex_);
  return trouble_;
}

Result<void> CountersLink::publish() {
  auto done = publish_news();
  const std::lock_guard lock(trouble_mutex_);
  trouble_ = done ? "" : done.error().code;
  return done;
}

Result<void> CountersLink::publish_news() {
  const std::lock_guard lock(published_mutex_);
  if (!partner()) return {};
  TRY(published, this->published());
  for (;;) {
    TRY(news, parts_.books.read([&](const books::Reader& reader) -> Result<json::array> { return keys::news_for_counters(reader, published->reported); }));
    if (news.empty()) break;
    MUST(write(keys::message_body(news, {})));
  }
  return send_waiting();
}

Result<void> CountersLink::deliver(const keys::Delivery& delivery, const std::vector<books::KeyVersion>& rows) {
  const std::lock_guard lock(published_mutex_);
  json::array again;
  for (const auto& row : rows) again.push_back(keys::version_row(row));
  return write(keys::message_body(again, delivery));
}

Result<void> CountersLink::meter_has_keys(MeterNumber meter, std::uint8_t version) {
  const std::lock_guard lock(published_mutex_);
  MUST(write(keys::message_body({keys::meter_has_keys(meter, version)}, {})));
  return send_waiting();
}

std::int64_t CountersLink::waiting() const {
  const auto counters = partner();
  const auto last = parts_.books.read([&](const books::Reader& reader) -> Result<std::int64_t> {
    const auto all = reader.since<books::OfficeMessage>(counters ? counters->messages + 1 : 1);
    return static_cast<std::int64_t>(all.size());
  });
  return last ? *last : 0;
}

Result<key_office::Counters::Report> CountersLink::report() {
  TRY(answer, ask(object{{"what", "report"}}));
  return Report{.name = text_at(answer, "name"),
                .health = text_at(answer, "health"),
                .sample_keys = flag_at(answer, "sample_keys"),
                .cards = number_at(answer, "cards"),
                .county = static_cast<std::uint32_t>(number_at(answer, "county")),
                .keys = descriptions_at(answer, "keys"),
                .pending = descriptions_at(answer, "pending"),
                .messages = number_at(answer, "messages")};
}

namespace {

Result<keys::KeyHolders> holders_at(const object& row) {
  const auto kind = parse_word<keys::KeyHolders>(text_at(row, "kind"));
  if (!kind) return key_office::counters_away("a strange answer");
  return *kind;
}

}  // namespace

Result<key_office::Counters::CampaignReport> CountersLink::campaign(std::int64_t number) {
  TRY(answer, ask(object{{"what", "campaign"}, {"number", number}}));
  CampaignReport report;
  for (const auto& row : objects_at(answer, "progress")) {
    TRY(kind, holders_at(row));
    report.progress.push_back({kind, number_at(row, "done"), number_at(row, "total")});
  }
  for (const auto& row : objects_at(answer, "missing")) {
    TRY(kind, holders_at(row));
    report.missing.push_back({kind, text_at(row, "what"), text_at(row, "where"), number_at(row, "version")});
  }
  return report;
}

Result<iso7816::Response> CountersLink::ask_card(const CardSerial& card, const iso7816::Command& command) {
  TRY(answer, ask(object{{"what", "ask_card"}, {"card", to_text(card)}, {"command", to_hex(iso7816::encode(command))}}));
  TRY(bytes, from_hex(text_at(answer, "answer")));
  return iso7816::decode_response(bytes);
}

Result<Bytes> CountersLink::prove(const seal::Authenticate& request) {
  TRY(answer, ask(object{{"what", "prove"},
                         {"purpose", seal::name_of(request.key.purpose)},
                         {"version", request.key.version},
                         {"serial", to_hex(request.serial.bytes)},
                         {"challenge", to_hex(request.challenge)}}));
  return from_hex(text_at(answer, "answer"));
}

}  // namespace kwota::office_link
