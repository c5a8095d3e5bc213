// What a leg of the ledger is for a report: each account of the chart belongs to the sums below, with the sign that the sum has for the house.
// Every account but floats and differences stands in exactly one of the sums of the check line, so that for each entry of a customer
//   received + written_off + transferred = energy + tax + fees + fixed + debt + balance
// holds to the last unit, or an account has no place here and the check of every money report says so.
// Units come of the receipt itself: no leg says them.
// Begin with add_leg().
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "books/rows/money/sale.h"
#include "books/rows/money/sheet.h"
#include "sell/ledger/chart.h"

namespace kwota::report {

/// A kind of accounts and how its legs are counted.
struct Part {
  ledger::AccountKind kind;
  int sign = 1;
};

/// A sum of the day sheet that is made of legs.
struct Measure {
  Money books::DaySheet::* sum;
  std::span<const Part> parts;
};
void add_leg(books::DaySheet& to, const books::Leg& leg);

/// What a receipt gives of the unit in which it was sold; credit in money is no units.
void add_units(books::DaySheet& to, Credit credit);
/// Of the net energy what units of this kind were booked with.
void add_paid(books::DaySheet& to, kwota::Unit unit, Money energy);

/// Each sum of a sheet, whatever it is of, and its count.
template <class Sheet>
void add_sums(Sheet& to, const Sheet& more) {
  int column = 0;
  Sheet::columns([&]<class Value>(std::string_view, Value Sheet::*sum) {
    if constexpr (!std::is_same_v<Value, std::string>)
      if (column >= Sheet::key_columns) to.*sum += more.*sum;
    ++column;
  });
}

/// "till/E/T-01/cash" -> "tender/cash", "customer/100023/balance" -> "customer", "tax/vat" as it is: what the money sheet calls the account of a leg.
std::string sheet_account(std::string_view ledger_account);
/// "prepaid/electricity" -> "electricity"; empty: no energy moves there.
std::string_view commodity_of(std::string_view ledger_account);

}  // namespace kwota::report
