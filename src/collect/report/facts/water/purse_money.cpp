#include "collect/report/facts/water/purse_money.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/ids_text.h"
#include "books/waterings.h"
#include "collect/report/facts/sold.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"

namespace kwota::facts {
namespace {

using books::Operation;
using books::PurseStatus;

/// Money onto a purse, or off it.
struct PurseFlow {
  std::string day, station;
  Money amount;
};

/// Since when its card is no good any more; empty: it is.
std::string lost_since(const books::Reader& books, const Calendar& calendar, const books::Purse& purse) {
  if (purse.state != PurseStatus::blocked && purse.state != PurseStatus::paid_over) return {};
  const auto listed = purse.card ? books.find(books::BlackListed::of_card, *purse.card) : std::nullopt;
  return calendar.day_of(listed ? listed->since : purse.since);
}

/// The purses of one account and what moved on each, in the order of their numbers.
class AccountPurses {
 public:
  AccountPurses(const books::Reader& books, std::vector<books::Purse> purses) : books_(books), purses_(std::move(purses)), moved_(purses_.size()) {
    for (const auto& sale : books.select(books::Sale::of_account, purses_.front().account)) take(sale);
    for (std::size_t place = 0; place < purses_.size(); ++place) take_off_at_wells(place);
  }
  const std::vector<books::Purse>& purses() const { return purses_; }
  const std::vector<PurseFlow>& of(std::size_t place) const { return moved_[place]; }

 private:
  std::size_t place_of(const books::Sale& sale) const {
    const auto found = std::ranges::find_if(purses_, [&](const books::Purse& one) { return sale.card && one.card == sale.card; });
    return found == purses_.end() ? purses_.size() - 1 : static_cast<std::size_t>(found - purses_.begin());
  }

  void move(std::size_t place, const std::string& entry, const std::string& station, Money amount) {
    if (const auto posted = books_.find<books::Entry>(entry)) moved_[place].push_back({posted->business_day, station, amount});
  }

  void take(const books::Sale& sale) {
    const auto place = place_of(sale);
    const Money amount = sale.credit.money();
    switch (sale.kind) {
      case Operation::open:
      case Operation::recharge:
      case Operation::supplement:  // booked as it is paid; what never came onto the card is reversed
        move(place, sale.number, sale.station, amount);
        return move(place, sale.number + "/reversed", sale.station, -amount);
      case Operation::deduct:
      case Operation::closing: return move(place, sale.number + "/surrendered", sale.station, amount);
      case Operation::release: return move(place, sale.number + "/used", sale.station, amount);
      case Operation::taken_over: return take_over(sale, place);
      case Operation::paid_over: return pay_over(sale, place);
      default: return;
    }
  }

  /// No entry of the ledger: it is the same farmer's money, on another card. Whose it was may lie further back, where cards were lost one after the other.
  void pay_over(const books::Sale& sale, std::size_t place) {
    for (std::size_t before = 0; before < place; ++before) {
      const auto moves = books_.select<books::PurseMove>(purses_[before].account, purses_[before].number);
      if (std::ranges::none_of(moves, [&](const books::PurseMove& one) { return one.sale == sale.number && one.kind == books::PurseMoveKind::paid_over_from; })) continue;
      moved_[before].push_back({sale.business_day, sale.station, -sale.credit.money()});
      moved_[place].push_back({sale.business_day, sale.station, sale.credit.money()});
    }
  }

  /// The ledger has what no book can explain; what lost cards of the same farmer held before is no entry of it.
  void take_over(const books::Sale& sale, std::size_t place) {
    if (sale.credit.is_zero()) return;
    moved_[place].push_back({sale.business_day, sale.station, sale.credit.money()});
    for (std::size_t before = 0; before < place; ++before)
      for (const auto& one : books_.select<books::PurseMove>(purses_[before].account, purses_[before].number))
        if (one.sale == sale.number) moved_[before].push_back({sale.business_day, sale.station, -one.amount});
  }

  void take_off_at_wells(std::size_t place) {
    const auto& purse = purses_[place];
    for (const auto& watering : books::waterings_of(books_, purse.account, purse.number))
      if (!watering.posted.is_zero())
        move(place, ledger::watered_number(watering.meter, watering.series, watering.number), watering.station.empty() ? "utility" : watering.station, -watering.posted);
  }

  const books::Reader& books_;
  std::vector<books::Purse> purses_;
  std::vector<std::vector<PurseFlow>> moved_;
};

PurseMoney money_on(const std::string& day, const std::string& station) {
  PurseMoney out;
  out.business_day = day;
  out.station = station;
  out.commodity = ledger::purse;
  return out;
}

/// What was on a card when it was lost waits from that day on.
void tell(const PurseFlow& moved, const std::string& lost, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const bool waits = !lost.empty() && moved.day >= lost;
  auto first = money_on(moved.day, moved.station);
  (waits ? first.waiting : first.in_force) = moved.amount;
  if (days.hold(first.business_day)) take(Given(first));
  if (waits || lost.empty() || !days.hold(lost)) return;
  auto then = money_on(lost, moved.station);
  then.in_force = -moved.amount;
  then.waiting = moved.amount;
  take(Given(then));
}

template <class Use>
void each_purse_of_accounts(const books::Reader& books, const Use& use) {
  std::map<std::int64_t, std::vector<books::Purse>> accounts;
  for (auto& purse : books.all<books::Purse>()) accounts[purse.account].push_back(std::move(purse));
  for (auto& [number, purses] : accounts) {
    const AccountPurses account(books, std::move(purses));
    for (std::size_t place = 0; place < account.purses().size(); ++place) use(account.purses()[place], account.of(place));
  }
}

/// In each station that moved its money: what came and went in these days.
std::map<std::string, PurseStood> stood(const std::vector<PurseFlow>& moved, const Days& days) {
  std::map<std::string, PurseStood> out;
  for (const auto& one : moved) {
    if (one.day > days.to) continue;
    auto& row = out[one.station];
    if (one.day < days.from) row.opening += one.amount;
    else if (one.amount.is_negative()) row.went -= one.amount;
    else row.came += one.amount;
  }
  return out;
}

void each_purse_that_stood(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  CustomerNames names(books);
  each_purse_of_accounts(books, [&](const books::Purse& purse, const std::vector<PurseFlow>& moved) {
    const auto lost = lost_since(books, calendar, purse);
    const bool waits = !lost.empty() && lost <= days.to;
    const auto account = books.find<books::Account>(purse.account);
    for (auto& [station, row] : stood(moved, days)) {
      row.business_day = days.to;
      row.station = station;
      row.account = std::to_string(purse.account);
      row.customer_name = account ? names.of(account->customer) : std::string{};
      row.purse = std::to_string(purse.number);
      row.card = purse.card ? to_text(*purse.card) : std::string{};
      (waits ? row.waiting : row.in_force) = row.opening + row.came - row.went;
      take(Given(row));
    }
  });
}

void each_purse(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  each_purse_of_accounts(books, [&](const books::Purse& purse, const std::vector<PurseFlow>& moved) {
    const auto lost = lost_since(books, calendar, purse);
    for (const auto& one : moved) tell(one, lost, days, take);
  });
}

}  // namespace

const Source purse_money{PurseMoney::table, columns_of<PurseMoney>, each_purse};
const Source purses_stood{.name = PurseStood::table, .columns = columns_of<PurseStood>, .each = each_purse_that_stood, .of_whole_days = true};

}  // namespace kwota::facts
