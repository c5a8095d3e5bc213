// What goes wrong: cards pulled too early, programs killed, keys locked away, power cut.
#include "carry/cards/common/application.h"
#include "carry/cards/common/commands.h"
#include "sim/field/vocabulary.h"

namespace kwota::field {
namespace {

Result<int> count_of(const Sentence& sentence) {
  TRY(count, parse_decimal(sentence["count"], 0));
  if (count < 1 || count > 100'000) return mistake("a count from 1 on is needed here");
  return static_cast<int>(count);
}

Result<Facts> pull_after(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(count, count_of(sentence));
  card->pull = Pull{count, sentence["when"] == "during"};
  return Facts{};
}

Result<Facts> tear(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(count, count_of(sentence));
  card->memory->lose_power_after(static_cast<std::size_t>(count));
  return Facts{};
}

/// Fifteen wrong proofs for the key by which a meter proves itself: no meter is let near the card any more.
Result<Facts> block_meter_key(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  card->os->reset();
  static_cast<void>(card->os->exchange(cards::select(cards::application_id)));
  for (int i = 0; i < 15; ++i) {
    static_cast<void>(card->os->exchange(cards::get_challenge(8)));
    static_cast<void>(card->os->exchange(cards::external_authenticate(cards::key_id::meter, Bytes(8, 0x5A))));
  }
  card->os->reset();
  return Facts{};
}

Result<Facts> card_power_back(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  card->memory->restore_power();
  return Facts{};
}

Result<Facts> die(World& world, const Sentence& sentence) {
  const auto& when = sentence["when"];
  world.crash_point = {};
  world.crash_point.at = when == "booking" ? CrashPoint::At::after_booking : CrashPoint::At::after_journal;
  return Facts{};
}

Result<Facts> die_at_command(World& world, const Sentence& sentence) {
  TRY(count, count_of(sentence));
  world.announce_death(count);
  return Facts{};
}

Result<Facts> killed(World& world, const Sentence&) {
  world.program_runs = false;
  return Facts{};
}

Result<Facts> start_again(World& world, const Sentence&) {
  world.start_again();
  return Facts{};
}

Result<Facts> vault(World& world, const Sentence& sentence) {
  world.vault->away = sentence["how"] == "away";
  return Facts{};
}

Result<Facts> cut_power(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  meter->meter->cut_power(!sentence.has("sudden"));
  return world.facts_of_meter(*meter);
}

/// At the byte that the meter stores next but so many.
Result<Facts> cut_at_byte(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(count, count_of(sentence));
  meter->memory->lose_power_after(static_cast<std::size_t>(count));
  return Facts{};
}

Result<Facts> restore_power(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  meter->memory->restore_power();
  MUST(meter->meter->restore_power());
  return world.facts_of_meter(*meter);
}

}  // namespace

std::span<const Phrase> broken_phrases() {
  static constexpr Phrase phrases[] = {
      {"card <card> will be pulled <when:after|during> command <count>", pull_after},
      {"card <card> will lose power at byte <count>", tear},
      {"card <card> has its power back", card_power_back},
      {"card <card> hears fifteen wrong proofs of a meter", block_meter_key},
      {"the program will die after the <when:booking|journal>", die},
      {"the program will die at command <count>", die_at_command},
      {"the program is killed", killed},
      {"the program starts again", start_again},
      {"the vault is <how:away|back>", vault},
      {"meter <meter> loses its power [ without <sudden:warning> ]", cut_power},
      {"meter <meter> will lose its power at byte <count>", cut_at_byte},
      {"meter <meter> has its power back", restore_power},
  };
  return phrases;
}

}  // namespace kwota::field
