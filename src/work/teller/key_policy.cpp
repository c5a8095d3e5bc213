#include "work/teller/key_policy.h"

#include <algorithm>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "keys/campaign/campaign.h"
#include "keys/journal/note.h"
#include "seal/vaults/sample_keys.h"

namespace kwota::teller {

bool KeyPolicy::knows(std::uint8_t version) const { return std::ranges::find(known, version) != known.end(); }
bool KeyPolicy::refuses(std::uint8_t version) const { return std::ranges::find(refused, version) != refused.end(); }

KeyPolicy key_policy(const books::Reader& books, std::string_view today) {
  KeyPolicy policy;
  std::vector<std::uint8_t> versions;
  for (const auto& row : books.all<books::KeyVersion>()) {
    const bool of_the_counters = row.vault == keys::sealing_vault && row.purpose == seal::name_of(seal::Purpose::credit);
    if (of_the_counters && (row.state == books::KeyStatus::active || row.state == books::KeyStatus::retiring || row.state == books::KeyStatus::retired))
      versions.push_back(static_cast<std::uint8_t>(row.version));
  }
  std::ranges::sort(versions, std::greater{});
  if (!versions.empty()) {
    policy.known = std::move(versions);
    if (books::nature_of(books) == books::Nature::sample) policy.of_before = seal::sample_keys_of_before;
  }
  for (const auto version : policy.known)
    if (keys::is_refused(books, version, today)) policy.refused.push_back(version);
  return policy;
}

std::uint8_t version_for_tool(const books::Reader& books, const std::optional<MeterNumber>& meter, std::string_view today) {
  const auto row = meter ? books.find<books::Meter>(*meter) : std::nullopt;
  const auto policy = key_policy(books, today);
  return row && policy.takes(row->key_version) ? std::uint8_t{row->key_version} : policy.known.front();
}

std::optional<user_card::VoidFile> void_list_for(const books::Reader& books, MeterNumber meter) {
  std::vector<CardSerial> voided;
  for (const auto& device : books.all<books::KeyDevice>()) {
    const bool comes_to_meters = device.kind == "clear" || device.kind == "key_modify" || device.kind == "key_restore";
    if (!comes_to_meters || device.state != books::KeyDeviceStatus::voided) continue;
    if (const auto serial = parse_card_serial(device.serial); serial.ok()) voided.push_back(*serial);
  }
  if (voided.empty()) return std::nullopt;
  user_card::VoidFile list;
  list.edition = static_cast<std::uint8_t>((voided.size() - 1) % 255 + 1);
  list.count = static_cast<std::uint8_t>(std::min(voided.size(), user_card::VoidFile::cards_max));
  std::copy_n(voided.end() - list.count, list.count, list.cards.begin());
  const auto last_word = books::newest_statement(books, meter);
  if (last_word && static_cast<std::uint8_t>(last_word->key_info) == list.edition) return std::nullopt;
  return list;
}

}  // namespace kwota::teller
