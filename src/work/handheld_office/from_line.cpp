#include "work/handheld_office/from_line.h"

#include <algorithm>
#include <iterator>

#include "base/ids_text.h"
#include "carry/handheld/known.h"
#include "collect/waterings/collected.h"
#include "seal/cipher/sha256.h"
#include "work/handheld_office/taking_in.h"

namespace kwota::handheld_office {
namespace {

using books::PumpRecord;
using books::PumpRecordKind;
using handheld::Entry;
using handheld::Kind;

constexpr std::int64_t pump_keeps = 1'000;  // usage records

/// Of no certain moment: only what it says counts.
Entry entry_of(Kind kind, const std::string& image) { return {kind, {}, from_hex(image).value()}; }

std::optional<pump::UsageRecord> usage_of(const PumpRecord& record) { return handheld::usage_in(from_hex(record.image).value()); }

/// Its own well has told of his proof, or that he has paid elsewhere.
bool is_settled(const PumpRecord& record) {
  const auto usage = usage_of(record);
  return usage && (usage->tac != pump::Proof{} || (usage->flags & pump::flag::settled_elsewhere) != 0);
}

/// Who hangs and has no proof yet: his record comes once more.
void add_unsettled(const books::Reader& books, const books::WellSeries& series, std::vector<Entry>& out) {
  for (const auto& row : books.since<books::Watering>(std::max<std::int64_t>(0, series.newest - pump_keeps), series.meter, series.series)) {
    if (row.gmac.empty() || !row.tac.empty() || row.number == series.newest) continue;
    const auto records = books.select<PumpRecord>(series.meter, PumpRecordKind::usage, row.number);
    if (!records.empty() && std::ranges::none_of(records, is_settled)) out.push_back(entry_of(Kind::usage, records.back().image));
  }
}

/// Where the last reading ended. It was told twice when he hung: what says that he has paid is the later one.
void add_newest(const books::Reader& books, const books::WellSeries& series, std::vector<Entry>& out) {
  const PumpRecord* newest = nullptr;
  const auto records = books.select<PumpRecord>(series.meter, PumpRecordKind::usage, series.newest);
  for (const auto& record : records) {
    const auto usage = usage_of(record);
    const bool is_his = usage && (!series.newest_start || local_of(usage->start) == series.newest_start);
    if (is_his && (newest == nullptr || is_settled(record))) newest = &record;
  }
  if (newest != nullptr) out.push_back(entry_of(Kind::usage, newest->image));
}

std::optional<Entry> month_entry(const books::WellMonth& row) {
  const auto first = parse_date(row.month + "-01");
  if (!first) return std::nullopt;
  const auto image = pump::encode(pump::SettlementMonth{.year = static_cast<std::uint8_t>(first->year % 100), .month = static_cast<std::uint8_t>(first->month),
                                                        .energy = row.energy, .water = Volume::litres(row.water), .money = row.charged});
  return image ? std::optional(Entry{Kind::month, {}, Bytes(image->begin(), image->end())}) : std::nullopt;
}

bool is_new(const books::Reader& books, MeterNumber meter, const Entry& entry) {
  const auto record_known = [&](PumpRecordKind kind, std::uint32_t number) {
    const std::int64_t crc = entry.bytes[entry.bytes.size() - 2] | entry.bytes.back() << 8;
    return books.find<PumpRecord>(meter, kind, std::int64_t{number}, crc).has_value();
  };
  switch (entry.kind) {
    case Kind::usage: {
      const auto usage = handheld::usage_in(entry.bytes);
      return !usage || !record_known(PumpRecordKind::usage, usage->number);  // one that nobody can read is counted
    }
    case Kind::hung: {
      const auto hung = handheld::hung_in(entry.bytes);
      return !hung || !record_known(PumpRecordKind::hung, hung->number);
    }
    case Kind::parameter: return !books.find<books::WellChange>(meter, to_hex(entry.bytes));
    case Kind::fault: return !books.find<books::CardFault>(meter, to_hex(entry.bytes));
    case Kind::month: {
      const auto told = told_by(meter, entry);
      const auto known = told ? books.find<books::WellMonth>(meter, std::get<books::WellMonth>(*told).month) : std::nullopt;
      return !known || (!known->differs && month_entry(*known)->bytes != entry.bytes);
    }
    default: return false;
  }
}

bool says_how_it_stands(const Entry& entry) { return entry.kind == Kind::head || entry.kind == Kind::directory; }

/// The same bytes are the same reading.
books::Hex hash_of(MeterNumber meter, const std::vector<Entry>& read) {
  Bytes all = to_bytes(view_of(to_text(meter)));
  for (const auto& entry : read) {
    all.push_back(static_cast<std::uint8_t>(entry.kind));
    append(all, entry.bytes);
  }
  return books::Hex(to_hex(seal::sha256(all)));
}

/// What was not stored of it is not known either, and comes with this reading.
Result<void> finish(store::Books& books, seal::Vault& vault, MeterNumber meter, const Context& context) {
  TRY(left, books.read([&](const books::Reader& reader) -> Result<std::optional<books::HandOver>> { return waterings::unfinished_from_line(reader, meter); }));
  if (!left) return Done{};
  if (left->state == books::HandOverStatus::taking_in) MUST(TakingIn(books, context, left->number).stored({}));
  MUST(HandheldOffice(books, vault).clean(left->number, context));
  return Done{};
}

}  // namespace

std::vector<Entry> known_of_pump(const books::Reader& books, MeterNumber meter) {
  std::vector<Entry> out;
  for (const auto& row : books.select<books::WellChange>(meter)) out.push_back(entry_of(Kind::parameter, row.image));
  for (const auto& row : books.select<books::CardFault>(meter)) out.push_back(entry_of(Kind::fault, row.image));
  for (const auto& row : books.select<books::WellMonth>(meter))
    if (auto entry = month_entry(row)) out.push_back(std::move(*entry));
  auto brought = books.select<books::HungBrought>(meter);
  std::ranges::stable_sort(brought, {}, &books::HungBrought::brought);
  for (const auto& row : brought) out.push_back(entry_of(Kind::hung_brought, row.image));
  const auto series = books.last<books::WellSeries>(meter);
  if (!series || series->newest < 0) return out;
  add_unsettled(books, *series, out);
  add_newest(books, *series, out);
  return out;
}

Result<std::optional<books::HandOver>> take_in_from_line(store::Books& books, seal::Vault& vault, MeterNumber meter, const std::vector<Entry>& read,
                                                         const Context& context) {
  using Answer = std::optional<books::HandOver>;
  MUST(finish(books, vault, meter, context));
  TRY(telling, books.read([&](const books::Reader& reader) -> Result<std::vector<Entry>> {
    std::vector<Entry> out;
    for (const auto& entry : read)
      if (says_how_it_stands(entry) || is_new(reader, meter, entry)) out.push_back(entry);
    return out;
  }));
  const bool has_news = !std::ranges::all_of(telling, says_how_it_stands);
  const auto hash = hash_of(meter, telling);
  const auto entries = static_cast<std::int64_t>(telling.size());
  const MeterFile file{meter, {.entries = std::move(telling), .whole = 0, .torn = {}}};
  if (!has_news) {
    TakingIn looked(books, context, 0);
    MUST(looked.take(file));
    MUST(looked.seen());
    return Answer{};
  }
  const waterings::ReadOnLine begun{meter, hash, entries};
  TRY(row, books.run(importer(context), [&](const books::Reader& reader) { return waterings::begin_from_line(reader, begun, context); }));
  TakingIn taking(books, context, row.number);
  MUST(taking.take(file));
  TRY(stored, taking.stored({}));
  TRY(cleaned, HandheldOffice(books, vault).clean(stored.number, context));
  return Answer{std::move(cleaned)};
}

Result<void> note_told_on_line(store::Books& books, MeterNumber meter, const Entry& head, const std::vector<Entry>& told, const Context& context) {
  MeterFile file{meter, {.entries = {head}, .whole = 0, .torn = {}}};
  std::ranges::copy(told, std::back_inserter(file.store.entries));
  TakingIn taking(books, context, 0);
  MUST(taking.take(file));
  return taking.seen();
}

}  // namespace kwota::handheld_office
