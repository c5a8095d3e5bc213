// One piece of counter work that books something and has it written on the card that lies on the desk.
#pragma once
#include "sell/counter/desk.h"
#include "serve/api/asked.h"
#include "serve/desk/card_desk.h"

namespace kwota::serve {

/// What a use-case of the counter is given: the card on the desk, if it needs one, and the client's claim.
using Book = std::function<counter::Booked(const books::Reader&, const counter::Claim&, const std::optional<CardSerial>&, const people::Context&)>;

/// Books with the card of the body's `card_session`, writes it, answers with the outcome. A client that lost the answer and asks
/// again with its key gets the same outcome, without card.
void book_and_carry(ServerParts& server, const CallPtr& call, books::Right right, Book book);
/// Books what needs no card (refund in cash).
void book_only(ServerParts& server, const CallPtr& call, books::Right right, Book book);

/// Nobody takes money for a card that has no keys yet and cannot get them. Errors: CounterVault::makes_cards().
Result<void> can_be_made(ServerParts& server, const cards::Recognition& seen);

/// Tells the pages of the till how far a booking is: "booked", "writing", "written".
void publish_step(ServerParts& server, const Call& call, const counter::Claim& claim, const std::string& sale, std::string_view step);

/// SaleOutcome of the API: done, not_done, not_yet_known, with the sale as the books have it now and what the line has to do with it.
/// Errors: not_found.
Result<boost::json::object> outcome_of(ServerParts& server, const std::string& sale, const std::optional<Error>& cause = {});

}  // namespace kwota::serve
