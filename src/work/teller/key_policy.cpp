#include "work/teller/key_policy.h"

#include <algorithm>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "keys/campaign/campaign.h"
#include "keys/journal/note.h"
#include "seal/vaults/sample_keys.h"
#include "sell/counter/order/key_notes.h"

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

std::vector<user_card::VoidFile> void_pages_for(const books::Reader& books, MeterNumber meter, std::string_view today) {
  const auto voided = books::voided_tools(books);
  const auto row = books.find<books::Meter>(meter);
  if (voided.empty() || !row) return {};
  const auto newest = voided.back().void_number;
  const auto known = row->voids_known <= newest ? row->voids_known : 0;  // books from before know less than it said: all once more
  if (known == newest) return {};
  const auto up_to = std::min(newest, known + counter::voids_a_word);
  std::vector<user_card::VoidFile> pages{{}};
  for (const auto& device : voided) {
    const auto serial = parse_card_serial(device.serial);
    if (device.void_number <= known || device.void_number > up_to || books::is_long_over(device, today) || !serial.ok()) continue;
    if (pages.back().count == user_card::VoidFile::cards_max) pages.emplace_back();
    auto& page = pages.back();
    page.cards[page.count++] = *serial;
    page.number = static_cast<std::uint32_t>(device.void_number);
  }
  pages.back().number = static_cast<std::uint32_t>(up_to);  // behind it there is nobody, or nobody whom it need know
  return pages;
}

}  // namespace kwota::teller
