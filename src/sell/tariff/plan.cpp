#include "sell/tariff/plan.h"

#include "base/decimal.h"
#include "sell/tariff/plan/charge_kind.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan/plan_fault.h"
#include "sell/tariff/plan/plan_json.h"
#include "sell/tariff/plan_check.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {

Result<json::value> parse(std::string_view text) {
  boost::system::error_code problem;
  json::value value = json::parse(json::string_view(text.data(), text.size()), problem);
  if (!problem) return value;
  return error(Fault::request, "bad_plan", "The price plan cannot be used: it is not JSON.", {{"why", clause_of(PlanFault::not_json)}, {"where", "/"}, {"fault", std::string(word_of(PlanFault::not_json))}});
}

}  // namespace

std::int64_t PriceList::e8(std::string_view period) const {
  for (const auto& [name, price] : by_period)
    if (name == period) return price;
  return flat_e8;
}

const Version* PlanData::version_at(Instant at) const {
  const Version* found = nullptr;
  for (const Version& version : versions)
    if (version.from_instant <= at) found = &version;
  return found;
}

Result<PricePlan> PricePlan::from_json(const json::value& value) {
  Problem problem;
  auto data = std::make_shared<PlanData>(read_plan(value, problem));
  if (problem.none()) check_plan(*data, problem);
  if (!problem.none()) return problem.take();
  return PricePlan(std::move(data));
}

Result<PricePlan> PricePlan::from_text(std::string_view text) {
  TRY(value, parse(text));
  return from_json(value);
}

Result<PricePlan> PricePlan::from_parts(std::string_view head, const std::vector<std::string>& versions) {
  TRY(plan, parse(head));
  json::array list;
  for (const std::string& version : versions) {
    TRY(value, parse(version));
    list.push_back(std::move(value));
  }
  if (auto* object = plan.if_object()) (*object)["versions"] = std::move(list);
  return from_json(plan);
}

const std::string& PricePlan::id() const { return data_->id; }
const std::string& PricePlan::currency() const { return data_->currency; }
int PricePlan::minor_digits() const { return data_->minor; }
const std::string& PricePlan::usage_class() const { return data_->usage_class; }
Commodity PricePlan::commodity() const { return data_->commodity; }
Unit PricePlan::unit() const { return unit_of(data_->commodity); }
const std::string& PricePlan::zone() const { return data_->zone_name; }
std::int64_t PricePlan::quantum_e3() const { return data_->quantum_e3; }

Result<std::string> PricePlan::version_at(Instant at) const {
  if (const Version* version = data_->version_at(at)) return version->from;
  return no_version(*data_);
}

std::optional<Instant> PricePlan::next_version_after(Instant at) const {
  std::optional<Instant> next;
  for (const Version& version : data_->versions)
    if (version.from_instant > at && (!next || version.from_instant < *next)) next = version.from_instant;
  return next;
}

int PricePlan::counter_months(Instant at) const {
  const Version* version = data_->version_at(at);
  return version != nullptr && version->counter ? version->counter->months : 0;
}

std::optional<Instant> PricePlan::begin_of(std::string_view version) const {
  for (const Version& known : data_->versions)
    if (known.from == version) return known.from_instant;
  return std::nullopt;
}

Result<PricePlan> PricePlan::before(Instant moment) const {
  auto data = std::make_shared<PlanData>(*data_);
  std::erase_if(data->versions, [&](const Version& version) { return version.from_instant >= moment; });
  if (data->versions.empty()) return no_version(*data_);
  return PricePlan(std::move(data));
}

bool PricePlan::charges(std::string_view id) const {
  const auto has = [&](const Version& version) { return std::ranges::find(version.charges, id, &Charge::id) != version.charges.end(); };
  return std::ranges::any_of(data_->versions, has);
}

std::string PricePlan::percent_of(std::string_view version, std::string_view id) const {
  for (const Version& one : data_->versions) {
    if (one.from != version) continue;
    for (const Charge& charge : one.charges)
      if (charge.id == id && charge.kind->figure == ChargeFigure::percent && charge.figure_e8 != 0) return format_shortest(charge.figure_e8, price_scale);
  }
  return {};
}

std::vector<PlanWarning> PricePlan::warnings(std::string_view version) const {
  for (const Version& one : data_->versions)
    if (one.from == version && (!one.limits.min_pay || one.limits.min_pay->minor() <= 0)) return {PlanWarning::no_min_pay};
  return {};
}

}  // namespace kwota::tariff
