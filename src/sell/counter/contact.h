// What the counter shows when a card is put down: who it is, what it carries, and which one thing is to be done next.
// Guarantees: looks only; the same card over unchanged books gives the same view. The statement it brought is taken in before
// (take_statement), so what is said here already knows it.
// Begin with: on_contact().
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/words.h"
#include "sell/counter/desk.h"

namespace kwota::counter {

/// Why a card could not be read.
enum class CardTrouble : std::uint8_t {
  none,
  foreign,     ///< proves itself under none of our keys
  blank_card,
  half_made,   ///< its making was broken off
  damaged,
  key_card,    ///< the key office's: it carries no credit
};
constexpr auto words_of(CardTrouble) { return std::array<std::string_view, 6>{"", "foreign", "blank_card", "half_made", "damaged", "key_card"}; }

/// What the dialogue with the card could read, whether it is ours or not.
struct CardContent {
  std::optional<CardSerial> serial;
  std::string product;                     ///< empty: a card we do not know
  bool is_a_customers = true;              ///< false: a tool card of the meter crew
  CardTrouble trouble = CardTrouble::none;
  std::optional<std::uint32_t> county;
  std::optional<MeterNumber> meter;
  std::optional<CustomerNumber> customer;
  std::optional<Money> purse;              ///< as the card counts: Credit::for_device()
  SequenceNumber purse_n;
};

enum class CardState : std::uint8_t { recognised, unknown_card, blocked_card, no_sale_customer, unread_on_card, in_doubt_found };
std::string_view name_of(CardState state);

struct Contact {
  CardState state = CardState::unknown_card;
  std::string reason;                ///< unknown_card: a CardTrouble, other_county, not_ours, tool_card;
                                     ///< no_sale_customer: account_closed, account_closing, customer_blocked, no_version; blocked_card: the card's
  Details details;
  std::int64_t account = 0;          ///< 0: unknown
  std::string sale;                  ///< unread or in doubt
  Credit amount;                     ///< of that sale's instruction
  bool may_sum = false;              ///< unread: a new sale may be added onto it
  bool may_be_worn = false;          ///< unread: it came back so twice; its meter may refuse it (error class 32), offer a replacement
};

Contact on_contact(const books::Reader& books, const CardContent& content, const Context& context);

/// Sold = applied + on the way + taken back, and the meter's own two sides, for one account (console 5, reconciliation).
struct Standings {
  Credit applied, in_transit;
  std::optional<Credit> remaining;
  std::optional<std::int64_t> used_e5;   ///< 10^-5 of the unit
};
Standings carriage_states(const books::Reader& books, const Supply& supply);

}  // namespace kwota::counter
