#include "work/handheld_office/taking_in.h"

#include <algorithm>
#include <utility>

#include "carry/handheld/known.h"
#include "seal/pump_records/records.h"
#include "work/handheld_office/pump_evidence.h"

namespace kwota::handheld_office {
namespace {

using books::PumpRecordKind;
using handheld::Kind;
using waterings::BatchCount;
using waterings::Brought;
using waterings::HeadSeen;
using waterings::Reported;

constexpr std::size_t taken_at_once = 1'000;  // of one decision, when no till waits [K]

std::int64_t bcd_number(ByteView bytes) {
  std::int64_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number * 100 + (bytes[i] >> 4) * 10 + (bytes[i] & 15);
  return number;
}

/// Nothing: its check sum is wrong, whoever made it so.
std::optional<Brought> brought_by(MeterNumber meter, const handheld::Entry& entry) {
  Brought out;
  out.meter = meter;
  out.image = books::Hex(to_hex(entry.bytes));
  if (entry.kind == Kind::usage) {
    const auto record = handheld::usage_in(entry.bytes);
    if (!record) return std::nullopt;
    out.number = record->number;
    out.start = local_of(record->start);
  } else {
    const auto record = handheld::hung_in(entry.bytes);
    if (!record) return std::nullopt;
    out.kind = PumpRecordKind::hung;
    out.number = record->number;
    out.terminal = to_hex(record->terminal);
    if (record->state != pump::HungState::settled) out.start = local_of(record->start);
  }
  out.crc = entry.bytes[entry.bytes.size() - 2] | entry.bytes.back() << 8;
  return out;
}

}  // namespace

books::Actor importer(const Context& context) { return {context.who.name, "handheld_import", context.station}; }

void HeadOf::take(const handheld::Entry& entry) {
  if (entry.kind == Kind::head) head(entry);
  if (entry.kind == Kind::black_list_delivered && entry.bytes.size() >= 2) delivered(bcd_number(ByteView{entry.bytes}.first(2)), entry.at);
  if (entry.kind == Kind::black_list_differs) head_.differs = bcd_number(entry.bytes);
  if (entry.kind == Kind::usage) newest_ = std::max(newest_, bcd_number(ByteView{entry.bytes}.first(4)));
  if (entry.kind == Kind::directory) {
    wanted_ = bcd_number(ByteView{entry.bytes}.subspan(4, 4));
    if (wanted_ < newest_) newest_ = -1;  // its numbers began anew, and nothing of these is read yet
    asked_ = entry.at;
    directory(entry);
  }
}

void HeadOf::directory(const handheld::Entry& entry) {
  const auto image = image_of<pump::Directory>(entry.bytes);
  const auto shown = image ? pump::decode_directory(*image) : std::nullopt;
  if (!shown) return;
  const bool one_row = shown->oldest <= shown->newest;
  head_.kept_from = one_row ? std::optional<std::int64_t>(shown->oldest) : std::nullopt;
  head_.kept_to = shown->newest;
  head_.kept_full = one_row && shown->newest - shown->oldest + 1 >= shown->capacity;
}

std::optional<HeadSeen> HeadOf::seen(std::int64_t known) {
  const bool is_unused = wanted_ == 0 && known < 0;  // its directory says nought, and there was nothing to read
  if (asked_ && (newest_ >= wanted_ || known == wanted_ || is_unused)) head_.records_read = asked_;
  return there_ || head_.records_read ? std::optional(head_) : std::nullopt;
}

/// Not all of its cards were there before, whatever number the pump had told.
void HeadOf::delivered(std::int64_t number, Instant at) {
  head_.edition = number;
  head_.edition_since = at;
  head_.brought_cards = true;
}

void HeadOf::edition(std::int64_t number, Instant at) {
  if (number != head_.edition) head_.brought_cards = false;
  const bool known = number == head_.edition && head_.edition_since;
  head_.edition = number;
  head_.edition_since = known ? std::min(*head_.edition_since, at) : at;  // an entry of a clock that was ahead says less than a later one
}

void HeadOf::head(const handheld::Entry& entry) {
  const auto image = image_of<pump::Head>(entry.bytes);
  const auto record = image ? pump::decode_head(*image) : std::nullopt;
  if (!record) return;
  there_ = true;
  head_.read = entry.at;
  head_.clock = local_of(record->clock);
  head_.hung = record->hung;
  head_.price_set = record->price_set;
  head_.key_version = record->key_version;
  head_.energy = record->energy;
  head_.fault_energy = record->fault_energy;
  head_.water = record->water.litres();
  head_.settlement_day = record->settlement_day;
  head_.settlement_hour = record->settlement_hour;
  edition(record->black_list, entry.at);
}

TakingIn::TakingIn(store::Books& books, const Context& context, std::int64_t hand_over)
    : books_(books), context_(context), piece_(books, taken_at_once), taken_at_once_(piece_.next()), ahead_(books, importer(context), [this](const BatchCount& more) {
        counts_.fresh += more.fresh;
        counts_.known += more.known;
      }) {
  counts_.number = hand_over;
}

Result<void> TakingIn::take(const MeterFile& file) {
  heads_.emplace_back(file.meter);
  for (const auto& entry : file.store.entries) MUST(take(file.meter, entry));
  return Done{};
}

Result<void> TakingIn::take(MeterNumber meter, const handheld::Entry& entry) {
  heads_.back().take(entry);
  if (auto told = told_by(meter, entry)) told_.push_back(std::move(*told));
  if (told_.size() >= taken_at_once_) MUST(give_told());
  if (entry.kind != Kind::usage && entry.kind != Kind::hung) return Done{};
  ++(entry.kind == Kind::usage ? counts_.usage : counts_.hung);
  auto record = brought_by(meter, entry);
  if (!record) ++counts_.unreadable;
  else records_.push_back(std::move(*record));
  return records_.size() >= taken_at_once_ ? give_records() : Result<void>(Done{});
}

Result<void> TakingIn::give_records() {
  if (records_.empty()) return Done{};
  taken_at_once_ = piece_.next();
  return ahead_.give([records = std::exchange(records_, {}), number = counts_.number, &context = context_](const books::Reader& books) {
    return waterings::take_in(books, number, std::span<const Brought>(records), context);
  });
}

/// Each of the kinds that are kept as they come.
Result<void> TakingIn::give_told() {
  if (told_.empty()) return Done{};
  return ahead_.give([told = std::exchange(told_, {}), number = counts_.number, &context = context_](const books::Reader& books) -> Result<books::Decision<BatchCount>> {
    TRY(decision, waterings::take_in(books, number, std::span<const Reported>(told), context));
    decision.answer = {};  // the hand-over counts its records
    return decision;
  });
}

Result<std::vector<HeadSeen>> TakingIn::heads_seen() {
  return books_.read([this](const books::Reader& books) -> Result<std::vector<HeadSeen>> {
    std::vector<HeadSeen> out;
    for (auto& head : heads_) {
      const auto last = books.last<books::WellSeries>(head.meter());
      auto seen = head.seen(last ? last->newest : -1);
      if (!seen) continue;
      out.push_back(*seen);
    }
    return out;
  });
}

Result<books::HandOver> TakingIn::stored(std::string receipt) {
  MUST(give_records());
  MUST(give_told());
  MUST(ahead_.done());
  counts_.receipt = std::move(receipt);
  TRY(heads, heads_seen());
  return books_.run(importer(context_), [&](const books::Reader& books) { return waterings::stored(books, counts_, heads, context_); });
}

Result<void> TakingIn::seen() {
  MUST(give_told());
  MUST(ahead_.done());
  TRY(heads, heads_seen());
  if (heads.empty()) return Done{};
  MUST(books_.run(importer(context_), [&](const books::Reader& books) { return waterings::seen(books, heads, context_); }));
  return Done{};
}

}  // namespace kwota::handheld_office
