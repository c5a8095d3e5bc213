#include "sell/plans/preview.h"

#include <algorithm>

namespace kwota::plans {
namespace {

/// The first whole month that the version holds.
LocalDate first_month(Instant begins, const Zone& zone) {
  const auto day = zone.local(begins).date;
  return first_of_month(month_number(day) + (day.day == 1 ? 0 : 1));
}

std::string text_of(const books::Reader& books, const std::string& plan, const std::string& version) {
  for (const auto& row : books.select<books::PlanVersion>(plan))
    if (row.from == version) return row.text;
  return {};
}

}  // namespace

const std::map<std::string, std::string>& assumed_facts() {
  static const std::map<std::string, std::string> facts{{"heads", "4"}, {"load_kw", "5"}, {"demand_kw", "5"}, {"amps", "40"}};
  return facts;
}

Result<Preview> preview_of(const books::Reader& books, const books::Plan& plan, const books::PlanVersion& version, std::vector<std::int64_t> counted_e3,
                           const Context& context) {
  TRY(whole, remote::plan_with(books, plan, version));
  TRY(zone, Zone::find(whole.zone()));
  const auto begins = whole.begin_of(version.from);
  Preview preview;
  preview.version = version.from;
  if (!begins) return preview;
  preview.year = first_month(*begins, zone);
  if (const auto former = whole.before(*begins); former.ok()) {
    TRY(name, former->version_at(*begins));
    preview.before = name;
    preview.before_text = text_of(books, plan.id, name);
  }
  const auto five = five_customers(whole, whole.usage_class(), std::move(counted_e3));
  preview.origin = five.origin;
  preview.meters = five.meters;
  for (const auto& use : five.uses) {
    ComparedCustomer customer{use, {}, {}};
    TRY(after, tariff::year_cost(whole, version.from, preview.year, use, assumed_facts()));
    customer.after = after;
    if (!preview.before.empty()) {
      TRY(before, tariff::year_cost(whole, preview.before, preview.year, use, assumed_facts()));
      customer.before = before;
    }
    preview.customers.push_back(std::move(customer));
  }
  preview.warnings = whole.warnings(version.from);
  preview.effect = remote::who_would_be_stopped(books, version, whole, context);
  return preview;
}

}  // namespace kwota::plans
