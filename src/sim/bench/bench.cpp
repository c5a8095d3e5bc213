#include "sim/bench/bench.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <condition_variable>
#include <fstream>
#include <sstream>

#include "base/cause.h"
#include "base/ids_text.h"
#include "models/all.h"
#include "seal/cipher/sha256.h"
#include "seal/vault/test_keys.h"

namespace kwota::sim {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr auto tick_every = std::chrono::milliseconds(100);
constexpr int commands_per_tick = 3;  // a card's visit to a meter lasts a second or two: long enough to pull it early

Error not_found(const std::string& what) { return error(Fault::request, Cause::not_found, "There is no " + what + " on the bench.", {{"what", what}}); }

/// The socket's path is limited to 107 characters, a data folder's is not. It is the same at each start of this bench, so that a
/// program beside it finds its readers again; and nobody else's, although anybody may make a folder there.
Result<fs::path> folder_of_service(const fs::path& bench) {
  std::error_code failed;
  const auto name = seal::sha256(view_of(fs::weakly_canonical(bench, failed).string()));
  const auto folder = fs::temp_directory_path() / fmt::format("kwota-{}-{}", ::geteuid(), to_hex(ByteView(name).first(8)));
  struct stat seen {};
  const bool made = ::mkdir(folder.c_str(), S_IRWXU) == 0 || errno == EEXIST;
  const bool ours = made && ::lstat(folder.c_str(), &seen) == 0 && S_ISDIR(seen.st_mode) && seen.st_uid == ::geteuid() &&
                    (seen.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  if (ours) return folder;
  return error(Fault::ours, "card_service_failed", "The folder for the card service could not be made, or is somebody else's.",
               {{"reason", folder.string()}});
}

/// Nothing: it lies on none.
std::optional<std::size_t> slot_of(const CardPlace& place) {
  const auto* on = std::get_if<OnReader>(&place);
  return on != nullptr ? std::optional(on->slot) : std::nullopt;
}

/// Counts down to the command at which the card is pulled.
bool is_last(std::atomic<std::uint32_t>& commands) {
  auto left = commands.load();
  while (left > 0 && !commands.compare_exchange_weak(left, left - 1)) continue;
  return left == 1;
}

}  // namespace

Duration saved_offset(const fs::path& folder) {
  std::ifstream in(folder / "bench.json");
  std::stringstream text;
  text << in.rdbuf();
  boost::system::error_code failed;
  const auto state = json::parse(text.str(), failed);
  if (failed || !state.is_object()) return {};
  const auto* offset = state.get_object().if_contains("offset_ms");
  return offset != nullptr && offset->is_int64() ? Duration::ms(offset->get_int64()) : Duration{};
}

struct Bench::Meter {
  std::unique_ptr<SimulatedMeter> meter;
  std::string model;
  bool keys = true;
  std::string card;
  std::string address;  ///< of its line, also while it is off it; empty: it never had one
  std::string fault;    ///< of its line
  bool on_line = false;
  std::unique_ptr<ServedLine> line{};  ///< its thread takes the bench's lock: never dropped under it
};

Bench::Bench(Setup setup, BenchClock& clock, Random& random, PrivatePcscd service, SecretBytes sealing_key, Factory factory)
    : setup_(std::move(setup)),
      clock_(clock),
      random_(random),
      service_(std::move(service)),
      sealing_key_(std::move(sealing_key)),
      factory_(std::move(factory)),
      ticked_(clock.now()) {
  for (std::size_t slot = 0; slot < slots; ++slot) readers_.push_back(std::make_unique<VirtualReader>(service_.port(slot)));
}

Result<std::unique_ptr<Bench>> Bench::open(Setup setup, BenchClock& clock, Random& random) {
  std::error_code failed;
  fs::create_directories(setup.folder / "cards", failed);
  fs::create_directories(setup.folder / "meters", failed);
  TRY(sealing_key, sealing_key_of(setup.folder));
  TRY(factory, Factory::open(setup.folder / "factory", factory_of_bench, sealing_key));
  TRY(run, folder_of_service(setup.folder));
  TRY(service, PrivatePcscd::start({.socket = run / "pcscd.sock", .folder = run, .slots = slots}));
  ::setenv("PCSCLITE_CSOCK_NAME", service.socket().c_str(), 1);
  std::unique_ptr<Bench> bench(new Bench(std::move(setup), clock, random, std::move(service), std::move(sealing_key), std::move(factory)));
  MUST(bench->load());
  bench->thread_ = std::thread([raw = bench.get()] { raw->run(); });
  return bench;
}

Bench::~Bench() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  if (thread_.joinable()) thread_.join();
  for (auto& [number, place] : meters_) place->line.reset();  // nobody else is left who could change the maps
  for (auto& [number, place] : pumps_) place->line.reset();
  for (auto& reader : readers_) reader->remove();
  const std::lock_guard lock(mutex_);
  for (auto& [number, place] : meters_) place->meter->cut_power();
  save();
  std::error_code ignored;
  const auto folder = service_.socket().parent_path();
  service_.stop();
  fs::remove_all(folder, ignored);
}

Result<void> Bench::load() {
  std::ifstream in(setup_.folder / "bench.json");
  if (!in) {
    for (int i = 0; i < blank_cards_at_first; ++i) MUST(add_card());
    return {};
  }
  std::stringstream text;
  text << in.rdbuf();
  boost::system::error_code failed;
  const auto state = json::parse(text.str(), failed);
  const auto damaged = [] { return error(Fault::ours, "bench_damaged", "bench.json cannot be read: move the bench's folder away to begin anew."); };
  if (failed || !state.is_object()) return damaged();
  try {
    for (const auto& row : state.at("meters").as_array()) {
      TRY(number, parse_meter_number(std::string(row.at("number").as_string())));
      MUST(load_meter(number, std::string(row.at("model").as_string()), row.at("keys").as_bool()));
      auto& place = *meters_.at(number);
      place.meter->set_load(Power::watts(row.at("load_w").as_int64()));
      const auto* line = row.as_object().if_contains("line");
      if (line == nullptr) continue;
      place.address = line->at("address").as_string();
      place.fault = line->at("fault").as_string();
      place.on_line = line->at("on").as_bool();
      if (!place.on_line) continue;
      // Somebody may have its port meanwhile: then it is not reached, as in the field, until it is put on a line again.
      if (auto served = serve_line(place); served.ok()) place.line = std::move(served).value();
    }
    if (const auto* rows = state.as_object().if_contains("pumps")) load_pumps(rows->as_array());
    for (const auto& row : state.at("cards").as_array()) {
      BenchCard card;
      card.id = row.at("id").as_string();
      card.copy_of = row.at("copy_of").as_string();
      MUST(load_card(card));
      MUST(move_card(card.id, std::string(row.at("place").as_string()), true));
    }
  } catch (const std::exception&) {
    return damaged();
  }
  return {};
}

Result<void> Bench::load_card(BenchCard card) {
  TRY(chip, open_card_file(setup_.folder / "cards" / (card.id + ".card"), random_));
  card.serial = chip.serial();
  chips_.emplace(card.id, std::move(chip));
  cards_.push_back(std::move(card));
  return {};
}

Result<void> Bench::load_meter(MeterNumber number, const std::string& model_name, bool keys) {
  const auto* model = models::find(model_name);
  if (model == nullptr) return error(Fault::request, "unknown_meter_model", "There is no meter model \"" + model_name + "\".", {{"model", model_name}});
  TRY(memory, FileStorage::open(setup_.folder / "meters" / (to_text(number) + ".meter"), MeterMemory::bytes));
  TRY(module, FileStorage::open(setup_.folder / "meters" / (to_text(number) + ".esam"), EsamChip::bytes));
  TRY(line, FileStorage::open(setup_.folder / "meters" / (to_text(number) + ".line"), SimulatedMeter::line_bytes));
  SimulatedMeter::Setup made{.model = model, .number = number, .factory = &factory_, .esam = std::make_unique<EsamChip>(std::move(module), sealing_key_)};
  made.line = std::shared_ptr<Storage>(std::move(line));
  if (keys) made.county_keys = setup_.county_keys;
  TRY(running, SimulatedMeter::open(std::move(made), std::shared_ptr<Storage>(std::move(memory)), random_, setup_.zone.local(clock_.now())));
  auto place = std::make_unique<Meter>();
  place->meter = std::move(running);
  place->model = model_name;
  place->keys = keys;
  meters_.emplace(number, std::move(place));
  return {};
}

/// Written beside and renamed: a kill, or a full disk, leaves the old places or the new ones.
void Bench::save(Duration soon) const {
  json::array cards, meters;
  for (const auto& card : cards_) cards.push_back(json::object{{"id", card.id}, {"copy_of", card.copy_of}, {"place", to_text(card.place)}});
  for (const auto& [number, place] : meters_) {
    json::object row{{"number", to_text(number)}, {"model", place->model}, {"keys", place->keys}, {"load_w", place->meter->load().watts()}};
    if (!place->address.empty()) row["line"] = {{"address", place->address}, {"fault", place->fault}, {"on", place->on_line}};
    meters.push_back(std::move(row));
  }
  const auto file = setup_.folder / "bench.json", fresh = setup_.folder / "bench.json.new";
  std::error_code ignored;
  {
    std::ofstream out(fresh);
    out << json::serialize(json::object{{"offset_ms", (clock_.offset() + soon).ms()}, {"cards", std::move(cards)}, {"meters", std::move(meters)}, {"pumps", pump_rows()}});
    if (!out.flush()) {
      fs::remove(fresh, ignored);
      return;
    }
  }
  fs::rename(fresh, file, ignored);
}

void Bench::advance_clock(Duration by) {
  const std::lock_guard lock(mutex_);
  save(by);
  clock_.advance(by);
}

std::vector<BenchCard> Bench::cards() const {
  const std::lock_guard lock(mutex_);
  auto seen = cards_;
  // A card that was pulled by its fate lies beside the reader: that is the wallet.
  for (auto& card : seen) {
    if (const auto slot = slot_of(card.place); slot && !readers_[*slot]->inserted()) card.place = InWallet{};
    if (!slot_of(card.place)) card.purse = purse_on(chips_.at(card.id).state());
  }
  return seen;
}

std::vector<BenchMeter> Bench::meters() const {
  const std::lock_guard lock(mutex_);
  std::vector<BenchMeter> all;
  for (const auto& [number, place] : meters_) {
    const bool reached = place->line != nullptr;
    all.push_back({place->meter->view(), place->card, place->meter->load(), reached ? place->address : "", reached ? place->fault : ""});
  }
  return all;
}

bool Bench::has_meter(MeterNumber number) const {
  const std::lock_guard lock(mutex_);
  return meters_.contains(number);
}

Result<std::string> Bench::free_id(const CardState& state) {
  std::size_t next = cards_.size() + 1;
  while (chips_.contains(fmt::format("c{}", next))) ++next;
  const auto id = fmt::format("c{}", next);
  TRY(chip, create_card_file(setup_.folder / "cards" / (id + ".card"), state, random_));
  chips_.emplace(id, std::move(chip));
  return id;
}

Result<BenchCard> Bench::add_card() {
  const std::lock_guard lock(mutex_);
  CardSerial serial;
  random_.fill(serial.bytes);
  serial.bytes[0] = 0x62;  // no serial of all zeros
  const auto transport = seal::test_root(seal::Purpose::card_transport);  // the bench's card supplier has published it
  TRY(id, free_id(blank_card(serial, transport.view())));
  cards_.push_back({.id = id, .serial = serial, .place = InWallet{}, .copy_of = {}, .purse = {}});
  save();
  return cards_.back();
}

Result<BenchCard> Bench::copy_card(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto chip = chips_.find(id);
  if (chip == chips_.end()) return not_found("card " + id);
  auto state = chip->second.state();
  random_.fill(state.serial.bytes);
  TRY(copy, free_id(state));
  cards_.push_back({.id = copy, .serial = state.serial, .place = InWallet{}, .copy_of = id, .purse = {}});
  save();
  return cards_.back();
}

/// The card with which it lies on a reader.
BenchCard* Bench::other_at(const CardPlace& place, const BenchCard& card) {
  const auto found = std::ranges::find_if(cards_, [&](const BenchCard& one) { return one.id != card.id && one.place == place; });
  return found == cards_.end() ? nullptr : &*found;
}

Result<void> Bench::take_away(const BenchCard& card) {
  if (const auto slot = slot_of(card.place)) {
    const auto* other = readers_[*slot]->inserted() ? other_at(card.place, card) : nullptr;
    readers_[*slot]->remove();
    if (other != nullptr) readers_[*slot]->insert(chips_.at(other->id), hand_at(*slot));
  }
  if (const auto* in = std::get_if<InMeter>(&card.place)) {
    const auto place = meters_.find(in->number);
    if (place == meters_.end()) return {};
    place->second->meter->withdraw();
    place->second->card.clear();
  }
  return {};
}

/// Who pulls a card off that reader.
VirtualReader::BeforeCommand Bench::hand_at(std::size_t slot) {
  auto& pull_at = pull_at_[slot];
  pull_at = 0;
  return [&pull_at](std::size_t) { return is_last(pull_at) ? CardFault::pulled_before_answer : CardFault::answer; };
}

Result<void> Bench::put_down(BenchCard& card, const CardPlace& place, bool beside) {
  const auto taken = [&] { return error(Fault::request, "place_taken", "There is a card already: take it away first.", {{"place", to_text(place)}}); };
  if (const auto slot = slot_of(place)) {
    if (readers_[*slot]->inserted()) {
      const auto* other = other_at(place, card);
      const auto lie = std::ranges::count(cards_, place, &BenchCard::place);
      if (!beside || other == nullptr || lie > 1) return taken();
      readers_[*slot]->insert_both(chips_.at(other->id), chips_.at(card.id), hand_at(*slot));
      card.place = place;
      return {};
    }
    // A card that its fate has pulled lies beside the reader.
    for (auto& other : cards_)
      if (other.id != card.id && other.place == place) other.place = InWallet{};
    readers_[*slot]->insert(chips_.at(card.id), hand_at(*slot));
  } else if (const auto* in = std::get_if<InMeter>(&place)) {
    const auto meter = meters_.find(in->number);
    if (meter == meters_.end()) return not_found(to_text(place));
    if (!meter->second->card.empty()) return taken();
    meter->second->meter->insert(chips_.at(card.id));
    meter->second->card = card.id;
  }
  card.place = place;
  return {};
}

Result<void> Bench::move_card(const std::string& id, const std::string& to, bool beside) {
  const auto place = parse_card_place(to, slots);
  if (!place) return not_found("place " + to);
  const std::lock_guard lock(mutex_);
  for (auto& card : cards_) {
    if (card.id != id) continue;
    const auto before = card.place;
    MUST(take_away(card));
    card.place = InWallet{};
    if (auto put = put_down(card, *place, beside); !put) {
      if (put_down(card, before, true)) save();
      return put.error();
    }
    save();
    return {};
  }
  return not_found("card " + id);
}

Result<CardOs*> Bench::in_wallet(const std::string& id) {
  const auto card = std::ranges::find(cards_, id, &BenchCard::id);
  if (card == cards_.end()) return not_found("card " + id);
  if (card->place != CardPlace{InWallet{}}) return error(Fault::request, "place_taken", "The card lies somewhere else: put it into the wallet first.", {{"place", to_text(card->place)}});
  return &chips_.at(id);
}

Result<void> Bench::with_card(const std::string& id, const std::function<Result<void>(CardOs&)>& work) {
  const std::lock_guard lock(mutex_);
  TRY(card, in_wallet(id));
  MUST(card->power_on());
  auto done = work(*card);
  card->power_off();
  return done;
}

Result<void> Bench::visit(MeterNumber number, const std::string& id) {
  const std::lock_guard lock(mutex_);
  TRY(card, in_wallet(id));
  const auto place = meters_.find(number);
  if (place == meters_.end()) return not_found("meter " + to_text(number));
  catch_up();
  place->second->meter->insert(*card);
  place->second->meter->run_card();
  place->second->meter->withdraw();
  save();
  return {};
}

Result<void> Bench::pull_card_at(const std::string& id, std::uint32_t commands) {
  const std::lock_guard lock(mutex_);
  const auto card = std::find_if(cards_.begin(), cards_.end(), [&](const BenchCard& each) { return each.id == id; });
  if (card == cards_.end()) return not_found("card " + id);
  const auto slot = slot_of(card->place);
  if (!slot || !readers_[*slot]->inserted())
    return error(Fault::request, "not_in_reader", "The card is in no reader: put it there first.", {{"card", id}});
  pull_at_[*slot] = commands;
  return {};
}

Result<void> Bench::add_meter(MeterNumber number, std::string_view model, bool keys) {
  const std::lock_guard lock(mutex_);
  if (meters_.contains(number)) return error(Fault::request, "meter_exists", "This meter hangs on the bench already.", {{"meter", to_text(number)}});
  MUST(load_meter(number, std::string(model), keys));
  save();
  return {};
}

Result<void> Bench::with_meter(MeterNumber number, const std::function<void(SimulatedMeter&)>& work) {
  const std::lock_guard lock(mutex_);
  const auto found = meters_.find(number);
  if (found == meters_.end()) return not_found("meter " + to_text(number));
  work(*found->second->meter);
  found->second->keys = found->second->meter->view().private_keys;
  save();
  return {};
}

Result<void> Bench::install_sample_keys(MeterNumber number) {
  return with_meter(number, [this](SimulatedMeter& meter) { meter.install_keys(setup_.county_keys); });
}

/// The line's thread shares the meter with the bench's.
Result<std::unique_ptr<ServedLine>> Bench::serve_line(Meter& place) {
  TRY(faults, parse_faults(place.fault));
  auto& meter = *place.meter;
  meter.weld(faults.welded);
  const auto together = [this](auto work) {
    return [this, work](auto... bytes) {
      const std::lock_guard lock(mutex_);
      return work(bytes...);
    };
  };
  return ServedLine::open({.listen = place.address.empty() ? "tcp://127.0.0.1:0" : place.address, .faults = faults},
                          {.receive = together([&meter](ByteView bytes) { return meter.receive_line(bytes); }),
                           .silence = together([&meter] { return meter.line_silent(); }),
                           .baud = together([&meter] { return meter.baud(); }),
                           .let_time_pass = [] {}});  // the bench does
}

Result<void> Bench::put_on_line(MeterNumber number, const std::string& fault) {
  TRY(faults, parse_faults(fault));
  MUST(take_off_line(number));
  const std::lock_guard lock(mutex_);
  auto& place = *meters_.at(number);
  if (faults.clock_jump > Duration{}) place.meter->shift_clock(faults.clock_jump);
  place.meter->reboot_at_write(faults.reboot_at_write);
  place.fault = fault;
  TRY(line, serve_line(place));
  place.line = std::move(line);
  place.address = place.line->name();
  place.on_line = true;
  save();
  return {};
}

Result<void> Bench::take_off_line(MeterNumber number) {
  std::unique_ptr<ServedLine> gone;  // ends after the lock
  const std::lock_guard lock(mutex_);
  const auto found = meters_.find(number);
  if (found == meters_.end()) return not_found("meter " + to_text(number));
  gone = std::move(found->second->line);
  found->second->on_line = false;
  save();
  return {};
}

void Bench::tick() {
  for (auto& [number, place] : meters_)
    for (int i = 0; i < commands_per_tick && place->meter->card_busy(); ++i) place->meter->step();
  catch_up();
}

void Bench::catch_up() {
  const auto now = clock_.now();
  const auto gone = now - ticked_;
  ticked_ = now;
  if (gone <= Duration{}) return;
  for (auto& [number, place] : meters_) place->meter->advance(gone);
  for (auto& [number, place] : pumps_) place->well->advance(gone);
}

void Bench::keep() {
  const std::lock_guard lock(mutex_);
  catch_up();
  save();
}

void Bench::run() {
  std::condition_variable never;
  int ticks = 0;
  Instant saved = clock_.now();
  for (;;) {
    std::unique_lock lock(mutex_);
    never.wait_for(lock, tick_every);
    if (ending_) return;
    tick();
    // The offset of the clock, before devices have records of a time that a killed bench would not reach again for long.
    if (++ticks % 100 != 0 && ticked_ - saved < Duration::minutes(10)) continue;
    saved = ticked_;
    save();
  }
}

}  // namespace kwota::sim
