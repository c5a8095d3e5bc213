// What may stand on a slip, one word each: the facts of a booking, own texts, lines across; when a line is drawn, and how.
// Which fact a kind of slip knows, and which none of them goes without, is declared beside what draws them (sell/receipt/template.h).
// Begin with SlipFact.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/words.h"

namespace kwota::books {

enum class SlipFact : std::uint8_t {
  own_text,   ///< written by the utility, in three languages
  rule,       ///< a line across
  // who, when, of what
  head_text,  ///< of the code table slip_text
  utility, title, not_fiscal, number, time, account, customer, address, meter, card,
  goes_by_line, count,
  // what was bought, or what became of it
  plan, items, credit, total, capitals, tenders, residue,
  original, credit_taken_back, carried_again, agreed, reason, approved_by, purpose, balance_before, recovered, refund_waits, balance_after,
  old_meter, last_register, first_register, last_credit, from_scheme, to_scheme, cards_void, debts, money_stays,
  from_account, from_customer, left_to_him, claimed, to_account,
  // what the device should show now
  remaining, should_show, estimate, next_price, left_in_step,
  // by whom
  operator_and_till, signature, reprint,
  foot_text,  ///< of the code table slip_text
  // of drawers, safes and days
  station, shift_operator, opened, closed, receipts, reprints, in_doubt, in_transit, kinds, services, units, tax, one_hand, float_at_start, received, paid_out, drops, expected, first_counted, counted,
  difference, pieces, by_tender, shift, bag, taken_by, business_day, bank, open_shifts, shifts, handed_in, to_safe, deposits, not_deposited, safe, check, signatures,
  // of people and printers
  holders, test_letters,
  // of an account's terms
  former_plan, new_plan, usage_class, persons, new_address, counts_from, withdrawn,
};
constexpr auto words_of(SlipFact) {
  return std::array<std::string_view, 102>{
      "own_text", "rule", "head_text", "utility", "title", "not_fiscal", "number", "time", "account", "customer", "address", "meter", "card", "goes_by_line", "count",
      "plan", "items", "credit", "total", "capitals", "tenders", "residue", "original", "credit_taken_back", "carried_again", "agreed", "reason", "approved_by", "purpose",
      "balance_before", "recovered", "refund_waits", "balance_after", "old_meter", "last_register", "first_register", "last_credit", "from_scheme", "to_scheme",
      "cards_void", "debts", "money_stays", "from_account", "from_customer", "left_to_him", "claimed", "to_account", "remaining", "should_show", "estimate",
      "next_price", "left_in_step", "operator_and_till", "signature", "reprint", "foot_text",
      "station", "shift_operator", "opened", "closed", "receipts", "reprints", "in_doubt", "in_transit", "kinds", "services", "units", "tax", "one_hand", "float_at_start", "received", "paid_out", "drops",
      "expected", "first_counted", "counted", "difference", "pieces", "by_tender", "shift", "bag", "taken_by", "business_day", "bank", "open_shifts", "shifts", "handed_in",
      "to_safe", "deposits", "not_deposited", "safe", "check", "signatures", "holders", "test_letters",
      "former_plan", "new_plan", "usage_class", "persons", "new_address", "counts_from", "withdrawn"};
}

/// When a line is drawn. A fact that the booking does not have draws nothing anyway.
enum class SlipCondition : std::uint8_t {
  always,
  not_empty,         ///< there is something behind its name
  meter_told,        ///< the slip says what meter or card should show
  paid_in_cash,
  paid_by_bank_card,
  by_card,           ///< credit goes by a card
  by_line,
  purse,             ///< a farmer's money is on his card
  new_account,       ///< the first of its account
  first_print,
  reprint,
};
constexpr auto words_of(SlipCondition) {
  return std::array<std::string_view, 11>{"always", "not_empty", "meter_told", "paid_in_cash", "paid_by_bank_card", "by_card", "by_line", "purse", "new_account", "first_print", "reprint"};
}

enum class SlipAlign : std::uint8_t { left, centre };
constexpr auto words_of(SlipAlign) { return std::array<std::string_view, 2>{"left", "centre"}; }

enum class SlipEmphasis : std::uint8_t { plain, strong };
constexpr auto words_of(SlipEmphasis) { return std::array<std::string_view, 2>{"plain", "strong"}; }

}  // namespace kwota::books
