// The laws of money. They stand here and nowhere else; `kwota verify` recomputes them, and each field log ends with them.
//   each customer  paid out + transferred away + charged + still owed to him = paid in + granted + transferred to him + brought along, where every
//                  leg belongs to exactly one of these words by its account (ledger::meaning_of), and
//                  paid out <= paid in, unless two persons stand behind what was granted, or behind the paying-out of it, and
//                  nobody is paid out while he owes;
//   each meter     credited + overdraft cleared = used + given up + balance (of each of its statements);
//   each debt      0 <= recovered by the ledger, and recovered + written off <= raised; what was recovered, was of a debt that is in the books;
//   each claim     what the ledger raised and wrote off of it is what its row by name says, and none is without a name: R06 and R14 say the same;
//   each account  what the ledger has of its opening balance = what its row says, and nothing once it was taken back;
//   each till      what the ledger has there of each tender = float + received - paid out - drops, at each moment, and as the closed shift says it; what a receipt says of its
//                  tenders adds up to what was tendered; a counted difference is posted and named;
//   each safe      nothing leaves it that was never in it;
//   each outlet    opening + topped up - handed back - sold + given back + commission put in = closing of its float, day by day, by what the ledger moved there;
//                  commission earned - settled = commission owed; of each sale money comes back into it with one receipt.
// Guarantees: reads books only – rows that are handed in, in the order in which they were written; memory grows with customers and
// tills, never with entries. Never: decides, or mends.   Begin with MoneyLaws.
#pragma once
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "books/rows.h"
#include "books/rows/money/debt.h"
#include "books/rows/money/drawer.h"
#include "books/rows/money/opening.h"
#include "books/rows/money/outlet.h"

namespace kwota::laws {

/// What must be true of money (here), of invoices (laws/invoices.h), of purses (laws/purses.h) and of blank cards (laws/card_stock.h).
enum class Law : std::uint8_t {
  leg_without_word, foreign_leg, customer_adds_up, charged_below_zero, paid_out_too_much, paid_out_owing, tenders_add_up, till_adds_up, outlet_adds_up, safe_below_zero,
  difference_unnamed, debt_adds_up, opening_adds_up, meter_adds_up, invoice_numbers_without_gaps, invoice_adds_up, invoice_void_by_two, receipt_invoiced_once,
  receipt_credited_once, move_missing, move_of_nothing, move_without_booking, move_differs, moved_twice, counter_stands, purse_grew, paid_over_twice, watering_differs,
  spent_too_much, purse_differs, card_stock_adds_up, card_move_differs, cards_sent_arrive, card_made_twice,
};
constexpr auto words_of(Law) {
  return std::array<std::string_view, 34>{
      "leg_without_word", "foreign_leg", "customer_adds_up", "charged_below_zero", "paid_out_too_much", "paid_out_owing", "tenders_add_up", "till_adds_up",
      "outlet_adds_up", "safe_below_zero", "difference_unnamed", "debt_adds_up", "opening_adds_up", "meter_adds_up", "invoice_numbers_without_gaps", "invoice_adds_up",
      "invoice_void_by_two", "receipt_invoiced_once", "receipt_credited_once", "move_missing", "move_of_nothing", "move_without_booking", "move_differs", "moved_twice",
      "counter_stands", "purse_grew", "paid_over_twice", "watering_differs", "spent_too_much", "purse_differs",
      "card_stock_adds_up", "card_move_differs", "cards_sent_arrive", "card_made_twice"};
}

/// A law that does not hold: which, whose, and what was seen.
struct Broken {
  Law law;
  std::string whose; ///< "account 100023", "till 3/T-01", "meter 000000004711"
  std::string seen;  ///< one English sentence for the auditor
};

/// An entry with what it stands for.
struct Posting {
  const books::Entry& entry;
  const books::Sale* sale = nullptr;    ///< that booked it, or whose undoing it is; none: no receipt belongs to it
  const books::Shift* shift = nullptr;  ///< of an opening or closing
  const books::CashDrop* drop = nullptr;    ///< of a drop to the safe
  const books::Deposit* deposit = nullptr;  ///< of cash that went to the bank
  const books::OutletMove* outlet = nullptr;  ///< of money between the utility and an outlet
};

/// One customer's side of the ledger, in the words of the law.
struct CustomerMoney {
  Money paid_in, paid_out, charged, owed, granted, transferred_away, transferred_to;
  Money brought;          ///< from the program before, by two persons; negative: he owed it
  Money granted_by_two;   ///< of it, with a second person
  Money paid_out_by_two;  ///< of what was paid out
  /// Money that one person alone has handed over to the customer beyond what he had paid in and two persons had granted.
  Money beyond() const { return paid_out - paid_out_by_two - paid_in - granted_by_two - std::max(Money{}, brought); }
};

class MoneyLaws {
 public:
  /// In the order of the books. What is broken first stays.
  void take(const Posting& posting);
  void take(const books::Statement& statement);
  /// Before all months of interest, in their order.
  void take(const books::DebtRate& agreed);
  /// Before all debts.
  void take(const books::DebtInterest& month);
  /// After all entries.
  void take(const books::Debt& debt);
  /// After all entries: what an account had in the program before.
  void take(const books::OpeningBalance& row);
  /// After all entries: what an outlet's day says of itself.
  void take(const books::OutletDay& day);
  /// After all rows: a day of which there is none moved nothing, and of a debt of which there is none nothing was recovered.
  void end_of_rows();
  const std::optional<Broken>& broken() const { return broken_; }
  /// Zeros: nothing was ever posted for it.
  CustomerMoney of(std::int64_t account) const;

 private:
  void customer(const Posting& posting);
  void till(const Posting& posting);
  void utility(const Posting& posting);
  void safe(const Posting& posting);
  void closed(const Posting& posting);
  void outlet(const Posting& posting);
  void claim(const books::Entry& entry, const books::Leg& leg);
  void explained(const books::Debt& claim);
  void found(Law law, std::string whose, std::string seen);

  std::map<std::int64_t, CustomerMoney> customers_;
  std::map<std::string, Money> drawers_;  ///< by account of a till's tender: float + received - paid out - drops, from receipts and shifts
  std::map<std::string, Money> dropped_;  ///< by shift: to the safe
  std::map<std::string, Money> posted_;   ///< the same from the ledger
  std::map<std::string, Money, std::less<>> debts_;  ///< what the ledger has of each debt, and no row has explained yet
  std::map<std::int64_t, std::map<std::string, std::int64_t>> rates_;  ///< of each debt, by the day from which it holds
  std::map<std::int64_t, Money> interest_;  ///< of each debt, as far as no row has explained it yet
  /// What the ledger has of a claim.
  struct Claimed {
    Money raised, recovered, written_off;
  };
  std::map<std::int64_t, Claimed> claims_;  ///< by account, as far as no row has explained it yet
  std::map<std::string, Money> safes_;    ///< by station: what the ledger has there
  std::map<std::pair<std::string, std::string>, books::OutletDay> outlets_;  ///< by outlet and business day: what the ledger moved there, and no row has explained yet
  std::map<std::string, std::string> given_back_;  ///< of an outlet's sales, by the sale: the receipt by which its money came back
  std::optional<Broken> broken_;
};

}  // namespace kwota::laws
