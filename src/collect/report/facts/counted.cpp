#include "collect/report/facts/counted.h"

#include "collect/report/facts/sold.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/entry_name.h"
#include "sell/ledger/tender.h"

namespace kwota::facts {
namespace {

/// What stands in the shift for every tender: its name, the day, who counted.
Counted of_shift(const books::Shift& shift, const std::string& day, const Calendar& calendar) {
  Counted out;
  out.business_day = day;
  out.station = shift.station;
  out.till = shift.till;
  out.operator_name = shift.operator_name;
  out.shift = std::to_string(shift.number);
  out.opened = calendar.time_of(shift.opened);
  out.closed = calendar.time_of(*shift.closed);
  out.reason = shift.difference_reason;
  out.accepted_by = shift.accepted_by;
  return out;
}

/// What the shift says of one tender; and what its entry posted as over or short.
Counted of_tender(Counted out, const books::Shift& shift, const ledger::TenderRow& row, const std::vector<books::Leg>& legs) {
  out.tender = "tender/" + std::string(word_of(row.tender));
  const auto first = row.counted ? shift.first_counted.value_or(Money{}) : shift.first_slips.of(row.tender);
  if (row.counted) {
    out.shifts = 1;
    out.receipts = shift.receipts;
    out.opening_float = shift.opening_float;
    out.expected = shift.expected.value_or(Money{});
    out.counted = shift.counted.value_or(Money{});
  } else {
    out.expected = shift.slips_expected.of(row.tender);
    out.counted = shift.slips.of(row.tender);
  }
  out.received = shift.received.of(row.tender);
  out.paid_out = shift.paid_out.of(row.tender);
  (row.bankable ? out.bankable : out.not_bankable) = out.received - out.paid_out;
  out.difference = out.counted - out.expected;
  out.first_difference = first - out.expected;
  for (const auto& leg : legs)
    if (leg.account == ledger::over_short(row.tender)) out.posted -= leg.amount;
  return out;
}

void each_count(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  const auto time = calendar.around(days);
  if (!time) return;
  each_shift(books, *time, [&](const books::Shift& shift) {
    if (!shift.closed) return;
    const auto number = ledger::named_by(shift, ledger::ShiftEnd::close);
    const auto entry = books.find<books::Entry>(number);
    const auto day = entry ? entry->business_day : calendar.day_of(*shift.closed);  // an empty drawer posts nothing
    if (!days.hold(day)) return;
    const auto legs = books.legs(number);
    Money drops;
    for (const auto& drop : books.select<books::CashDrop>(shift.station, shift.till, shift.number)) drops += drop.amount;
    for (const auto& row : ledger::tenders()) {
      auto counted = of_tender(of_shift(shift, day, calendar), shift, row, legs);
      if (row.counted) counted.drops = drops;
      if (row.counted || !counted.received.is_zero() || !counted.paid_out.is_zero() || !counted.expected.is_zero() || !counted.counted.is_zero() || !counted.posted.is_zero()) take(Given<Counted>(counted));
    }
  });
}

}  // namespace

const Source counts{Counted::table, columns_of<Counted>, each_count};

}  // namespace kwota::facts
