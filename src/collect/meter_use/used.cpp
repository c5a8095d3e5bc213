#include "collect/meter_use/used.h"

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/text/parts.h"
#include "books/lookup.h"
#include "books/rows/money/opening.h"
#include "collect/report/facts/openings.h"
#include "sell/ledger/chart.h"

namespace kwota::months {
namespace {

constexpr std::int64_t e5 = 100'000;

/// Between two words of a meter, in proportion to the time.
std::int64_t between(std::int64_t before, Instant at_before, std::int64_t after, Instant at_after, Instant end) {
  const auto span = Wide{(at_after - at_before).ms()};
  if (span <= 0) return before;
  return before + static_cast<std::int64_t>((Wide{after} - before) * (end - at_before).ms() / span);
}

std::int64_t e5_of(Credit credit) { return credit.amount() * e5; }

/// What the meter held when its account came from another program.
std::optional<books::OpeningBalance> came_along(const books::Reader& books, MeterNumber meter) {
  for (auto& row : books.select(books::OpeningBalance::of_meter, meter))
    if (row.at == books::OpeningAt::meter && row.state == books::OpeningStatus::stands) return std::move(row);
  return std::nullopt;
}

/// Of each number the revision that counts.
std::map<std::uint32_t, books::Instruction> newest_of(const books::Reader& books, MeterNumber meter) {
  std::map<std::uint32_t, books::Instruction> newest;
  for (auto& row : books.select<books::Instruction>(meter)) newest[row.n.value()] = std::move(row);  // revisions rise
  return newest;
}

/// What customers paid for what a meter was sold, in the order of its instructions; before all, what it held when it came.
std::vector<Bought> bought_for(const books::Reader& books, MeterNumber meter) {
  std::vector<Bought> out;
  if (const auto along = came_along(books, meter)) out.push_back({e5_of(along->credit), along->amount});
  for (const auto& [n, row] : newest_of(books, meter)) {
    if (row.kind != books::InstructionKind::credit) continue;
    Bought one{e5_of(row.amount), {}};
    for (const auto sale : parts_of(row.sales))
      for (const auto& leg : books.legs(sale))
        if (ledger::kind_of(leg.account) == ledger::AccountKind::prepaid) one.paid -= leg.amount;
    out.push_back(one);
  }
  return out;
}

/// What a meter that came along had used before, which the program before has counted: its first word here, less what it has used since of what it held
/// and was sold.
std::int64_t used_before(const books::Reader& books, MeterNumber meter, const std::vector<books::Statement>& statements) {
  const auto along = came_along(books, meter);
  if (!along || statements.empty()) return 0;
  const auto& first = *std::ranges::min_element(statements, {}, &books::Statement::number);
  auto had = e5_of(along->credit);
  for (const auto& [n, row] : newest_of(books, meter))
    if (row.kind == books::InstructionKind::credit && row.n <= first.count) had += e5_of(row.amount);
  const auto used_since = std::clamp<std::int64_t>(had - first.balance_e5, 0, first.used_e5);
  return first.used_e5 - used_since;
}

}  // namespace

Counted counted_until(const std::vector<books::Statement>& statements, Instant end, const Zone& zone) {
  std::optional<std::pair<Instant, std::int64_t>> before, after;
  for (const auto& row : statements) {
    const auto at = said_at(row, zone);
    if (!(end < at) && (!before || row.used_e5 >= before->second)) before = {at, row.used_e5};
    if (end < at && (!after || row.used_e5 < after->second)) after = {at, row.used_e5};
  }
  if (!before) return {0, after.has_value()};
  if (!after) return {before->second, false};
  if (after->first - before->first > Duration::hours(24 * days_apart_most) || after->second < before->second) return {before->second, true};
  return {between(before->second, before->first, after->second, after->first, end), true};
}

Money first_in_first_out(const std::vector<Bought>& bought, std::int64_t units_e5) {
  Money whole;
  for (const auto& one : bought) {
    if (units_e5 <= 0 || one.units_e5 <= 0) continue;
    if (units_e5 >= one.units_e5) {
      whole += one.paid;
      units_e5 -= one.units_e5;
      continue;
    }
    const auto part = Wide{one.paid.minor()} * units_e5 * 2 + one.units_e5;
    return whole + Money::minor(static_cast<std::int64_t>(part / (Wide{one.units_e5} * 2)));
  }
  return whole;
}

MeterUse::MeterUse(const books::Reader& books, MeterNumber meter) : statements_(books.select<books::Statement>(meter)) {
  if (statements_.empty()) return;
  used_before_ = used_before(books, meter, statements_);
  if (statements_.front().unit != Unit::money) bought_ = bought_for(books, meter);
}

std::optional<MeterUse::Until> MeterUse::until(Instant end, const Zone& zone) const {
  if (statements_.empty()) return std::nullopt;
  const auto counted = counted_until(statements_, end, zone);
  const auto used_e5 = std::max<std::int64_t>(0, counted.used_e5 - used_before_);
  const auto unit = statements_.front().unit;
  return Until{Credit::of(unit, used_e5 / e5), unit == Unit::money ? Money::minor(divide(used_e5, e5, Round::half_up)) : first_in_first_out(bought_, used_e5), counted.heard_since};
}

Result<std::map<Supplied, Used>> used_until(const books::Reader& books, Instant end, const Zone& zone, const std::function<bool()>& stop) {
  // The last account at a meter says whose it is; accounts at the server and purses hold nothing in a meter.
  std::map<MeterNumber, std::string> stations;
  facts::each_account(books, [&](const books::Account& account) {
    if (account.meter != MeterNumber{} && !books.find<books::RemoteAccount>(account.number)) stations[account.meter] = account.station;
  });
  for (const auto& swap : books.all<books::MeterSwap>())
    if (const auto account = books.find<books::Account>(swap.account); account && !stations.contains(swap.old_meter)) stations[swap.old_meter] = account->station;
  std::map<Supplied, Used> out;
  for (const auto& [meter, station] : stations) {
    if (stop()) return error(Fault::refused, Cause::took_too_long, "It was broken off.");
    const auto told = MeterUse(books, meter).until(end, zone);
    const auto row = books.find<books::Meter>(meter);
    auto& used = out[{station, std::string(word_of(row ? row->commodity : Commodity{}))}];
    ++used.meters;
    used.unread += told && told->heard_since ? 0 : 1;
    if (told) used.to_date += told->money;
  }
  return out;
}

}  // namespace kwota::months
