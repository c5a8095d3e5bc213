// Backup and recovery of the key office: a key that n officers hold in shares, every key wrapped under it at birth, and the way
// back into an empty vault with equal check values.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <set>

#include "keys/journal/note.h"
#include "seal/cipher/sha256.h"
#include "seal/vault/key_block.h"
#include "work/key_office/key_office.h"

namespace kwota::key_office {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view backup_suffix = ".kwb";

Result<void> check_holders(const books::Reader& reader, const std::vector<std::string>& holders) {
  for (auto one = holders.begin(); one != holders.end(); ++one) {
    if (std::find(holders.begin(), one, *one) != one)
      return error(Fault::request, "same_person_twice", "One person cannot be two officers. Nothing was started.",
                   {{"operator", *one}});
    const auto who = reader.find<books::Operator>(*one);
    if (!who || people::granted(*who, "key_ceremony") == people::Grant::no)
      return error(Fault::request, "not_a_key_officer", "This operator is no key officer. Nothing was started.",
                   {{"operator", *one}});
  }
  return Done{};
}

std::string share_serial(const seal::Share& share) { return fmt::format("KS-{}-{}", to_hex(share.mark), share.index); }

/// A backup's file as the books know it: its name, its hash (`state_reason`), when it was written. It is never "in use".

/// When a backup was written, as the books have it by its hash, and the newest one that they know.
struct BackupAge {
  std::optional<Instant> made, newest;
  std::string newest_file;
  bool is_older() const { return newest && (!made || *made < *newest); }
};

std::string print_member(const std::string& print) { return fmt::format(R"("sha256":"{}")", print); }

BackupAge age_of(const books::Reader& reader, const std::string& print) {
  BackupAge age;
  for (const auto& file : reader.all<books::KeyDevice>()) {
    if (file.kind != books::KeyDeviceKind::backup_file) continue;
    if (file.state_reason == print) age.made = file.issued;
    if (!age.newest || *age.newest < file.issued) {
      age.newest = file.issued;
      age.newest_file = file.serial;
    }
  }
  return age;
}

std::string when(const std::optional<Instant>& time) { return time ? format_utc(*time) : "unknown"; }

Error backup_older(const std::string& file, const BackupAge& age) {
  return error(Fault::refused, "backup_older",
               fmt::format("This backup was written {}, the newest one that the books know ({}) {}. What was destroyed since stays destroyed, "
                           "what was formed since is not in it. Restore the newest one, or say that this older one is meant. Nothing was restored.",
                           age.made ? when(age.made) : "at a time that the books do not know", age.newest_file, when(age.newest)),
               {{"file", file}, {"made", when(age.made)}, {"newest", when(age.newest)}, {"newest_file", age.newest_file}});
}

/// One line for the file – its name, hash and age –, one for each key that came back, one for each that was left in it.
std::vector<books::Chained> restore_events(const KeyOffice::RestoreRequest& request, const std::string& print, const BackupAge& age,
                                         const KeyOffice::Restored& restored, const keys::Permission& permission,
                                         const people::Context& context) {
  std::vector<books::Chained> events;
  const auto add = [&](const char* what, const std::string& object) -> books::KeyEvent {
    auto event = keys::note(context, what, object);
    event.second = permission.second;
    event.reason = request.reason;
    return event;
  };
  auto file = add("backup_restored", "office/" + request.file);
  file.details = fmt::format(R"({{{},"made":"{}","newest":"{}","keys":{},"left":{}}})", print_member(print), when(age.made), when(age.newest),
                             restored.keys.size(), restored.destroyed.size());
  events.emplace_back(file);
  for (const auto& one : restored.keys) {
    auto event = add("key_restored", keys::object_name(keys::office_vault, one.key.key.purpose));
    event.version = one.key.key.version;
    event.check_value = keys::text_of(one.key.check_value);
    events.emplace_back(event);
  }
  for (const auto& row : restored.destroyed) {
    auto event = add("key_not_restored", row.vault + "/" + row.purpose);
    event.version = row.version;
    event.check_value = row.check_value;
    events.emplace_back(event);
  }
  return events;
}

/// The shares of the key before are worth nothing any more; the new ones wait for their holders.
books::Decision<Done> share_rows(const books::Reader& reader, const std::vector<seal::Share>& shares,
                                 const KeyOffice::ShareRequest& request, const keys::Permission& permission,
                                 const people::Context& context) {
  books::Decision<Done> decision;
  for (auto device : reader.all<books::KeyDevice>()) {
    if (device.kind != books::KeyDeviceKind::backup_share || device.state == books::KeyDeviceStatus::voided) continue;
    device.state = books::KeyDeviceStatus::voided;
    device.state_reason = "new_backup_key";
    decision.changes.put.emplace_back(device);
  }
  for (std::size_t i = 0; i < shares.size(); ++i) {
    books::KeyDevice device;
    device.serial = share_serial(shares[i]);
    device.kind = books::KeyDeviceKind::backup_share;
    device.quota_count = request.needed;
    device.holder = request.holders[i];
    device.state = books::KeyDeviceStatus::fresh;
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

Result<Done> KeyOffice::make_backup_key(const ShareRequest& request, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  const auto count = request.holders.size();
  if (request.needed < 2 || request.needed > count)
    return error(Fault::request, "bad_share_numbers",
                 "At least two shares, and no more than there are holders, bring a key back. Nothing was made.");
  auto content = people::Proposal(people::Proposed::make_backup_key).count(people::Part::shares_needed, static_cast<std::int64_t>(request.needed));
  for (const auto& holder : request.holders) content.text(people::Part::holder, holder);
  const keys::StepRequest step{"key_backup", "backup_key_permitted", std::move(content), request.reason, request.approval};
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

Result<SecretBytes> KeyOffice::collect_share(const people::Context& context) {
  const std::lock_guard lock(mutex_);
  const auto found = shares_.find(context.who.name);
  if (found == shares_.end())
    return error(Fault::refused, "no_share_for_you", "No share waits for you: you have collected it, or were not named.");
  MUST(run(context, "key_ceremony", [&](const books::Reader& reader) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    for (auto device : reader.all<books::KeyDevice>()) {
      if (device.kind != books::KeyDeviceKind::backup_share || device.state != books::KeyDeviceStatus::fresh || device.holder != context.who.name) continue;
      device.state = books::KeyDeviceStatus::active;
      decision.changes.put.emplace_back(device);
      decision.changes.append.emplace_back(keys::note(context, "share_collected", "device/" + device.serial));
    }
    return decision;
  }));
  SecretBytes text(found->second.view());
  shares_.erase(found);
  return text;
}

/// A backup of the same second is another file: none is ever overwritten.
std::string KeyOffice::new_name(Instant now) const {
  auto stamp = format_utc(now).substr(0, 19);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  for (int copy = 1;; ++copy) {
    const auto name = fmt::format("keys-{}{}{}", stamp, copy == 1 ? "" : fmt::format("-{}", copy), backup_suffix);
    if (!fs::exists(parts_.folder / name)) return name;
  }
}

Result<KeyOffice::Backup> KeyOffice::back_up(const std::string& reason, std::int64_t approval, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  const keys::StepRequest step{"key_backup", "backup_permitted", people::Proposed::back_up_keys, reason, approval};
  TRY(permission,
      run(context, "key_backup", [&](const books::Reader& reader) { return keys::permit_step(reader, step, context); }));
  TRY(bytes, parts_.office.backup());
  TRY(keys, parts_.office.vault().keys());
  const Backup backup{new_name(context.now), keys.size()};
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
    books::KeyDevice file;
    file.serial = backup.file;
    file.kind = books::KeyDeviceKind::backup_file;
    file.holder = context.who.name;
    file.state = books::KeyDeviceStatus::active;
    file.state_reason = to_hex(seal::sha256(bytes));
    file.quota_count = static_cast<std::int64_t>(backup.keys);
    file.issued = context.now;
    event.details = fmt::format(R"({{{},"keys":{}}})", print_member(file.state_reason), backup.keys);
    return books::Decision<Done>{{{file}, {event}}, Done{}};
  }));
  return backup;
}

std::vector<std::string> KeyOffice::backups() const {
  std::vector<std::string> out;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(parts_.folder, failed))
    if (is_backup_name(entry.path().filename().string())) out.push_back(entry.path().filename().string());
  std::sort(out.rbegin(), out.rend());
  return out;
}

Result<Bytes> KeyOffice::backup_file(const std::string& file) const {
  std::ifstream in(parts_.folder / (is_backup_name(file) ? file : "none"), std::ios::binary);
  if (!in) return error(Fault::request, "unknown_backup", "There is no such backup of keys.", {{"file", file}});
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

Result<std::vector<seal::Share>> KeyOffice::shares_to_restore() const {
  std::vector<seal::Share> shares;
  for (const auto& [holder, text] : given_shares_) {
    TRY(share, seal::parse_share({reinterpret_cast<const char*>(text.view().data()), text.view().size()}));
    shares.push_back(std::move(share));
  }
  const std::size_t needed = shares.empty() ? 2 : shares.front().needed;
  if (shares.size() < needed)
    return error(Fault::refused, "shares_missing", "Not enough officers have given their shares. Nothing was restored.",
                 {{"given", fmt::format("{}", shares.size())}, {"needed", fmt::format("{}", needed)}});
  return shares;
}

/// A share is bound to its holder, as far as the books know him: who found another's paper brings nothing by it.
Result<void> KeyOffice::is_his_share(const std::string& serial, const people::Context& context) {
  TRY(device, parts_.books.read([&](const books::Reader& reader) -> Result<std::optional<books::KeyDevice>> {
    return reader.find<books::KeyDevice>(serial);
  }));
  if (!device || device->holder == context.who.name) return {};
  MUST(run(context, "key_ceremony", [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, {keys::note(context, "share_refused", "device/" + serial)}}, Done{}};
  }));
  return error(Fault::refused, "share_of_another",
               "This is the share of another holder. Nothing was kept, and the journal says who brought it.",
               {{"device", serial}, {"holder", device->holder}});
}

Result<KeyOffice::SharesGiven> KeyOffice::give_share(ByteView text, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  MUST(people::require(context.who, "key_ceremony"));
  const std::string_view typed(reinterpret_cast<const char*>(text.data()), text.size());
  TRY(share, seal::parse_share(typed));
  if (given_shares_.contains(context.who.name))
    return error(Fault::refused, "share_given", "You have given your share already; nothing was changed.");
  const auto serial = share_serial(share);
  MUST(is_his_share(serial, context));
  given_shares_.emplace(context.who.name, SecretBytes(text));
  MUST(run(context, "key_ceremony", [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, {keys::note(context, "share_given", "device/" + serial)}}, Done{}};
  }));
  return SharesGiven{given_shares_.size(), share.needed};
}

/// The counters' keys are diversified anew from what came back and go to them once more; they activate what they lived by.
Result<void> KeyOffice::bring_back_to_counters() {
  TRY(wanted, versions_of(keys::sealing_vault, {books::KeyStatus::active, books::KeyStatus::retiring, books::KeyStatus::pending}));
  std::set<std::int64_t> versions;
  for (const auto& row : wanted)
    if (row.purpose != seal::name_of(seal::Purpose::card_transport)) versions.insert(row.version);
  for (const auto version : versions) MUST(hand_over_version(static_cast<std::uint8_t>(version)));
  return {};
}

Result<KeyOffice::Restored> KeyOffice::restore(const RestoreRequest& request, const people::Context& context) {
  const std::lock_guard lock(mutex_);
  TRY(shares, shares_to_restore());
  TRY(bytes, backup_file(request.file));
  const auto print = to_hex(seal::sha256(bytes));
  TRY(age, parts_.books.read([&](const books::Reader& reader) -> Result<BackupAge> { return age_of(reader, print); }));
  if (age.is_older() && !request.older) return backup_older(request.file, age);
  auto wanted = people::Proposal(people::Proposed::restore_keys).text(people::Part::file, request.file);
  if (age.is_older()) wanted.that(people::Part::older);
  const keys::StepRequest step{"key_backup", "restore_permitted",
                               wanted,
                               request.reason, request.approval};
  TRY(permission,
      run(context, "key_backup", [&](const books::Reader& reader) { return keys::permit_step(reader, step, context); }));
  TRY(gone, versions_of(keys::office_vault, {books::KeyStatus::destroyed}));
  TRY(content, seal::keys_in_backup(bytes));
  Restored restored{.made = age.made};
  std::vector<seal::KeyRef> without;
  for (const auto& row : gone) {
    TRY(key, ref_of(row));
    if (std::find(content.begin(), content.end(), key) == content.end()) continue;
    without.push_back(key);
    restored.destroyed.push_back(row);
  }
  MUST(parts_.office.restore_backup_key(shares));
  TRY(keys, parts_.office.restore(bytes, without));
  given_shares_.clear();
  TRY(known, versions_of(keys::office_vault, {books::KeyStatus::created, books::KeyStatus::active, books::KeyStatus::retiring, books::KeyStatus::retired}));
  for (const auto& key : keys) {
    const auto row = std::find_if(known.begin(), known.end(), [&](const books::KeyVersion& one) {
      return one.purpose == seal::name_of(key.key.purpose) && one.version == key.key.version;
    });
    restored.keys.push_back({key, row != known.end() && row->check_value == keys::text_of(key.check_value)});
  }
  MUST(run(context, "key_backup", [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{}, restore_events(request, print, age, restored, permission, context)}, Done{}};
  }));
  MUST(bring_back_to_counters());
  return restored;
}

}  // namespace kwota::key_office
