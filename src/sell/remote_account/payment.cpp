#include "sell/remote_account/payment.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/account/debt_payment.h"
#include "sell/counter/account/recovered.h"
#include "sell/counter/price.h"
#include "sell/counter/take_back.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/office.h"
#include "sell/settings/in_force.h"

namespace kwota::remote_account {
namespace {

using counter::Booking;

/// What the second person agrees to.
people::Proposal approval_content(const PayBackRequest& request) { return people::Proposal(people::Proposed::take_back_payment).text(people::Part::sale, request.sale); }

Booked repeated(counter::Outcome before) { return books::Decision<remote::Outcome>{{}, {std::move(before), {}}}; }

/// Where a payment goes: to an active balance, as far as the utility lets it grow; else to what is owed, and no further.
struct Payable {
  books::RemoteAccount row;  ///< of the balance at the server; account 0: it has none
  bool claim = false;
};

Result<Payable> payable(const books::Reader& books, const counter::Supply& supply, Money amount, const Context& context) {
  const auto say = [&](Money money) { return format_money(money, supply.utility.minor_digits); };
  const auto account = supply.account.number;
  auto row = books.find<books::RemoteAccount>(account);
  if (row && row->state == books::RemoteAccountStatus::active) {
    const Money limit = settings::money_in_force(books, settings::SettingName::hoarding_limit, context.now, &supply.account), held = balance_of(books, account);
    // What he owes, here or by name, may be paid at any time.
    TRY(recovered, counter::recovered_of(supply, amount, context));
    const Money owed = counter::sum_of(recovered), put_on = amount - owed;
    if (supply.customer.state == books::CustomerStatus::blocked && put_on > Money{} && held + put_on > Money{})
      return error(Fault::refused, "customer_blocked", "This customer is blocked; nothing is sold to him.", {{"customer", to_text(supply.customer.number)}, {"reason", supply.customer.state_reason}});
    if (!limit.is_zero() && put_on > Money{} && held + put_on > limit)
      return error(Fault::refused, "hoarding", "The balance would be higher than is allowed; take less.",
                   {{"limit", say(limit)}, {"most", say(std::max(Money{}, limit - held) + owed)}});
    return Payable{*std::move(row), false};
  }
  const auto debt = counter::debt_of(books, account);
  const bool claim = debt.on_account.is_zero() && !debt.claimed.is_zero();
  const Money owed = claim ? debt.claimed : debt.on_account;
  if (!row && owed.is_zero())
    return error(Fault::request, "no_remote_account", "The balance of this account is not at the server; nothing was changed.",
                 {{"account", fmt::format("{}", account)}});
  if (amount > owed)
    return error(Fault::refused, "pays_too_much",
                 "The balance of this account is at the server no longer: it pays its arrears, and no more.", {{"arrears", say(owed)}});
  return Payable{row.value_or(books::RemoteAccount{}), claim};
}

/// Of money for an active balance; who pays the arrears of one that has ended pays nothing else with it.
Result<counter::Shares> recovered_by(const counter::Supply& supply, const Payable& to, Money amount, const Context& context) {
  if (to.row.account == 0 || to.row.state != books::RemoteAccountStatus::active) return counter::Shares{};
  return counter::recovered_of(supply, amount, context);
}

Booked without_orders(const books::Reader& books, Booking booking) {
  TRY(booked, booking.finish_paid(books, books::SaleStatus::applied));
  return books::Decision<remote::Outcome>{std::move(booked.changes), {std::move(booked.answer), {}}};
}

/// The balance before and after on the receipt, the orders that it asks for into the queue.
Booked finished(const books::Reader& books, Booking booking, books::RemoteAccount row, Money balance, Money put_on, const Context& context) {
  const Money after = balance + put_on;
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["balance_before"] = balance.minor();
  booking.document["balance_after"] = after.minor();
  if (row.account == 0) return without_orders(books, std::move(booking));
  if (const auto days = days_left(books, row, after, context.zone.local(context.now).date)) booking.document["days_left"] = *days;
  const auto ordered = row.ordered;
  const auto commands = give_orders(books, row, after, context, booking.changes);
  if (row.ordered != ordered) {
    row.changed = context.now;
    booking.changes.put.emplace_back(row);
  }
  TRY(booked, booking.finish_paid(books, books::SaleStatus::applied));
  std::optional<books::MeterCommand> command;
  if (!commands.empty()) command = commands.front();
  return books::Decision<remote::Outcome>{std::move(booked.changes), {std::move(booked.answer), std::move(command)}};
}

Result<books::Sale> payment_to_take_back(const books::Reader& books, const std::string& number) {
  const auto sale = books.find<books::Sale>(number);
  const auto state = books.find<books::SaleState>(number);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", number}});
  const bool payment = sale->kind == books::Operation::payment || sale->kind == books::Operation::claim_payment;
  if (payment && state->state == books::SaleStatus::applied) return *sale;
  return error(Fault::refused, "not_to_take_back", "This cannot be taken back: it is no payment, or was taken back before.",
               {{"sale", number}, {"state", std::string(word_of(state->state))}});
}

}  // namespace

Booked pay(const books::Reader& books, const PayRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return repeated(std::move(*before));
  MUST(counter::may_sell(context));
  TRY(desk, counter::at_desk(books, context));
  TRY(supply, counter::supply_of(books, request.account, context.now, context.plans));
  TRY(amount, counter::parse_amount(request.amount, supply.utility));
  TRY(money, counter::taken(request.paying, amount, supply.utility));
  TRY(to, payable(books, supply, amount, context));

  Booking booking{std::move(desk), supply, context, request.claim, to.claim ? ledger::Operation::claim_payment : ledger::Operation::payment};
  MUST(counter::confirm(booking, counter::unusual_payment(books, supply, amount, context.now), request.confirmed));
  MUST(counter::receive(books, money, booking.sale, booking.changes));
  booking.document["received"] = money.received.minor();
  booking.document["change"] = money.change.minor();
  if (to.claim) {
    const Money claimed = counter::debt_of(books, request.account).claimed;
    booking.document["tendered"] = amount.minor();
    booking.document["balance_before"] = (-claimed).minor();
    booking.document["balance_after"] = (amount - claimed).minor();
    MUST(booking.post(ledger::claim_paid(booking.head(), ledger::at_till(booking.sale), request.account)));
    return without_orders(books, std::move(booking));
  }
  TRY(recovered, recovered_by(supply, to, amount, context));
  MUST(counter::post_recovered(books, booking, supply, recovered, amount));
  return finished(books, std::move(booking), std::move(to.row), balance_of(books, request.account), amount - counter::sum_of(recovered), context);
}

namespace {

/// Of a payment that is handed back.
struct GoesBack {
  Money paid_out;                      ///< through the drawer
  Money off_balance;                   ///< of it out of the customer's balance
  std::vector<ledger::Charge> debts;   ///< what they took of it is owed again, by whoever owed it then; negative
};

/// What was used, or went out in another way, is not there to be handed back. Arrears of the balance are paid of it first: nobody is paid out while he owes.
Result<GoesBack> goes_back(const books::Reader& books, const books::Sale& original, int minor_digits) {
  TRY(debts, counter::debts_owed_again(books, original));
  Money recovered;
  for (auto& debt : debts) {
    recovered += debt.amount;
    debt.amount = -debt.amount;
  }
  const Money off_balance = std::clamp(balance_of(books, original.account), -recovered, original.tendered - recovered);
  const bool claimed = books.balance(ledger::claim(original.account)) > Money{};
  const Money paid_out = claimed ? Money{} : off_balance + recovered;
  if (paid_out <= Money{}) return counter::nothing_due(paid_out, minor_digits);
  return GoesBack{paid_out, off_balance, std::move(debts)};
}

Result<void> young_enough(const books::Reader& books, const books::Sale& original, Instant now) {
  const auto hours = settings::number_in_force(books, settings::SettingName::hand_back_hours, now);
  if (now - original.time <= Duration::hours(hours)) return Done{};
  return error(Fault::refused, "too_late", "This payment is too old to be handed back; pay out what is left of it when its balance has ended.",
               {{"sale", original.number}, {"hours", fmt::format("{}", hours)}});
}

}  // namespace

Booked pay_back(const books::Reader& books, const PayBackRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return repeated(std::move(*before));
  MUST(people::has_reason(request.reason, "take_back"));
  TRY(desk, counter::at_desk(books, context));
  TRY(original, payment_to_take_back(books, request.sale));
  MUST(young_enough(books, original, context.now));
  if (original.kind == books::Operation::claim_payment) {
    TRY(back, counter::pay_debts_back(books, {request.claim, original, request.reason, request.approval}, context));
    return books::Decision<remote::Outcome>{std::move(back.changes), {std::move(back.answer), {}}};
  }
  TRY(supply, counter::supply_of(books, original.account, context.now, context.plans));
  TRY(back, goes_back(books, original, supply.utility.minor_digits));
  TRY(approval, people::second_person(books,
                                     {counter::right_to_take_back(original, desk, context), approval_content(request), back.paid_out, {}, request.approval, true, request.reason},
                                     context));
  auto tenders = counter::handed_back(original, back.paid_out);
  MUST(counter::enough_in_drawer(books, desk, -tenders.of(books::Tender::cash)));
  auto row = books.find<books::RemoteAccount>(original.account).value_or(books::RemoteAccount{});

  Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::payment_back};
  counter::name_original(booking, original, request.reason);
  counter::hand_back(booking.sale, std::move(tenders));
  booking.agreed_to(approval);
  MUST(booking.post(ledger::of_sale(booking.head(), ledger::at_till(booking.sale), original.account,
                                    {.commodity = {}, .tendered = -back.paid_out, .credit = {}, .residue = -back.off_balance, .charges = std::move(back.debts)})));
  counter::put_state(books, original, books::SaleStatus::taken_back, booking);
  return finished(books, std::move(booking), std::move(row), balance_of(books, original.account), -back.off_balance, context);
}

}  // namespace kwota::remote_account
