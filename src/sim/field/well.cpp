// Wells: pumps with their modules, cards that are held to them, what flows, and what goes wrong there.
#include <fmt/format.h>

#include "carry/dialogue/dialogue.h"
#include "seal/vault/test_keys.h"
#include "sell/purse/card_number.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"
#include "sim/pump/farmers_card.h"
#include "sim/pump/names.h"

namespace kwota::field {
namespace {

constexpr std::uint32_t wells_county = 0x33010200;
constexpr std::int64_t first_number = 700'000'000'000;

CardSerial stranger_serial(World& world) {
  CardSerial serial;
  world.random.fill(serial.bytes);
  serial.bytes[0] = 0x62;  // no serial of all zeros
  return serial;
}

sim::CardOs module_of(World& world, const sim::PumpSite& site) {
  return sim::card_in_memory(sim::well_module(stranger_serial(world), sim::terminal_of(site), seal::test_root, world.random), world.random);
}

Result<std::int64_t> whole_number(const std::string& text) { return parse_decimal(text, 0); }

meter::ClockTime pump_clock_at(const World& world, Instant at) { return sim::pump_clock(world.zone().local(at)); }

Facts facts_of_well(World& world, FieldWell& well) {
  const auto view = well.pump->view();
  Facts facts;
  facts.say("power", view.powered ? "on" : "off");
  if (!view.powered) return facts;
  facts.say("phase", std::string(sim::name_of(view.phase))).say("relay", view.relay_closed ? "closed" : "open").say("lamp", std::string(sim::name_of(view.lamp)));
  facts.say("hung", std::to_string(view.hanging.size())).say("unread", std::to_string(view.hung_unread)).say("records", std::to_string(view.records));
  facts.say("error", std::to_string(view.error_class)).say("refusal", std::string(sim::name_of(view.refusal)));
  facts.say("watering", view.watering ? to_hex(view.watering->bytes).substr(12) : "none").say("amount", world.money(view.amount)).say("left", world.money(view.left));
  facts.say("module", view.module_ready ? "ready" : "silent").say("clock", view.clock).say("charged", world.money(view.charged));
  facts.say("total", format_decimal(view.total.wh(), 3)).say("fault_energy", format_decimal(view.fault_energy.wh(), 3)).say("run_on", format_decimal(view.run_on.wh(), 3));
  facts.say("proven", std::to_string(std::ranges::count_if(view.hanging, &sim::HungUser::proven)));
  facts.say("faults", std::to_string(well.pump->pump().store().faults().count())).say("months", std::to_string(well.pump->pump().store().months().count()));
  facts.say("price", format_decimal(well.pump->pump().prices().current.energy.front().e4(), 4)).say("set", std::to_string(well.pump->pump().prices().current.set));
  for (const auto& page : view.pages) facts.say("shows_" + page.label_key.substr(page.label_key.rfind('.') + 1), page.value);
  return facts;
}

Result<Facts> new_well(World& world, const Sentence& sentence) {
  const auto name = sentence["well"];
  if (world.wells.contains(name)) return mistake("there is a well called `" + name + "` in this log already");
  TRY(area, whole_number(sentence["area"]));
  TRY(price, parse_decimal(sentence["price"], 4));
  const auto basis = sentence.has("basis") ? sim::basis_called(sentence["basis"]) : std::optional(meter::ChargeBasis::energy);
  if (!basis) return mistake("water is charged by energy, time, volume or energy_and_volume");
  auto& well = world.wells[name];
  well.name = well.place = name;
  well.site = {MeterNumber::from(static_cast<std::uint64_t>(first_number) + world.wells.size()), sentence.has("other") ? wells_county + 0x100 : wells_county, static_cast<std::uint32_t>(area)};
  well.memory = std::make_shared<sim::TornStorage>(std::make_shared<sim::MemoryStorage>(meter::Pump::storage_size));
  well.chip = std::make_unique<sim::MeterMemory>(well.memory);
  well.pump = std::make_unique<sim::WellPump>(*well.chip, well.site, module_of(world, well.site), world.zone().local(world.now()));
  well.has(sim::terminal_of(well.site), {2000, 1, 1});
  well.pump->dark_when([chip = well.chip.get()] { return chip->power_lost(); });
  meter::PriceTable table;
  table.set = well.price_set = 1;
  table.basis = *basis;
  table.energy.fill(MeterPrice::e4(price));
  table.other = MeterPrice::e4(price);
  if (!well.pump->pump().set_prices(table)) return mistake("a pump does not take this price");
  return facts_of_well(world, well);
}

/// Of the station that the log has named.
Result<Facts> lies_in_village(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  if (world.station.empty()) return mistake("say `station …` before its villages");
  well->village = sentence["village"];
  MUST(put(world, books::Place{.code = well->village, .kind = books::PlaceKind::village, .name = well->village, .station = world.station, .parent = ""}));
  return Facts{};
}

Result<Facts> well(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  return facts_of_well(world, *well);
}

/// What its newest record says, or one so many before it.
Result<Facts> well_record(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  std::int64_t back = 0;
  if (sentence.has("back")) {
    TRY(count, whole_number(sentence["back"]));
    back = count;
  }
  const auto image = well->pump->pump().store().usage().at(static_cast<std::uint32_t>(back + 1));
  const auto seen = image ? pump::decode_usage(*image) : std::nullopt;
  if (!seen) return mistake("this pump has no such record");
  Facts facts;
  facts.say("cause", std::string(sim::name_of(seen->cause))).say("number", std::to_string(seen->number)).say("amount", world.money(seen->amount)).say("after", world.money(seen->after));
  facts.say("seconds", std::to_string(seen->seconds)).say("energy", format_decimal(seen->energy.wh(), 3)).say("water", format_decimal(seen->water.litres(), 3));
  facts.say("hung", (seen->flags & pump::flag::hung) != 0).say("elsewhere", (seen->flags & pump::flag::settled_elsewhere) != 0).say("made_up", (seen->flags & pump::flag::made_up) != 0);
  facts.say("proven", seen->tac != pump::Proof{}).say("set", std::to_string(seen->price_set));
  facts.say("start", fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}", seen->start.year, seen->start.month, seen->start.day, seen->start.hour, seen->start.minute));
  return facts;
}

Result<Facts> swipe(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(well, world.well(sentence["well"]));
  const auto wanted = card->pull;
  world.take_away(*card);
  std::optional<sim::PumpPull> pull;
  if (wanted) pull = sim::PumpPull{static_cast<unsigned>(wanted->commands + (wanted->unanswered ? 0 : 1)), wanted->unanswered};
  const auto done = well->pump->swipe(*card->os, pull);
  well->come_back_if_torn();
  card->memory->restore_power();
  if (done.dark) return error(Fault::meter, "dark", "The pump has no power.");
  if (done.refusal != meter::PumpRefusal::none && !sentence.has("goes")) return error(Fault::meter, std::string(sim::name_of(done.refusal)), "The pump did not take the card.");
  auto facts = facts_of_well(world, *well);
  facts.say("tool", done.tool ? std::string(sim::name_of(*done.tool)) : "none");
  const auto seen = sim::purse_on(card->os->state());
  return facts.say("swipe", std::string(sim::name_of(done.refusal))).say("paid", done.paid ? world.money(*done.paid) : "nothing").say("balance", world.money(done.balance)).say("holds", seen ? world.money(seen->balance) : "").say("grey", seen && seen->grey);
}

/// Both in one purse, held there at once.
Result<Facts> swipe_together(World& world, const Sentence& sentence) {
  TRY(one, world.card(sentence["card"]));
  TRY(other, world.card(sentence["other"]));
  TRY(well, world.well(sentence["well"]));
  if (one == other) return mistake("one card is not two");
  for (auto* card : {one, other}) world.take_away(*card);
  const auto done = well->pump->swipe_together(*one->os, *other->os);
  if (done.dark) return error(Fault::meter, "dark", "The pump has no power.");
  return error(Fault::meter, std::string(sim::name_of(done.refusal)), "The pump took neither card.");
}

/// On, so long, off: a watering like any other.
Result<Facts> waters(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(well, world.well(sentence["well"]));
  TRY(times, whole_number(sentence["times"]));
  TRY(seconds, whole_number(sentence["seconds"]));
  world.take_away(*card);
  for (std::int64_t i = 0; i < times; ++i) {
    const auto on = well->pump->swipe(*card->os);
    if (on.refusal != meter::PumpRefusal::none) return error(Fault::meter, std::string(sim::name_of(on.refusal)), "The pump did not take the card.");
    world.pass(Duration::seconds(seconds));
    static_cast<void>(well->pump->swipe(*card->os));
    world.pass(Duration::seconds(60));
  }
  return facts_of_well(world, *well);
}

/// A card of the county that no book of ours knows, made and loaded somewhere else: its own account, its own money.
Result<FieldCard*> stranger(World& world, const std::string& name, Money money) {
  const auto chip = stranger_serial(world);
  auto& card = world.cards[name];
  card.name = name;
  card.serial = chip;
  card.memory = std::make_shared<sim::TornStorage>(std::make_shared<sim::MemoryStorage>(sim::CardMemory::storage_bytes));
  MUST(sim::store_card(card.memory, sim::blank_card(chip, seal::test_root(seal::Purpose::card_transport).view())));
  TRY(os, sim::CardOs::open(card.memory, world.random));
  card.os = std::make_unique<sim::CardOs>(std::move(os));
  MUST(card.os->power_on());
  const auto number = purse::card_number(wells_county, Instant::from_ms(static_cast<std::int64_t>(world.strangers.size()) * purse::number_step.ms()));
  const auto first = world.wells.begin();
  cards::PurseIssue issue;
  issue.chip = chip;
  put_be32(issue.application.issuer.data(), wells_county);
  std::ranges::copy(number.bytes, issue.application.serial.begin() + 2);
  issue.application.valid_from = {0x20, 0x26, 0x01, 0x01};
  issue.application.valid_to = {0x20, 0x36, 0x12, 0x31};
  issue.areas = {.count = 1, .areas = {first == world.wells.end() ? 11'010'001 : first->second.site.area, 0, 0, 0}, .price_class = 1};
  issue.pin = to_bytes(view_of("123456"));
  TRY(written, sim::make_farmers_card(*card.os, issue, money, *world.vault));
  if (written.outcome != dialogue::Outcome::done) return written.cause.value_or(mistake("the card of a stranger could not be loaded"));
  world.strangers[name] = money;
  return &card;
}

Result<Facts> new_stranger(World& world, const Sentence& sentence) {
  TRY(money, parse_money(sentence["money"], 2));
  MUST(stranger(world, sentence["card"], money));
  return Facts{};
}

/// Each of them walks away while the pump runs; a minute later somebody else comes.
Result<Facts> strangers_hang(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(count, whole_number(sentence["count"]));
  for (std::int64_t i = 1; i <= count; ++i) {
    TRY(card, stranger(world, fmt::format("stranger-{}", i), Money::minor(10'00)));
    const auto on = well->pump->swipe(*card->os);
    if (on.refusal != meter::PumpRefusal::none) return error(Fault::meter, std::string(sim::name_of(on.refusal)), "The pump did not take the card.");
    world.pass(Duration::minutes(1));
    well->pump->cut_power();
    world.pass(Duration::minutes(1));
    well->pump->restore_power();
  }
  return facts_of_well(world, *well);
}

/// It lay in other pumps before, where so many went away.
Result<Facts> locks_of_module(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(count, whole_number(sentence["count"]));
  auto module = well->pump->take_module();
  if (!module) return mistake("there is no module in it");
  well->pump->put_module(sim::card_in_memory(sim::with_open_locks(module->state(), static_cast<std::size_t>(count)), world.random));
  well->pump->cut_power();
  well->pump->restore_power();
  return facts_of_well(world, *well);
}

Result<Facts> draws(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(watts, whole_number(sentence["watts"]));
  std::int64_t litres = 0;
  if (sentence.has("litres")) {
    TRY(flow, whole_number(sentence["litres"]));
    litres = flow;
  }
  well->pump->set_flow({Power::watts(watts), Volume::litres(litres)});
  return facts_of_well(world, *well);
}

Result<Facts> well_power(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  if (sentence["how"] == "loses")
    well->pump->cut_power();
  else
    well->pump->restore_power(!sentence.has("lost"));
  return facts_of_well(world, *well);
}

Result<Facts> cut_well_at_byte(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(count, whole_number(sentence["count"]));
  well->memory->lose_power_after(static_cast<std::size_t>(count));
  return facts_of_well(world, *well);
}

Result<Facts> pull_module(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  well->pulled = well->pump->take_module();
  if (!well->pulled) return mistake("there is no module in this well");
  return facts_of_well(world, *well);
}

Result<Facts> other_module(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  const auto today = world.zone().local(world.now()).date;
  if (!sentence.has("own")) {
    const sim::PumpSite other{MeterNumber::from(well->site.number.value() + 500), well->site.county, well->site.area};
    well->pulled = well->pump->take_module();
    well->pump->put_module(module_of(world, other));
    well->has(sim::terminal_of(other), today);
  } else {
    if (!well->pulled && !well->pump->module_in()) well->pulled = well->pump->take_module();
    if (!well->pulled) return mistake("its own module was never pulled");
    well->pump->put_module(*std::exchange(well->pulled, std::nullopt));
    well->has(sim::terminal_of(well->site), today);
  }
  return facts_of_well(world, *well);
}

Result<Facts> module_dies(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(count, whole_number(sentence["count"]));
  well->pump->pull_module_at(static_cast<unsigned>(count));
  return Facts{};
}

Result<Facts> order_well(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  well->pump->pump().lock_out(sentence["how"] == "stop");
  return facts_of_well(world, *well);
}

Result<Facts> set_well_parameter(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(value, whole_number(sentence["value"]));
  const auto parameter = sim::pump_parameter_called(sentence["name"]);
  if (!parameter) return mistake("a pump has no parameter called `" + sentence["name"] + "`");
  if (value < 0 || !well->pump->pump().set_parameter(*parameter, static_cast<std::uint32_t>(value))) return error(Fault::request, "value_does_not_fit", "The pump does not take this value.");
  return facts_of_well(world, *well);
}

Result<Instant> moment_at(const World& world, const std::string& date, const std::string& time) {
  TRY(day, parse_date(date));
  TRY(hour, parse_decimal(time.substr(0, 2), 0));
  TRY(minute, parse_decimal(time.size() == 5 ? time.substr(3) : "", 0));
  return world.zone().instant(LocalTime{day, static_cast<unsigned>(hour), static_cast<unsigned>(minute)});
}

Result<Facts> well_prices(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(price, parse_decimal(sentence["price"], 4));
  auto table = well->pump->pump().prices().current;
  table.set = ++well->price_set;
  table.energy.fill(MeterPrice::e4(price));
  table.other = MeterPrice::e4(price);
  if (sentence.has("date")) {
    TRY(from, moment_at(world, sentence["date"], sentence["time"]));
    table.from = pump_clock_at(world, from);
  }
  if (!well->pump->pump().set_prices(table) && !well->chip->power_lost()) return error(Fault::request, "value_does_not_fit", "The pump does not take this price.");
  well->come_back_if_torn();
  return facts_of_well(world, *well);
}

/// Dear by day, cheap by night: from that time of day on the second price counts, from the other one the first again.
Result<Facts> day_prices(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(first, parse_decimal(sentence["first"], 4));
  TRY(second, parse_decimal(sentence["second"], 4));
  const auto hour = [](const std::string& time) -> Result<std::int64_t> { return parse_decimal(time.substr(0, 2), 0); };
  TRY(from, hour(sentence["from"]));
  TRY(until, hour(sentence["until"]));
  auto table = well->pump->pump().prices().current;
  table.set = ++well->price_set;
  table.energy = {MeterPrice::e4(first), MeterPrice::e4(second), MeterPrice{}, MeterPrice{}};
  const auto early = std::min(from, until), late = std::max(from, until);
  table.periods[0] = {static_cast<std::uint8_t>(early), 0, static_cast<std::uint8_t>(early == from ? 2 : 1)};
  table.periods[1] = {static_cast<std::uint8_t>(late), 0, static_cast<std::uint8_t>(late == from ? 2 : 1)};
  if (!well->pump->pump().set_prices(table)) return error(Fault::request, "value_does_not_fit", "The pump does not take these prices.");
  return facts_of_well(world, *well);
}

Result<Facts> black_list_card(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(card, world.card(sentence["card"]));
  const auto seen = sim::purse_on(card->os->state());
  if (!seen) return mistake("this card holds no money itself");
  auto& pump = well->pump->pump();
  const auto edition = static_cast<std::uint16_t>(pump.store().black_list().edition + 1);
  const std::array cards{seen->number};
  if (!pump.extend_black_list(edition, cards)) return error(Fault::meter, "black_list_full", "The pump has no room for it.");
  return facts_of_well(world, *well);
}

Result<Facts> set_well_clock(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  const auto right = pump_clock_at(world, world.now()).seconds, now = well->pump->now().seconds;
  if (!sentence.has("count")) {
    well->pump->shift_clock(Duration::seconds(static_cast<std::int64_t>(right) - now));
    return facts_of_well(world, *well);
  }
  TRY(count, whole_number(sentence["count"]));
  const auto& unit = sentence["unit"];
  const auto by = unit.starts_with("minute") ? Duration::minutes(count) : unit.starts_with("hour") ? Duration::hours(count) : Duration::days(count);
  well->pump->shift_clock(sentence["way"] == "slow" ? Duration{} - by : by);
  return facts_of_well(world, *well);
}

/// The one before is taken down today; its records are read wherever it lies.
Result<Facts> stands_in_place(World& world, const Sentence& sentence) {
  TRY(well, world.well(sentence["well"]));
  TRY(before, world.well(sentence["other"]));
  const auto today = world.zone().local(world.now()).date;
  before->until = today;
  well->place = before->place;
  well->modules.front().put_in = date_of_day(day_number(today) + 1);
  return facts_of_well(world, *well);
}

}  // namespace

std::span<const Phrase> well_phrases() {
  static constexpr Phrase phrases[] = {
      {"well <well> gives water to area <area> at <price> [ by <basis> ] [ in <other:another> county ]", new_well},
      {"well <well> lies in village <village>", lies_in_village},
      {"well <well> draws <watts> W [ and <litres> l/s ]", draws},
      {"well <well> <how:loses> its power", well_power},
      {"well <well> <how:has> its power back [ and its clock <lost:lost> ]", well_power},
      {"well <well> will lose its power at byte <count>", cut_well_at_byte},
      {"well <well> has its module pulled", pull_module},
      {"well <well> has its <own:own> module again", other_module},
      {"well <well> has another module", other_module},
      {"well <well> has a module that dies at command <count>", module_dies},
      {"well <well> has a module with <count> open locks", locks_of_module},
      {"well <well> is ordered to <how:stop|go>", order_well},
      {"well <well> has <name> at <value>", set_well_parameter},
      {"well <well> gets the price <price> [ from <date> <time> ]", well_prices},
      {"well <well> gets the prices <first> and <second> from <from> until <until>", day_prices},
      {"well <well> has card <card> on its black list", black_list_card},
      {"well <well> clock is <way:fast|slow> by <count> <unit:minutes|hour|hours|day|days>", set_well_clock},
      {"well <well> clock is right", set_well_clock},
      {"well <well> stands where well <other> stood", stands_in_place},
      {"well <well> has <count> strangers hanging", strangers_hang},
      {"well <well>", well},
      {"record of well <well> [ <back> before ]", well_record},
      {"card <card> is held to well <well> [ as far as it <goes:goes> ]", swipe},
      {"cards <card> and <other> are held to well <well>", swipe_together},
      {"card <card> waters <times> times for <seconds> s at well <well>", waters},
      {"card <card> of a stranger holds <money>", new_stranger},
  };
  return phrases;
}

}  // namespace kwota::field
