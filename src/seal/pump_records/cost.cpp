#include "seal/pump_records/cost.h"

#include "seal/pump_records/whole_part.h"

namespace kwota::pump {
namespace {

constexpr std::int64_t most = 0x7FFF'FFFF'FFFF'FFFF;
/// A price is for `per` quantities and counts hundredths of a minor unit: so many parts each. A number, for a small processor divides long.
constexpr std::uint16_t one_of[] = {18, 5, 1'800};
constexpr std::int64_t parts_of_one(Quantity quantity) { return one_of[static_cast<std::size_t>(quantity)]; }
static_assert(parts_of_one(Quantity::energy) * 100 * per(Quantity::energy) == Cost::parts);
static_assert(parts_of_one(Quantity::time) * 100 * per(Quantity::time) == Cost::parts);
static_assert(parts_of_one(Quantity::volume) * 100 * per(Quantity::volume) == Cost::parts);

}  // namespace

void Cost::add(Quantity quantity, MeterPrice price, std::int64_t amount) {
  const std::int64_t one = price.e4() * parts_of_one(quantity);
  if (one == 0 || amount == 0) return;
  value_ = amount > whole_part(most - value_, one) ? most : value_ + one * amount;
}

Money Cost::amount(Money balance) const {
  const Money whole = Money::minor(whole_part(value_, parts));
  return whole < balance ? whole : balance;
}

std::optional<std::int64_t> greatest_quantity(Quantity quantity, MeterPrice price, Money balance, Money reserve) {
  if (price.e4() == 0) return std::nullopt;
  if (reserve >= balance) return 0;
  return whole_part((balance - reserve).minor() * 100 * per(quantity), price.e4());
}

}  // namespace kwota::pump
