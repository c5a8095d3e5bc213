// What the counter page shows of the card that lies on the reader, in facts.
#include "sell/counter/contact.h"
#include "sell/counter/take_back.h"
#include "sim/field/world/world.h"
#include "work/teller/card_content.h"

namespace kwota::field {
namespace {

void say_account(World& world, const books::Reader& reader, std::int64_t number, Facts& facts) {
  const auto account = reader.find<books::Account>(number);
  const auto customer = account ? reader.find<books::Customer>(account->customer) : std::nullopt;
  const auto meter = account ? reader.find<books::Meter>(account->meter) : std::nullopt;
  if (customer) facts.say("customer", customer->name);
  if (!meter) return;
  const auto supply = counter::supply_of(reader, number, world.now());
  if (!supply.ok()) return;
  const auto standing = counter::carriage_states(reader, *supply);
  facts.say("applied", world.credit(standing.applied)).say("in_transit", world.credit(standing.in_transit));
  if (standing.remaining) facts.say("remaining", world.credit(*standing.remaining));
  if (standing.used_e5) facts.say("used", format_decimal(*standing.used_e5, 7));
  facts.say("refund_due", world.money(counter::refund_due(reader, number)));
}

}  // namespace

Result<Facts> World::page(const Window& window) {
  Facts facts;
  if (window.cards.size() > 1) return facts.say("state", "two_cards");
  if (window.trouble) return facts.say("state", "error").say("reason", window.trouble->code);
  if (!window.look) return facts.say("state", window.cards.empty() ? "empty" : "not_looked_at");
  const auto& look = *window.look;
  TRY(context, this->context(window.seller, &window));
  const auto read = books->read([&](const books::Reader& reader) -> Result<Done> {
    const auto contact = counter::on_contact(reader, teller::content_of(look), context);
    facts.say("state", std::string(counter::name_of(contact.state))).say("reason", contact.reason).say("sale", contact.sale);
    facts.say("amount", credit(contact.amount)).say("may_sum", contact.may_sum).say("may_be_worn", contact.may_be_worn);
    if (contact.account != 0) say_account(*this, reader, contact.account, facts);
    return Done{};
  });
  if (!read) return read.error();
  bool again = false;
  for (const auto& one : look.settled) {
    facts.say("settled", one.state);
    again = again || one.carried_again;
  }
  if (look.rekeyed) facts.say("rekeyed", std::to_string(*look.rekeyed));
  facts.say("carried_again", again).say("trouble", look.trouble ? look.trouble->code : "");
  facts.say("anomaly", look.statement ? std::string(word_of(look.statement->anomaly)) : std::string{})
      .say("statement", look.statement && look.statement->fresh ? "fresh" : "none");
  return facts;
}

}  // namespace kwota::field
