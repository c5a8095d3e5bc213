#include "work/jobs/jobs.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/cause.h"
#include "base/idle_thread.h"
#include "base/json_members.h"
#include "people/leaving.h"
#include "people/permissions.h"
#include "people/station.h"
#include "work/jobs/result_file.h"

namespace kwota::jobs {
namespace {

using books::Job;
using books::JobStatus;
using Steady = std::chrono::steady_clock;

/// How often the right of whoever wants it is looked at while it runs, and how often pages hear how far it is. [K]
constexpr std::chrono::milliseconds look_again{1'000}, tell_again{500};
/// When the books take nothing – the disk is full – it is tried again after so long.
constexpr auto try_again = std::chrono::seconds(30);

boost::json::object object_in(const std::string& text) {
  boost::system::error_code failed;
  auto value = boost::json::parse(text.empty() ? "{}" : text, failed);
  return !failed && value.is_object() ? value.get_object() : boost::json::object{};
}

/// Of an earlier program's that this one does not know.
const Kind& unknown_kind() {
  static const Kind kind{.kind = {},
                         .may = [](const books::Operator&, const boost::json::object&) -> Result<void> { return Done{}; },
                         .work = [](Run& run) -> Result<Outcome> { return error(Fault::ours, "unknown_kind", "There is no such kind.", {{"kind", std::string(word_of(run.job().kind))}}); }};
  return kind;
}

books::Actor actor_of(const Job& job) { return {.operator_name = job.operator_name, .action = "jobs", .station = job.station}; }

}  // namespace

/// The job that runs.
class Jobs::Running final : public Run {
 public:
  Running(Jobs& jobs, const Kind& kind, Job job) : jobs_(jobs), kind_(kind), job_(std::move(job)), asked_(object_in(job_.asked)) {
    look();
    began_as_ = who_;
  }

  /// On the job's own thread; another one adds lines to its log, so whoever wants all of it takes a copy().
  const Job& job() const override { return job_; }
  Job copy() const {
    const std::lock_guard lock(jobs_.mutex_);
    return job_;
  }
  const boost::json::object& asked() const override { return asked_; }
  const books::Operator* who() const override { return who_ ? &*who_ : nullptr; }
  bool ended() override {
    if (stopped_ || jobs_.ending_ || refused_) return true;
    if (Steady::now() - looked_ > look_again) look();
    return refused_.has_value();
  }
  void progress(std::int64_t written, std::int64_t total) override {
    {
      const std::lock_guard lock(jobs_.mutex_);
      job_.written = written;
      job_.total = total;
    }
    if (Steady::now() - told_ < tell_again) return;
    told_ = Steady::now();
    jobs_.parts_.told(copy());
  }
  void say(std::string_view what, boost::json::object figures) override {
    const std::lock_guard lock(jobs_.mutex_);
    add_line(job_, jobs_.parts_.clock.now(), what, std::move(figures));
  }
  Result<bool> checkpoint(const std::string& from_here) override {
    look();
    if (ended()) return false;
    {
      const std::lock_guard lock(jobs_.mutex_);
      job_.checkpoint = from_here;
    }
    TRY(noted, jobs_.parts_.books.run(actor_of(job_), [job = copy(), now = jobs_.parts_.clock.now()](const books::Reader& books) { return note(books, job, now); }));
    jobs_.parts_.told(noted);
    return true;
  }

  void stop(Instant at, const std::string& by) {  // held by the lock
    add_line(job_, at, "stop_asked", {{"by", by}});
    stopped_ = true;
  }
  bool was_stopped() const { return stopped_; }
  /// Nobody gets what was made by a right that he has lost: for the data of persons that are in it, and for the rows that he saw when it began.
  Result<void> may_still_have(const Outcome& made) const {
    if (!made.tells_of.empty() && who_) MUST(people::require(*who_, "personal_export"));
    if (!made.file || !began_as_) return Done{};
    auto asked_as = *began_as_;
    asked_as.station = job_.station;  // the row says of which station it is since it was asked for
    return jobs_.parts_.books.read([&](const books::Reader& books) { return people::same_rights(books, asked_as); });
  }
  /// What whoever wanted it may not do any more.
  const std::optional<Error>& refusal() const { return refused_; }
  /// As the books have him now, and whether he still may.
  void look() {
    looked_ = Steady::now();
    if (job_.operator_name.empty() || refused_) return;
    auto who = jobs_.parts_.books.read([&](const books::Reader& books) -> Result<std::optional<books::Operator>> { return books.find<books::Operator>(job_.operator_name); });
    if (!who) return;
    who_ = std::move(*who);
    const auto may = who_ ? kind_.may(*who_, asked_) : Result<void>(error(Fault::refused, Cause::permission_denied, "Nobody of this name works here any more.", {{"permission", "jobs"}}));
    if (!may) refused_ = may.error();
  }

 private:
  Jobs& jobs_;
  const Kind& kind_;
  Job job_;
  boost::json::object asked_;
  std::optional<books::Operator> who_, began_as_;
  std::optional<Error> refused_;
  std::atomic<bool> stopped_ = false;
  Steady::time_point looked_{}, told_{};
};

Jobs::Jobs(Parts parts, std::vector<Kind> kinds) : parts_(std::move(parts)), kinds_(std::move(kinds)) {
  if (!parts_.told) parts_.told = [](const Job&) {};
}

Jobs::~Jobs() {
  ending_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
}

void Jobs::start() {
  static_cast<void>(parts_.books.run({.operator_name = {}, .action = "jobs", .station = {}}, [now = parts_.clock.now()](const books::Reader& books) { return take_over(books, now); }));
  const auto known = parts_.books.read([](const books::Reader& books) -> Result<std::vector<std::string>> {
    std::vector<std::string> names;
    for (const auto& job : books.select(Job::with_file)) names.push_back(job.file);
    return names;
  });
  if (known) remove_strays(parts_.folder, *known);
  awake_ = true;
  thread_ = std::thread([this] {
    run_when_idle();
    loop();
  });
}

void Jobs::wake() {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
  }
  wake_.notify_all();
}

const Kind* Jobs::kind_of(books::JobKind kind) const {
  const auto found = std::ranges::find(kinds_, kind, &Kind::kind);
  return found == kinds_.end() ? nullptr : &*found;
}

Result<void> Jobs::may(books::JobKind kind, const books::Operator& who, const boost::json::object& asked) const {
  const auto* found = kind_of(kind);
  if (found == nullptr) return error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", std::string(word_of(kind))}});
  return found->may(who, asked);
}

Result<Job> Jobs::ask(const Wanted& wanted, const books::Actor& actor) {
  TRY(job, parts_.books.run(actor, [wanted, now = parts_.clock.now()](const books::Reader& books) { return jobs::ask(books, wanted, now); }));
  parts_.told(job);
  wake();
  return job;
}

Result<Job> Jobs::stop(std::int64_t number, const people::Context& context) {
  TRY(job, parts_.books.run({.operator_name = context.who.name, .action = "jobs", .station = context.who.station}, [number, context](const books::Reader& books) { return jobs::stop(books, number, context); }));
  {
    const std::lock_guard lock(mutex_);
    if (running_ != nullptr && running_->job().number == number) running_->stop(parts_.clock.now(), context.who.name);
    if (running_ == nullptr && job.state == JobStatus::running) stopped_at_its_start_ = StoppedAtStart{number, context.who.name};
  }
  parts_.told(job);
  return job;
}

Result<Job> Jobs::resume(std::int64_t number, const people::Context& context) {
  TRY(job, parts_.books.run({.operator_name = context.who.name, .action = "jobs", .station = context.who.station}, [number, context](const books::Reader& books) { return jobs::resume(books, number, context); }));
  {
    const std::lock_guard lock(mutex_);
    stopped_at_its_start_.reset();
  }
  parts_.told(job);
  wake();
  return job;
}

Job Jobs::now(Job job) const {
  const std::lock_guard lock(mutex_);
  if (running_ == nullptr || running_->job().number != job.number || job.state != JobStatus::running) return job;
  job.written = running_->job().written;
  job.total = running_->job().total;
  job.log = running_->job().log;
  return job;
}

Result<std::shared_ptr<Spool>> Jobs::file_of(const Job& job, const books::Operator& who) const {
  // Whose it is not does not learn that it is there.
  if (job.operator_name != who.name) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(job.number)}});
  MUST(may(job.kind, who, object_in(job.asked)));
  if (!job.tells_of.empty()) MUST(people::require(who, "personal_export"));
  if (!books::has_ended(job.state)) return error(Fault::request, "file_not_yet", "This job has not ended yet: its file comes at its end.", {{"state", std::string(word_of(job.state))}});
  // Whoever works at one station now gets none that was made for another one, or for all of them.
  if (!people::works_at(who, job.station))
    return error(Fault::refused, "made_at_another_station", "This file was made when you worked at another station: it is not given out. Have it made once more.");
  MUST(still_allowed(job, who));
  return kept_file(parts_.folder, job.file, job.sha256);
}

void Jobs::clean() {
  const auto now = parts_.clock.now();
  const auto old = parts_.books.read([now](const books::Reader& books) -> Result<std::vector<Job>> { return files_to_remove(books, now); });
  if (!old) return;
  for (const auto& job : *old) {
    remove_file(parts_.folder, job.file);
    static_cast<void>(parts_.books.run(actor_of(job), [number = job.number, now](const books::Reader& books) { return file_removed(books, number, now); }));
  }
}

void Jobs::run_all() {
  while (!ending_ && run_next()) {
  }
}

void Jobs::loop() {
  while (!ending_) {
    run_all();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, try_again, [this] { return awake_ || ending_; });
    awake_ = false;
  }
}

bool Jobs::run_next() {
  const auto waiting = parts_.books.read([](const books::Reader& books) -> Result<std::optional<Job>> { return next_of(books); });
  if (!waiting || !*waiting) return false;
  const auto begun = parts_.books.run(actor_of(**waiting), [number = (*waiting)->number, now = parts_.clock.now()](const books::Reader& books) { return begin(books, number, now); });
  if (!begun) return cause_of(begun.error()) == Cause::not_found;  // somebody stopped it just now
  run(*begun);
  return true;
}

void Jobs::run(Job job) {
  const auto* kind = kind_of(job.kind);
  const auto& what = kind != nullptr ? *kind : unknown_kind();
  Running running(*this, what, std::move(job));
  {
    const std::lock_guard lock(mutex_);
    running_ = &running;
    if (const auto stopped = std::exchange(stopped_at_its_start_, std::nullopt); stopped && stopped->number == running.job().number) running.stop(parts_.clock.now(), stopped->by);
  }
  parts_.told(running.copy());
  auto made = running.ended() ? Result<Outcome>(left()) : what.work(running);
  const auto finished = finish(running, std::move(made));
  const std::lock_guard lock(mutex_);
  running_ = nullptr;
  static_cast<void>(finished);  // books that take nothing now: it is begun again at the next start
}

Result<void> Jobs::keep_for(const Outcome& made, End& with) {
  if (!made.file) return Done{};
  TRY(kept, keep_file(parts_.folder, *made.file, parts_.random));
  with.file = kept.name;
  with.bytes = kept.bytes;
  with.sha256 = kept.sha256;
  with.file_name = made.file_name;
  with.content_type = made.content_type;
  with.needs = text_of(made.needs);
  for (const auto& column : made.tells_of) (with.tells_of += with.tells_of.empty() ? "" : ",") += column;
  return Done{};
}

Result<void> Jobs::finish(Running& running, Result<Outcome> made) {
  running.look();
  const bool goes_on_later = running.was_stopped() || ending_;
  if (running.refusal() && !goes_on_later) made = *running.refusal();
  if (const auto may = made ? running.may_still_have(*made) : Result<void>(Done{}); !may) made = may.error();
  End with;
  with.written = running.job().written;
  with.total = running.job().total;
  if (const auto kept = made ? keep_for(*made, with) : Result<void>(Done{}); !kept) made = kept.error();
  if (made && !made->left) {
    with.result = boost::json::serialize(made->result);
  } else if (running.was_stopped()) {
    with.state = JobStatus::stopped;
  } else if (ending_) {
    with.state = JobStatus::paused;
  } else {
    with.state = JobStatus::failed;
    with.error = made.error().code;
    with.error_details = json_text(made.error().details);
  }
  const auto job = running.copy();
  TRY(ended, parts_.books.run(actor_of(job), [job, with, now = parts_.clock.now()](const books::Reader& books) { return end(books, job, with, now); }));
  parts_.told(ended);
  return Done{};
}

}  // namespace kwota::jobs
