// Everything that moves money, as one declared list. Each entry of the ledger names one of these, and each booking at a counter
// is begun with one: so a use-case that is not in the list cannot post. The laws (collect/laws) know what each does to a drawer from here.
// Begin with operations().
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace kwota::ledger {

enum class Operation : std::uint8_t {
  open,           ///< the first sale of an account
  recharge,       ///< a sale
  supplement,     ///< credit without money
  take_back,      ///< what is under way shall not arrive: its money waits as a pending refund
  deduct,         ///< a part of what is under way shall not arrive
  settle,         ///< the meter took the void (the refund is due), or the credit (the take-back never happened)
  reversed,       ///< the instruction never left the house
  replacement,    ///< a new card for an old account, with its fee
  closing,        ///< the closing instruction; moves nothing itself
  given_up,       ///< what a meter gave back is owed to the customer
  cleared,        ///< what a meter lent, and was cleared off it, is owed by the customer
  refund,         ///< what is owed to the customer is paid out
  payment,        ///< money for a balance at the server, or for a debt
  payment_back,   ///< a payment that was a mistake is handed back
  day_charge,     ///< what days cost, to a balance at the server
  claim,          ///< a debt leaves the account and stands as a claim against the customer
  claim_payment,  ///< a claim is paid
  write_off,      ///< a debt or claim is given up by two persons
  shift_open,     ///< the float comes into the drawer
  shift_close,    ///< the drawer is emptied
};

/// What an operation does to a drawer.
enum class Cash : std::uint8_t { none, in, out, house };

struct OperationRow {
  Operation operation;
  std::string_view name;  ///< in entries (`what`) and sales (`kind`)
  Cash cash;              ///< in: from a customer; out: to him; house: floats and takings
  bool booked;            ///< a person books it at a till: it has a receipt
  bool undoes = false;    ///< turns the legs of another entry round, which then never happened
};

/// All of them, in the order of the enumeration.
std::span<const OperationRow> operations();
const OperationRow& row_of(Operation operation);
std::string_view name_of(Operation operation);
/// Nothing: no operation of ours has this name.
std::optional<Operation> operation_named(std::string_view name);

}  // namespace kwota::ledger
