// What a meter does with a user card that has proved to be genuine: the rules of cards.md 5.2 as a pure decision.
// d = purchase count on the card - purchase count in the meter:
//   d = 1   the instruction is taken, once: credit, void (amount 0) or closing; needs an empty returned-data file
//   d = 0   nothing is credited: the card only takes the meter's data home (and parameters, when its file is empty)
//   d < 0   an old image or another carrier was quicker: nothing is credited
//   d >= 2  a credit before this one is missing: nothing is credited, the counter is told by the data that go home
// Never: touches storage or a card. Begin with judge(), then carry_out().
#pragma once
#include "meter/core/state.h"

namespace kwota::meter {

/// What was read from a genuine card.
struct Offer {
  CardSerial serial;
  user_card::InstructionFile instruction;
  user_card::PurseFile purse;
  bool returned_empty = false;
  std::optional<Tariff> current, spare;  ///< as the update flags announce them
  ClockTime spare_switch = end_of_time;
};

enum class Refusal : std::uint8_t {
  none,
  wrong_meter,      ///< another meter's card
  wrong_customer,   ///< the account belongs to somebody else
  wrong_card,       ///< a copy, a replaced card, or one that was never bound
  not_opened,       ///< a purchase before the account was opened, or after it was closed
  already_opened,   ///< an account-opening card on an account that runs, or a stale one
  count_ahead,      ///< d >= 2
  count_behind,     ///< d < 0
  not_collected,    ///< d = 1, but the card still carries data that the counter has not taken
  over_limit,       ///< the meter would hold more than the hoarding limit
  bad_parameters,   ///< alarm 2 above alarm 1, transformer ratio zero, steps that do not rise
  expired,          ///< a clear card after its date, or no valid clock to judge by
  used_before,      ///< a clear card whose authorisation was taken already; a credit over the line whose count was taken already
  wrong_key_state,  ///< preset card with private keys, or user card with public keys
  wrong_system,     ///< not a card of ours
  not_authentic,    ///< the card's or a file's proof does not fit, or the card refused ours
  bad_format,       ///< a file's frame, checksum or number is wrong
  card_silent,      ///< taken out early, or a fault of the contacts
  memory,           ///< the meter could not store: nothing was taken
  asleep,           ///< too many illegal insertions within an hour
  voided,           ///< genuine, but on the list of cards that are good no more
  wrong_version,    ///< a key card for another version than the meter has
  keys_refused,     ///< the key card did not bring the whole set, or not for this meter: the old keys stay in force
};

/// Display error class 31..36 of cards.md 5.2; 0 for none.
std::uint8_t error_class(Refusal refusal);
/// The counter that an illegal insertion raises; nothing when the insertion was not illegal.
std::optional<Illegal> illegal_cause(Refusal refusal);

struct Verdict {
  Refusal refusal = Refusal::none;
  bool takes = false;  ///< the instruction with this count
  bool parameters = false;
  bool writes_back = false;  ///< the card may carry the meter's data home
};

Verdict judge(const State& state, const Offer& offer);

/// A credit that came over the line; its seals are the security module's business (DL/T 645-2007, 07 01 01 FF and 07 01 02 FF).
/// It goes through the same door as a card's: the same purchase count, so whichever carrier comes first is taken, once.
struct RemoteCredit {
  bool opens = false;  ///< opens the account for `customer`; asked again with the count that was taken it changes nothing
  CustomerNumber customer;
  Money amount;  ///< 0 is a void of that count, as on a card
  SequenceNumber count;
};
/// Refusals: wrong_key_state, bad_format, not_opened, wrong_customer, used_before (d = 0), count_behind, count_ahead, over_limit.
Verdict judge(const State& state, const RemoteCredit& credit);
void carry_out(State& state, const RemoteCredit& credit, const Verdict& verdict);

/// The customer's account ends, over the line [K]: what a closing card orders, under the same count. The meter gives up what it holds and
/// names it in its registers, and opens its contactor in the same stored moment.
struct RemoteClosing {
  CustomerNumber customer;
  SequenceNumber count;
};
/// Refusals: wrong_key_state, bad_format, not_opened, wrong_customer, used_before (d = 0), count_behind, count_ahead.
Verdict judge(const State& state, const RemoteClosing& closing);
void carry_out(State& state, const RemoteClosing& closing, const Verdict& verdict);

/// Does what judge() allowed. The caller stores the result before anybody hears of it.
void carry_out(State& state, const Offer& offer, const Verdict& verdict);

/// Parameters alone, from a preset card: a meter in its factory state.
Refusal judge(const State& state, const user_card::PresetFile& preset, const Offer& tariffs);
void carry_out(State& state, const user_card::PresetFile& preset, const Offer& tariffs);

/// A key card: for this meter, in time, and from the version that is in force.
Refusal judge(const user_card::KeyCardFile& card, MeterNumber own, std::uint8_t version, std::optional<ClockTime> now);

/// Zeroes the account: the balance is given up and named, a debt is cleared and named, the binding to customer and card ends, latches and illegal
/// counters start anew. The purchase count and the registers stay: else old purchase cards would be good again. [K]
Refusal judge(const State& state, const user_card::ClearFile& clear, std::optional<ClockTime> now);
void carry_out(State& state, const user_card::ClearFile& clear);

}  // namespace kwota::meter
