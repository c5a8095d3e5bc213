#include "collect/waterings/settle.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "collect/waterings/series.h"
#include "people/permissions.h"
#include "sell/purse/counted.h"
#include "sell/purse/spent.h"

namespace kwota::waterings {
namespace {

using books::HandOver;
using books::HandOverStatus;
using books::PumpRecordKind;
using books::RecordGap;
using books::Watering;
using books::WateringStatus;

using Numbers = std::set<std::int64_t>;

/// Of all that was told of the meter, series by series. Nothing else of its waterings is read: a well may have had many thousands.
std::map<std::int64_t, Numbers> numbers_of(const books::Reader& books, MeterNumber meter) {
  static const auto asked = books::columns(&Watering::series, &Watering::number);
  books::Query query{.table = &books::table_of<Watering>(), .index = nullptr, .equal = {books::value_of(meter)}, .from = {}, .up_to = {}};
  query.columns = asked.places();
  std::map<std::int64_t, Numbers> numbers;
  books.each(query, [&](const books::ValueSource& from) {
    const auto [series, number] = asked.read(from);
    auto& of_series = numbers[series];
    of_series.insert(of_series.end(), number);
    return true;
  });
  return numbers;
}

struct Hole {
  std::int64_t last = 0;
  books::GapStatus state = books::GapStatus::open;
};
/// By series and first number.
using Holes = std::map<std::pair<std::int64_t, std::int64_t>, Hole>;

/// Between two series nothing is missing: nobody knows how far the first one went.
Holes holes_between(const std::map<std::int64_t, Numbers>& all) {
  Holes holes;
  for (const auto& [series, numbers] : all) {
    std::optional<std::int64_t> before;
    for (const auto number : numbers) {
      if (before && number > *before + 1) holes[{series, *before + 1}] = {number - 1};
      before = number;
    }
  }
  return holes;
}

/// Where a row of the books begins, a hole begins: what is missing of it is not filled because a hole before it has grown.
void begin_at(Holes& holes, std::int64_t series, std::int64_t number) {
  auto after = holes.upper_bound({series, number});
  if (after == holes.begin()) return;
  auto& [key, hole] = *std::prev(after);
  if (key.first != series || key.second == number || hole.last < number) return;
  holes[{series, number}] = hole;
  hole.last = number - 1;
}

/// A full pump has written newer records over those before its oldest.
void name_overwritten(Holes& holes, std::int64_t series, std::int64_t oldest) {
  Holes rest;
  for (auto& [key, hole] : holes) {
    if (key.first != series || key.second >= oldest) continue;
    if (hole.last >= oldest) rest[{series, oldest}] = {hole.last};
    hole = {std::min(hole.last, oldest - 1), books::GapStatus::overwritten};
  }
  holes.merge(rest);
}

/// What its directory says of the meter's newest series: what of it lies in the pump still and was never read, before the first record that was, and what is there no more.
/// A pump that is not full has all that it ever wrote, so that its oldest record is where it began.
void by_its_directory(Holes& holes, const std::map<std::int64_t, Numbers>& all, const std::optional<books::WellHead>& head) {
  if (!head || !head->kept_from || !head->kept_to || all.empty()) return;
  const auto& [series, numbers] = *all.rbegin();
  if (*head->kept_to < *numbers.rbegin()) return;  // of a module that came since, whose records nobody has brought
  const auto first = *numbers.begin(), oldest = *head->kept_from;
  const auto begun = head->kept_full ? 0 : oldest;
  if (begun < first) holes[{series, begun}] = {first - 1};
  if (head->kept_full) name_overwritten(holes, series, oldest);
}

bool says_the_same(const Watering& a, const Watering& b) {
  const auto& table = books::table_of<Watering>();
  books::ValuesKeeper first, second;
  table.give(&a, first, static_cast<int>(table.columns.size()));
  table.give(&b, second, static_cast<int>(table.columns.size()));
  return first.values == second.values;
}

void count(HandOver& row, const Watering& watering) {
  ++row.waterings;
  switch (watering.state) {
    case WateringStatus::proven: ++row.proven; row.amount += watering.posted; return;
    case WateringStatus::hung: ++row.open; return;
    case WateringStatus::unproven: ++row.unproven; return;
    case WateringStatus::contradicting: ++row.contradicting; return;
    case WateringStatus::useless: ++row.useless; return;
    case WateringStatus::late: ++row.late; return;
    case WateringStatus::released: return;
    case WateringStatus::foreign:
    case WateringStatus::unknown_well: ++row.foreign; return;
  }
}

/// A purse as the waterings of one decision leave it.
struct PurseNow {
  std::optional<books::Purse> row;
  bool changed = false;
};

bool is_lost(const books::Purse& purse) { return purse.state == books::PurseStatus::blocked || purse.state == books::PurseStatus::paid_over; }

Result<void> take_off_its_purse(const books::Reader& books, const std::optional<Watering>& before, Watering& row, PurseNow& now, const Context& context, books::Changes& changes) {
  if (!now.row) now.row = books.find<books::Purse>(row.account, row.purse).value_or(books::Purse{});
  if (row.state == WateringStatus::hung && is_lost(*now.row)) {
    MUST(purse::keep_back(books, row, *now.row, context, changes));
    now.changed = true;
  }
  if (row.state == WateringStatus::proven && row.posted.is_zero() && !row.amount.is_zero()) {
    MUST(purse::spend(books, row, *now.row, context, changes));
    now.changed = true;
  }
  const auto steps = now.row->steps;
  purse::count_steps(books, *now.row, before, row, context);
  now.changed = now.changed || now.row->steps != steps;
  return Done{};
}

/// The hung ones of a purse that its card has counted past: those of this decision, and those that are in the books from before.
Result<void> settle_what_was_counted(const books::Reader& books, PurseNow& now, Settled& rows, const Context& context, books::Changes& changes) {
  const auto& card = now.row->card;
  if (!card) return Done{};
  const auto of_this_card = [&](const Watering& row) { return row.card == card; };
  // Only a hung record says something new of a lock; most decisions have none, and ask nothing here.
  if (std::ranges::none_of(rows, [&](const Watering& row) { return of_this_card(row) && !row.gmac.empty(); })) return Done{};
  auto known = books.select(Watering::hanging_on_card, *card);
  std::erase_if(known, [&](const Watering& old) { return std::ranges::any_of(rows, [&](const Watering& row) { return row.meter == old.meter && row.series == old.series && row.number == old.number; }); });
  const auto from_before = known.size();
  std::ranges::copy_if(rows, std::back_inserter(known), of_this_card);
  if (std::ranges::none_of(known, [](const Watering& row) { return row.state == WateringStatus::hung; })) return Done{};
  TRY(settled, purse::settle_counted(books, *now.row, known, context, changes));
  if (settled == 0) return Done{};
  now.changed = true;
  auto next = known.begin();
  for (; next != known.begin() + static_cast<std::ptrdiff_t>(from_before); ++next)
    if (next->state != WateringStatus::hung) changes.put.emplace_back(*next);
  for (auto& row : rows)
    if (of_this_card(row)) row = *next++;
  return Done{};
}

RecordGap new_gap(const books::Reader& books, MeterNumber meter, std::int64_t series, std::int64_t first, const Hole& hole, const Numbers& read, Instant now) {
  RecordGap row;
  row.meter = meter;
  row.series = series;
  row.first = first;
  row.last = hole.last;
  row.state = hole.state;
  row.found = now;
  auto beside = books.find<Watering>(meter, series, first - 1);
  if (const auto next = read.upper_bound(hole.last); !beside && next != read.end()) beside = books.find<Watering>(meter, series, *next);  // before the first that was read
  if (beside) {
    row.well = beside->well;
    row.station = beside->station;
  }
  return row;
}

}  // namespace

MeterNumber home_of(const books::Reader& books, const books::PumpRecord& record) {
  if (record.terminal.empty()) return record.meter;
  const auto places = books.select(books::WellMeter::of_terminal, record.terminal);
  const bool own = places.empty() || std::ranges::find(places, record.meter, &books::WellMeter::meter) != places.end();
  return own ? record.meter : places.back().meter;
}

void each_record_of(const books::Reader& books, std::int64_t hand_over, const std::function<void(MeterNumber, const books::PumpRecord&)>& take) {
  for (const auto& record : books.select(books::PumpRecord::of_hand_over, hand_over)) {
    take(home_of(books, record), record);
  }
}

Result<HandOver> whole_hand_over(const books::Reader& books, std::int64_t number) {
  auto row = books.find<HandOver>(number);
  if (!row) return error(Fault::request, "unknown_hand_over", "There is no such hand-over.", {{"number", fmt::format("{}", number)}});
  if (row->state == HandOverStatus::taking_in)
    return error(Fault::refused, "hand_over_incomplete", "This hand-over was broken off; take the same one in again first.", {{"number", fmt::format("{}", number)}});
  return *std::move(row);
}

Result<books::Decision<Settled>> settle(const books::Reader& books, std::span<const Case> cases, std::int64_t hand_over, const Context& context) {
  MUST(people::require(context.who, "handheld_import"));
  books::Decision<Settled> decision;
  std::map<std::pair<std::int64_t, std::int64_t>, PurseNow> purses;  // several waterings of one card come in one decision
  Surroundings around(books);
  SeriesNow series(books, context.now);
  std::vector<Placed> locks;
  for (const auto& one : cases) std::ranges::move(by_lock(books, series, one), std::back_inserter(locks));
  series.put(decision.changes);
  for (const auto& [one, before] : locks) {
    auto row = judge(around, one, before);
    if (!before || row.others != before->others || row.state != before->state) row.hand_over = hand_over;
    if (row.account != 0) MUST(take_off_its_purse(books, before, row, purses[{row.account, row.purse}], context, decision.changes));
    decision.answer.push_back(std::move(row));
  }
  for (auto& [key, now] : purses) {
    MUST(settle_what_was_counted(books, now, decision.answer, context, decision.changes));
    if (now.changed) decision.changes.put.emplace_back(std::move(*now.row));
  }
  for (std::size_t i = 0; i < locks.size(); ++i)
    if (const auto& before = locks[i].before; !before || !says_the_same(*before, decision.answer[i])) decision.changes.put.emplace_back(decision.answer[i]);
  return decision;
}

Result<books::Decision<std::int64_t>> note_gaps(const books::Reader& books, MeterNumber meter, const Context& context) {
  MUST(people::require(context.who, "handheld_import"));
  const auto numbers = numbers_of(books, meter);
  auto holes = holes_between(numbers);
  by_its_directory(holes, numbers, books.find<books::WellHead>(meter));
  const auto known = books.select<RecordGap>(meter);
  for (const auto& row : known) begin_at(holes, row.series, row.first);
  const auto is_open = [](const auto& one) { return one.second.state == books::GapStatus::open; };
  books::Decision<std::int64_t> decision{{}, std::ranges::count_if(holes, is_open)};
  if (numbers.empty()) return decision;
  auto& put = decision.changes.put;
  for (auto row : known) {
    const auto still = holes.find({row.series, row.first});
    const auto now = still == holes.end() ? Hole{row.last, books::GapStatus::filled} : still->second;
    if (still != holes.end()) holes.erase(still);
    if (now.state == row.state && now.last == row.last) continue;
    row.last = now.last;
    row.state = now.state;
    row.filled = now.state == books::GapStatus::filled ? std::optional(context.now) : std::nullopt;
    put.emplace_back(std::move(row));
  }
  for (const auto& [first, hole] : holes) put.emplace_back(new_gap(books, meter, first.first, first.second, hole, numbers.at(first.first), context.now));
  return decision;
}

Tally::Tally(HandOver hand_over) : counts_(std::move(hand_over)) {
  counts_.waterings = counts_.proven = counts_.open = counts_.unproven = counts_.contradicting = counts_.useless = counts_.foreign = counts_.late = 0;
  counts_.amount = {};
}

void Tally::add(std::span<const Watering> rows) {
  for (auto first = rows.begin(); first != rows.end();) {
    const auto behind = std::find_if(first, rows.end(), [&](const Watering& row) { return row.meter != first->meter || row.number != first->number; });
    if (!left_out_.contains({first->meter, first->number})) add_number({first, behind});
    first = behind;
  }
}

/// Of several series: the one that it told of.
void Tally::add_number(std::span<const Watering> rows) {
  const auto is_told = [this](const Watering& row) { return row.hand_over == counts_.number; };
  const bool some_told = std::ranges::any_of(rows, is_told);
  for (const auto& row : rows) {
    if (some_told && !is_told(row)) continue;
    if (row.state == WateringStatus::hung) hanging_.push_back({row.meter, row.series, row.number});
    else count(counts_, row);
  }
  meters_.insert(rows.front().meter);
}

HandOver Tally::sum(const books::Reader& books) const {
  auto out = counts_;
  for (const auto& [meter, series, number] : hanging_)
    if (const auto row = books.find<Watering>(meter, series, number)) count(out, *row);
  return out;
}

Result<books::Decision<HandOver>> close_cleaning(const books::Reader& books, const Tally& tally, std::int64_t gaps, const Context& context) {
  MUST(people::require(context.who, "handheld_import"));
  TRY(row, whole_hand_over(books, tally.hand_over()));
  auto closed = tally.sum(books);
  closed.gaps = gaps;
  closed.state = row.state == HandOverStatus::stored ? HandOverStatus::cleaned : row.state;
  closed.receipt = row.receipt;
  closed.receipt_signature = row.receipt_signature;
  return books::Decision<HandOver>{{{closed}, {}}, closed};
}

}  // namespace kwota::waterings
