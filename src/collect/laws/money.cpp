#include "collect/laws/money.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/ids_text.h"
#include "collect/reconcile/reconcile.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/interest.h"
#include "sell/ledger/operation.h"
#include "sell/ledger/tender.h"

namespace kwota::laws {
namespace {

using ledger::AccountKind;
using ledger::Cash;
using ledger::Meaning;

/// By itself, at the end of a supply, and where a meter goes to somebody else.
constexpr bool raises_claim(ledger::Operation what) { return what == ledger::Operation::claim || what == ledger::Operation::refund || what == ledger::Operation::transfer; }

std::string account_text(std::int64_t account) { return fmt::format("account {}", account); }

bool by_two(const Posting& posting) { return posting.sale != nullptr && !posting.sale->approved_by.empty(); }

Cash cash_of(const books::Entry& entry) { return ledger::row_of(entry.what).cash; }
bool undoes(const books::Entry& entry) { return ledger::row_of(entry.what).undoes; }

std::string shift_text(const std::string& station, const std::string& till, std::int64_t number) { return fmt::format("{}/{}/{}", station, till, number); }

/// A take-back or a deduction names money that waits as a refund: the drawer knows nothing of it, also when it is undone.
bool moves_cash(const books::Sale& sale) { return ledger::row_of(sale.kind).cash != Cash::none; }

/// Money of a customer's entry, by whatever tender. What an undoing hands back was never paid in.
void add_paid(CustomerMoney& money, Money amount, const Posting& posting) {
  if (undoes(posting.entry)) {
    (amount.is_negative() ? money.paid_in : money.paid_out) += amount;
  } else if (amount.is_negative()) {
    money.paid_out -= amount;
    if (by_two(posting)) money.paid_out_by_two -= amount;
  } else {
    money.paid_in += amount;
  }
}

void add(CustomerMoney& money, Meaning word, Money amount, const Posting& posting) {
  switch (word) {
    case Meaning::paid: return add_paid(money, amount, posting);
    case Meaning::charged: money.charged -= amount; return;
    case Meaning::owed: money.owed -= amount; return;
    case Meaning::granted:
      money.granted += amount;
      if (by_two(posting)) money.granted_by_two += amount;
      return;
    case Meaning::transferred: (amount.is_negative() ? money.transferred_away : money.transferred_to) += amount.is_negative() ? -amount : amount; return;
    case Meaning::brought: money.brought += amount; return;
    case Meaning::utility: return;
  }
}

}  // namespace

void MoneyLaws::found(Law law, std::string whose, std::string seen) {
  if (!broken_) broken_ = Broken{law, std::move(whose), std::move(seen)};
}

CustomerMoney MoneyLaws::of(std::int64_t account) const {
  const auto known = customers_.find(account);
  return known == customers_.end() ? CustomerMoney{} : known->second;
}

void MoneyLaws::take(const Posting& posting) {
  const auto& entry = posting.entry;
  for (const auto& leg : entry.legs) {
    const auto word = ledger::meaning_of(leg.account);
    if (!word || entry.what == no_word<ledger::Operation>)
      return found(Law::leg_without_word, fmt::format("entry {}", entry.number),
                   fmt::format("{} \"{}\" and its leg \"{}\" are not in the chart", entry.number, kwota::word_of(entry.what), leg.account));
    const auto owner = ledger::owner_of(leg.account);
    const bool of_house = *word == Meaning::utility || (*word == Meaning::paid && cash_of(entry) == Cash::utility);
    if (of_house != (entry.account == 0) || (owner && *owner != entry.account))
      return found(Law::foreign_leg, account_text(entry.account), fmt::format("entry {} has a leg at {}", entry.number, leg.account));
    const auto kind = ledger::kind_of(leg.account);
    if (kind == AccountKind::debt) debts_[leg.account] += leg.amount;
    if (kind == AccountKind::claim) claim(entry, leg);
  }
  if (entry.account != 0) customer(posting);
  till(posting);
  outlet(posting);
  if (cash_of(entry) == Cash::utility) utility(posting);
}

void MoneyLaws::customer(const Posting& posting) {
  const auto& entry = posting.entry;
  auto& money = customers_[entry.account];
  for (const auto& leg : entry.legs) add(money, *ledger::meaning_of(leg.account), leg.amount, posting);
  const auto broken = [&](Law law, std::string seen) { found(law, account_text(entry.account), fmt::format("{} ({})", seen, entry.number)); };
  const Money left = money.paid_out + money.transferred_away + money.charged + money.owed;
  const Money right = money.paid_in + money.granted + money.transferred_to + money.brought;
  if (left != right) broken(Law::customer_adds_up, fmt::format("{} on one side, {} on the other", left.minor(), right.minor()));
  if (money.charged.is_negative()) broken(Law::charged_below_zero, fmt::format("{} more was given back than was ever charged", -money.charged.minor()));
  if (money.beyond() > Money{})
    broken(Law::paid_out_too_much, fmt::format("{} paid out, {} paid in, and no second person stands behind the rest", money.paid_out.minor(), money.paid_in.minor()));
  // Money that comes to him with somebody's end of supply, or a debt that becomes a claim by his own, takes nothing from him.
  const bool takes = std::ranges::any_of(entry.legs, [](const auto& leg) {
    const auto word = ledger::meaning_of(leg.account);
    return leg.amount.is_negative() && (word == Meaning::paid || word == Meaning::transferred);
  });
  if (takes && cash_of(entry) == Cash::out && !undoes(entry) && money.owed.is_negative())
    broken(Law::paid_out_owing, fmt::format("paid out until he owed {}", -money.owed.minor()));
}

void MoneyLaws::till(const Posting& posting) {
  const auto& entry = posting.entry;
  std::set<std::string> moved;
  const auto add = [&](std::map<std::string, Money>& to, const std::string& account, Money amount) {
    if (amount.is_zero()) return;
    to[account] += amount;
    moved.insert(account);
  };
  for (const auto& leg : entry.legs)
    if (ledger::tender_of(leg.account)) add(posted_, leg.account, leg.amount);
  if (const auto* sale = posting.sale; sale != nullptr && cash_of(entry) != Cash::none && moves_cash(*sale)) {
    if (!sale->tenders.empty() && sale->tenders.sum() != sale->tendered)
      found(Law::tenders_add_up, "sale " + sale->number, fmt::format("its tenders are {}, it says {}", sale->tenders.sum().minor(), sale->tendered.minor()));
    for (const auto& leg : ledger::at_till(*sale)) add(drawers_, leg.account, undoes(entry) ? -leg.amount : leg.amount);
  }
  if (const auto* shift = posting.shift) {
    const auto account = [&](books::Tender tender) { return ledger::till_money(shift->station, shift->till, tender); };
    const bool opens = entry.what == ledger::Operation::shift_open;
    add(drawers_, account(books::Tender::cash), opens ? shift->opening_float : -shift->expected.value_or(Money{}));
    if (!opens)
      for (const auto& part : shift->slips_expected) add(drawers_, account(part.tender), -part.amount);
  }
  if (const auto* move = posting.outlet; move != nullptr && move->kind != books::OutletMoveKind::paid)
    add(drawers_, ledger::outlet_float(move->outlet), move->kind == books::OutletMoveKind::withdrawal ? move->amount : -move->amount);
  if (const auto* drop = posting.drop) {
    add(drawers_, ledger::till_cash(drop->station, drop->till), -drop->amount);
    dropped_[shift_text(drop->station, drop->till, drop->shift)] += drop->amount;
  }
  for (const auto& account : moved)
    if (drawers_[account] != posted_[account])
      found(Law::till_adds_up, account,
            fmt::format("float + received - paid out - drops are {}, the ledger has {} ({})", drawers_[account].minor(), posted_[account].minor(), entry.number));
}

void MoneyLaws::utility(const Posting& posting) {
  const auto& entry = posting.entry;
  safe(posting);
  if (entry.what == ledger::Operation::outlet_float || entry.what == ledger::Operation::outlet_settled) {
    if (posting.outlet == nullptr) found(Law::outlet_adds_up, fmt::format("entry {}", entry.number), "nothing says who moved this between the utility and an outlet");
    return;
  }
  if (entry.what == ledger::Operation::drop || entry.what == ledger::Operation::deposit) {
    if (posting.drop == nullptr && posting.deposit == nullptr) found(Law::till_adds_up, fmt::format("entry {}", entry.number), "nothing says who dropped or deposited this");
    return;
  }
  if (posting.shift == nullptr) return found(Law::till_adds_up, fmt::format("entry {}", entry.number), "there is no such shift");
  if (entry.what == ledger::Operation::shift_close) closed(posting);
}

/// What is dropped comes in, what is deposited goes out, by the rows that say so.
void MoneyLaws::safe(const Posting& posting) {
  for (const auto& leg : posting.entry.legs) {
    if (ledger::kind_of(leg.account) != AccountKind::safe) continue;
    auto& inside = safes_[leg.account] += leg.amount;
    const auto said = posting.drop != nullptr ? posting.drop->amount : posting.deposit != nullptr ? -posting.deposit->amount : leg.amount;
    if (said != leg.amount) found(Law::till_adds_up, leg.account, fmt::format("{} are said to have moved, {} are posted ({})", said.minor(), leg.amount.minor(), posting.entry.number));
    if (posting.deposit != nullptr && inside.is_negative())
      found(Law::safe_below_zero, leg.account, fmt::format("{} more went to the bank than was ever in it ({})", -inside.minor(), posting.entry.number));
  }
}

/// A till that is closed is empty, and what the count found is posted as what it is.
void MoneyLaws::closed(const Posting& posting) {
  const auto& entry = posting.entry;
  const auto& shift = *posting.shift;
  for (const auto& row : ledger::tenders()) {
    const auto whose = ledger::till_money(shift.station, shift.till, row.tender);
    Money difference;
    for (const auto& leg : entry.legs)
      if (leg.account == ledger::over_short(row.tender)) difference += leg.amount;
    const Money missing = row.counted ? shift.expected.value_or(Money{}) - shift.counted.value_or(Money{}) : shift.slips_expected.of(row.tender) - shift.slips.of(row.tender);
    const Money there = row.counted ? shift.expected.value_or(Money{}) : shift.slips_expected.of(row.tender);
    const Money beside = row.counted ? shift.opening_float - dropped_[shift_text(shift.station, shift.till, shift.number)] : Money{};
    if (const Money said = beside + shift.received.of(row.tender) - shift.paid_out.of(row.tender); said != there)
      found(Law::till_adds_up, whose, fmt::format("float + received - paid out - drops of the closed shift are {}, {} should have been there ({})", said.minor(), there.minor(), entry.number));
    if (!posted_[whose].is_zero()) found(Law::till_adds_up, whose, fmt::format("{} are left in a till that was emptied ({})", posted_[whose].minor(), entry.number));
    if (difference != missing || (!difference.is_zero() && shift.difference_reason.empty()))
      found(Law::difference_unnamed, whose, fmt::format("{} were missing, {} are posted ({})", missing.minor(), difference.minor(), entry.number));
  }
}

/// What an entry moves at an outlet, in the words of its day.
void MoneyLaws::outlet(const Posting& posting) {
  const auto& entry = posting.entry;
  if (const auto* sale = posting.sale; sale != nullptr && !sale->original.empty() && sale->tendered.is_negative() && std::ranges::any_of(sale->tenders, [](const auto& part) { return part.tender == books::Tender::outlet; })) {
    const auto& by = given_back_.try_emplace(sale->original, sale->number).first->second;
    if (by != sale->number) found(Law::outlet_adds_up, "sale " + sale->original, fmt::format("its money came back into the float with {}, and once more with {}", by, sale->number));
  }
  for (const auto& leg : entry.legs) {
    const auto kind = ledger::kind_of(leg.account);
    const bool commission = kind == AccountKind::outlet_commission;
    if (kind != AccountKind::outlet_float && !commission) continue;
    const auto code = leg.account.substr(7, leg.account.find('/', 7) - 7);
    auto& day = outlets_[{code, entry.business_day}];
    switch (entry.what) {
      case ledger::Operation::outlet_float: (leg.amount.is_negative() ? day.topped_up : day.withdrawn) += leg.amount.is_negative() ? -leg.amount : leg.amount; break;
      case ledger::Operation::outlet_earned: day.earned -= leg.amount; break;
      case ledger::Operation::outlet_settled: commission ? day.paid += leg.amount : day.netted -= leg.amount; break;
      default: (leg.amount.is_negative() ? day.given_back : day.sold) += leg.amount.is_negative() ? -leg.amount : leg.amount; break;
    }
  }
}

void MoneyLaws::take(const books::OutletDay& day) {
  const auto known = outlets_.extract({day.outlet, day.business_day});
  const auto posted = known.empty() ? books::OutletDay{} : known.mapped();
  const auto money = [](const books::OutletDay& of) { return std::tie(of.topped_up, of.withdrawn, of.sold, of.given_back, of.netted, of.earned, of.paid); };
  if (money(day) == money(posted)) return;
  found(Law::outlet_adds_up, fmt::format("outlet {} on {}", day.outlet, day.business_day),
        fmt::format("its day says that {} moved in its float and {} in its commission, the ledger has {} and {}", day.moved().minor(), (day.earned - day.paid).minor(),
                    posted.moved().minor(), (posted.earned - posted.paid).minor()));
}

void MoneyLaws::claim(const books::Entry& entry, const books::Leg& leg) {
  auto& claimed = claims_[entry.account];
  if (raises_claim(entry.what)) claimed.raised += leg.amount;
  else if (entry.what == ledger::Operation::write_off) claimed.written_off -= leg.amount;
  else claimed.recovered -= leg.amount;
}

/// A row by name says what was raised and what was written off; what was paid the ledger alone says.
void MoneyLaws::explained(const books::Debt& debt) {
  const auto known = claims_.extract(debt.account);
  const auto claimed = known.empty() ? Claimed{} : known.mapped();
  if (claimed.raised == debt.amount && claimed.written_off == debt.written_off) return;
  found(Law::debt_adds_up, fmt::format("debt {}", debt.number),
        fmt::format("it says that {} were claimed and {} written off, the ledger has {} and {}", debt.amount.minor(), debt.written_off.minor(), claimed.raised.minor(), claimed.written_off.minor()));
}

void MoneyLaws::end_of_rows() {
  for (const auto& [account, claimed] : claims_)
    if (!claimed.raised.is_zero() || !claimed.recovered.is_zero() || !claimed.written_off.is_zero())
      return found(Law::debt_adds_up, account_text(account), fmt::format("the ledger has {} claimed and {} recovered or written off, and no debt by name says so", claimed.raised.minor(),
                                                                        (claimed.recovered + claimed.written_off).minor()));
  for (const auto& [account, amount] : debts_)
    if (!amount.is_zero()) return found(Law::debt_adds_up, account, fmt::format("the ledger has {} recovered or written off of a debt that is not in the books", -amount.minor()));
  for (const auto& [number, amount] : interest_)
    if (!amount.is_zero()) return found(Law::debt_adds_up, fmt::format("debt {}", number), fmt::format("months have {} of interest on a debt that is not in the books", amount.minor()));
  for (const auto& [key, day] : outlets_)
    if (!day.moved().is_zero() || day.earned != day.paid || !day.sold.is_zero())
      return found(Law::outlet_adds_up, fmt::format("outlet {} on {}", key.first, key.second), fmt::format("the ledger moved {} there, and no day says so", day.moved().minor()));
}

void MoneyLaws::take(const books::DebtRate& agreed) { rates_[agreed.debt][agreed.from] = agreed.rate_e2; }

void MoneyLaws::take(const books::DebtInterest& month) {
  interest_[month.debt] += month.amount;
  const auto& agreed = rates_[month.debt];
  const auto behind = agreed.upper_bound(month.from);
  if (const std::int64_t rate_e2 = behind == agreed.begin() ? 0 : std::prev(behind)->second; rate_e2 != month.rate_e2)
    return found(Law::debt_adds_up, fmt::format("debt {}", month.debt), fmt::format("its month from {} was charged at {}, and {} were agreed upon", month.from, month.rate_e2, rate_e2));
  const Money due = ledger::month_of_interest(month.principal, month.rate_e2);
  if (month.amount == due && !due.is_negative()) return;
  found(Law::debt_adds_up, fmt::format("debt {}", month.debt),
        fmt::format("its month from {} has {} of interest, and {} are due on {}", month.from, month.amount.minor(), due.minor(), month.principal.minor()));
}

void MoneyLaws::take(const books::Debt& debt) {
  const auto charged = interest_.extract(debt.number);
  if (const Money months = charged.empty() ? Money{} : charged.mapped(); months != debt.interest)
    return found(Law::debt_adds_up, fmt::format("debt {}", debt.number), fmt::format("it says {} of interest, its months have {}", debt.interest.minor(), months.minor()));
  if (debt.origin == books::DebtOrigin::claim) return explained(debt);
  const auto known = debts_.extract(ledger::debt(fmt::format("{}", debt.number)));
  const Money gone = known.empty() ? Money{} : -known.mapped();
  if (gone >= debt.written_off && gone <= debt.amount && !debt.written_off.is_negative()) return;
  found(Law::debt_adds_up, fmt::format("debt {}", debt.number),
        fmt::format("{} were raised and {} written off, the ledger has {} recovered or written off", debt.amount.minor(), debt.written_off.minor(), gone.minor()));
}

void MoneyLaws::take(const books::OpeningBalance& row) {
  const Money said = row.state == books::OpeningStatus::stands ? row.amount : Money{};
  if (const Money posted = of(row.account).brought; posted != said)
    found(Law::opening_adds_up, account_text(row.account), fmt::format("its opening balance says {}, the ledger has {}", said.minor(), posted.minor()));
}

void MoneyLaws::take(const books::Statement& statement) {
  const auto gap = reconcile::identity_gap_e5(statement);
  if (gap != 0)
    found(Law::meter_adds_up, "meter " + to_text(statement.meter),
          fmt::format("credited + cleared = used + given up + balance is {} off, in 10^-5 minor units (statement {})", gap, statement.number));
}

}  // namespace kwota::laws
