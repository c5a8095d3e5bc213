#include "sim/field/world/world.h"


#include <algorithm>

#include "carry/cards/all.h"
#include "carry/cards/common/application.h"
#include "carry/dialogue/breaks.h"
#include "carry/lines/all.h"
#include "schemes/all.h"
#include "seal/cipher/card_crypto.h"
#include "seal/meter_keys/frames.h"
#include "seal/recipes/purse.h"
#include "seal/vault/vault_rules.h"
#include "sim/meter/names.h"

namespace kwota::field {
namespace {

template <class Map>
auto named(Map& map, const std::string& kind, const std::string& name) -> Result<typename Map::mapped_type*> {
  const auto found = map.find(name);
  if (found == map.end()) return mistake("there is no " + kind + " called `" + name + "` in this log");
  return &found->second;
}

template <class Map>
auto value_of(const Map& map, const std::string& kind, const std::string& name) -> Result<typename Map::mapped_type> {
  const auto found = map.find(name);
  if (found == map.end()) return mistake("there is no " + kind + " called `" + name + "` in this log");
  return found->second;
}

}  // namespace

// ---- the vault

FieldVault::FieldVault(World& world)
    : world_(world), vault_(seal::SoftwareVault::with_test_keys()), sealing_(seal::SoftwareVault::with_test_keys()) {
  roots_.emplace(seal::KeyRef{seal::Purpose::card_transport, 1}, seal::test_root(seal::Purpose::card_transport));
  add_version(1);
}

void FieldVault::add_version(std::uint8_t version) {
  for (const auto& entry : cards::application_keys) roots_.insert_or_assign({entry.purpose, version}, county_key(entry.purpose, version));
  for (const auto purpose : seal::purse_recipe::purposes) roots_.insert_or_assign({purpose, version}, county_key(purpose, version));
  for (const auto purpose : meter_keys::purposes_of_a_meter) roots_.insert_or_assign({purpose, version}, county_key(purpose, version));
  sealing_ = seal::SoftwareVault{roots_};
}

seal::Key county_key(seal::Purpose purpose, std::uint8_t version) {
  const auto published = seal::test_root(purpose);
  return version == seal::test_key_version ? published : seal::diversify(published, {version});
}

Result<Bytes> FieldVault::perform(const seal::Request& request) {
  world_.die_if_due(false);
  if (away) return seal::vault_offline("the token is not there");
  return sealing_.perform(request);
}

Result<void> FieldVault::health() {
  if (away) return seal::vault_offline("the token is not there");
  return {};
}

// ---- birth and time

namespace {

/// Who was there before any utility.
struct Elders {
  sim::Factory factory = sim::Factory::make("the factory of the field logs");
  sim::Factory other_factory = sim::Factory::make("another factory");
  seal::SigningKey utility = seal::SigningKey::generate();
};

const Elders& elders() {
  static const Elders all;
  return all;
}

}  // namespace

World::World(std::filesystem::path folder)
    : factory(elders().factory), other_factory(elders().other_factory), utility_identity(elders().utility), folder_(std::move(folder)), clock_(Instant::from_ms(0)) {}

Result<std::unique_ptr<World>> World::make(std::filesystem::path folder) {
  std::unique_ptr<World> world(new World(std::move(folder)));
  world->vault = std::make_unique<FieldVault>(*world);
  TRY(made, store::Books::in_memory(world->clock_,
                                    [raw = world->vault.get()](const store::Digest& digest) { return raw->sign_root(digest); }));
  world->books = std::move(made);
  world->start_again();
  return world;
}

void World::take_a_second() {
  clock_.advance(Duration::seconds(1));
  ahead_ = ahead_ + Duration::seconds(1);
}

void World::pass(Duration by) {
  const auto owed = std::min(ahead_, by);
  ahead_ = ahead_ - owed;
  clock_.advance(by - owed);
  for (auto& [name, one] : meters) one.meter->advance(by);
  for (auto& [name, one] : wells) {
    one.pump->advance(by);
    one.come_back_if_torn();
  }
}

void FieldWell::has(const pump::TerminalNumber& terminal, const LocalDate& today) {
  const std::uint32_t drawn = pump->pump().store().usage().count();
  if (!modules.empty() && modules.back().terminal == terminal) return;
  if (!modules.empty() && modules.back().after == drawn) modules.pop_back();
  if (modules.empty() || modules.back().terminal != terminal) modules.push_back({terminal, drawn, today});
}

const pump::TerminalNumber& FieldWell::terminal_of(std::uint32_t place) const {
  const auto later = std::ranges::find_if(modules, [&](const Module& one) { return one.after >= place; });
  return later == modules.begin() ? later->terminal : std::prev(later)->terminal;
}

void FieldWell::come_back_if_torn() {
  if (!chip->power_lost()) return;
  memory->restore_power();
  chip->power_is_back();
  pump->cut_power();
  pump->restore_power();
}

// ---- names

Result<FieldCard*> World::card(const std::string& name) { return named(cards, "card", name); }
Result<FieldMeter*> World::meter(const std::string& name) { return named(meters, "meter", name); }
Result<FieldWell*> World::well(const std::string& name) { return named(wells, "well", name); }
Result<FieldHandheld*> World::handheld(const std::string& name) { return named(handhelds, "handheld", name); }
Result<Window*> World::window(const std::string& till) { return named(windows, "till", till); }
Result<std::int64_t> World::account(const std::string& name) { return value_of(accounts, "account", name); }
Result<CustomerNumber> World::customer(const std::string& name) { return value_of(customers, "customer", name); }
Result<std::string> World::sale(const std::string& name) { return value_of(sales, "sale", name); }

Result<Window*> World::window_of(const std::string& who) {
  const auto there = stands_at.find(who);
  if (there != stands_at.end()) return window(there->second);
  if (windows.empty()) return mistake("there is no till in this log yet");
  return &windows.begin()->second;
}

Result<std::filesystem::path> World::file(const std::string& name) const {
  for (auto at = std::filesystem::absolute(folder_.empty() ? "." : folder_);; at = at.parent_path()) {
    if (std::filesystem::exists(at / name)) return at / name;
    if (at == at.parent_path()) return mistake("there is no file `" + name + "` beside the log or in a folder above it");
  }
}

// ---- the program

Result<void> World::running() const {
  if (program_runs) return {};
  return error(Fault::ours, "program_stopped", "The program is not running: start it again.");
}

std::size_t World::sealed_so_far() {
  const auto count = books->read([&](const books::Reader& reader) -> Result<std::size_t> {
    const auto rows = reader.select(books::JournalEntry::of_sale, carried_now_);
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.what == books::JournalEvent::sealing; }));
  });
  return count.ok() ? *count : 0;
}

void World::die_if_due(bool command_done) {
  using At = CrashPoint::At;
  if (command_done && crash_point.at == At::at_command && ++commands_ == crash_point.command) throw ProgramDied{};
  if (!command_done && crash_point.at == At::after_journal && sealed_so_far() > sealed_before_) throw ProgramDied{};
}

void World::start_again() {
  program_runs = true;
  crash_point = {};
  commands_ = 0;
  teller = std::make_unique<teller::Teller>(*books, *vault, random, cards::all());
  for (auto& [till, window] : windows) look(window);
}

Result<people::Context> World::context(const std::string& who, const Window* at) {
  take_a_second();
  people::Context context;
  TRY(person, books->read([&](const books::Reader& reader) -> Result<books::Operator> {
    auto row = reader.find<books::Operator>(who);
    if (!row) return mistake("nobody called `" + who + "` works in this log");
    return *row;
  }));
  context.who = std::move(person);
  context.station = at != nullptr ? at->station : station;
  if (at != nullptr) context.till = at->till;
  context.now = clock_.now();
  context.zone = zone_;
  context.schemes = schemes;
  context.devices = lines::known_devices();
  return context;
}

// ---- the reader

void World::pull_if_due(FieldCard& card) {
  if (!card.pull || --card.pull->commands > 0) return;
  card.os->power_off();
  take_away(card);
}

teller::CardOnReader World::on_reader(FieldCard& card) {
  return {.atr = card.os->atr(), .exchange = [this, &card](const iso7816::Command& command) -> Result<iso7816::Response> {
            const auto gone = [] { return dialogue::gone(dialogue::Party::device); };
            die_if_due(false);
            if (card.place != CardPlace::reader) return gone();
            auto answer = card.os->exchange(command);
            const bool lost = card.pull && card.pull->commands == 1 && card.pull->unanswered;
            pull_if_due(card);
            die_if_due(true);
            if (lost) return gone();
            return answer;
          }};
}

void World::look(Window& window) {
  window.look.reset();
  window.trouble.reset();
  if (window.seller.empty() || !program_runs || window.cards.size() != 1) return;
  const auto context = this->context(window.seller, &window);
  if (!context) return;
  auto& there = cards.at(window.cards.front());
  if (const auto on = there.os->power_on(); !on) {
    window.trouble = on.error();
    return;
  }
  auto card = on_reader(there);
  auto looked = teller->look(card, *context);
  if (looked)
    window.look = std::move(*looked);
  else
    window.trouble = looked.error();
}

void World::put_on_reader(FieldCard& card, Window& window) {
  take_away(card);
  card.place = CardPlace::reader;
  card.where = window.till;
  window.cards.push_back(card.name);
  look(window);
}

void World::take_away(FieldCard& card) {
  const auto place = std::exchange(card.place, CardPlace::wallet);
  const auto where = std::exchange(card.where, "");
  card.pull.reset();
  if (place == CardPlace::reader) {
    auto& window = windows.at(where);
    std::erase(window.cards, card.name);
    window.look.reset();
    window.trouble.reset();
  } else if (place == CardPlace::meter) {
    meters.at(where).meter->withdraw();
  }
}

// ---- the meter

Result<void> World::insert(FieldCard& card, FieldMeter& there) {
  const auto pull = card.pull;
  take_away(card);
  card.pull = pull;
  card.place = CardPlace::meter;
  card.where = there.name;
  const auto pulled = std::make_shared<bool>(false);  // the slot may ask again when power is back
  sim::CardContacts contacts{.reset = [&card] { return card.os->power_on().ok() ? card.os->atr() : Bytes{}; },
                             .exchange = [&card, pulled](ByteView command) -> Bytes {
                               if (*pulled) return {};
                               const auto answer = card.os->execute(command);
                               const bool lost = card.pull && card.pull->commands == 1 && card.pull->unanswered;
                               *pulled = card.pull && --card.pull->commands <= 0;
                               return answer.ok() && !lost ? iso7816::encode(*answer) : Bytes{};
                             }};
  there.meter->insert(contacts);
  while (!*pulled && there.meter->step()) {
  }
  card.pull.reset();
  if (*pulled) {
    card.os->power_off();
    take_away(card);
  }
  const auto refusal = there.meter->core().last_refusal();
  if (!there.meter->powered() || refusal == meter::Refusal::none) return {};
  return error(Fault::meter, std::string(sim::name_of(refusal)), "The meter did not take the card.");
}

}  // namespace kwota::field
