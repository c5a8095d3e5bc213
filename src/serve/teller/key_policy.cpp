#include "serve/teller/key_policy.h"

#include <algorithm>

#include "keys/campaign/campaign.h"
#include "keys/journal/note.h"
#include "seal/keys/purpose.h"

namespace kwota::teller {

bool KeyPolicy::knows(std::uint8_t version) const { return std::ranges::find(known, version) != known.end(); }
bool KeyPolicy::refuses(std::uint8_t version) const { return std::ranges::find(refused, version) != refused.end(); }

KeyPolicy key_policy(const books::Reader& books, std::string_view today) {
  KeyPolicy policy;
  std::vector<std::uint8_t> versions;
  for (const auto& row : books.key_versions()) {
    const bool of_the_counters = row.vault == keys::sealing_vault && row.purpose == seal::name_of(seal::Purpose::credit);
    if (of_the_counters && (row.state == "active" || row.state == "retiring" || row.state == "retired")) versions.push_back(static_cast<std::uint8_t>(row.version));
  }
  std::ranges::sort(versions, std::greater{});
  if (!versions.empty()) policy.known = std::move(versions);
  for (const auto version : policy.known)
    if (keys::is_refused(books, version, today)) policy.refused.push_back(version);
  return policy;
}

}  // namespace kwota::teller
