// The card on the desk, as the counter page shows it.
#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/reconcile/reconcile.h"
#include "sell/counter/order/brought_along.h"
#include "sell/counter/order/instruction_book.h"
#include "serve/desk/shown.h"
#include "work/teller/card_content.h"

namespace kwota::serve {
namespace {

constexpr std::size_t sales_held_against_meter = 10'000;  // more than a life of purchases

using boost::json::array;
using boost::json::value;

/// Of what was settled by this contact, the last one is what the cashier asks for.
void add_settled(object& out, const books::Reader& books, const Shown& shown, const std::vector<teller::Settled>& settled) {
  array all;
  for (const auto& one : settled) {
    const auto sale = books.find<books::Sale>(one.sale);
    object row{{"sale", one.sale}, {"state", word_of(one.state)}, {"amount", sale ? value(shown.credit(counter::amount_of(*sale))) : value(nullptr)}};
    row["outcome"] = one.state == books::SaleStatus::in_doubt || one.state == books::SaleStatus::booked ? "still_unknown" : one.carried_again ? "carried_again" : "confirmed";
    all.push_back(row);
    if (one.state != books::SaleStatus::applied && one.state != books::SaleStatus::taken_back) out["in_doubt"] = row;
  }
  out["settled"] = std::move(all);
}

/// Sold = applied + on the way + taken back for this meter, and the meter's own side; a meter that came back begins anew.
void add_reconciliation(object& out, const books::Reader& books, const Shown& shown, const counter::Supply& supply) {
  std::vector<reconcile::SoldCredit> sold;
  for (auto& sale : books.newest(books::Sale::of_account, sales_held_against_meter, supply.account.number)) {
    const auto state = books.find<books::SaleState>(sale.number);
    const bool of_this_time = sale.n == SequenceNumber{} || sale.n >= supply.account.first_number;
    if (sale.meter == supply.meter.number && of_this_time) sold.push_back({std::move(sale), state ? state->state : books::SaleStatus::booked});
  }
  const auto before = counter::said_before(books, supply.meter.number, supply.account.number, supply.account.statements_before);
  const auto figures = reconcile::reconcile(sold, supply.statement, before);
  object sum{{"unit", word_of(figures.unit)},
             {"sold", shown.credit(figures.sold)},
             {"applied", shown.credit(figures.applied)},
             {"in_transit", shown.credit(figures.in_transit)},
             {"taken_back", shown.credit(figures.taken_back)},
             {"gap", shown.credit(figures.gap)}};
  if (figures.meter) {
    sum["used"] = shown.credit(figures.meter->used);
    sum["remaining"] = shown.credit(figures.meter->remaining);
  }
  out["reconciliation"] = std::move(sum);
}

void add_unread(object& out, const books::Reader& books, const Shown& shown, const counter::Contact& contact) {
  const auto sale = books.find<books::Sale>(contact.sale);
  array choices{"wait"};
  if (contact.may_sum) choices.push_back("sum");
  choices.push_back("take_back");
  if (contact.may_be_worn) choices.push_back("replace_card");
  const Credit amount = sale ? counter::amount_of(*sale) : contact.amount;
  out["unread"] = object{{"sale", contact.sale}, {"amount", shown.credit(amount)}, {"sum", shown.credit(contact.amount)}, {"since", sale ? value(time_text(sale->time)) : value(nullptr)}, {"choices", std::move(choices)}};
}

/// What is strange about the meter's newest word, held against the one before it and the instruction that it names.
array anomalies_of(const books::Reader& books, const counter::Supply& supply, const Zone& zone) {
  const auto& reported = *supply.statement;
  std::optional<books::Statement> before;
  for (auto& row : books.newest<books::Statement>(2, supply.meter.number))
    if (row.number < reported.number && !before) before = std::move(row);
  const auto applied = counter::winner_of(books.select<books::Instruction>(supply.meter.number, reported.count), reported);
  array out;
  for (const auto& odd : reconcile::anomalies(reported, before, applied, supply.meter.sold, zone)) {
    object details;
    for (const auto& [name, text] : odd.details) details[name] = text;
    out.push_back(object{{"code", odd.code}, {"details", std::move(details)}});
  }
  return out;
}

/// What the meter said for this customer: its sums of before are another's.
books::Statement own_figures(const books::Reader& books, const counter::Supply& supply) {
  auto own = *supply.statement;
  if (const auto before = books::newest_statement(books, supply.meter.number, supply.account.statements_before)) {
    own.credited -= before->credited;
    own.surrendered -= before->surrendered;
    own.used_e5 -= before->used_e5;
    own.overdraft_cleared_e5 -= before->overdraft_cleared_e5;
  }
  return own;
}

void add_supply(object& out, const books::Reader& books, const Shown& shown, const counter::Contact& contact, const teller::Inspection& look, const people::Context& context) {
  const auto supply = counter::supply_of(books, contact.account, context.now);
  if (!supply) return;
  out["account"] = shown.account(books, *supply, context);
  if (supply->statement) {
    auto reported = shown.statement(own_figures(books, *supply), look.statement.has_value());
    reported["anomalies"] = anomalies_of(books, *supply, context.zone);
    out["statement"] = std::move(reported);
  }
  add_reconciliation(out, books, shown, *supply);
}

object refused_card(object out, const teller::Inspection& look) {
  object details;
  for (const auto& [name, text] : look.trouble->details) details[name] = text;
  out["state"] = "error";
  out["error"] = look.trouble->code;
  out["reason_code"] = look.trouble->code;
  out["details"] = std::move(details);
  out["serial"] = to_text(look.recognition.serial);
  return out;
}

}  // namespace

object Shown::card(const books::Reader& books, const OnDesk& on_desk, const people::Context& context) const {
  object out{{"session", on_desk.session}, {"reader", on_desk.reader}};
  if (on_desk.stopped_by_vault()) out["stopped_by_vault"] = true;
  if (on_desk.trouble) {
    out["state"] = "error";
    out["error"] = on_desk.trouble->code;
    out["reason_code"] = on_desk.trouble->code;
    return out;
  }
  if (!on_desk.look) {
    out["state"] = "reading";
    return out;
  }
  const auto& look = *on_desk.look;
  // Refused for the version of its keys: nothing of it was read, so there is nothing else to say of it.
  if (look.trouble && (cause_of(*look.trouble) == Cause::key_version_retired || cause_of(*look.trouble) == Cause::card_of_sample_keys)) return refused_card(std::move(out), look);
  const auto contact = counter::on_contact(books, teller::content_of(look), context);
  out["state"] = std::string(counter::name_of(contact.state));
  if (!contact.reason.empty()) out["reason_code"] = contact.reason;
  object details;
  for (const auto& [name, text] : contact.details) details[name] = text;
  out["details"] = std::move(details);
  if (look.recognition.condition != cards::CardCondition::foreign) out["serial"] = to_text(look.recognition.serial);
  if (look.recognition.product != nullptr) out["product"] = std::string(look.recognition.product->name);
  if (look.card && look.card->credit) out["purse"] = object{{"amount", money(look.card->credit->amount)}, {"n", look.card->credit->n.value()}};
  if (contact.account != 0) add_supply(out, books, *this, contact, look, context);
  if (contact.state == counter::CardState::unread_on_card) add_unread(out, books, *this, contact);
  if (contact.state == counter::CardState::in_doubt_found) {
    const auto sale = books.find<books::Sale>(contact.sale);
    out["in_doubt"] = object{{"sale", contact.sale}, {"amount", credit(sale ? counter::amount_of(*sale) : contact.amount)}, {"outcome", "still_unknown"}};
  }
  if (!look.settled.empty()) add_settled(out, books, *this, look.settled);
  if (look.trouble) out["error"] = look.trouble->code;
  return out;
}

}  // namespace kwota::serve
