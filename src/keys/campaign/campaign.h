// A change of keys in the field, from the day the new version is made to the day the old one is refused (decision 12).
// The order is what loses nothing: vaults and PSAMs first, then meters – they take both versions from then on – then user cards
// as they come to a counter, and only then the old version retires. Progress is counted in the books, never guessed.
// Guarantees: one campaign at a time; a credit that was sold under the old version stays good until its meter has it: the old
// version retires when nothing misses it, or on the announced date and by two persons.
// Begin with start_campaign(), then progress_of().
#pragma once
#include <array>

#include "keys/office/versions.h"

namespace kwota::keys {

struct CampaignRequest {
  std::int64_t to_version = 0;
  std::string refuse_after;  ///< local date
  std::string reason;
  std::int64_t approval = 0;
};
/// Four eyes. Errors: permission_denied, `campaign_running` {campaign}, `version_unknown` {version}, `version_not_active`
/// {version}, bad_date, `date_past` {date}, reason_missing, those of an approval.
Result<books::Decision<books::Campaign>> start_campaign(const books::Reader& books, const CampaignRequest& request,
                                                        const people::Context& context);

struct Ending {
  std::int64_t campaign = 0;
  std::string reason;
  std::int64_t approval = 0;
  std::int64_t missing = 0;  ///< cards, meters, PSAMs and vaults without the new version, as the counters' books count them (missing_in)
};
/// Both versions live on. Errors: permission_denied, `unknown_campaign`, `campaign_not_running` {state}, reason_missing, those of
/// an approval.
Result<books::Decision<books::Campaign>> stop_campaign(const books::Reader& books, const Ending& ending,
                                                       const people::Context& context);
/// The old version retires. Besides: `campaign_incomplete` {missing} before its date.
Result<books::Decision<books::Campaign>> finish_campaign(const books::Reader& books, const Ending& ending,
                                                         const people::Context& context);

/// What holds keys, and gets newer ones in this order.
enum class KeyHolders : std::uint8_t { vaults, psams, meters, cards };
constexpr auto words_of(KeyHolders) { return std::array<std::string_view, 4>{"vaults", "psams", "meters", "cards"}; }

/// How far one kind of them is.
struct Progress {
  KeyHolders kind{};
  std::int64_t done = 0, total = 0;
};
std::vector<Progress> progress_of(const books::Reader& books, const books::Campaign& campaign);
std::int64_t missing_in(const std::vector<Progress>& progress);

/// Does the counter refuse what still holds this version? `today`: local date of the station.
bool is_refused(const books::Reader& books, std::uint8_t version, std::string_view today);

}  // namespace kwota::keys
