#include "work/jobs/decisions.h"

#include <algorithm>

#include "base/cause.h"
#include "base/text/parts.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "people/station.h"

namespace kwota::jobs {
namespace {

using books::Job;
using books::JobStatus;

constexpr std::string_view own_rows = "/own";

Error not_there(std::int64_t number) { return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(number)}}); }

books::Decision<Job> put(Job job) {
  books::Decision<Job> decision{{}, job};
  decision.changes.put.emplace_back(std::move(job));
  return decision;
}

Result<void> room_for(const books::Reader& books, const std::string& operator_name) {
  std::size_t waiting = 0;
  for (const auto state : {JobStatus::queued, JobStatus::running, JobStatus::paused})
    for (const auto& job : books.select(Job::in_state, state)) waiting += job.operator_name == operator_name;
  if (waiting < waiting_max) return Done{};
  return error(Fault::refused, "jobs_too_many", "So many jobs of one person wait already. Wait for them, or stop one.", {{"most", std::to_string(waiting_max)}});
}

}  // namespace

std::string text_of(const std::vector<Needed>& needs) {
  std::string out;
  for (const auto& one : needs) {
    if (!out.empty()) out += ',';
    out += one.rights;
    if (!one.of_all) out += own_rows;
  }
  return out;
}

Result<void> still_allowed(const Job& job, const books::Operator& who) {
  for (auto need : parts_of(job.needs)) {
    const bool of_all = !need.ends_with(own_rows);
    if (!of_all) need.remove_suffix(own_rows.size());
    auto best = people::Grant::no;
    for (const auto word : parts_of(need, '|'))
      if (const auto right = books::Right::named(word)) best = std::max(best, people::granted(who, *right));
    if (best < (of_all ? people::Grant::second : people::Grant::own))
      return error(Fault::refused, "made_with_other_rights", "This file was made when you might see more than today: it is not given out. Have it made once more.",
                   {{"permission", std::string(need.substr(0, need.find('|')))}});
  }
  return Done{};
}

std::vector<std::string> personal_columns(const Job& job) {
  return texts_of(job.tells_of);
}

void add_line(Job& job, Instant at, std::string_view say, boost::json::object figures) {
  boost::system::error_code failed;
  auto value = boost::json::parse(job.log.empty() ? "[]" : job.log, failed);
  auto& lines = value.is_array() ? value.get_array() : value.emplace_array();
  figures["at"] = at.ms();
  figures["say"] = say;
  lines.push_back(std::move(figures));
  if (lines.size() > log_lines_max) lines.erase(lines.begin());
  job.log = boost::json::serialize(lines);
}

Result<books::Decision<Job>> ask(const books::Reader& books, const Wanted& wanted, Instant now) {
  if (!wanted.operator_name.empty()) MUST(room_for(books, wanted.operator_name));
  Job job;
  job.number = books::next_number<Job>(books);
  job.kind = wanted.kind;
  job.operator_name = wanted.operator_name;
  job.station = wanted.station;
  job.language = wanted.language;
  job.asked = wanted.asked;
  job.plan = wanted.plan;
  job.queued = now;
  add_line(job, now, "queued");
  return put(std::move(job));
}

std::optional<Job> next_of(const books::Reader& books) { return books.find(Job::in_state, JobStatus::queued); }

Result<books::Decision<Job>> begin(const books::Reader& books, std::int64_t number, Instant now) {
  auto job = books.find<Job>(number);
  if (!job || job->state != JobStatus::queued) return not_there(number);
  job->state = JobStatus::running;
  job->began = now;
  job->ended.reset();
  job->error.clear();
  job->error_details.clear();
  add_line(*job, now, job->checkpoint.empty() ? "began" : "goes_on");
  return put(std::move(*job));
}

Result<books::Decision<Job>> end(const books::Reader& books, const Job& job, const End& with, Instant now) {
  auto row = books.find<Job>(job.number);
  if (!row) return not_there(job.number);
  row->log = job.log;
  row->checkpoint = with.state == JobStatus::done ? std::string{} : job.checkpoint;
  row->state = with.state;
  row->written = with.written;
  row->total = with.total;
  row->result = with.result;
  row->error = with.error;
  row->error_details = with.error_details;
  row->file = with.file;
  row->file_name = with.file_name;
  row->content_type = with.content_type;
  row->bytes = with.bytes;
  row->sha256 = with.sha256;
  row->tells_of = with.tells_of;
  row->needs = with.needs;
  if (!with.file.empty()) row->kept_until = now + file_kept;
  if (books::has_ended(with.state)) row->ended = now;
  add_line(*row, now, word_of(with.state), with.error.empty() ? boost::json::object{} : boost::json::object{{"error", with.error}});
  return put(std::move(*row));
}

Result<books::Decision<Job>> note(const books::Reader& books, const Job& job, Instant) {
  auto row = books.find<Job>(job.number);
  if (!row || row->state != JobStatus::running) return not_there(job.number);
  row->log = job.log;
  row->checkpoint = job.checkpoint;
  row->written = job.written;
  row->total = job.total;
  return put(std::move(*row));
}

Result<books::Decision<std::size_t>> take_over(const books::Reader& books, Instant now) {
  books::Decision<std::size_t> decision{{}, 0};
  for (const auto state : {JobStatus::running, JobStatus::paused})
    for (auto& job : books.select(Job::in_state, state)) {
      add_line(job, now, state == JobStatus::running ? "was_killed" : "taken_up");
      job.state = JobStatus::queued;
      decision.changes.put.emplace_back(std::move(job));
      ++decision.answer;
    }
  return decision;
}

Result<Job> job_of(const books::Reader& books, std::int64_t number, const books::Operator& who) {
  auto job = books.find<Job>(number);
  const auto grant = people::granted(who, "jobs");
  const bool his = job && !job->operator_name.empty() && job->operator_name == who.name;
  const bool in_his_station = job && people::works_at(who, job->station);
  if (!job || grant == people::Grant::no || (!his && (grant == people::Grant::own || !in_his_station))) return not_there(number);
  return *job;
}

Result<books::Decision<Job>> stop(const books::Reader& books, std::int64_t number, const people::Context& context) {
  TRY(job, job_of(books, number, context.who));
  if (job.operator_name != context.who.name) MUST(people::require(context.who, "jobs_all"));
  if (books::has_ended(job.state)) return error(Fault::refused, "job_ended", "This job has ended already; nothing was changed.", {{"state", std::string(word_of(job.state))}});
  add_line(job, context.now, "stop_asked", {{"by", context.who.name}});
  // One that runs leaves at its next step, and its end is written then.
  if (job.state != JobStatus::running) {
    job.state = JobStatus::stopped;
    job.ended = context.now;
  }
  return put(std::move(job));
}

Result<books::Decision<Job>> resume(const books::Reader& books, std::int64_t number, const people::Context& context) {
  TRY(job, job_of(books, number, context.who));
  if (job.operator_name != context.who.name) MUST(people::require(context.who, "jobs_all"));
  if (job.state != JobStatus::stopped && job.state != JobStatus::failed)
    return error(Fault::refused, "job_not_ended", "Only a job that was stopped or failed is taken up again; nothing was changed.", {{"state", std::string(word_of(job.state))}});
  MUST(room_for(books, job.operator_name));
  job.state = JobStatus::queued;
  job.ended.reset();
  add_line(job, context.now, "resumed", {{"by", context.who.name}});
  return put(std::move(job));
}

std::vector<Job> files_to_remove(const books::Reader& books, Instant now) {
  auto kept = books.select(Job::with_file);
  std::erase_if(kept, [&](const Job& job) { return !job.kept_until || *job.kept_until > now; });
  return kept;
}

Result<books::Decision<Job>> file_removed(const books::Reader& books, std::int64_t number, Instant now) {
  auto job = books.find<Job>(number);
  if (!job) return not_there(number);
  job->file.clear();
  add_line(*job, now, "file_removed");
  return put(std::move(*job));
}

}  // namespace kwota::jobs
