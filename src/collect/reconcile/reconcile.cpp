#include "collect/reconcile/reconcile.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "base/decimal.h"

namespace kwota::reconcile {
namespace {

/// A whole minor unit in the meter's exact registers.
constexpr std::int64_t parts = 100'000;

MeterSide meter_side(const books::Statement& statement, const books::Statement& before) {
  MeterSide side;
  side.credited = statement.credited - before.credited;
  side.given_up = statement.given_up - before.given_up;
  side.overdraft_cleared = Money::minor(divide(statement.overdraft_cleared_e5 - before.overdraft_cleared_e5, parts, Round::down));
  side.used = Money::minor(divide(statement.used_e5 - before.used_e5, parts, Round::down));
  side.remaining = Money::minor(divide(statement.balance_e5, parts, Round::down));
  side.identity_gap_e5 = identity_gap_e5(statement);
  return side;
}

std::string reason_of(const Reconciliation& seen) {
  if (!seen.meter) return seen.sold.is_zero() ? "" : "meter_silent";
  if (seen.meter->identity_gap_e5 != 0) return "registers_broken";
  if (seen.gap > Money()) return "meter_ahead";
  if (seen.gap < Money()) return "meter_behind";
  return "";
}

class Look {
 public:
  Look(const books::Statement& statement, std::vector<Oddity>& found) : statement_(statement), found_(found) {}

  void clock(const std::optional<books::Statement>& before, const std::optional<books::Instruction>& applied, const Zone& zone) {
    const auto at = meter_instant(statement_.meter_time, zone);
    if (!at) return;
    if (*at > statement_.taken + clock_tolerance) return off("clock_fast", *at - statement_.taken);
    // It cannot have taken an instruction before that was made, nor speak before it spoke last.
    if (applied && *at + clock_tolerance < applied->time) return off("clock_slow", applied->time - *at);
    if (!before) return;
    if (const auto last = meter_instant(before->meter_time, zone); last && *at + clock_tolerance < *last)
      off("clock_slow", *last - *at);
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
  std::vector<Oddity>& found_;
};

}  // namespace

std::optional<Instant> meter_instant(const std::string& text, const Zone& zone) {
  LocalTime time;
  char end = 0;
  const int read = std::sscanf(text.c_str(), "%d-%u-%u%*1[ T]%u:%u:%u%c", &time.date.year, &time.date.month, &time.date.day,
                               &time.hour, &time.minute, &time.second, &end);
  if (read < 5 || read > 6 || !valid(time.date) || time.hour > 23 || time.minute > 59 || time.second > 59) return std::nullopt;
  return zone.instant(time);
}

std::int64_t identity_gap_e5(const books::Statement& statement) {
  const Wide gap = (Wide{statement.credited.minor()} - statement.given_up.minor()) * parts + statement.overdraft_cleared_e5 -
                   statement.used_e5 - statement.balance_e5;
  return static_cast<std::int64_t>(gap);
}

Reconciliation reconcile(const std::vector<SoldCredit>& sales, const std::optional<books::Statement>& newest,
                         const std::optional<books::Statement>& before) {
  Reconciliation seen;
  for (const auto& [sale, state] : sales) {
    if (!books::happened(state)) continue;
    seen.sold += sale.credit;
    if (state == books::SaleStatus::applied)
      seen.applied += sale.credit;
    else if (state == books::SaleStatus::taken_back)
      seen.taken_back += sale.credit;
    else
      seen.on_the_way += sale.credit;
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
    if (!out.empty()) out.back().to = account.statements_before;
    out.push_back({.account = account.number, .from = account.statements_before});
  }
  return out;
}

std::vector<Oddity> oddities(const books::Statement& statement, const std::optional<books::Statement>& before,
                             const std::optional<books::Instruction>& applied, SequenceNumber sold, const Zone& zone) {
  std::vector<Oddity> found;
  Look look(statement, found);
  look.clock(before, applied, zone);
  if (statement.count > sold)
    found.push_back(
        {"count_ahead", {{"meter", std::to_string(statement.count.value())}, {"books", std::to_string(sold.value())}}});
  if (const auto gap = identity_gap_e5(statement); gap != 0)
    found.push_back({"registers_broken", {{"gap", format_decimal(gap, 5)}}});
  if (!before) return found;
  look.register_rises("count", before->count, statement.count, before->count.value(), statement.count.value());
  look.register_rises("energy", before->energy, statement.energy, before->energy.wh(), statement.energy.wh());
  look.register_rises("credited", before->credited, statement.credited, before->credited.minor(), statement.credited.minor());
  look.register_rises("given_up", before->given_up, statement.given_up, before->given_up.minor(), statement.given_up.minor());
  look.register_rises("overdraft_cleared", before->overdraft_cleared_e5, statement.overdraft_cleared_e5, before->overdraft_cleared_e5,
                      statement.overdraft_cleared_e5);
  look.register_rises("used", before->used_e5, statement.used_e5, before->used_e5, statement.used_e5);
  if (statement.illegal_inserts > before->illegal_inserts)
    found.push_back({"illegal_inserts", {{"more", std::to_string(statement.illegal_inserts - before->illegal_inserts)}}});
  return found;
}

}  // namespace kwota::reconcile
