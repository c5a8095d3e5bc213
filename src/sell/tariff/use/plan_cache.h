// Price plans that were read already: reading and checking one costs many times what a quote costs, and it changes once a year.
// Guarantees: gives only what PricePlan::from_parts() makes of exactly these texts – an edited plan is read anew; safe from
// several threads; holds one reading a plan.   Never: reads the books.   Begin with: plan().
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sell/tariff/plan.h"

namespace kwota::tariff {

class PlanCache {
 public:
  /// Errors as PricePlan::from_parts(); a plan that was refused is not kept.
  Result<PricePlan> plan(std::string_view id, const std::string& head, const std::vector<std::string>& versions);

 private:
  struct Reading {
    std::string head;
    std::vector<std::string> versions;
    PricePlan plan;
  };
  std::shared_ptr<const Reading> newest(std::string_view id);

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Reading>, std::less<>> readings_;
};

}  // namespace kwota::tariff
