#include "sell/counter/desk.h"

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/clock.h"
#include "people/permissions.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/customer/receipt_numbers.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/sale_document.h"
#include "sell/outlet_float/outlet_float.h"
#include "sell/settings/in_force.h"

namespace kwota::counter {
namespace {

namespace json = boost::json;

Error clock_went_back(Instant newest, Instant now) {
  return error(Fault::refused, "clock_went_back",
               "This machine's clock is behind the books; nothing was booked. Set the clock right, then repeat it.",
               {{"newest", format_utc(newest)}, {"now", format_utc(now)}});
}

Result<Desk> at_outlet(const books::Reader& books, const Context& context) {
  TRY(outlet, outlets::selling(books, context.till));
  const auto station = books.find<books::Station>(outlet.station);
  if (!station || outlet.station != context.station)
    return error(Fault::request, "unknown_outlet", "There is no such outlet.", {{"outlet", context.till}});
  if (outlet.last_sale && people::written_later(books, *outlet.last_sale, context.now)) return clock_went_back(*outlet.last_sale, context.now);
  auto day = settings::business_day(books, context.now, context.zone);
  books::Till till;
  till.station = outlet.station;
  till.code = outlet.code;
  till.name = outlet.name;
  till.next_receipt = outlet.next_receipt;
  books::Shift shift;
  shift.station = outlet.station;
  shift.till = outlet.code;
  shift.number = outlets::shift_of_day(day);
  shift.operator_name = context.who.name;
  shift.opened = outlet.opened;
  return Desk{*station, std::move(till), std::move(shift), std::move(day), std::move(outlet)};
}

/// When this receipt was written. Its entry says so too, and is the shorter row; where no money moved there is none.
std::optional<Instant> time_of_receipt(const books::Reader& books, const std::string& number) {
  if (const auto time = books.find(books::columns(&books::Entry::time), number)) return time;
  return books.find(books::columns(&books::Sale::time), number);
}

/// What its slip says of names as they are today: most sales of an account say the same of them.
std::string names_of(const Supply& supply) {
  return json::serialize(json::object{
      {"utility", supply.utility.name},
      {"customer", json::object{{"name", supply.customer.name}, {"service_address", supply.service_point.address}}},
      {"plan", json::object{{"name", supply.plan_name}, {"unit", plan_unit(supply.plan.unit())}}}});
}

}  // namespace

std::string Desk::next_number() const { return customer::receipt_number(station, till.code, till.next_receipt); }
std::string Desk::cash() const { return ledger::till_cash(station.code, till.code); }

Result<void> may_sell(const Context& context) {
  MUST(people::require(context.who, people::is_outlet(context.who) ? books::Right("outlet_sell") : books::Right("sell")));
  return Done{};
}

Result<Desk> at_desk(const books::Reader& books, const Context& context) {
  if (people::is_outlet(context.who)) return at_outlet(books, context);
  const auto station = books.find<books::Station>(context.station);
  const auto till = books.find<books::Till>(context.station, context.till);
  if (!station || !till)
    return error(Fault::request, "no_till", "This workplace is no till; choose the till first.",
                 {{"station", context.station}, {"till", context.till}});
  const auto shift = books::open_shift(books, context.station, context.till);
  if (!shift) return error(Fault::refused, "no_open_shift", "No shift is open at this till; open your shift, then repeat it.");
  if (shift->operator_name != context.who.name)
    return error(Fault::refused, "not_own_shift", "The open shift at this till belongs to another operator.", {{"operator", shift->operator_name}});
  if (shift->first_counted)
    return error(Fault::refused, "drawer_counted",
                 "The drawer of this till has been counted; close the shift, then open the next one. Nothing was booked.");
  if (people::written_later(books, shift->opened, context.now)) return clock_went_back(shift->opened, context.now);
  if (till->next_receipt > 1) {
    const auto newest = time_of_receipt(books, customer::receipt_number(*station, till->code, till->next_receipt - 1));
    if (newest && people::written_later(books, *newest, context.now)) return clock_went_back(*newest, context.now);
  }
  return Desk{*station, *till, *shift, settings::business_day(books, context.now, context.zone), {}};
}

Result<void> check_clock(const books::Reader& books, MeterNumber meter, Instant now) {
  for (const auto last : {books.last(books::columns(&books::Instruction::time), meter), books.last(books::columns(&books::Statement::taken), meter)})
    if (last && people::written_later(books, *last, now)) return clock_went_back(*last, now);
  return Done{};
}

Result<std::optional<Outcome>> answered_before(const books::Reader& books, const Claim& claim) {
  if (claim.client_key.empty())
    return error(Fault::request, "client_key_missing", "A booking needs the client's own key, so that it can be asked for again.");
  const auto sale = books::sale_by_client_key(books, claim.client_key);
  if (!sale) return std::optional<Outcome>{};
  if (sale->request_hash != claim.request_hash)
    return error(Fault::request, Cause::idempotency_key_reused, "This key belongs to another request; nothing was booked now.",
                 {{"sale", sale->number}});
  const auto state = books.find<books::SaleState>(sale->number);
  return std::optional<Outcome>{Outcome{*sale, state ? state->state : SaleStatus::booked, {}, true}};
}

Booking::Booking(Desk desk, const Buyer& buyer, const Context& context, const Claim& claim, ledger::Operation operation)
    : desk_(std::move(desk)), now_(context.now), operation_(operation) {
  sale.number = desk_.next_number();
  sale.chain = context.till_chain();
  sale.client_key = claim.client_key;
  sale.request_hash = claim.request_hash;
  sale.kind = operation;
  sale.station = context.station;
  sale.till = context.till;
  sale.shift = desk_.shift.number;
  sale.operator_name = context.who.name;
  sale.operator_full_name = context.who.full_name;
  sale.time = context.now;
  sale.business_day = desk_.business_day;
  sale.account = buyer.account.number;
  sale.customer = buyer.customer.number;
  sale.plan = buyer.account.plan;
  sale.usage_class = buyer.account.usage_class;
  sale.scheme = buyer.account.scheme;
  sale.village = books::village_supplied(buyer.village, buyer.customer.place);
  sale.area = buyer.area;
  sale.names = !buyer.names.empty() ? buyer.names : json::serialize(json::object{{"utility", buyer.utility.name}, {"customer", json::object{{"name", buyer.customer.name}}}});
}

Booking::Booking(Desk desk, const Supply& supply, const Context& context, const Claim& claim, ledger::Operation operation)
    : Booking(std::move(desk), Buyer{supply.utility, supply.account, supply.customer, supply.service_point.place, supply.service_point.area, names_of(supply)}, context, claim, operation) {
  sale.meter = supply.meter.number;
  sale.unit = supply.meter.unit;
  if (supply.meter.ct != 1 || supply.meter.pt != 1) document["meter"] = json::object{{"ct", supply.meter.ct}, {"pt", supply.meter.pt}};
}

ledger::Head Booking::head() const { return head("", operation_); }

ledger::Head Booking::head(const std::string& suffix, ledger::Operation operation) const {
  return {sale.number + suffix, sale.chain, sale.time, sale.business_day, operation, sale.account};
}

Result<void> Booking::post(Result<books::Entry> entry) {
  TRY(row, std::move(entry));
  if (row.legs.empty()) return Done{};
  changes.append.emplace_back(std::move(row));
  return Done{};
}

void Booking::carried_by(scheme::Carrier carrier, const std::optional<books::Card>& card) {
  if (card) sale.card = card->serial;
  if (!scheme::facts_of(carrier).onto_card) document["carrier"] = word_of(carrier);
}

void Booking::agreed_to(const std::optional<books::Approval>& by) {
  if (!by) return;
  sale.approved_by = by->decided_by;
  auto used = *by;
  used.used_for = sale.number;
  changes.put.emplace_back(used);
}

void Booking::instruct(const books::Meter& meter, const books::Instruction& instruction) {
  sale.n = instruction.n;
  sale.revision = instruction.revision;
  changes.put.emplace_back(with(meter, instruction));
  changes.append.emplace_back(instruction);
}

books::Decision<Outcome> Booking::finish(SaleStatus state, std::optional<CarryOrder> order) {
  sale.document = json::serialize(document);
  if (auto outlet = desk_.outlet) {
    ++outlet->next_receipt;
    outlet->last_sale = now_;
    changes.put.emplace_back(*outlet);
  } else {
    auto till = desk_.till;
    ++till.next_receipt;
    changes.put.emplace_back(till);
  }
  changes.put.emplace_back(books::SaleState{sale.number, state, now_, 0});
  changes.append.insert(changes.append.begin(), sale);
  return {std::move(changes), Outcome{sale, state, std::move(order), false}};
}

Result<books::Decision<Outcome>> Booking::finish_paid(const books::Reader& books, SaleStatus state) {
  auto booked = finish(state, {});
  MUST(outlets::book(books, booked.answer.sale, booked.changes));
  return booked;
}

Result<json::object> document_of(const books::Sale& sale) {
  boost::json::error_code bad;
  auto document = json::parse(sale.document, bad);
  if (bad || !document.is_object()) return ledger::document_damaged(sale.number);
  return std::move(document.get_object());
}

Result<void> give_back_charges(const books::Reader& books, const books::Sale& sale, books::Changes& changes) {
  TRY(document, ledger::sale_document(sale.number, sale.document));
  auto account = books.find<books::Account>(sale.account);
  if (!account || !document.charged_after) return Done{};
  const auto before = document.charged_before.value_or(std::map<std::string, std::string>{});
  auto charged = parse_charged(account->charged);
  for (const auto& [id, when] : *document.charged_after) {
    const auto was = before.find(id);
    if ((was != before.end() && was->second == when) || charged[id] != when) continue;
    if (was == before.end()) charged.erase(id);
    else charged[id] = was->second;
  }
  const auto text = charged_text(charged);
  if (text == charged_text(parse_charged(account->charged))) return Done{};
  account->charged = text;
  changes.put.emplace_back(*account);
  return Done{};
}

books::Entry posted(const books::Reader& books, const books::Sale& sale) {
  books::Entry entry;
  entry.number = sale.number;
  entry.legs = books.legs(sale.number);
  return entry;
}

}  // namespace kwota::counter
