// Whatever arrives as a price plan is refused with a reason, or it can be priced: every quote on it adds up.
#include <cstdlib>

#include "sell/tariff/use/meter_table.h"
#include "sell/tariff/plan/plan_data.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  const auto plan = tariff::PricePlan::from_text({reinterpret_cast<const char*>(data), size});
  if (!plan.ok()) {
    if (plan.error().what.empty()) std::abort();
    return 0;
  }
  const Money paid = Money::minor(12'345);
  const auto quote = tariff::quote(*plan, plan->data().versions.front().from_instant, {}, tariff::Pay{paid});
  if (!quote.ok()) return 0;
  Money sum;
  for (const auto& line : quote->lines)
    if (!line.memo) sum += line.amount;
  if (sum != quote->total || quote->total + *quote->residue != paid) std::abort();
  (void)tariff::meter_table(*plan, plan->data().versions.front().from_instant, {});
  return 0;
}
