// A grey card at the counter: a pump has locked it and not charged it yet. With the pump's record – a handheld or the line has brought it – it pays and is
// free at once; without, two persons free it after the holding time, for nothing or for what they say was used.
// Guarantees: the books know before the card is ordered anything; the card's lock says what became of it, so that a torn debit is settled at the next
// look and never done twice; what one lock owes is moved once, whoever brings its proof.
// Never: talks to a card.   Begin with record_of(), then debiting() and debited(); or release().
#pragma once
#include "sell/purse/outcome.h"

namespace kwota::purse {

/// What a card's lock shows: locked, or what it did last.
struct LockSeen {
  std::string terminal;          ///< twelve digits
  std::int64_t offline = 0;      ///< the card's counter before the lock
};

/// A watering that hangs, as its card is asked to pay for it.
struct HungOrder {
  std::string record;            ///< "watered/<meter>/<series>/<number>": its name in the journal and the ledger
  MeterNumber meter;
  std::int64_t series = 1, number = 0;
  CardSerial card;
  Money amount;
  std::int64_t offline = 0;
  std::string terminal, gmac;    ///< hexadecimal
};
/// The record of exactly this lock, if it has come home; nothing: it has not, or it is settled.
std::optional<HungOrder> record_of(const books::Reader& books, const CardSerial& card, const LockSeen& lock);
/// What a grey card has to pay with. Errors: record_missing {terminal}; records_differ {terminal, well}: it has told two things of this lock,
/// and only the module or the card knows which is right; blocked_card_found {card, reason}: of a lost card, what hung or comes still is paid
/// by what it held (spent.h), and it is asked no more.
Result<HungOrder> record_to_pay(const books::Reader& books, const CardSerial& card, const std::optional<LockSeen>& lock);

/// Before the order goes to the card.
Result<books::Decision<Done>> debiting(const books::Reader& books, const std::string& vault, const HungOrder& order, const std::string& details, const Context& context);
/// The card took the order for a forged one, and its lock stands: the record is wrong, and two persons may release that lock as if none had come.
Result<books::Decision<Done>> refused_by_card(const books::Reader& books, const std::string& vault, const HungOrder& order, const Context& context);

/// What the card proved.
struct Debited {
  LocalTime at;                  ///< the moment that its proof says
  std::string proof;             ///< its TAC, hexadecimal
  bool proof_holds = true;
  Money balance;                 ///< that it shows now
};
/// It paid: here, or before it came here.
Result<books::Decision<books::Watering>> debited(const books::Reader& books, const std::string& vault, const HungOrder& order, const Debited& card, const Context& context);

struct ReleaseRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string amount;            ///< that was used, as two persons say; empty or "0": nothing
  std::string reason;
  Result<CardSeen> seen = no_card();
  LockSeen lock;
  std::optional<LocalTime> locked;  ///< when, as the card says
  std::int64_t approval = 0;
};
/// Errors: reason_missing, no_card, wrong_card, unknown_card, blocked_card, purse_not_grey, record_is_there {record}: it is settled with that, unless the card has refused it; held_until {time},
/// card_holds_less {most}, approval_needed, permission_denied, sale_in_doubt and those of a desk.
Booked release(const books::Reader& books, const ReleaseRequest& request, const Context& context);

}  // namespace kwota::purse
