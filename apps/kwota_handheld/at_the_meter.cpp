#include "kwota_handheld/at_the_meter.h"

#include <algorithm>
#include <iterator>
#include <sstream>

#include "base/ascii.h"
#include "base/ids_text.h"
#include "carry/handheld/usual_visit.h"
#include "carry/wire/pcsc_readers.h"
#include "kwota_handheld/entry_text.h"
#include "kwota_handheld/query.h"
#include "meter/esam/key_set.h"

namespace kwota::app {
namespace {

using handheld::Entry;
using handheld::Kind;
using handheld::Known;
using handheld::Reading;
using handheld::Session;
using Given = std::vector<std::string>;

/// More than the standard's 500 ms: a busy machine's pause is not the end of a frame, and reading it again costs seconds.
constexpr Duration gap_within_a_frame = Duration::ms(1500);

/// Infrared light is 1200 baud where nothing else is said.
std::string port_of(const HandheldSetup& setup) {
  const bool plain = setup.port.starts_with("serial://") && setup.port.find('?') == std::string::npos;
  return plain ? setup.port + "?baud=" + std::to_string(setup.baud) : setup.port;
}

/// What is to be done in a session, by what is known.
template <class Make>
auto in_session(AtTheMeter& at, Make make) -> decltype(at.run(make(std::declval<Session>(), Known{}))) {
  TRY(session, at.session());
  TRY(known, at.store().known(session.meter));
  return at.run(make(session, known));
}

WorkDone done(std::string key, const Session& session, Details details) {
  details["meter"] = to_text(session.meter);
  return {std::move(key), std::move(details)};
}

Result<WorkDone> read_list(AtTheMeter& at, const std::string& key, handheld::Dialogue<Reading> (*list)(Session, Known)) {
  TRY(reading, in_session(at, list));
  TRY(session, at.session());
  return done(key, session, {{"kept", std::to_string(reading.kept)}, {"missed", std::to_string(reading.missed)}});
}

/// With all that is kept of the kind, what was read before too: who reads the months wants to see the months.
Result<WorkDone> read_and_show(AtTheMeter& at, const std::string& key, Kind kind, handheld::Dialogue<Reading> (*list)(Session, Known)) {
  TRY(done, read_list(at, key, list));
  TRY(session, at.session());
  TRY(entries, at.store().entries(session.meter));
  for (Entry& entry : entries)
    if (entry.kind == kind) done.shown.push_back(std::move(entry));
  return std::move(done);
}

Result<WorkDone> told(AtTheMeter& at, const std::string& key, std::size_t count) {
  TRY(session, at.session());
  return done(key, session, {{"count", std::to_string(count)}});
}

Result<WorkDone> look(AtTheMeter& at, const Given&) {
  TRY(address, at.address());
  TRY(head, at.run(handheld::look(address)));
  const std::array<std::uint8_t, 6> number = head.address;
  return WorkDone{"look", {{"meter", to_hex(number)}}, {entry_of(head, at.moment())}};
}
Result<WorkDone> read_usage(AtTheMeter& at, const Given&) {
  MUST(in_session(at, handheld::read_head));
  return read_list(at, "usage", handheld::read_usage);
}
Result<WorkDone> read_states(AtTheMeter& at, const Given&) {
  TRY(head, in_session(at, handheld::read_head));
  TRY(session, at.session());
  auto states = done("states", session, {});
  states.shown.push_back(entry_of(head, at.moment()));
  return states;
}
Result<WorkDone> read_hung(AtTheMeter& at, const Given&) { return read_and_show(at, "hung", Kind::hung, handheld::read_hung); }
Result<WorkDone> read_months(AtTheMeter& at, const Given&) { return read_and_show(at, "months", Kind::month, handheld::read_months); }
Result<WorkDone> read_parameters(AtTheMeter& at, const Given&) { return read_and_show(at, "parameters", Kind::parameter, handheld::read_parameters); }
Result<WorkDone> read_faults(AtTheMeter& at, const Given&) { return read_and_show(at, "faults", Kind::fault, handheld::read_faults); }
/// Of this meter, what the store has and what the pump has beside it: what was handed over and cleared is in the pump still.
template <class Wanted>
Result<std::vector<Entry>> stored(AtTheMeter& at, const Session& session, Wanted wanted) {
  TRY(entries, at.store().entries(session.meter));
  std::erase_if(entries, [&](const Entry& entry) { return !wanted(entry); });
  return entries;
}
void add_told(std::vector<Entry>& shown, const Bytes& record, Instant now) {
  const bool is_there = std::ranges::any_of(shown, [&](const Entry& entry) { return entry.kind == Kind::usage && entry.bytes == record; });
  if (!is_there) shown.push_back({Kind::usage, now, record});
}
Result<WorkDone> shown_of(const Session& session, const std::string& asked, std::vector<Entry> shown) {
  auto found = done(shown.empty() ? "none_found" : "found", session, {{"asked", asked}, {"count", std::to_string(shown.size())}});
  found.shown = std::move(shown);
  return found;
}

Result<WorkDone> read_one_record(AtTheMeter& at, const Given& given) {
  const std::string& asked = given[0];
  TRY(number, watering_number(asked));
  TRY(session, at.session());
  TRY(shown, stored(at, session, [&](const Entry& entry) { return is_numbered(entry, number); }));
  if (std::ranges::find(shown, Kind::usage, &Entry::kind) == shown.end()) {
    TRY(record, at.run(handheld::read_record(session, number)));
    if (record) add_told(shown, *record, at.moment());
  }
  return shown_of(session, asked, std::move(shown));
}
Result<WorkDone> read_one_day(AtTheMeter& at, const Given& given) {
  TRY(day, parse_date(given[0]));
  TRY(session, at.session());
  TRY(shown, stored(at, session, [&](const Entry& entry) { return began_on(entry, day); }));
  TRY(records, at.run(handheld::read_day(session, day)));
  for (const Bytes& record : records) add_told(shown, record, at.moment());
  return shown_of(session, given[0], std::move(shown));
}
Result<WorkDone> read_all(AtTheMeter& at, const Given& given) {
  TRY(usage, read_usage(at, given));
  std::size_t kept = std::stoul(usage.details.at("kept"));
  for (auto* list : {read_hung, read_months, read_parameters, read_faults}) {
    TRY(more, list(at, given));
    kept += std::stoul(more.details.at("kept"));
  }
  usage.key = "all";
  usage.details["kept"] = std::to_string(kept);
  return usage;
}

Result<WorkDone> acknowledge(AtTheMeter& at, const Given&) {
  TRY(count, in_session(at, handheld::acknowledge));
  return told(at, "acknowledged", count);
}

Result<handheld::Orders> orders_of(AtTheMeter& at) {
  TRY(orders, at.store().orders());
  if (orders) return *orders;
  return error(Fault::request, "no_orders", "The office has given this handheld no orders: take them in with --orders.");
}

Result<WorkDone> bring_list(AtTheMeter& at, const Given&) {
  TRY(orders, orders_of(at));
  TRY(count, in_session(at, [&](Session session, Known known) {
        return handheld::bring_black_list(session, known, orders.edition, handheld::listed_at(orders, session.meter));
      }));
  return told(at, "list", count);
}
Result<WorkDone> bring_released(AtTheMeter& at, const Given&) {
  TRY(orders, orders_of(at));
  TRY(count,
      in_session(at, [&](Session session, Known known) { return handheld::bring_released(session, known, orders.released); }));
  return told(at, "released", count);
}

Result<WorkDone> bring_hung(AtTheMeter& at, const Given&) {
  TRY(session, at.session());
  TRY(records, at.store().hung_elsewhere(session.meter));
  TRY(count, in_session(at, [&](Session open, Known known) { return handheld::bring_hung(open, known, records); }));
  return told(at, "brought", count);
}

Result<WorkDone> set_clock(AtTheMeter& at, const Given& given) {
  const bool confirmed = given == Given{"confirm", "confirm"};
  if (!given.empty() && !confirmed)
    return error(Fault::request, "confirm_twice", "A clock that is far off is set with: set clock confirm confirm.");
  TRY(setting, in_session(at, [&](Session session, Known) {
        return handheld::set_clock(
            session, [&at] { return at.now(); }, confirmed);
      }));
  TRY(session, at.session());
  const std::string ahead = setting.ahead_s ? std::to_string(*setting.ahead_s) : "-";
  return done(setting.written ? "clock" : "clock_right", session, {{"seconds", ahead}});
}

Result<WorkDone> set_settlement(AtTheMeter& at, const Given& given) {
  const auto number = [](const std::string& text) -> unsigned {
    return text.size() <= 2 && is_digits(text) ? static_cast<unsigned>(std::stoul(text)) : 99;
  };
  const unsigned day = number(given[0]), hour = given.size() > 1 ? number(given[1]) : 0;
  TRY(written, in_session(at, [&](Session session, Known) { return handheld::set_settlement(session, day, hour); }));
  TRY(session, at.session());
  return done(written ? "settlement" : "settlement_right", session,
              {{"day", std::to_string(day)}, {"hour", std::to_string(hour)}});
}

Result<WorkDone> lock_out(AtTheMeter& at, bool locked) {
  TRY(changed, in_session(at, [locked](Session session, Known) { return handheld::lock_out(session, locked); }));
  TRY(session, at.session());
  const std::string said = locked ? "locked_out" : "let_in";
  return done(changed ? said : said + "_already", session, {});
}
Result<WorkDone> stop_pump(AtTheMeter& at, const Given&) { return lock_out(at, true); }
Result<WorkDone> permit_pump(AtTheMeter& at, const Given&) { return lock_out(at, false); }

Result<WorkDone> visit(AtTheMeter& at, const Given&) {
  TRY(session, at.session());
  TRY(orders, at.store().orders());
  TRY(hung, at.store().hung_elsewhere(session.meter));
  TRY(visited, at.run(handheld::usual_visit(session, [&] { return at.store().known(session.meter); }, {std::move(orders), std::move(hung)}, [&] { return at.now(); })));
  return done("visit", session, {{"kept", std::to_string(visited.read.kept)}, {"missed", std::to_string(visited.read.missed)}});
}

constexpr Work all_works[] = {
    {"look", "", look},
    {"visit", "", visit},
    {"read usage new", "", read_usage},
    {"read hung", "", read_hung},
    {"read months", "", read_months},
    {"read parameters", "", read_parameters},
    {"read faults", "", read_faults},
    {"read states", "", read_states},
    {"read record", "NUMBER", read_one_record, 1, 1},
    {"read date", "DAY", read_one_day, 1, 1},
    {"read all", "", read_all},
    {"acknowledge", "", acknowledge},
    {"bring list", "", bring_list},
    {"bring released", "", bring_released},
    {"bring hung", "", bring_hung},
    {"set clock", "[confirm confirm]", set_clock, 0, 2},
    {"set settlement", "DAY [HOUR]", set_settlement, 1, 2},
    {"stop pump", "", stop_pump},
    {"permit pump", "", permit_pump},
};

}  // namespace

Result<dlt645::Address> AtTheMeter::address() const {
  if (setup_.meter.empty()) return dlt645::Address::any();
  return dlt645::Address::parse(setup_.meter);
}

Result<dialogue::Parties> AtTheMeter::parties() {
  if (!line_) {
    if (setup_.port.empty()) return error(Fault::request, "no_port", "No port leads to a meter: name it with --port.");
    TRY(line, wire::MeterLine::open(port_of(setup_), {.answer = Duration::ms(setup_.patience_ms), .gap = gap_within_a_frame}, setup_.wake_up));
    line_ = std::move(line);
  }
  return dialogue::Parties{.line = [this](const dialogue::LineFrame& frame) { return line_->exchange(frame); },
                           .journal = [this](const dialogue::JournalNote& note) { return keep(note); }};
}

void AtTheMeter::change(const HandheldSetup& next) {
  leave();
  line_.reset();
  setup_ = next;
}

Result<void> AtTheMeter::keep(const dialogue::JournalNote& note) {
  const auto entries = handheld::entries_of(note, clock_.now());
  MUST(store_.append(session_->meter, entries));
  stored_ += entries.size();
  return heard_ ? heard_(stored_) : Result<void>{};
}

KeysOf known_keys(const seal::RootOf& roots) {
  return [identity = *esam::county_keys(roots).find(seal::Purpose::meter_identity)](MeterNumber meter) { return seal::infrared::encipher_under(identity, meter); };
}

namespace {

/// One card in a reader, connected anew when it was away.
struct PsamSlot {
  explicit PsamSlot(std::string name) : reader(std::move(name)) {}
  Result<iso7816::Response> exchange(const iso7816::Command& command) {
    if (!session) {
      TRY(opened, readers.connect(reader));
      session.emplace(std::move(opened));
    }
    auto answer = session->exchange(command);
    if (!answer.ok()) session.reset();
    return answer;
  }
  std::string reader;
  wire::PcscReaders readers{[](const wire::ReaderEvent&) {}};
  std::optional<wire::CardSession> session{};
};

}  // namespace

Result<KeysOf> keys_in_psam(const std::string& reader, SecretBytes pin) {
  const auto slot = std::make_shared<PsamSlot>(reader);
  TRY(psam, handheld::PsamKeys::open([slot](const iso7816::Command& command) { return slot->exchange(command); }, std::move(pin)));
  return KeysOf{[psam](MeterNumber meter) { return handheld::encipher_in(psam, meter); }};
}

Result<Session> AtTheMeter::session() {
  if (session_) return *session_;
  TRY(address, this->address());
  TRY(proven, handheld::proved([&] {
    handheld::Visit visit{.address = address, .by = setup_.by, .random1 = {}, .keys = keys_};
    random_.fill(visit.random1);
    return run(handheld::prove(visit));
  }));
  session_ = proven;
  return *session_;
}

std::span<const Work> works() { return all_works; }

namespace {

struct Ordered {
  const Work* work;
  Given given;
};
Result<Ordered> ordered(const std::string& words) {
  for (const Work& work : works()) {
    if (!words.starts_with(work.name) || (words.size() > work.name.size() && words[work.name.size()] != ' ')) continue;
    std::istringstream rest{words.substr(work.name.size())};
    Given given{std::istream_iterator<std::string>{rest}, {}};
    if (given.size() >= work.given_least && given.size() <= work.given_most) return Ordered{&work, std::move(given)};
  }
  return error(Fault::request, "unknown_work", "There is no such work; kwota-handheld --works lists all of them.",
               {{"work", words.substr(0, 64)}});
}

}  // namespace

Result<void> is_work(const std::string& words) {
  MUST(ordered(words));
  return {};
}

Result<WorkDone> do_work(AtTheMeter& at, const std::string& words) {
  TRY(what, ordered(words));
  return what.work->run(at, what.given);
}

}  // namespace kwota::app
