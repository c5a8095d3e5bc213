#include "sell/ledger/office.h"

#include "sell/ledger/chart.h"

namespace kwota::ledger {

Result<books::Entry> paid_in(const Head& head, const std::string& cash, std::int64_t account, Money amount) {
  return balanced(head, {{cash, amount}, {customer_balance(account), -amount}});
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
