#include "sell/till/drawer.h"

#include <fmt/format.h>

#include "books/lookup.h"
#include "people/people.h"
#include "people/permissions.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"
#include "sell/settings/in_force.h"

namespace kwota::till {
namespace {

Error bad_amount() { return error(Fault::request, "bad_amount", "Type an amount above zero; nothing was booked.", {{"text", "-"}}); }

/// Two people stand where cash changes hands; a station of one person has but one.
Result<void> by_two(const books::Reader& books, const std::string& second_name, const people::Context& context) {
  if (const auto utility = books.only<books::Utility>(); utility && utility->one_person) return Done{};
  const auto second = books.find<books::Operator>(second_name);
  if (!second || second->name == context.who.name || people::granted(*second, "accept_difference") != people::Grant::yes)
    return error(Fault::refused, "cash_needs_two", "Cash changes hands between two people: a supervisor signs for it. Nothing was booked.");
  return people::independent(context.who, *second, context.now);
}

ledger::Head head(const books::Reader& books, std::string number, std::string chain, ledger::Operation what, const people::Context& context) {
  return {std::move(number), std::move(chain), context.now, settings::business_day(books, context.now, context.zone), what};
}

/// The business day of a closed shift: its entry's; an empty drawer posted nothing.
std::string day_of(const books::Reader& books, const books::Shift& shift, const people::Context& context) {
  const auto entry = books.find<books::Entry>(fmt::format("shift/{}/{}/{}/close", shift.station, shift.till, shift.number));
  return entry ? entry->business_day : settings::business_day(books, *shift.closed, context.zone);
}

}  // namespace

Result<books::Decision<books::CashDrop>> drop(const books::Reader& books, const DropRequest& request, const people::Context& context) {
  const auto shift = books::open_shift(books, context.station, context.till);
  if (!shift) return error(Fault::refused, "no_open_shift", "No shift is open at this till; open your shift, then repeat it.");
  MUST(people::require(context.who, shift->operator_name == context.who.name ? "shift_own" : "shift_other"));
  if (request.amount <= Money{}) return bad_amount();
  if (shift->first_counted)
    return error(Fault::refused, "count_stands", "This drawer was counted already, and that count stands; say why it differs.", {{"counted", fmt::format("{}", shift->first_counted->minor())}});
  MUST(by_two(books, request.taken_by, context));
  if (request.amount > books.balance(ledger::till_cash(context.station, context.till)))
    return error(Fault::refused, "drop_too_much", "By the books this drawer does not hold so much. Count the bag again; nothing was booked.");
  books::CashDrop row;
  row.station = context.station;
  row.till = context.till;
  row.shift = shift->number;
  row.number = static_cast<std::int64_t>(drops_of(books, *shift).size()) + 1;
  row.amount = request.amount;
  row.bag = request.bag;
  row.time = context.now;
  row.operator_name = context.who.name;
  row.taken_by = request.taken_by;
  TRY(entry, ledger::dropped(head(books, fmt::format("drop/{}/{}/{}/{}", row.station, row.till, row.shift, row.number), context.till_chain(), ledger::Operation::drop, context), row.station, row.till, row.amount));
  books::Changes changes{{row}, {}};
  changes.append.emplace_back(std::move(entry));
  return books::Decision<books::CashDrop>{std::move(changes), row};
}

std::vector<books::CashDrop> drops_of(const books::Reader& books, const books::Shift& shift) { return books.select<books::CashDrop>(shift.station, shift.till, shift.number); }

Result<books::Decision<books::Deposit>> deposit(const books::Reader& books, const DepositRequest& request, const people::Context& context) {
  MUST(people::require(context.who, "accept_difference"));
  if (request.amount <= Money{}) return bad_amount();
  if (request.bank.empty()) return error(Fault::request, "bank_missing", "Say which bank gets it; nothing was booked.");
  MUST(by_two(books, request.approved_by, context));
  if (request.amount > books.balance(ledger::safe(context.station)))
    return error(Fault::refused, "deposit_too_much", "The safe of this station does not hold so much by the books; nothing was booked.");
  const auto before = books.newest<books::Deposit>(1, context.station);
  books::Deposit row;
  row.station = context.station;
  row.number = before.empty() ? 1 : before.front().number + 1;
  row.business_day = request.business_day.empty() ? settings::business_day(books, context.now, context.zone) : request.business_day;
  row.amount = request.amount;
  row.bank = request.bank;
  row.bag = request.bag;
  row.time = context.now;
  row.operator_name = context.who.name;
  row.approved_by = request.approved_by;
  TRY(entry, ledger::deposited(head(books, fmt::format("deposit/{}/{}", row.station, row.number), "station/" + row.station, ledger::Operation::deposit, context), row.station, row.amount));
  books::Changes changes{{row}, {}};
  changes.append.emplace_back(std::move(entry));
  return books::Decision<books::Deposit>{std::move(changes), row};
}

DaySheet day_sheet(const books::Reader& books, const std::string& station, const std::string& business_day, const people::Context& context) {
  DaySheet out;
  for (const auto& till : books.select<books::Till>(station))
    for (const auto& shift : books.select<books::Shift>(till.station, till.code)) {
      if (!shift.closed) ++out.open;
      if (!shift.closed || day_of(books, shift, context) != business_day) continue;
      out.shifts.push_back(shift);
      for (auto& one : drops_of(books, shift)) out.drops.push_back(std::move(one));
    }
  out.deposits = books.select(books::Deposit::of_day, station, business_day);
  out.safe = books.balance(ledger::safe(station));
  return out;
}

}  // namespace kwota::till
