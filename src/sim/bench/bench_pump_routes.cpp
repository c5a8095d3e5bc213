#include "sim/bench/bench_pump_routes.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "serve/api/asked.h"
#include "sim/pump/names.h"

namespace kwota::sim {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr int fen_digits = 2, price_digits = 4;  // of pumps
constexpr auto price_at_first = "0.6000";

std::string money(Money amount) { return format_money(amount, fen_digits); }
value text_or_null(const std::string& text) { return text.empty() ? value(nullptr) : value(text); }

object record_json(const pump::UsageRecord& record) {
  return {{"number", record.number}, {"card", to_text(record.card)}, {"amount", money(record.amount)}, {"after", money(record.after)}, {"seconds", record.seconds},
          {"energy", format_kwh(record.energy)}, {"water", format_decimal(record.water.litres() / 100, 1)}, {"cause", name_of(record.cause)}, {"price_set", record.price_set},
          {"hung", (record.flags & pump::flag::hung) != 0}, {"made_up", (record.flags & pump::flag::made_up) != 0}, {"proven", record.tac != pump::Proof{}}};
}

object swipe_json(const BenchSwipe& last) {
  return {{"card", last.card}, {"beside", text_or_null(last.beside)}, {"refusal", name_of(last.swiped.refusal)}, {"error_class", meter::error_class(last.swiped.refusal)}, {"dark", last.swiped.dark},
          {"paid", last.swiped.paid ? value(money(*last.swiped.paid)) : value(nullptr)}, {"balance", money(last.swiped.balance)},
          {"tool", last.swiped.tool ? value(name_of(*last.swiped.tool)) : value(nullptr)}};
}

std::string module_word(const BenchPumpView& one) {
  if (!one.pump.module_in) return "none";
  return one.own_module ? "own" : "other";
}

object display_json(const PumpView& pump) {
  object display{{"page", pump.page}};
  if (pump.page >= pump.pages.size()) return display;
  const auto& page = pump.pages[pump.page];
  display["label_key"] = page.label_key;
  display["value"] = page.value;
  display["unit"] = page.unit;
  return display;
}

object pump_json(const BenchPumpView& one) {
  const auto& pump = one.pump;
  array pages, hanging;
  for (const auto& page : pump.pages) pages.push_back(object{{"label_key", page.label_key}, {"value", page.value}, {"unit", page.unit}});
  for (const auto& user : pump.hanging) hanging.push_back(object{{"card", to_text(user.card)}, {"amount", money(user.amount)}, {"number", user.number}, {"proven", user.proven}});
  object parameters;
  for (const auto& [name, number] : one.parameters) parameters[name] = number;
  object out{{"number", to_text(one.site.number)}, {"area", fmt::format("{:08}", one.site.area)}, {"terminal", to_hex(terminal_of(one.site))}, {"powered", pump.powered}, {"working", pump.working}};
  out["phase"] = name_of(pump.phase);
  out["relay"] = pump.relay_closed ? "closed" : "open";
  out["lamp"] = name_of(pump.lamp);
  out["locked_out"] = pump.locked_out;
  out["module"] = module_word(one);
  out["module_ready"] = pump.module_ready;
  out["clock"] = pump.clock;
  out["clock_valid"] = pump.clock_valid;
  out["display"] = display_json(pump);
  out["pages"] = std::move(pages);
  out["refusal"] = name_of(pump.refusal);
  out["error_code"] = pump.error_class;
  out["watering"] = pump.watering ? value{{"card", to_text(*pump.watering)}, {"since", pump.since}, {"amount", money(pump.amount)}, {"left", money(pump.left)}} : value(nullptr);
  out["hung"] = std::move(hanging);
  out["records"] = pump.records;
  out["newest"] = pump.newest ? value(record_json(*pump.newest)) : value(nullptr);
  out["total"] = format_kwh(pump.total);
  out["charged"] = money(pump.charged);
  out["load_w"] = one.flow.power.watts();
  out["flow_l_s"] = one.flow.a_second.litres();
  out["basis"] = name_of(one.prices.basis);
  out["price"] = format_decimal((one.prices.basis == meter::ChargeBasis::energy || one.prices.basis == meter::ChargeBasis::energy_and_volume ? one.prices.energy.front() : one.prices.other).e4(), price_digits);
  out["parameters"] = std::move(parameters);
  out["black_list"] = object{{"edition", one.black_list}, {"cards", one.black_cards}};
  out["last_swipe"] = one.last ? value(swipe_json(*one.last)) : value(nullptr);
  out["line"] = text_or_null(one.line);
  out["window"] = one.window;
  return out;
}

Result<meter::PriceTable> prices_in(const serve::Asked& asked, std::uint8_t set) {
  const auto text = asked.text("price");
  TRY(price, parse_decimal(text.empty() ? price_at_first : text, price_digits));
  const auto word = asked.text("basis");
  const auto basis = word.empty() ? std::optional(meter::ChargeBasis::energy) : basis_called(word);
  meter::PriceTable table;
  table.set = set;
  table.basis = basis.value_or(meter::ChargeBasis::energy);
  table.energy.fill(MeterPrice::e4(price));
  table.other = MeterPrice::e4(price);
  if (!basis || !in_order(table)) return error(Fault::request, "pump_takes_no_such_value", "A pump does not take this price.", {{"price", text}, {"basis", word}});
  return table;
}

Result<void> new_pump(Bench& bench, serve::ServerParts& server, const serve::Call& call) {
  const serve::Asked asked(call.body);
  TRY(number, parse_meter_number(asked.text("number")));
  TRY(prices, prices_in(asked, 1));
  TRY(site, server.books.read([&](const books::Reader& books) { return site_at_well(books, number); }));
  return bench.add_pump(site, prices);
}

Error not_taken(const std::string& what) { return error(Fault::request, "pump_takes_no_such_value", "A pump does not take this value.", {{"what", what}}); }

Result<void> set_power(WellPump& pump, const serve::Asked& asked) {
  if (!asked.flag("power")) {
    pump.cut_power();
  } else if (!pump.powered()) {
    pump.restore_power(!asked.flag("clock_lost"));
  }
  return {};
}

Result<void> set_up(WellPump& well, const serve::Asked& asked, std::optional<CardSerial> black) {
  auto& pump = well.pump();
  if (asked.has("locked_out")) pump.lock_out(asked.flag("locked_out"));
  if (asked.has("clock_shift_s")) well.shift_clock(Duration::seconds(asked.number("clock_shift_s")));
  if (asked.has("price") || asked.has("basis")) {
    TRY(table, prices_in(asked, static_cast<std::uint8_t>(pump.prices().current.set % 255 + 1)));
    if (!pump.set_prices(table)) return not_taken("price");
  }
  if (const auto name = asked.text("parameter"); !name.empty()) {
    const auto parameter = pump_parameter_called(name);
    if (!parameter || asked.number("value") < 0 || !pump.set_parameter(*parameter, static_cast<std::uint32_t>(asked.number("value")))) return not_taken(name);
  }
  if (!black) return {};
  const auto edition = static_cast<std::uint16_t>(pump.store().black_list().edition + 1);
  const std::array cards{*black};
  if (!pump.extend_black_list(edition, {}) || !pump.extend_black_list(edition, cards)) return not_taken("black_list");
  return {};
}

Result<void> touch_pump(Bench& bench, serve::ServerParts&, const serve::Call& call) {
  TRY(number, parse_meter_number(call.path.at("number")));
  const serve::Asked asked(call.body);
  std::optional<CardSerial> black;
  if (const auto card = asked.text("black_list"); !card.empty()) {
    black = bench.purse_number(card);
    if (!black) return error(Fault::request, "no_purse_card", "This card holds no money itself, or it lies on a reader: take a farmer's card out of the wallet.", {{"card", card}});
  }
  return bench.with_pump(number, [&](WellPump& well) -> Result<void> {
    if (asked.has("load_w") || asked.has("flow_l_s")) {
      auto flow = well.flow();
      if (asked.has("load_w")) flow.power = Power::watts(std::max<std::int64_t>(0, asked.number("load_w")));
      if (asked.has("flow_l_s")) flow.a_second = Volume::litres(std::max<std::int64_t>(0, asked.number("flow_l_s")));
      well.set_flow(flow);
    }
    if (asked.has("power")) MUST(set_power(well, asked));
    if (!well.powered()) return {};  // nobody answers an order
    return set_up(well, asked, black);
  });
}

Result<void> swipe(Bench& bench, serve::ServerParts&, const serve::Call& call) {
  TRY(number, parse_meter_number(call.path.at("number")));
  const serve::Asked asked(call.body);
  std::optional<PumpPull> pull;
  if (asked.has("pull_at")) pull = PumpPull{static_cast<unsigned>(asked.number("pull_at")), asked.flag("unanswered")};
  return bench.swipe(number, asked.text("card"), asked.text("beside"), pull);
}

Result<void> give_module(Bench& bench, serve::ServerParts&, const serve::Call& call) {
  TRY(number, parse_meter_number(call.path.at("number")));
  const serve::Asked asked(call.body);
  const auto which = parse_word<PumpModule>(asked.text("module"));
  if (!which) return not_taken("module");
  return bench.give_module(number, *which, asked.text("card"));
}

Result<void> connect_pump(Bench& bench, serve::ServerParts&, const serve::Call& call) {
  TRY(number, parse_meter_number(call.path.at("number")));
  const serve::Asked asked(call.body);
  if (!asked.flag("on")) return bench.connect_pump(number, PumpReach::nowhere);
  return bench.connect_pump(number, asked.flag("window") ? PumpReach::window : PumpReach::line);
}

}  // namespace

std::span<const PumpDoor> pump_doors() {
  static constexpr PumpDoor doors[] = {
      {"/bench/pumps", new_pump},
      {"/bench/pumps/{number}", touch_pump},
      {"/bench/pumps/{number}/swipe", swipe},
      {"/bench/pumps/{number}/module", give_module},
      {"/bench/pumps/{number}/line", connect_pump},
  };
  return doors;
}

array pumps_json(Bench& bench) {
  array all;
  for (const auto& one : bench.pumps()) all.push_back(pump_json(one));
  return all;
}

value purse_json(const BenchCard& card) {
  if (!card.purse) return nullptr;
  return {{"number", to_text(card.purse->number)}, {"balance", money(card.purse->balance)}, {"grey", card.purse->grey}};
}

}  // namespace kwota::sim
