// The slips of a closed year go into a file of their own. Two persons have ordered it (archive_routes.cpp); whoever may ask for it may have it go on.
#include "base/cause.h"
#include "collect/months/archive.h"
#include "people/station.h"
#include "serve/api/asked.h"
#include "serve/jobs/kinds.h"
#include "store/archive.h"

namespace kwota::serve {
namespace {

Result<jobs::Outcome> archive_work(ServerParts& server, jobs::Run& run) {
  const auto* who = run.who();
  if (who == nullptr) return error(Fault::refused, Cause::permission_denied, "A year is archived by somebody.", {{"permission", "archive"}});
  const auto year = Asked(run.asked()).number("year");
  const store::ArchiveWork work{.ended = [&run] { return run.ended(); }, .told = [&run](std::int64_t slips, std::int64_t total) { run.progress(slips, total); }};
  const books::Actor actor{.operator_name = who->name, .action = "archive", .station = {}};
  TRY(made, store::archive_year(server.books, year, months::end_of_year(year, zone_of_utility(server)), actor, server.clock, work));
  if (made.row.slips > 0) run.say("archived", {{"file", made.row.file}, {"slips", made.row.slips}});
  return jobs::Outcome{{}, {}, {}, {{"year", year}, {"file", made.row.file}, {"slips", made.row.slips}, {"bytes", made.row.bytes}, {"freed", made.freed}}};
}

}  // namespace

jobs::Kind archive_kind(ServerParts& server) {
  return {.kind = books::JobKind::archive,
          .may = [](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {"year"}));
            MUST(people::require_for_whole_utility(who, "archive"));
            return Done{};
          },
          .work = [&server](jobs::Run& run) { return archive_work(server, run); }};
}

}  // namespace kwota::serve
