#include "carry/handheld/visit.h"

#include <algorithm>

#include "base/ids_text.h"
#include "carry/remote_vending/asking.h"

namespace kwota::handheld {
namespace {

using dialogue::attempt;
using dialogue::ok;
using dlt645::Frame;
using seal::infrared::Block;
using seal::infrared::Duty;
namespace function = dlt645::function;
namespace security = dlt645::security;

constexpr std::string_view keep_note = "keep";

Frame question(const Visit& visit, dlt645::Address address, dlt645::Identifier item, const Block& block) {
  return {address, {function::security}, dlt645::security_request(item, visit.by, Bytes(block.rbegin(), block.rend()))};
}

Error not_proven(std::string_view code, std::string_view what, MeterNumber meter) {
  return error(Fault::forged, std::string(code), std::string(what), {{"meter", to_text(meter)}}).trying(Again::with_other_keys);
}

std::size_t record_size(Kind kind) {
  for (std::size_t size = 1; size <= pump::UsageRecord::size; ++size)
    if (fits(kind, size)) return size;
  return 0;
}

dialogue::JournalNote note_of(Kind kind, ByteView records) {
  return dialogue::JournalNote{std::string(keep_note), {{"kind", std::string(word_of(kind))}, {"records", to_hex(records)}}};
}

}  // namespace

Bytes low_first(std::uint32_t value, std::size_t bytes) {
  Bytes out(bytes);
  put_bcd(out, value);
  std::ranges::reverse(out);
  return out;
}

Dialogue<Session> prove(Visit visit) {
  const Frame greets = question(visit, visit.address, security::greet_infrared, visit.random1);
  const auto answer = co_await dlt645::ask_again(greets);
  const auto greeting = dlt645::decode_greeting(dlt645::body_of(answer));
  if (!greeting)
    co_return error(Fault::wire, "bad_frame", "What came back is no greeting of a meter; ask it again.",
                    {{"reason", "greeting"}});
  Session session{.address = answer.address,
                  .meter = greeting->meter,
                  .by = visit.by,
                  .random2 = greeting->random2,
                  .encipher = visit.keys(greeting->meter)};
  const auto expected = co_await ok(session.encipher(Duty::meter, visit.random1));
  if (expected != greeting->cipher)
    co_return not_proven("meter_not_proven",
                         "This meter could not prove itself: it is another utility's, or its keys are newer than this "
                         "handheld's. Nothing was told to it.",
                         greeting->meter);
  const auto proof = co_await ok(session.encipher(Duty::handheld, greeting->random2));
  const Frame opens = question(visit, session.address, security::open_infrared, proof);
  // A proof is good once: whoever lost the answer proves himself anew.
  const auto opened = co_await dlt645::ask(opens);
  if (opened.control.error())
    co_return not_proven(
        "handheld_not_believed",
        "The meter did not believe this handheld: its keys are not this meter's. Have the office renew them; nothing was read.",
        greeting->meter);
  co_return session;
}

Result<Session> proved(FunctionRef<Result<Session>()> once) {
  constexpr int proofs_max = 3;
  auto session = once();
  for (int tries = 1; tries < proofs_max && !session.ok() && session.error().fault == Fault::wire; ++tries) session = once();
  return session;
}

Dialogue<Bytes> read(dlt645::Address address, std::uint32_t identifier, Bytes after) {
  Bytes data = dlt645::wire({dlt645::Edition::y2007, identifier});
  append(data, after);
  const Frame asked = dlt645::request(address, function::read, std::move(data));
  const auto answer = co_await dlt645::ask_again(asked);
  co_return dlt645::body_of(answer);
}

Dialogue<Done> write(Session session, std::uint32_t identifier, Bytes data) {
  Bytes all = dlt645::wire({dlt645::Edition::y2007, identifier});
  append(all, Bytes{dlt645::permission::sealed, 0, 0, 0});
  append(all, session.by);
  append(all, data);
  const auto code = co_await ok(seal::infrared::write_code(session.encipher, session.random2, all));
  append(all, code);
  const Frame order = dlt645::request(session.address, function::write, std::move(all));
  co_await dlt645::ask_again(order);
  co_return Done{};
}

Dialogue<Done> keep(Kind kind, Bytes records) {
  const auto note = note_of(kind, records);
  co_await dialogue::to_journal(note);
  co_return Done{};
}

/// Whatever is kept was decoded before, or made here: it has the length of its kind.
std::vector<Entry> entries_of(const dialogue::JournalNote& note, Instant at) {
  const Kind kind = *parse_word<Kind>(note.details.find("kind")->second);
  const Bytes bytes = *from_hex(note.details.find("records")->second);
  const std::size_t size = kind == Kind::black_list_delivered ? bytes.size() : record_size(kind);
  std::vector<Entry> entries;
  for (std::size_t from = 0; from < bytes.size(); from += size) entries.push_back({kind, at, to_bytes(ByteView{bytes}.subspan(from, size))});
  return entries;
}

}  // namespace kwota::handheld
