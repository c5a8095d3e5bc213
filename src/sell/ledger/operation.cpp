#include "sell/ledger/operation.h"

#include <algorithm>
#include <array>

namespace kwota::ledger {
namespace {

constexpr bool booked = true, posted_only = false, undoes = true;

constexpr std::array table{
    OperationRow{Operation::open, "open", Cash::in, booked},
    OperationRow{Operation::recharge, "recharge", Cash::in, booked},
    OperationRow{Operation::supplement, "supplement", Cash::none, booked},
    OperationRow{Operation::take_back, "take_back", Cash::none, booked},
    OperationRow{Operation::deduct, "deduct", Cash::none, booked},
    OperationRow{Operation::settle, "settle", Cash::none, posted_only},
    OperationRow{Operation::reversed, "reversed", Cash::out, posted_only, undoes},
    OperationRow{Operation::replacement, "replacement", Cash::in, booked},
    OperationRow{Operation::closing, "closing", Cash::none, booked},
    OperationRow{Operation::given_up, "given_up", Cash::none, posted_only},
    OperationRow{Operation::cleared, "cleared", Cash::none, posted_only},
    OperationRow{Operation::refund, "refund", Cash::out, booked},
    OperationRow{Operation::payment, "payment", Cash::in, booked},
    OperationRow{Operation::payment_back, "payment_back", Cash::out, booked},
    OperationRow{Operation::day_charge, "day_charge", Cash::none, posted_only},
    OperationRow{Operation::claim, "claim", Cash::none, booked},
    OperationRow{Operation::claim_payment, "claim_payment", Cash::in, booked},
    OperationRow{Operation::write_off, "write_off", Cash::none, booked},
    OperationRow{Operation::shift_open, "shift_open", Cash::house, posted_only},
    OperationRow{Operation::shift_close, "shift_close", Cash::house, posted_only},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].operation) != i) return false;
  return true;
}
static_assert(in_order() && table.size() == static_cast<std::size_t>(Operation::shift_close) + 1);

}  // namespace

std::span<const OperationRow> operations() { return table; }
const OperationRow& row_of(Operation operation) { return table[static_cast<std::size_t>(operation)]; }
std::string_view name_of(Operation operation) { return row_of(operation).name; }

std::optional<Operation> operation_named(std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const OperationRow& row) { return row.name == name; });
  if (found == table.end()) return std::nullopt;
  return found->operation;
}

}  // namespace kwota::ledger
