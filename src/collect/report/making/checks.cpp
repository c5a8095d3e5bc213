#include "collect/report/making/checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "collect/report/making/sums.h"

namespace kwota::report {
namespace {

Totals totals_of(const books::Reader& books, const Request& request, const std::vector<std::string_view>& figures, const Period& period) {
  std::vector<Wanted> wanted;
  for (const auto name : figures) wanted.push_back({figure_named(name), period});
  Totals out;
  const auto sums = sums_of(books, request, wanted);
  for (std::size_t i = 0; i < figures.size(); ++i) out[figures[i]] = sums[i].value_or(0);
  return out;
}

/// Rows that make one sum of a report are a part of it: check lines are of the whole, or of what the report offers as filters.
bool is_part(const Request& request) {
  return std::ranges::any_of(request.filters, [&](const auto& one) { return one.first != "station" && offered(request.report->groups, one.first) && !offered(request.report->filters, one.first); });
}

/// Whether the two sides can be told by what was asked.
bool is_held(const Request& request, const Check& check) {
  return !is_part(request) && !(check.from_the_first && request.account_alone) && !(check.of_all && !request.filters.empty());
}

/// What of the figures is not known yet is read.
Totals with_the_rest(const books::Reader& books, const Request& request, std::vector<std::string_view> figures, const Period& period, const Totals& known) {
  std::erase_if(figures, [&](std::string_view name) { return known.contains(name); });
  auto out = totals_of(books, request, figures, period);
  out.insert(known.begin(), known.end());
  return out;
}

}  // namespace

Error unbalanced(std::string_view number, const MadeCheck& check) {
  return error(Fault::forged, Cause::books_unbalanced,
               fmt::format("The figures of report {} do not add up ({}): it is not given out. Run verify: it names a row that was changed; if it finds nothing, the program is at fault.", number, check.name),
               {{"report", std::string(number)}, {"check", std::string(check.name)}, {"amount", std::to_string(check.gap)}});
}

std::vector<std::string_view> checked_figures(const Request& request, bool from_the_first) {
  std::vector<std::string_view> names;
  for (const auto& check : request.report->checks)
    for (const auto* side : {&check.left, &check.right})
      for (const auto name : *side)
        if (check.from_the_first == from_the_first && is_held(request, check) && !offered(names, name)) names.push_back(name);
  return names;
}

Result<void> hold_checks(const books::Reader& books, const Request& request, const Known& known, Made& made) {
  const auto of_period = with_the_rest(books, request, checked_figures(request, false), request.period, known.of_period);
  const auto of_all_days = with_the_rest(books, request, checked_figures(request, true), all_up_to(request.period), known.of_all_days);
  for (const auto& check : request.report->checks) {
    if (!is_held(request, check)) continue;
    const auto& totals = check.from_the_first ? of_all_days : of_period;
    MadeCheck held{check.name, 0};
    for (const auto name : check.left) held.gap += totals.at(name);
    for (const auto name : check.right) held.gap -= totals.at(name);
    made.checks.push_back(held);
  }
  const auto wrong = std::ranges::find_if(made.checks, [](const MadeCheck& one) { return one.gap != 0; });
  return wrong == made.checks.end() ? Result<void>(Done{}) : Result<void>(unbalanced(request.report->number, *wrong));
}

}  // namespace kwota::report
