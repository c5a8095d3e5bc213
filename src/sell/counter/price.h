// The quote: what a payment would do, before anything is booked. The meter holds money and applies the prices itself, so a
// sale is money credit; the energy that it will buy is an estimate by the meter's last word, and labelled so.
// Guarantees: tendered = charges + credit + residue; the same question over unchanged books gives the same quote id, so
// a quote that was shown either is the sale or is refused as stale.
// Begin with: quote().
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/words.h"
#include "sell/counter/order/supply.h"
#include "sell/counter/unusual.h"
#include "sell/ledger/posting.h"
#include "sell/scheme/scheme.h"

namespace kwota::counter {

/// Amounts as the person typed them: plain decimals in major units or in the plan's unit.
struct QuoteRequest {
  std::int64_t account = 0;
  std::string pay;       ///< "100.00"; or
  std::string units;     ///< "50.00": what the money for so much energy would be
  std::string currency;  ///< empty: the utility's
};

/// What the cashier is told beside the figures; nobody is asked to confirm it.
enum class QuoteWarning : std::uint8_t {
  tariff_estimate,  ///< the energy is what the prices of now give
  no_statement,     ///< the meter has said nothing yet
  unread_on_card,   ///< an earlier sale is still on its way
  former_prices,    ///< the meter holds prices that gave way
};
constexpr auto words_of(QuoteWarning) { return std::array<std::string_view, 4>{"tariff_estimate", "no_statement", "unread_on_card", "former_prices"}; }

struct Quote {
  std::string id;                      ///< "<account>.<tendered>.<mark>"
  std::int64_t account = 0;
  Money tendered, residue;
  Credit credit;                       ///< that goes to the meter, in its unit
  tariff::Units units;                 ///< of credit in money an estimate
  std::vector<tariff::Line> lines;     ///< debts, charges, energy by step (estimate), taxes
  std::optional<tariff::Next> next;
  std::optional<Credit> remaining;     ///< what the meter said last
  Credit should_show;                 ///< the meter after it took this, if nothing were used meanwhile
  Instant expires;
  std::vector<QuoteWarning> warnings;
  std::vector<Confirmation> confirm;
  std::string plan, plan_version;
  ledger::Payment payment;
  std::vector<debts::Owed> debts;      ///< of which the lines with `left` name some
  std::map<std::string, std::string> charged_after;
};

inline constexpr Duration quote_lasts = Duration::minutes(15);

/// The debt that a line recovers; null: it is none.
const debts::Owed* debt_named(const Quote& quote, const tariff::Line& line);

/// Errors: bad_amount, over_precise, currency_mismatch, below_minimum, above_maximum {limit}, hoarding {limit, most}, short {need},
/// no_version, plan_does_not_fit {why, reason}, account_closed, customer_blocked and what supply_of() says.
Result<Quote> quote(const books::Reader& books, const QuoteRequest& request, const Context& context);
/// The same for a supply that is at hand; `tendered` in minor units.
Result<Quote> quote_for(const books::Reader& books, const Supply& supply, Money tendered, const Context& context);
/// The figures alone, without what the cashier confirms: what a sale needs to know whether the quote that was shown still holds.
/// `supply` by the prices that its meter holds (held_prices()).
Result<Quote> price_of(const books::Reader& books, const Supply& supply, const scheme::Scheme& scheme, Money tendered, Instant now);
/// How credit that nobody has said it of will travel: over the line where the scheme knows one and the meter is on it, else as its accounts are opened.
/// Errors `unknown_scheme`, `carrier_not_of_scheme`: no credit of it leaves the books.
Result<scheme::Carrier> likely_carrier(const books::Reader& books, const books::Account& account, const Context& context);
/// The unit of a meter's book is that of the scheme by which it gets its first credit, and stays. Error `unit_of_meter` {unit, scheme}: the
/// account's scheme sells in another one. Errors of scheme_of().
Result<void> begin_book(books::Meter& meter, const books::Account& account, const Context& context);
/// "100.00" as money. Errors: bad_amount, over_precise.
Result<Money> parse_amount(std::string_view text, const books::Utility& utility);
/// "100.00" as credit of the meter: money, or units in steps of the scheme. Errors: bad_amount, over_precise, not_multiple {quantum}.
Result<Credit> parse_credit(std::string_view text, const Supply& supply, const scheme::Scheme& scheme);
/// Error `hoarding` {limit, most} when the meter would hold more than the utility allows.
Result<void> check_hoarding(const books::Reader& books, const Supply& supply, Credit credit, Instant now);
/// Account and amount that a quote id names. Error `quote_unknown`.
struct QuoteName {
  std::int64_t account = 0;
  Money tendered;
};
Result<QuoteName> parse_quote_id(std::string_view id);

}  // namespace kwota::counter
