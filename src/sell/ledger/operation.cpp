#include "sell/ledger/operation.h"

#include <array>

namespace kwota::ledger {
namespace {

constexpr bool booked = true, posted_only = false, undoes = true;

constexpr std::array table{
    OperationRow{Operation::open, Cash::in, booked},
    OperationRow{Operation::recharge, Cash::in, booked},
    OperationRow{Operation::supplement, Cash::none, booked},
    OperationRow{Operation::take_back, Cash::none, booked},
    OperationRow{Operation::deduct, Cash::none, booked},
    OperationRow{Operation::settle, Cash::none, posted_only},
    OperationRow{Operation::reversed, Cash::out, posted_only, undoes},
    OperationRow{Operation::replacement, Cash::in, booked},
    OperationRow{Operation::closing, Cash::none, booked},
    OperationRow{Operation::surrendered, Cash::none, posted_only},
    OperationRow{Operation::cleared, Cash::none, posted_only},
    OperationRow{Operation::refund, Cash::out, booked},
    OperationRow{Operation::payment, Cash::in, booked},
    OperationRow{Operation::payment_back, Cash::out, booked},
    OperationRow{Operation::day_charge, Cash::none, posted_only},
    OperationRow{Operation::claim, Cash::none, booked},
    OperationRow{Operation::claim_payment, Cash::in, booked},
    OperationRow{Operation::write_off, Cash::none, booked},
    OperationRow{Operation::paid_over, Cash::none, booked},
    OperationRow{Operation::watered, Cash::none, posted_only},
    OperationRow{Operation::release, Cash::none, booked},
    OperationRow{Operation::taken_over, Cash::none, booked},
    OperationRow{Operation::swap, Cash::none, booked},
    OperationRow{Operation::transfer, Cash::none, booked},
    OperationRow{Operation::change_scheme, Cash::none, booked},
    OperationRow{Operation::opening_balance, Cash::none, posted_only},
    OperationRow{Operation::shift_open, Cash::utility, posted_only},
    OperationRow{Operation::shift_close, Cash::utility, posted_only},
    OperationRow{Operation::drop, Cash::utility, posted_only},
    OperationRow{Operation::deposit, Cash::utility, posted_only},
    OperationRow{Operation::outlet_float, Cash::utility, posted_only},
    OperationRow{Operation::outlet_earned, Cash::none, posted_only},
    OperationRow{Operation::outlet_settled, Cash::utility, posted_only},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].operation) != i) return false;
  return true;
}
static_assert(in_order() && table.size() == static_cast<std::size_t>(Operation::outlet_settled) + 1);

}  // namespace

std::span<const OperationRow> operations() { return table; }
const OperationRow& row_of(Operation operation) {
  static constexpr OperationRow none_of_ours{no_word<Operation>, Cash::none, posted_only};
  return operation < no_word<Operation> ? table[static_cast<std::size_t>(operation)] : none_of_ours;
}

}  // namespace kwota::ledger
