#include "sell/remote_account/brought_back.h"

#include <algorithm>
#include <set>

#include "books/lookup.h"
#include "sell/remote_account/charge.h"

namespace kwota::remote_account {
namespace {

LocalDate day_now(const Context& context) { return context.zone.local(context.now).date; }
LocalDate after(const LocalDate& day) { return date_of_day(day_number(day) + 1); }

void add(std::optional<Energy>& to, const std::optional<Energy>& more) {
  if (more) to = to.value_or(Energy{}) + *more;
}

/// What the days of the future come to, as one; they go.
books::DayCharge taken_together(const books::Reader& books, std::int64_t account, const LocalDate& day, books::Changes& changes) {
  books::DayCharge out;
  std::set<std::string> entries;
  for (const auto& one : books.since<books::DayCharge>(day, account)) {
    out.used += one.used;
    add(out.rate1, one.rate1);
    add(out.rate2, one.rate2);
    add(out.rate3, one.rate3);
    add(out.rate4, one.rate4);
    out.amount += one.amount;
    out.turned = out.turned || one.turned;
    out.plan = one.plan;
    out.plan_version = one.plan_version;
    if (!one.entry.empty()) entries.insert(one.entry);
    if (one.day != day) changes.remove.emplace_back(one);
  }
  out.account = account;
  out.day = day;
  out.estimated = true;
  for (const auto& entry : entries) (out.entry += out.entry.empty() ? "" : ",") += entry;
  return out;
}

}  // namespace

bool charged_ahead(const books::Reader& books, const books::RemoteAccount& row, const Context& context) {
  const auto to = parse_date(row.charged_to);
  if (!to.ok() || *to <= after(day_now(context))) return false;  // whoever types a last register charges today to its end
  return books::clock_was_wrong(books, context.zone.instant(LocalTime{*to, 0, 0, 0}));
}

Result<void> bring_back(const books::Reader& books, books::RemoteAccount& row, const Context& context, books::Changes& changes) {
  const auto today = day_now(context);
  TRY(supply, counter::supply_of(books, row.account, context.now, context.plans));
  TRY(facts, charging_state(books, supply, context.now));
  TRY(charge_state, tariff::charge_state_from_text(row.charge_state, supply.plan));
  charge_state.charged_to.day = after(today);
  tariff::begin_segment(charge_state, facts);
  row.charge_state = tariff::to_text(charge_state);
  row.charged_to = format_date(after(today));
  row.charged_from = std::min(row.charged_from, row.charged_to);
  auto days = taken_together(books, row.account, today, changes);
  if (!days.entry.empty() || !days.used.is_zero()) changes.put.emplace_back(std::move(days));
  return Done{};
}

}  // namespace kwota::remote_account
