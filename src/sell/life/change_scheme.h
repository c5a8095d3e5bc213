// An open account goes on by another scheme: from card to line, from the meter to a balance at the server, and back. One decision, one document.
// Where the balance stays in the meter no money moves. Where it goes to the server, the meter has given up before what it held (counter::order_closing, by card
// or over the line), or two people say it of one that cannot speak any more and is taken off; what is left at the server becomes credit of the meter that
// serves it from then on, under the next number of its book.
// Guarantees: what is held goes over once, whatever card or word turns up later: cards of the way that ends carry no more, and a meter's late word is held
// against what was typed (take_statement()); money never moves by one person alone; what is pending is refused, not guessed.
// Never: takes or hands out cash.   Begin with change_scheme(), what is within reach with scheme_reach().
#pragma once
#include <string>

#include "people/proposal.h"
#include "sell/life/scheme_reach.h"
#include "sell/remote/sale.h"
#include "sell/remote_account/keep.h"

namespace kwota::life {

struct SchemeRequest {
  counter::Claim claim;
  std::int64_t account = 0;
  std::string scheme;                 ///< to go on by
  std::optional<books::Meter> meter;  ///< that comes in the place of the old one, where money moves; nothing: it stays
  std::string reason;                 ///< never empty
  std::string last_register;          ///< of the meter, as it shows; to the server with the meter that stays also where charging begins
  std::string first_register;         ///< of one that comes in its place; empty: zero
  std::string remaining;              ///< what the old one held, where it cannot say so itself and is taken off; empty: by its own word
  remote_account::BalanceTerms terms; ///< at the server
  bool keep_cards = false;            ///< from card to line: who has a card keeps it for the day on which the line is down
  std::optional<CardSerial> card;     ///< on the reader: the customer's, or a blank one
  std::int64_t approval = 0;
};
people::Proposal approval_content(const SchemeRequest& request, int digits);

/// Kind `change_scheme`. Two people wherever money goes over, and wherever nobody read the meter.
/// Errors: permission_denied (change_scheme), reason_missing, unknown_scheme, account_not_open {account}, account_closing: the money stays and the meter has given it up; customer_blocked, those of by_scheme(); pending_sale and its
/// like; to the server closing_not_confirmed, balance_reported, meter_has_to_go {meter}: typed of a meter that stays, more_than_bought, bad_register,
/// register_went_back, bad_terms; to the meter hoarding {limit, most}, no_card, those of a card and of remote_account::leave(); of a desk and of second_person().
remote::Booked change_scheme(const books::Reader& books, const SchemeRequest& request, const Context& context);

}  // namespace kwota::life
