// What the books know of a farmer's card account when somebody stands at the counter: customer, purse, and what of it is not settled.
// Guarantees: one look at the books for one decision. Never: changes anything.   Begin with purse_account().
#pragma once
#include <optional>
#include <string>

#include "sell/counter/desk.h"

namespace kwota::purse {

using counter::Claim;
using counter::SaleStatus;
using people::Context;

struct PurseAccount {
  books::Utility utility;
  books::Account account;
  books::Customer customer;
  books::Purse purse;   ///< the newest: the card that he has, or is to get

  counter::Booking::Buyer buyer() const { return {utility, account, customer, purse.village, purse.area}; }
};
/// Errors: unknown_account, no_purse_account {account}.
Result<PurseAccount> purse_account(const books::Reader& books, std::int64_t account, const Context& context);
/// Error account_closed {account}.
Result<void> not_ended(const PurseAccount& at);
/// Money may go onto its card, or a card may be made for it. Errors: account_closed, account_closing, customer_blocked {reason},
/// blocked_card {card, reason}: of a lost card's purse.
Result<void> may_be_loaded(const PurseAccount& at);

/// What its card shows is its balance: it has one, and what that held was neither paid over nor paid out.
constexpr bool shows_balance(const books::Purse& purse) { return purse.state == books::PurseStatus::active || purse.state == books::PurseStatus::blocked; }
/// It makes a card of a blank one: the first of an account, with its first load, or one in the place of a lost one.
bool makes_card(const books::Sale& sale);
/// A booking whose card has not said yet what became of it. Nothing of the account is booked before it is settled.
std::optional<books::Sale> unsettled(const books::Reader& books, std::int64_t account);
/// Error `making_broken_off` {sale}: its card was being made, and no code that could give the money has left the vault – the same blank card goes on, or it is
/// given up (broken_making.h).
Result<void> making_not_broken_off(const books::Reader& books, std::int64_t account);
/// Errors `sale_in_doubt` {sale}, `load_not_carried` {sale}: never_arrived() (outcome.h), and that of making_not_broken_off().
Result<void> nothing_unsettled(const books::Reader& books, std::int64_t account);

/// What a card on the reader shows before anything is asked of it.
struct CardSeen {
  CardSerial card;     ///< the number of its application; of a blank one its chip's serial
  Money balance{};
  bool grey = false;   ///< locked by a pump: settled first
  std::optional<std::int64_t> account{};  ///< that it names itself; asked of a card whose number no book knows
};
/// Nothing lies on the reader. What lies there and is none of this office's purse cards has an error of its own, which whoever looked at it knows.
Error no_card();
/// It is this account's card, in force and free. Errors: that in `seen`, wrong_card {account}, unknown_card, blocked_card, card_grey {card}.
Result<void> his_free_card(const books::Reader& books, const PurseAccount& at, const Result<CardSeen>& seen);
/// And holds no more than the books allow for: what a card holds beyond that no booking has put there (take_over.h). Error purse_exceeds_books {card, balance, books}.
Result<void> usable(const books::Reader& books, const PurseAccount& at, const Result<CardSeen>& seen);
/// Before money goes onto it: pumps refuse a card after its last day. What it holds comes off all the same. Error `card_expired` {card, valid_to}.
Result<void> not_expired(const books::Reader& books, const PurseAccount& at, const Context& context);

/// A card counts money in hundredths, as the pumps do that take it off. Error `purse_of_hundredths` {currency, decimals}.
Result<void> counts_in_hundredths(const books::Utility& utility);
/// So much a purse may hold at most: what the utility allows, and what a pump's display and records can name. Error `hoarding` {limit, most}.
Result<void> check_room(const books::Reader& books, const PurseAccount& at, Money before, Money amount, Instant now);
/// Of what is his already only the second counts. Error `purse_full` {limit, most}.
Result<void> check_shown(const PurseAccount& at, Money before, Money amount);

/// What the counter has a card do.
enum class CardWork : std::uint8_t {
  issue,   ///< a blank card becomes his; `amount` comes onto it
  load,
  unload,
  release, ///< a grey card is freed; `amount` is what it pays
};
constexpr auto words_of(CardWork) { return std::array<std::string_view, 4>{"issue", "load", "unload", "release"}; }
/// It takes money off, if any.
constexpr bool takes_off(CardWork work) { return work == CardWork::unload || work == CardWork::release; }

/// What a card shall be brought to, as plain values.
struct CardOrder {
  std::string sale;       ///< receipt number, for the journal
  std::int64_t account = 0;
  CustomerNumber customer;
  std::string holder;     ///< his name
  CardSerial card;        ///< the number of its application
  CardSerial chip;        ///< of a blank one that is made into it
  CardWork work = CardWork::load;
  Money amount;           ///< that goes onto it, or off it; 0: the card alone
  Money before;           ///< on it, as it showed when this was booked
  SequenceNumber n;       ///< its online counter afterwards
  books::PurseTerms terms;
  std::string valid_to;   ///< of a new card: local date
};

struct Outcome {
  books::Sale sale;
  SaleStatus state = SaleStatus::booked;
  std::optional<CardOrder> order;  ///< what the card must do now
  bool repeated = false;           ///< answered from the books, nothing new was booked
};
using Booked = Result<books::Decision<Outcome>>;

/// The answer to a repeated request; nothing when the key is new. Error `idempotency_key_reused`.
Result<std::optional<Outcome>> answered_already(const books::Reader& books, const Claim& claim);

/// What this purse's card shall do next.
CardOrder order_for(const PurseAccount& at, CardWork work, const CardSerial& card, Money amount, Money before);
/// The making of that card out of this blank one was booked and has not ended: neither made, nor cleared since.
bool was_begun_with(const books::Reader& books, const books::Card& card, const CardSerial& chip);
/// What a booking's document calls the blank card that is made, and one that was taken over.
inline constexpr auto chip_in_document = "chip";
/// The chip that carries this card, as the booking says that brought it into the books; nothing: none says it.
std::optional<CardSerial> chip_of_card(const books::Reader& books, const books::Card& card);
/// The row of a card that is made of the blank one on the reader, with a number of its own; one whose making was broken off for him goes on under the
/// number that it was begun with. Errors: carrier_not_of_scheme, unknown_scheme.
Result<books::Card> card_to_make(const books::Reader& books, const PurseAccount& at, const CardSerial& chip, const Context& context);

/// Completes a booking that moves `amount` on a card, or makes one.
Booked finish(counter::Booking booking, CardOrder order);
/// The order of this booking again, as it was booked. Errors: unknown_sale, nothing_to_carry {sale}.
Result<CardOrder> order_of_sale(const books::Reader& books, const std::string& sale, const Context& context);
/// What a booking that was broken off asks of this blank card. Nothing: none waits for it.
Result<std::optional<CardOrder>> being_made(const books::Reader& books, const CardSerial& chip, const Context& context);

/// How a kind of booking moves money on a card; nothing: it does not.
std::optional<books::PurseMoveKind> move_of(books::Operation kind);

}  // namespace kwota::purse
