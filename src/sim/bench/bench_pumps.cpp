// The pumps among what stands on the bench.
#include <fcntl.h>

#include <cstdio>
#include <mutex>

#include "base/cause.h"
#include "base/ids_text.h"
#include "sim/bench/bench.h"
#include "sim/pump/window_keys.h"

namespace kwota::sim {
namespace {

namespace json = boost::json;

Error no_pump(MeterNumber number) {
  return error(Fault::request, Cause::not_found, "There is no such pump on the bench.", {{"what", "pump " + to_text(number)}});
}

CardSerial chip_serial(Random& random) {
  CardSerial serial;
  random.fill(serial.bytes);
  serial.bytes[0] = 0x62;  // no serial of all zeros
  return serial;
}

}  // namespace

/// Its module is made at its first start, and lies in a file from then on.
Result<CardOs> Bench::module_of(const PumpSite& site) {
  const auto path = setup_.folder / "pumps" / (to_text(site.number) + ".psam");
  if (std::filesystem::exists(path)) return open_card_file(path, random_);
  return create_card_file(path, well_module(chip_serial(random_), terminal_of(site), setup_.roots, random_), random_);
}

Result<void> Bench::load_pump(const PumpSite& site) {
  std::error_code failed;
  std::filesystem::create_directories(setup_.folder / "pumps", failed);
  TRY(file, PumpFile::open(setup_.folder / "pumps" / (to_text(site.number) + ".pump")));
  TRY(module, module_of(site));
  auto place = std::make_unique<BenchPump>(site, std::move(file));
  place->well = std::make_unique<WellPump>(place->memory, site, std::move(module), setup_.zone.local(clock_.now()));
  TRY(address, dlt645::Address::parse(to_text(site.number)));
  place->station = std::make_unique<meter_line::PumpLine>(place->well->pump(), address, window_of(place->well->pump(), site.number, place->well->slot(), random_));
  pumps_.emplace(site.number, std::move(place));
  return {};
}

void Bench::load_pumps(const json::array& rows) {
  for (const auto& row : rows) {
    const auto number = parse_meter_number(std::string(row.at("number").as_string()));
    if (!number) continue;
    const PumpSite site{*number, static_cast<std::uint32_t>(row.at("county").to_number<std::int64_t>()), static_cast<std::uint32_t>(row.at("area").to_number<std::int64_t>())};
    if (!load_pump(site)) continue;
    auto& place = *pumps_.at(*number);
    place.well->set_flow({Power::watts(row.at("load_w").as_int64()), Volume::litres(row.at("flow_l_s").as_int64())});
    if (!row.at("powered").as_bool()) place.well->cut_power();
    place.address = row.at("address").as_string();
    place.on_line = row.at("on_line").as_bool();
    const auto* window = row.as_object().if_contains("window");  // benches of before have none
    place.window = window && window->as_bool();
    if (!place.on_line) continue;
    // Somebody may have its port meanwhile: then it is not reached until it is put on a line again.
    if (auto served = serve_pump(place); served.ok()) place.line = std::move(served).value();
  }
}

json::array Bench::pump_rows() const {
  json::array rows;
  for (const auto& [number, place] : pumps_)
    rows.push_back(json::object{{"number", to_text(number)}, {"county", place->site.county}, {"area", place->site.area}, {"load_w", place->well->flow().power.watts()},
                                {"flow_l_s", place->well->flow().a_second.litres()}, {"powered", place->well->powered()}, {"address", place->address}, {"on_line", place->on_line}, {"window", place->window}});
  return rows;
}

std::vector<BenchPumpView> Bench::pumps() {
  const std::lock_guard lock(mutex_);
  catch_up();
  std::vector<BenchPumpView> all;
  for (const auto& [number, place] : pumps_) all.push_back(place->view());
  return all;
}

Result<void> Bench::add_pump(const PumpSite& site, const meter::PriceTable& prices) {
  const std::lock_guard lock(mutex_);
  catch_up();
  if (pumps_.contains(site.number) || meters_.contains(site.number))
    return error(Fault::request, "meter_exists", "This meter hangs on the bench already.", {{"meter", to_text(site.number)}});
  MUST(load_pump(site));
  pumps_.at(site.number)->well->pump().set_prices(prices);
  save();
  return {};
}

Result<void> Bench::with_pump(MeterNumber number, const std::function<Result<void>(WellPump&)>& work) {
  const std::lock_guard lock(mutex_);
  catch_up();
  const auto found = pumps_.find(number);
  if (found == pumps_.end()) return no_pump(number);
  auto done = work(*found->second->well);
  save();
  return done;
}

/// Into somebody's hand, from wherever it lies.
Result<CardOs*> Bench::take_in_hand(const std::string& card) {
  const auto lies = std::ranges::find(cards_, card, &BenchCard::id);
  if (lies == cards_.end()) return error(Fault::request, Cause::not_found, "There is no such card on the bench.", {{"what", "card " + card}});
  MUST(take_away(*lies));
  lies->place = InWallet{};
  return &chips_.at(card);
}

Result<void> Bench::swipe(MeterNumber number, const std::string& card, const std::string& beside, std::optional<PumpPull> pull) {
  const std::lock_guard lock(mutex_);
  catch_up();
  const auto found = pumps_.find(number);
  if (found == pumps_.end()) return no_pump(number);
  auto& place = *found->second;
  TRY(one, take_in_hand(card));
  if (beside.empty() || beside == card) {
    place.last = BenchSwipe{card, "", place.well->swipe(*one, pull)};
  } else {
    TRY(other, take_in_hand(beside));
    place.last = BenchSwipe{card, beside, place.well->swipe_together(*one, *other)};
  }
  save();
  return {};
}

/// Both files change places in one step: a kill leaves the pump the one or the other.
Result<void> Bench::exchange_module(BenchPump& place, const std::string& card) {
  const auto lies = std::ranges::find(cards_, card, &BenchCard::id);
  if (lies == cards_.end()) return error(Fault::request, Cause::not_found, "There is no such card on the bench.", {{"what", "card " + card}});
  MUST(take_away(*lies));
  lies->place = InWallet{};
  static_cast<void>(place.well->take_module());
  chips_.erase(card);
  const auto of_card = setup_.folder / "cards" / (card + ".card"), of_pump = setup_.folder / "pumps" / (to_text(place.site.number) + ".psam");
  const bool exchanged = ::renameat2(AT_FDCWD, of_card.c_str(), AT_FDCWD, of_pump.c_str(), RENAME_EXCHANGE) == 0;
  TRY(back, open_card_file(of_card, random_));
  lies->serial = back.serial();
  chips_.emplace(card, std::move(back));
  TRY(module, module_of(place.site));
  place.well->put_module(std::move(module));
  place.own_module = true;
  save();
  return exchanged ? Result<void>(Done{}) : error(Fault::ours, "exchange_failed", "The disk did not change the module: everything is as it was.");
}

Result<void> Bench::give_module(MeterNumber number, PumpModule which, const std::string& card) {
  const std::lock_guard lock(mutex_);
  catch_up();
  const auto found = pumps_.find(number);
  if (found == pumps_.end()) return no_pump(number);
  auto& place = *found->second;
  if (which == PumpModule::card) return exchange_module(place, card);
  place.own_module = which == PumpModule::own;
  static_cast<void>(place.well->take_module());  // its file is given to one chip at a time
  if (which == PumpModule::none) return {};
  if (which == PumpModule::own) {
    TRY(module, module_of(place.site));
    place.well->put_module(std::move(module));
    return {};
  }
  const auto other = terminal_of({MeterNumber::from(place.site.number.value() + 1), place.site.county, place.site.area});
  place.well->put_module(card_in_memory(well_module(chip_serial(random_), other, setup_.roots, random_), random_));
  return {};
}

std::optional<CardSerial> Bench::purse_number(const std::string& card) const {
  const std::lock_guard lock(mutex_);
  const auto lies = std::ranges::find(cards_, card, &BenchCard::id);
  if (lies == cards_.end() || std::holds_alternative<OnReader>(lies->place)) return std::nullopt;  // there it is its reader's
  const auto seen = purse_on(chips_.at(card).state());
  return seen ? std::optional(seen->number) : std::nullopt;
}

/// The line's thread shares the pump with the bench's. A dark one says nothing.
Result<std::unique_ptr<ServedLine>> Bench::serve_pump(BenchPump& place) {
  return ServedLine::open({.listen = place.address.empty() ? "tcp://127.0.0.1:0" : place.address, .faults = {}},
                          {.receive = [this, &place](ByteView bytes) {
                             const std::lock_guard lock(mutex_);
                             if (!place.well->powered()) return Bytes{};
                             return place.window ? place.station->receive_infrared(bytes) : place.station->receive(bytes);
                           },
                           .silence = [this, &place] {
                             const std::lock_guard lock(mutex_);
                             place.station->silence();
                             return Bytes{};
                           },
                           .baud = [] { return meter_line::PumpLine::infrared_baud; },
                           .let_time_pass = [] {}});  // the bench does
}

Result<void> Bench::connect_pump(MeterNumber number, PumpReach reach) {
  const bool on = reach != PumpReach::nowhere;
  std::unique_ptr<ServedLine> gone;  // ends after the lock
  const std::lock_guard lock(mutex_);
  const auto found = pumps_.find(number);
  if (found == pumps_.end()) return no_pump(number);
  auto& place = *found->second;
  place.window = reach == PumpReach::window;
  if (on == place.on_line && (place.line != nullptr) == on) {
    save();
    return {};
  }
  gone = std::move(place.line);
  place.on_line = on;
  if (on) {
    TRY(line, serve_pump(place));
    place.line = std::move(line);
    place.address = place.line->name();
  }
  save();
  return {};
}

}  // namespace kwota::sim
