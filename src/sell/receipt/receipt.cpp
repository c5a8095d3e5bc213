#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "sell/receipt/capitals.h"
#include "sell/receipt/drawer_slips.h"
#include "sell/ledger/tender.h"
#include "sell/receipt/slip.h"

namespace kwota::receipt {
namespace {

namespace json = boost::json;

/// A sale's document, read with defaults: an older document may lack what a newer one has.
class Paper {
 public:
  explicit Paper(const json::object& document) : document_(&document) {}
  bool has(std::string_view key) const { return document_->contains(key); }
  std::string text(std::string_view key) const {
    const auto* value = document_->if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->get_string().c_str()} : std::string{};
  }
  std::int64_t number(std::string_view key) const {
    const auto* value = document_->if_contains(key);
    return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : 0;
  }
  Money money(std::string_view key) const { return Money::minor(number(key)); }
  Paper in(std::string_view key) const {
    static const json::object nothing;
    const auto* value = document_->if_contains(key);
    return Paper{value != nullptr && value->is_object() ? value->get_object() : nothing};
  }
  std::vector<Paper> list(std::string_view key) const {
    std::vector<Paper> out;
    if (const auto* value = document_->if_contains(key); value != nullptr && value->is_array())
      for (const auto& one : value->get_array())
        if (one.is_object()) out.push_back(Paper{one.get_object()});
    return out;
  }

 private:
  const json::object* document_;
};

/// The order in which the money is taken: debt, charges, energy, taxes, and what is only shown.
int rank(const Paper& line) {
  if (line.has("memo")) return 4;
  if (line.has("left")) return 0;
  if (line.has("units_e3")) return 2;
  return line.has("base") ? 3 : 1;
}

class Receipt {
 public:
  Receipt(const books::Sale& sale, const Paper& paper, const Print& print) : sale_(sale), paper_(paper), print_(print), style_(print.style), slip_(begin_slip(print.style)) {}
  Slip write() {
    head();
    if (sale_.kind == books::Operation::change_scheme) goes_on();
    else if (paper_.has("lines")) lines();
    else if (sale_.kind == books::Operation::swap) swapped();
    else if (sale_.kind == books::Operation::transfer) transferred();
    else if (ends_supply()) ended();
    else others();
    meter();
    foot();
    return std::move(slip_);
  }

 private:
  using Kind = Row::Kind;
  void add(Kind kind, std::vector<std::string> cells) { slip_.rows.push_back({kind, std::move(cells)}); }
  void pair(std::string_view key, std::string value) { add(Kind::pair, {style_.text(key), std::move(value)}); }

  /// A refund with which the account ended.
  bool ends_supply() const { return sale_.kind == books::Operation::refund && paper_.has("balance_source"); }

  void head() {
    add(Kind::title, {paper_.text("utility")});
    add(Kind::title, {style_.text(fmt::format("slip.title.{}", ends_supply() ? "end_of_supply" : word_of(sale_.kind)))});
    if (style_.language == "ru") add(Kind::title, {style_.text("slip.not_fiscal")});
    add(Kind::rule, {});
    pair("slip.number", sale_.number);
    pair("slip.time", style_.time(sale_.time));
    pair("slip.account", fmt::format("{}", sale_.account));
    const auto customer = paper_.in("customer");
    pair("slip.customer", customer.text("name"));
    const auto address = customer.text("service_address");
    if (!address.empty()) pair("slip.address", address);
    if (!sale_.meter.is_zero()) pair("slip.meter", to_text(sale_.meter));
    if (sale_.card) pair("slip.card", "…" + to_text(*sale_.card).substr(12));
    if (paper_.text("carrier") == "link" && sale_.kind != books::Operation::closing) add(Kind::text, {style_.text("slip.in_transit")});
    if (sale_.n.value() != 0) pair("slip.count", fmt::format("{}", sale_.n.value()));
    add(Kind::rule, {});
  }

  /// The debt's kind in the customer's language, with the part of each payment that it takes.
  std::string debt_label(const Paper& line) const {
    const auto debt = line.in("debt");
    const auto names = debt.in("names");
    auto name = names.text(style_.language).empty() ? names.text("en") : names.text(style_.language);
    if (name.empty()) name = style_.text("slip.claim");
    if (debt.text("rule") == "percent") name += " " + style_.decimal(debt.text("value")) + " %";
    return style_.text("slip.line.debt_named", {{"name", name}, {"left", style_.amount(line.money("left"))}});
  }

  /// What a payment that bought nothing by a plan recovered of debts.
  void recovered() {
    for (const auto& line : paper_.list("recovered")) add(Kind::pair, {debt_label(line), style_.amount(line.money("minor"))});
  }

  /// A tax that the prices contain: it is said, and adds nothing.
  std::string included(const Paper& line) const {
    const auto name = named(line.text("id"));
    return style_.text("slip.line.included", {{"tax", name}, {"base", style_.amount(line.money("base"))}});
  }

  std::string named(const std::string& id) const {
    const auto key = "slip.line." + id;
    const auto known = style_.text(key);
    return known == key ? id : known;
  }

  std::string label(const Paper& line) const {
    if (line.has("memo")) return included(line);
    const auto step = fmt::format("{}", line.number("step"));
    if (line.has("debt")) return debt_label(line);
    if (line.has("left"))
      return style_.text("slip.line.debt", {{"left", style_.amount(line.money("left"))}});
    if (line.has("units_e3")) return style_.text(line.has("step") ? "slip.line.step" : "slip.line.energy", {{"step", step}});
    return named(line.text("id"));
  }

  /// The plan's unit as this language writes it.
  std::string unit() const {
    const auto plain = paper_.in("plan").text("unit");
    const auto key = "slip.unit." + plain;
    const auto known = style_.text(key);
    return known == key ? plain : known;
  }

  /// What a meter gets or holds, in its unit.
  std::string credit(Credit amount) const {
    if (amount.unit() == Unit::money) return style_.amount(amount.money());
    return style_.number(amount.for_device().minor(), 2) + " " + unit();
  }
  std::string credit(std::string_view name) const { return credit(Credit::of(sale_.unit, paper_.number(name))); }

  /// By what it was paid: each tender with its number, of cash what was handed over, and the change.
  void tenders() {
    const Money change = paper_.money("change");
    if (sale_.tenders.empty()) {
      pair("slip.received", style_.amount(paper_.has("received") ? paper_.money("received") : sale_.tendered));
      return pair("slip.change", style_.amount(change));
    }
    for (const auto& [tender, amount, reference] : sale_.tenders)
      if (tender != books::Tender::cash)
        add(Kind::pair, {fmt::format("{}{}{}", style_.text(fmt::format("tender.{}", word_of(tender))), reference.empty() ? "" : " ", reference), style_.amount(amount)});
    const Money cash = sale_.tenders.of(books::Tender::cash) + change;
    if (cash.is_zero()) return;
    pair("tender.cash", style_.amount(cash));
    pair("slip.change", style_.amount(change));
  }

  /// What was bought, and by which prices.
  void items() {
    add(Kind::pair, {style_.text("slip.plan"), paper_.in("plan").text("name") + " " + sale_.plan_version});
    add(Kind::item, {style_.text("slip.item"), unit(), style_.text("slip.price"), style_.currency});
    auto lines = paper_.list("lines");
    std::stable_sort(lines.begin(), lines.end(), [](const Paper& a, const Paper& b) { return rank(a) < rank(b); });
    for (const auto& line : lines) {
      const auto units = line.has("units_e3") ? style_.number(divide(line.number("units_e3"), 10, Round::down), 2) : std::string{};
      add(Kind::item, {label(line), units, line.has("price") ? style_.decimal(line.text("price")) : std::string{}, style_.amount(line.money("minor"))});
    }
  }

  void lines() {
    items();
    add(Kind::total, {style_.text("slip.credit"), credit(sale_.credit)});
    add(Kind::total, {style_.text("slip.total"), style_.money(sale_.tendered)});
    if (style_.language == "zh" && style_.currency == "CNY") add(Kind::text, {style_.text("slip.capitals") + " " + capitals(sale_.tendered)});
    tenders();
    if (const auto residue = paper_.money("residue"); !residue.is_zero()) pair("slip.residue", style_.amount(residue));
  }

  /// What the operator wrote, or the word for what he chose.
  std::string reason() const {
    if (paper_.has("reason")) return paper_.text("reason");
    const auto key = "slip.reason." + sale_.reason;
    const auto known = style_.text(key);
    return known == key ? sale_.reason : known;
  }

  void others() {
    if (!sale_.original.empty()) pair("slip.original", sale_.original);
    if (paper_.has("credit_taken_back")) pair("slip.credit_taken_back", credit("credit_taken_back"));
    if (sale_.kind == books::Operation::supplement) pair("slip.credit", sale_.unit == Unit::money ? style_.money(sale_.credit.money()) : credit(sale_.credit));
    if (paper_.has("carried_again")) pair("slip.carried_again", credit("carried_again"));
    if (!sale_.reason.empty()) pair("slip.reason", reason());
    if (!sale_.approved_by.empty()) pair("slip.approved_by", sale_.approved_by);
    if (const auto purpose = paper_.text("purpose"); !purpose.empty())
      add(Kind::text, {style_.text("slip.purpose." + purpose)});
    else if (sale_.kind == books::Operation::closing)
      add(Kind::text, {style_.text(paper_.text("carrier") == "link" ? "slip.closing_by_line" : "slip.closing_waits")});
    if (sale_.kind == books::Operation::supplement || sale_.kind == books::Operation::closing) return;
    if (paper_.has("balance_before")) pair("slip.balance_before", style_.amount(paper_.money("balance_before")));
    recovered();
    const bool pays_out = sale_.kind == books::Operation::refund || sale_.kind == books::Operation::payment_back;
    const bool waits = sale_.kind == books::Operation::take_back || sale_.kind == books::Operation::deduct;
    const auto key = waits ? "slip.refund_pending" : pays_out ? "slip.paid_out" : "slip.total";
    const auto amount = sale_.tendered.is_negative() ? -sale_.tendered : sale_.tendered;
    add(Kind::total, {style_.text(key), style_.money(amount)});
    if (waits) add(Kind::text, {style_.text("slip.refund_waits")});
    if (sale_.kind == books::Operation::payment || !sale_.tenders.empty()) tenders();
    if (!paper_.has("balance_before")) return;
    add(Kind::total, {style_.text("slip.balance_after"), style_.money(paper_.money("balance_after"))});
  }

  void register_pair(std::string_view key, std::string_view name) {
    if (paper_.has(name)) pair(key, style_.number(divide(paper_.number(name), 10, Round::down), 2) + " " + unit());
  }
  void why_and_by_whom() {
    if (!sale_.reason.empty()) pair("slip.reason", reason());
    if (!sale_.approved_by.empty()) pair("slip.approved_by", sale_.approved_by);
  }

  /// In the unit of the meter that held it.
  std::string last_credit() const {
    const auto unit = parse_word<Unit>(paper_.text("last_unit")).value_or(sale_.unit);
    return credit(Credit::of(unit, paper_.number("last_credit")));
  }
  void last_word(std::string_view credit_key) {
    pair(fmt::format("{}.{}", credit_key, paper_.text("balance_source")), last_credit());
    if (paper_.has("carried_over")) pair("slip.carried_over", credit("carried_over"));
    if (paper_.has("in_doubt")) pair("slip.stays_in_doubt", paper_.text("in_doubt"));
  }

  /// What the meter held at its end, and which way each sum goes.
  void ended() {
    register_pair("slip.end_register", "last_register");
    last_word("slip.end_credit");
    if (paper_.has("claimed")) pair("slip.claimed", style_.money(paper_.money("claimed")));
    if (paper_.has("debts_settled")) pair("slip.debts_settled", style_.money(paper_.money("debts_settled")));
    why_and_by_whom();
    const auto way = paper_.text("leftover");
    if (way == "to_account") pair("slip.to_account", fmt::format("{} {}", paper_.number("to_account"), paper_.text("to_customer")));
    const auto key = way == "to_account" ? "slip.put_onto_it" : way == "stays_owed" ? "slip.stays_owed" : "slip.paid_out";
    add(Kind::total, {style_.text(key), style_.money(paper_.money("left"))});
    if (!sale_.tenders.empty()) tenders();
  }

  /// Both meters with their registers, what the old one held and how that is known, and what the new one gets for it.
  void swapped() {
    pair("slip.old_meter", paper_.text("old_meter"));
    register_pair("slip.last_register", "last_register");
    register_pair("slip.first_register", "first_register");
    if (paper_.has("balance_source")) last_word("slip.last_credit");
    why_and_by_whom();
    // A balance at the server: no credit goes anywhere.
    if (paper_.has("balance_after")) return add(Kind::total, {style_.text("slip.balance_after"), style_.money(paper_.money("balance_after"))});
    add(Kind::total, {style_.text("slip.compensation"), credit(sale_.credit)});
  }

  /// From which scheme to which, what the meter held or the server had, and where it lies now.
  void goes_on() {
    pair("slip.from_scheme", style_.text("scheme." + paper_.text("from_scheme")));
    pair("slip.to_scheme", style_.text("scheme." + paper_.text("to_scheme")));
    if (paper_.has("old_meter")) pair("slip.old_meter", paper_.text("old_meter"));
    register_pair(paper_.has("old_meter") ? "slip.last_register" : "slip.end_register", "last_register");
    register_pair("slip.first_register", "first_register");
    if (paper_.has("balance_source")) last_word("slip.last_credit");
    if (paper_.has("cards_void")) pair("slip.cards_void", fmt::format("{}", paper_.number("cards_void")));
    if (paper_.has("debt")) pair("slip.debt_stays", style_.money(paper_.money("debt")));
    why_and_by_whom();
    if (paper_.has("balance_after")) return add(Kind::total, {style_.text("slip.balance_after"), style_.money(paper_.money("balance_after"))});
    if (!paper_.has("credit")) return add(Kind::text, {style_.text("slip.money_stays")});
    if (paper_.has("lines")) items();
    add(Kind::total, {style_.text("slip.credit"), credit(sale_.credit)});
    if (paper_.has("residue")) pair("slip.residue", style_.amount(paper_.money("residue")));
  }

  /// From whom, what of it comes along, and what stays with him.
  void transferred() {
    pair("slip.from_account", fmt::format("{}", paper_.number("from_account")));
    pair("slip.from_customer", paper_.text("from_customer"));
    if (paper_.has("left_to_him")) pair("slip.left_to_him", style_.money(paper_.money("left_to_him")));
    if (paper_.has("claimed")) pair("slip.claimed", style_.money(paper_.money("claimed")));
    if (paper_.has("debts")) pair("slip.debts." + paper_.text("debts_go"), style_.money(paper_.money("debts")));
    why_and_by_whom();
    add(Kind::total, {style_.text("slip.handed_over"), credit(sale_.credit)});
  }

  void meter() {
    if (!paper_.has("should_show")) return;
    add(Kind::rule, {});
    const std::string where = sale_.meter == MeterNumber{} ? "slip.card_" : "slip.";  // a farmer's money is on his card
    if (paper_.has("remaining")) pair(where + "remaining", credit("remaining"));
    pair(where + "should_show", sale_.unit == Unit::money ? style_.money(paper_.money("should_show")) : credit("should_show"));
    if (paper_.has("units_e3") && sale_.unit == Unit::money)
      pair("slip.estimate", "≈ " + style_.number(divide(paper_.number("units_e3"), 10, Round::down), 2) + " " + unit());
    const auto next = paper_.in("next");
    if (!next.text("price").empty()) pair(paper_.in("plan").text("unit") == plan_unit(Unit::volume) ? "slip.next_price_volume" : "slip.next_price", style_.decimal(next.text("price")));
    if (next.has("left_e3")) pair("slip.left_in_step", style_.number(divide(next.number("left_e3"), 10, Round::down), 2));
  }

  void foot() {
    add(Kind::rule, {});
    add(Kind::pair, {style_.text("slip.operator") + " " + sale_.operator_full_name, style_.text("slip.till") + " " + sale_.till});
    if (!print_.signature.empty()) pair("slip.signature", print_.signature);
    if (print_.reprint > 0)
      add(Kind::text, {style_.text("slip.reprint", {{"n", fmt::format("{}", print_.reprint)},
                                                       {"time", style_.time(print_.reprinted)},
                                                       {"by", print_.reprinted_by}})});
    else if (print_.for_reading)
      add(Kind::text, {style_.text("slip.for_reading")});
    slip_.qr = print_.qr;
  }

  const books::Sale& sale_;
  const Paper& paper_;
  const Print& print_;
  Style style_;
  Slip slip_;
};

}  // namespace

Result<Slip> receipt_of(const books::Sale& sale, const Print& print) {
  if (const auto year = sale.away(); year != 0)
    return error(Fault::ours, "archive_missing", fmt::format("The archive of {} is not beside the books, so the slip of {} cannot be shown. Put its file back into the folder of archives.", year, sale.number),
                 {{"year", std::to_string(year)}, {"sale", sale.number}});
  json::error_code bad, bad_names;
  auto document = json::parse(sale.document, bad);
  const auto names = json::parse(sale.names, bad_names);
  if (bad || bad_names || !document.is_object() || !names.is_object())
    return error(Fault::ours, "document_damaged", "The document of this sale cannot be read; nothing was booked. Run verify.", {{"sale", sale.number}});
  document.get_object().insert(names.get_object().begin(), names.get_object().end());
  const Paper paper{document.get_object()};
  auto slip = Receipt{sale, paper, print}.write();
  if (!print.head.empty()) slip.rows.insert(slip.rows.begin(), Row{Row::Kind::title, {print.head}});
  if (!print.foot.empty()) slip.rows.push_back({Row::Kind::text, {print.foot}});
  return slip;
}

Slip begin_slip(const Style& style) {
  Slip slip;
  if (style.sample) slip.rows.push_back({Row::Kind::title, {style.text("slip.sample")}});
  return slip;
}

namespace {

/// What a shift took beside cash: by its receipts, and what the slips add up to.
void by_tender(const books::Shift& shift, const till::Figures& figures, const Style& style, Slip& slip) {
  const auto add = [&](Row::Kind kind, std::vector<std::string> cells) { slip.rows.push_back({kind, std::move(cells)}); };
  const auto pair = [&](std::string_view key, Money amount) { add(Row::Kind::pair, {style.text(key), style.amount(amount)}); };
  bool begun = false;
  for (const auto& row : ledger::tenders()) {
    const auto found = figures.tenders.find(row.tender);
    const auto moved = found == figures.tenders.end() ? till::Figures::Moved{} : found->second;
    const Money expected = shift.slips_expected.of(row.tender), counted = shift.slips.of(row.tender), first = shift.first_slips.of(row.tender);
    if (row.counted || (moved.count == 0 && expected.is_zero() && counted.is_zero() && first.is_zero())) continue;
    if (!std::exchange(begun, true)) add(Row::Kind::rule, {}), add(Row::Kind::text, {style.text("slip.closing.by_tender")});
    add(Row::Kind::pair, {fmt::format("{} ({})", style.text(fmt::format("tender.{}", word_of(row.tender))), moved.count), style.amount(expected)});
    if (first != counted) pair("slip.closing.slips_first", first);
    pair("slip.closing.slips", counted);
    if (counted != expected) pair("slip.closing.slips_difference", counted - expected);
  }
}

}  // namespace

Slip closing_slip(const books::Utility& utility, const books::Station& station, const books::Shift& shift, const till::Figures& figures,
                  const Style& style, const books::Pieces& pieces) {
  Slip slip = begin_slip(style);
  const auto add = [&](Row::Kind kind, std::vector<std::string> cells) { slip.rows.push_back({kind, std::move(cells)}); };
  const auto pair = [&](std::string_view key, std::string value) { add(Row::Kind::pair, {style.text(key), std::move(value)}); };
  add(Row::Kind::title, {utility.name});
  add(Row::Kind::title, {style.text(shift.expected ? "slip.closing.title" : "slip.closing.interim", {{"number", fmt::format("{}", shift.number)}})});
  add(Row::Kind::rule, {});
  pair("slip.closing.station", station.name + " " + shift.till);
  pair("slip.operator", shift.operator_name);
  pair("slip.closing.opened", style.time(shift.opened));
  if (shift.closed) pair("slip.closing.closed", style.time(*shift.closed));
  pair("slip.closing.receipts", figures.receipts == 0 ? "0" : fmt::format("{} - {}: {}", figures.first_number, figures.last_number, figures.receipts));
  pair("slip.closing.reprints", fmt::format("{}", shift.reprints));
  pair("slip.closing.in_doubt", fmt::format("{} ({})", figures.in_doubt.count, style.amount(figures.in_doubt.amount)));
  if (figures.in_transit.count > 0)
    pair("slip.closing.in_transit", fmt::format("{} ({})", figures.in_transit.count, style.amount(figures.in_transit.amount)));
  add(Row::Kind::rule, {});
  for (const auto& [kind, sum] : figures.kinds)
    add(Row::Kind::pair, {fmt::format("{} ({})", style.text(fmt::format("slip.kind.{}", word_of(kind))), sum.count), style.amount(sum.amount)});
  if (figures.one_hand.count > 0)
    pair("slip.one_hand", fmt::format("{} ({})", figures.one_hand.count, style.amount(figures.one_hand.amount)));
  add(Row::Kind::rule, {});
  pair("slip.closing.float", style.amount(shift.opening_float));
  const auto cash = figures.tenders.find(books::Tender::cash);
  const auto in_cash = cash == figures.tenders.end() ? till::Figures::Moved{} : cash->second;
  pair("slip.closing.received", style.amount(in_cash.in));
  pair("slip.closing.paid_out", style.amount(-in_cash.out));
  if (figures.drops.count > 0)
    add(Row::Kind::pair, {fmt::format("{} ({})", style.text("slip.closing.drops"), figures.drops.count), style.amount(-figures.drops.amount)});
  if (shift.expected) add(Row::Kind::total, {style.text("slip.closing.expected"), style.money(*shift.expected)});
  else add(Row::Kind::total, {style.text("slip.closing.expected"), style.money(shift.opening_float + in_cash.in - in_cash.out - figures.drops.amount)});
  if (shift.first_counted && shift.first_counted != shift.counted)
    pair("slip.closing.first_counted", style.money(*shift.first_counted));
  if (shift.counted) add(Row::Kind::total, {style.text("slip.closing.counted"), style.money(*shift.counted)});
  if (shift.expected && shift.counted) add(Row::Kind::total, {style.text("slip.closing.difference"), style.money(*shift.counted - *shift.expected)});
  add_pieces(pieces, style, slip);
  by_tender(shift, figures, style, slip);
  if (!shift.difference_reason.empty()) pair("slip.reason", shift.difference_reason);
  if (!shift.accepted_by.empty()) pair("slip.approved_by", shift.accepted_by);
  add(Row::Kind::rule, {});
  add(Row::Kind::pair, {style.text("slip.closing.cashier") + " ________", style.text("slip.closing.supervisor") + " ________"});
  return slip;
}

}  // namespace kwota::receipt
