#include "meter/core/instruction.h"

namespace kwota::meter {
namespace {

using user_card::CardType;
using user_card::InstructionFile;

struct RefusalRow {
  Refusal refusal;
  std::uint8_t error_class;
  std::optional<Illegal> cause;
};

// Classes: cards.md 5.2 - 31 security module or supply, 32 authentication, 33 meter or customer number, 34 count or
// format, 35 communication with the card, 36 other or over a limit.
constexpr RefusalRow refusals[] = {
    {Refusal::none, 0, std::nullopt},
    {Refusal::wrong_meter, 33, Illegal::wrong_meter},
    {Refusal::wrong_customer, 33, Illegal::wrong_meter},
    {Refusal::wrong_card, 36, Illegal::wrong_meter},
    {Refusal::not_opened, 36, Illegal::other},
    {Refusal::already_opened, 36, Illegal::other},
    {Refusal::count_ahead, 34, Illegal::wrong_count},
    {Refusal::count_behind, 34, Illegal::wrong_count},
    {Refusal::not_collected, 34, Illegal::other},
    {Refusal::over_limit, 36, std::nullopt},  // an honest card of an eager customer
    {Refusal::bad_parameters, 34, Illegal::other},
    {Refusal::expired, 36, Illegal::other},
    {Refusal::used_before, 34, Illegal::wrong_count},
    {Refusal::wrong_key_state, 36, Illegal::other},
    {Refusal::wrong_system, 32, Illegal::wrong_system},
    {Refusal::not_authentic, 32, Illegal::not_authentic},
    {Refusal::bad_format, 34, Illegal::other},
    {Refusal::card_silent, 35, Illegal::pulled_early},
    {Refusal::memory, 31, std::nullopt},
    {Refusal::asleep, 36, std::nullopt},
    {Refusal::voided, 36, Illegal::other},
    {Refusal::wrong_version, 34, Illegal::other},
    {Refusal::keys_refused, 32, Illegal::not_authentic},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(refusals); ++i)
    if (static_cast<std::size_t>(refusals[i].refusal) != i) return false;
  return true;
}
static_assert(in_order() && std::size(refusals) == static_cast<std::size_t>(Refusal::keys_refused) + 1);

bool dead(const Ledger& ledger, const CardSerial& card) {
  for (const CardSerial& serial : ledger.dead_cards)
    if (serial == card) return true;
  return false;
}

/// Whether this card may speak to this account at all.
Refusal bound(const State& state, const Offer& offer) {
  const Ledger& ledger = state.ledger;
  const InstructionFile& says = offer.instruction;
  if (says.meter != state.number) return Refusal::wrong_meter;
  const bool open = ledger.account == Account::open;
  if (open && says.customer != ledger.customer) return Refusal::wrong_customer;

  const bool own_card = offer.serial == ledger.card && !offer.serial.is_zero();
  // An account that was opened over the line knows no card yet: its customer's opening card is the first.
  const bool first_card = ledger.card.is_zero() && !offer.serial.is_zero();
  switch (says.card_type) {
    case CardType::open_account:
      // A running account knows its opening card; a stranger's card cannot open it again.
      if (open) return own_card || first_card ? Refusal::none : Refusal::already_opened;
      return offer.serial.is_zero() ? Refusal::wrong_card : Refusal::none;
    case CardType::replacement:
      // The first card may have been lost before the meter saw it: then its replacement opens the account.
      if (!open) return offer.serial.is_zero() ? Refusal::wrong_card : Refusal::none;
      return dead(ledger, offer.serial) ? Refusal::wrong_card : Refusal::none;
    case CardType::closing:
      // After the account was closed, its closing card may still take home what its early withdrawal left behind.
      if (!own_card) return open ? Refusal::wrong_card : Refusal::not_opened;
      return ledger.account == Account::none ? Refusal::not_opened : Refusal::none;
    case CardType::purchase: break;
  }
  if (!open) return Refusal::not_opened;
  return own_card ? Refusal::none : Refusal::wrong_card;
}

bool over_limit(const State& state, Money amount) {
  if (state.limits.hoarding.is_zero()) return false;
  const auto held = state.ledger.account == Account::open ? state.ledger.balance : ExactMoney{};  // an opening empties it first
  return held + ExactMoney::of(amount) > ExactMoney::of(state.limits.hoarding);
}

bool in_range(Money amount) { return !amount.is_negative() && amount.minor() <= money_minor_max; }

bool wants(const InstructionFile& says, std::uint8_t bits) {
  return says.update_flags != user_card::update::none && (says.update_flags & bits) != 0;
}

bool good_parameters(const InstructionFile& says, const Offer& offer) {
  if (wants(says, user_card::update::parameters) &&
      (says.alarm2 > says.alarm1 || says.alarm2.is_negative() || says.ct == 0 || says.pt == 0))
    return false;
  if (wants(says, user_card::update::tariff_current | user_card::update::steps_current) && !offer.current) return false;
  return !wants(says, user_card::update::tariff_spare | user_card::update::steps_spare) || offer.spare.has_value();
}

/// Cards that may open an account; where it runs already a replacement takes over, and a stranger's opening card is refused.
bool opens(CardType type) { return type == CardType::open_account || type == CardType::replacement; }

/// An account that never ran opens with count 0 (no money) or 1; after a closing the next one goes on counting.
bool opens_now(const State& state, const Offer& offer, std::int64_t d) {
  if (!opens(offer.instruction.card_type) || state.ledger.account == Account::open) return false;
  return d == 1 || (d == 0 && state.ledger.count.value() == 0 && offer.purse.amount.is_zero());
}

/// The card before is dead for this account: it could still carry a replacement instruction with the present count.
void replace_card(Ledger& ledger, const CardSerial& card) {
  if (ledger.card == card) return;
  for (std::size_t i = ledger.dead_cards.size() - 1; i > 0; --i) ledger.dead_cards[i] = ledger.dead_cards[i - 1];
  ledger.dead_cards[0] = ledger.card;
  ledger.card = card;
}

/// The meter's account ends: nothing of it is left for whoever comes next. Whole minor units go back to the customer, less than
/// one stays in the balance; a debt is cleared and named, so that the books know who owes it.
void empty(Ledger& ledger) {
  if (!ledger.balance.is_positive()) {
    ledger.cleared -= ledger.balance;
    ledger.balance = ExactMoney{};
    return;
  }
  const Money whole = ledger.balance.whole();
  ledger.surrendered += whole;
  ledger.balance -= ExactMoney::of(whole);
}

/// The one place where a meter becomes richer, whatever brought the credit.
void take(Ledger& ledger, SequenceNumber count, Money amount) {
  ledger.count = count;
  ledger.last_amount = amount;
  ledger.last_applied = amount.is_zero() ? Applied::voided : Applied::credit;
  ledger.credited += amount;
  ledger.balance += ExactMoney::of(amount);
}

void end_account(Ledger& ledger, SequenceNumber count, Money amount) {
  ledger.count = count;
  ledger.last_amount = amount;
  ledger.last_applied = Applied::closing;
  empty(ledger);
  ledger.account = Account::closed;
}

void take(State& state, const Offer& offer) {
  if (offer.instruction.card_type == CardType::closing) return end_account(state.ledger, offer.purse.count, offer.purse.amount);
  take(state.ledger, offer.purse.count, offer.purse.amount);
}

/// The count alone keeps cards of earlier accounts out, so a card that was issued anew is welcome. Over the line: no card yet.
/// Whatever was left here, credit or debt, is not the new customer's: he begins with exactly his first credit.
void open_account(Ledger& ledger, CustomerNumber customer, const CardSerial& card) {
  empty(ledger);
  ledger.account = Account::open;
  ledger.customer = customer;
  ledger.period_energy = Energy{};  // a new customer begins in the first step [K]
  ledger.card = card;
  ledger.dead_cards = {};
}

void set_tariffs(State& state, const InstructionFile& says, const Offer& offer) {
  if (offer.current && wants(says, user_card::update::tariff_current | user_card::update::steps_current))
    state.tariffs.current = *offer.current;
  if (offer.spare && wants(says, user_card::update::tariff_spare | user_card::update::steps_spare)) {
    state.tariffs.spare = *offer.spare;
    state.tariffs.spare_open = false;
    state.tariffs.switch_at = clock_of(says.tariff_switch).value_or(offer.spare_switch);
  }
}

void set_parameters(State& state, const InstructionFile& says, const Offer& offer) {
  if (wants(says, user_card::update::parameters)) {
    state.user_type = says.user_type;
    state.limits.alarm1 = says.alarm1;
    state.limits.alarm2 = says.alarm2;
    state.ct = says.ct;
    state.pt = says.pt;
  }
  set_tariffs(state, says, offer);
}

/// A preset file says the same as an instruction without account.
InstructionFile parameters_of(const user_card::PresetFile& preset) {
  InstructionFile says;
  says.user_type = preset.user_type;
  says.update_flags = preset.update_flags;
  says.tariff_switch = preset.tariff_switch;
  says.alarm1 = preset.alarm1;
  says.alarm2 = preset.alarm2;
  says.ct = preset.ct;
  says.pt = preset.pt;
  return says;
}

}  // namespace

std::uint8_t error_class(Refusal refusal) { return refusals[static_cast<std::size_t>(refusal)].error_class; }
std::optional<Illegal> illegal_cause(Refusal refusal) { return refusals[static_cast<std::size_t>(refusal)].cause; }

Verdict judge(const State& state, const Offer& offer) {
  if (const Refusal refusal = bound(state, offer); refusal != Refusal::none) return {.refusal = refusal};
  if (!in_range(offer.purse.amount)) return {.refusal = Refusal::bad_format};

  const std::int64_t d = std::int64_t{offer.purse.count.value()} - std::int64_t{state.ledger.count.value()};
  if (opens(offer.instruction.card_type) && state.ledger.account != Account::open && !opens_now(state, offer, d))
    return {.refusal = d > 1 ? Refusal::count_ahead : Refusal::count_behind};
  if (d < 0) return {.refusal = Refusal::count_behind, .writes_back = offer.serial == state.ledger.card};
  if (d > 1) return {.refusal = Refusal::count_ahead, .writes_back = true};
  const bool parameters = offer.returned_empty && state.ledger.account != Account::closed;
  if (parameters && !good_parameters(offer.instruction, offer)) return {.refusal = Refusal::bad_parameters};
  if (d == 0) return {.parameters = parameters, .writes_back = true};
  if (!offer.returned_empty) return {.refusal = Refusal::not_collected};
  // Nothing is written: the credit waits on the card until there is room for it.
  if (offer.instruction.card_type != CardType::closing && over_limit(state, offer.purse.amount))
    return {.refusal = Refusal::over_limit};
  return {.takes = true, .parameters = true, .writes_back = true};
}

void carry_out(State& state, const Offer& offer, const Verdict& verdict) {
  if (verdict.refusal != Refusal::none) return;
  Ledger& ledger = state.ledger;
  const CardType type = offer.instruction.card_type;
  if (opens(type) && ledger.account != Account::open) {
    open_account(ledger, offer.instruction.customer, offer.serial);
  }
  if (type == CardType::open_account && ledger.card.is_zero()) ledger.card = offer.serial;
  if (type == CardType::replacement) replace_card(ledger, offer.serial);
  if (verdict.parameters) set_parameters(state, offer.instruction, offer);
  if (verdict.takes) take(state, offer);
}

Verdict judge(const State& state, const RemoteCredit& credit) {
  const Ledger& ledger = state.ledger;
  const bool open = ledger.account == Account::open;
  if ((state.key_info >> 24) != 1) return {.refusal = Refusal::wrong_key_state};
  if (!in_range(credit.amount) || credit.customer.is_zero()) return {.refusal = Refusal::bad_format};
  if (!open && !credit.opens) return {.refusal = Refusal::not_opened};
  if (open && credit.customer != ledger.customer) return {.refusal = Refusal::wrong_customer};

  const std::int64_t d = std::int64_t{credit.count.value()} - std::int64_t{ledger.count.value()};
  if (d < 0) return {.refusal = Refusal::count_behind};
  if (d > 1) return {.refusal = Refusal::count_ahead};
  const bool first = credit.opens && (open || (credit.count.value() == 0 && credit.amount.is_zero()));
  if (d == 0) return first ? Verdict{} : Verdict{.refusal = credit.opens ? Refusal::count_behind : Refusal::used_before};
  // Opened already: only its very first credit may still come with the opening (Q/GDW 354: count 0 or 1).
  if (credit.opens && open && credit.count.value() != 1) return {.refusal = Refusal::already_opened};
  if (over_limit(state, credit.amount)) return {.refusal = Refusal::over_limit};
  return {.takes = true};
}

void carry_out(State& state, const RemoteCredit& credit, const Verdict& verdict) {
  if (verdict.refusal != Refusal::none) return;
  if (credit.opens && state.ledger.account != Account::open) open_account(state.ledger, credit.customer, CardSerial{});
  if (verdict.takes) take(state.ledger, credit.count, credit.amount);
}

Verdict judge(const State& state, const RemoteClosing& closing) {
  const Ledger& ledger = state.ledger;
  if ((state.key_info >> 24) != 1) return {.refusal = Refusal::wrong_key_state};
  if (closing.customer.is_zero()) return {.refusal = Refusal::bad_format};
  if (ledger.account == Account::none) return {.refusal = Refusal::not_opened};
  if (closing.customer != ledger.customer) return {.refusal = Refusal::wrong_customer};
  const std::int64_t d = std::int64_t{closing.count.value()} - std::int64_t{ledger.count.value()};
  if (d < 0) return {.refusal = Refusal::count_behind};
  if (d == 0) return {.refusal = Refusal::used_before};
  if (ledger.account != Account::open) return {.refusal = Refusal::not_opened};
  return d > 1 ? Verdict{.refusal = Refusal::count_ahead} : Verdict{.takes = true};
}

void carry_out(State& state, const RemoteClosing& closing, const Verdict& verdict) {
  if (verdict.takes) end_account(state.ledger, closing.count, Money{});
}

Refusal judge(const State& state, const user_card::PresetFile& preset, const Offer& tariffs) {
  if ((state.key_info >> 24) == 1) return Refusal::wrong_key_state;
  return good_parameters(parameters_of(preset), tariffs) ? Refusal::none : Refusal::bad_parameters;
}

void carry_out(State& state, const user_card::PresetFile& preset, const Offer& tariffs) {
  set_parameters(state, parameters_of(preset), tariffs);
}

Refusal judge(const user_card::KeyCardFile& card, MeterNumber own, std::uint8_t version, std::optional<ClockTime> now) {
  if (!card.meter.is_zero() && card.meter != own) return Refusal::wrong_meter;
  const auto until = clock_of(card.valid_until);
  if (!now || !until || *now > *until) return Refusal::expired;
  return card.from == version ? Refusal::none : Refusal::wrong_version;
}

Refusal judge(const State& state, const user_card::ClearFile& clear, std::optional<ClockTime> now) {
  if (!clear.meter.is_zero() && clear.meter != state.number) return Refusal::wrong_meter;
  const auto until = clock_of(clear.valid_until);
  if (!now || !until || *now > *until) return Refusal::expired;
  for (const auto& taken : state.clear_authorisations)
    if (taken == clear.authorisation) return Refusal::used_before;
  return Refusal::none;
}

void carry_out(State& state, const user_card::ClearFile& clear) {
  auto& taken = state.clear_authorisations;
  for (std::size_t i = taken.size() - 1; i > 0; --i) taken[i] = taken[i - 1];
  taken[0] = clear.authorisation;
  Ledger& ledger = state.ledger;
  empty(ledger);
  ledger.card = CardSerial{};
  ledger.account = Account::none;
  ledger.customer = CustomerNumber{};
  ledger.period_energy = Energy{};
  const bool fault = state.latches.memory_fault;
  state.latches = Latches{};
  state.latches.memory_fault = fault;
  state.load = LoadState{};
  state.illegal = {};
  state.illegal_inserts = 0;
}

}  // namespace kwota::meter
