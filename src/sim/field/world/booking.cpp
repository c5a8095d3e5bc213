// The counter's work in the world: book, carry, ask again, ask a second person - in the order in which the server does it.
#include <fmt/format.h>

#include "base/cause.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "sell/ledger/tender.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

books::Actor actor(const people::Context& context, const std::string& action) {
  return {.operator_name = context.who.name, .action = action, .station = context.station};
}

/// What the reader says before anything is booked; nothing: the use-case decides.
std::optional<Error> refusal_at(const Window& window) {
  if (window.cards.size() > 1)
    return error(Fault::card, Cause::two_cards, "Two cards lie on the reader. Nothing was booked: take both away, and put one down.");
  return window.trouble;
}

}  // namespace

Result<void> World::ask_second_person(const std::string& action, const Error& needed, const people::Context& context) {
  const auto request = people::request_of(needed.details, needed.details.at("content"));
  TRY(asked, books->run(actor(context, action),
                        [&](const books::Reader& reader) { return people::ask_approval(reader, request, context); }));
  approvals_[std::string(request.action.word()) + "|" + request.content] = asked_ = asked.number;
  return {};
}

Result<counter::Outcome> World::book(const std::string& action, Ask ask, const Book& book) {
  return with_second_person(action, ask.context, [&](std::int64_t approval) {
    ask.approval = approval;
    return books->run(actor(ask.context, action), [&](const books::Reader& reader) { return book(reader, ask); });
  });
}

Result<std::optional<Error>> World::carry(Window& window, const counter::Outcome& outcome, const people::Context& context) {
  carried_now_ = outcome.order->sale;
  sealed_before_ = sealed_so_far();
  if (crash_point.at == CrashPoint::At::after_booking) throw ProgramDied{};
  auto card = on_reader(cards.at(window.cards.front()));
  TRY(carried, teller->carry(card, *outcome.order, context));
  for (const auto& name : window.cards) cards.at(name).pull.reset();  // it lay still long enough
  look(window);
  return carried.written.cause;
}

Result<Facts> World::book_and_carry(const std::string& who, const std::string& action, const std::string& label, Book what,
                                    bool needs_card) {
  MUST(running());
  TRY(window, window_of(who));
  TRY(context, this->context(who, window));
  Ask ask{.claim = {fmt::format("key-{}", ++keys_), "as first said"}, .card = {}, .approval = 0, .context = context};
  if (needs_card) {
    if (auto why = refusal_at(*window)) return std::move(*why);
    if (window->look) ask.card = window->look->recognition.serial;
  }
  const Repeat repeat{who, action, ask.claim, ask.card, what};
  TRY(outcome, book(action, ask, what));
  sales["last"] = outcome.sale.number;
  repeats_["last"] = repeat;
  if (!label.empty()) sales[label] = outcome.sale.number, repeats_[label] = repeat;
  std::optional<Error> cause;
  if (outcome.order && !outcome.repeated && needs_card) {
    TRY(trouble, carry(*window, outcome, context));
    cause = trouble;
  }
  auto facts = facts_of_sale(outcome.sale.number);
  return facts.say("cause", cause ? cause->code : "");
}

Result<Facts> World::ask_again(const std::string& label, bool changed) {
  MUST(running());
  const auto before = repeats_.find(label);
  if (before == repeats_.end()) return mistake("there is no sale called `" + label + "` in this log");
  const Repeat repeat = before->second;
  TRY(window, window_of(repeat.who));
  TRY(context, this->context(repeat.who, window));
  Ask ask{.claim = repeat.claim, .card = repeat.card, .approval = 0, .context = context};
  if (changed) ask.claim.request_hash = "as said otherwise";
  TRY(outcome, book(repeat.action, ask, repeat.book));
  auto facts = facts_of_sale(outcome.sale.number);
  return facts.say("repeated", outcome.repeated);
}

Result<Facts> World::approve(const std::string& who, bool approve, const std::string& reason) {
  MUST(running());
  TRY(window, window_of(who));
  const people::ApprovalDecision decision{.number = asked_, .approve = approve, .reason = reason};
  TRY(row, decide(*this, who, "approvals", window, [&](const books::Reader& reader, const people::Context& context) {
        return people::decide_approval(reader, decision, context);
      }));
  return Facts{}.say("state", row.decision).say("action", row.action).say("asked_by", row.requested_by);
}

void World::note_account(const std::string& name, MeterNumber meter) {
  const auto number = books->read([&](const books::Reader& reader) -> Result<std::int64_t> {
    const auto account = books::account_of_meter(reader, meter);
    return account ? account->number : 0;
  });
  if (number.ok() && *number != 0) accounts.try_emplace(name, *number);
}

Facts World::facts_of_sale(const std::string& number) {
  Facts facts;
  const auto read = books->read([&](const books::Reader& reader) -> Result<Done> {
    const auto sale = reader.find<books::Sale>(number);
    const auto state = reader.find<books::SaleState>(number);
    if (!sale || !state) return mistake("the books have no sale " + number);
    facts.say("state", state->state).say("number", number).say("kind", sale->kind).say("tendered", money(sale->tendered));
    for (const auto& part : ledger::parts_of(*sale)) facts.say(std::string(word_of(part.tender)), money(ledger::parts_of(*sale).of(part.tender)));
    facts.say("credit", credit(sale->credit))
        .say("n", std::to_string(sale->n.value()))
        .say("revision", std::to_string(sale->revision));
    facts.say("operator", sale->operator_name).say("reprints", std::to_string(state->reprints));
    facts.say("approved_by", sale->approved_by);
    return Done{};
  });
  if (!read) facts.say("state", read.error().code);
  return facts;
}

}  // namespace kwota::field
