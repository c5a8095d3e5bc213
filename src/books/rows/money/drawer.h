// What happens to the money of drawers beside sales: it is counted by notes and coins, dropped to the safe while a shift goes on, and taken from
// there to the bank.
// Registers: DrawerCount, CashDrop, Deposit.   Begin with CashDrop.
#pragma once
#include <array>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "books/listed.h"
#include "books/parts/pieces.h"
#include "books/table.h"

namespace kwota::books {

/// How a drawer was counted; the recount is a row of its own.
struct DrawerCount {
  static constexpr auto table = "drawer_count";
  static constexpr int key_columns = 4;
  static constexpr std::array<std::string_view, 1> people{"counted_by"};
  std::string station, till;
  std::int64_t shift = 0;
  std::int64_t number = 0;  ///< 1: the first count, 2: the recount
  Pieces pieces;
  Instant time;
  std::string counted_by;
  template <class V> static void columns(V&& v) {
    v("station", &DrawerCount::station); v("till", &DrawerCount::till); v("shift", &DrawerCount::shift); v("number", &DrawerCount::number);
    v("pieces", &DrawerCount::pieces); v("time", &DrawerCount::time); v("counted_by", &DrawerCount::counted_by);
  }
};

/// Cash that left a drawer for the station's safe while its shift went on.
struct CashDrop {
  static constexpr auto table = "cash_drop";
  static constexpr int key_columns = 4;
  static constexpr std::array<std::string_view, 2> people{"operator", "taken_by"};
  static constexpr Listed list{"cash-drops", "-time", {"till", "operator", "bag"}, "shifts_read"};
  std::string station, till;
  std::int64_t shift = 0;
  std::int64_t number = 0;  ///< in its shift, from 1
  Money amount;
  std::string bag;          ///< as it stands on the bag or the envelope
  Instant time;
  std::string operator_name, taken_by;
  std::string client_key;   ///< of the request, so that it is booked once; empty: none came
  template <class V> static void columns(V&& v) {
    v("station", &CashDrop::station); v("till", &CashDrop::till); v("shift", &CashDrop::shift); v("number", &CashDrop::number); v("amount", &CashDrop::amount);
    v("bag", &CashDrop::bag); v("time", &CashDrop::time); v("operator", &CashDrop::operator_name); v("taken_by", &CashDrop::taken_by); v("client_key", &CashDrop::client_key);
  }
};

/// Cash that left a station's safe for the bank.
struct Deposit {
  static constexpr auto table = "deposit";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"operator", "approved_by"};
  static constexpr std::array<std::string_view, 1> days{"business_day"};
  static constexpr Listed list{"deposits", "-time", {"bank", "bag", "operator"}, "shifts_read"};
  std::string station;
  std::int64_t number = 0;  ///< of the station, without gaps
  std::string business_day; ///< of whose takings it is
  Money amount;
  std::string bank, bag;
  Instant time;
  std::string operator_name, approved_by;
  std::string client_key;   ///< as that of a drop
  template <class V> static void columns(V&& v) {
    v("station", &Deposit::station); v("number", &Deposit::number); v("business_day", &Deposit::business_day); v("amount", &Deposit::amount);
    v("bank", &Deposit::bank); v("bag", &Deposit::bag); v("time", &Deposit::time); v("operator", &Deposit::operator_name); v("approved_by", &Deposit::approved_by); v("client_key", &Deposit::client_key);
  }
  static constexpr IndexOf<Deposit> of_day{{"deposit_day", {"station", "business_day"}}};
  template <class V> static void indexes(V&& v) { v(of_day); }
};

}  // namespace kwota::books
