#include "sell/ledger/posting.h"

#include <fmt/format.h>

#include <utility>

#include "base/ids_text.h"
#include "sell/ledger/chart.h"

namespace kwota::ledger {
namespace {

using books::Entry;
using books::Leg;

std::vector<Leg> turned_round(const std::vector<Leg>& legs) {
  std::vector<Leg> out;
  for (const auto& leg : legs) out.push_back({leg.account, -leg.amount});
  return out;
}

}  // namespace

Result<Entry> balanced(const Head& head, std::vector<Leg> legs) {
  std::erase_if(legs, [](const Leg& leg) { return leg.amount.is_zero(); });
  Money sum;
  for (const auto& leg : legs) sum += leg.amount;
  if (!sum.is_zero())
    return error(Fault::ours, "unbalanced_entry", "The legs of a ledger entry do not add up to zero; nothing was booked. Report it.",
                 {{"entry", head.number}});
  return Entry{head.number, head.chain, head.time, head.business_day,
               head.what, head.account, std::move(legs)};
}

Result<Entry> against(const Head& head, std::vector<Leg> paid, std::string account) {
  Money sum;
  for (const auto& leg : paid) sum += leg.amount;
  paid.push_back({std::move(account), -sum});
  return balanced(head, std::move(paid));
}

Money paid_for_credit(const Entry& entry) {
  Money paid;
  for (const auto& leg : entry.legs)
    if (leg.account.starts_with(prepaid(""))) paid -= leg.amount;
  return paid;
}

Result<Entry> of_sale(const Head& head, std::vector<Leg> paid, std::int64_t account, const Payment& payment) {
  auto legs = std::move(paid);
  legs.push_back({prepaid(payment.commodity), -payment.credit});
  for (const auto& charge : payment.charges) legs.push_back({charge.account, -charge.amount});
  legs.push_back({customer_balance(account), -payment.residue});
  return balanced(head, std::move(legs));
}

Result<Entry> of_supplement(const Head& head, std::string_view reason_code, std::string_view commodity, Money credit) {
  return balanced(head, {{supplement(reason_code), credit}, {prepaid(commodity), -credit}});
}

Result<Entry> watered(const Head& head, Money spent) {
  return balanced(head, {{prepaid(purse), spent}, {std::string{used_irrigation}, -spent}});
}

std::string watered_number(MeterNumber meter, std::int64_t series, std::int64_t number) { return fmt::format("watered/{}/{}/{}", to_text(meter), series, number); }

Result<Entry> of_card_fee(const Head& head, std::vector<Leg> paid, Money fee) {
  paid.push_back({std::string{card_fee}, -fee});
  return balanced(head, std::move(paid));
}

Result<Entry> take_back(const Head& head, const Entry& original) {
  std::vector<Leg> legs{{std::string{refund_pending}, Money{}}};
  for (auto& leg : turned_round(original.legs)) {
    if (tender_of(leg.account)) legs.front().amount += leg.amount;
    else legs.push_back(std::move(leg));
  }
  return balanced(head, std::move(legs));
}

Result<Entry> deducted(const Head& head, std::string_view commodity, Money amount) {
  return balanced(head, {{prepaid(commodity), amount}, {std::string{refund_pending}, -amount}});
}

Result<Entry> refund_is_due(const Head& head, std::int64_t account, Money amount) {
  return balanced(head, {{std::string{refund_pending}, amount}, {customer_balance(account), -amount}});
}

Result<Entry> take_back_lost(const Head& head, const Entry& taking_back) { return balanced(head, turned_round(taking_back.legs)); }

Result<Entry> reversed(const Head& head, const Entry& original) { return balanced(head, turned_round(original.legs)); }

Result<Entry> surrendered(const Head& head, std::int64_t account, std::string_view commodity, Money amount) {
  return balanced(head, {{prepaid(commodity), amount}, {customer_balance(account), -amount}});
}

Result<Entry> overdraft_cleared(const Head& head, std::int64_t account, std::string_view commodity, Money amount) {
  return balanced(head, {{customer_balance(account), amount}, {prepaid(commodity), -amount}});
}

Result<Entry> credited_again(const Head& head, std::int64_t account, std::string_view commodity, Money amount) {
  return balanced(head, {{customer_balance(account), amount}, {prepaid(commodity), -amount}});
}

Result<Entry> transferred_away(const Head& head, std::int64_t account, Money amount, Money debt) {
  return balanced(head, {{customer_balance(account), amount - debt}, {std::string{transfer}, -amount}, {claim(account), debt}});
}

Result<Entry> transferred_to(const Head& head, std::string_view commodity, Money amount) {
  return balanced(head, {{std::string{transfer}, amount}, {prepaid(commodity), -amount}});
}

Result<Entry> owed_to(const Head& head, std::int64_t account, Money amount) {
  return balanced(head, {{std::string{transfer}, amount}, {customer_balance(account), -amount}});
}

Result<Entry> brought(const Head& head, std::int64_t account, std::string_view commodity, Money in_meter, Money at_server) {
  return balanced(head, {{std::string{opening_balances}, in_meter + at_server}, {prepaid(commodity), -in_meter}, {customer_balance(account), -at_server}});
}

Result<Entry> taken_over_from_card(const Head& head, Money amount) { return balanced(head, {{std::string{taken_over}, amount}, {prepaid(purse), -amount}}); }

Result<Entry> claimed(const Head& head, std::int64_t account, Money debt) {
  return balanced(head, {{claim(account), debt}, {customer_balance(account), -debt}});
}

Result<Entry> claim_paid(const Head& head, std::vector<Leg> paid, std::int64_t account) { return against(head, std::move(paid), claim(account)); }

Result<Entry> debts_paid(const Head& head, std::vector<Leg> paid, const std::vector<Charge>& debts) {
  for (const auto& debt : debts) paid.push_back({debt.account, -debt.amount});
  return balanced(head, std::move(paid));
}

Result<Entry> debts_settled(const Head& head, std::int64_t account, const std::vector<Charge>& debts) {
  Money sum;
  for (const auto& debt : debts) sum += debt.amount;
  return debts_paid(head, {{customer_balance(account), sum}}, debts);
}

Result<Entry> written_off(const Head& head, std::int64_t account, Money debt, Money claimed) {
  return balanced(head, {{std::string{write_off}, debt + claimed}, {customer_balance(account), -debt}, {claim(account), -claimed}});
}

Result<Entry> pay_out(const Head& head, std::vector<Leg> paid, std::int64_t account) { return against(head, std::move(paid), customer_balance(account)); }

Result<Entry> shift_opened(const Head& head, std::string_view station, std::string_view till, Money opening_float) {
  return balanced(head, {{till_cash(station, till), opening_float}, {till_float(station, till), -opening_float}});
}

Result<Entry> dropped(const Head& head, std::string_view station, std::string_view till, Money amount) {
  return balanced(head, {{till_cash(station, till), -amount}, {safe(station), amount}});
}

Result<Entry> deposited(const Head& head, std::string_view station, Money amount) {
  return balanced(head, {{safe(station), -amount}, {bank(station), amount}});
}

Result<Entry> shift_closed(const Head& head, std::string_view station, std::string_view till, Money opening_float, const std::vector<Count>& counts) {
  std::vector<Leg> legs;
  for (const auto& count : counts) {
    const bool cash = count.tender == books::Tender::cash;
    legs.push_back({till_money(station, till, count.tender), -count.expected});
    legs.push_back({over_short(count.tender), -count.difference()});
    if (cash) legs.push_back({till_float(station, till), opening_float});
    legs.push_back({cash ? safe(station) : due(count.tender, station), cash ? count.counted - opening_float : count.counted});
  }
  return balanced(head, std::move(legs));
}

}  // namespace kwota::ledger
