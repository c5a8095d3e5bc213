// Backup and recovery of the key office: a key that n officers hold in shares, every key wrapped under it at birth, and the way
// back into an empty vault with equal check values.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "keys/journal/note.h"
#include "serve/key_room/key_room.h"

namespace kwota::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view backup_suffix = ".kwb";

Result<void> check_holders(const books::Reader& reader, const std::vector<std::string>& holders) {
  for (auto one = holders.begin(); one != holders.end(); ++one) {
    if (std::find(holders.begin(), one, *one) != one)
      return error(Fault::request, "same_person_twice", "One person cannot be two officers. Nothing was started.",
                   {{"operator", *one}});
    const auto who = reader.operator_named(*one);
    if (!who || shift::granted(*who, "key_ceremony") == shift::Grant::no)
      return error(Fault::request, "not_a_key_officer", "This operator is no key officer. Nothing was started.",
                   {{"operator", *one}});
  }
  return Done{};
}

/// The shares of the key before are worth nothing any more; the new ones wait for their holders.
books::Decision<Done> share_rows(const books::Reader& reader, const std::vector<seal::Share>& shares,
                                 const KeyRoom::ShareRequest& request, const keys::Permission& permission,
                                 const shift::Context& context) {
  books::Decision<Done> decision;
  for (auto device : reader.key_devices()) {
    if (device.kind != keys::backup_share || device.state == "void") continue;
    device.state = "void";
    device.state_reason = "a new backup key was made";
    decision.changes.put.emplace_back(device);
  }
  for (std::size_t i = 0; i < shares.size(); ++i) {
    books::KeyDevice device;
    device.serial = fmt::format("KS-{}-{}", to_hex(shares[i].mark), shares[i].index);
    device.kind = keys::backup_share;
    device.quota_count = request.needed;
    device.holder = request.holders[i];
    device.state = "new";
    device.issued = context.now;
    decision.changes.put.emplace_back(device);
  }
  auto event = keys::note(context, "backup_key_made", "office/backup");
  event.second = permission.second;
  event.reason = permission.reason;
  event.details =
      fmt::format(R"({{"needed":{},"shares":{},"mark":"{}"}})", request.needed, shares.size(), to_hex(shares.front().mark));
  decision.changes.append.emplace_back(event);
  return decision;
}

/// A name that cannot lead out of the folder.
bool is_backup_name(const std::string& file) {
  return file.ends_with(backup_suffix) && file.find('/') == std::string::npos && file.find("..") == std::string::npos;
}

}  // namespace

Result<Done> KeyRoom::make_backup_key(const ShareRequest& request, const shift::Context& context) {
  const std::lock_guard lock(mutex_);
  const auto count = request.holders.size();
  if (request.needed < 2 || request.needed > count)
    return error(Fault::request, "bad_share_numbers",
                 "At least two shares, and no more than there are holders, bring a key back. Nothing was made.");
  std::string names;
  for (const auto& holder : request.holders) (names += names.empty() ? "" : ", ") += holder;
  const keys::StepRequest step{"key_backup", "backup_key_permitted", fmt::format("backup key, {} of: {}", request.needed, names),
                               request.reason, request.approval};
  TRY(permission, run(context, "key_backup", [&](const books::Reader& reader) -> Result<books::Decision<keys::Permission>> {
        MUST(check_holders(reader, request.holders));
        return keys::permit_step(reader, step, context);
      }));
  TRY(shares, parts_.office.make_backup_key(request.needed, static_cast<unsigned>(count), parts_.random));
  std::map<std::string, SecretBytes, std::less<>> kept;
  for (std::size_t i = 0; i < shares.size(); ++i) kept.emplace(request.holders[i], seal::share_text(shares[i]));
  MUST(run(context, "key_backup", [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    return share_rows(reader, shares, request, permission, context);
  }));
  shares_ = std::move(kept);
  return Done{};
}

Result<SecretBytes> KeyRoom::collect_share(const shift::Context& context) {
  const std::lock_guard lock(mutex_);
  const auto found = shares_.find(context.who.name);
  if (found == shares_.end())
    return error(Fault::refused, "no_share_for_you", "No share waits for you: you have collected it, or were not named.");
  MUST(run(context, "key_ceremony", [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    for (auto device : reader.key_devices()) {
      if (device.kind != keys::backup_share || device.state != "new" || device.holder != context.who.name) continue;
      device.state = "active";
      decision.changes.put.emplace_back(device);
      decision.changes.append.emplace_back(keys::note(context, "share_collected", "device/" + device.serial));
    }
    return decision;
  }));
  SecretBytes text(found->second.view());
  shares_.erase(found);
  return text;
}

Result<KeyRoom::Backup> KeyRoom::back_up(const std::string& reason, std::int64_t approval, const shift::Context& context) {
  const std::lock_guard lock(mutex_);
  const keys::StepRequest step{"key_backup", "backup_permitted", "back up the key office", reason, approval};
  TRY(permission,
      run(context, "key_backup", [&](const books::Reader& reader) { return keys::permit_step(reader, step, context); }));
  TRY(bytes, parts_.office.backup());
  TRY(keys, parts_.office.vault().keys());
  auto stamp = format_utc(context.now).substr(0, 19);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  const Backup backup{fmt::format("keys-{}{}", stamp, backup_suffix), keys.size()};
  std::error_code failed;
  fs::create_directories(parts_.folder, failed);
  fs::permissions(parts_.folder, fs::perms::owner_all, failed);
  std::ofstream out(parts_.folder / backup.file, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush())
    return error(Fault::ours, "backup_failed", "The backup could not be written. Check the disk.", {{"file", backup.file}});
  MUST(run(context, "key_backup", [&](const books::Reader&) -> Result<books::Decision<Done>> {
    auto event = keys::note(context, "backup_made", "office/" + backup.file);
    event.second = permission.second;
    event.reason = reason;
    return books::Decision<Done>{{{}, {event}}, Done{}};
  }));
  return backup;
}

std::vector<std::string> KeyRoom::backups() const {
  std::vector<std::string> out;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(parts_.folder, failed))
    if (is_backup_name(entry.path().filename().string())) out.push_back(entry.path().filename().string());
  std::sort(out.rbegin(), out.rend());
  return out;
}

Result<Bytes> KeyRoom::backup_file(const std::string& file) const {
  std::ifstream in(parts_.folder / (is_backup_name(file) ? file : "none"), std::ios::binary);
  if (!in) return error(Fault::request, "unknown_backup", "There is no such backup of keys.", {{"file", file}});
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

Result<KeyRoom::SharesGiven> KeyRoom::give_share(ByteView text, const shift::Context& context) {
  const std::lock_guard lock(mutex_);
  MUST(shift::require(context.who, "key_ceremony"));
  const std::string_view typed(reinterpret_cast<const char*>(text.data()), text.size());
  TRY(share, seal::parse_share(typed));
  if (given_shares_.contains(context.who.name))
    return error(Fault::refused, "share_given", "You have given your share already; nothing was changed.");
  given_shares_.emplace(context.who.name, SecretBytes(text));
  MUST(run(context, "key_ceremony", [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{
        {{}, {keys::note(context, "share_given", fmt::format("device/KS-{}-{}", to_hex(share.mark), share.index))}}, Done{}};
  }));
  return SharesGiven{given_shares_.size(), share.needed};
}

/// The counters' keys are diversified anew from what came back; what they lived by is activated with the check values of the
/// books.
Result<void> KeyRoom::bring_back_to_counters() {
  TRY(wanted, versions_of(keys::sealing_vault, {"active", "retiring", "pending"}));
  std::vector<std::int64_t> versions;
  for (const auto& row : wanted)
    if (row.purpose != seal::name_of(seal::Purpose::card_transport)) versions.push_back(row.version);
  std::sort(versions.begin(), versions.end());
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  for (const auto version : versions) {
    TRY(delivered, hand_over_version(static_cast<std::uint8_t>(version)));
    for (const auto& key : delivered) {
      const auto row = std::find_if(wanted.begin(), wanted.end(), [&](const books::KeyVersion& one) {
        return one.purpose == seal::name_of(key.key.purpose) && one.version == key.key.version && one.state != "pending";
      });
      if (row == wanted.end()) continue;
      if (keys::text_of(key.check_value) != row->check_value)
        return error(Fault::forged, "check_value_differs", "A restored key is not the one of the books. It was not activated.",
                     {{"key", row->purpose}});
      MUST(parts_.sealing.activate(key.key, key.check_value));
    }
  }
  return {};
}

Result<std::vector<KeyRoom::Restored>> KeyRoom::restore(const std::string& file, const std::string& reason, std::int64_t approval,
                                                        const shift::Context& context) {
  const std::lock_guard lock(mutex_);
  std::vector<seal::Share> shares;
  for (const auto& [holder, text] : given_shares_) {
    TRY(share, seal::parse_share({reinterpret_cast<const char*>(text.view().data()), text.view().size()}));
    shares.push_back(std::move(share));
  }
  const std::size_t needed = shares.empty() ? 2 : shares.front().needed;
  if (shares.size() < needed)
    return error(Fault::refused, "shares_missing", "Not enough officers have given their shares. Nothing was restored.",
                 {{"given", fmt::format("{}", shares.size())}, {"needed", fmt::format("{}", needed)}});
  TRY(bytes, backup_file(file));
  const keys::StepRequest step{"key_backup", "restore_permitted", "restore the key office from " + file, reason, approval};
  TRY(permission,
      run(context, "key_backup", [&](const books::Reader& reader) { return keys::permit_step(reader, step, context); }));
  MUST(parts_.office.restore_backup_key(shares));
  TRY(keys, parts_.office.restore(bytes));
  given_shares_.clear();
  TRY(known, versions_of(keys::office_vault, {"created", "active", "retiring", "retired"}));
  std::vector<Restored> restored;
  books::Changes changes;
  for (const auto& key : keys) {
    const auto row = std::find_if(known.begin(), known.end(), [&](const books::KeyVersion& one) {
      return one.purpose == seal::name_of(key.key.purpose) && one.version == key.key.version;
    });
    restored.push_back({key, row != known.end() && row->check_value == keys::text_of(key.check_value)});
    auto event = keys::note(context, "key_restored", keys::object_name(keys::office_vault, key.key.purpose));
    event.second = permission.second;
    event.reason = reason;
    event.version = key.key.version;
    event.check_value = keys::text_of(key.check_value);
    changes.append.emplace_back(event);
  }
  MUST(run(context, "key_backup", [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{changes, Done{}};
  }));
  MUST(bring_back_to_counters());
  return restored;
}

}  // namespace kwota::serve
