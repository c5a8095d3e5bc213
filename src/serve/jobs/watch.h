// What people must be told of, looked at every half minute: each watcher reads and says what it sees, and nothing else (people/notices/notices.h keeps each thing to once
// a day). A new one is a function here and a line in watchers().
// Begin with happened_now().
#pragma once
#include <vector>

#include "people/notices/notices.h"
#include "serve/api/server_parts.h"

namespace kwota::serve {

inline constexpr Duration doubt_patience = Duration::minutes(10), backup_patience = Duration::hours(26), proof_patience = Duration::hours(24 * 7);
inline constexpr Duration silent_on_line = Duration::hours(24 * 2);
inline constexpr std::int64_t clock_off_seconds = 300;

/// By then what meters counted at midnight is in. [K]
inline constexpr unsigned losses_from_hour = 9;

std::vector<people::Happened> happened_now(ServerParts& server);
/// Areas that lost more than the setting loss_limit over the last week. Every meter of an area is looked at: once a day.
std::vector<people::Happened> high_losses(ServerParts& server);
/// Of a job that has just ended.
std::vector<people::Happened> happened_with(const books::Job& job);

/// Says it to whoever it concerns, once an object and day.
void tell(ServerParts& server, const std::vector<people::Happened>& what);

}  // namespace kwota::serve
