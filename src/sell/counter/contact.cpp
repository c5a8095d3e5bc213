#include "sell/counter/contact.h"

#include <array>

#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/counter/carriage.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/sell.h"

namespace kwota::counter {
namespace {

constexpr std::array<std::string_view, 6> state_names{"recognised",       "unknown_card",   "blocked_card",
                                                      "no_sale_customer", "unread_on_card", "in_doubt_found"};

Contact unknown(std::string reason) {
  Contact out;
  out.reason = std::move(reason);
  return out;
}

Contact unreadable(CardTrouble trouble) { return unknown(std::string(word_of(trouble))); }

/// A card that the books do not have says itself why.
Contact stranger(const books::Reader& books, const CardContent& content) {
  const auto utility = books.only<books::Utility>();
  if (content.trouble != CardTrouble::none) return unreadable(content.trouble);
  if (content.product.empty()) return unreadable(CardTrouble::foreign);
  if (utility && content.county && *content.county != utility->county) {
    auto out = unknown("other_county");
    out.details["county"] = std::to_string(*content.county);
    return out;
  }
  return unknown(content.is_a_customers ? "not_ours" : "tool_card");
}

Contact of_sale(Contact out, CardState state, std::string sale, Credit amount) {
  out.state = state;
  out.sale = std::move(sale);
  out.amount = amount;
  return out;
}

/// The sale of an instruction that still waits for a card: booked and interrupted, or in doubt.
std::string doubtful(const books::Reader& books, const books::Instruction& instruction) {
  for (const auto& number : sales_of(instruction)) {
    const auto state = books.find<books::SaleState>(number);
    if (state && (state->state == SaleStatus::in_doubt || state->state == SaleStatus::booked)) return number;
  }
  return {};
}

/// Once a customer forgets to put the card into the meter; twice the card or the meter is asked. [K]
constexpr std::size_t visits_until_worn = 2;

/// A void that the card does not hold yet is carried like any other instruction. What it holds for a former meter is no part of this book.
bool holds(const CardContent& content, const books::Instruction& instruction) {
  return (!content.meter || *content.meter == instruction.meter) && content.purse && *content.purse == instruction.amount.for_device() && content.purse_n == instruction.n;
}

Contact of_account(const books::Reader& books, const CardContent& content, const Supply& supply, Contact out) {
  if (const auto& unread = supply.in_transit) {
    if (const auto sale = doubtful(books, *unread); !sale.empty()) return of_sale(std::move(out), CardState::in_doubt_found, sale, unread->amount);
    const auto newest = sales_of(*unread).back();
    if (!holds(content, *unread)) return of_sale(std::move(out), CardState::in_doubt_found, newest, unread->amount);
    out.may_sum = unread->kind != books::InstructionKind::closing;
    out.may_be_worn = visits_without_effect(books, newest, *content.serial) >= visits_until_worn;
    return of_sale(std::move(out), CardState::unread_on_card, newest, unread->amount);
  }
  if (const auto may = may_be_sold_to(supply); !may.ok()) {
    out.state = CardState::no_sale_customer;
    out.reason = may.error().code;
    out.details = may.error().details;
    return out;
  }
  out.state = CardState::recognised;
  return out;
}

}  // namespace

std::string_view name_of(CardState state) { return state_names[static_cast<std::size_t>(state)]; }

Contact on_contact(const books::Reader& books, const CardContent& content, const Context& context) {
  if (content.trouble == CardTrouble::foreign) return unreadable(content.trouble);
  const auto card = content.serial ? books.find<books::Card>(*content.serial) : std::nullopt;
  if (!card || card->state == books::CardStatus::spoiled) return stranger(books, content);
  if (card->kind != books::CardKind::user) return unknown("tool_card");  // a crew's, nobody's account
  Contact out;
  out.account = card->account;
  const auto usable = usable_card(books, content.serial, card->account, context);
  if (!usable.ok()) {
    out.state = cause_of(usable.error()) == Cause::account_closed ? CardState::no_sale_customer : CardState::blocked_card;
    out.reason = usable.error().code;
    out.details = usable.error().details;
    return out;
  }
  if (content.trouble == CardTrouble::damaged || content.trouble == CardTrouble::half_made) {
    out.reason = word_of(content.trouble);
    return out;
  }
  const auto supply = supply_of(books, card->account, context.now, context.plans);
  if (!supply.ok()) {
    out.state = CardState::no_sale_customer;
    out.reason = supply.error().code;
    out.details = supply.error().details;
    return out;
  }
  return of_account(books, content, *supply, std::move(out));
}

Standings carriage_states(const books::Reader& books, const Supply& supply) {
  Standings out;
  if (const auto& reported = supply.statement) {
    const auto before = books::newest_statement(books, supply.meter.number, supply.account.statements_before).value_or(books::Statement{});
    out.applied = reported->credited - before.credited;
    out.remaining = reported->remaining - reported->overdraft;
    out.used_e5 = reported->used_e5 - before.used_e5;
  }
  if (supply.in_transit) out.in_transit = supply.in_transit->amount;
  return out;
}

}  // namespace kwota::counter
