#include "sell/receipt/sample.h"

#include <boost/json.hpp>

#include "sell/receipt/change_slip.h"
#include "sell/receipt/drawer_slips.h"
#include "sell/receipt/house_slips.h"

namespace kwota::receipt {
namespace {

namespace json = boost::json;

using books::Operation;

Operation operation_of(SlipKind kind) {
  switch (kind) {
    case SlipKind::sale: return Operation::recharge;
    case SlipKind::payment: return Operation::payment;
    case SlipKind::refund: return Operation::take_back;
    case SlipKind::supplement: return Operation::supplement;
    case SlipKind::swap: return Operation::swap;
    case SlipKind::transfer: return Operation::transfer;
    case SlipKind::end_of_supply: return Operation::refund;
    default: return Operation::change_scheme;
  }
}

/// A debt, a fee, energy in two steps, a tax: 120.00 in all.
json::array bought() {
  return {json::object{{"id", "arrears"}, {"minor", 2000}, {"left", 3000}},
          json::object{{"id", "fee"}, {"minor", 200}},
          json::object{{"id", "energy"}, {"step", 1}, {"units_e3", 100'000}, {"price", "0.52"}, {"minor", 5200}},
          json::object{{"id", "energy"}, {"step", 2}, {"units_e3", 60'000}, {"price", "0.57"}, {"minor", 3420}},
          json::object{{"id", "vat"}, {"minor", 1180}, {"base", 8820}}};
}

json::object document_of(SlipKind kind, const SampleNames& names, const Style& style) {
  switch (kind) {
    case SlipKind::sale:
      return {{"lines", bought()}, {"received", 20'000}, {"change", 8000}, {"residue", 5}, {"remaining", 1240}, {"should_show", 9860}, {"units_e3", 160'000},
              {"next", {{"price", "0.57"}, {"left_e3", 40'000}, {"step", 2}}}};
    case SlipKind::payment: return {{"received", 20'000}, {"change", 8000}, {"balance_before", -1250}, {"balance_after", 10'750}, {"recovered", {{{"minor", 500}, {"left", 1000}}}}};
    case SlipKind::refund: return {{"credit_taken_back", 10'000}, {"balance_before", 8750}, {"balance_after", -1250}};
    case SlipKind::supplement: return {{"should_show", 6240}, {"remaining", 1240}};
    case SlipKind::swap:
      return {{"old_meter", "000000123455"}, {"last_register", 1'234'560}, {"first_register", 120}, {"balance_source", "card"}, {"last_credit", 4210}, {"last_unit", "money"}};
    case SlipKind::transfer: return {{"from_account", 100'022}, {"from_customer", style.text("slip.sample.former_customer")}, {"left_to_him", 500}, {"claimed", 700}, {"debts", 1500}, {"debts_go", "along"}};
    case SlipKind::end_of_supply:
      return {{"last_register", 1'234'560}, {"balance_source", "card"}, {"last_credit", 4210}, {"last_unit", "money"}, {"claimed", 700}, {"debts_settled", 500}, {"leftover", "paid_out"}, {"left", 3710}};
    default: break;
  }
  return {{"from_scheme", names.from_scheme}, {"to_scheme", names.to_scheme}, {"last_register", 1'234'560}, {"first_register", 120}, {"lines", bought()}, {"credit", 8620}, {"residue", 5}, {"debt", 1500},
          {"cards_void", 1}, {"balance_source", "link"}, {"last_credit", 4210}, {"last_unit", "money"}};
}

json::object names_of(const SampleNames& names, const Style& style) {
  return {{"utility", names.utility},
          {"customer", {{"name", style.text("slip.sample.customer")}, {"service_address", style.text("slip.sample.address")}}},
          {"plan", {{"name", style.text("slip.sample.plan")}, {"unit", "kWh"}}}};
}

/// Two sales and a refund, paid in cash and by card; a coin is missing.
till::Figures sample_figures() {
  till::Figures out;
  out.kinds[Operation::recharge] = {2, Money::minor(24'000)};
  out.kinds[Operation::take_back] = {1, Money::minor(-2000)};
  out.in_doubt = {1, Money::minor(5000)};
  out.in_transit = {1, Money::minor(3000)};
  out.one_hand = {1, Money::minor(1000)};
  out.split = {1, Money::minor(12'000)};
  out.large_change = {1, Money::minor(8000)};
  out.drops = {1, Money::minor(10'000)};
  out.tenders[books::Tender::cash] = {2, Money::minor(16'000), Money::minor(2000)};
  out.tenders[books::Tender::card] = {1, Money::minor(8000), {}};
  out.receipts = 3;
  out.first_number = "R0-T00-00000001";
  out.last_number = "R0-T00-00000003";
  return out;
}

Sold sample_sold() {
  const Money received = Money::minor(22'000);
  return {.services = {{"electricity", received, Energy::wh(184'210), {}}}, .received = received, .tax = Money::minor(2'531), .made_of = received};
}

books::Shift sample_shift(const Style& style, Instant at) {
  books::Shift out;
  out.till = "T-00";
  out.number = 118;
  out.operator_name = style.text("slip.sample.operator");
  out.opened = at - Duration::hours(8);
  out.closed = at;
  out.opening_float = Money::minor(20'000);
  out.expected = Money::minor(24'000);
  out.first_counted = Money::minor(23'500);
  out.counted = Money::minor(23'900);
  out.received = {{books::Tender::cash, Money::minor(14'000), {}}, {books::Tender::card, Money::minor(8000), {}}};
  out.slips_expected = out.first_slips = out.slips = {{books::Tender::card, Money::minor(8000), {}}};
  out.difference_reason = style.text("slip.sample.reason");
  out.accepted_by = style.text("slip.sample.second");
  out.state = books::ShiftStatus::closed;
  out.reprints = 1;
  return out;
}

/// One who sells, one who approves and was locked out.
std::vector<books::Operator> sample_people(const Style& style) {
  books::Operator sells, approves;
  sells.name = "sample1";
  sells.full_name = style.text("slip.sample.operator");
  sells.roles = "cashier";
  sells.station = "E00";
  approves.name = "sample2";
  approves.full_name = style.text("slip.sample.second");
  approves.roles = "supervisor,manager";
  approves.state = books::OperatorStatus::locked;
  return {sells, approves};
}

/// Of another plan, class, number of people and address.
ChangePaper sample_change(const Style& style, Instant at) {
  ChangePaper out;
  out.change.account = 100'023;
  out.change.number = 2;
  out.change.decided = at;
  out.change.from = format_local(style.zone.local(at + Duration::days(10))).substr(0, 10);
  out.change.reason = style.text("slip.sample.reason");
  out.customer = style.text("slip.sample.customer");
  out.address = style.text("slip.sample.address");
  out.change.address = style.text("slip.sample.other_address");
  out.change.address_before = out.address;
  out.meter = "000000123456";
  out.before = {style.text("slip.sample.plan"), style.text("slip.sample.former_class"), 3};
  out.after = {style.text("slip.sample.other_plan"), style.text("slip.sample.other_class"), 5};
  out.changed_by = style.text("slip.sample.operator");
  out.approved_by = style.text("slip.sample.second");
  return out;
}

Slip sample_of_the_house(SlipKind kind, const SampleNames& names, const Print& print, Instant at) {
  const auto& style = print.style;
  books::Utility utility;
  utility.name = names.utility;
  const books::Station station{"E00", style.text("slip.sample.station"), "R0"};
  const auto shift = sample_shift(style, at);
  const Layout layout{print.lines ? print.lines(kind) : SlipLines{}, print.head, print.foot};
  if (kind == SlipKind::people) return people_slip(utility, sample_people(style), style, at, layout);
  if (kind == SlipKind::printer_test) return printer_test_slip(utility, {.station = "E00", .till = "T-00"}, style, at, layout);
  if (kind == SlipKind::account_change) return change_slip(utility, sample_change(style, at), style, layout);
  const books::Pieces pieces{{Money::minor(10'000), 2}, {Money::minor(100), 39}};
  const books::CashDrop drop{.till = shift.till, .shift = shift.number, .number = 1, .amount = Money::minor(10'000), .bag = "000117", .time = at, .operator_name = shift.operator_name,
                             .taken_by = shift.accepted_by};
  const books::Deposit deposit{.number = 7, .business_day = format_local(style.zone.local(at)).substr(0, 10), .amount = Money::minor(10'000), .bank = style.text("slip.sample.bank"),
                               .bag = drop.bag, .time = at, .operator_name = shift.accepted_by, .approved_by = shift.operator_name};
  if (kind == SlipKind::opening) return opening_slip(utility, station, shift, style, layout);
  if (kind == SlipKind::closing) return closing_slip(utility, station, shift, sample_figures(), sample_sold(), style, pieces, layout);
  if (kind == SlipKind::drop) return drop_slip(utility, station, drop, style, layout);
  if (kind == SlipKind::deposit) return deposit_slip(utility, station, deposit, style, layout);
  const till::DaySheet sheet{.shifts = {shift}, .drops = {drop}, .deposits = {deposit}, .open = 1, .safe = Money::minor(3900)};
  return day_slip(utility, station, {{deposit.business_day, sheet, {{shift, sample_figures(), sample_sold()}}}}, style, layout);
}

}  // namespace

books::Sale sample_booking(SlipKind kind, const SampleNames& names, const Style& style, Instant at) {
  books::Sale sale;
  sale.number = "R0-T00-00000000";
  sale.kind = operation_of(kind);
  sale.time = at;
  sale.account = 100'023;
  sale.meter = MeterNumber::from(123'456);
  sale.card = CardSerial{{0, 0, 0, 0, 0, 0, 0x56, 0x78}};
  sale.tendered = Money::minor(12'000);
  sale.credit = Credit{Money::minor(8620)};
  sale.n = SequenceNumber{17};
  sale.plan_version = "2026-01-01";
  sale.operator_full_name = style.text("slip.sample.operator");
  sale.till = "T-00";
  sale.names = json::serialize(names_of(names, style));
  sale.document = json::serialize(document_of(kind, names, style));
  if (kind == SlipKind::sale || kind == SlipKind::payment) {
    sale.tenders = {{books::Tender::card, Money::minor(4000), "A00000"}, {books::Tender::cash, Money::minor(8000), {}}};
    return sale;
  }
  sale.reason = style.text("slip.sample.reason");
  sale.approved_by = style.text("slip.sample.second");
  if (kind == SlipKind::refund) sale.original = "R0-T00-00000001";
  return sale;
}

Result<Slip> sample_slip(SlipKind kind, const SampleNames& names, const Print& print, Instant at) {
  if (!books::is_receipt(kind)) return sample_of_the_house(kind, names, print, at);
  return receipt_of(sample_booking(kind, names, print.style, at), print);
}

}  // namespace kwota::receipt
