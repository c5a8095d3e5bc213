// Another customer takes over a supply: one account ends and another begins at the same meter, at one moment and in one decision.
// The meter has given up before what it held (counter::order_closing): so each customer has his own part of its book, and a card of the former one is
// dead. What it gave up is handed over – it is the new customer's first credit – or stays owed to the former one, who is paid out by name
// (counter::pay_out).
// Guarantees: what one loses the other gets, to the last unit; a debt of the balance stays with its owner, as a claim, and who keeps those
// by name is said; prices in force at that minute and steps from
// zero, as for every new customer. Never: takes or hands out cash.   Begin with transfer().
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/words.h"
#include "sell/remote/sale.h"

namespace kwota::life {

using counter::Context;

/// With whom the former customer's debts by name go on.
enum class DebtsGo : std::uint8_t {
  unsaid,
  stay,   ///< with him, who pays them at the counter
  along,  ///< the new customer takes them over with the account
};
constexpr auto words_of(DebtsGo) { return std::array<std::string_view, 3>{"", "stay", "along"}; }

struct TransferRequest {
  counter::Claim claim;
  std::int64_t account = 0;        ///< that ends
  books::Customer customer;        ///< number zero: new; known number: as he is in the books
  bool hand_over = false;          ///< what the meter gave up becomes the new customer's credit
  std::string reason;              ///< never empty
  std::optional<CardSerial> card;  ///< on the reader: a blank one, or the former customer's, which he hands over
  std::int64_t approval = 0;
  std::optional<counter::Carrier> carrier = {};  ///< nothing: as accounts of its scheme are opened
  DebtsGo debts = DebtsGo::unsaid;  ///< asked where there are any
  std::string last_register = {};   ///< of a balance at the server: as the meter shows; empty: what was read last counts, and two people say so
};

/// Where the balance is at the server the meter holds nothing: the former customer is charged to `last_register`, today included, the new one from there on; what is left
/// of his balance is handed over or stays owed to him, what he owes is claimed. No card, no closing order. Also errors of remote_account::hand_over().
/// Kind `transfer`, of the new account. Errors: permission_denied (transfer_account), reason_missing, closing_not_confirmed, meter_still_feeds {meter}, same_customer {customer},
/// change_agreed_already {from}: a change of the former account that is still to come is withdrawn first; debt_owner_needed {debts}, unknown_customer, name_missing,
/// duplicate_identity, customer_blocked, no_version, plan_does_not_fit, and those of a card, a link, a desk and of second_person().
remote::Booked transfer(const books::Reader& books, const TransferRequest& request, const Context& context);

}  // namespace kwota::life
