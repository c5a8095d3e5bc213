// A copy of the books for the safe; of the plan's, the oldest go.
#include "people/permissions.h"
#include "sell/settings/in_force.h"
#include "serve/jobs/kinds.h"
#include "serve/lists/made/backups.h"

namespace kwota::serve {
namespace {

Result<jobs::Outcome> backup_work(ServerParts& server, jobs::Run& run) {
  const bool by_plan = run.who() == nullptr;
  TRY(made, make_backup(server, by_plan));
  run.say("copied", {{"file", made.at("file")}, {"bytes", made.at("bytes")}});
  if (by_plan) {
    const auto kept = server.books.read([now = server.clock.now()](const books::Reader& books) -> Result<std::int64_t> { return settings::number_in_force(books, settings::SettingName::backups_kept, now); });
    if (kept && *kept > 0) made["removed"] = remove_old_copies(server.data, static_cast<std::size_t>(*kept), server.clock.now());
  }
  return jobs::Outcome{{}, {}, {}, std::move(made)};
}

}  // namespace

jobs::Kind backup_kind(ServerParts& server) {
  return {.kind = books::JobKind::backup,
          .may = [](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {}));
            MUST(people::require(who, "backup"));
            return Done{};
          },
          .work = [&server](jobs::Run& run) { return backup_work(server, run); }};
}

}  // namespace kwota::serve
