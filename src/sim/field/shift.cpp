// Drawers and people: shifts with a blind count, second persons, passwords.
#include "people/sign_in/proof.h"
#include "sell/till/till.h"
#include "sim/field/tenders.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

Result<Facts> open_shift(World& world, const Sentence& sentence) {
  MUST(world.running());
  TRY(window, world.window(sentence["till"]));
  TRY(opening, parse_money(sentence["money"], 2));
  TRY(shift, decide(world, sentence["who"], "shift_own", window, [&](const books::Reader& reader, const people::Context& context) {
        return till::open_shift(reader, opening, context);
      }));
  window->seller = sentence["who"];
  world.stands_at[sentence["who"]] = sentence["till"];
  world.look(*window);
  return Facts{}.say("state", shift.state).say("number", std::to_string(shift.number));
}

Result<Facts> close_shift(World& world, const Sentence& sentence) {
  MUST(world.running());
  TRY(window, sentence.has("till") ? world.window(sentence["till"]) : world.window_of(sentence["who"]));
  TRY(counted, parse_money(sentence["money"], 2));
  TRY(slips, slips_in(sentence));
  const till::CloseRequest request{.counted = counted, .reason = sentence["reason"], .accepted_by = sentence["second"], .slips = slips};
  TRY(closing, decide(world, sentence["who"], "shift_own", window, [&](const books::Reader& reader, const people::Context& context) {
        return till::close_shift(reader, request, context);
      }));
  if (closing.needs != till::CountNeeds::nothing) return Facts{}.say("state", closing.shift.state).say("needs", std::string{name_of(closing.needs)});
  window->seller.clear();
  window->look.reset();
  const auto kind = [&](books::Operation operation) {
    const auto found = closing.figures.kinds.find(operation);
    return found == closing.figures.kinds.end() ? std::int64_t{0} : found->second.count;
  };
  Facts facts;
  facts.say("state", closing.shift.state).say("number", std::to_string(closing.shift.number));
  facts.say("expected", world.money(closing.expected))
      .say("counted", world.money(closing.counted))
      .say("first_counted", world.money(*closing.shift.first_counted))
      .say("difference", world.money(closing.difference));
  facts.say("sales", std::to_string(kind(books::Operation::open) + kind(books::Operation::recharge))).say("take_backs", std::to_string(kind(books::Operation::take_back)));
  facts.say("refunds", std::to_string(kind(books::Operation::refund))).say("received", world.money(closing.figures.received));
  for (const auto& [tender, moved] : closing.figures.tenders) facts.say(std::string(word_of(tender)), world.money(moved.in - moved.out));
  for (const auto& count : closing.slips) facts.say(std::string(word_of(count.tender)) + "_difference", world.money(count.difference()));
  facts.say("one_hand", world.money(closing.figures.one_hand.amount));
  return facts.say("paid_out", world.money(closing.figures.paid_out)).say("receipts", std::to_string(closing.figures.receipts));
}

Result<Facts> approve(World& world, const Sentence& sentence) { return world.approve(sentence["who"], true, ""); }
Result<Facts> reject(World& world, const Sentence& sentence) { return world.approve(sentence["who"], false, sentence["reason"]); }

Result<Facts> sign_in(World& world, const Sentence& sentence) {
  const bool right = sentence["quality"] == "right";
  world.take_a_second();
  const people::Try asked{.name = sentence["who"], .address = "till", .now = world.now()};
  TRY(row, world.books->read([&](const books::Reader& reader) -> Result<std::optional<books::Operator>> { return reader.find<books::Operator>(asked.name); }));
  people::Tries tries;  // each line as after a restart: what counts stands in the books
  TRY(misses, tries.begin(asked, row));
  const people::Compared compared{.asked = asked, .matched = right && row, .misses = misses, .station = world.station, .details = {}};
  TRY(answer, world.books->run(books::Actor{sentence["who"], "sign_in", world.station}, [&](const books::Reader& reader) { return people::proved(reader, compared); }));
  if (!answer.right) return answer.refusal;
  return Facts{}.say("state", "signed_in");
}

}  // namespace

std::span<const Phrase> shift_phrases() {
  static constexpr Phrase phrases[] = {
      {"<who> opens a shift at <till> with <money>", open_shift},
      {"<who> closes the shift [ at <till> ] counting <money> [ with slips <slips> ] [ because <reason> ] [ accepted by <second> ]", close_shift},
      {"<who> approves", approve},
      {"<who> rejects because <reason>", reject},
      {"<who> signs in with a <quality:right|wrong> password", sign_in},
  };
  return phrases;
}

}  // namespace kwota::field
