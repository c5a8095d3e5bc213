// What is unusual in a sale or a payment, and that somebody said yes to it: one place for quotes, sales by card and by line, first sales and
// payments. A quote names it; whoever books asks for it again, so that a page that forgets to ask gets no further.
// Guarantees: what was confirmed stands in the sale's own document, with its figures.
// Begin with: unusual_sale(), then confirm().
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "sell/counter/desk.h"
#include "sell/counter/order/supply.h"

namespace kwota::counter {

enum class Unusual : std::uint8_t {
  large_sale,      ///< {amount, limit}
  median,          ///< more than five times what he buys else: {amount, median}
  second_sale,     ///< another one a few minutes ago: {sale, minutes, amount, operator}
  tariff_changes,  ///< other prices within days: {date}
  overdraft,       ///< {amount}
};
constexpr auto words_of(Unusual) { return std::array<std::string_view, 5>{"large_sale", "median", "second_sale", "tariff_changes", "overdraft"}; }

/// Something unusual that the cashier says yes to before the sale, with its figures.
struct Confirmation {
  Unusual what;
  Details details;
  std::string code() const { return std::string(word_of(what)); }
};

/// Of a payment for a balance at the server: large_sale, median, second_sale. The limit is the setting in force.
std::vector<Confirmation> unusual_payment(const books::Reader& books, const Supply& supply, Money amount, Instant now);
/// The same of money for an account without meter and plan: `minor_digits` of the utility.
std::vector<Confirmation> unusual_payment(const books::Reader& books, const books::Account& account, int minor_digits, Money amount, Instant now);
/// Of a sale by this version of the plan: those, tariff_changes, overdraft.
std::vector<Confirmation> unusual_sale(const books::Reader& books, const Supply& supply, Money tendered, const std::string& plan_version, Instant now);
/// Notes in the booking to what somebody said yes. Error `confirmation_needed` {codes}: not to all of it.
Result<void> confirm(Booking& booking, const std::vector<Confirmation>& asked, const std::vector<std::string>& confirmed);
/// What somebody who says yes to all of it sends.
std::vector<std::string> codes_of(const std::vector<Confirmation>& asked);

}  // namespace kwota::counter
