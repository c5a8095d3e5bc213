#include "sell/tariff/use/plan_cache.h"

namespace kwota::tariff {

std::shared_ptr<const PlanCache::Reading> PlanCache::newest(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = readings_.find(id);
  return found == readings_.end() ? nullptr : found->second;
}

Result<PricePlan> PlanCache::plan(std::string_view id, const std::string& head, const std::vector<std::string>& versions) {
  if (const auto known = newest(id); known && known->head == head && known->versions == versions) return known->plan;
  TRY(plan, PricePlan::from_parts(head, versions));
  auto reading = std::make_shared<const Reading>(Reading{head, versions, plan});
  const std::lock_guard lock(mutex_);
  readings_.insert_or_assign(std::string{id}, std::move(reading));
  return plan;
}

}  // namespace kwota::tariff
