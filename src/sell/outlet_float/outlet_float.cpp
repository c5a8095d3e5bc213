#include "sell/outlet_float/outlet_float.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"

namespace kwota::outlets {

Result<books::Outlet> outlet_named(const books::Reader& books, const std::string& code) {
  auto outlet = books.find<books::Outlet>(code);
  if (outlet) return *std::move(outlet);
  return error(Fault::request, "unknown_outlet", "There is no such outlet.", {{"outlet", code}});
}

Result<books::Outlet> selling(const books::Reader& books, const std::string& code) {
  TRY(outlet, outlet_named(books, code));
  if (outlet.state == books::OutletStatus::active) return outlet;
  return error(Fault::refused, "outlet_blocked", "This outlet sells nothing now; nothing was booked. Ask the utility.", {{"outlet", code}});
}

Money in_float(const books::Reader& books, const std::string& code) { return -books.balance(ledger::outlet_float(code)); }
Money available(const books::Reader& books, const books::Outlet& outlet) { return in_float(books, outlet.code) + outlet.credit_limit; }

std::optional<LowFloat> low_float(const books::Reader& books, const books::Outlet& outlet) {
  if (outlet.state != books::OutletStatus::active) return std::nullopt;
  const auto moves = books.newest<books::OutletMove>(0, outlet.code);
  const books::OutletMove* last = nullptr;
  for (const auto& move : moves)
    if (move.kind == books::OutletMoveKind::top_up && (last == nullptr || move.number > last->number)) last = &move;
  if (last == nullptr) return std::nullopt;
  const LowFloat out{available(books, outlet), last->amount + outlet.credit_limit};
  constexpr std::int64_t all = 100;
  return Wide{out.left.minor()} * all < Wide{out.of.minor()} * low_float_percent ? std::optional{out} : std::nullopt;
}

Money owed_to(const books::Reader& books, const std::string& code) { return -books.balance(ledger::outlet_commission(code)); }

Result<void> covers(const books::Reader& books, const books::Outlet& outlet, Money amount, const std::string& day) {
  const auto say = [digits = books::minor_digits_of(books)](Money money) { return format_money(std::max(Money{}, money), digits); };
  if (!outlet.sale_limit.is_zero() && amount > outlet.sale_limit)
    return error(Fault::refused, "outlet_sale_limit", "One sale of this outlet may not be as large; nothing was booked.", {{"limit", say(outlet.sale_limit)}});
  const auto today = day_of(books, outlet.code, day);
  // What is handed back may be of another day: the limit is of what was sold.
  if (const Money left = outlet.day_limit - today.sold; !outlet.day_limit.is_zero() && amount > left)
    return error(Fault::refused, "outlet_day_limit", "This outlet has sold what it may on one day; nothing was booked. The limit begins anew with the next business day.",
                 {{"limit", say(outlet.day_limit)}, {"left", say(left)}});
  if (const Money left = available(books, outlet); amount > left)
    return error(Fault::refused, "outlet_float_short", "The outlet's float does not cover this; nothing was booked. Top it up, then repeat it.", {{"available", say(left)}});
  return Done{};
}

namespace {

void add(books::OutletDay& to, const books::OutletDay& day) {
  to.topped_up += day.topped_up;
  to.withdrawn += day.withdrawn;
  to.sold += day.sold;
  to.given_back += day.given_back;
  to.netted += day.netted;
  to.earned += day.earned;
  to.paid += day.paid;
  to.sales += day.sales;
  to.back += day.back;
  if (to.first_receipt.empty()) to.first_receipt = day.first_receipt;
  if (!day.last_receipt.empty()) to.last_receipt = day.last_receipt;
}

}  // namespace

Period moved_between(const books::Reader& books, const std::string& code, const std::string& from, const std::string& to) {
  Period out;
  for (auto& day : books.select<books::OutletDay>(code)) {
    if (day.business_day > to) break;
    if (day.business_day < from) {
      out.opening += day.moved();
      out.commission_opening += day.earned - day.paid;
      continue;
    }
    add(out.sum, day);
    out.days.push_back(std::move(day));
  }
  return out;
}

namespace {

std::int64_t newest_rule(const books::Reader& books, const std::string& code, const std::string& day, std::optional<Instant> at) {
  std::int64_t rate = 0;
  std::string since;
  for (const auto& rule : books.select<books::OutletCommission>(code))
    if (rule.from <= day && rule.from >= since && (!at || rule.agreed <= *at)) rate = rule.per_mille, since = rule.from;
  return rate;
}

}  // namespace

std::int64_t per_mille_on(const books::Reader& books, const std::string& code, const std::string& day) { return newest_rule(books, code, day, {}); }
std::int64_t per_mille_at(const books::Reader& books, const std::string& code, const std::string& day, Instant at) { return newest_rule(books, code, day, at); }

Money commission_of(Money amount, std::int64_t per_mille) {
  const auto exact = amount.minor() * per_mille;
  const std::int64_t half = exact < 0 ? -500 : 500;
  return Money::minor((exact + half) / 1000);
}

books::OutletDay day_of(const books::Reader& books, const std::string& code, const std::string& day) {
  auto row = books.find<books::OutletDay>(code, day);
  if (row) return *std::move(row);
  books::OutletDay fresh;
  fresh.outlet = code;
  fresh.business_day = day;
  return fresh;
}

namespace {

/// By whose rule a booking earns: what is given back by that of the sale that it undoes, as it was when that was sold.
std::int64_t rule_of(const books::Reader& books, const std::string& outlet, const books::Sale& sale) {
  const auto first = sale.original.empty() ? std::nullopt : books.find<books::Sale>(sale.original);
  return first ? per_mille_at(books, outlet, first->business_day, first->time) : per_mille_on(books, outlet, sale.business_day);
}

/// What goes back into a float that nobody can empty any more would be nobody's.
Result<void> takes_back(const books::Reader& books, const std::string& code) {
  const auto outlet = books.find<books::Outlet>(code);
  if (!outlet || outlet->state != books::OutletStatus::closed) return Done{};
  return error(Fault::refused, "outlet_gone", "The outlet that took this money was closed for ever, and nothing goes into its float any more. What the customer is owed is paid out to him at the counter; nothing was booked.",
               {{"outlet", code}});
}

void count(books::OutletDay& day, const books::Sale& sale, Money amount) {
  if (amount.is_negative()) {
    day.given_back -= amount;
    ++day.back;
    return;
  }
  day.sold += amount;
  ++day.sales;
  if (day.first_receipt.empty()) day.first_receipt = sale.number;
  day.last_receipt = sale.number;
}

}  // namespace

Result<void> book(const books::Reader& books, const books::Sale& sale, books::Changes& changes) {
  for (const auto& part : ledger::parts_of(sale)) {
    if (part.tender != books::Tender::outlet) continue;
    if (part.amount.is_negative()) MUST(takes_back(books, part.reference));
    auto day = day_of(books, part.reference, sale.business_day);
    count(day, sale, part.amount);
    const Money earned = commission_of(part.amount, rule_of(books, part.reference, sale));
    day.earned += earned;
    changes.put.emplace_back(day);
    if (earned.is_zero()) continue;
    TRY(entry, ledger::balanced({sale.number + "/outlet", sale.chain, sale.time, sale.business_day, ledger::Operation::outlet_earned},
                                {{std::string(ledger::commission), earned}, {ledger::outlet_commission(part.reference), -earned}}));
    changes.append.emplace_back(std::move(entry));
  }
  return Done{};
}

std::int64_t shift_of_day(std::string_view day) {
  std::int64_t number = 0;
  for (const char c : day)
    if (is_digit(c)) number = number * 10 + (c - '0');
  return number;
}

}  // namespace kwota::outlets
