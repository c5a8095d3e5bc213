// What a farmer's card says of itself whenever it lies on a reader: what it holds, and how far its offline counter has gone. By that the office knows what
// was spent, and how many records of it have not come home.
// What it has counted past is paid, though its proof is gone (counted.h).
// Guarantees: believes nothing of a chip that the card was not made of; believes a card only that it holds less than before and has counted further; while a booking of it is not settled it says nothing.
// Never: moves money but by that, or decides anything by the card's own log, which is under no seal.   Begin with note_contact().
#pragma once
#include "sell/purse/purse_account.h"

namespace kwota::purse {

/// It lies on the chip that it was made of, as far as the books know that. Error `card_copied` {card, account}: another chip has its number, its keys and what it once held.
Result<void> on_its_chip(const books::Reader& books, const CardSerial& card, const CardSerial& chip);

struct CardShown {
  CardSerial card;
  Money balance;                         ///< of a grey card that before the watering
  std::optional<std::int64_t> offline;   ///< nothing: its lock does not say
};
/// The purse as it stands after this; nothing: it tells nothing new, or nothing that could be.
std::optional<books::Purse> after_contact(const books::Reader& books, const CardShown& shown, Instant now);
/// The same, written down, and what hung and was counted past is settled. No changes: it tells nothing new.
Result<books::Decision<Done>> note_contact(const books::Reader& books, const CardShown& shown, const Context& context);

/// What a pump took off it, as a line of its own log has it.
struct LoggedWatering {
  std::string terminal;                  ///< twelve digits
  std::int64_t offline = 0;              ///< the card's counter before the lock
  Money amount;
  std::optional<LocalTime> at;           ///< of the debit
};
struct WateringOnCard {
  LoggedWatering line;
  std::string well;                      ///< where that terminal was; empty: no book knows
  bool is_brought_in = false;            ///< a record of it has come home
};
/// In the order of the log. A line is found again by amount and moment, and what hangs by terminal and counter: never by the counter alone, which cards
/// write before or after.
std::vector<WateringOnCard> waterings_on_card(const books::Reader& books, const CardSerial& card, const std::vector<LoggedWatering>& log);

}  // namespace kwota::purse
