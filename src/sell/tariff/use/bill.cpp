// A bill: measured use of a past period, cut where a version or a season begins. Units are divided by days, the widths of the steps
// too (the published rule of EVN), standing charges by their share of the period; per-sale charges and minimums stand once, on the last part.
#include <fmt/format.h>

#include "base/decimal.h"
#include "sell/tariff/answer.h"
#include "sell/tariff/charges_due.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/rounding.h"
#include "sell/tariff/steps.h"
#include "sell/tariff/use/measured.h"
#include "sell/tariff/use/usage.h"

namespace kwota::tariff {
namespace {

constexpr std::int64_t bill_days_max = 3 * 366;

Error bad_bill(std::string_view why) {
  return error(Fault::request, "bad_bill", fmt::format("The bill cannot be written: {}; nothing was priced.", why), {{"why", std::string(why)}});
}

struct Part {
  const Version* version = nullptr;
  std::string season;
  LocalDate from;
  std::int64_t days = 0;
};

Result<std::vector<Part>> cut(const PlanData& plan, const BillAsk& bill) {
  const std::int64_t first = day_number(bill.from), end = day_number(bill.to);
  if (end <= first) return bad_bill("it does not end after it begins");
  if (end - first > bill_days_max) return bad_bill("it is longer than three years");
  std::vector<Part> parts;
  for (std::int64_t day = first; day < end; ++day) {
    const LocalDate date = date_of_day(day);
    const Version* version = plan.version_at(plan.zone.instant(LocalTime{date, 0, 0, 0}));
    if (version == nullptr) return no_version(plan);
    const std::string season = season_of(*version, date);
    if (parts.empty() || parts.back().version != version || parts.back().season != season) parts.push_back({version, season, date, 0});
    ++parts.back().days;
  }
  return parts;
}

/// The use of each part: by days, largest remainder in quanta.
std::vector<PeriodUnits> divide_by_days(const PlanData& plan, const BillAsk& bill, const std::vector<Part>& parts) {
  std::vector<std::int64_t> days;
  for (const Part& part : parts) days.push_back(part.days);
  std::vector<PeriodUnits> uses(parts.size());
  for (const auto& [period, units] : bill.units) {
    const auto quanta = share_out(units.e3 / plan.quantum_e3, days);
    for (std::size_t i = 0; i < parts.size(); ++i) uses[i].emplace_back(period, Units{quanta[i] * plan.quantum_e3});
  }
  return uses;
}

/// The months of a bill; where it says none it is one.
Result<Exact> months_of(const BillAsk& bill) {
  if (bill.months.empty()) return Exact{1};
  const auto number = parse_decimal(bill.months, price_scale);
  if (!number.ok() || *number < 0) return bad_bill("months is not a number");
  return Exact::fraction(*number, power_of_ten(price_scale));
}

/// The bill is one counter period by definition: the counter of each part begins at 0, its steps are the part's share.
Result<Terms> terms_of(const PlanData& plan, const State& state, const BillAsk& bill, const Part& part, std::int64_t bill_days, bool last) {
  Terms terms;
  terms.plan = &plan;
  terms.version = part.version;
  terms.season = part.season;
  const auto shared = part.version->energy.find("");
  terms.energy = &(shared != part.version->energy.end() ? shared : part.version->energy.find(part.season))->second;
  terms.grain_e3 = plan.quantum_e3;
  const Exact share = Exact::fraction(part.days, bill_days);
  Exact width = share;
  const auto period = counter_period(*part.version, LocalTime{bill.from, 12, 0, 0});
  if (period && state.opened) width = width * opening_part(*part.version, *period, *state.opened);
  MUST(resolve_steps(terms, state, width));
  TRY(months, months_of(bill));
  TRY(due, due_in_part(*part.version, state, {.months = months * share, .days = part.days, .last = last}));
  terms.due = std::move(due);
  return terms;
}

}  // namespace

Result<Quote> price_bill(const PricePlan& price_plan, const State& state, const BillAsk& bill) {
  const PlanData& plan = price_plan.data();
  TRY(parts, cut(plan, bill));
  const std::int64_t bill_days = day_number(bill.to) - day_number(bill.from);
  const auto uses = divide_by_days(plan, bill, parts);
  std::vector<Terms> terms_of_parts;
  std::map<std::string, Exact, std::less<>> before;
  std::vector<Document> documents;
  terms_of_parts.reserve(parts.size());  // the documents point into them
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    TRY(terms, terms_of(plan, state, bill, parts[i], bill_days, last));
    if (i == 0) MUST(checked_total(terms, bill.units));
    MUST(checked_total(terms, uses[i]));
    terms_of_parts.push_back(std::move(terms));
    const Terms& here = terms_of_parts.back();
    documents.push_back(write_covering_document(here, usage_basket(here, uses[i]), {.measured = last, .before = &before}));
    if (documents.back().overflow) return overflow();
    const bool exact = here.version->rounding.at_total;
    for (const DocumentLine& line : documents.back().lines)
      before[std::string(line.id)] += exact ? line.exact : Exact{line.amount};
  }
  Quote quote;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    quote.parts.push_back({parts[i].from, parts[i].days});
    const std::size_t first = quote.lines.size();
    add_lines(quote, terms_of_parts[i], documents[i]);
    for (std::size_t line = first; line < quote.lines.size(); ++line) {
      quote.lines[line].version = parts[i].version->from;
      quote.lines[line].season = parts[i].season;
    }
    quote.total += Money::minor(documents[i].total);
  }
  return quote;
}

}  // namespace kwota::tariff
