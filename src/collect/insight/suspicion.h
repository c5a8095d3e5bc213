// Supplies that somebody should look at, with the reasons and their points. Nothing here is a verdict: a visit says what it was.
// Guarantees: each reason is a figure that the books have; what is not known gives no point.   Begin with signs_of().
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "collect/insight/pace.h"

namespace kwota::insight {

enum class Sign : std::uint8_t {
  ghost_credit,      ///< the meter used or holds more than it was ever sold
  register_stopped,  ///< credit falls, and its register stands still
  uses_little,       ///< of the last 30 days far less than a year ago, while others of its class use what they did
  cover_opened,
  magnet,
  reverse_current,
  illegal_cards,     ///< several a day
  buys_little,       ///< far less than its class for a quarter of a year
  relay_passes,      ///< its relay is open, and its register moves
  moves_with_loss,   ///< its area loses more than it used to, and it counts less on the days on which more is lost (area_loss.h)
};
constexpr auto words_of(Sign) {
  return std::array<std::string_view, 10>{"ghost_credit", "register_stopped", "uses_little", "cover_opened", "magnet", "reverse_current", "illegal_cards", "buys_little", "relay_passes", "moves_with_loss"};
}
/// From so many points on a supply stands in the list; covers, magnets and reverse currents together give at most so many. [K]
inline constexpr std::int64_t points_listed = 40, points_of_events_most = 30, points_most = 100;
std::int64_t points_of(Sign sign);

/// A sign with the points that it had when somebody looked.
struct Suspicion {
  Sign sign{};
  std::int64_t points = 0;
  friend bool operator==(const Suspicion&, const Suspicion&) = default;
};
std::vector<Suspicion> suspicions_of(const std::vector<Sign>& signs);
/// "magnet+15,cover_opened+15": as a column, an answer and a visit's reason hold them.
std::string written(const std::vector<Suspicion>& suspicions);
/// What written() made; nothing: somebody wrote this himself.
std::optional<std::vector<Suspicion>> suspicions_in(std::string_view text);

/// What one supply shows, before it is held against its class.
struct Shown {
  std::vector<Sign> signs;
  std::optional<std::int64_t> use_percent;  ///< of 30 days a year ago
  Money bought;                             ///< in the last 90 days
  bool old_customer = false;                ///< he was one all that time
};
Shown shown_by(const books::Reader& books, const books::Account& account, std::int64_t today, const Zone& zone);

/// What its class does, as medians.
struct ClassUse {
  std::optional<std::int64_t> use_percent;
  Money bought;
};
/// All signs, those that only its class makes odd among them.
std::vector<Sign> signs_of(const Shown& shown, const ClassUse& others);
/// 0 to 100.
std::int64_t score(const std::vector<Sign>& signs);

}  // namespace kwota::insight
