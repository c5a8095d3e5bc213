// What a client of an outlet does: look up who wants to pay, ask what the money would do, sell. There is no reader at an outlet: credit goes over the
// meter's line, or onto a balance at the server; an account whose credit travels on a card alone is sent to the counter.
// Guarantees: booked once for a client's key; never beyond the float, the limit of a sale, the limit of a day; a customer's name is masked.
// Begin with look_up(), then sell().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sell/counter/sell.h"
#include "sell/outlets/keep.h"
#include "sell/remote/sale.h"

namespace kwota::outlets {

/// On which way an outlet's money reaches an account.
enum class Way : std::uint8_t {
  line,     ///< credit for the meter, over its line
  balance,  ///< a payment onto the balance at the server, or for what is owed
};
constexpr auto words_of(Way) { return std::array<std::string_view, 2>{"line", "balance"}; }

struct Found {
  std::int64_t account = 0;
  MeterNumber meter;
  std::string name;  ///< masked: "L*** M***"
  Way way = Way::line;
  std::optional<CustomerNumber> customer = {};  ///< asked for by his number: under which he goes on
};
/// By the number of an account, of a meter, or of a customer who has one open account. Errors: unknown_account, accounts_several {customer}, number_of_two {number}, account_closed …, carrier_needs_card {account}, and what usable_link() says.
Result<Found> look_up(const books::Reader& books, const std::string& number, const Context& context);
/// Of each word the first letter.
std::string masked_name(std::string_view name);

struct SellRequest {
  counter::Claim claim;
  std::int64_t account = 0;
  std::string amount;                  ///< "100.00"
  std::string quote;                   ///< of a sale over the line: that was shown; empty: whatever the money buys now
  bool onto_pending = false;           ///< what is still on its way to the meter becomes one with it
  std::vector<std::string> confirmed;  ///< codes of what is unusual, to which somebody said yes
};
/// Errors: permission_denied (outlet_sell), outlet_blocked, outlet_sale_limit, outlet_day_limit, outlet_float_short, those of look_up(), and what counter::quote(), remote::sell()
/// and remote_account::pay() say.
remote::Booked sell(const books::Reader& books, const SellRequest& request, const Context& context);

struct GiveBackRequest {
  counter::Claim claim;
  std::string sale;    ///< of an outlet, that was taken back
  std::string reason;  ///< never empty
  std::int64_t approval = 0;
};
/// The office hands what was taken back to the outlet, not to the customer: into the float, less the commission that it had earned. At a till, for it is a receipt; always by two.
/// Kind refund, tender outlet. Errors: unknown_sale, no_outlet_sale {sale}, not_to_take_back {state}: take it back first, nothing_due {due}, reason_missing, permission_denied
/// (take_back), and those of a desk and of second_person().
counter::Booked give_back(const books::Reader& books, const GiveBackRequest& request, const Context& context);

/// What a period moved in an outlet's float and commission.
struct Statement {
  books::Outlet outlet;
  std::string from, to;  ///< business days, both included
  Period moved{};
  std::vector<books::OutletMove> moves;
  std::int64_t per_mille = 0;             ///< on the last day
};
/// closing = opening + topped up - withdrawn - sold + given back + netted. Errors: unknown_outlet, bad_date, bad_period {period}.
Result<Statement> statement(const books::Reader& books, const std::string& code, const std::string& from, const std::string& to);

}  // namespace kwota::outlets
