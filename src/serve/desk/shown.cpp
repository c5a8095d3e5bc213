#include "serve/desk/shown.h"

#include <array>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "collect/insight/pace.h"
#include "people/station.h"
#include "seal/vaults/vaults.h"
#include "sell/counter/take_back.h"
#include "sell/ledger/tender.h"
#include "serve/api/visibility.h"
#include "serve/desk/balance_view.h"
#include "serve/desk/remote_work.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

std::string units_text(tariff::Units units) { return format_shortest(units.e3, 3); }

value last_sales(const books::Reader& books, const Shown& shown, std::int64_t account) {
  array rows;
  for (const auto& sale : books.newest(books::Sale::of_account, 8, account)) {
    const auto state = books.find<books::SaleState>(sale.number);
    rows.push_back(shown.sale(sale, state ? state->state : books::SaleStatus::booked, state ? state->reprints : 0));
  }
  return rows;
}

/// The plan that was agreed upon for a day to come.
value next_plan(const books::Reader& books, const counter::Supply& supply) {
  const auto& next = supply.next_plan;
  const auto zone = Zone::find(supply.plan.zone());
  if (!next || next->plan.id() == supply.plan.id() || !zone.ok()) return nullptr;
  const auto head = books.find<books::Plan>(next->plan.id());
  return object{{"id", next->plan.id()}, {"name", head ? head->name : next->plan.id()}, {"from", format_date(zone->local(next->begins).date)}};
}

}  // namespace

std::string time_text(Instant at) { return format_utc(at); }
value time_text(const std::optional<Instant>& at) { return at ? value(format_utc(*at)) : value(nullptr); }

value local_text(const std::optional<LocalTime>& at) { return at ? value(format_local(*at)) : value(nullptr); }

value energy_text(const std::optional<Energy>& energy) { return energy ? value(format_kwh(*energy)) : value(nullptr); }

value parsed(const std::string& text) {
  boost::system::error_code failed;
  auto out = boost::json::parse(text, failed);
  return failed ? value(text) : out;
}

array state_names(WordSet<books::MeterState> states) {
  array out;
  states.each_word([&](std::string_view word) { out.push_back(value(word)); });
  return out;
}

std::string Shown::money(Money amount) const { return format_money(amount, digits); }
std::string Shown::credit(Credit amount) const { return format_credit(amount, digits); }
value Shown::credit(const std::optional<Credit>& amount) const { return amount ? value(credit(*amount)) : value(nullptr); }
value Shown::money(const std::optional<Money>& amount) const { return amount ? value(money(*amount)) : value(nullptr); }

array Shown::tenders(const books::Tenders& parts) const {
  array out;
  for (const auto& [tender, amount, reference] : parts) out.push_back(object{{"tender", word_of(tender)}, {"amount", money(amount)}, {"reference", reference}});
  return out;
}

object facts_of(const std::string& document) {
  boost::system::error_code failed;
  auto parsed = boost::json::parse(document, failed);
  return !failed && parsed.is_object() ? std::move(parsed.get_object()) : object{};
}

object Shown::sale(const books::Sale& sale, books::SaleStatus state, std::int64_t reprints) const { return this->sale(sale, facts_of(sale.document), state, reprints); }

object Shown::sale(const books::Sale& sale, const object& facts, books::SaleStatus state, std::int64_t reprints) const {
  object row{{"number", sale.number},
             {"receipt", sale.number},
             {"time", time_text(sale.time)},
             {"kind", word_of(sale.kind)},
             {"account", sale.account},
             {"customer", to_text(sale.customer)},
             {"meter", to_text(sale.meter)},
             {"card", sale.card ? value(to_text(*sale.card)) : value(nullptr)},
             {"tendered", money(sale.tendered)},
             {"tenders", tenders(ledger::parts_of(sale))},
             {"unit", word_of(sale.unit)},
             {"credit", credit(sale.credit)},
             {"operator", sale.operator_name},
             {"approved_by", sale.approved_by},
             {"reason", sale.reason},
             {"station", sale.station},
             {"till", sale.till},
             {"shift", sale.shift},
             {"n", sale.n.value()},
             {"revision", sale.revision},
             {"state", word_of(state)},
             {"original", sale.original},
             {"reprints", reprints}};
  if (const auto* units = facts.if_contains("units_e3"); units != nullptr && units->is_int64()) row["units"] = format_shortest(units->get_int64(), 3);
  if (const auto* name = facts.if_contains("customer_name")) row["customer_name"] = *name;
  return row;
}

object Shown::statement(const books::Statement& row, bool fresh) const {
  return {{"meter", to_text(row.meter)},
          {"number", row.number},
          {"taken", time_text(row.taken)},
          {"meter_time", local_text(row.meter_time)},
          {"carrier", word_of(row.carrier)},
          {"unit", word_of(row.unit)},
          {"remaining", credit(row.remaining)},
          {"overdraft", credit(row.overdraft)},
          {"count", row.count.value()},
          {"last_amount", credit(row.last_amount)},
          {"last_applied", word_of(row.last_applied)},
          {"credited", credit(row.credited)},
          {"surrendered", credit(row.surrendered)},
          {"used", credit(Credit::of(row.unit, divide(row.used_e5, 100'000, Round::half_up)))},
          {"energy", format_kwh(row.energy)},
          {"period_energy", format_kwh(row.period_energy)},
          {"month_start_energy", format_kwh(row.month_start_energy)},
          {"states", state_names(row.states)},
          {"key_state", (row.key_info >> 24) == 1 ? "private" : "public"},
          {"illegal_inserts", row.illegal_inserts},
          {"fresh", fresh}};
}

namespace {

/// What else this customer is supplied with, as far as whoever asks may see it: the counter chooses among them.
boost::json::array supplies_of(const books::Reader& books, const books::Account& account, const people::Context& context) {
  boost::json::array out;
  for (const auto& row : books.select<books::Account>(books::Account::of_customer, account.customer)) {
    if (row.state == books::AccountStatus::closed && row.number != account.number) continue;
    if (!people::works_at(context.who, row.station)) continue;
    const auto meter = books.find<books::Meter>(row.meter);
    const auto point = books.find<books::ServicePoint>(row.service_point);
    out.push_back(object{{"account", row.number}, {"commodity", word_of(meter ? meter->commodity : Commodity{})}, {"address", point ? point->address : ""}, {"meter", to_text(row.meter)},
                         {"scheme", row.scheme}, {"state", word_of(row.state)}});
  }
  return out;
}

/// How many days the credit in the meter lasts as it is used; null: nobody can tell, or it stands elsewhere.
value days_of_credit(const books::Reader& books, const books::Account& account, const people::Context& context) {
  const auto today = day_number(context.zone.local(context.now).date);
  const auto forecast = insight::forecast(books, account, today, context.zone);
  const auto days = forecast ? insight::days_left(*forecast, today) : std::nullopt;
  return days ? value(std::max<std::int64_t>(*days, 0)) : value(nullptr);
}

object customer_of(const books::Customer& customer, const people::Context& context) {
  return {{"number", to_text(customer.number)},
          {"name", customer.name},
          {"address", customer.address},
          {"phone", shown_phone(customer.phone, context.who)},
          {"state", word_of(customer.state)},
          {"state_reason", customer.state_reason}};
}

object meter_of(const books::Meter& meter) {
  return {{"number", to_text(meter.number)}, {"model", meter.model}, {"state", word_of(meter.state)}, {"sold", meter.sold.value()}, {"applied", meter.applied.value()}};
}

/// The price of the next unit and the place in the steps: what the smallest possible purchase would say. Nothing: it says no price.
std::optional<object> month_of(const counter::Supply& supply, Instant now) {
  const auto state = counter::tariff_state(supply, now);
  if (!state.ok()) return std::nullopt;
  const auto next = tariff::quote(supply.plan, now, *state, tariff::Buy{tariff::Units{supply.plan.quantum_e3()}});
  if (!next.ok() || !next->next) return std::nullopt;
  object month{{"step", next->next->step}, {"price", next->next->price}};
  month["months"] = supply.plan.counter_months(now);
  month["used"] = state->counter ? units_text(state->counter->units) : "0";
  if (next->next->left_in_step) month["left_in_step"] = units_text(*next->next->left_in_step);
  return month;
}

}  // namespace

object Shown::account(const books::Reader& books, const counter::Supply& supply, const people::Context& context) const {
  object out{{"number", supply.account.number},
             {"state", word_of(supply.account.state)},
             {"station", supply.account.station},
             {"customer", customer_of(supply.customer, context)},
             {"service_point", {{"code", supply.service_point.code}, {"address", supply.service_point.address}}},
             {"meter", meter_of(supply.meter)},
             {"commodity", word_of(supply.meter.commodity)},
             {"unit", plan_unit(supply.plan.unit())},
             {"supplies", supplies_of(books, supply.account, context)},
             {"scheme", supply.account.scheme},
             {"usage_class", supply.account.usage_class},
             {"balance", money(counter::refund_due(books, supply.account.number))},
             {"last_sales", last_sales(books, *this, supply.account.number)}};
  const auto version = supply.plan.version_at(context.now);
  out["plan"] = object{{"id", supply.account.plan}, {"name", supply.plan_name}, {"version", version.ok() ? *version : ""}, {"next", next_plan(books, supply)}};
  if (supply.statement) out["statement"] = statement(*supply.statement, false);
  const auto link = books.find<books::MeterLink>(supply.meter.number);
  out["link"] = link ? value(link_json(*link)) : value(nullptr);
  out["debts"] = debts(supply.debts);
  if (!supply.debts.empty()) out["debt"] = object{{"balance", money(kwota::debts::sum_of(supply.debts))}, {"rule", word_of(supply.debts.front().row.rule)}};
  out["at_office"] = balance_in_short(books, *this, supply.account.number, context.zone.local(context.now).date);
  out["days_left"] = days_of_credit(books, supply.account, context);
  if (auto month = month_of(supply, context.now)) out["month"] = *std::move(month);
  return out;
}

boost::json::array Shown::confirmations(const std::vector<counter::Confirmation>& asked) const {
  array out;
  for (const auto& unusual : asked) {
    object details;
    for (const auto& [name, text] : unusual.details) details[name] = text;
    out.push_back(object{{"code", unusual.code()}, {"details", std::move(details)}});
  }
  return out;
}

object Shown::debt_in_short(const books::Debt& row) const {
  return {{"number", row.number}, {"kind", row.kind}, {"rule", word_of(row.rule)}, {"value", kwota::debts::value_text(row, digits)}};
}

array Shown::shares(const std::vector<kwota::debts::Owed>& owed, const std::vector<tariff::DebtShare>& taken) const {
  array out;
  for (const auto& share : taken) {
    object row{{"id", share.id}, {"amount", money(share.amount)}, {"left", money(share.left)}};
    for (const auto& one : owed)
      if (std::to_string(one.row.number) == share.id) row["debt"] = debt_in_short(one.row);
    out.push_back(std::move(row));
  }
  return out;
}

array Shown::debts(const std::vector<kwota::debts::Owed>& owed) const {
  array out;
  for (const auto& one : owed) {
    auto row = debt_in_short(one.row);
    row["left"] = money(one.left);
    row["paused_until"] = one.paused ? value(one.row.pause_until) : value(nullptr);
    row["remark"] = one.row.remark;
    out.push_back(std::move(row));
  }
  return out;
}

object Shown::quote(const counter::Quote& quote) const {
  array lines;
  for (const auto& line : quote.lines) {
    object row{{"id", line.id}, {"label_key", "line." + line.id}, {"amount", money(line.amount)}, {"memo", line.memo}};
    if (line.step) row["step"] = *line.step;
    if (line.units) row["units"] = units_text(*line.units);
    if (!line.price.empty()) row["price"] = line.price;
    if (!line.count.empty()) row["count"] = line.count;
    if (line.base) row["base"] = money(*line.base);
    if (line.left) row["left"] = money(*line.left);
    if (const auto* debt = counter::debt_named(quote, line)) row["debt"] = debt_in_short(debt->row);
    lines.push_back(std::move(row));
  }
  array warnings;
  for (const auto warning : quote.warnings) warnings.emplace_back(word_of(warning));
  object out{{"id", quote.id},
             {"account", quote.account},
             {"tendered", money(quote.tendered)},
             {"total", money(quote.tendered)},
             {"unit", word_of(quote.credit.unit())},
             {"credit", credit(quote.credit)},
             {"residue", money(quote.residue)},
             {"units", units_text(quote.units)},
             {"lines", std::move(lines)},
             {"estimate", quote.credit.unit() == Unit::money},
             {"remaining", credit(quote.remaining)},
             {"should_show", credit(quote.should_show)},
             {"expires", time_text(quote.expires)},
             {"plan", quote.plan},
             {"plan_version", quote.plan_version},
             {"warnings", std::move(warnings)},
             {"confirm", confirmations(quote.confirm)}};
  if (quote.next) {
    object next{{"price", quote.next->price}, {"step", quote.next->step}};
    if (quote.next->left_in_step) next["left_in_step"] = units_text(*quote.next->left_in_step);
    if (!quote.next->price_after.empty()) next["price_after"] = quote.next->price_after;
    out["next"] = std::move(next);
  }
  return out;
}

object Shown::shift(const books::Shift& row) const {
  object out{{"station", row.station},
             {"till", row.till},
             {"number", row.number},
             {"operator", row.operator_name},
             {"opened", time_text(row.opened)},
             {"closed", time_text(row.closed)},
             {"opening_float", money(row.opening_float)},
             {"first_counted", money(row.first_counted)},
             {"counted", money(row.counted)},
             {"expected", money(row.expected)},
             {"difference_reason", row.difference_reason},
             {"accepted_by", row.accepted_by},
             {"receipts", row.receipts},
             {"reprints", row.reprints},
             {"state", word_of(row.state)}};
  if (row.first_counted) out["first_slips"] = tenders(row.first_slips);
  if (row.counted) out["slips"] = tenders(row.slips);
  if (row.counted && row.expected) out["difference"] = money(*row.counted - *row.expected);
  return out;
}

bool shows_sample_keys(seal::Vault& counters) {
  const auto known = seal::seals_with_sample_keys(counters);
  return known && *known;
}

}  // namespace kwota::serve
