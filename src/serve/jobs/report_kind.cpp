// A report as a file.
#include "serve/api/asked.h"
#include "serve/api/visibility.h"
#include "serve/jobs/kinds.h"
#include "serve/lists/list_files.h"
#include "serve/lists/report_files.h"

namespace kwota::serve {
namespace {

constexpr std::int64_t report_steps = 2;  ///< added up, written

report::Asked asked_of(const boost::json::object& asked) {
  const boost::json::value whole(asked);
  const Asked body(whole);
  return {.period = body.text("period"), .groups = body.texts("groups"), .filters = filters_in(asked), .station = {}};
}

Result<jobs::Outcome> report_work(ServerParts& server, jobs::Run& run) {
  const boost::json::value whole(run.asked());
  const Asked body(whole);
  const auto* who = run.who();
  if (who == nullptr) return error(Fault::ours, "unknown_report", "A report is somebody's.");
  TRY(report, report_for(*who, body.text("report")));
  auto asked = asked_of(run.asked());
  limit_to(asked, *report, *who);
  run.progress(0, report_steps);
  TRY(done, finished_report(server, *report, asked, run.job().language, who->name, [&run] { return run.ended(); }));
  run.progress(1, report_steps);
  run.say("added_up", {{"rows", done.made.rows.size()}});
  TRY(form, form_asked(run.asked(), list_forms));
  TRY(file, file_of_report(done, form, visibility_of(*who).personal));
  run.progress(report_steps, report_steps);
  return jobs::Outcome{std::move(file.file), file.name, std::string(file.content_type), {{"report", report->number}, {"rows", done.made.rows.size()}, {"position", done.facts.position}}, std::move(file.personal), {needed_for(*who, report->right)}};
}

}  // namespace

jobs::Kind report_kind(ServerParts& server) {
  return {.kind = books::JobKind::report,
          .may = [](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {"report", "period", "groups", "filters", "format"}));
            TRY(report, report_for(who, Asked(asked).text("report")));
            MUST(form_asked(asked, list_forms));
            return report::may_be_asked(*report, asked_of(asked));
          },
          .work = [&server](jobs::Run& run) { return report_work(server, run); }};
}

}  // namespace kwota::serve
