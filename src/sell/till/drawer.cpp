#include "sell/till/drawer.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/text/typed_amount.h"
#include "base/text/typed_reference.h"
#include "base/time.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "people/people.h"
#include "people/permissions.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/entry_name.h"
#include "sell/ledger/posting.h"
#include "sell/settings/in_force.h"
#include "sell/till/second.h"

namespace kwota::till {
namespace {

Error nothing_to_move(const books::Reader& books, Money amount) {
  auto out = bad_amount(format_money(amount, books::minor_digits_of(books)));
  out.details["field"] = "amount";
  return out;
}

/// Two people stand where cash changes hands; a station of one person has but one.
Result<void> by_two(const books::Reader& books, const std::string& second_name, const people::Context& context) {
  if (const auto utility = books.only<books::Utility>(); utility && utility->one_person) return Done{};
  return second_at_drawer(books, second_name, context);
}

/// The newest rows of a place, of which one may have been booked by the same request.
constexpr std::size_t looked_through = 200;

/// What this request booked before; nothing: it is new.
template <class Row, class Same, class... Place>
Result<std::optional<Row>> booked_before(const books::Reader& books, const std::string& key, const people::Context& context, Same same, const Place&... place) {
  if (key.empty()) return std::optional<Row>{};
  for (auto& row : books.newest<Row>(looked_through, place...)) {
    if (row.client_key != key || row.operator_name != context.who.name) continue;
    if (same(row)) return std::optional<Row>{std::move(row)};
    return error(Fault::request, Cause::idempotency_key_reused, "This key belongs to another request; nothing was booked now.");
  }
  return std::optional<Row>{};
}

/// Empty: today. Neither a day to come nor one that is long over.
Result<std::string> takings_day(const books::Reader& books, const std::string& wanted, const people::Context& context) {
  const auto today = settings::business_day(books, context.now, context.zone);
  if (wanted.empty()) return today;
  TRY(last, parse_date(today));
  const auto first = format_date(date_of_day(day_number(last) - takings_days_most));
  if (wanted >= first && wanted <= today) return wanted;
  return error(Fault::request, "takings_day", "Cash of this day does not lie in the safe: name a day of the last month. Nothing was booked.", {{"field", "business_day"}, {"from", first}, {"to", today}});
}

std::string name_of_row(const books::CashDrop& row) { return fmt::format("{}/{}/{}", row.till, row.shift, row.number); }
std::string name_of_row(const books::Deposit& row) { return fmt::format("{}", row.number); }

/// A bag's number stands on it once: written down a second time, one of the two was misread, and neither bank nor safe could say which. What was dropped in a bag may go to the bank in it.
/// Small letters and blanks make no other bag.
template <class Row>
Result<void> bag_is_new(const books::Reader& books, const std::string& bag, const people::Context& context, std::string_view code, std::string_view what) {
  if (bag.empty()) return Done{};
  for (const auto& used : books.select<Row>(context.station))
    if (is_same_reference(used.bag, bag))
      return error(Fault::refused, std::string{code}, fmt::format("Bag {} went out of this station with {} {} already; nothing was booked. Read the number on the bag again.", bag, what, name_of_row(used)),
                   {{"field", "bag"}, {"bag", bag}, {"number", name_of_row(used)}, {"amount", format_money(used.amount, books::minor_digits_of(books))},
                    {"time", format_local(context.zone.local(used.time))}, {"operator", used.operator_name}});
  return Done{};
}

ledger::Head head(const books::Reader& books, std::string number, std::string chain, ledger::Operation what, const people::Context& context) {
  return {std::move(number), std::move(chain), context.now, settings::business_day(books, context.now, context.zone), what};
}

/// The business day of a closed shift: its entry's; an empty drawer posted nothing.
std::string day_of(const books::Reader& books, const books::Shift& shift, const people::Context& context) {
  const auto entry = books.find<books::Entry>(ledger::named_by(shift, ledger::ShiftEnd::close));
  return entry ? entry->business_day : settings::day_by_the_clock(books, *shift.closed, context.zone);
}

}  // namespace

Result<books::Decision<books::CashDrop>> drop(const books::Reader& books, const DropRequest& request, const people::Context& context) {
  const auto same = [&](const books::CashDrop& row) { return row.amount == request.amount && row.bag == request.bag; };
  TRY(before, booked_before<books::CashDrop>(books, request.client_key, context, same, context.station, context.till));
  if (before) return books::Decision<books::CashDrop>{{}, *std::move(before)};
  const auto shift = books::open_shift(books, context.station, context.till);
  if (!shift) return error(Fault::refused, "no_open_shift", "No shift is open at this till; open your shift, then repeat it.");
  MUST(people::require(context.who, shift->operator_name == context.who.name ? books::Right("shift_own") : books::Right("shift_other")));
  if (request.amount <= Money{}) return nothing_to_move(books, request.amount);
  if (shift->first_counted)
    return error(Fault::refused, "count_stands", "This drawer was counted already, and that count stands; say why it differs.", {{"counted", format_money(*shift->first_counted, books::minor_digits_of(books))}});
  MUST(by_two(books, request.taken_by, context));
  MUST(bag_is_new<books::CashDrop>(books, request.bag, context, "drop_bag_used", "drop"));
  if (request.amount > books.balance(ledger::till_cash(context.station, context.till)))
    return error(Fault::refused, "drop_too_much", "By the books this drawer does not hold so much. Count the bag again; nothing was booked.", {{"field", "amount"}});
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
  row.client_key = request.client_key;
  TRY(entry, ledger::dropped(head(books, ledger::named_by(row), context.till_chain(), ledger::Operation::drop, context), row.station, row.till, row.amount));
  books::Changes changes{{row}, {}};
  changes.append.emplace_back(std::move(entry));
  return books::Decision<books::CashDrop>{std::move(changes), row};
}

std::vector<books::CashDrop> drops_of(const books::Reader& books, const books::Shift& shift) { return books.select<books::CashDrop>(shift.station, shift.till, shift.number); }

Result<books::Decision<books::Deposit>> deposit(const books::Reader& books, const DepositRequest& request, const people::Context& context) {
  const auto same = [&](const books::Deposit& row) { return row.amount == request.amount && row.bank == request.bank && row.bag == request.bag; };
  TRY(known, booked_before<books::Deposit>(books, request.client_key, context, same, context.station));
  if (known) return books::Decision<books::Deposit>{{}, *std::move(known)};
  MUST(people::require(context.who, "accept_difference"));
  if (request.amount <= Money{}) return nothing_to_move(books, request.amount);
  if (request.bank.empty()) return error(Fault::request, "bank_missing", "Say which bank gets it; nothing was booked.", {{"field", "bank"}});
  MUST(bag_is_new<books::Deposit>(books, request.bag, context, "deposit_bag_used", "deposit"));
  MUST(by_two(books, request.approved_by, context));
  if (request.amount > books.balance(ledger::safe(context.station)))
    return error(Fault::refused, "deposit_too_much", "The safe of this station does not hold so much by the books; nothing was booked.", {{"field", "amount"}});
  TRY(day, takings_day(books, request.business_day, context));
  const auto before = books.newest<books::Deposit>(1, context.station);
  books::Deposit row;
  row.station = context.station;
  row.number = before.empty() ? 1 : before.front().number + 1;
  row.business_day = std::move(day);
  row.amount = request.amount;
  row.bank = request.bank;
  row.bag = request.bag;
  row.time = context.now;
  row.operator_name = context.who.name;
  row.approved_by = request.approved_by;
  row.client_key = request.client_key;
  TRY(entry, ledger::deposited(head(books, ledger::named_by(row), books::chain_of_station(row.station), ledger::Operation::deposit, context), row.station, row.amount));
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
