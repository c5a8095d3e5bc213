// A farmer's card that has moved in hours which the books lost: they were restored from an older copy, and its online counter is ahead of them. What the card
// proves is taken over: it lies on the reader, one person says why, a second one agrees to the numbers that both have seen.
//   n          of the purse is the card's counter from now on
//   amount     what is on the card, or was by proven records and by its own log, beyond what the books can explain; against ledger::taken_over, for no till of ours
//              knows who took money for it. What is less is not known, as ever
// A card that was made in those hours is in no book, and no card that is made later has its number (card_number.h). It becomes its account's: by the account, the holder
// and the area numbers that it names – for the account's number may have been granted anew since, to somebody else. Where the books know one before it, that one was lost: it is blocked now.
// What a lost card held may lie on this one already, or wait still. Nobody but people knows that; it is asked, and said by two: paid over then, the lost card's purse ends with
// it – as far as this card can have got it –, and it is never paid a second time.
// Guarantees: only where nothing of the account is unsettled and the card is its own, in force, free and ahead – or made after all that the books know –; one that
// counts less than the books is refused, and so is one that another card of its account has followed.
// Never: writes on the card.   Begin with take_over().
#pragma once
#include <array>
#include <vector>

#include "sell/purse/purse_account.h"

namespace kwota::purse {

/// A move of money as the card has written it into its own log.
struct LoggedMove {
  SequenceNumber n;        ///< its online counter after it
  bool onto = true;        ///< the card; else off it
  Money amount;
  std::string terminal;    ///< twelve digits
  std::string moment;      ///< "2026-11-26 08:30:00"; empty: no such time
};

/// What the card has said under its seal, and what stands in its log.
struct CardProven {
  SequenceNumber counter;                ///< online
  std::optional<std::int64_t> offline;   ///< nothing: its lock does not say
  std::vector<LoggedMove> log;           ///< newest first
  std::string proof;                     ///< TAC of its newest load, that holds, hexadecimal; empty: none could be asked
  // What a card says of itself that the books have lost.
  CardSerial chip;                       ///< that carries it
  bool names_him = false;                ///< holder and area numbers on it are those of the account
  std::string valid_to;                  ///< local date
  std::uint8_t key_version = 1;          ///< of the keys that it has proved to have
};

/// What became, in the lost hours, of the money that a lost card held.
enum class LostRest : std::uint8_t {
  not_said,
  paid_over,  ///< it was paid over to the card on the reader
  waits,      ///< nobody has paid it over
};
constexpr auto words_of(LostRest) { return std::array<std::string_view, 3>{"not_said", "paid_over", "waits"}; }

struct TakeOverRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string reason;                    ///< never empty
  Result<CardSeen> seen = no_card();     ///< its balance as the card has said it under its seal
  CardProven proven;
  std::int64_t approval = 0;             ///< always
  LostRest rest = LostRest::not_said;    ///< where it is asked
};
/// The account that this card names, which no book knows: made in lost hours. Nothing: it is none.
std::optional<std::int64_t> account_of_lost_card(const books::Reader& books, const CardSeen& seen, const Context& context);
/// Errors: reason_missing, nothing_to_take_over {account, n}, purse_counter_behind {card, found, expected}, approval_needed, permission_denied, those of a desk, of
/// may_be_loaded(), nothing_unsettled() and his_free_card(); rest_not_said {account, sum}; of a card that the books lost `card_names_another` {card, account}, and
/// `card_followed` {card, account} where another one was made since.
Booked take_over(const books::Reader& books, const TakeOverRequest& request, const Context& context);

}  // namespace kwota::purse
