// Long work over the API: wanted, looked at, stopped, taken up again, and its file for whoever it belongs to.
#include "people/permissions.h"
#include "people/station.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/jobs/job_view.h"
#include "serve/router/answer.h"
#include "work/jobs/decisions.h"
#include "work/jobs/jobs.h"

namespace kwota::serve {
namespace {

using boost::json::object;
using boost::json::value;
using books::Job;

Result<Job> job_asked(ServerParts& server, const Call& call) {
  return server.books.read([&](const books::Reader& books) { return jobs::job_of(books, path_number(call, "number"), *call.who); });
}

void get_job(ServerParts& server, const CallPtr& call) {
  auto job = job_asked(server, *call);
  if (!job) return call->refuse(job.error());
  call->answer(job_view(server.jobs->now(std::move(*job)), *call->who));
}

void post_job(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto kind = parse_word<books::JobKind>(body.text("kind"));
  if (!kind) return call->refuse(error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", body.text("kind")}}));
  server.workers.run([&server, call, kind = *kind] {
    const auto* wanted = call->body.get_object().if_contains("asked");
    const auto asked = wanted != nullptr && wanted->is_object() ? wanted->get_object() : object{};
    if (const auto may = server.jobs->may(kind, *call->who, asked); !may) return call->refuse(may.error());
    const auto job = server.jobs->ask({.kind = kind, .asked = boost::json::serialize(asked), .operator_name = call->who->name, .station = call->who->station, .language = call->language}, actor_of(*call, "jobs"));
    if (!job) return call->refuse(job.error());
    call->answer(job_view(*job, *call->who));
  });
}

void stop_job(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto job = server.jobs->stop(path_number(*call, "number"), context_of(server, *call));
    if (!job) return call->refuse(job.error());
    call->answer(job_view(*job, *call->who));
  });
}

void resume_job(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto job = server.jobs->resume(path_number(*call, "number"), context_of(server, *call));
    if (!job) return call->refuse(job.error());
    call->answer(job_view(*job, *call->who));
  });
}

void get_file(ServerParts& server, const CallPtr& call) {
  server.files->run([&server, call] {
    const auto job = job_asked(server, *call);
    if (!job) return call->refuse(job.error());
    auto file = server.jobs->file_of(*job, *call->who);
    if (!file) return call->refuse(file.error());
    if (const auto out = let_out(server, *call->who, job->file_name, jobs::personal_columns(*job)); !out) return call->refuse(out.error());
    call->respond(answer_download(std::move(*file), job->content_type, job->file_name));
  });
}

}  // namespace

object job_view(const Job& job, const books::Operator& who) {
  const bool own = !job.operator_name.empty() && job.operator_name == who.name;
  const bool may = own || people::granted(who, "jobs_all") != people::Grant::no;
  const bool ended = books::has_ended(job.state);
  return {{"number", job.number},
          {"kind", word_of(job.kind)},
          {"state", word_of(job.state)},
          {"operator", job.operator_name},
          {"asked", parsed(job.asked.empty() ? "{}" : job.asked)},
          {"queued", time_text(job.queued)},
          {"began", time_text(job.began)},
          {"ended", time_text(job.ended)},
          {"written", job.written},
          {"total", job.total},
          {"log", parsed(job.log.empty() ? "[]" : job.log)},
          {"result", parsed(job.result.empty() ? "{}" : job.result)},
          {"error", job.error},
          {"error_details", parsed(job.error_details.empty() ? "{}" : job.error_details)},
          {"file_name", job.file_name},
          {"bytes", job.bytes},
          {"sha256", job.sha256},
          {"kept_until", time_text(job.kept_until)},
          {"may_fetch", own && !job.file.empty() && people::works_at(who, job.station) && jobs::still_allowed(job, who).ok()},
          {"may_stop", may && !ended},
          {"may_resume", may && (job.state == books::JobStatus::stopped || job.state == books::JobStatus::failed)}};
}

void tell_of_job(Events& events, const Job& job) {
  events.publish("job", object{{"number", job.number}, {"kind", word_of(job.kind)}, {"state", word_of(job.state)}, {"written", job.written}, {"total", job.total}},
                 {.station = job.station, .till = {}, .permission = "jobs", .person = job.operator_name});
}

void add_job_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/jobs", "jobs", post_job);
  on("GET", "/jobs/{number}", "jobs", get_job);
  on("POST", "/jobs/{number}/stop", "jobs", stop_job);
  on("POST", "/jobs/{number}/resume", "jobs", resume_job);
  on("GET", "/jobs/{number}/file", "jobs", get_file);
}

}  // namespace kwota::serve
