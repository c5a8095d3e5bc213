#include "sim/bench/bench_routes.h"

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/audit_entry.h"
#include "models/all.h"
#include "serve/api/asked.h"
#include "serve/desk/card_desk.h"
#include "sim/bench/bench_pump_routes.h"

namespace kwota::sim {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using serve::CallPtr;

constexpr int money_digits = 2;  // what the meters of the bench show

std::string lamp_name(meter::Lamp lamp) {
  switch (lamp) {
    case meter::Lamp::off: return "off";
    case meter::Lamp::on: return "on";
    case meter::Lamp::blinking: break;
  }
  return "blink";
}

object meter_json(const BenchMeter& on_bench) {
  const auto& view = on_bench.view;
  array pages, flags;
  for (const auto& page : view.pages) pages.push_back(object{{"label_key", page.label_key}, {"value", page.value}, {"unit", page.unit}});
  for (const auto& flag : view.flags) flags.push_back(value(flag));
  object display{{"page", view.page}};
  if (view.page < view.pages.size()) {
    const auto& page = view.pages[view.page];
    display["label_key"] = page.label_key;
    display["value"] = page.value;
    display["unit"] = page.unit;
  }
  return {{"number", to_text(view.number)},
          {"model", view.model},
          {"powered", view.powered},
          {"display", std::move(display)},
          {"pages", std::move(pages)},
          {"relay", view.relay_closed ? "closed" : "open"},
          {"lamp", lamp_name(view.lamp)},
          {"buzzer", view.buzzer},
          {"alarm1", view.alarm1},
          {"alarm2", view.alarm2},
          {"load_w", on_bench.load.watts()},
          {"drawn_w", view.load.watts()},
          {"card", on_bench.card.empty() ? value(nullptr) : value(on_bench.card)},
          {"card_busy", view.card_busy},
          {"line", on_bench.line.empty() ? value(nullptr) : value{{"address", on_bench.line}, {"fault", on_bench.fault}}},
          {"state_flags", std::move(flags)},
          {"remaining", format_money(view.remaining, money_digits)},
          {"overdraft", format_money(view.overdraft, money_digits)},
          {"energy", format_kwh(view.energy)},
          {"step", view.step},
          {"price", format_decimal(view.price.e4(), 4)},
          {"count", view.count.value()},
          {"error_code", view.error_class},
          {"account_open", view.account_open},
          {"clock_valid", view.clock_valid},
          {"clock", view.clock},
          {"key_state", view.private_keys ? "private" : "public"},
          {"key_version", view.key_version},
          {"previous_key_version", view.previous_key_version},
          {"key_link", view.identity}};
}

object bench_json(Bench& bench, const BenchClock& clock, const serve::CardDesk& desk) {
  array cards, meters, models, readers;
  for (const auto& card : bench.cards())
    cards.push_back(object{{"id", card.id}, {"label", card.id}, {"serial", to_text(card.serial)}, {"place", to_text(card.place)}, {"copy_of", card.copy_of}, {"purse", purse_json(card)}});
  for (const auto& on_bench : bench.meters()) meters.push_back(meter_json(on_bench));
  for (const auto* model : models::all()) models.push_back(value(model->name));
  for (std::size_t slot = 0; slot < Bench::slots; ++slot) readers.push_back(object{{"id", "reader:" + std::to_string(slot)}, {"name", bench.reader_name(slot)}, {"card_seen", desk.sees_card(bench.reader_name(slot))}});
  return {{"clock", format_utc(clock.now())}, {"speed", clock.speed()}, {"cards", std::move(cards)}, {"meters", std::move(meters)}, {"pumps", pumps_json(bench)},
          {"models", std::move(models)}, {"readers", std::move(readers)}};
}

/// Does it and answers with the bench as it is afterwards.
void answer(const CallPtr& call, Bench& bench, const BenchClock& clock, const serve::CardDesk& desk, const Result<void>& done) {
  if (!done) return call->refuse(done.error());
  call->answer(bench_json(bench, clock, desk));
}

Result<void> touch_meter(Bench& bench, const serve::Call& call) {
  TRY(number, parse_meter_number(call.path.at("number")));
  const serve::Asked asked(call.body);
  std::optional<Error> failed;
  MUST(bench.with_meter(number, [&](SimulatedMeter& meter) {
    if (asked.has("load_w")) meter.set_load(Power::watts(asked.number("load_w")));
    if (asked.has("clock_shift_s")) meter.shift_clock(Duration::seconds(asked.number("clock_shift_s")));
    if (asked.text("key") == "press") meter.press_key(Duration::ms(200));
    if (asked.text("key") == "long") meter.press_key(Duration::seconds(3));
    if (!asked.has("power")) return;
    if (!asked.flag("power")) {
      meter.cut_power();
    } else if (!meter.powered()) {
      if (auto back = meter.restore_power(); !back) failed = back.error();
    }
  }));
  if (failed) return *failed;
  return {};
}

Result<void> service(Bench& bench, const serve::Call& call) {
  TRY(number, parse_meter_number(call.path.at("number")));
  return bench.install_sample_keys(number);
}

/// {"on": false} takes it off its line; else it hangs there, with {"fault": "lose-answer:3,echo"} or without.
Result<void> connect_meter(Bench& bench, const serve::Call& call) {
  TRY(number, parse_meter_number(call.path.at("number")));
  const serve::Asked asked(call.body);
  return asked.has("on") && !asked.flag("on") ? bench.take_off_line(number) : bench.put_on_line(number, asked.text("fault"));
}

Result<void> hang_meter(Bench& bench, const serve::Call& call) {
  const serve::Asked asked(call.body);
  TRY(number, parse_meter_number(asked.text("number")));
  return bench.add_meter(number, asked.text("model"), !asked.flag("factory"));
}

/// Who moved what stands in the audit trail of the sample books, the clock before it moves.
void note(serve::ServerParts& server, const serve::Call& call) {
  const auto actor = serve::actor_of(call, "bench");
  const auto row = books::audit_entry(actor, call.request.path.substr(serve::Router::base.size() + 1), boost::json::serialize(call.body));
  server.books.submit(
      actor, [row](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{}, {row}}, Done{}}; },
      [](const Result<Done>&) {});
}

void set_clock(Bench& bench, BenchClock& clock, const serve::Call& call) {
  const serve::Asked asked(call.body);
  if (asked.has("speed")) clock.set_speed(static_cast<int>(asked.number("speed")));
  if (asked.has("advance_s")) bench.advance_clock(Duration::seconds(asked.number("advance_s")));
}

}  // namespace

void add_bench_routes(serve::Router& router, Bench& bench, BenchClock& clock, serve::ServerParts& server) {
  const auto on = [&](std::string method, std::string pattern, auto act) {
    // A leap of the clock by weeks is weeks of every meter: tills are answered meanwhile.
    router.add({std::move(method), std::move(pattern), "bench", [&bench, &clock, &server, act](const CallPtr& call) {
                  server.workers.run([&bench, &clock, &server, act, call] {
                    if (call->request.method != "GET") note(server, *call);
                    answer(call, bench, clock, server.desk, act(*call));
                  });
                }});
  };
  on("GET", "/bench", [](const serve::Call&) { return Result<void>(); });
  on("POST", "/bench/cards", [&bench](const serve::Call&) -> Result<void> {
    MUST(bench.add_card());
    return {};
  });
  on("POST", "/bench/cards/{id}/copy", [&bench](const serve::Call& call) -> Result<void> {
    MUST(bench.copy_card(call.path.at("id")));
    return {};
  });
  on("POST", "/bench/cards/{id}/move", [&bench](const serve::Call& call) {
    const serve::Asked asked(call.body);
    return bench.move_card(call.path.at("id"), asked.text("to"), asked.flag("beside"));
  });
  on("POST", "/bench/cards/{id}/pull", [&bench](const serve::Call& call) {
    return bench.pull_card_at(call.path.at("id"), static_cast<std::uint32_t>(serve::Asked(call.body).number("at_command")));
  });
  on("POST", "/bench/meters", [&bench](const serve::Call& call) { return hang_meter(bench, call); });
  on("POST", "/bench/meters/{number}", [&bench](const serve::Call& call) { return touch_meter(bench, call); });
  on("POST", "/bench/meters/{number}/service", [&bench](const serve::Call& call) { return service(bench, call); });
  on("POST", "/bench/meters/{number}/line", [&bench](const serve::Call& call) { return connect_meter(bench, call); });
  for (const auto& door : pump_doors())
    on("POST", door.pattern, [&bench, &server, act = door.act](const serve::Call& call) { return act(bench, server, call); });
  on("POST", "/bench/clock", [&bench, &clock](const serve::Call& call) {
    set_clock(bench, clock, call);
    bench.keep();
    return Result<void>();
  });
}

}  // namespace kwota::sim
