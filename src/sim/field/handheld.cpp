// Handhelds: a crew before wells, what it carries between them, what it hands over, and how the office takes it in, judges it and signs for it. What the books
// know of a card's waterings after that.
#include "carry/handheld/usual_visit.h"
#include "collect/waterings/take_in.h"
#include "seal/vault/test_keys.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

using handheld::Kind;
using handheld_office::HandheldOffice;

Result<int> count_said(const std::string& text) {
  TRY(number, parse_decimal(text, 0));
  return static_cast<int>(number);
}

// ---- whose it is

Result<Facts> begins(World& world, const Sentence& sentence) {
  const auto name = sentence["handheld"];
  if (world.handhelds.contains(name)) return mistake("there is a handheld called `" + name + "` in this log already");
  const auto county = seal::test_root(seal::Purpose::meter_identity);
  auto& device = world.handhelds[name];
  MUST(device.begin(sentence.has("other") ? seal::diversify(county, {2}) : county));
  TRY(office, world.vault->root_public_key());
  MUST(device.store->trust_office(office));
  return Facts{};
}

Result<Facts> certifies(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(context, world.context(sentence["who"], nullptr));
  waterings::Certify request{.number = device->store->device(), .name = sentence["handheld"], .station = world.station, .public_key = books::Hex(to_hex(device->store->public_key()))};
  const books::Actor actor{.operator_name = sentence["who"], .action = "handheld_certify", .station = world.station};
  TRY(row, world.with_second_person("handheld_certify", context, [&](std::int64_t approval) {
        request.approval = approval;
        return world.books->run(actor, [&](const books::Reader& reader) { return waterings::certify(reader, request, context); });
      }));
  return Facts{}.say("state", row.state);
}

Result<Facts> withdraws(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(row, decide(world, sentence["who"], "handheld_certify", nullptr,
                  [&](const books::Reader& reader, const people::Context& context) { return waterings::withdraw(reader, device->store->device(), sentence["reason"], context); }));
  return Facts{}.say("state", row.state);
}

// ---- before a well

std::string name_of_meter(const World& world, MeterNumber meter) {
  for (const auto& [name, well] : world.wells)
    if (well.site.number == meter) return name;
  return "none";
}

Result<Facts> as_far_as_the_visit_goes(const Sentence& sentence, Result<Facts> done) {
  if (done.ok() || !sentence.has("goes") || is_mistake(done.error())) return done;
  return Facts{}.say("state", "refused").say("cause", done.error().code);
}

/// `work`: (FieldVisit&, const handheld::Session&) -> Result<Facts>, after both have proved themselves.
template <class Work>
Result<Facts> before_well(World& world, const Sentence& sentence, Work work) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(well, world.well(sentence["well"]));
  auto called = dlt645::Address::any();
  if (sentence.has("called")) {
    TRY(other, world.well(sentence["called"]));
    called = *dlt645::Address::parse(to_text(other->site.number));
  }
  FieldVisit visit(world, *device, *well, called);
  const auto done = [&]() -> Result<Facts> {
    TRY(session, visit.session());
    TRY(facts, work(visit, session));
    return facts.say("state", "done").say("meter", name_of_meter(world, session.meter)).say("questions", std::to_string(visit.questions())).say("seconds", format_decimal(visit.took().ms(), 3));
  }();
  return as_far_as_the_visit_goes(sentence, done);
}

Facts facts_of(const handheld::Reading& reading) {
  return Facts{}.say("kept", std::to_string(reading.kept)).say("missed", std::to_string(reading.missed)).say("began_anew", reading.began_anew);
}
Facts facts_of(const handheld::ClockSetting& clock) {
  return Facts{}.say("clock", clock.written ? "set" : "right").say("ahead", clock.ahead_s ? std::to_string(*clock.ahead_s) : "none");
}

Result<Facts> visits(World& world, const Sentence& sentence) {
  return before_well(world, sentence, [](FieldVisit& at, const handheld::Session& session) -> Result<Facts> {
    TRY(orders, at.store().orders());
    TRY(hung, at.store().hung_elsewhere(session.meter));
    TRY(visited, at.run(handheld::usual_visit(session, [&] { return at.store().known(session.meter); }, {std::move(orders), std::move(hung)}, [&] { return at.time(); })));
    auto facts = facts_of(visited.read);
    facts.say("acknowledged", std::to_string(visited.acknowledged)).say("listed", std::to_string(visited.listed)).say("released", std::to_string(visited.released));
    return facts.say("brought", std::to_string(visited.brought)).add(facts_of(visited.clock));
  });
}

/// Whose bytes lie nowhere else: waterings and who hangs.
Result<Facts> reads_for_the_office(World& world, const Sentence& sentence) {
  return before_well(world, sentence, [](FieldVisit& at, const handheld::Session& session) -> Result<Facts> {
    TRY(known, at.store().known(session.meter));
    MUST(at.run(handheld::read_usage(session, known)));
    TRY(hung, at.run(handheld::read_hung(session, known)));
    return facts_of(hung);
  });
}

/// The waterings alone: head, directory, records.
Result<Facts> reads(World& world, const Sentence& sentence) {
  return before_well(world, sentence, [](FieldVisit& at, const handheld::Session& session) -> Result<Facts> {
    TRY(known, at.store().known(session.meter));
    MUST(at.run(handheld::read_head(session, known)));
    TRY(reading, at.run(handheld::read_usage(session, known)));
    return facts_of(reading);
  });
}

/// What a stranger may see.
Result<Facts> looks_at(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(well, world.well(sentence["well"]));
  FieldVisit visit(world, *device, *well);
  TRY(head, visit.run(handheld::look(visit.called())));
  return Facts{}.say("hung", std::to_string(head.hung)).say("edition", std::to_string(head.black_list)).say("total", format_decimal(head.energy.wh(), 3));
}

Result<Facts> sets_clock(World& world, const Sentence& sentence) {
  return before_well(world, sentence, [&](FieldVisit& at, const handheld::Session& session) -> Result<Facts> {
    TRY(set, at.run(handheld::set_clock(session, [&] { return at.time(); }, sentence.has("confirmed"))));
    return facts_of(set);
  });
}

Result<Facts> sets_settlement(World& world, const Sentence& sentence) {
  TRY(day, count_said(sentence["day"]));
  TRY(hour, count_said(sentence.or_else("hour", "0")));
  return before_well(world, sentence, [&](FieldVisit& at, const handheld::Session& session) -> Result<Facts> {
    TRY(written, at.run(handheld::set_settlement(session, static_cast<unsigned>(day), static_cast<unsigned>(hour))));
    return Facts{}.say("settlement", written ? "set" : "so already");
  });
}

// ---- what goes wrong there

Result<Facts> battery(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  device->battery.reset();
  if (!sentence.has("count")) return Facts{};
  TRY(count, count_said(sentence["count"]));
  device->battery = count;
  return Facts{};
}

Result<Facts> light_loses(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(number, count_said(sentence["number"]));
  (sentence["what"] == "question" ? well->light.loses_question : well->light.loses_answer) = number;
  return Facts{};
}
Result<Facts> light_doubles(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(number, count_said(sentence["number"]));
  (sentence["what"] == "question" ? well->light.doubles_question : well->light.doubles_answer) = number;
  return Facts{};
}
Result<Facts> light_breaks(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(bytes, count_said(sentence["count"]));
  well->light.breaks_at = static_cast<std::size_t>(bytes);
  return Facts{};
}
Result<Facts> neighbour_answers(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(other, world.well(sentence["other"]));
  well->light.neighbour = other->name;
  well->light.neighbour_first = sentence.has("first");
  return Facts{};
}

/// Bytes of a file, spoilt: cut there, or one of them another one.
Result<Facts> spoil(Bytes& file, const Sentence& sentence) {
  TRY(at, count_said(sentence["at"]));
  const auto place = static_cast<std::size_t>(at);
  if (place >= file.size()) return mistake("this file has " + std::to_string(file.size()) + " bytes");
  if (sentence["how"] == "cut") file.resize(place);
  else file[place] ^= 0x01;
  return Facts{};
}

Result<Facts> spoils_file(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(well, world.well(sentence["well"]));
  const auto meter = well->site.number;
  std::erase_if(device->read, [&](const auto& one) { return std::get<MeterNumber>(one) == meter; });
  return spoil(device->files.content[handheld::store_name(meter)], sentence);
}

Result<Facts> puts_apart(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(well, world.well(sentence["well"]));
  MUST(device->store->put_apart(well->site.number, world.now()));
  return Facts{};
}

// ---- what it keeps

Result<Facts> facts_of(FieldHandheld& device, const std::vector<MeterNumber>& meters) {
  handheld::Counts counts{};
  std::size_t all = 0, twice = 0;
  for (const auto meter : meters) {
    TRY(entries, device.store->entries(meter));
    std::set<std::pair<Kind, Bytes>> seen;
    for (const auto& entry : entries) {
      ++counts[static_cast<std::size_t>(entry.kind)];
      ++all;
      const bool of_the_pump = entry.kind <= Kind::fault;
      if (of_the_pump && !seen.emplace(entry.kind, entry.bytes).second) ++twice;
    }
  }
  Facts facts;
  facts.say("meters", std::to_string(meters.size())).say("entries", std::to_string(all)).say("twice", std::to_string(twice));
  for (std::size_t kind = 1; kind < counts.size(); ++kind) facts.say(std::string(words_of(Kind{})[kind]), std::to_string(counts[kind]));
  return facts;
}

Result<Facts> keeps(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  if (sentence.has("well")) {
    TRY(well, world.well(sentence["well"]));
    return facts_of(*device, {well->site.number});
  }
  TRY(meters, device->store->meters());
  return facts_of(*device, meters);
}

// ---- home

Result<Facts> hands_over(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(manifest, device->store->hand_over(world.now()));
  device->folder = handheld_office::handed_in_of(device->files.content);
  std::uint64_t entries = 0;
  for (const auto& file : manifest.files)
    for (const auto count : file.counts) entries += count;
  return Facts{}.say("meters", std::to_string(manifest.files.size())).say("entries", std::to_string(entries));
}

Result<Facts> spoils_folder(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(well, world.well(sentence["well"]));
  return spoil(device->folder.files[handheld::store_name(well->site.number)], sentence);
}
Result<Facts> folder_without(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(well, world.well(sentence["well"]));
  device->folder.files.erase(handheld::store_name(well->site.number));
  return Facts{};
}
Result<Facts> folder_signed_by(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(other, world.handheld(sentence["other"]));
  device->folder.signature = other->folder.signature;
  return Facts{};
}

Facts facts_of(World& world, const books::HandOver& row) {
  Facts facts;
  facts.say("state", row.state).say("number", std::to_string(row.number)).say("entries", std::to_string(row.entries)).say("usage", std::to_string(row.usage));
  facts.say("fresh", std::to_string(row.fresh)).say("known", std::to_string(row.known)).say("unreadable", std::to_string(row.unreadable));
  facts.say("proven", std::to_string(row.proven)).say("hung", std::to_string(row.open)).say("amount", world.money(row.amount)).say("unproven", std::to_string(row.unproven));
  facts.say("contradicting", std::to_string(row.contradicting)).say("useless", std::to_string(row.useless)).say("foreign", std::to_string(row.foreign));
  return facts.say("late", std::to_string(row.late)).say("gaps", std::to_string(row.gaps)).say("station", row.station);
}

/// Somebody of an office, and what he does with what this handheld has handed over.
template <class Work>
auto at_office(World& world, const Sentence& sentence, Work work) -> decltype(work(std::declval<HandheldOffice&>(), std::declval<FieldHandheld&>(), std::declval<const people::Context&>())) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(window, world.window_of(sentence["who"]));
  TRY(context, world.context(sentence["who"], window));
  MUST(register_wells(world));
  HandheldOffice office{*world.books, *world.vault};
  return work(office, *device, context);
}

Result<Facts> imports(World& world, const Sentence& sentence) {
  return at_office(world, sentence, [&](HandheldOffice& office, FieldHandheld& device, const people::Context& context) -> Result<Facts> {
    TRY(row, office.import(device.folder, context));
    device.hand_over = row.number;
    return facts_of(world, row);
  });
}
Result<Facts> cleans(World& world, const Sentence& sentence) {
  return at_office(world, sentence, [&](HandheldOffice& office, FieldHandheld& device, const people::Context& context) -> Result<Facts> {
    TRY(row, office.clean(device.hand_over, context));
    return facts_of(world, row);
  });
}
Result<Facts> signs(World& world, const Sentence& sentence) {
  return at_office(world, sentence, [&](HandheldOffice& office, FieldHandheld& device, const people::Context& context) -> Result<Facts> {
    TRY(paper, office.receipt(device.hand_over, context));
    TRY(receipt, handheld::parse_receipt(paper.text));
    device.receipt = paper;
    std::uint64_t all = 0;
    for (const auto count : receipt.taken_in) all += count;
    return Facts{}.say("entries", std::to_string(all));
  });
}
Result<Facts> gives_orders(World& world, const Sentence& sentence) {
  return at_office(world, sentence, [](HandheldOffice& office, FieldHandheld& device, const people::Context& context) -> Result<Facts> {
    TRY(paper, office.orders(device.store->device(), context));
    TRY(orders, device.store->take_orders(paper));
    return Facts{}.say("edition", std::to_string(orders.edition)).say("cards", std::to_string(orders.cards.size())).say("released", std::to_string(orders.released.size())).say("hung", std::to_string(orders.hung.size()));
  });
}

Result<Facts> is_cleared(World& world, const Sentence& sentence) {
  TRY(device, world.handheld(sentence["handheld"]));
  TRY(from, world.handheld(sentence.or_else("other", sentence["handheld"])));
  if (!from->receipt) return error(Fault::request, "no_receipt", "The office has signed for nothing yet.");
  MUST(device->store->clear(*from->receipt));
  return facts_of(*device, {});
}

/// Handed over, taken in, judged, signed for, cleared, and the next orders taken along.
Result<Facts> comes_home(World& world, const Sentence& sentence) {
  MUST(hands_over(world, sentence));
  TRY(taken_in, imports(world, sentence));
  TRY(facts, cleans(world, sentence));
  MUST(signs(world, sentence));
  MUST(is_cleared(world, sentence));
  TRY(orders, gives_orders(world, sentence));
  return facts.say("edition", orders.find("edition").value_or("")).say("state", "receipted");
}

/// By a handheld of the office's own, which acknowledges nothing and sets no clock.
Result<Facts> records_come_home(World& world, const Sentence& sentence) {
  Sentence own = sentence;
  own.put("handheld", "of-the-office");
  own.put("who", "zhao");
  if (!world.handhelds.contains(own["handheld"])) {
    MUST(begins(world, own));
    const auto& store = *world.handhelds[own["handheld"]].store;
    MUST(put(world, books::Handheld{.number = store.device(), .name = own["handheld"], .station = world.station, .public_key = books::Hex(to_hex(store.public_key()))}));
  }
  MUST(reads_for_the_office(world, own));
  return comes_home(world, own);
}

/// What all wells together have been paid by this card, as the books know it.
Result<Facts> waterings_of_card(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  const auto seen = sim::purse_on(card->os->state());
  if (!seen) return mistake("this card holds no money itself");
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    std::map<books::WateringStatus, std::int64_t> states;
    std::int64_t counted = 0;
    for (const auto& row : reader.all<books::Watering>()) {
      if (row.card != seen->number) continue;
      ++states[row.state];
      counted += books::is_proven(row.state) && row.tac.empty() ? 1 : 0;
    }
    const auto purse = reader.find(books::Purse::of_card, seen->number);
    Facts facts;
    for (const auto state : {books::WateringStatus::proven, books::WateringStatus::hung, books::WateringStatus::released, books::WateringStatus::late}) facts.say(std::string(word_of(state)), std::to_string(states[state]));
    facts.say("counted", std::to_string(counted)).say("used", world.money(Money{} - reader.balance("used/irrigation")));
    if (purse) facts.say("spent", world.money(purse->spent)).say("not_known", world.money(purse->not_known)).say("missing", std::to_string(purse->missing));
    return facts;
  });
}

}  // namespace

std::span<const Phrase> handheld_phrases() {
  static constexpr Phrase phrases[] = {
      {"handheld <handheld> begins [ with the keys of <other:another> county ]", begins},
      {"<who> certifies handheld <handheld>", certifies},
      {"<who> takes handheld <handheld> out of use because <reason>", withdraws},
      {"handheld <handheld> visits well <well> [ calling well <called> ] [ as far as it <goes:goes> ]", visits},
      {"handheld <handheld> reads the waterings of well <well> [ as far as it <goes:goes> ]", reads},
      {"handheld <handheld> looks at well <well>", looks_at},
      {"handheld <handheld> sets the clock of well <well> [ <confirmed:confirmed> twice ]", sets_clock},
      {"handheld <handheld> sets the settlement of well <well> to day <day> [ at <hour> ]", sets_settlement},
      {"battery of handheld <handheld> lasts for <count> questions", battery},
      {"battery of handheld <handheld> is full", battery},
      {"light at well <well> loses <what:question|answer> <number>", light_loses},
      {"light at well <well> brings <what:question|answer> <number> twice", light_doubles},
      {"light at well <well> breaks at byte <count>", light_breaks},
      {"well <other> answers at the window of well <well> [ <first:first> ]", neighbour_answers},
      {"file of well <well> in handheld <handheld> is <how:cut|changed> at byte <at>", spoils_file},
      {"handheld <handheld> puts the file of well <well> apart", puts_apart},
      {"handheld <handheld> hands over", hands_over},
      {"folder of handheld <handheld> is <how:cut|changed> at byte <at> of well <well>", spoils_folder},
      {"folder of handheld <handheld> is without the file of well <well>", folder_without},
      {"folder of handheld <handheld> is signed by handheld <other>", folder_signed_by},
      {"<who> imports the folder of handheld <handheld>", imports},
      {"<who> cleans the hand-over of handheld <handheld>", cleans},
      {"<who> signs for handheld <handheld>", signs},
      {"<who> gives handheld <handheld> its orders", gives_orders},
      {"handheld <handheld> is cleared [ by the receipt of handheld <other> ]", is_cleared},
      {"handheld <handheld> comes home to <who>", comes_home},
      {"handheld <handheld> [ at well <well> ]", keeps},
      {"records of well <well> come home", records_come_home},
      {"waterings of card <card>", waterings_of_card},
  };
  return phrases;
}

}  // namespace kwota::field
