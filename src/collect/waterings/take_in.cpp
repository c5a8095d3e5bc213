#include "collect/waterings/take_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "books/black_list.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "collect/waterings/judge.h"
#include "collect/waterings/series.h"
#include "collect/waterings/settle.h"
#include "collect/waterings/tool_answers.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "people/reason.h"

namespace kwota::waterings {
namespace {

using books::Handheld;
using books::HandheldStatus;
using books::HandOver;
using books::HandOverStatus;
using books::PumpRecord;

constexpr books::Right right = "handheld_import";

/// What the second person agrees to.
people::Proposal approval_content(const Certify& request) {
  return people::Proposal(people::Proposed::certify_handheld)
      .text(people::Part::handheld, request.number)
      .text(people::Part::name, request.name)
      .text(people::Part::station, request.station)
      .text(people::Part::maker, request.maker)
      .text(people::Part::public_key, request.public_key);
}

Error unknown_hand_over(std::int64_t number) {
  return error(Fault::request, "unknown_hand_over", "There is no such hand-over.", {{"number", fmt::format("{}", number)}});
}
Error unknown_handheld(const std::string& device) {
  return error(Fault::refused, "unknown_handheld", "No two persons have said yes to this handheld; enter its key in the office first. Nothing was taken in.", {{"device", device}});
}

/// What is in the books of it; the one that is told again with the same number and check sum is the same record.
std::optional<PumpRecord> known_of(const books::Reader& books, const Brought& one) { return books.find<PumpRecord>(one.meter, one.kind, one.number, one.crc); }

PumpRecord row_of(const Brought& one, std::int64_t hand_over, Instant now) {
  PumpRecord row;
  row.meter = one.meter;
  row.kind = one.kind;
  row.number = one.number;
  row.crc = one.crc;
  row.chain = books::chain_of(books::ChainKind::pump, to_text(one.meter));
  row.terminal = one.terminal;
  row.image = one.image;
  row.hand_over = hand_over;
  row.time = now;
  return row;
}

/// What another well's user owes says nothing of the numbers here.
bool is_of_its_own(const books::Reader& books, const PumpRecord& row) { return row.kind == books::PumpRecordKind::usage || home_of(books, row) == row.meter; }

/// Nothing was read in a time to come: that device's clock was wrong, and of when its wells have told all, or got their list, it says nothing.
HeadSeen by_a_true_clock(HeadSeen seen, Instant now) {
  if (seen.records_read > now) seen.records_read.reset();
  if (seen.edition_since > now) seen.edition_since.reset();
  seen.read = std::min(seen.read, now);
  return seen;
}

/// By its number alone nobody knows that a pump's list is one of these books: it is from the moment on at which its cards were brought there, or found there.
bool note_list(books::WellHead& row, const HeadSeen& seen, bool fresh) {
  const bool another = seen.edition != row.edition;
  if (seen.brought_cards && seen.edition_since && (fresh || seen.edition >= row.edition)) {
    if (!another && row.edition_since && *row.edition_since >= *seen.edition_since) return false;
    row.edition = seen.edition;
    row.edition_since = seen.edition_since;
    return true;
  }
  if (!fresh || !another) return false;
  row.edition = seen.edition;
  row.edition_since.reset();
  return true;
}

std::optional<books::WellHead> newer_head(const books::Reader& books, const HeadSeen& told, Instant now) {
  const auto seen = by_a_true_clock(told, now);
  auto row = books.find<books::WellHead>(seen.meter).value_or(books::WellHead{});
  const bool fresh = row.meter != seen.meter || row.read <= seen.read;
  const bool read_further = seen.records_read && (!row.records_read || *row.records_read < *seen.records_read);
  const bool is_listed_anew = note_list(row, seen, fresh);
  if (!fresh && !read_further && !is_listed_anew) return std::nullopt;
  if (read_further) row.records_read = seen.records_read;
  if (seen.kept_to) {
    row.kept_from = seen.kept_from;
    row.kept_to = seen.kept_to;
    row.kept_full = seen.kept_full;
  }
  row.meter = seen.meter;
  if (!fresh) return row;
  row.read = seen.read;
  row.clock = seen.clock;
  row.hung = seen.hung;
  row.price_set = seen.price_set;
  row.key_version = seen.key_version;
  row.energy = seen.energy;
  row.fault_energy = seen.fault_energy;
  row.water = seen.water;
  row.settlement_day = seen.settlement_day;
  row.settlement_hour = seen.settlement_hour;
  if (const auto place = place_of(books, seen.meter, {})) row.well = place->well;
  if (auto station = station_of(books, row.well); !station.empty()) row.station = std::move(station);
  return row;
}

/// No hours that were lost drew more of them; there are 65,535 in all, and no device shall use them up by a number that it says.
constexpr std::int64_t drawn_in_lost_hours_most = 500;

/// The pump takes no lower number than it has: of an edition that these books never gave, and of one that they gave while it had another list under that number, the next one is
/// drawn behind it, and every pump is brought its list with that.
std::optional<books::UnknownEdition> unknown_edition(const books::Reader& books, const HeadSeen& seen, Instant now) {
  const auto newest = books::newest_black_list(books);
  const bool is_ahead = seen.edition > newest && seen.edition <= newest + drawn_in_lost_hours_most;
  if (!is_ahead && (seen.differs == 0 || seen.differs != newest)) return std::nullopt;
  const auto told = is_ahead ? seen.edition : newest;
  return books::UnknownEdition{.meter = seen.meter, .told = told, .edition = told + 1, .found = now};
}

void note_heads(const books::Reader& books, std::span<const HeadSeen> heads, Instant now, books::Changes& changes) {
  for (const auto& seen : heads) {
    auto head = newer_head(books, seen, now);
    if (auto unknown = head || seen.differs != 0 ? unknown_edition(books, seen, now) : std::nullopt) changes.put.emplace_back(std::move(*unknown));
    if (head) changes.put.emplace_back(std::move(*head));
  }
}

std::optional<LocalTime> moment_of(const books::WellMonth& row) {
  const auto first = parse_date(row.month + "-01");
  return first ? std::optional(LocalTime{*first, 0, 0, 0}) : std::nullopt;
}
const std::optional<LocalTime>& moment_of(const books::WellChange& row) { return row.changed; }
const std::optional<LocalTime>& moment_of(const books::CardFault& row) { return row.seen; }

bool says_the_same(const books::WellMonth& a, const books::WellMonth& b) { return a.energy == b.energy && a.water == b.water && a.charged == b.charged; }

std::optional<books::WellMonth> known_of(const books::Reader& books, const books::WellMonth& row) { return books.find<books::WellMonth>(row.meter, row.month); }
template <class Row>
std::optional<Row> known_of(const books::Reader& books, const Row& row) { return books.find<Row>(row.meter, row.image); }

/// What one hand-over tells, by its keys: the same may be in it twice.
struct TellingNow {
  std::map<std::pair<MeterNumber, std::string>, books::WellMonth> months;
  std::map<std::pair<MeterNumber, std::string>, books::WellChange> changes;
  std::map<std::pair<MeterNumber, std::string>, books::CardFault> faults;
  std::map<std::pair<MeterNumber, std::string>, books::HungBrought> brought;
  auto& of(const books::WellMonth&) { return months; }
  auto& of(const books::WellChange&) { return changes; }
  auto& of(const books::CardFault&) { return faults; }
  auto& of(const books::HungBrought&) { return brought; }
};
std::string key_of(const books::WellMonth& row) { return row.month; }
std::string key_of(const auto& row) { return row.image; }

template <class Row>
void give_place(const books::Reader& books, Row& row) {
  if (const auto place = place_of(books, row.meter, moment_of(row))) row.well = place->well;
  row.station = station_of(books, row.well);
  if constexpr (std::is_same_v<Row, books::CardFault>)
    if (const auto purse = row.card ? books.find(books::Purse::of_card, *row.card) : std::nullopt) row.account = purse->account;
}

/// As it is kept of this hand-over; what is brought of a hung user is kept as it is.
template <class Row>
std::optional<Row> said_first(const books::Reader& books, std::int64_t hand_over, Row row) {
  if constexpr (!std::is_same_v<Row, books::HungBrought>) {
    give_place(books, row);
    row.hand_over = hand_over;
  }
  return row;
}

/// What stays as it was: nothing. Of a month that was told otherwise before, the books say so.
template <class Row>
std::optional<Row> said_again(const Row&, const Row&) { return std::nullopt; }
std::optional<books::WellMonth> said_again(books::WellMonth known, const books::WellMonth& row) {
  if (known.differs || says_the_same(known, row)) return std::nullopt;
  known.differs = true;
  return known;
}

/// Among changes of its parameters a pump tells what it said to tool cards.
void note_answer(const auto&, std::vector<PumpSaid>&) {}
void note_answer(const books::WellChange& row, std::vector<PumpSaid>& to) {
  if (const auto answer = said_to_tool_card(row)) to.push_back(*answer);
}

}  // namespace

Result<books::Decision<HandOver>> begin(const books::Reader& books, const Manifest& manifest, const Context& context) {
  MUST(people::require(context.who, right));
  const auto device = books.find<Handheld>(manifest.device);
  if (!device) return unknown_handheld(manifest.device);
  if (auto before = books.find(HandOver::of_manifest, manifest.hash)) return books::Decision<HandOver>{{}, std::move(*before)};
  if (device->state == HandheldStatus::withdrawn)
    return error(Fault::refused, "handheld_withdrawn", "This handheld was taken out of use; nothing was taken in.", {{"device", manifest.device}, {"reason", device->reason}});
  HandOver row;
  row.number = books::next_number<HandOver>(books);
  row.device = manifest.device;
  row.station = context.station;
  row.manifest = manifest.hash;
  row.made = manifest.made;
  row.taken = context.now;
  row.taken_by = context.who.name;
  row.meters = manifest.meters;
  row.entries = manifest.entries;
  return books::Decision<HandOver>{{{row}, {}}, row};
}

Result<books::Decision<BatchCount>> take_in(const books::Reader& books, std::int64_t hand_over, std::span<const Brought> records, const Context& context) {
  MUST(people::require(context.who, right));
  books::Decision<BatchCount> decision;
  SeriesNow series(books, context.now);
  std::set<std::tuple<MeterNumber, books::PumpRecordKind, std::int64_t, std::int64_t>> here;
  for (const auto& one : records) {
    const auto known = known_of(books, one);
    const bool twice = !here.emplace(one.meter, one.kind, one.number, one.crc).second && !known;
    const bool fresh = !twice && (!known || known->hand_over == hand_over);
    ++(fresh ? decision.answer.fresh : decision.answer.known);
    if (!fresh || known) continue;
    auto row = row_of(one, hand_over, context.now);
    if (is_of_its_own(books, row)) series.read(one.meter, one.number, one.start);
    decision.changes.append.emplace_back(std::move(row));
  }
  series.put(decision.changes);
  return decision;
}

Result<books::Decision<HandOver>> stored(const books::Reader& books, const HandOver& counts, std::span<const HeadSeen> heads, const Context& context) {
  MUST(people::require(context.who, right));
  auto row = books.find<HandOver>(counts.number);
  if (!row) return unknown_hand_over(counts.number);
  books::Decision<HandOver> decision;
  note_heads(books, heads, context.now, decision.changes);
  row->usage = counts.usage;
  row->hung = counts.hung;
  row->fresh = counts.fresh;
  row->known = counts.known;
  row->unreadable = counts.unreadable;
  row->receipt = counts.receipt;
  if (row->state == HandOverStatus::taking_in) row->state = HandOverStatus::stored;
  decision.changes.put.emplace_back(*row);
  decision.answer = *row;
  return decision;
}

Result<books::Decision<Done>> seen(const books::Reader& books, std::span<const HeadSeen> heads, const Context& context) {
  MUST(people::require(context.who, right));
  books::Decision<Done> decision;
  note_heads(books, heads, context.now, decision.changes);
  return decision;
}

Result<books::Decision<HandOver>> receipted(const books::Reader& books, std::int64_t hand_over, const std::string& receipt, const books::Hex& signature, const Context& context) {
  MUST(people::require(context.who, right));
  auto row = books.find<HandOver>(hand_over);
  if (!row) return unknown_hand_over(hand_over);
  if (row->state == HandOverStatus::receipted) return books::Decision<HandOver>{{}, *row};
  if (row->state != HandOverStatus::cleaned)
    return error(Fault::refused, "hand_over_not_cleaned", "The device may clear its store only after all of it was stored and judged; clean this hand-over first.",
                 {{"number", fmt::format("{}", hand_over)}, {"state", std::string(word_of(row->state))}});
  row->state = HandOverStatus::receipted;
  row->receipt = receipt;
  row->receipt_signature = signature;
  return books::Decision<HandOver>{{{*row}, {}}, *row};
}

Result<books::Decision<Handheld>> certify(const books::Reader& books, const Certify& request, const Context& context) {
  MUST(people::require(context.who, "handheld_certify"));
  if (request.name.empty()) return error(Fault::request, "name_missing", "Give it a name.", {{"field", "name"}});
  if (!books.find<books::Station>(request.station))
    return error(Fault::request, "unknown_station", "There is no such station; choose one of the list.", {{"station", request.station}});
  MUST(books::chosen_of(books, books::CodeKind::handheld_maker, request.maker));
  if (books.find<Handheld>(request.number)) return error(Fault::refused, "already_there", "There is one with this number already.", {{"what", request.number}});
  TRY(approval, people::second_person(books, {"handheld_certify", approval_content(request), {}, {}, request.approval, true}, context));
  Handheld row;
  row.number = request.number;
  row.name = request.name;
  row.station = request.station;
  row.maker = request.maker;
  row.public_key = request.public_key;
  row.since = context.now;
  row.entered_by = context.who.name;
  books::Decision<Handheld> decision;
  if (approval) {
    row.approved_by = approval->decided_by;
    decision.changes.put.emplace_back(*approval);
  }
  decision.changes.put.emplace_back(row);
  decision.answer = row;
  return decision;
}

Result<books::Decision<Handheld>> withdraw(const books::Reader& books, const std::string& number, const std::string& reason, const Context& context) {
  MUST(people::require(context.who, "handheld_certify"));
  MUST(people::has_reason(reason, "handheld_certify"));
  auto row = books.find<Handheld>(number);
  if (!row) return unknown_handheld(number);
  row->state = HandheldStatus::withdrawn;
  row->reason = reason;
  row->since = context.now;
  return books::Decision<Handheld>{{{*row}, {}}, *row};
}

Result<books::Decision<BatchCount>> take_in(const books::Reader& books, std::int64_t hand_over, std::span<const Reported> told, const Context& context) {
  MUST(people::require(context.who, right));
  TellingNow now;
  std::vector<PumpSaid> answers;
  books::Decision<BatchCount> decision;
  for (const auto& one : told)
    std::visit(
        [&](auto row) {
          auto& here = now.of(row);
          const auto key = std::pair{row.meter, key_of(row)};
          const auto told_before = here.find(key);
          const auto known = told_before != here.end() ? std::optional(told_before->second) : known_of(books, row);
          ++(known ? decision.answer.known : decision.answer.fresh);
          auto kept = known ? said_again(*known, row) : said_first(books, hand_over, std::move(row));
          if (!kept) return;
          note_answer(*kept, answers);
          here[key] = std::move(*kept);
        },
        one);
  for (auto& [key, row] : now.months) decision.changes.put.emplace_back(std::move(row));
  for (auto& [key, row] : now.changes) decision.changes.put.emplace_back(std::move(row));
  for (auto& [key, row] : now.faults) decision.changes.put.emplace_back(std::move(row));
  for (auto& [key, row] : now.brought) decision.changes.put.emplace_back(std::move(row));
  for (auto& row : take_in_answers(books, hand_over, answers, context.now).changes.put) decision.changes.put.emplace_back(std::move(row));
  return decision;
}

}  // namespace kwota::waterings
