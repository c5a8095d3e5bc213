// Entries of the double-entry ledger, one function for each thing that moves money.
// Guarantees: no entry leaves this room whose legs do not add up to zero; legs of nothing are left out.
// Never: decides whether money may move – the counter does – and never edits an entry: a correction is its counter-entry.
// Begin with: of_sale(), then take_back() and its two ends.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "books/rows.h"
#include "sell/ledger/operation.h"

namespace kwota::ledger {

/// What an entry says of itself beside its legs.
struct Head {
  std::string number;        ///< receipt number, "<receipt>/2", "shift/<station>/<till>/<n>/open"
  std::string chain;         ///< "till/<station>/<till>", "station/<code>"
  Instant time;
  std::string business_day;  ///< local date of the station
  Operation what;            ///< nothing is posted that is not in that list
  std::int64_t account = 0;  ///< of the customer whose money moves; 0: of the house alone
};

/// The only way to make an entry. Error `unbalanced_entry` (ours).
Result<books::Entry> balanced(const Head& head, std::vector<books::Leg> legs);
/// What moved at a till, against one account.
Result<books::Entry> against(const Head& head, std::vector<books::Leg> paid, std::string account);

/// A charge that was taken with a payment.
struct Charge {
  std::string account;  ///< fee(), fixed(), tax() or debt() of the chart
  Money amount;
};

/// Where a payment went: tendered = credit + charges + residue, otherwise `unbalanced_entry`. All of it money: `credit` is what was paid
/// for the credit of the meter, whatever unit that is in.
struct Payment {
  std::string commodity;  ///< of the price plan
  Money tendered, credit, residue;
  std::vector<Charge> charges;
};
/// The leg of an entry that stands for the credit of a meter: what was paid for it.
Money paid_for_credit(const books::Entry& entry);
/// `paid`, here and below: what was taken or handed out at a till, tender by tender (at_till() of tender.h).
Result<books::Entry> of_sale(const Head& head, std::vector<books::Leg> paid, std::int64_t account, const Payment& payment);

/// Credit without money, as far as it is in money.
Result<books::Entry> of_supplement(const Head& head, std::string_view reason_code, std::string_view commodity, Money credit);
/// A well's record proves that so much of a purse was spent: what was prepaid is used.
Result<books::Entry> watered(const Head& head, Money spent);
/// Number of the entry that stands for a watering: "watered/<meter>/<number>".
std::string watered_number(MeterNumber meter, std::int64_t series, std::int64_t number);
/// A new card for an old account; only the fee moves.
Result<books::Entry> of_card_fee(const Head& head, std::vector<books::Leg> paid, Money fee);

/// The undoing of `original` as long as the meter has not spoken: what the till received waits as a pending refund.
Result<books::Entry> take_back(const Head& head, const books::Entry& original);
/// A part of a sale's credit is deducted as long as the meter has not spoken: it waits as a pending refund.
Result<books::Entry> deducted(const Head& head, std::string_view commodity, Money amount);
/// The meter took the void: the pending refund now belongs to the customer.
Result<books::Entry> refund_is_due(const Head& head, std::int64_t account, Money amount);
/// The meter had taken the credit before: the take-back never happened.
Result<books::Entry> take_back_lost(const Head& head, const books::Entry& taking_back);
/// The instruction never left the house: money and credit go back where they came from.
Result<books::Entry> reversed(const Head& head, const books::Entry& original);
/// A closed meter gave up what `amount` was paid for: it is no longer prepaid but owed to the customer.
Result<books::Entry> surrendered(const Head& head, std::int64_t account, std::string_view commodity, Money amount);
/// A meter lent `amount` and was cleared of it: it was used and never paid, so the customer owes it.
Result<books::Entry> overdraft_cleared(const Head& head, std::int64_t account, std::string_view commodity, Money amount);
/// What is owed to the customer becomes credit of a meter: of the one that came in place of another, or anew of his own.
Result<books::Entry> credited_again(const Head& head, std::int64_t account, std::string_view commodity, Money amount);
/// What one customer is owed becomes another's: this one's side. A debt stays with its owner, as a claim.
Result<books::Entry> transferred_away(const Head& head, std::int64_t account, Money amount, Money debt);
/// The other's side: the credit of his meter.
Result<books::Entry> transferred_to(const Head& head, std::string_view commodity, Money amount);
/// The other's side where it is no credit: it is owed to him now.
Result<books::Entry> owed_to(const Head& head, std::int64_t account, Money amount);
/// What an account had in the program before: in its meter, and at the server; negative: owed by the customer.
Result<books::Entry> brought(const Head& head, std::int64_t account, std::string_view commodity, Money in_meter, Money at_server);
/// A purse card proved what the books, restored from an older copy, cannot explain.
Result<books::Entry> taken_over_from_card(const Head& head, Money amount);
/// A debt leaves the account's balance and stands as a claim against the customer.
Result<books::Entry> claimed(const Head& head, std::int64_t account, Money debt);
/// Money for a claim.
Result<books::Entry> claim_paid(const Head& head, std::vector<books::Leg> paid, std::int64_t account);
/// Money for debts by name and nothing else; `debts` add up to it.
Result<books::Entry> debts_paid(const Head& head, std::vector<books::Leg> paid, const std::vector<Charge>& debts);
/// What the customer is owed pays his debts first.
Result<books::Entry> debts_settled(const Head& head, std::int64_t account, const std::vector<Charge>& debts);
/// What is owed on the account and what was claimed is given up by the house.
Result<books::Entry> written_off(const Head& head, std::int64_t account, Money debt, Money claimed);
/// Money owed to the customer leaves the till.
Result<books::Entry> pay_out(const Head& head, std::vector<books::Leg> paid, std::int64_t account);

/// The float comes into the drawer.
Result<books::Entry> shift_opened(const Head& head, std::string_view station, std::string_view till, Money opening_float);
/// Cash goes from the drawer to the safe.
Result<books::Entry> dropped(const Head& head, std::string_view station, std::string_view till, Money amount);
/// Cash goes from the safe to the bank.
Result<books::Entry> deposited(const Head& head, std::string_view station, Money amount);
/// What a tender should have brought, and what was counted of it.
struct Count {
  books::Tender tender = books::Tender::cash;
  Money expected, counted;
  Money difference() const { return counted - expected; }  ///< positive: over
};
/// The till is emptied: differences are booked, the float returns, the rest of the cash goes to the safe; what others owe us for the other
/// tenders is due from them.
Result<books::Entry> shift_closed(const Head& head, std::string_view station, std::string_view till, Money opening_float, const std::vector<Count>& counts);

}  // namespace kwota::ledger
