#include "work/jobs/copies_due.h"

#include "sell/settings/in_force.h"

namespace kwota::jobs {
namespace {

using books::Job;
using books::JobKind;

/// A copy is proved so often.
constexpr Duration prove_again = Duration::hours(24 * 6);

/// The newest moment at which this is due: today's hour, or yesterday's.
Instant newest_slot(Instant now, const Zone& zone, std::int64_t hour) {
  const auto today = zone.local(now).date;
  const auto at = [&](const LocalDate& day) { return zone.instant(LocalTime{day, static_cast<unsigned>(hour), 0, 0}); };
  const auto slot = at(today);
  return slot <= now ? slot : at(date_of_day(day_number(today) - 1));
}

/// When the house wanted one last; nothing: never. One of a day that is still to come was wanted under a clock that was ahead: it stands for no night.
std::optional<Instant> last_of_house(const books::Reader& books, JobKind kind, Instant now) {
  std::optional<Instant> last;
  for (const auto& job : books.select(Job::of_kind, kind))
    if (job.operator_name.empty() && job.queued <= now && (!last || job.queued > *last)) last = job.queued;
  return last;
}

}  // namespace

CopiesDue copies_due(const books::Reader& books, bool there, Instant now, const Zone& zone) {
  if (settings::number_in_force(books, settings::SettingName::backups_kept, now) == 0) return {};
  const auto slot = newest_slot(now, zone, settings::number_in_force(books, settings::SettingName::backup_hour, now));
  const auto copied = last_of_house(books, JobKind::backup, now), proved = last_of_house(books, JobKind::prove, now);
  return {.backup = !copied || *copied < slot, .prove = copied && (!proved || now - *proved > prove_again) && there};
}

}  // namespace kwota::jobs
