// The layouts that slips have until a utility says otherwise.
#include <initializer_list>

#include "sell/receipt/template.h"

namespace kwota::receipt {
namespace {

SlipLine plain_line(SlipFact fact) { return {.fact = fact}; }
SlipLine strong_line(SlipFact fact) { return {.fact = fact, .emphasis = SlipEmphasis::strong}; }
SlipLine centred_line(SlipFact fact) { return {.fact = fact, .align = SlipAlign::centre}; }

/// What differs between receipts stands between what all of them begin and end with.
SlipLines around(std::initializer_list<SlipLine> body) {
  using enum SlipFact;
  SlipLines out{centred_line(head_text), centred_line(utility), centred_line(title), centred_line(not_fiscal), plain_line(rule)};
  for (const auto fact : {number, time, account, customer, address, meter, card, goes_by_line, count, rule}) out.push_back(plain_line(fact));
  out.insert(out.end(), body);
  out.push_back({.fact = rule, .when = SlipCondition::meter_told});
  for (const auto fact : {remaining, should_show, estimate, next_price, left_in_step, rule, operator_and_till, signature, reprint, foot_text}) out.push_back(plain_line(fact));
  return out;
}

/// Papers of the house begin with whose they are.
SlipLines house_paper(std::initializer_list<SlipLine> body) {
  using enum SlipFact;
  SlipLines out{centred_line(head_text), centred_line(utility), centred_line(title), plain_line(rule)};
  out.insert(out.end(), body);
  for (const auto fact : {rule, foot_text}) out.push_back(plain_line(fact));
  return out;
}

/// Papers of drawers end with who signs.
SlipLines signed_paper(std::initializer_list<SlipLine> body) {
  auto out = house_paper(body);
  out.insert(out.end() - 1, plain_line(SlipFact::signatures));
  return out;
}

SlipLines of_the_house(SlipKind kind) {
  using enum SlipFact;
  switch (kind) {
    case SlipKind::opening: return signed_paper({plain_line(station), plain_line(shift_operator), plain_line(opened), strong_line(float_at_start)});
    case SlipKind::closing:
      return signed_paper({plain_line(station), plain_line(shift_operator), plain_line(opened), plain_line(closed), plain_line(receipts), plain_line(reprints), plain_line(in_doubt),
                           plain_line(in_transit), plain_line(rule), plain_line(kinds), plain_line(one_hand), strong_line(total), plain_line(services), plain_line(units), plain_line(tax), plain_line(rule), plain_line(float_at_start), plain_line(received),
                           plain_line(paid_out), plain_line(drops), strong_line(expected), plain_line(first_counted), strong_line(counted), strong_line(difference), plain_line(pieces),
                           plain_line(by_tender), plain_line(reason), plain_line(approved_by), plain_line(check)});
    case SlipKind::drop:
      return signed_paper({plain_line(station), plain_line(shift), plain_line(time), plain_line(bag), strong_line(total), plain_line(shift_operator), plain_line(taken_by)});
    case SlipKind::deposit:
      return signed_paper({plain_line(station), plain_line(business_day), plain_line(time), plain_line(bank), plain_line(bag), strong_line(total), plain_line(shift_operator),
                           plain_line(approved_by)});
    case SlipKind::people: return house_paper({plain_line(time), plain_line(rule), plain_line(holders)});
    case SlipKind::printer_test: return house_paper({plain_line(station), plain_line(time), plain_line(items), strong_line(total), plain_line(test_letters)});
    case SlipKind::account_change:
      return signed_paper({plain_line(number), plain_line(time), plain_line(account), plain_line(customer), plain_line(address), plain_line(meter), plain_line(rule), plain_line(former_plan),
                           strong_line(new_plan), plain_line(usage_class), plain_line(persons), plain_line(new_address), strong_line(counts_from), plain_line(withdrawn), plain_line(reason), plain_line(shift_operator),
                           plain_line(approved_by)});
    default: break;
  }
  return signed_paper({plain_line(station), plain_line(open_shifts), plain_line(shifts), plain_line(rule), plain_line(receipts), plain_line(kinds), plain_line(tenders), strong_line(total), plain_line(services), plain_line(units), plain_line(tax), plain_line(rule),
                       plain_line(handed_in), plain_line(drops), plain_line(difference), strong_line(to_safe), plain_line(deposits), strong_line(not_deposited), plain_line(safe),
                       plain_line(check)});
}

SlipLines delivered(SlipKind kind) {
  using enum SlipFact;
  if (!books::is_receipt(kind)) return of_the_house(kind);
  switch (kind) {
    case SlipKind::sale: return around({plain_line(plan), plain_line(items), strong_line(credit), strong_line(total), plain_line(capitals), plain_line(tenders), plain_line(residue)});
    case SlipKind::payment:
    case SlipKind::refund:
      return around({plain_line(original), plain_line(credit_taken_back), plain_line(carried_again), plain_line(reason), plain_line(approved_by), plain_line(purpose), plain_line(balance_before), plain_line(recovered),
                   strong_line(total), plain_line(refund_waits), plain_line(tenders), plain_line(debts), strong_line(balance_after)});
    case SlipKind::supplement:
      return around({plain_line(original), plain_line(credit_taken_back), plain_line(credit), plain_line(carried_again), strong_line(agreed), plain_line(reason), plain_line(approved_by), plain_line(purpose)});
    case SlipKind::swap:
      return around({plain_line(old_meter), plain_line(last_register), plain_line(first_register), plain_line(last_credit), plain_line(reason), plain_line(approved_by), strong_line(balance_after), strong_line(credit)});
    case SlipKind::transfer:
      return around({plain_line(from_account), plain_line(from_customer), plain_line(left_to_him), plain_line(claimed), plain_line(debts), plain_line(reason), plain_line(approved_by), strong_line(credit)});
    case SlipKind::end_of_supply:
      return around({plain_line(last_register), plain_line(last_credit), plain_line(claimed), plain_line(debts), plain_line(reason), plain_line(approved_by), plain_line(to_account), strong_line(total), plain_line(tenders)});
    default: break;
  }
  return around({plain_line(from_scheme), plain_line(to_scheme), plain_line(old_meter), plain_line(last_register), plain_line(first_register), plain_line(last_credit), plain_line(cards_void), plain_line(debts),
               plain_line(reason), plain_line(approved_by), strong_line(balance_after), plain_line(money_stays), plain_line(plan), plain_line(items), strong_line(credit), plain_line(residue)});
}

}  // namespace

const SlipLines& builtin_lines(SlipKind kind) {
  static const auto all = [] {
    std::array<SlipLines, words_of(SlipKind{}).size()> out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = delivered(static_cast<SlipKind>(i));
    return out;
  }();
  return all[static_cast<std::size_t>(kind)];
}

}  // namespace kwota::receipt
