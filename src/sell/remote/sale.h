// Sales to meters on a line: the counter's own sale, with a command in the queue instead of a card on the reader – in one
// decision, so that no sale is without its command and no command without its sale. Guarantees: card and link carry the same
// number and revision, and the meter takes a number once: a sale may be moved either way at any time, or be on both. What never
// left the house is given back at once; what may have left waits for the meter's word. An account may be opened so as well: the
// meter learns its customer over the line, and its first card whenever one comes. Never: writes a card or opens a line.
// Begin with: sell(), then move_to_card().
#pragma once
#include "sell/counter/account/account_life.h"
#include "sell/counter/sell.h"
#include "sell/counter/supplement.h"
#include "sell/counter/take_back.h"

namespace kwota::remote {

using counter::Context;

/// What the counter answers, and the command that brings it.
struct Outcome : counter::Outcome {
  std::optional<books::MeterCommand> command;  ///< nothing is on its way: taken back before it left
};
using Booked = Result<books::Decision<Outcome>>;

/// counter::sell() without a card. Also usable_link()'s errors, and of whatever brings credit knows_its_ratio()'s.
Booked sell(const books::Reader& books, counter::SellRequest request, const Context& context);
/// counter::open_account() without a card: customer, first credit and the plan's prices go over the meter's line, one after the
/// other. The meter is in the books and on a line before. Also usable_link()'s errors.
Booked open_account(const books::Reader& books, counter::OpenRequest request, const Context& context);
/// counter::supplement() without a card. Also usable_link()'s errors.
Booked supplement(const books::Reader& books, counter::SupplementRequest request, const Context& context);
/// counter::order_closing() without a card: the order goes over the line, the meter's sealed word says what it gave up and that its contactor
/// is open, and then life::end_supply() pays that. A meter that knows no such order refuses it (command error `closes_by_card`): the
/// same number goes onto a card (move_to_card()). Also usable_link()'s errors.
Booked order_closing(const books::Reader& books, counter::CloseRequest request, const Context& context);
/// counter::take_back() without a card: what has not left the house is owed to the customer now (state taken_back); else the void
/// goes to the meter, and its count decides.
Booked take_back(const books::Reader& books, counter::TakeBackRequest request, const Context& context);

/// How an account begins at a meter.
struct Beginning {
  counter::Carrier carrier;
  std::optional<books::Card> card;  ///< on the reader; none: it gets its credit where it is put down next
};
/// Completes a booking by which an account begins at its meter with this credit: the first instruction of its own, onto the card or over the line
/// with the plan's prices behind it. Without credit nothing is carried: the next sale begins there. `supply`: as it will be.
Booked begun(const books::Reader& books, counter::Booking booking, const counter::Supply& supply, Credit credit, const Beginning& how, const Context& context);
/// The answer to a request that was booked before, with its command.
Booked again(const books::Reader& books, counter::Outcome before);

struct Moved {
  std::string sale;
  books::SaleStatus state = books::SaleStatus::booked;  ///< of the sale
  std::optional<books::MeterCommand> command;  ///< the line's part: waiting, cancelled, or still to be settled by reading
  std::optional<counter::CarryOrder> order;    ///< what must be written on the card now
};
using MoveAnswer = Result<books::Decision<Moved>>;

/// The sale waits for the line no longer. With the card on the reader, `order` is what must be written now; without, the card
/// gets it where it is put down next. What may be at the meter already stays open until the meter was read, and is not sent
/// again. Errors: unknown_sale, nothing_to_carry, permission_denied and usable_card()'s when there is a card.
MoveAnswer move_to_card(const books::Reader& books, const std::string& sale, const std::optional<CardSerial>& card,
                        const Context& context);
/// The same number and revision goes over the line too. Moved twice it stands in the queue once. Errors beside those:
/// usable_link()'s and knows_its_ratio()'s.
MoveAnswer move_to_link(const books::Reader& books, const std::string& sale, const Context& context);

}  // namespace kwota::remote
