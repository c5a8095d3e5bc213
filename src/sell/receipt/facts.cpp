#include "sell/receipt/facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/parts/leftover.h"
#include "sell/ledger/tender.h"
#include "sell/receipt/capitals.h"

namespace kwota::receipt {
namespace {

struct FactRow {
  SlipFact fact;
  SlipForm form;
  void (Facts::*say)();
};

/// In the order of the enumeration.
constexpr FactRow fact_rows[]{
    {SlipFact::own_text, SlipForm::text, &Facts::nothing},
    {SlipFact::rule, SlipForm::rule, &Facts::nothing},
    {SlipFact::head_text, SlipForm::text, &Facts::head_text},
    {SlipFact::utility, SlipForm::text, &Facts::utility},
    {SlipFact::title, SlipForm::text, &Facts::title},
    {SlipFact::not_fiscal, SlipForm::text, &Facts::not_fiscal},
    {SlipFact::number, SlipForm::pair, &Facts::number},
    {SlipFact::time, SlipForm::pair, &Facts::time},
    {SlipFact::account, SlipForm::pair, &Facts::account},
    {SlipFact::customer, SlipForm::pair, &Facts::customer},
    {SlipFact::address, SlipForm::pair, &Facts::address},
    {SlipFact::meter, SlipForm::pair, &Facts::meter},
    {SlipFact::card, SlipForm::pair, &Facts::card},
    {SlipFact::goes_by_line, SlipForm::text, &Facts::goes_by_line},
    {SlipFact::count, SlipForm::pair, &Facts::count},
    {SlipFact::plan, SlipForm::pair, &Facts::plan},
    {SlipFact::items, SlipForm::table, &Facts::items},
    {SlipFact::credit, SlipForm::pair, &Facts::credit},
    {SlipFact::total, SlipForm::pair, &Facts::total},
    {SlipFact::capitals, SlipForm::text, &Facts::capitals},
    {SlipFact::tenders, SlipForm::pair, &Facts::tenders},
    {SlipFact::residue, SlipForm::pair, &Facts::residue},
    {SlipFact::original, SlipForm::pair, &Facts::original},
    {SlipFact::credit_taken_back, SlipForm::pair, &Facts::credit_taken_back},
    {SlipFact::carried_again, SlipForm::pair, &Facts::carried_again},
    {SlipFact::agreed, SlipForm::pair, &Facts::agreed},
    {SlipFact::reason, SlipForm::pair, &Facts::reason},
    {SlipFact::approved_by, SlipForm::pair, &Facts::approved_by},
    {SlipFact::purpose, SlipForm::text, &Facts::purpose},
    {SlipFact::balance_before, SlipForm::pair, &Facts::balance_before},
    {SlipFact::recovered, SlipForm::pair, &Facts::recovered},
    {SlipFact::refund_waits, SlipForm::text, &Facts::refund_waits},
    {SlipFact::balance_after, SlipForm::pair, &Facts::balance_after},
    {SlipFact::old_meter, SlipForm::pair, &Facts::old_meter},
    {SlipFact::last_register, SlipForm::pair, &Facts::last_register},
    {SlipFact::first_register, SlipForm::pair, &Facts::first_register},
    {SlipFact::last_credit, SlipForm::pair, &Facts::last_credit},
    {SlipFact::from_scheme, SlipForm::pair, &Facts::from_scheme},
    {SlipFact::to_scheme, SlipForm::pair, &Facts::to_scheme},
    {SlipFact::cards_void, SlipForm::pair, &Facts::cards_void},
    {SlipFact::debts, SlipForm::pair, &Facts::debts},
    {SlipFact::money_stays, SlipForm::text, &Facts::money_stays},
    {SlipFact::from_account, SlipForm::pair, &Facts::from_account},
    {SlipFact::from_customer, SlipForm::pair, &Facts::from_customer},
    {SlipFact::left_to_him, SlipForm::pair, &Facts::left_to_him},
    {SlipFact::claimed, SlipForm::pair, &Facts::claimed},
    {SlipFact::to_account, SlipForm::pair, &Facts::to_account},
    {SlipFact::remaining, SlipForm::pair, &Facts::remaining},
    {SlipFact::should_show, SlipForm::pair, &Facts::should_show},
    {SlipFact::estimate, SlipForm::pair, &Facts::estimate},
    {SlipFact::next_price, SlipForm::pair, &Facts::next_price},
    {SlipFact::left_in_step, SlipForm::pair, &Facts::left_in_step},
    {SlipFact::operator_and_till, SlipForm::pair, &Facts::operator_and_till},
    {SlipFact::signature, SlipForm::pair, &Facts::signature},
    {SlipFact::reprint, SlipForm::text, &Facts::reprint},
    {SlipFact::foot_text, SlipForm::text, &Facts::foot_text},
    // said by drawer_slips.cpp
    {SlipFact::station, SlipForm::pair, &Facts::nothing},
    {SlipFact::shift_operator, SlipForm::pair, &Facts::nothing},
    {SlipFact::opened, SlipForm::pair, &Facts::nothing},
    {SlipFact::closed, SlipForm::pair, &Facts::nothing},
    {SlipFact::receipts, SlipForm::pair, &Facts::nothing},
    {SlipFact::reprints, SlipForm::pair, &Facts::nothing},
    {SlipFact::in_doubt, SlipForm::pair, &Facts::nothing},
    {SlipFact::in_transit, SlipForm::pair, &Facts::nothing},
    {SlipFact::kinds, SlipForm::pair, &Facts::nothing},
    {SlipFact::services, SlipForm::pair, &Facts::nothing},
    {SlipFact::units, SlipForm::pair, &Facts::nothing},
    {SlipFact::tax, SlipForm::pair, &Facts::nothing},
    {SlipFact::one_hand, SlipForm::pair, &Facts::nothing},
    {SlipFact::float_at_start, SlipForm::pair, &Facts::nothing},
    {SlipFact::received, SlipForm::pair, &Facts::nothing},
    {SlipFact::paid_out, SlipForm::pair, &Facts::nothing},
    {SlipFact::drops, SlipForm::pair, &Facts::nothing},
    {SlipFact::expected, SlipForm::pair, &Facts::nothing},
    {SlipFact::first_counted, SlipForm::pair, &Facts::nothing},
    {SlipFact::counted, SlipForm::pair, &Facts::nothing},
    {SlipFact::difference, SlipForm::pair, &Facts::nothing},
    {SlipFact::pieces, SlipForm::table, &Facts::nothing},
    {SlipFact::by_tender, SlipForm::table, &Facts::nothing},
    {SlipFact::shift, SlipForm::pair, &Facts::nothing},
    {SlipFact::bag, SlipForm::pair, &Facts::nothing},
    {SlipFact::taken_by, SlipForm::pair, &Facts::nothing},
    {SlipFact::business_day, SlipForm::pair, &Facts::nothing},
    {SlipFact::bank, SlipForm::pair, &Facts::nothing},
    {SlipFact::open_shifts, SlipForm::text, &Facts::nothing},
    {SlipFact::shifts, SlipForm::table, &Facts::nothing},
    {SlipFact::handed_in, SlipForm::pair, &Facts::nothing},
    {SlipFact::to_safe, SlipForm::pair, &Facts::nothing},
    {SlipFact::deposits, SlipForm::pair, &Facts::nothing},
    {SlipFact::not_deposited, SlipForm::pair, &Facts::nothing},
    {SlipFact::safe, SlipForm::pair, &Facts::nothing},
    {SlipFact::check, SlipForm::pair, &Facts::nothing},
    {SlipFact::signatures, SlipForm::pair, &Facts::nothing},
    // said by house_slips.cpp
    {SlipFact::holders, SlipForm::pair, &Facts::nothing},
    {SlipFact::test_letters, SlipForm::text, &Facts::nothing},
    // said by change_slip.cpp
    {SlipFact::former_plan, SlipForm::pair, &Facts::nothing},
    {SlipFact::new_plan, SlipForm::pair, &Facts::nothing},
    {SlipFact::usage_class, SlipForm::pair, &Facts::nothing},
    {SlipFact::persons, SlipForm::pair, &Facts::nothing},
    {SlipFact::new_address, SlipForm::pair, &Facts::nothing},
    {SlipFact::counts_from, SlipForm::pair, &Facts::nothing},
    {SlipFact::withdrawn, SlipForm::pair, &Facts::nothing},
};

consteval bool in_order() {
  for (std::size_t i = 0; i < std::size(fact_rows); ++i)
    if (static_cast<std::size_t>(fact_rows[i].fact) != i) return false;
  return std::size(fact_rows) == words_of(SlipFact{}).size();
}
static_assert(in_order(), "each fact has its line, in the order of SlipFact");

const FactRow& row_of(SlipFact fact) { return fact_rows[static_cast<std::size_t>(fact)]; }

/// The order in which the money is taken: debt, charges, energy, taxes, and what is only shown.
int rank(const Document& line) {
  if (line.has("memo")) return 4;
  if (line.has("left")) return 0;
  if (line.has("units_e3")) return 2;
  return line.has("base") ? 3 : 1;
}

}  // namespace

SlipForm form_of(SlipFact fact) { return row_of(fact).form; }

std::vector<Row> Facts::rows(SlipFact fact) {
  out_.clear();
  (this->*row_of(fact).say)();
  return std::move(out_);
}

bool Facts::went_by_line() const { return document_.word<books::Carrier>("carrier") == books::Carrier::link; }

bool Facts::holds(SlipCondition condition) const {
  const bool by_line = went_by_line();
  switch (condition) {
    case SlipCondition::always:
    case SlipCondition::not_empty: return true;
    case SlipCondition::meter_told: return meter_told();
    case SlipCondition::paid_in_cash: return !ledger::parts_of(sale_).of(books::Tender::cash).is_zero();
    case SlipCondition::paid_by_bank_card: return !ledger::parts_of(sale_).of(books::Tender::card).is_zero();
    case SlipCondition::by_card: return sale_.card.has_value() && !by_line;
    case SlipCondition::by_line: return by_line;
    case SlipCondition::purse: return sale_.card.has_value() && sale_.meter.is_zero();
    case SlipCondition::new_account: return books::begins_account(sale_.kind);
    case SlipCondition::first_print: return print_.reprint == 0 && !print_.for_reading;
    case SlipCondition::reprint: break;
  }
  return print_.reprint > 0;
}

// ── who, when, of what ──

void Facts::head_text() {
  if (!print_.head.empty()) text(print_.head);
}
void Facts::utility() { text(document_.text("utility")); }
void Facts::title() { text(style_.text(fmt::format("slip.title.{}", kind_ == SlipKind::end_of_supply ? "end_of_supply" : word_of(sale_.kind)))); }
void Facts::not_fiscal() {
  if (style_.language == "ru") text(style_.text("slip.not_fiscal"));
}
void Facts::number() { pair("slip.number", sale_.number); }
void Facts::time() { pair("slip.time", style_.time(sale_.time)); }
void Facts::account() { pair("slip.account", fmt::format("{}", sale_.account)); }
void Facts::customer() { pair("slip.customer", document_.in("customer").text("name")); }
void Facts::address() {
  if (const auto address = document_.in("customer").text("service_address"); !address.empty()) pair("slip.address", address);
}
void Facts::meter() {
  if (!sale_.meter.is_zero()) pair("slip.meter", to_text(sale_.meter));
}
void Facts::card() {
  if (sale_.card) pair("slip.card", "…" + to_text(*sale_.card).substr(12));
}
void Facts::goes_by_line() {
  if (went_by_line() && sale_.kind != books::Operation::closing) text(style_.text("slip.in_transit"));
}
void Facts::count() {
  if (sale_.n.value() != 0) pair("slip.count", fmt::format("{}", sale_.n.value()));
}

// ── what was bought, and by which prices ──

/// The account that goes on has prices only where its new meter holds credit.
bool Facts::bought_by_prices() const {
  return document_.has("lines") && (kind_ != SlipKind::change_scheme || (document_.has("credit") && !document_.has("balance_after")));
}
void Facts::plan() {
  if (bought_by_prices()) pair("slip.plan", document_.in("plan").text("name") + " " + style_.calendar(sale_.plan_version));
}
void Facts::items() {
  if (!bought_by_prices()) return;
  add(Row::Kind::item, {style_.text("slip.item"), unit(), style_.text("slip.price"), style_.currency});
  auto lines = document_.list("lines");
  std::stable_sort(lines.begin(), lines.end(), [](const Document& a, const Document& b) { return rank(a) < rank(b); });
  for (const auto& line : lines) {
    const auto units = line.has("units_e3") ? style_.number(divide(line.number("units_e3"), 10, Round::down), 2) : std::string{};
    add(Row::Kind::item, {label(line), units, line.has("price") ? style_.decimal(line.text("price")) : std::string{}, style_.amount(line.money("minor"))});
  }
}

/// The debt's kind in the customer's language, with the part of each payment that it takes.
std::string Facts::debt_label(const Document& line) const {
  const auto debt = line.in("debt");
  const auto names = debt.in("names");
  auto name = names.text(style_.language).empty() ? names.text("en") : names.text(style_.language);
  if (name.empty()) name = style_.text("slip.claim");
  if (debt.word<books::DebtRule>("rule") == books::DebtRule::percent) name += " " + style_.decimal(debt.text("value")) + " %";
  return style_.text("slip.line.debt_named", {{"name", name}, {"left", style_.amount(line.money("left"))}});
}

std::string Facts::named(const std::string& id) const {
  const auto key = "slip.line." + id;
  const auto known = style_.text(key);
  return known == key ? id : known;
}

/// Under these a price plan counts what it delivers. A charge for each unit – sewage for each m³ – has an id and a name of its own.
constexpr bool is_of_the_commodity(std::string_view id) { return id == "energy" || id == "step" || id == "free"; }

std::string Facts::label(const Document& line) const {
  // A tax that the prices contain: it is said, and adds nothing.
  if (line.has("memo")) return style_.text("slip.line.included", {{"tax", named(line.text("id"))}, {"base", style_.amount(line.money("base"))}});
  if (line.has("debt")) return debt_label(line);
  if (line.has("left")) return style_.text("slip.line.debt", {{"left", style_.amount(line.money("left"))}});
  if (line.has("units_e3") && is_of_the_commodity(line.text("id"))) return style_.delivered(document_.in("plan").text("unit"), line.number("step"));
  return named(line.text("id"));
}

/// The plan's unit as this language writes it.
std::string Facts::unit() const {
  const auto plain = document_.in("plan").text("unit");
  const auto key = "slip.unit." + plain;
  const auto known = style_.text(key);
  return known == key ? plain : known;
}

/// What a meter gets or holds, in its unit.
std::string Facts::shown(Credit amount) const {
  if (amount.unit() == Unit::money) return style_.amount(amount.money());
  return style_.number(amount.for_device().minor(), 2) + " " + unit();
}

void Facts::credit() {
  switch (kind_) {
    case SlipKind::supplement:
      if (sale_.kind == books::Operation::supplement) pair("slip.credit", sale_.unit == Unit::money ? style_.money(sale_.credit.money()) : shown(sale_.credit));
      return;
    case SlipKind::swap:
      // A balance at the server: no credit goes anywhere.
      if (!document_.has("balance_after")) pair("slip.compensation", shown(sale_.credit));
      return;
    case SlipKind::transfer:
      // From balance to balance at the server nothing is credited to a meter.
      return pair("slip.handed_over", sale_.credit.is_zero() && document_.has("handed_over") ? style_.money(document_.money("handed_over")) : shown(sale_.credit));
    case SlipKind::change_scheme:
      if (document_.has("balance_after") || !document_.has("credit")) return;
      break;
    default: break;
  }
  pair("slip.credit", shown(sale_.credit));
}

/// What stands before the money that is left when a supply ends.
constexpr std::string_view key_of(books::Leftover way) {
  switch (way) {
    case books::Leftover::paid_out: break;
    case books::Leftover::to_account: return "slip.put_onto_it";
    case books::Leftover::stays_owed: return "slip.stays_owed";
  }
  return "slip.paid_out";
}

/// What shall not arrive is refunded when the meter has said so.
bool Facts::waits() const { return sale_.kind == books::Operation::take_back || sale_.kind == books::Operation::deduct; }

void Facts::total() {
  if (kind_ == SlipKind::sale) return pair("slip.total", style_.money(sale_.tendered));
  if (kind_ == SlipKind::end_of_supply) {
    const auto way = document_.word<books::Leftover>("leftover").value_or(books::Leftover::paid_out);
    return pair(std::string(key_of(way)), style_.money(document_.money("left")));
  }
  const bool pays_out = sale_.kind == books::Operation::refund || sale_.kind == books::Operation::payment_back;
  const auto amount = sale_.tendered.is_negative() ? -sale_.tendered : sale_.tendered;
  pair(waits() ? "slip.refund_pending" : pays_out ? "slip.paid_out" : "slip.total", style_.money(amount));
}

void Facts::capitals() {
  if (style_.language == "zh" && style_.currency == "CNY") text(style_.text("slip.capitals") + " " + receipt::capitals(sale_.tendered));
}

/// By what it was paid: each tender with its number, of cash what was handed over, and the change.
void Facts::tenders() {
  const bool pays = kind_ == SlipKind::sale || sale_.kind == books::Operation::payment;
  if (!pays && sale_.tenders.empty()) return;
  const Money change = document_.money("change");
  if (sale_.tenders.empty()) {
    pair("slip.received", style_.amount(document_.has("received") ? document_.money("received") : sale_.tendered));
    return pair("slip.change", style_.amount(change));
  }
  for (const auto& [tender, amount, reference] : sale_.tenders)
    if (tender != books::Tender::cash)
      add(Row::Kind::pair, {fmt::format("{}{}{}", style_.text(fmt::format("tender.{}", word_of(tender))), reference.empty() ? "" : " ", reference), style_.amount(amount)});
  const Money cash = sale_.tenders.of(books::Tender::cash) + change;
  if (cash.is_zero()) return;
  pair("tender.cash", style_.amount(cash));
  pair("slip.change", style_.amount(change));
}

void Facts::residue() {
  const auto residue = document_.money("residue");
  if (kind_ == SlipKind::change_scheme ? document_.has("residue") && document_.has("credit") && !document_.has("balance_after") : !residue.is_zero())
    pair("slip.residue", style_.amount(residue));
}

// ── what became of it ──

void Facts::original() {
  if (!sale_.original.empty()) pair("slip.original", sale_.original);
}
void Facts::credit_taken_back() {
  if (document_.has("credit_taken_back")) pair("slip.credit_taken_back", shown("credit_taken_back"));
}
void Facts::carried_again() {
  if (document_.has("carried_again")) pair("slip.carried_again", shown("carried_again"));
}

/// What two persons said was used, or agreed to take over; also that it was nothing.
void Facts::agreed() {
  if (document_.has("agreed")) pair(fmt::format("slip.agreed.{}", word_of(sale_.kind)), style_.money(document_.money("agreed")));
}

/// What the operator wrote, or the word for what he chose.
void Facts::reason() {
  if (sale_.reason.empty()) return;
  if (document_.has("reason")) return pair("slip.reason", document_.text("reason"));
  const auto key = "slip.reason." + sale_.reason;
  const auto known = style_.text(key);
  pair("slip.reason", known == key ? sale_.reason : known);
}
void Facts::approved_by() {
  if (!sale_.approved_by.empty()) pair("slip.approved_by", sale_.approved_by);
}
void Facts::purpose() {
  if (const auto purpose = document_.text("purpose"); !purpose.empty()) return text(style_.text("slip.purpose." + purpose));
  if (sale_.kind != books::Operation::closing) return;
  if (sale_.meter == MeterNumber{}) return text(style_.text("slip.closing_of_card"));
  text(style_.text(went_by_line() ? "slip.closing_by_line" : "slip.closing_waits"));
}
void Facts::balance_before() {
  if (document_.has("balance_before")) pair("slip.balance_before", style_.amount(document_.money("balance_before")));
}
/// What a payment that bought nothing by a plan recovered of debts.
void Facts::recovered() {
  for (const auto& line : document_.list("recovered")) add(Row::Kind::pair, {debt_label(line), style_.amount(line.money("minor"))});
}
void Facts::refund_waits() {
  if (waits()) text(style_.text("slip.refund_waits"));
}
/// Of money that moved only together with what it was before.
bool Facts::has_balance_after() const {
  const bool moved = kind_ == SlipKind::payment || kind_ == SlipKind::refund;
  return document_.has(moved ? "balance_before" : "balance_after");
}
void Facts::balance_after() {
  if (has_balance_after()) pair("slip.balance_after", style_.money(document_.money("balance_after")));
}

// ── another meter, another customer, another scheme, the end ──

void Facts::money_pair(std::string_view key, std::string_view name) {
  if (document_.has(name)) pair(key, style_.money(document_.money(name)));
}
void Facts::register_pair(std::string_view key, std::string_view name) {
  if (document_.has(name)) pair(key, style_.number(divide(document_.number(name), 10, Round::down), 2) + " " + unit());
}
void Facts::old_meter() {
  if (kind_ == SlipKind::swap || document_.has("old_meter")) pair("slip.old_meter", document_.text("old_meter"));
}
void Facts::last_register() {
  if (document_.has("last_register_typed")) return register_pair("slip.last_register.typed", "last_register");
  register_pair(kind_ == SlipKind::swap || document_.has("old_meter") ? "slip.last_register" : "slip.end_register", "last_register");
}
void Facts::first_register() { register_pair("slip.first_register", "first_register"); }
/// What the meter held, in the unit of the meter that held it, and how that is known.
void Facts::last_credit() {
  if (!document_.has("balance_source")) return;
  const auto unit = parse_word<Unit>(document_.text("last_unit")).value_or(sale_.unit);
  pair(fmt::format("{}.{}", kind_ == SlipKind::end_of_supply ? "slip.end_credit" : "slip.last_credit", document_.text("balance_source")),
       shown(Credit::of(unit, document_.number("last_credit"))));
  if (document_.has("carried_over")) pair("slip.carried_over", shown("carried_over"));
  if (document_.has("in_doubt")) pair("slip.stays_in_doubt", document_.text("in_doubt"));
}
void Facts::from_scheme() { pair("slip.from_scheme", style_.text("scheme." + document_.text("from_scheme"))); }
void Facts::to_scheme() { pair("slip.to_scheme", style_.text("scheme." + document_.text("to_scheme"))); }
void Facts::cards_void() {
  if (document_.has("cards_void")) pair("slip.cards_void", fmt::format("{}", document_.number("cards_void")));
}
void Facts::debts() {
  if (kind_ == SlipKind::end_of_supply || kind_ == SlipKind::refund) return money_pair("slip.debts_settled", "debts_settled");
  if (kind_ == SlipKind::transfer) return money_pair("slip.debts." + document_.text("debts_go"), "debts");
  money_pair("slip.debt_stays", "debt");
}
void Facts::money_stays() {
  if (!document_.has("balance_after") && !document_.has("credit")) text(style_.text("slip.money_stays"));
}
void Facts::from_account() { pair("slip.from_account", fmt::format("{}", document_.number("from_account"))); }
void Facts::from_customer() { pair("slip.from_customer", document_.text("from_customer")); }
void Facts::left_to_him() { money_pair("slip.left_to_him", "left_to_him"); }
void Facts::claimed() { money_pair("slip.claimed", "claimed"); }
void Facts::to_account() {
  if (document_.word<books::Leftover>("leftover") == books::Leftover::to_account) pair("slip.to_account", fmt::format("{} {}", document_.number("to_account"), document_.text("to_customer")));
}

// ── what the device should show now ──

/// A farmer's money is on his card.
std::string Facts::at_the_meter(std::string_view name) const { return fmt::format("{}{}", sale_.meter == MeterNumber{} ? "slip.card_" : "slip.", name); }

void Facts::remaining() {
  if (meter_told() && document_.has("remaining")) pair(at_the_meter("remaining"), shown("remaining"));
}
void Facts::should_show() {
  if (meter_told()) pair(at_the_meter("should_show"), sale_.unit == Unit::money ? style_.money(document_.money("should_show")) : shown("should_show"));
}
void Facts::estimate() {
  if (meter_told() && document_.has("units_e3") && sale_.unit == Unit::money)
    pair("slip.estimate", "≈ " + style_.number(divide(document_.number("units_e3"), 10, Round::down), 2) + " " + unit());
}
void Facts::next_price() {
  const auto price = document_.in("next").text("price");
  if (meter_told() && !price.empty())
    pair(document_.in("plan").text("unit") == plan_unit(Unit::volume) ? "slip.next_price_volume" : "slip.next_price", style_.decimal(price));
}
void Facts::left_in_step() {
  const auto next = document_.in("next");
  if (meter_told() && next.has("left_e3")) pair("slip.left_in_step", style_.number(divide(next.number("left_e3"), 10, Round::down), 2));
}

// ── by whom ──

void Facts::operator_and_till() { add(Row::Kind::pair, {style_.text("slip.operator") + " " + sale_.operator_full_name, style_.text("slip.till") + " " + sale_.till}); }
void Facts::signature() {
  if (!print_.signature.empty()) pair("slip.signature", print_.signature);
}
void Facts::reprint() {
  if (print_.reprint > 0)
    return text(style_.text("slip.reprint", {{"n", fmt::format("{}", print_.reprint)}, {"time", style_.time(print_.reprinted)}, {"by", print_.reprinted_by}}));
  if (print_.for_reading) text(style_.text("slip.for_reading"));
}
void Facts::foot_text() {
  if (!print_.foot.empty()) text(print_.foot);
}

}  // namespace kwota::receipt
