// By which orders the lists of what grows with the years are walked: a line for each offered filter and sort, with the index that is made for it.
// A line costs its index at every row that is written; `kwota bench lists` prints what all of them cost.
#include <algorithm>
#include <map>

#include "store/lists/views.h"

namespace kwota::store {
namespace {

struct Line {
  std::string_view filter, sort, terms, index;
  bool one = false;
  std::string_view among = {};
};
using Orders = std::vector<Line>;

using Lists = std::map<std::string_view, Orders>;

// A chained row's id says its place in the books and stands at the end of each index by itself. What an account, a meter or a card brings is
// little, and is walked as it was booked.

/// What is booked, and what follows from it.
Lists of_books() {
  return {
      {"sales",
       {{"", "-time", "t.time, t.id", "sale_time ON sale(time)"},
        {"number", "-number", "t.number", "", true},
        {"", "-number", "t.number", ""},
        {"account", "-time", "t.id", ""},
        {"customer", "-time", "t.id", "sale_customer ON sale(customer)"},
        {"meter", "-time", "t.id", "sale_meter ON sale(meter)"},
        {"card", "-time", "t.id", "sale_card ON sale(card) WHERE card IS NOT NULL"},
        {"station", "-time", "t.time, t.id", "sale_station ON sale(station, time)"},
        {"till", "-time", "t.time, t.id", "sale_till ON sale(till, time)"},
        {"operator", "-time", "t.time, t.id", "sale_operator ON sale(operator, time)"},
        {"kind", "-time", "t.time, t.id", "sale_kind ON sale(kind, time, id, business_day, unit, credit, tendered, plan, n, original)"},
        {"action", "-time", "t.time, t.id", "sale_action ON sale(action, time)"},
        {"state", "-since", "s.since, s.sale", "sale_state_since ON sale_state(state, since)"}}},
      // Word by word: for NOT IN (…) SQLite makes a table of the words each time that a state is written.
      {"in-doubt", {{"", "since", "s.since, s.sale", "sale_state_waiting ON sale_state(since) WHERE state<>'carried' AND state<>'applied' AND state<>'taken_back' AND state<>'reversed'"}}},
      {"entries",
       {{"", "-time", "t.time, t.id, l.position", "entry_time ON entry(time)"},
        {"number", "-number", "t.number, l.position", ""},
        {"", "-number", "t.number, l.position", ""},
        {"what", "-time", "t.time, t.id, l.position", "entry_what ON entry(what, time)"},
        {"account", "-time", "l.entry, l.position", "leg_account ON leg(account)"}}},
      {"balances", {{"account", "account", "t.account", "", true}, {"", "account", "t.account", ""}}},
      {"instructions",
       {{"", "-time", "t.time, t.id", "instruction_time ON instruction(time)"}, {"meter", "-n", "t.n, t.revision", ""}}},
      {"statements",
       {{"", "-taken", "t.taken, t.meter, t.number", "statement_taken ON statement(taken, meter, number)"},
        {"meter", "-taken", "t.taken, t.number", "statement_meter ON statement(meter, taken, number)"},
        {"meter", "-number", "t.number", ""}}},
      {"journal",
       {{"", "-time", "t.time, t.id", "journal_time ON journal(time)"},
        {"sale", "-time", "t.id", ""},
        {"meter", "-time", "t.id", "journal_meter ON journal(meter)"}}},
      // Sales are walked by indexes of their own.
      {"audit",
       {{"", "-time", "t.time, t.id", "audit_time ON audit(time)"},
        {"object", "-time", "t.id", ""},
        {"operator", "-time", "t.time, t.id", "audit_operator ON audit(operator, time)"},
        {"action", "-time", "t.time, t.id", "audit_action ON audit(action, time)"}}},
      {"anchors", {{"number", "-number", "t.number", "", true}, {"", "-number", "t.number", ""}}},
  };
}

/// Customers, what they are supplied by, and where.
Lists of_supplies() {
  return {
      {"customers",
       {{"number", "number", "t.number", "", true},
        {"", "number", "t.number", ""},
        {"", "name", "t.name, t.number", "customer_name ON customer(name)"},
        {"", "-created", "t.created, t.number", "customer_created ON customer(created)"},
        {"name", "number", "t.number", ""},
        {"phone", "number", "t.number", "customer_phone ON customer(phone)"},
        {"identity_number", "number", "t.number", "", false, "t.identity_number<>''"},
        {"place", "number", "t.number", "customer_place ON customer(place)"},
        {"state", "number", "t.number", "customer_state ON customer(state)"},
        {"kind", "number", "t.number", "customer_kind ON customer(kind)"}}},
      {"service-points",
       {{"code", "code", "t.code", "", true},
        {"", "code", "t.code", ""},
        {"", "address", "t.address, t.code", "service_point_address ON service_point(address)"},
        {"place", "code", "t.code", "service_point_place ON service_point(place)"},
        {"area", "code", "t.code", "service_point_area ON service_point(area)"}}},
      {"meters",
       {{"number", "number", "t.number", "", true},
        {"", "number", "t.number", ""},
        {"service_point", "number", "t.number", ""},
        {"state", "number", "t.number", "meter_state ON meter(state)"},
        {"model", "number", "t.number", "meter_model ON meter(model)"}}},
      {"accounts",
       {{"number", "number", "t.number", "", true},
        {"", "number", "t.number", ""},
        {"customer", "number", "t.number", ""},
        {"meter", "number", "t.number", ""},
        {"service_point", "number", "t.number", ""},
        {"state", "number", "t.number", "account_state ON account(state)"},
        {"station", "number", "t.number", "account_station ON account(station)"},
        {"plan", "number", "t.number", "account_plan ON account(plan)"}}},
      {"cards",
       {{"serial", "serial", "t.serial", "", true},
        {"", "serial", "t.serial", ""},
        {"", "-issued", "t.issued, t.serial", "card_issued ON card(issued)"},
        {"account", "serial", "t.serial", ""},
        {"state", "-issued", "t.issued, t.serial", "card_state ON card(state, issued)"},
        {"kind", "-issued", "t.issued, t.serial", "card_kind ON card(kind, issued)"}}},
      {"card-stock-moves",
       {{"", "-time", "t.time, t.station, t.product, t.number", ""},
        {"station", "-number", "t.product, t.number", ""},
        {"card_move", "-time", "t.time, t.station, t.product, t.number", "card_stock_move_kind ON card_stock_move(card_move, time)"}}},
      {"former-cards",
       {{"number", "number", "t.number", "", true},
        {"", "number", "t.number", ""},
        {"account", "number", "t.number", ""},
        {"former_state", "number", "t.number", "former_card_state ON former_card(former_state)"}}},
      {"occupants",
       {{"", "service_point", "t.service_point, t.number", ""},
        {"", "name", "t.name, t.service_point, t.number", "occupant_name ON occupant(name)"},
        {"service_point", "-moved_in", "t.moved_in, t.number", "occupant_moved_in ON occupant(service_point, moved_in)"},
        {"service_point", "number", "t.number", ""},
        {"name", "service_point", "t.service_point, t.number", ""},
        {"identity", "service_point", "t.service_point, t.number", "occupant_identity ON occupant(identity)"},
        {"phone", "service_point", "t.service_point, t.number", "occupant_phone ON occupant(phone)"}}},
  };
}

/// What becomes of an account.
Lists of_life() {
  return {
      {"account-changes",
       {{"", "-begins", "t.begins, t.account, t.number", ""},
        {"account", "-begins", "t.begins, t.number", "account_change_account ON account_change(account, begins)"},
        {"account", "-number", "t.number", ""},
        {"plan", "-begins", "t.begins, t.account, t.number", "account_change_plan ON account_change(plan, begins)"}}},
      {"meter-swaps",
       {{"", "-time", "t.time, t.account, t.number", "meter_swap_time ON meter_swap(time)"},
        {"account", "-time", "t.time, t.number", "meter_swap_account ON meter_swap(account, time)"},
        {"account", "-number", "t.number", ""},
        {"old_meter", "-time", "t.time, t.account, t.number", "meter_swap_old_time ON meter_swap(old_meter, time)"},
        {"new_meter", "-time", "t.time, t.account, t.number", "meter_swap_new_time ON meter_swap(new_meter, time)"}}},
      {"scheme-changes",
       {{"", "-time", "t.time, t.account, t.number", "scheme_change_time ON scheme_change(time)"},
        {"account", "-time", "t.time, t.number", "scheme_change_account ON scheme_change(account, time)"},
        {"account", "-number", "t.number", ""}}},
      {"opening-balances", {{"", "-account", "t.account", ""}, {"account", "-account", "t.account", ""}}},
      {"remote-accounts",
       {{"account", "account", "t.account", "", true},
        {"", "account", "t.account", ""},
        {"meter", "account", "t.account", "remote_account_meter ON remote_account(meter)"},
        {"state", "account", "t.account", "remote_account_state ON remote_account(state)"}}},
      {"day-charges", {{"", "-day", "t.day, t.account", "day_charge_day ON day_charge(day)"}, {"account", "-day", "t.day", ""}}},
      {"debts",
       {{"number", "-number", "t.number", "", true},
        {"", "-number", "t.number", ""},
        {"account", "-number", "t.number", "debt_account ON debt(account, number)"},
        {"customer", "-number", "t.number", "debt_customer ON debt(customer, number)"},
        {"kind", "-number", "t.number", "debt_kind ON debt(kind, number)"}}},
  };
}

/// Tills, documents, and who was told what.
Lists of_office() {
  return {
      {"shifts",
       {{"", "-opened", "t.opened, t.station, t.till, t.number", "shift_opened ON shift(opened)"},
        {"operator", "-opened", "t.opened, t.station, t.till, t.number", "shift_operator ON shift(operator, opened)"},
        {"station", "-number", "t.till, t.number", ""},
        {"state", "-opened", "t.opened, t.station, t.till, t.number", "shift_state ON shift(state, opened)"}}},
      {"cash-drops",
       {{"", "-time", "t.time, t.station, t.till, t.shift, t.number", "cash_drop_time ON cash_drop(time)"},
        {"station", "-time", "t.time, t.till, t.shift, t.number", "cash_drop_station ON cash_drop(station, time)"},
        {"operator", "-time", "t.time, t.station, t.till, t.shift, t.number", "cash_drop_operator ON cash_drop(operator, time)"}}},
      {"deposits",
       {{"", "-time", "t.time, t.station, t.number", "deposit_time ON deposit(time)"},
        {"station", "-time", "t.time, t.number", "deposit_station ON deposit(station, time)"},
        {"operator", "-time", "t.time, t.station, t.number", "deposit_operator ON deposit(operator, time)"}}},
      {"approvals",
       {{"number", "-number", "t.number", "", true},
        {"", "-requested", "t.requested, t.number", "approval_requested ON approval(requested)"},
        {"", "-number", "t.number", ""},
        {"decision", "-requested", "t.requested, t.number", "approval_decision ON approval(decision, requested)"},
        {"requested_by", "-requested", "t.requested, t.number", "approval_requested_by ON approval(requested_by, requested)"}}},
      {"invoices",
       {{"invoice", "-invoice", "t.name", "", true},
        {"", "-invoice", "t.name", ""},
        {"", "-time", "t.time, t.series, t.number", "invoice_time ON invoice(time)"},
        {"customer", "-time", "t.time, t.series, t.number", "invoice_customer_time ON invoice(customer, time)"},
        {"station", "-time", "t.time, t.series, t.number", "invoice_station ON invoice(station, time)"},
        {"operator", "-time", "t.time, t.series, t.number", "invoice_operator ON invoice(operator, time)"},
        {"kind", "-time", "t.time, t.series, t.number", "invoice_kind ON invoice(kind, time)"},
        {"state", "-time", "t.time, t.series, t.number", "invoice_state ON invoice(state, time)"}}},
      {"closed-days", {{"", "-business_day", "t.business_day, t.station", ""}}},
      {"figures-sales",
       {{"", "-business_day", "t.business_day, t.station, t.till, t.\"operator\", t.usage_class, t.plan, t.scheme, t.carrier, t.channel, t.commodity, t.kind, t.undone, t.edition", ""}}},
      {"figures-money", {{"", "-business_day", "t.business_day, t.station, t.till, t.kind, t.undone, t.account, t.commodity, t.edition", ""}}},
      {"figures-receipts", {{"number", "-time", "t.number", "", true}, {"", "-time", "t.time, t.id", ""}, {"account", "-time", "t.id", ""}, {"kind", "-time", "t.time, t.id", ""}}},
      {"figures-openings", {{"", "-time", "t.time, t.place", "account_opened ON account(opened) WHERE opened IS NOT NULL AND first_sale=''"}}},
      {"visits",
       {{"number", "-number", "t.number", "", true},
        {"", "-number", "t.number", ""},
        {"", "-visit_day", "t.visit_day, t.number", "visit_of_day ON visit(visit_day)"},
        {"account", "-number", "t.number", ""},
        {"state", "-number", "t.number", "visit_state ON visit(state, number)"}}},
      {"letters",
       {{"number", "-number", "t.number", "", true},
        {"", "-number", "t.number", ""},
        {"addressee", "-number", "t.number", "letter_addressee ON letter(addressee, number)"},
        {"kind", "-number", "t.number", "letter_kind ON letter(kind, number)"},
        {"state", "-number", "t.number", "letter_state ON letter(state, number)"}}},
  };
}

/// Meters in stock and on lines, and what they were asked.
Lists of_meters() {
  return {
      {"meter-stock",
       {{"meter", "meter", "t.meter", "", true},
        {"", "meter", "t.meter", ""},
        {"", "test_due", "t.test_due, t.meter", "stock_meter_test_due ON stock_meter(test_due) WHERE test_due IS NOT NULL", false, "t.test_due IS NOT NULL"},
        {"lot", "meter", "t.meter", ""},
        {"holder", "meter", "t.meter", "stock_meter_holder ON stock_meter(holder)"},
        {"state", "meter", "t.meter", "stock_meter_state ON stock_meter(state)"}}},
      {"stock-events",
       {{"", "-time", "t.time, t.meter, t.number", ""},
        {"meter", "-number", "t.number", ""},
        {"move", "-time", "t.time, t.meter, t.number", "stock_event_move ON stock_event(move, time)"}}},
      {"meter-modules", {{"meter", "meter", "t.meter", "", true}, {"", "meter", "t.meter", ""}}},
      {"links",
       {{"meter", "meter", "t.meter", "", true}, {"", "meter", "t.meter", ""}, {"state", "meter", "t.meter", "meter_link_state ON meter_link(state)"}}},
      {"commands",
       {{"number", "-number", "t.number", "", true},
        {"", "-number", "t.number", ""},
        {"meter", "-number", "t.number", "meter_command_meter ON meter_command(meter)"},
        {"state", "-number", "t.number", "meter_command_state ON meter_command(state)"},
        {"kind", "-number", "t.number", "meter_command_of_kind ON meter_command(kind)"},
        {"sale", "-number", "t.number", "meter_command_sale ON meter_command(sale)"}}},
      {"readings",
       {{"", "-due", "t.due, t.meter, t.number", "meter_reading_due ON meter_reading(due, meter, tries)"}, {"meter", "-due", "t.due, t.number", ""}}},
      {"day-freezes", {{"", "-day", "t.day, t.meter", "day_freeze_day ON day_freeze(day)"}, {"meter", "-day", "t.day", ""}}},
      {"reviewed-readings",
       {{"", "-day", "t.day, t.meter", ""},
        {"meter", "-day", "t.day", ""},
        {"state", "-day", "t.day, t.meter", "reviewed_reading_state ON reviewed_reading(state, day)"},
        {"route", "-day", "t.day, t.meter", "reviewed_reading_route ON reviewed_reading(route, day)"}}},
      {"review-steps",
       {{"", "-time", "t.time, t.meter, t.day, t.number", "review_step_time ON review_step(time)"},
        {"meter", "-time", "t.time, t.day, t.number", "review_step_meter ON review_step(meter, time)"}}},
      {"typed-readings",
       {{"", "-day", "t.day, t.meter, t.number", "typed_reading_day ON typed_reading(day)"}, {"meter", "-day", "t.day, t.number", ""}}},
      {"meter-events",
       {{"", "-began", "t.began, t.meter, t.kind, t.number", "meter_event_began ON meter_event(began)"},
        {"meter", "-began", "t.began, t.kind, t.number", "meter_event_meter ON meter_event(meter, began)"},
        {"kind", "-began", "t.began, t.meter, t.number", "meter_event_kind ON meter_event(kind, began)"}}},
      {"explanations",
       {{"", "-explained", "t.explained, t.meter, t.kind, t.code, t.object, t.as_seen", "explanation_time ON explanation(explained)"},
        {"meter", "-explained", "t.explained, t.kind, t.code, t.object, t.as_seen", "explanation_meter ON explanation(meter, explained)"}}},
  };
}

/// Farmers' cards, and what pumps told.
Lists of_purses() {
  return {
      {"purse-applications",
       {{"number", "-number", "t.number", "", true},
        {"", "-number", "t.number", ""},
        {"customer", "-number", "t.number", ""},
        {"state", "-number", "t.number", "purse_application_state ON purse_application(state)"}}},
      {"purses",
       {{"", "account", "t.account, t.number", ""},
        {"account", "number", "t.number", ""},
        {"card", "account", "t.account, t.number", ""},
        {"state", "account", "t.account, t.number", "purse_state ON purse(state)"}}},
      {"area-changes",
       {{"", "-time", "t.time, t.account, t.purse, t.number", "areas_change_time ON areas_change(time)"},
        {"account", "purse", "t.purse, t.number", ""}}},
      {"purse-moves",
       {{"", "-time", "t.time, t.id", "purse_move_time ON purse_move(time)"},
        {"account", "-time", "t.id", "purse_move_account ON purse_move(account)"},
        {"sale", "-time", "t.id", "purse_move_sale ON purse_move(sale)"}}},
      {"waterings",
       {{"", "-start", "t.start, t.meter, t.series, t.number", "watering_start ON watering(start)"},
        {"meter", "-number", "t.series, t.number", ""},
        {"well", "-start", "t.start, t.meter, t.series, t.number", ""},
        {"account", "-start", "t.start, t.meter, t.series, t.number", ""},
        {"card", "-start", "t.start, t.meter, t.series, t.number", "watering_card_start ON watering(card, start)"},
        {"hand_over", "-start", "t.start, t.meter, t.series, t.number", "watering_hand_over ON watering(hand_over, start)"},
        {"state", "-start", "t.start, t.meter, t.series, t.number", "watering_state ON watering(state, start)"}}},
      {"record-gaps",
       {{"", "meter", "t.meter, t.series, t.first_number", ""},
        {"meter", "meter", "t.meter, t.series, t.first_number", ""},
        {"state", "meter", "t.meter, t.series, t.first_number", "record_gap_state ON record_gap(state)"}}},
      {"well-months",
       {{"", "-month", "t.month, t.meter", "well_month_month ON well_month(month)"},
        {"meter", "-month", "t.month", ""},
        {"well", "-month", "t.month, t.meter", ""}}},
      {"well-changes",
       {{"", "-changed", "t.changed, t.meter, t.image", "well_change_changed ON well_change(changed)"},
        {"meter", "-changed", "t.changed, t.image", "well_change_meter ON well_change(meter, changed)"},
        {"well", "-changed", "t.changed, t.meter, t.image", ""}}},
      {"card-faults",
       {{"", "-seen", "t.seen, t.meter, t.image", "card_fault_seen ON card_fault(seen)"},
        {"meter", "-seen", "t.seen, t.image", "card_fault_meter ON card_fault(meter, seen)"},
        {"well", "-seen", "t.seen, t.meter, t.image", ""},
        {"account", "-seen", "t.seen, t.meter, t.image", "card_fault_account ON card_fault(account, seen)"}}},
      {"hand-overs",
       {{"number", "-number", "t.number", "", true},
        {"", "-number", "t.number", ""},
        {"device", "-number", "t.number", "hand_over_device ON hand_over(device)"},
        {"state", "-number", "t.number", "hand_over_state ON hand_over(state)"}}},
      {"black-list",
       {{"", "-list_edition", "t.list_edition", ""},
        {"card", "-list_edition", "t.list_edition", ""},
        {"account", "-list_edition", "t.list_edition", "black_listed_account ON black_listed(account)"}}},
  };
}

const Lists& declared() {
  static const auto all = [] {
    Lists out;
    for (const auto some : {of_books, of_supplies, of_life, of_office, of_meters, of_purses}) out.merge(some());
    return out;
  }();
  return all;
}

std::vector<std::string> parts(std::string_view terms) {
  std::vector<std::string> out;
  while (!terms.empty()) {
    const auto end = std::min(terms.find(", "), terms.size());
    out.emplace_back(terms.substr(0, end));
    terms.remove_prefix(std::min(end + 2, terms.size()));
  }
  return out;
}

}  // namespace

std::vector<Order> orders_of(std::string_view view) {
  std::vector<Order> orders;
  if (const auto found = declared().find(view); found != declared().end())
    for (const auto& line : found->second)
      orders.push_back({std::string(line.filter), std::string(line.sort), parts(line.terms), std::string(line.index), std::string(line.among), line.one});
  return orders;
}

std::string indexes_of_orders() {
  std::string sql;
  for (const auto& [view, orders] : declared())
    for (const auto& line : orders)
      if (!line.index.empty()) ((sql += "CREATE INDEX IF NOT EXISTS ") += line.index) += ";\n";
  return sql;
}

}  // namespace kwota::store
