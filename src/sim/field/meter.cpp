// In front of a meter: what is switched on, what it shows, which key is pressed.

#include <algorithm>

#include "base/ids_text.h"
#include "carry/dlt645/items.h"
#include "models/all.h"
#include "sell/customer/change.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"
#include "sim/meter/names.h"

namespace kwota::field {
namespace {

constexpr std::pair<const char*, meter::EventKind> counted_events[] = {
    {"trips", meter::EventKind::trip},           {"closings", meter::EventKind::close},
    {"load_trips", meter::EventKind::load_trip}, {"power_offs", meter::EventKind::power_off},
    {"covers", meter::EventKind::cover},         {"terminal_covers", meter::EventKind::terminal_cover},
    {"magnets", meter::EventKind::magnetic},     {"abnormal_cards", meter::EventKind::abnormal_card},
};

constexpr std::int64_t watts_of_use = 3'600;  ///< one watt-hour a second: use takes time, and the time is seen in the log

Result<void> register_meter(World& world, const FieldMeter& meter, Commodity commodity) {
  books::Meter row;
  row.commodity = commodity;
  row.number = meter.number;
  row.model = meter.model;
  row.ct = static_cast<std::uint32_t>(meter.ct);
  const auto kept = world.books->run(books::Actor{"setup", "meters_write", ""},
                                     [&](const books::Reader& reader) { return customer::put_meter(reader, row); });
  if (!kept) return kept.error();
  return {};
}

Result<void> hang(World& world, FieldMeter meter, bool from_the_factory, bool other_factory) {
  const auto* model = models::find(meter.model);
  if (model == nullptr)
    return mistake("there is no meter model `" + meter.model + "`; known are: " + sim::names_of_models());
  meter.memory = std::make_shared<sim::TornStorage>(std::make_shared<sim::MemoryStorage>(sim::MeterMemory::bytes));
  sim::SimulatedMeter::Setup setup{
      .model = model, .number = meter.number, .factory = other_factory ? &world.other_factory : &world.factory};
  if (!from_the_factory) setup.county_keys = esam::test_county_keys();
  TRY(running, sim::SimulatedMeter::open(std::move(setup), meter.memory, world.random, world.zone().local(world.now())));
  meter.meter = std::move(running);
  world.meters.insert_or_assign(meter.name, std::move(meter));
  return {};
}

Result<Facts> new_meter(World& world, const Sentence& sentence) {
  if (world.meters.contains(sentence["meter"])) return mistake("there is a meter called `" + sentence["meter"] + "` in this log already");
  TRY(number, parse_meter_number(sentence["number"]));
  TRY(ct, sentence.has("ct") ? parse_decimal(sentence["ct"], 0) : Result<std::int64_t>(1));
  FieldMeter meter{.name = sentence["meter"], .number = number, .model = sentence["model"], .ct = ct, .memory = {}, .meter = {}};
  for (const auto& [name, other] : world.meters)
    if (other.number == number) return error(Fault::request, "meter_exists", "A meter with this number hangs already.");
  MUST(register_meter(world, meter, parse_word<Commodity>(sentence["commodity"]).value_or(Commodity::electricity)));
  MUST(hang(world, std::move(meter), sentence.has("factory") || sentence.has("other"), sentence.has("other")));
  return Facts{};
}

Result<Facts> install_keys(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  meter->meter->install_keys(esam::test_county_keys());
  return world.facts_of_meter(*meter);
}

Result<Facts> load(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(watts, sentence.has("watts") ? parse_decimal(sentence["watts"], 0) : Result<std::int64_t>(0));
  meter->meter->set_load(Power::watts(watts));
  return world.facts_of_meter(*meter);
}

/// What of a load comes to the meter's sensors. A meter that knows its transformers is given the load before them, and divides by itself.
std::int64_t behind_transformers(const FieldMeter& at, std::int64_t watts) {
  const auto& knows = at.meter->core().state();
  return knows.ct == 1 && knows.pt == 1 ? watts / at.ct : watts;
}

/// As much as the meter lets through: a relay that opens ends it.
Result<Facts> use(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(wh, parse_decimal(sentence["energy"], 3));
  const auto before = meter->meter->load();
  meter->meter->set_load(Power::watts(behind_transformers(*meter, watts_of_use)));
  world.pass(Duration::seconds(wh));
  meter->meter->set_load(before);
  return world.facts_of_meter(*meter);
}

Result<Facts> press_key(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(ms, sentence.has("seconds") ? parse_decimal(sentence["seconds"], 3) : Result<std::int64_t>(200));
  meter->meter->press_key(Duration::ms(ms));
  return world.facts_of_meter(*meter);
}

Result<Facts> meter(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return world.facts_of_meter(*meter);
}

std::string on_off(bool on) { return on ? "on" : "off"; }

// ---- load control, hours, orders

constexpr std::uint32_t first_parameter_item = 0x04001401;

/// A parameter by the name of its item on the line: `kwota frame items` lists them.
Result<Facts> set_parameter(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  const auto items = dlt645::items();
  const auto item = std::ranges::find(items, sentence["name"], &dlt645::Item::name);
  const bool known =
      item != items.end() && item->value >= first_parameter_item && item->value < first_parameter_item + meter::parameter_count;
  if (!known)
    return mistake("a meter has no parameter called `" + sentence["name"] + "`; `kwota frame items` lists those of 040014nn");
  TRY(value, parse_decimal(sentence["value"], item->decimals));
  const bool taken =
      value >= 0 && meter->meter->core().set_parameter(static_cast<meter::Parameter>(item->value - first_parameter_item),
                                                       static_cast<std::uint32_t>(value));
  if (!taken) return error(Fault::request, "value_does_not_fit", "The meter does not take this value.");
  return world.facts_of_meter(*meter);
}

Result<Facts> plug(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(watts, parse_decimal(sentence["watts"], 0));
  TRY(factor, sentence.has("factor") ? parse_decimal(sentence["factor"], 3) : Result<std::int64_t>(1'000));
  if (factor < 1 || factor > 1'000) return mistake("a power factor lies between 0.001 and 1");
  const auto sine = static_cast<std::int64_t>(meter::whole_root(static_cast<std::uint64_t>(1'000'000 - factor * factor)));
  meter->meter->plug(sentence["appliance"], Power::watts(watts), watts * sine / factor);
  return world.facts_of_meter(*meter);
}

Result<Facts> unplug(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  meter->meter->unplug(sentence["appliance"]);
  return world.facts_of_meter(*meter);
}

Result<Facts> order_at_meter(World& world, const Sentence& sentence) {
  using meter::Order;
  static constexpr std::pair<const char*, Order> orders[] = {
      {"trip", Order::trip},       {"permit", Order::permit},         {"close", Order::close},
      {"protect", Order::protect}, {"unprotect", Order::end_protect}, {"warn", Order::alarm},
      {"unwarn", Order::end_alarm}};
  TRY(meter, world.meter(sentence["meter"]));
  for (const auto& [name, order] : orders) {
    if (sentence["order"] != name) continue;
    meter->meter->core().order(order);
    return world.facts_of_meter(*meter);
  }
  return mistake("a meter knows the orders trip, permit, close, protect, unprotect, warn, unwarn");
}

Result<Facts> limits(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(overdraft, parse_money(sentence["overdraft"], 2));
  TRY(above, sentence.has("above") ? parse_money(sentence["above"], 2) : Result<Money>(Money{}));
  auto limits = meter->meter->core().state().limits;
  limits.overdraft = overdraft;
  limits.close_permission = above;
  meter->meter->core().set_limits(limits);
  return world.facts_of_meter(*meter);
}

Result<Facts> notice(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  const auto event = std::ranges::find(counted_events, sentence["what"], [](const auto& row) { return std::string{row.first}; });
  if (event == std::end(counted_events)) return mistake("a meter can notice covers, terminal_covers and magnets");
  meter->meter->notice(event->second);
  return world.facts_of_meter(*meter);
}

Result<Facts> weld(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  meter->meter->weld(!sentence.has("free"));
  return world.facts_of_meter(*meter);
}

}  // namespace

Facts World::facts_of_meter(const FieldMeter& meter) const {
  const auto view = meter.meter->view();
  Facts facts;
  facts.say("power", on_off(view.powered));
  if (!view.powered) return facts.say("display", "dark");
  const auto& ledger = meter.meter->core().state().ledger;
  facts.say("remaining", money(view.remaining))
      .say("overdraft", money(view.overdraft))
      .say("count", std::to_string(view.count.value()));
  facts.say("relay", view.relay_closed ? "closed" : "open").say("because", std::string(sim::name_of(view.trip)));
  facts.say("lamp", std::string(sim::name_of(view.lamp)))
      .say("buzzer", on_off(view.buzzer))
      .say("alarm1", on_off(view.alarm1))
      .say("alarm2", on_off(view.alarm2));
  facts.say("step", std::to_string(view.step))
      .say("price", format_decimal(view.price.e4(), 4))
      .say("energy", format_decimal(view.energy.wh(), 3));
  facts.say("period", format_decimal(view.period_energy.wh(), 3)).say("error", std::to_string(view.error_class));
  facts.say("refusal", std::string(sim::name_of(view.refusal))).say("account", view.account_open ? "open" : "closed");
  facts.say("keys", view.private_keys ? "private" : "factory")
      .say("version", std::to_string(view.key_version))
      .say("previous", std::to_string(view.previous_key_version));
  facts.say("void_list", std::to_string(view.void_edition))
      .say("void_cards", std::to_string(view.void_cards))
      .say("load", std::to_string(view.load.watts()))
      .say("clock", view.clock);
  facts.say("credited", money(ledger.credited)).say("surrendered", money(ledger.surrendered));
  facts.say("overdraft_cleared", money(ledger.cleared.whole()));
  facts.say("used", format_decimal(ledger.used.e5(), 7)).say("balance", format_decimal(view.balance_e5, 7));
  const auto& core = meter.meter->core();
  const auto& state = core.state();
  facts.say("warns", on_off(core.warns())).say("cut", std::string(sim::name_of(state.load.cause)));
  facts.say("locked", on_off(state.load.locked)).say("free_left", format_decimal(state.basic_allowance.left().wh(), 3));
  facts.say("free_used", format_decimal(state.basic_allowance.used.wh(), 3));
  for (const auto& [name, kind] : counted_events) facts.say(name, std::to_string(core.history().count(kind)));
  facts.say("illegal", std::to_string(meter.meter->core().state().illegal_inserts));
  for (const auto& page : view.pages)
    if (page.label_key == "meter.page.left_in_step") facts.say("left_in_step", page.value);
  return facts;
}

std::span<const Phrase> meter_phrases() {
  static constexpr Phrase phrases[] = {
      {"meter <meter> is <model> number <number> of <other:another> factory", new_meter},
      {"meter <meter> is <model> number <number> [ counting <commodity:gas|water> ] [ behind CT <ct> ] [ with <factory:factory> keys ]", new_meter},
      {"meter <meter> gets the utility's keys", install_keys},
      {"meter <meter> load off", load},
      {"meter <meter> load <watts> W", load},
      {"meter <meter> uses <energy> kWh", use},
      {"meter <meter> has <name> at <value>", set_parameter},
      {"meter <meter> feeds <appliance> of <watts> W [ at power factor <factor> ]", plug},
      {"meter <meter> feeds <appliance> no more", unplug},
      {"meter <meter> is ordered to <order>", order_at_meter},
      {"meter <meter> allows an overdraft of <overdraft> [ and closes above <above> ]", limits},
      {"meter <meter> notices <what>", notice},
      {"meter <meter> contact is welded", weld},
      {"meter <meter> contact is <free:free>", weld},
      {"meter <meter> key pressed [ for <seconds> s ]", press_key},
      {"meter <meter>", meter},
  };
  return phrases;
}

}  // namespace kwota::field
