#include "collect/waterings/series.h"

#include <algorithm>

namespace kwota::waterings {
namespace {

using books::PumpRecordKind;
using books::Watering;
using books::WellSeries;

/// Records of one lock.
struct Lock {
  Case one;
  std::optional<LocalTime> start;
  std::string terminal;      ///< that has drawn the number, as a proof or the hung record says; empty: neither
  bool is_sure = false;      ///< the card or the module itself has said that this lock was
};

bool may_be_one(const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; }

bool fits(const Lock& lock, const Recorded& record) {
  if (!may_be_one(lock.terminal, record.terminal)) return false;
  if (lock.start && record.start) return *lock.start == *record.start;
  return std::ranges::any_of(lock.one.records, [&](const Recorded& one) { return same_watering(one, record); });
}

void take(Lock& lock, const Recorded& record) {
  if (!record.of_another_well && !lock.start) lock.start = record.start;
  if (lock.terminal.empty()) lock.terminal = record.terminal;
  lock.is_sure = lock.is_sure || record.proof == Proof::right || record.kind == PumpRecordKind::hung;
  lock.one.records.push_back(record);
}

/// What another well says of a debit has another moment: it is told apart by what was used.
Lock* told_elsewhere(std::vector<Lock>& locks, const Recorded& record) {
  const auto same = std::ranges::find_if(locks, [&](const Lock& lock) {
    return may_be_one(lock.terminal, record.terminal) && std::ranges::any_of(lock.one.records, [&](const Recorded& one) { return same_watering(one, record); });
  });
  if (same != locks.end()) return &*same;
  const auto there = std::ranges::find_if(locks, [&](const Lock& lock) { return may_be_one(lock.terminal, record.terminal); });
  return there != locks.end() ? &*there : nullptr;
}

std::vector<Lock> locks_in(const Case& all) {
  std::vector<Lock> locks;
  const auto one_more = [&]() -> Lock& { return locks.emplace_back(Lock{{all.meter, all.number, {}}, {}, {}}); };
  for (const auto& record : all.records) {
    if (record.of_another_well) continue;
    const auto known = std::ranges::find_if(locks, [&](const Lock& lock) { return fits(lock, record); });
    take(known != locks.end() ? *known : one_more(), record);
  }
  for (const auto& record : all.records) {
    if (!record.of_another_well) continue;
    auto* known = told_elsewhere(locks, record);
    take(known != nullptr ? *known : one_more(), record);
  }
  return locks;
}

bool is_of(const Watering& row, const Lock& lock) {
  if (books::is_proven(row.state) && !may_be_one(row.terminal, lock.terminal)) return false;
  if (row.start && lock.start) return *row.start == *lock.start;
  return std::ranges::any_of(lock.one.records, [&](const Recorded& one) { return one.card == row.card && one.amount == row.amount && one.seconds == row.seconds; });
}

/// Under one number of a meter, series by series: they are counted without gaps from 1 on.
std::vector<Watering> waterings_numbered(const books::Reader& books, MeterNumber meter, std::int64_t number, std::int64_t newest_series) {
  std::vector<Watering> rows;
  for (std::int64_t series = 1; series <= newest_series; ++series)
    if (auto row = books.find<Watering>(meter, series, number)) rows.push_back(*std::move(row));
  return rows;
}

/// Rows of which no lock here is.
using Others = std::vector<const Watering*>;

/// Locks of which the books know get their series; the row of a series that no lock here is of stays whose it is.
Others take_known_series(std::vector<Lock>& locks, const std::vector<Watering>& rows) {
  Others others;
  for (const auto& row : rows) others.push_back(&row);
  for (auto& lock : locks) {
    const auto row = std::ranges::find_if(others, [&](const Watering* one) { return is_of(*one, lock); });
    if (row == others.end()) continue;
    lock.one.series = (*row)->series;
    others.erase(row);
  }
  return others;
}

/// What contradicts a lock is judged with it; the one that is sure says what the watering was.
void contradict(Lock& lock, const Lock& other) {
  if (other.is_sure) {
    lock.start = other.start;
    lock.terminal = other.terminal;
  }
  lock.is_sure = lock.is_sure || other.is_sure;
  lock.one.records.insert(lock.one.records.end(), other.one.records.begin(), other.one.records.end());
  std::ranges::stable_sort(lock.one.records, {}, &Recorded::kind);
}

/// Surest first, then in their order of time: whoever comes later makes room.
void in_order(std::vector<Lock>& locks) {
  std::ranges::stable_sort(locks, [](const Lock& a, const Lock& b) {
    if (const bool known = a.one.series != 0; known != (b.one.series != 0)) return known;
    return a.is_sure != b.is_sure ? a.is_sure : a.start < b.start;
  });
}

std::vector<std::int64_t> taken_by(const std::vector<Lock>& locks, const Others& others) {
  std::vector<std::int64_t> taken;
  for (const auto& lock : locks) taken.push_back(lock.one.series);
  for (const auto* row : others) taken.push_back(row->series);
  return taken;
}

std::vector<Placed> with_rows(std::vector<Lock> locks, std::vector<Watering> rows) {
  std::vector<Placed> out;
  for (auto& lock : locks) {
    const auto row = std::ranges::find(rows, lock.one.series, &Watering::series);
    out.push_back({std::move(lock.one), row != rows.end() ? std::optional(std::move(*row)) : std::nullopt});
  }
  std::ranges::sort(out, {}, [](const Placed& placed) { return placed.one.series; });
  return out;
}

}  // namespace

SeriesNow::Rows& SeriesNow::of(MeterNumber meter) {
  const auto [known, first] = meters_.try_emplace(meter);
  if (first) {
    known->second.all = books_.select<WellSeries>(meter);
    known->second.changed_from = known->second.all.size();
  }
  return known->second;
}

void SeriesNow::begin(Rows& rows, MeterNumber meter, std::int64_t number, const std::optional<LocalTime>& start) {
  WellSeries row;
  row.meter = meter;
  row.series = rows.all.empty() ? 1 : rows.all.back().series + 1;
  if (!rows.all.empty()) row.from = start;
  row.newest = number;
  row.newest_start = start;
  row.found = now_;
  rows.changed_from = std::min(rows.changed_from, rows.all.size());
  rows.all.push_back(std::move(row));
}

void SeriesNow::read(MeterNumber meter, std::int64_t number, const std::optional<LocalTime>& start) {
  auto& rows = of(meter);
  if (rows.all.empty()) return begin(rows, meter, number, start);
  auto& newest = rows.all.back();
  if (start && newest.from && *start < *newest.from) return;  // of a module before
  if (number > newest.newest) {
    rows.changed_from = std::min(rows.changed_from, rows.all.size() - 1);
    newest.newest = number;
    if (start) newest.newest_start = start;
    return;
  }
  if (!start || !newest.newest_start || *start <= *newest.newest_start) return;  // told late, or once more
  const auto gaps = books_.select<books::RecordGap>(meter, newest.series);
  const bool was_missing = std::ranges::any_of(gaps, [&](const auto& gap) { return gap.state == books::GapStatus::open && gap.first <= number && number <= gap.last; });
  if (!was_missing) begin(rows, meter, number, start);
}

std::int64_t SeriesNow::at(MeterNumber meter, const std::optional<LocalTime>& start) {
  const auto& rows = of(meter).all;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row)
    if (!start || !row->from || *row->from <= *start) return row->series;
  return 1;
}

std::int64_t SeriesNow::newest(MeterNumber meter) {
  const auto& rows = of(meter).all;
  return rows.empty() ? 1 : rows.back().series;
}

std::int64_t SeriesNow::free_beside(MeterNumber meter, std::int64_t series, const std::vector<std::int64_t>& taken, std::int64_t number, const std::optional<LocalTime>& start) {
  auto& rows = of(meter);
  const auto is_free = [&](const WellSeries& row) { return std::ranges::find(taken, row.series) == taken.end(); };
  const auto later = std::ranges::find_if(rows.all, [&](const WellSeries& row) { return row.series > series && is_free(row); });
  if (later != rows.all.end()) return later->series;
  for (auto row = rows.all.rbegin(); row != rows.all.rend(); ++row)
    if (row->series < series && is_free(*row)) return row->series;
  if (rows.all.empty()) begin(rows, meter, number, start);  // the one that the others are in
  begin(rows, meter, number, start);
  return rows.all.back().series;
}

void SeriesNow::put(books::Changes& changes) const {
  for (const auto& [meter, rows] : meters_)
    for (std::size_t i = rows.changed_from; i < rows.all.size(); ++i) changes.put.emplace_back(rows.all[i]);
}

std::vector<Placed> by_lock(const books::Reader& books, SeriesNow& series, const Case& all) {
  auto locks = locks_in(all);
  auto rows = waterings_numbered(books, all.meter, all.number, series.newest(all.meter));
  const auto others = take_known_series(locks, rows);
  in_order(locks);
  std::vector<Lock> placed;
  for (auto& lock : locks) {
    if (lock.one.series == 0) {
      const auto wanted = series.at(all.meter, lock.start);
      const auto there = std::ranges::find(placed, wanted, [](const Lock& one) { return one.one.series; });
      const auto row = std::ranges::find(others, wanted, &Watering::series);
      const bool is_another = lock.is_sure && (there != placed.end() ? there->is_sure : row != others.end() && books::is_proven((*row)->state));
      if (there != placed.end() && !is_another) {
        contradict(*there, lock);
        continue;
      }
      lock.one.series = is_another ? series.free_beside(all.meter, wanted, taken_by(placed, others), all.number, lock.start) : wanted;
    }
    placed.push_back(std::move(lock));
  }
  return with_rows(std::move(placed), std::move(rows));
}

}  // namespace kwota::waterings
