// What is done at a counter when a household's card lies there: looked at, sold, written. Each is let happen (History::let), in this order.
// Guarantees: what a card is given is what its meter finds at home.   Begin with brings_card(), then sells().
#pragma once
#include "sell/counter/account/account_life.h"
#include "sell/counter/paying.h"
#include "sell/counter/sell.h"
#include "sell/counter/take_back.h"
#include "sim/demo/household.h"

namespace kwota::demo {

/// What was booked, for whoever writes the card afterwards; filled when the decision is taken.
using Booking = std::shared_ptr<counter::Outcome>;

/// The meter's word comes home.
void brings_card(History& history, const Post& post, Household& house);
/// A sale, onto an unread one if there is one.
Booking sells(History& history, const Post& post, Household& house, std::int64_t whole, const counter::Paying& paying = {});
/// Opens the prepared account.
Booking opens(History& history, const Post& post, Household& house, std::int64_t whole);
/// What was booked goes onto the card.
void writes_card(History& history, const Post& post, Household& house, const Booking& booked);
/// The card had gone before it answered.
void loses_card(History& history, const Post& post, Household& house, const Booking& booked);
/// Proven that nothing is on it: at the counter the money goes back.
void fails_to_write(History& history, const Post& post, Household& house, const Booking& booked);

/// By what people pay: mostly cash, and anything else that there is.
counter::Paying pays_somehow(History& history, std::int64_t whole);

/// Any booking at the counter, as a decision that keeps its outcome.
template <class Book>
Booking books_at(History& history, const Post& post, const std::string& action, Book book) {
  auto kept = std::make_shared<counter::Outcome>();
  history.let(post, action, [kept, book = std::move(book)](const books::Reader& reader, const people::Context& context) -> counter::Booked {
    auto booked = book(reader, context);
    if (booked.ok()) *kept = booked->answer;
    return booked;
  });
  return kept;
}

}  // namespace kwota::demo
