// What wells have recorded comes home: a handheld of the office's own hands it over, the office judges and settles it. What the books know of a card's
// waterings after that.
#include "base/ids_text.h"
#include "seal/cipher/ecdsa.h"
#include "sim/field/decide.h"
#include "sim/field/vocabulary.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::field {
namespace {

Result<seal::SigningKey> certified_device(World& world) {
  auto key = seal::SigningKey::generate();
  books::Handheld row;
  row.number = handheld_office::device_number(key.public_key());
  row.name = "crew";
  row.public_key = books::Hex(to_hex(key.public_key()));
  MUST(put(world, row));
  return key;
}

Bytes stored(FieldWell& well, Instant now) {
  Bytes file;
  const auto add = [&](handheld::Kind kind, const auto& image) { append(file, handheld::encode(handheld::Entry{kind, now, Bytes(image.begin(), image.end())})); };
  auto& pump = well.pump->pump();
  for (auto back = static_cast<std::uint32_t>(std::min<std::size_t>(pump.store().usage().count(), meter::PumpStore::usage_kept)); back >= 1; --back)
    if (const auto record = pump.store().usage().at(back)) add(handheld::Kind::usage, *record);
  pump::Image<pump::HungRecord> hung[meter::PumpStore::hung_kept]{};
  const auto count = pump.hung_from(0, hung);
  for (std::size_t i = 0; i < count; ++i) add(handheld::Kind::hung, hung[i]);
  for (auto back = static_cast<std::uint32_t>(std::min<std::size_t>(pump.store().faults().count(), meter::PumpStore::faults_kept)); back >= 1; --back)
    if (const auto fault = pump.store().faults().at(back)) add(handheld::Kind::fault, *fault);
  return file;
}

Result<handheld_office::HandedIn> handed_in(World& world, FieldWell& well) {
  TRY(key, certified_device(world));
  handheld_office::HandedIn out;
  handheld::Manifest manifest{.device = handheld::device_of(key.public_key()), .made_at = world.now(), .files = {}};
  auto file = stored(well, world.now());
  TRY(read, handheld::read_store(file));
  manifest.files.push_back(handheld::handed_file(well.site.number, file, read));
  out.files[handheld::store_name(well.site.number)] = std::move(file);
  out.manifest = handheld::encode(manifest);
  out.signature = handheld::signature_text(key.sign(handheld::digest_of(out.manifest)));
  return out;
}

Result<Facts> come_home(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(context, world.context("zhao", nullptr));
  MUST(register_well(world, *well));
  TRY(handed, handed_in(world, *well));
  handheld_office::HandheldOffice office{*world.books, *world.vault};
  TRY(row, office.import(handed, context));
  TRY(cleaned, office.clean(row.number, context));
  Facts facts;
  return facts.say("proven", std::to_string(cleaned.proven)).say("hung", std::to_string(cleaned.open)).say("amount", world.money(cleaned.amount)).say("unproven", std::to_string(cleaned.unproven));
}

/// What the head-end has brought of this well: how often, and what was in the last.
Result<Facts> hand_overs_of_line(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto rows = reader.select(books::HandOver::of_device, "line " + to_text(well->site.number));
    Facts facts;
    facts.say("count", std::to_string(rows.size()));
    if (rows.empty()) return facts;
    const auto& row = rows.back();
    return facts.say("usage", std::to_string(row.usage)).say("hung", std::to_string(row.hung)).say("fresh", std::to_string(row.fresh)).say("known", std::to_string(row.known))
        .say("state", row.state).say("proven", std::to_string(row.proven));
  });
}

/// Cards that its pump did not serve, as the office has them; of the last one why.
Result<Facts> faults_of_well(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto rows = reader.select<books::CardFault>(well->site.number);
    Facts facts;
    facts.say("count", std::to_string(rows.size()));
    return rows.empty() ? facts : facts.say("error", std::to_string(rows.back().error_class)).say("status", rows.back().status);
  });
}

/// What all wells together have been paid by this card, as the books know it.
Result<Facts> waterings_of_card(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  const auto seen = sim::purse_on(card->os->state());
  if (!seen) return mistake("this card holds no money itself");
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    std::map<books::WateringStatus, std::int64_t> states;
    std::int64_t counted = 0;
    for (const auto& row : reader.select(books::Watering::of_card, seen->number)) {
      ++states[row.state];
      counted += books::is_proven(row.state) && row.tac.empty() ? 1 : 0;
    }
    const auto purse = reader.find(books::Purse::of_card, seen->number);
    Facts facts;
    for (const auto state : {books::WateringStatus::proven, books::WateringStatus::hung, books::WateringStatus::released}) facts.say(std::string(word_of(state)), std::to_string(states[state]));
    facts.say("counted", std::to_string(counted)).say("used", world.money(Money{} - reader.balance("used/irrigation")));
    if (purse) facts.say("spent", world.money(purse->spent)).say("not_known", world.money(purse->not_known)).say("missing", std::to_string(purse->missing));
    return facts;
  });
}

}  // namespace

Result<void> register_well(World& world, const FieldWell& well) {
  MUST(put(world, books::Meter{.number = well.site.number, .model = "pump"}));
  MUST(put(world, books::Well{.number = well.name, .name = well.name, .village = {}, .area_number = {}}));
  for (auto module = well.modules.begin(); module != well.modules.end(); ++module) {
    const auto next = std::next(module);
    books::WellMeter row{.well = well.name, .meter = well.site.number, .from = module->put_in, .to = {}, .multiplier = 1, .terminal = to_hex(module->terminal)};
    if (module != well.modules.begin()) row.from = date_of_day(day_number(module->put_in) + 1);
    if (next != well.modules.end()) row.to = next->put_in;
    MUST(put(world, row));
  }
  return Done{};
}

std::span<const Phrase> come_home_phrases() {
  static constexpr Phrase phrases[] = {
      {"records of well <well> come home", come_home},
      {"waterings of card <card>", waterings_of_card},
      {"card faults of well <well>", faults_of_well},
      {"hand-overs of the line to well <well>", hand_overs_of_line},
  };
  return phrases;
}

}  // namespace kwota::field
