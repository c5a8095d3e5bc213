// Are the books what they were when they were written?
#include "base/cause.h"
#include "people/permissions.h"
#include "serve/jobs/kinds.h"
#include "serve/lists/made/backups.h"

namespace kwota::serve {
namespace {

Result<jobs::Outcome> verify_work(ServerParts& server, jobs::Run& run) {
  TRY(connection, own_connection(server));
  TRY(answers, store::hold_witnesses(*connection, server.books.witnesses(), server.check));
  run.say("witnesses_asked", {{"count", answers.size()}});
  const auto report = [&, &read = *connection]() {
    const store::Moment::Stopped stopped(read, [&run] { return run.ended(); });
    return store::verify(read, {.check = server.check, .anchor_log = server.data / store::anchor_log_file, .log_is_whole = true});
  }();
  TRY(verified, report);
  run.progress(verified.rows, verified.rows);
  if (const auto& first = verified.first)
    return error(Fault::forged, Cause::verify_failed, "The books are not what was written. Call the auditor; sell nothing until he has seen it.", {{"row", first->table + "/" + first->key}, {"what", std::string(word_of(first->what))}});
  return jobs::Outcome{{}, {}, {}, {{"rows", verified.rows}, {"chains", verified.chains}, {"anchors", verified.anchors}, {"signatures_checked", verified.signatures_checked}, {"findings", 0}}};
}

}  // namespace

jobs::Kind verify_kind(ServerParts& server) {
  return {.kind = books::JobKind::verify,
          .may = [](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {}));
            MUST(people::require(who, "verify"));
            return Done{};
          },
          .work = [&server](jobs::Run& run) { return verify_work(server, run); }};
}

}  // namespace kwota::serve
