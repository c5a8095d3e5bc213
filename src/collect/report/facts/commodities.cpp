#include "collect/report/facts/commodities.h"

#include <boost/json.hpp>

#include "sell/ledger/chart.h"

namespace kwota::facts {
namespace {

/// What a plan sells, as the ledger names it.
std::string commodity_in(const std::string& text) {
  boost::json::error_code bad;
  const auto head = boost::json::parse(text, bad);
  const auto* commodity = !bad && head.is_object() ? head.get_object().if_contains("commodity") : nullptr;
  return commodity != nullptr && commodity->is_string() ? std::string(commodity->get_string()) : std::string{};
}

}  // namespace

const std::string& Commodities::of_plan(const books::Reader& books, const std::string& plan) {
  if (const auto known = known_.find(plan); known != known_.end()) return known->second;
  auto row = books.find<books::Plan>(plan);
  if (!row || row->head != head_) {
    head_ = row ? std::move(row->head) : std::string("{}");
    name_ = commodity_in(head_);
  }
  return of_ == Of::one_moment ? known_.emplace(plan, name_).first->second : name_;
}

std::string Commodities::of_sale(const books::Reader& books, const books::Sale& root) {
  const bool of_purse = root.plan.empty() && books.last<books::Purse>(root.account);  // pumps charge it, no plan
  return of_purse ? std::string(ledger::purse) : of_plan(books, root.plan);
}

}  // namespace kwota::facts
