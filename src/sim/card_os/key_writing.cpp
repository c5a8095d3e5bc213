// WRITE KEY: `record header5 || value`, in the clear (80 D4) or as a cryptogram under the master key of the directory (84 D4).
#include <algorithm>

#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Response;

constexpr std::uint8_t new_key = 0x01, sam_key = 0x00, master_key_id = 0x00, sam_tries = 0xFF;
constexpr std::size_t key_header_bytes = 5, key_bytes = 16, keys_max = 0xFF;

constexpr bool known_type(std::uint8_t plain) {
  return (plain >= 0x30 && plain <= 0x3A) || (plain >= 0x3C && plain <= 0x3F);
}

bool has_versions(const KeyRecord& key) {
  return key.plain_type() == static_cast<std::uint8_t>(KeyType::passed_on) || key.plain_type() == KeyRecord::sam_type;
}

bool has_master(Directory& directory) {
  return directory.find_key(static_cast<std::uint8_t>(KeyType::external_authentication), master_key_id) != nullptr;
}

// While a new application has no master key, that of the MF stands in.
std::variant<KeyRecord*, Refused> master_key(Context& context) {
  auto& directory = has_master(context.current()) ? context.current() : context.card.mf;
  return usable_key(context, directory, KeyType::external_authentication, master_key_id);
}

std::variant<Bytes, Refused> open_record(Context& context, const Command& command) {
  if (command.cla == 0x80) return command.data;
  const auto master = master_key(context);
  if (const auto* refused = std::get_if<Refused>(&master)) return *refused;
  return open_command(context, command, *std::get<KeyRecord*>(master), true);
}

std::variant<KeyRecord, Refused> parse(std::uint8_t id, ByteView record) {
  if (record.size() <= key_header_bytes) return Refused{0x6700};
  KeyRecord key{.id = id, .type = record[0], .usage = {record[1]}, .change = {record[2]}, .x = record[3], .y = record[4],
                .value = to_bytes(record.subspan(key_header_bytes))};
  const auto protection = key.type & 0xC0;
  if (!known_type(key.plain_type()) || (protection != 0x00 && protection != 0xC0)) return Refused{0x6A80};
  if (has_versions(key) && protection == 0x00) return Refused{0x6A80};  // a key that is passed on never came in the clear
  const auto size = key.value.size();
  const bool is_pin = key.plain_type() == static_cast<std::uint8_t>(KeyType::pin);
  if (is_pin ? size < 2 || size > 8 : size != 8 && size != 16) return Refused{0x6A80};
  return key;
}

// The right to add is a state that only the directory's own master key can bring about: until there is one, the cryptogram
// under the MF's is the permission.
bool may_add(Context& context, const Command& command) {
  const bool under_mf_master = command.cla == 0x84 && !has_master(context.current());
  return under_mf_master || context.allows(context.current().key_file->add);
}

// Of a key with versions two live side by side: during a change of keys both are needed, a third takes the place of the oldest.
bool make_room_for_version(KeyFile& file, const KeyRecord& key) {
  const auto same = [&](const KeyRecord& other) { return other.plain_type() == key.plain_type() && other.id == key.id; };
  if (std::ranges::count_if(file.keys, same) < static_cast<std::ptrdiff_t>(iso7816::key_versions_max)) return true;
  auto oldest = file.keys.end();
  for (auto it = file.keys.begin(); it != file.keys.end(); ++it)
    if (same(*it) && (oldest == file.keys.end() || version_of(*it) < version_of(*oldest))) oldest = it;
  if (version_of(key) < version_of(*oldest)) return false;
  file.keys.erase(oldest);
  return true;
}

KeyRecord* find_same(Directory& directory, const KeyRecord& key) {
  if (key.plain_type() == KeyRecord::sam_type) return find_sam_key(directory, key.id, version_of(key));
  if (has_versions(key)) return find_passed_on(directory, key.id, version_of(key));
  return directory.find_key(key.plain_type(), key.id);
}

// A key with versions takes the room of all of them from the first one on, so that nothing else can take it meanwhile.
std::size_t room_taken(const KeyFile& file) {
  std::size_t bytes = 0;
  for (auto it = file.keys.begin(); it != file.keys.end(); ++it) {
    const auto same = [&](const KeyRecord& other) { return other.plain_type() == it->plain_type() && other.id == it->id; };
    if (has_versions(*it) && std::any_of(file.keys.begin(), it, same)) continue;
    bytes += (it->value.size() + key_overhead) * (has_versions(*it) ? iso7816::key_versions_max : 1);
  }
  return bytes;
}

Response refuse_added(KeyFile& file) {
  file.keys.pop_back();
  return refuse(0x6A84);
}

Response add(Context& context, KeyRecord key) {
  auto& directory = context.current();
  auto& file = *directory.key_file;
  if (find_same(directory, key) != nullptr) return refuse(0x6A80);
  if (has_versions(key) && !make_room_for_version(file, key)) return refuse(0x6A80);
  file.keys.push_back(std::move(key));
  if (room_taken(file) > file.size || file.keys.size() > keys_max) return refuse_added(file);
  return done();
}

// The header must be repeated; of an error counter only the tries allowed count.
bool same_header(const KeyRecord& stored, const KeyRecord& sent) {
  const std::uint8_t counted = stored.counts_errors() ? 0xF0 : 0xFF;
  return stored.type == sent.type && stored.usage == sent.usage && stored.change == sent.change && stored.x == sent.x &&
         (stored.y & counted) == (sent.y & counted);
}

// The cryptogram under the directory's master key is the permission; a key that is passed on gets a new quota with it.
Response replace_version(KeyRecord& stored, const KeyRecord& sent) {
  if (stored.usage != sent.usage) return refuse(0x6A80);
  stored = sent;
  return done();
}

Response update(Context& context, const KeyRecord& sent) {
  auto* stored = find_same(context.current(), sent);
  if (stored == nullptr) return refuse(0x6A88);
  if (has_versions(sent)) return replace_version(*stored, sent);
  if (!context.allows(stored->change)) return refuse(0x6982);
  if (!same_header(*stored, sent) || stored->value.size() != sent.value.size()) return refuse(0x6A80);
  stored->value = sent.value;
  stored->succeeded();
  return done();
}

// `usage version algorithm key16`, with P1 and P2 zero: a key of a PSAM, new or in place of the one of that version.
Response write_sam_key(Context& context, const Command& command, ByteView record) {
  if (command.cla != 0x84) return refuse(0x6987);
  if (command.p2 != 0) return refuse(0x6A86);
  if (record.size() != sam_header_bytes + key_bytes) return refuse(0x6700);
  const auto usage = record[0];
  const bool needs_level = iso7816::sam_kind(usage) == iso7816::SamKind::purchase;
  if (iso7816::sam_levels(usage) > iso7816::sam_levels_max || (needs_level && iso7816::sam_levels(usage) == 0)) return refuse(0x6A80);
  KeyRecord key{.id = usage, .type = KeyRecord::sam_type | 0xC0, .usage = iso7816::always, .change = {record[1]}, .x = record[2],
                .y = sam_tries, .value = to_bytes(record.subspan(sam_header_bytes))};
  if (find_same(context.current(), key) != nullptr) return update(context, key);
  return context.allows(context.current().key_file->add) ? add(context, std::move(key)) : refuse(0x6982);
}

}  // namespace

Response write_key(Context& context, const Command& command) {
  if (!context.current().key_file) return refuse(0x6A82);
  if (command.data.empty()) return refuse(0x6700);
  const auto opened = open_record(context, command);
  if (const auto* refused = std::get_if<Refused>(&opened)) return refuse(refused->sw);
  if (command.p1 == sam_key) return write_sam_key(context, command, std::get<Bytes>(opened));
  auto parsed = parse(command.p2, std::get<Bytes>(opened));
  if (const auto* refused = std::get_if<Refused>(&parsed)) return refuse(refused->sw);
  auto& key = std::get<KeyRecord>(parsed);
  if ((key.type & 0xC0) != 0 && command.cla == 0x80) return refuse(0x6987);
  if (command.p1 == new_key) return may_add(context, command) ? add(context, std::move(key)) : refuse(0x6982);
  if ((command.p1 & 0x3F) == key.plain_type()) return update(context, key);
  return refuse(0x6A86);
}

}  // namespace kwota::sim
