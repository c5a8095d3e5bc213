#include "collect/report/facts/register.h"

#include <set>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/debts.h"
#include "collect/report/facts/openings.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/village.h"

namespace kwota::facts {
namespace {

/// One account between two days, both included.
struct Life {
  std::string opened, closed;  ///< days; empty: not (yet)
  bool before(const Days& days) const { return !opened.empty() && opened < days.from && (closed.empty() || closed >= days.from); }
  bool came(const Days& days) const { return !opened.empty() && days.hold(opened); }
  bool went(const Days& days) const { return !closed.empty() && days.hold(closed); }
  bool at_the_end(const Days& days) const { return !opened.empty() && opened <= days.to && (closed.empty() || closed > days.to); }
};

/// By what an account is counted, as it was on a day.
struct Group {
  std::string village, usage_class;
  friend bool operator==(const Group&, const Group&) = default;
};

class Walk {
 public:
  Walk(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take)
      : books_(books), days_(days), take_(take), calendar_(books), names_(books) {
    each_sale(books, days, {.columns = books::columns(&books::Sale::kind, &books::Sale::business_day, &books::Sale::account).places()}, [&](const books::Sale& sale) {
      if (buys(sale.kind)) bought_.insert(sale.account);
    });
  }

  void give(const books::Account& account) {
    const Life life{account.opened ? calendar_.day_of(*account.opened) : "", account.closed ? calendar_.day_of(*account.closed) : ""};
    if (!life.before(days_) && !life.came(days_)) return;
    const auto changes = books_.select<books::AccountChange>(account.number);
    const auto villages = villages_of(books_, calendar_, account);
    const auto on = [&](const std::string& day) { return Group{villages.on(day), class_on(account, changes, day)}; };
    const auto first = on(life.before(days_) ? day_before(days_.from) : life.opened);
    const auto last = on(life.went(days_) ? life.closed : days_.to);
    auto row = blank(account, first);
    row.opening = life.before(days_) ? 1 : 0;
    row.opened = life.came(days_) ? 1 : 0;
    if (last != first) {
      row.moved = -1;
      take_(Given<Supplied>(row));
      row = blank(account, last);
      row.moved = 1;
    }
    row.closed = life.went(days_) ? 1 : 0;
    row.closing = life.at_the_end(days_) ? 1 : 0;
    row.active = row.closing != 0 && bought_.contains(account.number) ? 1 : 0;
    row.silent = row.closing != 0 && row.active == 0 && silent(account, life) ? 1 : 0;
    row.in_debt = row.closing != 0 && owed_on(books_, account.number, days_.to) ? 1 : 0;
    take_(Given<Supplied>(row));
  }

 private:
  static std::int64_t number_of(const std::string& day) {
    const auto date = parse_date(day);
    return date ? day_number(*date) : 0;
  }
  static std::string day_before(const std::string& day) { return format_date(date_of_day(number_of(day) - 1)); }

  Supplied blank(const books::Account& account, Group group) {
    Supplied row;
    row.business_day = days_.to;
    row.station = account.station;
    row.village = std::move(group.village);
    row.usage_class = std::move(group.usage_class);
    row.commodity = commodities_.of_plan(books_, account.plan);
    row.account = std::to_string(account.number);
    row.customer_name = names_.of(account.customer);
    if (account.meter != MeterNumber{}) row.meter = to_text(account.meter);
    return row;
  }

  /// Of the segments of its life the one that held that day; an account that never changed has none.
  static std::string class_on(const books::Account& account, const std::vector<books::AccountChange>& changes, const std::string& day) {
    std::string out = changes.empty() ? account.usage_class : changes.front().usage_class;
    for (const auto& change : changes)
      if (change.state == books::AccountChangeStatus::agreed && change.from <= day) out = change.usage_class;
    return out;
  }

  bool silent(const books::Account& account, const Life& life) const {
    std::string last = life.opened;
    for (const auto& sale : books_.select(books::Sale::of_account, account.number))
      if (buys(sale.kind) && sale.business_day <= days_.to) last = std::max(last, sale.business_day);
    return number_of(days_.to) - number_of(last) > silent_days;
  }

  const books::Reader& books_;
  const Days& days_;
  const std::function<void(const books::ValueSource&)>& take_;
  Calendar calendar_;
  CustomerNames names_;
  Commodities commodities_;
  std::set<std::int64_t> bought_;
};

void each_supply(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  Walk walk(books, days, take);
  each_account(books, [&](const books::Account& account) { walk.give(account); });
}

}  // namespace

const Source supplies{Supplied::table, columns_of<Supplied>, each_supply};

}  // namespace kwota::facts
