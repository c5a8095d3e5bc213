// A counter opens a farmer's account, makes his card of the blank one on the reader and loads it for the first time, all in one booking: for an application that was granted, or, where
// none is reviewed (setting purse_review), for one that is entered with it.
// Guarantees: the account is booked with its first load or not at all; what a grant refuses, this refuses. A blank card that is torn away leaves the account waiting for its card, and the money goes back, as of every first load.
// Never: opens for an application that waits – nobody decides alone what his station shall.   Begin with open_account().
#pragma once
#include "sell/purse/application.h"
#include "sell/purse/load.h"

namespace kwota::purse {

struct OpenRequest {
  Claim claim;
  std::int64_t granted = 0;           ///< the account of an application that was granted; 0: `application` is entered with it
  ApplyRequest application;
  std::string pay;                    ///< first load: "100.00"
  Result<CardSeen> seen = no_card();  ///< the blank card on the reader
  counter::Paying paying = {};
  std::vector<std::string> confirmed = {};
};
/// Errors: application_needed {account}, unknown_draft {account}: its card is made already, confirmation_needed {codes}, those of apply() and of load().
Booked open_account(const books::Reader& books, const OpenRequest& request, const Context& context);
/// What the first load would be; the card may still be missing. Errors as open_account(), without those of a desk.
Result<LoadQuote> quote_opening(const books::Reader& books, const OpenRequest& request, const Context& context);

}  // namespace kwota::purse
