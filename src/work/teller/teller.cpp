#include "work/teller/teller.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "books/lookup.h"
#include "books/newest_sales.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/scheme/scheme.h"
#include "work/teller/device_words.h"
#include "work/teller/scheme_seal.h"

namespace kwota::teller {

books::Actor actor(const Context& context, std::string action) {
  return {.operator_name = context.who.name, .action = std::move(action), .station = context.station};
}

namespace {
/// `marks`: by what the seal is found again in a PSAM that made it.
std::string details_of(const cards::Written& written, const Details& marks) {
  boost::json::object details{{"evidence", written.evidence}};
  for (const auto& [name, value] : marks) details[name] = value;
  if (written.cause) details["cause"] = written.cause->code;
  return boost::json::serialize(details);
}

/// The holder's first PIN is on no paper: the last six digits of his account number. [K]
Bytes first_pin(std::int64_t account) {
  const std::string digits = fmt::format("{:06}", account % 1'000'000);
  return Bytes(digits.begin(), digits.end());
}

bool awaits_writing(books::SaleStatus state) { return state == books::SaleStatus::booked || state == books::SaleStatus::in_doubt; }

/// Nothing was sent now. What an earlier attempt left on the card is unknown until the card is asked.
cards::Written nothing_written(Error cause, bool first_attempt) {
  cards::Written written;
  written.outcome = first_attempt ? cards::Outcome::not_done : cards::Outcome::in_doubt;
  written.evidence = first_attempt ? "nothing was sent to the card" : "nothing was sent now; an earlier attempt may have reached the card";
  written.cause = std::move(cause);
  return written;
}

}  // namespace

Result<std::uint32_t> Teller::county() {
  return books_.read([](const books::Reader& books) -> Result<std::uint32_t> {
    auto utility = books::utility_of(books);
    return utility.county;
  });
}

counter::Carriage Teller::event(const counter::CarryOrder& order, const CardSerial& serial, std::string details) const {
  return {.vault = vault_.name(), .sale = order.sale, .card = serial, .n = order.n, .revision = order.revision, .details = std::move(details)};
}

dialogue::Parties Teller::parties(CardOnReader& card) {
  dialogue::Parties all;
  all.device = [&card](const iso7816::Command& command) { return card.exchange(command); };
  all.vault = [this](const seal::Request& request) { return seal_for(nullptr, request, vault_); };
  all.journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; };  // nothing that could give credit leaves the vault
  return all;
}

dialogue::Parties Teller::parties(CardOnReader& card, const counter::CarryOrder& order, const scheme::Scheme& scheme, const CardSerial& serial, const Context& context) {
  auto all = parties(card);
  all.vault = [this, &scheme](const seal::Request& request) { return seal_for(&scheme, request, vault_); };
  all.journal = [this, &order, serial, &context](const dialogue::JournalNote&) -> Result<void> {
    const auto noted = books_.run(actor(context, "carry"), [&](const books::Reader& books) { return counter::sealing(books, event(order, serial, {}), context); });
    if (!noted) return noted.error();
    return {};
  };
  return all;
}

Result<cards::Recognition> Teller::recognise(CardOnReader& card) {
  TRY(ours, county());
  return dialogue::run(cards::recognise(families_, card.atr, ours), parties(card));
}

Result<Inspection> Teller::look(CardOnReader& card, const Context& context) {
  Inspection look;
  TRY(seen, recognise(card));
  look.recognition = seen;
  const auto finish = [&look](Result<void> result) {
    if (!result) look.trouble = result.error();
  };
  using cards::CardCondition;
  if (seen.number) {  // it holds money itself: its teller is another (purse_teller.h)
    finish(error(Fault::card, "card_of_another_kind", "This card holds money itself; nothing of it is sold here.", {{"family", std::string{seen.family->name()}}}));
    return look;
  }
  if (seen.is_to_be_made()) {
    finish(resume_issue(card, look, context));
  } else if (seen.condition == CardCondition::ours && seen.county) {
    finish(take_statement(card, look, context));
    if (!look.trouble) finish(settle(card, look, context));
    if (!look.trouble) finish(rekey_if_due(card, look, context));
  }
  return look;
}

Result<void> Teller::take_statement(CardOnReader& card, Inspection& look, const Context& context) {
  TRY(read_now, read(card, look.recognition, context));
  look.card = read_now;
  const auto row = statement_of(*look.card, context.now, context.who.name);
  if (!row) return {};
  auto taken = books_.run(actor(context, "statement"),
                          [&](const books::Reader& books) { return counter::take_statement(books, counter::StatementRequest{counted(books, *row)}, context); });
  if (!taken) return taken.error();
  look.statement = *taken;
  for (const auto& sale : taken->applied) look.settled.push_back({sale, books::SaleStatus::applied});
  for (const auto& sale : taken->taken_back) look.settled.push_back({sale, books::SaleStatus::taken_back});
  if (taken->order) return carry_again(card, look, *taken->order, context);
  return {};
}

std::optional<counter::Carriage> Teller::introduction(const books::Reader& books, const books::Card& card, const books::Meter& meter) const {
  const auto replaced = books::newest_sale(books, card.account, card.issued, [&](const books::Sale& sale) {
    const auto state = sale.kind == books::Operation::replacement && sale.card == card.serial ? books.find<books::SaleState>(sale.number) : std::nullopt;
    return state && state->state == books::SaleStatus::booked;
  });
  if (!replaced) return std::nullopt;
  return counter::Carriage{.vault = vault_.name(), .sale = replaced->number, .card = card.serial, .n = meter.applied, .revision = meter.revision, .details = {}};
}

Result<void> Teller::settle(CardOnReader& card, Inspection& look, const Context& context) {
  if (!look.card || !look.card->credit || !look.card->meter) return {};
  counter::PurseSeen purse{look.card->credit->amount, look.card->credit->n};
  // Nothing that waits to be written belongs to this card: then there is nothing to settle.
  auto waiting = books_.read([&](const books::Reader& books) -> Result<std::optional<counter::Carriage>> {
    const auto row = books.find<books::Card>(look.recognition.serial);
    const auto account = row ? books.find<books::Account>(row->account) : std::nullopt;
    const auto meter = account ? books.find<books::Meter>(account->meter) : std::nullopt;
    if (!meter) return std::optional<counter::Carriage>{};
    if (meter->number != *look.card->meter) purse = {};  // it carries for a meter that the account has no longer
    const bool unconfirmed = row->state == books::CardStatus::fresh;  // the program broke off before it had booked that the card is made
    const auto open = counter::in_transit(books, *meter);
    if (!open) return unconfirmed ? introduction(books, *row, *meter) : std::optional<counter::Carriage>{};
    // A sale that was being written when something broke; or the card does not hold the newest revision (a void, a sum).
    std::string sale;
    for (const auto& number : counter::sales_of(*open))
      if (const auto state = books.find<books::SaleState>(number); state && awaits_writing(state->state)) sale = number;
    if (sale.empty() && (unconfirmed || purse.amount != open->amount.for_device() || purse.n != open->n)) sale = counter::sales_of(*open).back();
    if (!sale.empty())
      return std::optional(counter::Carriage{.vault = vault_.name(), .sale = sale, .card = look.recognition.serial, .n = open->n, .revision = open->revision, .details = {}});
    return std::optional<counter::Carriage>{};
  });
  if (!waiting) return waiting.error();
  if (!*waiting) return note_pending(look, purse, context);
  auto condition = books_.run(actor(context, "settle"), [&](const books::Reader& books) { return counter::settle(books, **waiting, purse, context); });
  if (!condition) return condition.error();
  if (!condition->order) {
    look.settled.push_back({condition->sale, condition->state});
    return {};
  }
  return carry_again(card, look, *condition->order, context);
}

Result<void> Teller::note_pending(const Inspection& look, const counter::PurseSeen& purse, const Context& context) {
  const auto noted = books_.run(actor(context, "statement"), [&](const books::Reader& books) -> counter::Carried {
    const auto row = books.find<books::Card>(look.recognition.serial);
    const auto account = row ? books.find<books::Account>(row->account) : std::nullopt;
    const auto meter = account ? books.find<books::Meter>(account->meter) : std::nullopt;
    const auto open = meter ? counter::in_transit(books, *meter) : std::nullopt;
    if (!open || open->amount.for_device() != purse.amount || open->n != purse.n) return books::Decision<counter::CarriageState>{};
    const counter::Carriage event{.vault = vault_.name(), .sale = counter::sales_of(*open).back(), .card = look.recognition.serial,
                                  .n = open->n, .revision = open->revision, .details = {}};
    return counter::came_back_pending(books, event, context);
  });
  if (!noted) return noted.error();
  return {};
}

Result<void> Teller::resume_issue(CardOnReader& card, Inspection& look, const Context& context) {
  // A card whose making was broken off is in the books already, with the sale that it shall carry.
  auto order = books_.read([&](const books::Reader& books) -> Result<std::optional<counter::CarryOrder>> {
    const auto row = books.find<books::Card>(look.recognition.serial);
    if (!row || row->state != books::CardStatus::fresh) return std::optional<counter::CarryOrder>{};
    const auto begun = books::newest_sale(books, row->account, row->issued, [&](const books::Sale& sale) {
      const auto state = sale.card == row->serial ? books.find<books::SaleState>(sale.number) : std::nullopt;
      return state && awaits_writing(state->state);
    });
    if (!begun) return std::optional<counter::CarryOrder>{};
    TRY(found, counter::order_of_sale(books, begun->number, row->serial, context.now));
    return std::optional(found);
  });
  if (!order) return order.error();
  if (!*order) return {};
  return carry_again(card, look, **order, context);
}

Result<void> Teller::carry_again(CardOnReader& card, Inspection& look, const counter::CarryOrder& order, const Context& context) {
  TRY(done, carry_order(card, order, false, context));
  look.settled.push_back({order.sale, done.condition.state, done.written.outcome == cards::Outcome::done});
  if (done.written.outcome != cards::Outcome::done && done.written.cause) return *done.written.cause;
  TRY(seen, recognise(card));
  look.recognition = seen;
  if (seen.condition != cards::CardCondition::ours) return {};
  TRY(read_now, read(card, seen, context));
  look.card = read_now;
  return {};
}

bool Teller::was_sealed(const counter::CarryOrder& order) {
  const auto sealed = books_.read([&](const books::Reader& books) -> Result<bool> {
    for (const auto& row : books.select(books::JournalEntry::of_sale, order.sale))
      if (row.what == books::JournalEvent::sealing && row.n == order.n && row.revision == order.revision) return true;
    return false;
  });
  return !sealed.ok() || *sealed;
}

Result<Carried> Teller::carry(CardOnReader& card, const counter::CarryOrder& order, const Context& context) {
  return carry_order(card, order, true, context);
}

Result<Carried> Teller::carry_order(CardOnReader& card, const counter::CarryOrder& order, bool at_sale, const Context& context) {
  const auto seen = recognise(card);
  CardSerial serial;
  if (const auto named = cards::serial_of_atr(card.atr); named.ok()) serial = *named;
  const bool first = !was_sealed(order);
  const Details marks_before = vault_.seal_marks();
  auto written = seen.ok() ? write(card, order, *seen, context) : Result<cards::Written>(nothing_written(seen.error(), first));
  const cards::Written what = written.ok() ? *written : nothing_written(written.error(), first);
  const Details marks = vault_.seal_marks();
  auto delivered = event(order, serial, details_of(what, marks == marks_before ? Details{} : marks));
  delivered.at_sale = at_sale;
  auto condition = books_.run(actor(context, "carry"), [&](const books::Reader& books) {
    switch (what.outcome) {
      case cards::Outcome::done: return counter::carried(books, delivered, context);
      case cards::Outcome::not_done: return counter::not_carried(books, delivered, context);
      case cards::Outcome::in_doubt: break;
    }
    return counter::in_doubt(books, delivered, context);
  });
  if (!condition) return condition.error();
  return Carried{*condition, what};
}

Result<cards::Written> Teller::write(CardOnReader& card, const counter::CarryOrder& order, const cards::Recognition& seen, const Context& context) {
  using cards::CardCondition;
  if (seen.is_to_be_made()) return issue(card, order, seen, context);
  MUST(cards::must_be_ours(seen));
  return write_credit(card, order, seen, context);
}

Result<cards::Written> Teller::write_credit(CardOnReader& card, const counter::CarryOrder& order, const cards::Recognition& seen, const Context& context) {
  TRY(scheme, scheme_for(order, context));
  TRY(on_card, read(card, seen, context));
  auto delivery = delivery_of(order);
  delivery.keys.serial = seen.serial;
  delivery.keys.version = on_card.key_version;
  delivery.nonces = cards::Nonces::from(random_);
  TRY(voids, voids_for(order.meter, context));
  delivery.voids = voids;
  delivery.first_attempt = !was_sealed(order);
  return dialogue::run(seen.family->write_credit(std::move(delivery), std::move(on_card)), parties(card, order, *scheme, seen.serial, context));
}

Result<const scheme::Scheme*> Teller::scheme_for(const counter::CarryOrder& order, const Context& context) {
  return books_.read([&](const books::Reader& books) { return scheme_of_account(books, order.account, context); });
}

Result<const cards::Family*> Teller::family_for(const scheme::Scheme& scheme) {
  const auto* family = families_.maker_of(scheme.card_product);
  if (family != nullptr) return family;
  return error(Fault::request, "card_of_another_kind", "No card is made for accounts of this scheme; nothing was written.",
               {{"family", std::string{scheme.card_product}}});
}

Result<cards::Written> Teller::issue(CardOnReader& card, const counter::CarryOrder& order, const cards::Recognition& seen, const Context& context) {
  TRY(scheme, scheme_for(order, context));
  TRY(family, family_for(*scheme));
  TRY(ours, county());
  TRY(version, version_for(seen.serial, order.meter, context));
  MUST(note_version(seen.serial, version, context));  // a card whose making is broken off is finished with the same keys
  auto delivery = delivery_of(order);
  delivery.keys.serial = seen.serial;
  delivery.keys.version = version;
  delivery.nonces = cards::Nonces::from(random_);
  delivery.first_attempt = !was_sealed(order);
  auto holder = holder_of(order, ours, context.zone.local(context.now).date);
  holder.pin = first_pin(order.account);
  return dialogue::run(family->issue(std::move(delivery), std::move(holder)), parties(card, order, *scheme, seen.serial, context));
}

}  // namespace kwota::teller
