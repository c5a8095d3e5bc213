// A copy is worth what comes out of it: the newest is put back into a scratch folder and verified there. Killed in between it goes on with what was put back.
#include <algorithm>

#include "base/cause.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/jobs/kinds.h"
#include "serve/lists/made/backups.h"

namespace kwota::serve {
namespace {

constexpr std::int64_t prove_steps = 2;  ///< put back, verified

Result<std::string> copy_asked(const ServerParts& server, const boost::json::object& asked) {
  const auto copies = copies_in(server.data, server.clock.now());
  const auto name = Asked(asked).text("file");
  if (copies.empty()) return error(Fault::refused, "no_backup", "There is no copy of the books yet. Make one first.");
  if (name.empty()) return copies.front().file;
  if (std::ranges::find(copies, name, &Copy::file) == copies.end()) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", name}});
  return name;
}

Result<jobs::Outcome> prove_work(ServerParts& server, jobs::Run& run) {
  std::error_code failed;
  auto file = run.job().checkpoint;
  const auto scratch = scratch_in(server.data);
  run.progress(0, prove_steps);
  if (file.empty() || !std::filesystem::exists(scratch / store::books_file, failed)) {
    TRY(copy, copy_asked(server, run.asked()));
    file = copy;
    MUST(put_back_to_prove(server.data, scratch, file, server.check, server.clock.now()));
    run.say("put_back", {{"file", file}});
    run.progress(1, prove_steps);
    TRY(goes_on, run.checkpoint(file));
    if (!goes_on) return jobs::left();
  }
  TRY(proved, verify_put_back(server.data, scratch, file, server.check, server.clock.now(), [&run] { return run.ended(); }));
  run.progress(prove_steps, prove_steps);
  run.say("proved", {{"file", file}, {"rows", proved.at("rows")}});
  return jobs::Outcome{{}, {}, {}, std::move(proved)};
}

}  // namespace

jobs::Kind prove_kind(ServerParts& server) {
  return {.kind = books::JobKind::prove,
          .may = [](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {"file"}));
            MUST(people::require(who, "backup"));
            return Done{};
          },
          .work = [&server](jobs::Run& run) { return prove_work(server, run); }};
}

}  // namespace kwota::serve
