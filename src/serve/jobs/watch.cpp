#include "serve/jobs/watch.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/json_members.h"
#include "books/lookup.h"
#include "collect/readings/events.h"
#include "collect/readings/losses.h"
#include "collect/report/labels.h"
#include "people/approval.h"
#include "people/sign_in/tries.h"
#include "sell/outlet_float/outlet_float.h"
#include "sell/settings/in_force.h"
#include "serve/api/asked.h"
#include "serve/desk/card_desk.h"
#include "serve/jobs/kinds.h"
#include "serve/letters/people.h"
#include "serve/lists/made/backups.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"
#include "store/lists/query.h"
#include "work/counter_vault/counter_vault.h"
#include "work/printers/printers.h"

namespace kwota::serve {
namespace {

using books::NoticeEvent;
using people::Happened;

/// Of each kind of thing so many are told at a time: more is an evening's work, and the page has them all. [K]
constexpr std::size_t told_most = 100;
/// A load SAM with fewer sales left is to be filled again.
constexpr std::uint32_t sales_left_least = 100;

Happened one(NoticeEvent event, std::string object, Details details, std::string station = {}) {
  details.try_emplace("object", object);
  const auto text = say(languages().front(), "notice." + std::string(word_of(event)), details);
  return {.event = event, .object = std::move(object), .text = text, .details = json_text(details), .operator_name = {}, .station = std::move(station)};
}

/// To the minute, by the clock of the utility.
std::string by_the_clock(const ServerParts& server, Instant at) {
  constexpr std::size_t to_the_minute = 16;
  return format_local(zone_of_utility(server).local(at)).substr(0, to_the_minute);
}

void approvals(ServerParts& server, std::vector<Happened>& to) {
  const auto now = server.clock.now();
  static_cast<void>(server.books.read([&](const books::Reader& books) -> Result<Done> {
    for (const auto& row : books.newest<books::Approval>(told_most)) {
      if (row.decision != books::ApprovalStatus::waiting || now - row.requested >= people::approval_lasts) continue;
      const auto labels = report::labels_of(books, "operator", {row.requested_by});
      const auto label = labels.find(row.requested_by);
      const auto by = label == labels.end() ? row.requested_by : report::text_of(label->second, row.requested_by, {});
      to.push_back(one(NoticeEvent::approval_waits, std::to_string(row.number), {{"action", row.action}, {"by", by}}, row.station));
    }
    return Done{};
  }));
}

void doubts(ServerParts& server, std::vector<Happened>& to) {
  store::ListRequest wanted;
  wanted.view = "in-doubt";
  wanted.filters = {{"state", store::Match::is, "in_doubt"}, {"since", store::Match::to, format_utc(server.clock.now() - doubt_patience)}};
  wanted.page_size = told_most;
  wanted.totals = store::Totals::none;
  const auto page = server.books.query([&](store::Moment& connection) { return store::list(connection, wanted); });
  if (!page) return;
  const auto place = [&](std::string_view name) { return static_cast<std::size_t>(std::ranges::find(page->view->columns, name, &store::Column::name) - page->view->columns.begin()); };
  const auto number = place("number"), station = place("station");
  for (const auto& row : page->rows)
    to.push_back(one(NoticeEvent::sale_in_doubt, store::text_of(row[number], store::ColumnKind::text, 0), {}, store::text_of(row[station], store::ColumnKind::text, 0)));
}

void vault(ServerParts& server, std::vector<Happened>& to) {
  if (server.counter == nullptr) return;
  const auto state = server.counter->state();
  if (state.trouble && cause_of(*state.trouble) != Cause::own_keys_missing) to.push_back(one(NoticeEvent::device_trouble, server.counter->label(), {{"code", state.trouble->code}, {"why", json_text(state.trouble->details)}}));
  if (state.load_sam && state.load_sam->sales < sales_left_least)
    to.push_back(one(NoticeEvent::vault_quota, server.counter->label(), {{"left", std::to_string(state.load_sam->sales)}}));
}

/// Samples need no safe, until somebody wants copies of them.
void backups(ServerParts& server, std::vector<Happened>& to) {
  const auto now = server.clock.now();
  const auto begun = server.books.query([](store::Moment& connection) { return store::read_anchor(connection, 1); });
  const auto kept = server.books.read([&](const books::Reader& books) -> Result<std::int64_t> { return settings::number_in_force(books, settings::SettingName::backups_kept, now); });
  if (!begun || !*begun || !kept || (server.nature == books::Nature::sample && *kept == 0)) return;
  auto newest = (*begun)->time, proved = newest;
  for (const auto& copy : copies_in(server.data)) {
    if (copy.time && copy.verified && *copy.time <= now) newest = std::max(newest, *copy.time);
    if (copy.proved && *copy.proved <= now) proved = std::max(proved, *copy.proved);
  }
  if (now - newest > backup_patience) to.push_back(one(NoticeEvent::backup_old, "books", {{"since", by_the_clock(server, newest)}}));
  if (now - proved > proof_patience) to.push_back(one(NoticeEvent::backup_unproven, "books", {{"since", by_the_clock(server, proved)}}));
}

void locked(ServerParts& server, std::vector<Happened>& to) {
  const auto now = server.clock.now();
  const auto rows = server.books.read([](const books::Reader& books) -> Result<std::vector<books::Operator>> { return books.all<books::Operator>(); });
  if (!rows) return;
  for (const auto& row : *rows)
    if (people::is_locked(row.locked_until, now)) to.push_back(one(NoticeEvent::sign_in_locked, row.name, {{"from", std::string(people::address_of_tries(row))}}, row.station));
}

void silent(ServerParts& server, std::vector<Happened>& to) {
  const auto now = server.clock.now();
  static_cast<void>(server.books.read([&](const books::Reader& books) -> Result<Done> {
    std::map<MeterNumber, Instant> heard;
    for (const auto& word : books.last_contacts()) heard[word.meter] = word.at;
    for (const auto& point : books.meter_points()) {
      if (to.size() >= told_most || point.link_state != books::LinkStatus::active || !point.installed) continue;
      const auto found = heard.find(point.meter);
      const auto since = found == heard.end() ? point.link_changed : std::max(found->second, point.link_changed);
      if (now - since > silent_on_line) to.push_back(one(NoticeEvent::meter_silent, to_text(point.meter), {{"since", by_the_clock(server, since)}}, point.station));
    }
    return Done{};
  }));
}

/// Covers, magnets, and clocks, as meters on lines told them since the day before.
void meters(ServerParts& server, std::vector<Happened>& to) {
  const auto since = server.clock.now() - Duration::hours(24);
  static_cast<void>(server.books.read([&](const books::Reader& books) -> Result<Done> {
    std::map<MeterNumber, std::string> stations;
    for (const auto& point : books.meter_points()) stations[point.meter] = point.station;
    std::set<std::pair<MeterNumber, std::string>> said;
    for (const auto& event : books.since(books::MeterEvent::new_ones, since)) {
      if (said.size() >= told_most) break;
      if (readings::tamper_of(event.kind) && said.emplace(event.meter, event.kind).second)
        to.push_back(one(NoticeEvent::tamper, to_text(event.meter), {{"what", event.kind}}, stations[event.meter]));
    }
    std::map<MeterNumber, std::int64_t> drifts;
    for (const auto& reading : books.since(books::MeterReading::by_due, since))
      if (const auto drift = std::abs(reading.drift_seconds.value_or(0)); drift > clock_off_seconds && drifts.size() < told_most)
        drifts[reading.meter] = std::max(drifts[reading.meter], drift);
    for (const auto& [meter, seconds] : drifts) to.push_back(one(NoticeEvent::clock_off, to_text(meter), {{"seconds", std::to_string(seconds)}}, stations[meter]));
    return Done{};
  }));
}

void floats(ServerParts& server, std::vector<Happened>& to) {
  static_cast<void>(server.books.read([&](const books::Reader& books) -> Result<Done> {
    const auto digits = books::minor_digits_of(books);
    for (const auto& outlet : books.all<books::Outlet>())
      if (const auto low = outlets::low_float(books, outlet); low && to.size() < told_most)
        to.push_back(one(NoticeEvent::outlet_float_low, outlet.code, {{"name", outlet.name}, {"left", format_money(low->left, digits)}}, outlet.station));
    return Done{};
  }));
}

/// One device of a till.
struct TillDevice {
  NoticeEvent away, back;
  Details about;
  std::optional<bool> works;  ///< nothing: nobody knows
};

/// It was missed, and nobody has said since that it is there again.
bool is_missed(const books::Reader& books, const TillDevice& device, const std::string& till) {
  const auto newest = [&](NoticeEvent event) {
    std::int64_t number = 0;
    for (const auto& notice : books.select(books::Notice::once, event, till)) number = std::max(number, notice.number);
    return number;
  };
  return newest(device.away) > newest(device.back);
}

TillDevice reader_of_till(const CardDesk::State& desk, const books::Till& till) {
  TillDevice out{NoticeEvent::till_reader_away, NoticeEvent::till_reader_back, {{"reader", till.reader}}, {}};
  if (!till.reader.empty()) out.works = std::ranges::any_of(desk.readers, [&](const wire::ReaderView& reader) { return reader.name == till.reader; });
  return out;
}

/// By the last slip that it was given: a printer is not asked between slips.
TillDevice printer_of_till(const ServerParts& server, const books::Reader& books, const books::Till& till) {
  TillDevice out{NoticeEvent::till_printer_fails, NoticeEvent::till_printer_back, {}, {}};
  const auto printer = books.find<books::TillPrinter>(till.station, till.code);
  if (!printer || printer->place.empty() || printer->place == books::browser_place || server.printers == nullptr) return out;
  const auto state = server.printers->state(printer->place);
  if (!state.tried) return out;
  out.about = {{"fault", std::string(word_of(state.last.fault))}};
  out.works = state.last.fault == books::PrinterFault::none;
  return out;
}

/// At night nobody misses a reader that was unplugged: told is what fails where a shift is open, and what was missed and is there again.
void tills(ServerParts& server, std::vector<Happened>& to) {
  const auto desk = server.desk.state();
  static_cast<void>(server.books.read([&](const books::Reader& books) -> Result<Done> {
    for (const auto& till : books.all<books::Till>()) {
      const auto name = till.station + "/" + till.code;
      const bool shift = books::open_shift(books, till.station, till.code).has_value();
      for (const auto& device : {reader_of_till(desk, till), printer_of_till(server, books, till)}) {
        if (to.size() >= told_most || !device.works) continue;
        if (!*device.works && shift) to.push_back(one(device.away, name, device.about, till.station));
        if (*device.works && is_missed(books, device, name)) to.push_back(one(device.back, name, device.about, till.station));
      }
    }
    return Done{};
  }));
}

/// Once as long as it is away, also when somebody has seen it and another day has come.
void witnesses(ServerParts& server, std::vector<Happened>& to) {
  const auto away = server.books.witnesses_away();
  if (away.empty()) return;
  static_cast<void>(server.books.read([&](const books::Reader& books) -> Result<Done> {
    for (const auto& witness : away) {
      const auto said = books.select(books::Notice::once, NoticeEvent::witness_away, witness.name);
      if (std::ranges::any_of(said, [&](const books::Notice& one) { return one.raised >= witness.since; })) continue;
      to.push_back(one(NoticeEvent::witness_away, witness.name, {{"since", by_the_clock(server, witness.since)}}));
    }
    return Done{};
  }));
}

constexpr std::array watchers{approvals, doubts, vault, backups, locked, silent, meters, floats, tills, witnesses};

}  // namespace

std::vector<Happened> happened_now(ServerParts& server) {
  std::vector<Happened> out;
  for (const auto watcher : watchers) {
    std::vector<Happened> seen;
    watcher(server, seen);
    std::ranges::move(seen, std::back_inserter(out));
  }
  return out;
}

std::vector<Happened> high_losses(ServerParts& server) {
  std::vector<Happened> out;
  const auto now = server.clock.now();
  const auto today = zone_of_utility(server).local(now).date;
  static_cast<void>(server.books.read([&](const books::Reader& books) -> Result<Done> {
    const auto limit = settings::number_in_force(books, settings::SettingName::loss_limit, now);
    if (limit == 0) return Done{};
    TRY(found, readings::losses_above(books, limit, today, now));
    for (const auto& loss : found) {
      if (out.size() >= told_most) break;
      const auto place = books.find<books::Place>(loss.area);
      out.push_back(one(NoticeEvent::loss_high, loss.area,
                        {{"name", place ? place->name : loss.area}, {"percent", format_decimal(divide(*loss.per_myriad, 10, Round::half_up), 1)}, {"limit", std::to_string(limit)}}, place ? place->station : std::string{}));
    }
    return Done{};
  }));
  return out;
}

std::vector<Happened> happened_with(const books::Job& job) {
  Details details{{"kind", std::string(word_of(job.kind))}, {"code", job.error}, {"file", job.file_name}};
  if (!job.error_details.empty()) details["why"] = job.error_details;
  std::vector<Happened> out;
  const auto number = std::to_string(job.number);
  const auto failure = job.state == books::JobStatus::failed ? cause_of(job.error) : std::nullopt;
  if (failure == Cause::verify_failed || failure == Cause::backup_bad) out.push_back(one(NoticeEvent::verify_failed, number, details));
  if (failure == Cause::books_unbalanced) out.push_back(one(NoticeEvent::books_unbalanced, number, details));
  const bool told = job.state == books::JobStatus::done || job.state == books::JobStatus::failed;
  if (!told || job.operator_name.empty()) return out;
  out.push_back(one(job.state == books::JobStatus::done ? NoticeEvent::job_ended : NoticeEvent::job_failed, number, details));
  out.back().operator_name = job.operator_name;
  return out;
}

void tell(ServerParts& server, const std::vector<Happened>& what) {
  if (what.empty()) return;
  const auto now = server.clock.now();
  const auto zone = zone_of_utility(server);
  // Whether there is anything new is looked at beside the writer: mostly there is not.
  const auto fresh = server.books.read([&](const books::Reader& books) -> Result<bool> {
    TRY(decision, people::raise(books, what, now, zone));
    return !decision.answer.empty();
  });
  if (!fresh || !*fresh) return;
  const auto mark = to_hex(server.random.bytes(8));
  const auto decide = [what, now, zone, mark](const books::Reader& books) -> Result<books::Decision<std::vector<books::Notice>>> {
    TRY(decision, people::raise(books, what, now, zone));
    letters::add_letters(books, letters_of_notices(books, decision.answer, now), mark, now, decision.changes);
    return decision;
  };
  server.books.submit({.operator_name = {}, .action = "notices", .station = {}}, decide,
                      [&events = server.events](const Result<std::vector<books::Notice>>& raised) {
                        if (raised.ok() && !raised->empty()) events.publish("notice", boost::json::object{{"count", raised->size()}}, {.station = {}, .till = {}, .permission = "notices"});
                      });
}

}  // namespace kwota::serve
