// Cards: where they are, what they carry, copies and old images, tool cards.

#include "carry/cards/purse_card/family.h"
#include "carry/cards/tool_cards/family.h"
#include "seal/cipher/card_crypto.h"
#include "seal/user_card/words.h"
#include "seal/vault/test_keys.h"
#include "sell/counter/order/supply.h"
#include "sell/tariff/use/meter_table.h"
#include "sim/field/vocabulary.h"
#include "work/teller/device_words.h"

namespace kwota::field {
namespace {

namespace sfi = user_card::sfi;

sim::CardState blank(World& world) {
  CardSerial serial;
  world.random.fill(serial.bytes);
  serial.bytes[0] = 0x62;  // no serial of all zeros
  return sim::blank_card(serial, seal::test_root(seal::Purpose::card_transport).view());
}

Result<void> keep(World& world, const std::string& name, const sim::CardState& state) {
  if (world.cards.contains(name)) return mistake("there is a card called `" + name + "` in this log already");
  auto& card = world.cards[name];
  card.name = name;
  card.serial = state.serial;
  card.memory = std::make_shared<sim::TornStorage>(std::make_shared<sim::MemoryStorage>(sim::CardMemory::storage_bytes));
  MUST(sim::store_card(card.memory, state));
  TRY(os, sim::CardOs::open(card.memory, world.random));
  card.os = std::make_unique<sim::CardOs>(std::move(os));
  return {};
}

/// The same plastic with other content.
Result<void> overwrite(World& world, FieldCard& card, const sim::CardState& state) {
  MUST(sim::store_card(card.memory, state));
  TRY(os, sim::CardOs::open(card.memory, world.random));
  *card.os = std::move(os);
  return {};
}

Bytes content(const sim::CardState& state, std::uint8_t file) {
  if (state.mf.directories.empty()) return {};
  for (const auto& one : state.mf.directories.front().files)
    if (one.sfi() == file) return one.content;
  return {};
}

Result<Facts> blank_card(World& world, const Sentence& sentence) {
  MUST(keep(world, sentence["card"], blank(world)));
  return Facts{};
}

/// A bank card: whatever it is asked in our words, it refuses.
Result<Facts> foreign_card(World& world, const Sentence& sentence) {
  auto state = blank(world);
  state.blocked = true;
  MUST(keep(world, sentence["card"], state));
  return Facts{};
}

Result<Facts> to_reader(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(window, world.window(sentence["till"]));
  world.put_on_reader(*card, *window);
  return world.page(*window);
}

Result<Facts> to_wallet(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  world.take_away(*card);
  return Facts{};
}

Result<Facts> into_meter(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(meter, world.meter(sentence["meter"]));
  MUST(world.insert(*card, *meter));
  return world.facts_of_meter(*meter);
}

Result<Facts> visits_meter(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(meter, world.meter(sentence["meter"]));
  auto visit = world.insert(*card, *meter);
  if (card->place == CardPlace::meter) world.take_away(*card);
  if (!visit) return visit.error();
  return world.facts_of_meter(*meter);
}

/// By the value of the key with which the chip proves itself: what is true, whatever the books say.
std::optional<std::uint8_t> version_of_keys(const sim::CardState& state) {
  constexpr std::uint8_t versions_in_logs = 9;
  if (state.mf.directories.empty() || !state.mf.directories.front().key_file) return std::nullopt;
  for (const auto& key : state.mf.directories.front().key_file->keys)
    for (std::uint8_t version = 1; version <= versions_in_logs; ++version) {
      const auto looked_for = seal::diversify(county_key(seal::Purpose::card_authentication, version), state.serial.bytes);
      if (equal(key.value, looked_for.view())) return version;
    }
  return std::nullopt;
}

Result<Facts> card(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  const auto& state = card->os->state();
  Facts facts;
  facts.say("place", std::string(word_of(card->place))).say("where", card->where);
  if (const auto purse = user_card::decode_purse(content(state, sfi::purse)))
    facts.say("carries", world.money(purse->amount)).say("n", std::to_string(purse->count.value()));
  if (const auto says = user_card::decode_instruction(content(state, sfi::instruction)))
    facts.say("use", std::string{word_of(says->card_type)}).say("prices", says->update_flags != user_card::update::none);
  if (const auto version = version_of_keys(state)) facts.say("keys", std::to_string(*version));
  if (const auto purse = sim::purse_on(state))
    facts.say("holds", world.money(purse->balance)).say("grey", purse->grey).say("online", std::to_string(purse->online)).say("offline", std::to_string(purse->offline));
  const auto returned = content(state, sfi::returned);
  facts.say("returned", !returned.empty() && !user_card::is_empty_returned(returned));
  if (const auto data = user_card::decode_returned(returned))
    facts.say("returned_remaining", world.money(data->remaining)).say("returned_count", std::to_string(data->count.value()));
  return facts;
}

/// A thief's copy: every file and key, but the chip's own serial number cannot be copied.
Result<Facts> copy(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["original"]));
  auto state = card->os->state();
  state.serial = blank(world).serial;
  MUST(keep(world, sentence["card"], state));
  return Facts{};
}

Result<Facts> keep_image(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  card->images.insert_or_assign(sentence["image"], card->os->state());
  return Facts{};
}

Result<Facts> restore_image(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  const auto image = card->images.find(sentence["image"]);
  if (image == card->images.end()) return mistake("no image `" + sentence["image"] + "` of this card was kept");
  MUST(overwrite(world, *card, image->second));
  return Facts{};
}

Result<std::uint8_t> file_called(const std::string& name) {
  static const std::map<std::string, std::uint8_t> files{{"instruction", sfi::instruction},
                                                         {"purse", sfi::purse},
                                                         {"prices", sfi::tariff_current},
                                                         {"coming-prices", sfi::tariff_spare},
                                                         {"returned", sfi::returned},
                                                         {"registers", sfi::register_copy},
                                                         {"holder", sfi::holder},
                                                         {"application", purse_card::sfi::application}};
  const auto found = files.find(name);
  if (found == files.end())
    return mistake("a card has no file `" + name +
                   "`; known are: instruction, purse, prices, coming-prices, returned, registers, holder, and of a purse card: application");
  return found->second;
}

/// Worn memory or a drill: one bit of a file, counted from its first, is the other way round.
Result<Facts> flip(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(file, file_called(sentence["file"]));
  TRY(bit, parse_decimal(sentence["bit"], 0));
  auto state = card->os->state();
  auto* there = state.mf.directories.empty() ? nullptr : state.mf.directories.front().find_sfi(file);
  if (there == nullptr || bit < 0 || static_cast<std::size_t>(bit / 8) >= there->content.size())
    return mistake("the file has no bit " + sentence["bit"]);
  there->content[static_cast<std::size_t>(bit / 8)] ^= static_cast<std::uint8_t>(1 << (bit % 8));
  MUST(overwrite(world, *card, state));
  return Facts{};
}

/// The newest half of the card's memory has one bad bit: its checksum does not fit any more, the card falls back on the half
/// before.
Result<Facts> wear(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(bit, parse_decimal(sentence["bit"], 0));
  if (bit < 0 || static_cast<std::size_t>(bit / 8) >= sim::CardMemory::slot_bytes)
    return mistake("half a card's memory has no bit " + sentence["bit"]);
  const auto flip_in = [&](sim::Storage& memory, std::size_t half) {
    const auto at = half * sim::CardMemory::slot_bytes + static_cast<std::size_t>(bit / 8);
    auto byte = memory.read(at, 1);
    byte[0] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    return memory.write(at, byte);
  };
  const auto trial = std::make_shared<sim::MemoryStorage>(card->memory->read(0, sim::CardMemory::storage_bytes));
  MUST(flip_in(*trial, 0));
  TRY(before, sim::CardMemory(card->memory).load());
  const auto after = sim::CardMemory(trial).load();
  const bool first_is_newest = !after.ok() || *after != before;
  MUST(flip_in(*card->memory, first_is_newest ? 0 : 1));
  TRY(os, sim::CardOs::open(card->memory, world.random));
  *card->os = std::move(os);
  return Facts{};
}

/// The holder's file says another county, as a card from over the hill does.
Result<Facts> other_county(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  auto state = card->os->state();
  auto* there = state.mf.directories.empty() ? nullptr : state.mf.directories.front().find_sfi(sfi::holder);
  auto holder = there != nullptr ? user_card::decode_holder(there->content) : std::nullopt;
  if (!holder) return mistake("this card has no holder yet");
  holder->county ^= 0x00010000;
  const auto image = user_card::encode(*holder);
  there->content.assign(image->begin(), image->end());
  MUST(overwrite(world, *card, state));
  return Facts{};
}

template <class T>
Result<T> issue(World& world, FieldCard& card, dialogue::Dialogue<T> dialogue) {
  MUST(card.os->power_on());
  dialogue::Parties all;
  all.device = [&](const iso7816::Command& command) { return card.os->exchange(command); };
  all.vault = [&](const seal::Request& request) { return world.vault->perform(request); };
  all.journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; };
  return dialogue::run(std::move(dialogue), all);
}

Result<Facts> preset_card(World& world, const Sentence& sentence) {
  MUST(keep(world, sentence["card"], blank(world)));
  TRY(card, world.card(sentence["card"]));
  TRY(parameters, world.books->read([&](const books::Reader& reader) -> Result<counter::MeterParameters> {
    TRY(plan, counter::published_plan(reader, sentence["plan"]));
    return counter::parameters_of(reader, plan.plan, 2, world.now());
  }));
  TRY(alarm1, parse_money(sentence["first"], 2));
  TRY(alarm2, parse_money(sentence["second"], 2));
  counter::MeterParameters wanted;
  wanted.alarm1 = alarm1;
  wanted.alarm2 = alarm2;
  wanted.prices = parameters.prices;
  cards::CardKeys keys;
  keys.serial = card->serial;
  MUST(issue(world, *card, cards::tool_cards_family.issue_preset_card(keys, teller::parameters_of(wanted))));
  return Facts{};
}

Result<Facts> clear_card(World& world, const Sentence& sentence) {
  MUST(keep(world, sentence["card"], blank(world)));
  TRY(card, world.card(sentence["card"]));
  TRY(meter, world.meter(sentence["meter"]));
  TRY(days, parse_decimal(sentence["days"], 0));
  const auto until = world.zone().local(world.now() + Duration::days(days));
  cards::CardKeys keys;
  keys.serial = card->serial;
  cards::ClearPermission clear;
  world.random.fill(clear.authorisation);
  clear.meter = meter->number;
  clear.valid_until = until;
  MUST(issue(world, *card, cards::tool_cards_family.issue_clear_card(keys, clear)));
  return Facts{};
}

}  // namespace

std::span<const Phrase> card_phrases() {
  static constexpr Phrase phrases[] = {
      {"blank card <card>", blank_card},
      {"bank card <card>", foreign_card},
      {"preset card <card> for plan <plan> alarms at <first> and <second>", preset_card},
      {"clear card <card> for meter <meter> good for <days> days", clear_card},
      {"card <card>", card},
      {"card <card> to reader <till>", to_reader},
      {"card <card> to the wallet", to_wallet},
      {"card <card> visits meter <meter>", visits_meter},
      {"card <card> into meter <meter>", into_meter},
      {"card <card> is a copy of card <original>", copy},
      {"card <card> is kept as image <image>", keep_image},
      {"card <card> becomes image <image> again", restore_image},
      {"card <card> has bit <bit> of its <file> flipped", flip},
      {"card <card> has a worn bit <bit>", wear},
      {"card <card> comes from another county", other_county},
  };
  return phrases;
}

}  // namespace kwota::field
