#include "serve/desk/desk_work.h"

#include "base/cause.h"
#include "books/lookup.h"
#include "books/parts/sale_outcome.h"
#include "seal/vaults/vaults.h"
#include "serve/desk/remote_work.h"
#include "serve/desk/shown.h"
#include "serve/desk/till_reader.h"
#include "work/counter_vault/counter_vault.h"
#include "work/teller/key_gate.h"

namespace kwota::serve {
namespace {

using books::SaleOutcome;

SaleOutcome became_of(const books::Reader& books, const books::Sale& sale, books::SaleStatus state) {
  if (state == books::SaleStatus::reversed) return SaleOutcome::not_done;
  if (state == books::SaleStatus::applied || state == books::SaleStatus::taken_back || state == books::SaleStatus::carried) return SaleOutcome::done;
  const auto journal = books.select(books::JournalEntry::of_sale, sale.number);
  return !journal.empty() && journal.back().what == books::JournalEvent::carried ? SaleOutcome::done : SaleOutcome::not_yet_known;
}

boost::json::object steps_of(const books::Reader& books, const std::string& sale) {
  boost::json::object steps{{"booked", true}, {"sealed", false}, {"written", false}};
  for (const auto& entry : books.select(books::JournalEntry::of_sale, sale)) {
    if (entry.what == books::JournalEvent::sealing) steps["sealed"] = true;
    if (entry.what == books::JournalEvent::carried) steps["written"] = true;
  }
  return steps;
}

boost::json::object outcome_json(const Shown& shown, const books::Sale& sale, const books::SaleState& state, SaleOutcome outcome, boost::json::object steps) {
  const auto facts = facts_of(sale.document);
  boost::json::object out{{"outcome", word_of(outcome)},
                          {"sale", shown.sale(sale, facts, state.state, state.reprints)},
                          {"steps", std::move(steps)},
                          {"receipt", "/api/v1/receipts/" + sale.number}};
  // What the meter shall show; of a payment for a balance at the server, what is left there.
  const auto figure = [&](std::string_view name, Unit unit) {
    if (const auto* amount = facts.if_contains(name); amount != nullptr && amount->is_int64())
      out[name] = shown.credit(Credit::of(unit, amount->get_int64()));
  };
  figure("should_show", sale.unit);
  figure("balance_after", Unit::money);
  return out;
}

/// What was booked just now and is on no card yet, without asking the books again.
boost::json::object booked_just_now(const Shown& shown, const counter::Outcome& booked) {
  books::SaleState state;
  state.state = booked.state;
  return outcome_json(shown, booked.sale, state, booked.state == books::SaleStatus::applied ? SaleOutcome::done : SaleOutcome::not_yet_known, {{"booked", true}, {"sealed", false}, {"written", false}});
}

/// The answer to a request that was booked before; true when there was one.
bool answer_again(ServerParts& server, const CallPtr& call, const counter::Claim& claim) {
  const auto before = server.books.read([&](const books::Reader& books) { return counter::answered_before(books, claim); });
  if (!before) {
    call->refuse(before.error());
    return true;
  }
  if (!*before) return false;
  call->answer(outcome_of(server, (*before)->sale.number));
  return true;
}

/// Real books before their first keys: said before anybody's money is booked. Whatever else a vault lacks, the carrying says. A card that
/// a counter seals with was issued with keys: it is not asked once more for each sale.
std::optional<Error> keys_awaited(ServerParts& server) {
  const bool by_card = server.counter != nullptr && server.counter->kind() != seal::SealsWith::token;
  if (server.nature == books::Nature::sample || by_card) return std::nullopt;
  return seal::own_keys_awaited(server.vault);
}

}  // namespace

Result<void> can_be_made(ServerParts& server, const cards::Recognition& seen) { return seen.is_to_be_made() && server.counter != nullptr ? server.counter->makes_cards() : Result<void>(Done{}); }

void publish_step(ServerParts& server, const Call& call, const counter::Claim& claim, const std::string& sale, std::string_view step) {
  server.events.publish("sale", boost::json::object{{"client_key", claim.sent}, {"number", sale}, {"step", step}},
                    {.station = call.session->station, .till = call.session->till});
}

Result<boost::json::object> outcome_of(ServerParts& server, const std::string& number, const std::optional<Error>& cause) {
  return server.books.read([&](const books::Reader& books) -> Result<boost::json::object> {
    const auto sale = books.find<books::Sale>(number);
    const auto state = books.find<books::SaleState>(number);
    if (!sale || !state) return error(Fault::request, Cause::not_found, "There is no sale " + number + ".", {{"what", number}});
    const Shown shown{books::minor_digits_of(books)};
    auto out = outcome_json(shown, *sale, *state, became_of(books, *sale, state->state), steps_of(books, number));
    // The newest thing that its number was given to the line for, if ever.
    if (const auto commands = books.select(books::MeterCommand::of_number, sale->meter, sale->n); sale->n.value() != 0 && !commands.empty())
      out["command"] = command_json(commands.back());
    if (cause) {
      boost::json::object details;
      for (const auto& [name, text] : cause->details) details[name] = text;
      out["error"] = boost::json::object{{"code", cause->code}, {"details", std::move(details)}};
    }
    return out;
  });
}

void book_and_carry(ServerParts& server, const CallPtr& call, books::Right right, Book book) {
  auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  if (answer_again(server, call, *claim)) return;
  submit_card_work(
      server, call,
      [&server, call, right, book = std::move(book), claim = *claim](teller::CardOnReader& card, const teller::Inspection& look) {
        const auto context = context_of(server, *call);
        const std::optional<CardSerial> serial(look.recognition.serial);
        if (const auto awaited = keys_awaited(server)) return call->refuse(*awaited);
        if (const auto made = can_be_made(server, look.recognition); !made) return call->refuse(made.error());
        auto booked = server.books.run(actor_of(*call, right), [&](const books::Reader& books) -> counter::Booked {
          auto decided = book(books, claim, serial, context);
          if (!decided.ok() || !decided->answer.order || decided->answer.repeated) return decided;
          MUST(teller::may_be_written(books, look, *decided->answer.order, context.today()));
          return decided;
        });
        if (!booked) return refuse_or_ask(server, call, booked.error());
        const std::string number = booked->sale.number;
        publish_step(server, *call, claim, number, "booked");
        std::optional<Error> cause;
        if (booked->order && !booked->repeated) {
          publish_step(server, *call, claim, number, "writing");
          const auto carried = server.desk.teller().carry(card, *booked->order, context);
          if (!carried)
            cause = carried.error();
          else
            cause = carried->written.cause;
        }
        publish_step(server, *call, claim, number, "written");
        call->answer(outcome_of(server, number, cause));
      });
}

void book_only(ServerParts& server, const CallPtr& call, books::Right right, Book book) {
  const auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  // Waits with the others for the next group; answered on a worker, because the writer's thread has better things to do.
  server.books.submit(
      actor_of(*call, right),
      [book = std::move(book), claim = *claim, context](const books::Reader& books) { return book(books, claim, std::nullopt, context); },
      [&server, call, shown](Result<counter::Outcome> booked) {
        server.workers.run([&server, call, shown, booked = std::move(booked)] {
          if (!booked) return refuse_or_ask(server, call, booked.error());
          if (booked->repeated) return call->answer(outcome_of(server, booked->sale.number));
          call->answer(booked_just_now(shown, *booked));
        });
      });
}

}  // namespace kwota::serve
