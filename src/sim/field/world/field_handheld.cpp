#include "sim/field/world/field_handheld.h"

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/dlt645/exchange.h"
#include "meter/dlt645/pump_line.h"
#include "sim/field/world/decide.h"
#include "sim/field/world/law.h"
#include "sim/pump/window_keys.h"

namespace kwota::field {
namespace {

constexpr std::int64_t patience_us = 4'000'000, bits_a_byte = 11;

std::unique_ptr<meter_line::PumpLine> window_at(World& world, FieldWell& well) {
  auto& pump = well.pump->pump();
  return std::make_unique<meter_line::PumpLine>(pump, *dlt645::Address::parse(to_text(well.site.number)), sim::window_of(pump, well.site.number, well.pump->slot(), world.random));
}

Error silent() { return error(Fault::wire, Cause::meter_silent, "The meter does not answer."); }

}  // namespace

Result<void> FieldHandheld::begin(seal::Key keys) {
  county.emplace(std::move(keys));
  TRY(opened, handheld::DeviceStore::open(files));
  store.emplace(std::move(opened));
  return {};
}

/// Of the well, and of one beside it that hears everything too.
struct FieldVisit::Windows {
  std::unique_ptr<meter_line::PumpLine> own, beside;
};

FieldVisit::FieldVisit(World& world, FieldHandheld& device, FieldWell& well, dlt645::Address called)
    : world_(world), device_(device), well_(well), called_(called), windows_(std::make_unique<Windows>()) {
  windows_->own = window_at(world, well);
  const auto neighbour = world.well(well.light.neighbour);
  if (neighbour) windows_->beside = window_at(world, **neighbour);
}

FieldVisit::~FieldVisit() {
  well_.light = {};
  well_.come_back_if_torn();
}

handheld::DeviceStore& FieldVisit::store() { return *device_.store; }
LocalTime FieldVisit::time() const { return world_.zone().local(world_.now()); }

Result<handheld::Session> FieldVisit::session() {
  if (session_) return *session_;
  TRY(proven, handheld::proved([&] {
    handheld::Visit visit{.address = called_, .keys = [this](MeterNumber of) { return seal::infrared::encipher_under(*device_.county, of); }};
    world_.random.fill(visit.random1);
    return run(handheld::prove(visit));
  }));
  session_ = proven;
  return *session_;
}

dialogue::Parties FieldVisit::parties() {
  return {.line = [this](const dialogue::LineFrame& frame) { return ask(frame); }, .journal = [this](const dialogue::JournalNote& note) { return keep(note); }};
}

Result<void> FieldVisit::keep(const dialogue::JournalNote& note) {
  auto entries = handheld::entries_of(note, world_.now());
  MUST(device_.store->append(session_->meter, entries));
  for (auto& entry : entries) device_.read.emplace(session_->meter, entry.kind, std::move(entry.bytes));
  return {};
}

/// Whole seconds of it pass for everybody; what is left over, with the next bytes.
void FieldVisit::takes(std::size_t bytes) {
  bytes_ += bytes;
  light_us_ += static_cast<std::int64_t>(bytes) * bits_a_byte * 1'000'000 / meter_line::PumpLine::infrared_baud;
  const auto seconds = (light_us_ - passed_us_) / 1'000'000;
  passed_us_ += seconds * 1'000'000;
  if (seconds > 0) world_.pass(Duration::seconds(seconds));
}

Bytes FieldVisit::heard(const Bytes& asked) {
  Bytes answer = well_.pump->powered() ? windows_->own->receive_infrared(asked) : Bytes{};
  windows_->own->silence();
  if (!windows_->beside) return answer;
  Bytes others = windows_->beside->receive_infrared(asked);
  windows_->beside->silence();
  if (!well_.light.neighbour_first) std::swap(answer, others);
  append(others, answer);
  return others;
}

Result<dialogue::LineFrame> FieldVisit::ask(const dialogue::LineFrame& frame) {
  if (device_.battery && (*device_.battery)-- <= 0) return error(Fault::ours, Cause::battery_out, "The handheld's battery is out.");
  ++questions_;
  const auto& light = well_.light;
  const auto comes_through = [&](std::size_t more) { return !light.breaks_at || bytes_ + more <= *light.breaks_at; };
  const auto nothing_heard = [&]() -> Result<dialogue::LineFrame> {
    light_us_ += patience_us;
    takes(0);
    return silent();
  };
  Bytes asked(dlt645::wake_up_bytes, 0xFE);
  append(asked, frame.bytes);
  if (!comes_through(asked.size())) return nothing_heard();
  takes(asked.size());
  if (light.loses_question == questions_) return nothing_heard();
  Bytes answer = heard(asked);
  if (light.doubles_question == questions_) answer = heard(asked);
  if (light.doubles_answer == questions_) append(answer, Bytes(answer));
  if (answer.empty() || light.loses_answer == questions_ || !comes_through(answer.size())) return nothing_heard();
  takes(answer.size());
  auto exchange = *dlt645::Exchange::begin(frame);
  const auto received = exchange.receive(answer);
  return received ? Result<dialogue::LineFrame>{*received} : nothing_heard();
}

Result<void> register_wells(World& world) {
  for (const auto& [name, well] : world.wells) {
    MUST(put(world, books::Well{.number = well.place, .name = well.place, .village = well.village, .area_number = std::to_string(well.site.area)}));
    for (auto module = well.modules.begin(); module != well.modules.end(); ++module) {
      const auto next = std::next(module);
      books::WellMeter row{.well = well.place, .meter = well.site.number, .from = module->put_in, .to = well.until, .multiplier = 1, .terminal = to_hex(module->terminal)};
      if (module != well.modules.begin()) row.from = date_of_day(day_number(module->put_in) + 1);
      if (next != well.modules.end()) row.to = next->put_in;
      MUST(put(world, row));
    }
  }
  return Done{};
}

namespace {

/// A record as one handheld stored it.
using Stored = std::tuple<MeterNumber, handheld::Kind, Bytes>;

bool is_in_the_books(const books::Reader& books, const Stored& stored) {
  const auto& [meter, kind, bytes] = stored;
  std::int64_t number = 0;
  if (const auto hung = handheld::hung_in(bytes); kind == handheld::Kind::hung && hung) number = hung->number;
  if (const auto usage = handheld::usage_in(bytes); kind == handheld::Kind::usage && usage) number = usage->number;
  const auto kept_as = kind == handheld::Kind::hung ? books::PumpRecordKind::hung : books::PumpRecordKind::usage;
  const auto image = to_hex(bytes);
  return std::ranges::any_of(books.select<books::PumpRecord>(meter, kept_as, number), [&](const auto& row) { return static_cast<const std::string&>(row.image) == image; });
}

/// The device has it still.
Result<bool> is_in_the_store(handheld::DeviceStore& store, const Stored& stored) {
  TRY(entries, store.entries(std::get<MeterNumber>(stored)));
  return std::ranges::any_of(entries, [&](const auto& entry) { return entry.kind == std::get<handheld::Kind>(stored) && entry.bytes == std::get<Bytes>(stored); });
}

}  // namespace

Result<std::optional<Difference>> check_handhelds(World& world) {
  for (auto& [name, device] : world.handhelds)
    for (const Stored& stored : device.read) {
      const auto kind = std::get<handheld::Kind>(stored);
      if (kind != handheld::Kind::usage && kind != handheld::Kind::hung) continue;
      TRY(kept, is_in_the_store(*device.store, stored));
      TRY(known, world.books->read([&](const books::Reader& books) -> Result<bool> { return kept || is_in_the_books(books, stored); }));
      if (!known) return std::optional(Difference{"handheld " + name + ": what it read it has, or the office", "a record of meter " + to_text(std::get<MeterNumber>(stored)) + " is nowhere: " + to_hex(std::get<Bytes>(stored))});
    }
  return std::optional<Difference>{};
}

}  // namespace kwota::field
