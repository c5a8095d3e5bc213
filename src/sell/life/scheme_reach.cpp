#include "sell/life/scheme_reach.h"

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/price.h"
#include "sell/customer/registers.h"
#include "sell/remote/link.h"
#include "sell/remote_account/begins_with.h"
#include "sell/scheme/device_fit.h"
#include "sell/settings/in_force.h"
#include "sell/stock/stock.h"
#include "sell/tariff/plan/misfit.h"

namespace kwota::life {
namespace {

using scheme::BalanceHolder;
using scheme::Carrier;
using scheme::Scheme;

settings::SettingName way_of(const Scheme& to) {
  if (to.holder == BalanceHolder::server) return settings::SettingName::way_server;
  return scheme::facts_of(to.carriers.front()).way;
}

Result<void> may_follow(const Scheme& from, const Scheme& to, const books::Account& account) {
  const Details about{{"account", std::to_string(account.number)}, {"scheme", std::string{to.name}}};
  if (from.name == to.name) return error(Fault::request, "same_scheme", "The account is sold to by this scheme already; nothing was changed.", about);
  if (from.holder == BalanceHolder::purse || to.holder == BalanceHolder::purse)
    return error(Fault::refused, "balance_on_card", "A purse card is no account of a meter: farmers' cards are granted by an application. Nothing was changed.", about);
  // A balance at the server is money, whatever the meter counted before or will count then.
  if (from.unit == to.unit || money_goes(from, to) != MoneyGoes::nowhere) return Done{};
  return error(Fault::refused, "scheme_other_unit", "This scheme counts in another unit than the meter does; nothing was changed. Go by a balance at the server, or end the supply and open it anew.", about);
}

/// The book of a meter that counted units stays in them: it keeps no money for the office.
bool keeps_its_unit(const books::Meter& meter, const Scheme& to) { return to.holder == BalanceHolder::server && meter.unit != Unit::money; }
Result<void> counts_for_the_office(const books::Meter& meter, const Scheme& to) {
  if (!keeps_its_unit(meter, to)) return Done{};
  return error(Fault::refused, "unit_of_meter", "This meter counts in another unit than this scheme sells; nothing was booked. Choose a scheme of its unit, or another meter.",
               {{"unit", std::string{word_of(meter.unit)}}, {"scheme", std::string{to.name}}});
}

/// The meter that will serve it: the one at hand, or one that comes in its place where money moves.
Result<books::Meter> meter_for(const books::Reader& books, const Supply& now, MoneyGoes money, const std::optional<books::Meter>& other, const Context& context) {
  if (!other) return now.meter;
  const Details about{{"meter", to_text(other->number)}};
  if (money == MoneyGoes::nowhere)
    return error(Fault::request, "meter_stays", "The money stays in this meter: change the scheme with it, and swap the meter by itself. Nothing was changed.", about);
  if (other->number == now.meter.number)
    return error(Fault::request, "same_meter", "The new meter has the number of the old one; nothing was booked. Read its plate.", about);
  auto wanted = *other;
  wanted.commodity = now.meter.commodity;
  TRY(meter, customer::known_or_new(books, wanted));
  MUST(customer::free_meter(books, meter.number, 0));
  MUST(stock::may_be_put_on(books, meter.number, context));
  meter.state = books::MeterStatus::installed;
  meter.service_point = now.service_point.code;
  return meter;
}

Result<void> is_reached(const books::Reader& books, const books::Meter& meter, const Scheme& to, const Context& context) {
  if (to.holder != BalanceHolder::server) MUST(remote::reached_by(books, meter, to.carriers.front(), context));
  else if (!to.protocols.empty()) MUST(remote::usable_link(books, meter.number));
  return scheme::its_line_speaks(books, meter.number, to);
}

/// No meter of cubic metres is sold to by a plan in kWh, whichever it will be.
Result<void> prices_its_unit(const Supply& now, const Scheme& to) {
  const bool other = to.holder == BalanceHolder::meter && to.unit != Unit::money && now.plan.unit() != to.unit;
  return other ? Result<void>(tariff::does_not_fit(tariff::Misfit::unit_of_scheme)) : Done{};
}

/// A meter may have been told those prices for their day, by the way that ends.
Result<void> nothing_agreed_ahead(const books::Reader& books, const Supply& now, Instant moment) {
  for (const auto& change : counter::agreed_changes(books, now.account.number))
    if (change.begins > moment)
      return error(Fault::refused, Cause::change_agreed_already, "Another change was agreed from that day or a later one on; withdraw it first.", {{"from", change.from}});
  return Done{};
}

Result<void> plan_fits(const books::Reader& books, const Supply& then, const Scheme& to, const Context& context) {
  MUST(counter::prices_what_it_counts(then));
  if (to.holder == BalanceHolder::meter) MUST(counter::held_prices(books, then, to.carriers.front(), context.now));
  else MUST(remote_account::begins_with(books, then, context));
  return Done{};
}

/// Everything but the meter of another kind; so that it is said what else stands in the way of one in its place.
Result<Supply> judged(const books::Reader& books, const Supply& now, const Scheme& to, const std::optional<books::Meter>& other, bool at_hand, const Context& context) {
  TRY(from, scheme::scheme_of(now.account, context));
  MUST(may_follow(*from, to, now.account));
  MUST(settings::way_is_used(books, way_of(to), context.now));
  MUST(nothing_agreed_ahead(books, now, context.now));
  MUST(prices_its_unit(now, to));
  TRY(meter, meter_for(books, now, money_goes(*from, to), other, context));
  if (at_hand) {
    MUST(scheme::meter_serves(meter, to, context));
    MUST(counts_for_the_office(meter, to));
    MUST(is_reached(books, meter, to, context));
  }
  Supply then = now;
  then.account.scheme = to.name;
  then.account.meter = meter.number;
  const bool another = meter.number != now.meter.number;
  if (at_hand) MUST(counter::begin_book(meter, then.account, context));
  then.meter = std::move(meter);
  if (another) then.statement.reset();
  if (at_hand) MUST(plan_fits(books, then, to, context));
  return then;
}

}  // namespace

MoneyGoes money_goes(const Scheme& from, const Scheme& to) {
  if (from.holder == to.holder) return MoneyGoes::nowhere;
  return to.holder == BalanceHolder::server ? MoneyGoes::to_server : MoneyGoes::to_meter;
}

Result<Supply> by_scheme(const books::Reader& books, const Supply& now, const Scheme& to, const std::optional<books::Meter>& other_meter, const Context& context) {
  return judged(books, now, to, other_meter, true, context);
}

Result<std::vector<Reach>> scheme_reach(const books::Reader& books, const Supply& now, const Context& context) {
  TRY(from, scheme::scheme_of(now.account, context));
  std::vector<Reach> out;
  for (const auto* to : context.schemes->rows()) {
    if (to->name == from->name || to->holder == BalanceHolder::purse) continue;
    const bool serves = scheme::device_fit(*to, context.devices.facts_of(now.meter.model)) == scheme::DeviceFit::fits && !keeps_its_unit(now.meter, *to);
    Reach reach{to, money_goes(*from, *to), !serves, {}};
    if (const auto fits = judged(books, now, *to, {}, serves, context); !fits.ok()) reach.refused = fits.error();
    out.push_back(std::move(reach));
  }
  return out;
}

}  // namespace kwota::life
