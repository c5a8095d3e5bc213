// Everything that moves money, by name: what a sale is of, and what an entry of the ledger posts. What each does to a drawer stands in
// sell/ledger/operation.h, which has a row for every one of them.
#pragma once
#include "base/words.h"

namespace kwota::books {

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
  surrendered,       ///< what a meter gave back is owed to the customer
  cleared,        ///< what a meter lent, and was cleared off it, is owed by the customer
  refund,         ///< what is owed to the customer is paid out
  payment,        ///< money for a balance at the server, or for a debt
  payment_back,   ///< a payment that was a mistake is handed back
  day_charge,     ///< what days cost, to a balance at the server
  claim,          ///< a debt leaves the account and stands as a claim against the customer
  claim_payment,  ///< a claim is paid
  write_off,      ///< a debt or claim is given up by two persons
  paid_over,      ///< what a lost purse card held comes onto the next one
  watered,        ///< a well's record proves what was spent of a purse
  release,        ///< a grey purse card is freed without its pump's record
  taken_over,     ///< a purse card has moved in hours that the books lost: what it proves is taken over from it
  swap,           ///< what the old meter held goes into the new one; no money moves
  transfer,       ///< what one customer is owed becomes another's, with the meter
  change_scheme,  ///< the account goes on by another scheme; what its meter held, or the server had, lies there from now on
  opening_balance,  ///< what an account had in the program before this one
  shift_open,     ///< the float comes into the drawer
  shift_close,    ///< the drawer is emptied
  drop,           ///< cash of a drawer goes to the safe while its shift goes on
  deposit,        ///< cash of the safe goes to the bank
  outlet_float,   ///< an outlet pays into its float, or is handed back of it
  outlet_earned,  ///< what an outlet gets of a sale; of what was given back it gives it back
  outlet_settled, ///< an outlet's commission goes into its float, or is paid out
};
constexpr auto words_of(Operation) {
  return std::array<std::string_view, 33>{"open",    "recharge", "supplement",   "take_back",  "deduct", "settle",        "reversed",  "replacement", "closing", "surrendered", "cleared",    "refund",
                                          "payment", "payment_back", "day_charge", "claim",  "claim_payment", "write_off", "paid_over", "watered", "release",     "taken_over", "swap",    "transfer",    "change_scheme", "opening_balance", "shift_open", "shift_close", "drop", "deposit", "outlet_float", "outlet_earned", "outlet_settled"};
}

/// With it an account begins at a meter: what that still holds was another's, and it learns its customer.
constexpr bool begins_account(Operation operation) {
  return operation == Operation::open || operation == Operation::swap || operation == Operation::transfer || operation == Operation::change_scheme;
}

}  // namespace kwota::books
