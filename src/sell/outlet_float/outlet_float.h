// What an outlet has: its float, what it may still sell today, what it earns – and how a booking moves them.
// Guarantees: a sale is booked only while the float, with the credit that two persons granted, covers it; commission is one rounding a sale (half a minor unit
// goes up), by the rule of the sale's own business day, and what is given back takes back what that sale had earned.
// Never: takes money or says who may – sell/outlets does.   Begin with covers(), book().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "sell/ledger/posting.h"

namespace kwota::outlets {

/// Errors: unknown_outlet {outlet}.
Result<books::Outlet> outlet_named(const books::Reader& books, const std::string& code);
/// One that sells. Errors: unknown_outlet {outlet}, outlet_blocked {outlet}.
Result<books::Outlet> selling(const books::Reader& books, const std::string& code);

/// What is in the float; below zero: sold on credit.
Money in_float(const books::Reader& books, const std::string& code);
/// What may still be sold out of it: float and credit limit.
Money available(const books::Reader& books, const books::Outlet& outlet);
/// Less than so many of a hundred parts is left of what the last top-up made possible: whoever keeps outlets hears of it before the shop has nothing to sell. [K]
inline constexpr std::int64_t low_float_percent = 20;
struct LowFloat {
  Money left, of;
};
/// Nothing: there is enough, it sells nothing now, or nobody ever paid into it.
std::optional<LowFloat> low_float(const books::Reader& books, const books::Outlet& outlet);
/// Commission earned and neither netted nor paid.
Money owed_to(const books::Reader& books, const std::string& code);
/// May `amount` be sold now, on this business day? Errors: outlet_sale_limit {limit}, outlet_day_limit {limit, left}, outlet_float_short {available}.
Result<void> covers(const books::Reader& books, const books::Outlet& outlet, Money amount, const std::string& day);

/// What moved in a period of business days, both included.
struct Period {
  Money opening, commission_opening;      ///< as the period begins: in the float; earned and not paid
  books::OutletDay sum{};                 ///< of its days
  std::vector<books::OutletDay> days{};   ///< on which something moved
  Money closing() const { return opening + sum.moved(); }
  Money commission_closing() const { return commission_opening + sum.earned - sum.paid; }
};
Period moved_between(const books::Reader& books, const std::string& code, const std::string& from, const std::string& to);

/// The rule in force on a business day; 0 without one.
std::int64_t per_mille_on(const books::Reader& books, const std::string& code, const std::string& day);
/// The same, as it was at that moment: a rule that was agreed later on the same day is none of it.
std::int64_t per_mille_at(const books::Reader& books, const std::string& code, const std::string& day, Instant at);
/// Of one sale, rounded to the minor unit, half of one away from zero.
Money commission_of(Money amount, std::int64_t per_mille);

/// The row of an outlet's day, as it is or new.
books::OutletDay day_of(const books::Reader& books, const std::string& code, const std::string& day);
/// What a booking of which an outlet's float is a tender brings with it: its day, and the commission's entry "<receipt>/outlet". Nothing for all others. To be
/// called when the booking is finished, so that the sale is the first row that is appended. Error outlet_gone {outlet}: money would go back to one that was closed.
Result<void> book(const books::Reader& books, const books::Sale& sale, books::Changes& changes);

/// An outlet has no shifts: its sales carry their business day in that place, 20261123 of "2026-11-23".
std::int64_t shift_of_day(std::string_view day);

}  // namespace kwota::outlets
