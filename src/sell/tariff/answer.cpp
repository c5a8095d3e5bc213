#include "sell/tariff/answer.h"

#include <algorithm>

#include "base/decimal.h"

namespace kwota::tariff {

void add_lines(Quote& quote, const Terms& terms, const Document& document) {
  for (const DocumentLine& from : document.lines) {
    Line line;
    line.id = from.id;
    line.period = from.period;
    if (from.step > 0) line.step = from.step;
    if (from.units_e3) line.units = Units{*from.units_e3};
    if (from.price_e8) line.price = format_shortest(*from.price_e8, price_scale);
    if (from.count) line.count = from.count->shortest();
    if (from.percent_e8) line.percent = format_shortest(*from.percent_e8, price_scale);
    if (from.base) {
      line.base = Money::minor(from.base->round(terms.version->rounding.mode).value_or(0));
      if (terms.version->rounding.at_total) line.exact_base = from.base->shortest(terms.plan->minor);
    }
    if (from.base_fees) line.base_fees = Money::minor(from.base_fees->round(terms.version->rounding.mode).value_or(0));
    if (from.base_fixed) line.base_fixed = Money::minor(from.base_fixed->round(terms.version->rounding.mode).value_or(0));
    line.amount = Money::minor(from.amount);
    line.memo = from.memo;
    quote.lines.push_back(std::move(line));
  }
}

bool has_periods(const EnergyTerms& energy) {
  const auto by_period = [](const PriceList& price) { return !price.by_period.empty(); };
  return by_period(energy.price) || std::any_of(energy.sets.begin(), energy.sets.end(), [&](const PriceSet& set) {
           return std::any_of(set.steps.begin(), set.steps.end(), [&](const Step& step) { return by_period(step.price); });
         });
}

}  // namespace kwota::tariff
