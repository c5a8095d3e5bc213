// A report as a file.
#include "serve/api/asked.h"
#include "serve/api/visibility.h"
#include "serve/jobs/kinds.h"
#include "serve/lists/list_files.h"
#include "serve/lists/report_files.h"

namespace kwota::serve {
namespace {

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
  TRY(done, finished_report(server, *report, asked, run.job().language, who->name, [&run] { return run.ended(); }));
  const auto rows = static_cast<std::int64_t>(done.made.rows.size());
  run.progress(0, rows);
  run.say("added_up", {{"rows", rows}});
  TRY(form, form_asked(run.asked(), list_forms));
  // Paper is gone through three times, and people count rows.
  done.facts.drawn = [&run, rows](std::size_t drawn, std::size_t all) { run.progress(all == 0 ? 0 : rows * static_cast<std::int64_t>(drawn) / static_cast<std::int64_t>(all), rows); };
  TRY(file, file_of_report(done, form, visibility_of(*who).personal));
  run.progress(rows, rows);
  return jobs::Outcome{std::move(file.file), file.name, std::string(file.content_type), {{"report", report->number}, {"rows", rows}, {"position", done.facts.position}}, std::move(file.personal), {needed_for(*who, report->right)}};
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
