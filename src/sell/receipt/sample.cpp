#include "sell/receipt/sample.h"

#include <boost/json.hpp>

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
    case SlipKind::change_scheme: break;
  }
  return Operation::change_scheme;
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
    case SlipKind::change_scheme: break;
  }
  return {{"from_scheme", names.from_scheme}, {"to_scheme", names.to_scheme}, {"last_register", 1'234'560}, {"first_register", 120}, {"lines", bought()}, {"credit", 8620}, {"residue", 5}, {"debt", 1500},
          {"cards_void", 1}, {"balance_source", "link"}, {"last_credit", 4210}, {"last_unit", "money"}};
}

json::object names_of(const SampleNames& names, const Style& style) {
  return {{"utility", names.utility},
          {"customer", {{"name", style.text("slip.sample.customer")}, {"service_address", style.text("slip.sample.address")}}},
          {"plan", {{"name", style.text("slip.sample.plan")}, {"unit", "kWh"}}}};
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

}  // namespace kwota::receipt
