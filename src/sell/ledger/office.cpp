#include "sell/ledger/office.h"

#include "sell/ledger/chart.h"

namespace kwota::ledger {

Result<books::Entry> paid_in(const Head& head, std::vector<books::Leg> paid, std::int64_t account) {
  return against(head, std::move(paid), customer_balance(account));
}

Result<books::Entry> days_charged(const Head& head, std::int64_t account, const std::vector<Charge>& charges) {
  std::vector<books::Leg> legs{{customer_balance(account), Money{}}};
  for (const auto& charge : charges) {
    legs.front().amount += charge.amount;
    legs.push_back({charge.account, -charge.amount});
  }
  return balanced(head, std::move(legs));
}

}  // namespace kwota::ledger
