#include "sell/counter/account/debt_payment.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/account/recovered.h"
#include "sell/counter/price.h"
#include "sell/counter/take_back.h"
#include "sell/counter/unusual.h"
#include "sell/ledger/chart.h"

namespace kwota::counter {
namespace {

struct Debtor {
  books::Utility utility;
  books::Account account;
  books::Customer customer;
  books::ServicePoint service_point;  ///< of an account that had one
  Booking::Buyer buyer() const { return {utility, account, customer, service_point.place, service_point.area}; }
};

Result<Debtor> debtor(const books::Reader& books, std::int64_t number) {
  auto utility = books::utility_of(books);
  auto account = books.find<books::Account>(number);
  auto customer = account ? books.find<books::Customer>(account->customer) : std::nullopt;
  if (!customer)
    return error(Fault::request, "unknown_account", "There is no such account; search by name or meter.", {{"account", fmt::format("{}", number)}});
  auto point = books.find<books::ServicePoint>(account->service_point);
  return Debtor{std::move(utility), std::move(*account), std::move(*customer), point ? std::move(*point) : books::ServicePoint{}};
}

/// What is left of each debt that is asked for: paused or not, whoever pays by himself may.
std::vector<debts::Owed> to_pay(const books::Reader& books, const PayDebtsRequest& request, const Context& context) {
  auto owed = debts::owed_by(books, request.account, context.now, context.zone);
  std::erase_if(owed, [&](const auto& one) { return one.free.is_zero() || (request.debt != 0 && one.row.number != request.debt); });
  return owed;
}

/// Paying a debt beside a sale is no second sale, and says nothing of what he buys: only the sum may be unusual.
std::vector<Confirmation> unusual(const books::Reader& books, const Debtor& who, Money amount, Instant now) {
  auto out = unusual_payment(books, who.account, who.utility.minor_digits, amount, now);
  std::erase_if(out, [](const auto& one) { return one.what != Unusual::large_sale; });
  return out;
}

Shares divided(const std::vector<debts::Owed>& owed, Money amount) {
  Shares out;
  for (const auto& one : owed) {
    const Money part = std::min(one.free, amount);
    amount -= part;
    if (!part.is_zero()) out.push_back({fmt::format("{}", one.row.number), part, one.left - part});
  }
  return out;
}

}  // namespace

Booked pay_debts(const books::Reader& books, const PayDebtsRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "sell"));
  TRY(desk, at_desk(books, context));
  TRY(who, debtor(books, request.account));
  const int digits = who.utility.minor_digits;
  const auto owed = to_pay(books, request, context);
  if (owed.empty()) return error(Fault::refused, "no_debt", "Nothing is owed there; nothing was booked.", {{"account", fmt::format("{}", request.account)}});
  TRY(amount, parse_amount(request.amount, who.utility));
  Money most;
  for (const auto& one : owed) most += one.free;
  if (amount > most)
    return error(Fault::refused, "more_than_owed", "Less than that is owed; nothing was booked. Take what is owed, and sell for the rest.", {{"arrears", format_money(most, digits)}});
  TRY(money, taken(request.paying, amount, who.utility));
  Booking booking{std::move(desk), who.buyer(), context, request.claim, ledger::Operation::claim_payment};
  MUST(confirm(booking, unusual(books, who, amount, context.now), request.confirmed));
  MUST(receive(books, money, booking.sale, booking.changes));
  const auto shares = divided(owed, amount);
  booking.document["received"] = money.received.minor();
  booking.document["change"] = money.change.minor();
  booking.document["tendered"] = amount.minor();
  booking.document["recovered"] = lines_of(books, owed, shares, digits);
  MUST(booking.post(ledger::debts_paid(booking.head(), ledger::at_till(booking.sale), debts::charges_of(owed, shares))));
  return booking.finish(SaleStatus::applied, {});
}

Booked pay_debts_back(const books::Reader& books, const PayDebtsBack& request, const Context& context) {
  MUST(people::has_reason(request.reason, "take_back"));
  TRY(desk, at_desk(books, context));
  TRY(who, debtor(books, request.original.account));
  const int digits = who.utility.minor_digits;
  const auto& original = request.original;
  TRY(legs, debts_owed_again(books, original));
  Money left;
  for (auto& leg : legs) {
    left += leg.amount;
    leg.amount = -leg.amount;
  }
  // Nobody is paid out while he owes in the ledger: a claim that was paid stays paid.
  const bool owes = books.balance(ledger::customer_balance(original.account)) > Money{} || books.balance(ledger::claim(original.account)) > Money{};
  const bool claim = std::ranges::any_of(legs, [](const auto& leg) { return ledger::kind_of(leg.account) == ledger::AccountKind::claim; });
  const Money due = owes || claim ? Money{} : left;
  if (due.is_zero() || due != original.tendered)
    return nothing_due(due, digits);
  TRY(approval, people::second_person(
                    books, {right_to_take_back(original, desk, context), people::Proposal(people::Proposed::take_back_payment).text(people::Part::sale, original.number), left, {}, request.approval, true, request.reason}, context));
  auto back = handed_back(original, left);
  MUST(enough_in_drawer(books, desk, -back.of(books::Tender::cash)));
  Booking booking{std::move(desk), who.buyer(), context, request.claim, ledger::Operation::payment_back};
  name_original(booking, original, request.reason);
  hand_back(booking.sale, std::move(back));
  booking.agreed_to(approval);
  booking.document["tendered"] = booking.sale.tendered.minor();
  MUST(booking.post(ledger::debts_paid(booking.head(), ledger::at_till(booking.sale), legs)));
  put_state(books, original, SaleStatus::taken_back, booking);
  return booking.finish_paid(books, SaleStatus::applied);
}

}  // namespace kwota::counter
