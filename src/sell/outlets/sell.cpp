#include "sell/outlets/sell.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/went_over.h"
#include "people/reason.h"
#include "sell/counter/take_back.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"
#include "sell/remote/link.h"
#include "sell/remote_account/payment.h"
#include "sell/scheme/scheme.h"
#include "sell/settings/in_force.h"

namespace kwota::outlets {
namespace {

constexpr std::size_t long_number = 12;  ///< digits of a meter's, and of a customer's

Error unknown_account(const std::string& number) {
  return error(Fault::request, "unknown_account", "There is no such account.", {{"account", number}});
}

/// What another station's people would not see, its outlets do not see either.
bool is_seen(const books::Account& account, const Context& context) { return context.station.empty() || account.station == context.station; }

struct Named {
  books::Account account;
  std::optional<CustomerNumber> customer = {};  ///< it was his number; the one under which he goes on
};

/// Who was registered twice shows either number. Nothing: no account of his is open.
Result<std::optional<Named>> of_customer(const books::Reader& books, CustomerNumber shown, const Context& context) {
  const auto customer = books::goes_on_as(books, shown);
  auto accounts = books.select(books::Account::of_customer, customer);
  std::erase_if(accounts, [&](const auto& account) { return account.state != books::AccountStatus::open || !is_seen(account, context); });
  if (accounts.size() > 1)
    return error(Fault::request, "accounts_several", "This customer has several accounts. Ask by the number of the account or of the meter that he pays for.", {{"customer", to_text(customer)}});
  return accounts.empty() ? std::optional<Named>{} : std::optional(Named{accounts.front(), customer});
}

/// Numbers of meters and of customers are as long as each other: where two people bear this one, nobody guesses whose money it is.
Result<Named> of_long_number(const books::Reader& books, const std::string& number, const Context& context) {
  const auto meter = parse_meter_number(number);
  const auto customer = parse_customer_number(number);
  auto by_meter = meter ? books::account_of_meter(books, *meter) : std::nullopt;
  if (by_meter && !is_seen(*by_meter, context)) by_meter.reset();
  TRY(by_customer, customer ? of_customer(books, *customer, context) : std::optional<Named>{});
  if (by_meter && by_customer && by_meter->number != by_customer->account.number)
    return error(Fault::request, "number_of_two", "A meter and a customer bear this number, and they are not one. Ask by the number of the account.", {{"number", number}});
  if (by_meter) return Named{*std::move(by_meter)};
  if (by_customer) return *std::move(by_customer);
  return unknown_account(number);
}

Result<Named> account_of(const books::Reader& books, const std::string& number, const Context& context) {
  if (number.size() == long_number) return of_long_number(books, number, context);
  std::int64_t digits = 0;
  const auto* end = number.data() + number.size();
  auto account = std::from_chars(number.data(), end, digits).ptr == end ? books.find<books::Account>(digits) : std::nullopt;
  if (account && is_seen(*account, context)) return Named{*std::move(account)};
  return unknown_account(number);
}

/// Owing, and holding no balance at the server any more, or never: only what is owed is paid there.
Result<Way> way_to(const books::Reader& books, const counter::Supply& supply, const Context& context) {
  if (const auto balance = books.find<books::RemoteAccount>(supply.account.number); balance && balance->state == books::RemoteAccountStatus::active) return Way::balance;
  MUST(counter::may_be_sold_to(supply));
  MUST(scheme::balance_in_meter(supply.account, context));
  const bool connected = books.find<books::MeterLink>(supply.meter.number).has_value();
  if (!connected || !scheme::carries(supply.account, scheme::Carrier::link, context).ok())
    return error(Fault::refused, "carrier_needs_card", "Credit of this customer travels on his card: he buys at the utility's counter. Nothing was booked.",
                 {{"account", fmt::format("{}", supply.account.number)}});
  MUST(remote::usable_link(books, supply.meter.number));
  return Way::line;
}

remote::Booked onto_balance(const books::Reader& books, const SellRequest& request, counter::Paying paying, const Context& context) {
  return remote_account::pay(books, {request.claim, request.account, request.amount, std::move(paying), request.confirmed}, context);
}

remote::Booked over_line(const books::Reader& books, const SellRequest& request, counter::Paying paying, const Context& context) {
  TRY(quote, counter::quote(books, {.account = request.account, .pay = request.amount, .units = {}, .currency = {}}, context));
  if (!request.quote.empty() && request.quote != quote.id)
    return error(Fault::refused, Cause::quote_stale, "Prices or limits have changed since this quote: look at the new one. No money was moved.",
                 {{"quote", quote.id}, {"credit", format_credit(quote.credit, books::minor_digits_of(books))}});
  counter::SellRequest sale;
  sale.claim = request.claim;
  sale.quote = quote.id;
  sale.paying = std::move(paying);
  sale.on_pending = request.onto_pending ? counter::OnPending::sum : counter::OnPending::refuse;
  sale.confirmed = request.confirmed;
  return remote::sell(books, std::move(sale), context);
}

/// The first letter of a text in UTF-8.
std::string_view first_letter(std::string_view word) {
  std::size_t end = word.empty() ? 0 : 1;
  while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) ++end;
  return word.substr(0, end);
}

/// The next meter has it, or the customer: what the account is owed now may be of other sales.
bool went_elsewhere(const books::Reader& books, const books::Sale& sale, const books::SaleState& state) {
  if (books::went_over(books, sale, state)) return true;
  return std::ranges::any_of(books.select(books::Sale::of_account, sale.account), [&](const books::Sale& other) {
    return other.kind == books::Operation::refund && other.original.empty() && other.time >= state.since && other.tendered.is_negative();
  });
}

/// An outlet's part of a sale, and the outlet.
Result<books::Tendered> outlet_part(const books::Sale& sale) {
  for (const auto& part : ledger::parts_of(sale))
    if (part.tender == books::Tender::outlet && part.amount > Money{}) return part;
  return error(Fault::refused, "no_outlet_sale", "No outlet sold this; what was paid for it is handed back at the counter. Nothing was booked.", {{"sale", sale.number}});
}

}  // namespace

std::string masked_name(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const auto end = std::min(name.find(' '), name.size());
    if (end > 0) out += fmt::format("{}{}***", out.empty() ? "" : " ", first_letter(name.substr(0, end)));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return out;
}

Result<Found> look_up(const books::Reader& books, const std::string& number, const Context& context) {
  MUST(counter::may_sell(context));
  TRY(named, account_of(books, number, context));
  TRY(supply, counter::supply_of(books, named.account.number, context.now, context.plans));
  TRY(way, way_to(books, supply, context));
  return Found{named.account.number, supply.meter.number, masked_name(supply.customer.name), way, named.customer};
}

remote::Booked sell(const books::Reader& books, const SellRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return remote::again(books, *std::move(before));
  MUST(people::require(context.who, "outlet_sell"));
  TRY(found, look_up(books, fmt::format("{}", request.account), context));
  TRY(desk, counter::at_desk(books, context));
  const auto utility = books.only<books::Utility>();
  TRY(amount, counter::parse_amount(request.amount, utility.value_or(books::Utility{})));
  MUST(covers(books, *desk.outlet, amount, desk.business_day));
  counter::Paying paying;
  paying.outlet = desk.outlet->code;
  return found.way == Way::balance ? onto_balance(books, request, std::move(paying), context) : over_line(books, request, std::move(paying), context);
}

counter::Booked give_back(const books::Reader& books, const GiveBackRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return books::Decision<counter::Outcome>{{}, std::move(*before)};
  MUST(people::has_reason(request.reason, "take_back"));
  TRY(desk, counter::at_desk(books, context));
  const auto sale = books.find<books::Sale>(request.sale);
  const auto state = books.find<books::SaleState>(request.sale);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", request.sale}});
  TRY(part, outlet_part(*sale));
  // A payment that is taken back has gone into the float with it.
  const auto hands_back = [&](const books::Sale& other) { return other.original == sale->number && (other.kind == books::Operation::refund || other.kind == books::Operation::payment_back); };
  const bool handed_back = std::ranges::any_of(books.select(books::Sale::of_account, sale->account), hands_back);
  if (state->state != books::SaleStatus::taken_back || handed_back)
    return error(Fault::refused, "not_to_take_back", "Only a sale that was taken back is given back to its outlet, and once.",
                 {{"sale", sale->number}, {"state", std::string(word_of(state->state))}});
  if (went_elsewhere(books, *sale, *state))
    return error(Fault::refused, "money_went_elsewhere", "What was paid for this sale has gone to the customer's next meter, or was paid out to him since; nothing was booked. Pay out at the counter what he is still owed.",
                 {{"sale", sale->number}});
  TRY(supply, counter::supply_of(books, sale->account, context.now, context.plans));
  const Money due = counter::payable_now(books, sale->account);
  if (part.amount > due)
    return counter::nothing_due(due, supply.utility.minor_digits);
  const auto content = people::Proposal(people::Proposed::give_back_to_outlet).text(people::Part::sale, sale->number).text(people::Part::outlet, part.reference);
  TRY(approval, people::second_person(books, {"take_back", content, part.amount, {}, request.approval, true, request.reason}, context));

  counter::Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::refund};
  booking.sale.original = sale->number;
  booking.sale.reason = request.reason;
  booking.sale.tendered = -part.amount;
  booking.sale.tenders = books::Tenders{{books::Tender::outlet, -part.amount, part.reference}};
  booking.agreed_to(approval);
  booking.document["original"] = sale->number;
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["balance_after"] = (counter::refund_due(books, sale->account) - part.amount).minor();
  MUST(booking.post(ledger::pay_out(booking.head(), ledger::at_till(booking.sale), sale->account)));
  return booking.finish_paid(books, books::SaleStatus::applied);
}

Result<Statement> statement(const books::Reader& books, const std::string& code, const std::string& from, const std::string& to) {
  Statement out;
  TRY(outlet, outlet_named(books, code));
  MUST(parse_date(from));
  MUST(parse_date(to));
  if (to < from) return error(Fault::request, "bad_period", "The period ends before it begins: choose its days again.", {{"period", from + ".." + to}});
  out.outlet = std::move(outlet);
  out.from = from;
  out.to = to;
  out.per_mille = per_mille_on(books, code, to);
  out.moved = moved_between(books, code, from, to);
  for (auto& move : books.select<books::OutletMove>(code))
    if (move.business_day >= from && move.business_day <= to) out.moves.push_back(std::move(move));
  return out;
}

}  // namespace kwota::outlets
