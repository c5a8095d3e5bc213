// A pump crew's tool cards: what the card desk wrote onto them, and what they bring home. Held to a well they are cards like any other.
#include <fmt/format.h>

#include <algorithm>

#include "carry/cards/pump_tools/pump_tool_card.h"
#include "carry/dialogue/parties.h"
#include "seal/vault/software_vault.h"
#include "sim/field/vocabulary.h"
#include "sim/pump/names.h"

namespace kwota::field {
namespace {

Result<std::int64_t> number_said(const std::string& text) { return parse_decimal(text, 0); }

pump::Moment moment_on_card(const LocalTime& at) {
  const auto part = [](auto value) { return static_cast<std::uint8_t>(value); };
  return {part(at.date.year % 100), part(at.date.month), part(at.date.day), part(at.hour), part(at.minute), part(at.second)};
}

dialogue::Parties desk_of(FieldCard& card, seal::SoftwareVault& vault) {
  return {.device = [&card](const iso7816::Command& command) { return card.os->exchange(command); },
          .vault = [&vault](const seal::Request& request) { return vault.perform(request); },
          .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
}

/// Three days from today, or until the day that is said.
Result<Facts> write_order(World& world, const Sentence& sentence, pump::ToolOrder order) {
  TRY(card, world.card(sentence["card"]));
  TRY(number, number_said(sentence["number"]));
  LocalDate last = world.zone().local(world.now() + Duration::days(3)).date;
  if (sentence.has("date")) {
    TRY(day, parse_date(sentence["date"]));
    last = day;
  }
  const bool collects = std::holds_alternative<pump::Collect>(order);
  pump::ToolFrame frame{.serial = static_cast<std::uint32_t>(number), .counter = 1, .order = std::move(order)};
  const Bytes until = hex(fmt::format("{:04}{:02}{:02}", last.year, last.month, last.day));
  std::copy_n(until.begin(), frame.valid_until.size(), frame.valid_until.begin());
  const auto image = pump::encode(frame);
  if (!image) return mistake("no frame holds this order");
  auto vault = seal::SoftwareVault::with_test_keys();
  world.take_away(*card);
  MUST(card->os->power_on());
  const auto written = dialogue::run(
      cards::write_pump_tool({.keys = {.serial = card->os->state().serial}, .frame = to_bytes(image->view()), .collects = collects}), desk_of(*card, vault));
  card->os->power_off();
  if (!written) return written.error();
  return Facts{};
}

Result<Facts> orders_test(World& world, const Sentence& sentence) {
  TRY(seconds, number_said(sentence["seconds"]));
  return write_order(world, sentence, pump::TestRun{static_cast<std::uint16_t>(seconds)});
}

Result<Facts> orders_black_list(World& world, const Sentence& sentence) {
  TRY(other, world.card(sentence["other"]));
  TRY(edition, number_said(sentence["edition"]));
  const auto seen = sim::purse_on(other->os->state());
  if (!seen) return mistake("the card that is lost holds no money itself");
  pump::ExtendBlackList list{.edition = static_cast<std::uint16_t>(edition), .cards = {}};
  list.cards.add(seen->number);
  return write_order(world, sentence, list);
}

Result<Facts> orders_clock(World& world, const Sentence& sentence) {
  return write_order(world, sentence, pump::SetClock{moment_on_card(world.zone().local(world.now()))});
}

Result<Facts> orders_release(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  for (std::size_t slot = 0; slot < meter::PumpStore::hung_kept; ++slot) {
    const auto user = well->pump->pump().store().hung(slot);
    if (user.hangs()) return write_order(world, sentence, pump::ClearHung{{}, user.record.card, user.record.offline});
  }
  return mistake("nobody hangs at that well");
}

Result<Facts> orders_binding(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  const auto& account = well->pump->pump().account();
  pump::BindTerminal order{.well = account.well, .terminal = sentence.has("new") ? well->modules.back().terminal : account.terminal, .area = {}};
  put_bcd(order.area, account.area);
  return write_order(world, sentence, order);
}

Result<Facts> orders_collecting(World& world, const Sentence& sentence) { return write_order(world, sentence, pump::Collect{}); }

/// At the desk, and emptied.
Result<Facts> answer_comes_home(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  world.take_away(*card);
  MUST(card->os->power_on());
  auto vault = seal::SoftwareVault::with_test_keys();
  const auto parties = desk_of(*card, vault);
  TRY(rows, dialogue::run(cards::read_pump_answer(), parties));
  pump::Image<pump::CollectHead> image{};
  if (rows.empty() || rows.back().size() != image.size()) return error(Fault::card, "tool_answer_missing", "There is no answer on this card.");
  std::ranges::copy(rows.back(), image.begin());
  const auto head = pump::decode_collect_head(image);
  if (!head) return error(Fault::card, "tool_answer_missing", "There is no answer on this card.");
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < head->count; ++i) {
    pump::Image<pump::UsageRecord> row{};
    std::ranges::copy(rows[i], row.begin());
    if (const auto record = pump::decode_usage(row)) sum += record->amount.minor();
  }
  MUST(dialogue::run(cards::empty_pump_answer({.serial = card->os->state().serial}), parties));
  card->os->power_off();
  Facts facts;
  facts.say("order", std::to_string(head->order)).say("waterings", std::to_string(head->count)).say("amount", world.money(Money::minor(sum)));
  return facts;
}

}  // namespace

std::span<const Phrase> tool_card_phrases() {
  static constexpr Phrase phrases[] = {
      {"tool card <card> number <number> orders a test of <seconds> s [ until <date> ]", orders_test},
      {"tool card <card> number <number> orders edition <edition> of the black list with card <other>", orders_black_list},
      {"tool card <card> number <number> orders the time of now", orders_clock},
      {"tool card <card> number <number> orders the release of who hangs at well <well>", orders_release},
      {"tool card <card> number <number> orders well <well> its own module", orders_binding},
      {"tool card <card> number <number> orders well <well> its <new:new> module", orders_binding},
      {"tool card <card> number <number> orders collecting", orders_collecting},
      {"tool card <card> comes home", answer_comes_home},
  };
  return phrases;
}

}  // namespace kwota::field
