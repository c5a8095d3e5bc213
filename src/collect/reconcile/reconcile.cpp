#include "collect/reconcile/reconcile.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "base/decimal.h"

namespace kwota::reconcile {
namespace {

/// One of the unit in the meter's exact registers.
constexpr std::int64_t parts = 100'000;

MeterSide meter_side(const books::Statement& statement, const books::Statement& before) {
  MeterSide side;
  const auto whole = [&](std::int64_t e5) { return Credit::of(statement.unit, divide(e5, parts, Round::down)); };
  side.credited = statement.credited - before.credited;
  side.surrendered = statement.surrendered - before.surrendered;
  side.overdraft_cleared = whole(statement.overdraft_cleared_e5 - before.overdraft_cleared_e5);
  side.used = whole(statement.used_e5 - before.used_e5);
  side.remaining = whole(statement.balance_e5);
  side.identity_gap_e5 = identity_gap_e5(statement);
  return side;
}

Gap reason_of(const Reconciliation& seen) {
  if (!seen.meter) return seen.sold.is_zero() ? Gap::none : Gap::meter_silent;
  if (seen.meter->identity_gap_e5 != 0) return Gap::registers_broken;
  if (seen.gap > Credit{}) return Gap::meter_ahead;
  if (seen.gap < Credit{}) return Gap::meter_behind;
  return Gap::none;
}

/// Of the meter's word; while it is silent, of what it was sold.
Unit unit_of(const std::vector<SoldCredit>& sales, const std::optional<books::Statement>& newest) {
  if (newest) return newest->unit;
  const auto sold = std::ranges::find_if(sales, [](const SoldCredit& one) { return !one.sale.credit.is_zero(); });
  return sold == sales.end() ? Unit::money : sold->sale.credit.unit();
}

class Inspection {
 public:
  Inspection(const books::Statement& statement, std::vector<Anomaly>& found) : statement_(statement), found_(found) {}

  void clock(const std::optional<books::Statement>& before, const std::optional<books::Instruction>& applied, const Zone& zone) {
    if (!statement_.meter_time) return;
    const auto at = zone.instant(*statement_.meter_time);
    if (at > statement_.taken + clock_tolerance) return off("clock_fast", at - statement_.taken);
    // It cannot have taken an instruction before that was made, nor speak before it spoke last.
    if (applied && at + clock_tolerance < applied->time) return off("clock_slow", applied->time - at);
    if (!before) return;
    if (!before->meter_time) return;
    if (const auto last = zone.instant(*before->meter_time); at + clock_tolerance < last) off("clock_slow", last - at);
  }

  template <class Value>
  void register_rises(const char* name, Value before, Value now, std::int64_t before_number, std::int64_t now_number) {
    if (now < before)
      found_.push_back({"register_went_back",
                        {{"register", name}, {"before", std::to_string(before_number)}, {"now", std::to_string(now_number)}}});
  }

 private:
  void off(const char* code, Duration by) { found_.push_back({code, {{"minutes", std::to_string(by.ms() / 60'000)}}}); }

  const books::Statement& statement_;
  std::vector<Anomaly>& found_;
};

}  // namespace

std::int64_t identity_gap_e5(const books::Statement& statement) {
  const Wide gap = (Wide{statement.credited.amount()} - statement.surrendered.amount()) * parts + statement.overdraft_cleared_e5 -
                   statement.used_e5 - statement.balance_e5;
  return static_cast<std::int64_t>(gap);
}

Reconciliation reconcile(const std::vector<SoldCredit>& sales, const std::optional<books::Statement>& newest,
                         const std::optional<books::Statement>& before) {
  Reconciliation seen;
  seen.unit = unit_of(sales, newest);
  const auto differs = [&](const SoldCredit& one) { return !one.sale.credit.is_zero() && one.sale.credit.unit() != seen.unit; };
  if (std::ranges::any_of(sales, differs) || (before && newest && !before->credited.adds_up_with(newest->credited))) {
    seen.reason = Gap::units_differ;
    return seen;
  }
  for (const auto& [sale, state] : sales) {
    if (!books::happened(state)) continue;
    seen.sold += sale.credit;
    if (state == books::SaleStatus::applied)
      seen.applied += sale.credit;
    else if (state == books::SaleStatus::taken_back)
      seen.taken_back += sale.credit;
    else
      seen.in_transit += sale.credit;
  }
  if (newest) {
    seen.meter = meter_side(*newest, before.value_or(books::Statement{}));
    seen.gap = seen.meter->credited - seen.applied;
  }
  seen.reason = reason_of(seen);
  return seen;
}

std::vector<Span> spans_of(std::vector<books::Account> accounts) {
  std::erase_if(accounts, [](const books::Account& account) { return account.state == books::AccountStatus::draft; });
  std::ranges::sort(accounts, {}, [](const books::Account& account) { return std::tuple(account.statements_before, account.first_number, account.number); });
  std::vector<Span> out;
  for (const auto& account : accounts) {
    if (!out.empty() && out.back().account == account.number) continue;  // nobody else was there between
    if (!out.empty()) out.back().own.to = account.statements_before;
    Span span{.account = account.number, .own = {.from = account.statements_before}};
    if (const auto before = std::ranges::find(out, account.number, &Span::account); before != out.end()) {
      span.earlier = std::move(before->earlier);
      span.earlier.push_back(before->own);
      out.erase(before);
    }
    out.push_back(std::move(span));
  }
  return out;
}

books::Statement counted_for_others(books::Statement before, const books::Statement& last, const books::Statement& first) {
  before.credited -= last.credited - first.credited;
  before.surrendered -= last.surrendered - first.surrendered;
  before.overdraft_cleared_e5 -= last.overdraft_cleared_e5 - first.overdraft_cleared_e5;
  before.used_e5 -= last.used_e5 - first.used_e5;
  return before;
}

std::vector<Anomaly> anomalies(const books::Statement& statement, const std::optional<books::Statement>& before,
                             const std::optional<books::Instruction>& applied, SequenceNumber sold, const Zone& zone) {
  std::vector<Anomaly> found;
  Inspection inspection(statement, found);
  inspection.clock(before, applied, zone);
  if (statement.count > sold)
    found.push_back(
        {"count_ahead", {{"meter", std::to_string(statement.count.value())}, {"books", std::to_string(sold.value())}}});
  if (const auto gap = identity_gap_e5(statement); gap != 0)
    found.push_back({"registers_broken", {{"gap", format_decimal(gap, 5)}}});
  if (!before) return found;
  inspection.register_rises("count", before->count, statement.count, before->count.value(), statement.count.value());
  inspection.register_rises("energy", before->energy, statement.energy, before->energy.wh(), statement.energy.wh());
  inspection.register_rises("credited", before->credited, statement.credited, before->credited.amount(), statement.credited.amount());
  inspection.register_rises("surrendered", before->surrendered, statement.surrendered, before->surrendered.amount(), statement.surrendered.amount());
  inspection.register_rises("overdraft_cleared", before->overdraft_cleared_e5, statement.overdraft_cleared_e5, before->overdraft_cleared_e5,
                      statement.overdraft_cleared_e5);
  inspection.register_rises("used", before->used_e5, statement.used_e5, before->used_e5, statement.used_e5);
  if (statement.illegal_inserts > before->illegal_inserts)
    found.push_back({"illegal_inserts", {{"more", std::to_string(statement.illegal_inserts - before->illegal_inserts)}}});
  return found;
}

}  // namespace kwota::reconcile
