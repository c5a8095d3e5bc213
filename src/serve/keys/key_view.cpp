#include "serve/keys/key_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "books/lookup.h"
#include "keys/journal/note.h"
#include "seal/vaults/vaults.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "work/key_office/campaign_missing.h"
#include "work/key_office/key_office.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

/// What a vault says of its keys; nothing when it cannot be asked.
using ValuesInVault = std::optional<std::map<seal::KeyRef, std::string>>;

std::map<seal::KeyRef, std::string> values_of(const std::vector<seal::KeyDescription>& keys,
                                              const std::vector<seal::KeyDescription>& pending) {
  std::map<seal::KeyRef, std::string> out;
  for (const auto& key : keys) out[key.key] = keys::text_of(key.check_value);
  for (const auto& key : pending) out[key.key] = keys::text_of(key.check_value);
  return out;
}

ValuesInVault values_of_store(seal::KeyStore& store) {
  const auto keys = store.vault().keys();
  const auto pending = store.pending();
  if (!keys || !pending) return std::nullopt;
  return values_of(*keys, *pending);
}

object version_with_proof(const books::KeyVersion& row, const ValuesInVault& values) {
  auto shown = version_view(row);
  shown["in_vault"] = nullptr;
  shown["agrees"] = nullptr;
  const auto purpose = seal::parse_purpose(row.purpose);
  if (!values || !purpose) return shown;
  const auto found = values->find({*purpose, static_cast<std::uint8_t>(row.version)});
  shown["in_vault"] = found != values->end();
  if (found != values->end()) shown["agrees"] = found->second == row.check_value;
  return shown;
}

array device_counts(const std::vector<books::KeyDevice>& devices) {
  std::map<std::string_view, std::map<std::string_view, std::int64_t>> counts;
  for (const auto& device : devices)
    if (device.kind != books::KeyDeviceKind::backup_share) ++counts[word_of(device.kind)][word_of(device.state)];
  array out;
  for (auto& [kind, states] : counts)
    out.push_back(object{{"kind", kind},
                         {"new", states["new"]},
                         {"active", states["active"]},
                         {"void", states["void"]},
                         {"spoiled", states["spoiled"]}});
  return out;
}

value backup_state(const books::Reader& reader, const std::vector<books::KeyDevice>& devices, const std::vector<std::string>& files) {
  array holders;
  std::int64_t needed = 0;
  std::optional<Instant> made;
  for (const auto& device : devices) {
    if (device.kind != books::KeyDeviceKind::backup_share || device.state == books::KeyDeviceStatus::voided) continue;
    needed = device.quota_count;
    made = device.issued;
    holders.push_back(
        object{{"name", device.holder}, {"full_name", called(reader, device.holder)}, {"collected", device.state == books::KeyDeviceStatus::active}, {"lost", device.state == books::KeyDeviceStatus::spoiled}});
  }
  if (needed == 0) return nullptr;
  array names;
  for (const auto& file : files) names.push_back(value(file));
  return object{{"needed", needed}, {"holders", std::move(holders)}, {"made", time_text(made)}, {"files", std::move(names)}};
}

object officer_row(const books::Reader& reader, const std::string& name, const std::vector<books::CeremonyPart>& parts) {
  const bool given =
      std::any_of(parts.begin(), parts.end(), [&](const books::CeremonyPart& one) { return one.officer == name; });
  return {{"name", name},
          {"full_name", called(reader, name)},
          {"given", given}};
}

array roots_of(const books::Reader& reader, const books::Ceremony& row) {
  array out;
  if (row.state != books::CeremonyStatus::formed) return out;
  for (const auto& key : reader.all<books::KeyVersion>())
    if (key.vault == keys::office_vault && key.version == row.version &&
        (row.purpose == seal::name_of(seal::Purpose::seed)) != (key.purpose == seal::name_of(seal::Purpose::card_transport)))
      out.push_back(object{{"purpose", key.purpose}, {"version", key.version}, {"check_value", key.check_value}});
  return out;
}

array missing_view(const std::vector<key_office::Missing>& missing) {
  array rows;
  for (const auto& one : missing)
    rows.push_back(object{{"kind", word_of(one.kind)}, {"what", one.what}, {"where", one.where}, {"version", one.version}});
  return rows;
}

/// The counters' vault by their own word; nothing is known of it while they are away.
object vault_row(const Result<key_office::Counters::Report>& counters) {
  const auto count = [&](auto member) { return counters ? value(((*counters).*member).size()) : value(nullptr); };
  return {{"role", keys::sealing_vault},
          {"name", counters ? counters->name : ""},
          {"health", counters ? counters->health : counters.error().code},
          {"keys", count(&key_office::Counters::Report::keys)},
          {"pending", count(&key_office::Counters::Report::pending)}};
}

object vault_row(std::string_view role, seal::KeyStore& store) {
  const auto health = store.vault().health();
  const auto keys = store.vault().keys();
  const auto pending = store.pending();
  return {{"role", role},
          {"name", store.vault().name()},
          {"health", health ? "ok" : health.error().code},
          {"keys", keys ? value(keys->size()) : value(nullptr)},
          {"pending", pending ? value(pending->size()) : value(nullptr)}};
}

}  // namespace

object factors_view(const std::optional<books::KeyFactors>& factors, std::uint32_t county) {
  const auto row =
      factors.value_or(books::KeyFactors{.utility_factor = {}, .province = keys::province_of(county), .county = county});
  return {{"utility_factor", row.utility_factor},
          {"province", fmt::format("{:08X}", row.province)},
          {"county", fmt::format("{:08X}", row.county)},
          {"fixed_by", row.fixed_by},
          {"officers", row.officers}};
}

array formed_view(const std::vector<keys::FormedKey>& keys) {
  array out;
  for (const auto& key : keys)
    out.push_back(object{{"purpose", seal::name_of(key.key.purpose)},
                         {"version", key.key.version},
                         {"check_value", keys::text_of(key.check_value)}});
  return out;
}

object version_view(const books::KeyVersion& row) {
  return {{"vault", row.vault},
          {"purpose", row.purpose},
          {"version", row.version},
          {"suite", row.suite},
          {"check_value", row.check_value},
          {"state", word_of(row.state)},
          {"origin", word_of(row.origin)},
          {"valid_from", time_text(row.valid_from)},
          {"valid_to", time_text(row.valid_to)},
          {"created", time_text(row.created)}};
}

object device_view(const books::KeyDevice& row, int digits) {
  const Shown shown{digits};
  return {{"serial", row.serial},
          {"kind", word_of(row.kind)},
          {"pair", row.pair},
          {"code", row.code},
          {"holder", row.holder},
          {"state", word_of(row.state)},
          {"state_reason", row.state_reason},
          {"key_version", row.key_version},
          {"quota_amount", shown.money(row.quota_amount)},
          {"quota_count", row.quota_count},
          {"used_amount", shown.money(row.used_amount)},
          {"used_count", row.used_count},
          {"valid_to", row.valid_to},
          {"issued", time_text(row.issued)}};
}

Result<object> tree_view(ServerParts& server) {
  const auto office = values_of_store(server.keys->office());
  const auto counters = server.keys->counters().report();
  const auto sealing = counters ? ValuesInVault(values_of(counters->keys, counters->pending)) : ValuesInVault();
  const auto files = server.keys->backups();
  const bool sample_keys = counters && counters->sample_keys;
  return server.books.read([&](const books::Reader& reader) -> Result<object> {
    const auto utility = reader.only<books::Utility>();
    array versions;
    for (const auto& row : reader.all<books::KeyVersion>())
      versions.push_back(version_with_proof(row, row.vault == keys::office_vault ? office : sealing));
    const auto devices = reader.all<books::KeyDevice>();
    TRY(zone, books::utility_zone(reader));
    const auto today = format_date(zone.local(server.clock.now()).date);
    const auto open = books::open_ceremonies(reader);
    const auto campaign = books::running_campaign(reader);
    return object{{"sample_keys", sample_keys},
                  {"factors", factors_view(reader.only<books::KeyFactors>(), utility ? utility->county : 0)},
                  {"versions", std::move(versions)},
                  {"devices", device_counts(devices)},
                  {"voids_forgotten", keys::voids_forgotten(reader, today)},
                  {"backup", backup_state(reader, devices, files)},
                  {"ceremony", open.empty() ? value(nullptr) : value(open.front().number)},
                  {"campaign", campaign ? value(campaign->number) : value(nullptr)},
                  {"next_version", keys::newest_version(reader, keys::office_vault, seal::Purpose::seed) + 1}};
  });
}

Result<object> ceremony_view(ServerParts& server, std::int64_t number, const std::string& viewer) {
  const auto expires = server.keys->expires(number);
  return server.books.read([&](const books::Reader& reader) -> Result<object> {
    const auto row = reader.find<books::Ceremony>(number);
    if (!row)
      return error(Fault::request, "unknown_ceremony", "There is no such ceremony.", {{"ceremony", fmt::format("{}", number)}});
    const auto names = keys::officers_of(*row);
    const auto parts = reader.select<books::CeremonyPart>(number);
    array officers;
    for (const auto& name : names) officers.push_back(officer_row(reader, name, parts));
    const auto given = static_cast<std::int64_t>(parts.size());
    return object{{"number", row->number},
                  {"purpose", row->purpose},
                  {"version", row->version},
                  {"suite", row->suite},
                  {"required", row->required},
                  {"state", word_of(row->state)},
                  {"state_reason", row->state_reason},
                  {"started_by", row->started_by},
                  {"started_by_called", called(reader, row->started_by)},
                  {"started", time_text(row->started)},
                  {"ended", time_text(row->ended)},
                  {"expires", time_text(expires)},
                  {"check_value", row->check_value},
                  {"given", given},
                  {"officers", std::move(officers)},
                  {"mine", std::find(names.begin(), names.end(), viewer) != names.end()},
                  {"may_form", row->state == books::CeremonyStatus::open && row->started_by == viewer && given == row->required},
                  {"roots", roots_of(reader, *row)}};
  });
}

Result<object> campaign_view(ServerParts& server, std::int64_t number) {
  TRY(row, server.books.read([&](const books::Reader& reader) -> Result<books::Campaign> {
    const auto found = reader.find<books::Campaign>(number);
    if (!found)
      return error(Fault::request, "unknown_campaign", "There is no such key change.", {{"campaign", fmt::format("{}", number)}});
    return *found;
  }));
  const auto counters = server.keys->counters().campaign(number);
  array progress;
  const auto missing = counters ? counters->missing : std::vector<key_office::Missing>{};
  const auto left = counters ? keys::missing_in(counters->progress) : 1;
  bool refused = false;
  std::string started_by, approved_by;
  if (counters)
    for (const auto& one : counters->progress)
      progress.push_back(object{{"kind", word_of(one.kind)}, {"done", one.done}, {"total", one.total}});
  MUST(server.books.read([&](const books::Reader& reader) -> Result<Done> {
    TRY(zone, books::utility_zone(reader));
    const auto today = format_date(zone.local(server.clock.now()).date);
    refused = keys::is_refused(reader, static_cast<std::uint8_t>(row.from_version), today);
    started_by = called(reader, row.started_by), approved_by = called(reader, row.approved_by);
    return Done{};
  }));
  return object{{"number", row.number},
                {"from_version", row.from_version},
                {"to_version", row.to_version},
                {"state", word_of(row.state)},
                {"started", time_text(row.started)},
                {"ended", time_text(row.ended)},
                {"started_by", row.started_by},
                {"started_by_called", started_by},
                {"approved_by", row.approved_by},
                {"approved_by_called", approved_by},
                {"refuse_after", row.refuse_after},
                {"reason", row.reason},
                {"refused_now", refused},
                {"progress", std::move(progress)},
                {"missing", missing_view(missing)},
                {"may_finish", row.state == books::CampaignStatus::running && (left == 0 || refused)}};
}

Result<object> vaults_view(ServerParts& server) {
  const auto counters = server.keys->counters().report();
  array vaults{vault_row(keys::office_vault, server.keys->office()), vault_row(counters)};
  return object{{"vaults", std::move(vaults)},
                {"counters", object{{"name", counters ? counters->name : ""},
                                    {"health", counters ? counters->health : counters.error().code},
                                    {"sample_keys", counters && counters->sample_keys},
                                    {"waiting", server.keys->counters().waiting()}}}};
}

}  // namespace kwota::serve
