// The rows of the key system in memory.
#include <algorithm>

#include "books/memory.h"
#include "books/memory_find.h"

namespace kwota::books {
namespace {

template <class Map, class Which>
auto all_of(const Map& map, Which which) {
  std::vector<typename Map::mapped_type> out;
  for (const auto& [key, row] : map)
    if (which(row)) out.push_back(row);
  return out;
}

template <class Map, class Which>
std::vector<HeldVersion> held_versions(const Map& map, Which which) {
  std::map<std::uint8_t, std::int64_t> counts;
  for (const auto& [key, row] : map)
    if (which(row)) ++counts[row.key_version];
  std::vector<HeldVersion> out;
  for (const auto& [version, count] : counts) out.push_back({version, count});
  return out;
}

}  // namespace

void Memory::add(KeyEvent row) {
  row.number = static_cast<std::int64_t>(key_events_.size()) + 1;
  key_events_.push_back(std::move(row));
}

std::optional<KeyFactors> Memory::key_factors() const { return factors_; }
std::optional<KeyVersion> Memory::key_version(std::string_view vault, std::string_view purpose, std::int64_t version) const {
  return find(key_versions_, std::tuple{Text{vault}, Text{purpose}, version});
}
std::vector<KeyVersion> Memory::key_versions() const {
  return all_of(key_versions_, [](const KeyVersion&) { return true; });
}
std::optional<KeyDevice> Memory::key_device(std::string_view serial) const { return find(key_devices_, serial); }
std::vector<KeyDevice> Memory::key_devices() const {
  return all_of(key_devices_, [](const KeyDevice&) { return true; });
}
std::optional<MeterModule> Memory::meter_module(MeterNumber meter) const { return find(modules_, meter); }
std::vector<MeterModule> Memory::meter_modules() const {
  return all_of(modules_, [](const MeterModule&) { return true; });
}
std::optional<Ceremony> Memory::ceremony(std::int64_t number) const { return find(ceremonies_, number); }
std::vector<Ceremony> Memory::open_ceremonies() const {
  return all_of(ceremonies_, [](const Ceremony& row) { return row.state == CeremonyStatus::open; });
}
std::vector<CeremonyPart> Memory::ceremony_parts(std::int64_t ceremony) const {
  return all_of(parts_, [&](const CeremonyPart& row) { return row.ceremony == ceremony; });
}
std::int64_t Memory::next_ceremony_number() const { return ceremonies_.empty() ? 1 : ceremonies_.rbegin()->first + 1; }
std::optional<Campaign> Memory::campaign(std::int64_t number) const { return find(campaigns_, number); }
std::optional<Campaign> Memory::running_campaign() const {
  auto running = all_of(campaigns_, [](const Campaign& row) { return row.state == CampaignStatus::running; });
  if (running.empty()) return std::nullopt;
  return running.front();
}
std::int64_t Memory::next_campaign_number() const { return campaigns_.empty() ? 1 : campaigns_.rbegin()->first + 1; }
std::optional<Partner> Memory::partner(std::string_view name) const { return find(partners_, name); }
std::vector<KeyPerson> Memory::key_persons() const {
  return all_of(key_persons_, [](const KeyPerson&) { return true; });
}
std::vector<OfficeMessage> Memory::office_messages(std::int64_t from) const {
  return all_of(office_messages_, [&](const OfficeMessage& row) { return row.number >= from; });
}
std::vector<HeldVersion> Memory::cards_by_key_version() const {
  return held_versions(cards_, [](const Card& row) { return row.kind == "user" && row.state == CardStatus::active; });
}
std::vector<HeldVersion> Memory::meters_by_key_version() const {
  return held_versions(meters_, [](const Meter& row) { return row.state == MeterStatus::installed; });
}

}  // namespace kwota::books
