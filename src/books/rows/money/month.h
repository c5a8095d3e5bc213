// The end of a month: what customers had paid for in advance went from the month's first to its last day, and how much of it they used. A month is
// closed once, station by station and commodity by commodity, when all of its days are; each follows the one before it in its chain.
// Chained: MonthEnd.   Begin with MonthEnd.
#pragma once
#include <array>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "books/table.h"

namespace kwota::books {

struct MonthEnd {
  static constexpr auto table = "month_end";
  static constexpr int key_columns = 3;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  static constexpr bool in_audit_trail = true;
  static constexpr Composed composed{"chain", {"months/", "=station"}};
  std::string month;         ///< "2026-10"
  std::string station;
  std::string commodity;     ///< of the prepaid money: "electricity", "gas", "water"; "purse": on farmers' cards
  std::string chain;         ///< "months/<station>"
  Instant time;
  std::string operator_name;
  Money opening;             ///< closing of the month before
  Money income, expense;     ///< as R06 has them
  Money consumption;         ///< of what meters said until it was closed, in money as it was bought
  Money closing;             ///< opening + income - expense - consumption
  Money used_to_date;        ///< consumption of this and all months before
  std::int64_t meters = 0;   ///< that hold what was paid for in advance
  std::int64_t unread = 0;   ///< of them not heard after the month: what they used since their last word comes with a later month
  template <class V> static void columns(V&& v) {
    v("month", &MonthEnd::month); v("station", &MonthEnd::station); v("commodity", &MonthEnd::commodity); v("chain", &MonthEnd::chain); v("time", &MonthEnd::time); v("operator", &MonthEnd::operator_name);
    v("opening", &MonthEnd::opening); v("income", &MonthEnd::income); v("expense", &MonthEnd::expense); v("consumption", &MonthEnd::consumption);
    v("closing", &MonthEnd::closing); v("used_to_date", &MonthEnd::used_to_date); v("meters", &MonthEnd::meters); v("unread", &MonthEnd::unread);
  }
};

}  // namespace kwota::books
