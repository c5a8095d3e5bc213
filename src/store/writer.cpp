#include "store/writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/cause.h"
#include "books/audit_entry.h"
#include "store/draft/needs_vault.h"

namespace kwota::store {
namespace {

/// Chains that are kept in memory; a county has about 100,000 meters. [K]
constexpr std::size_t known_heads_max = 200'000;

/// How people come in and say what time it is.
constexpr std::array<std::string_view, 3> without_clock{"sign_in", "own_password", "clock"};

/// How often the log of anchors is forced onto the disk. [K]
constexpr Duration log_sync_every = Duration::seconds(20);

/// Says that the house stands; nobody waits for it.
class Beat final : public Request {
 public:
  Result<books::Changes> decide(const books::Reader&) override {
    books::Changes changes;
    changes.append.emplace_back(books::audit_entry({"server", "hour", {}}, {}));
    return changes;
  }
  void done(Result<void>) override {}
};

}  // namespace

Writer::Writer(Engine& engine, const Clock& clock, WriterSettings settings, bool threaded, const Anchor& newest)
    : engine_(engine), clock_(clock), settings_(std::move(settings)), watch_(settings_.steady), sealer_(settings_.signer), newest_(newest), witnesses_(settings_.witnesses, {newest.number, newest.hash}, newest.time) {
  // A vault that is away now signs the pair when it has come back; until then nothing is booked.
  static_cast<void>(sealer_.introduce(engine_, clock_.now()));
  watch_.start(newest.number > 0 ? std::optional(newest.time) : std::nullopt, clock_.now(), settings_.synchronised && settings_.synchronised());
  static_cast<void>(watch_.state(clock_.now()));
  if (!settings_.anchor_log.empty()) log_ = ::open(settings_.anchor_log.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (threaded) thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  waiting_.notify_one();
  if (thread_.joinable()) thread_.join();
  // The last chance: nobody else can have the vault sign what this process wrote without it.
  for (auto left = sealer_.waiting(); left > 0 && sealer_.countersign(engine_); left = sealer_.waiting()) {
  }
  if (log_ >= 0) {
    ::fdatasync(log_);
    ::close(log_);
  }
}

void Writer::take(Task task) {
  if (!thread_.joinable()) {
    const std::lock_guard lock(mutex_);
    std::vector<Task> one;
    one.push_back(std::move(task));
    return run_group(one);
  }
  {
    const std::lock_guard lock(mutex_);
    const bool is_long = task.turn == Turn::behind_others;
    if (!is_long) ++requests_;
    (is_long ? long_work_ : tasks_).push_back(std::move(task));
  }
  waiting_.notify_one();
}

void Writer::take(Upkeep upkeep) {
  if (!thread_.joinable()) {
    const std::lock_guard lock(mutex_);
    return run_upkeep(std::move(upkeep));
  }
  {
    const std::lock_guard lock(mutex_);
    upkeep_.push_back(std::move(upkeep));
  }
  waiting_.notify_one();
}

void Writer::run_upkeep(Upkeep upkeep) {
  auto done = engine_.begin();
  if (done) done = upkeep.work();
  if (done) done = engine_.commit();
  // What was not committed goes; and it may have changed what is held from group to group.
  engine_.roll_back();
  upkeep.done(std::move(done));
  reached("kept_up");
  // Upkeep alone, piece after piece, would let the log grow as groups would.
  if (settings_.between_groups) settings_.between_groups();
}

/// Long work takes turns with everything else: it stops nobody, and nobody stops it.
std::vector<Task> Writer::next_group() {
  const bool long_works_turn = !long_work_.empty() && (tasks_.empty() || others_went_first_);
  auto& from = long_works_turn ? long_work_ : tasks_;
  const auto count = long_works_turn ? std::size_t{1} : std::min(tasks_.size(), settings_.group_max);
  const auto end = from.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Task> group(std::make_move_iterator(from.begin()), std::make_move_iterator(end));
  from.erase(from.begin(), end);
  others_went_first_ = !long_works_turn && !long_work_.empty();
  return group;
}

void Writer::work() {
  for (;;) {
    std::vector<Task> group;
    std::optional<Upkeep> upkeep;
    {
      std::unique_lock lock(mutex_);
      const auto due = [this] { return stopping_ || !tasks_.empty() || !long_work_.empty() || !upkeep_.empty(); };
      if (settings_.beat == Duration{})
        waiting_.wait(lock, due);
      else if (!waiting_.wait_for(lock, std::chrono::milliseconds(settings_.beat.ms()), due))
        tasks_.push_back(beat());
      if (tasks_.empty() && long_work_.empty() && upkeep_.empty()) return;
      if (!upkeep_.empty()) {
        upkeep = std::move(upkeep_.front());
        upkeep_.pop_front();
      }
      group = next_group();
    }
    // One piece of upkeep a group at most: whoever sells is before it.
    if (!group.empty()) run_group(group);
    if (upkeep) run_upkeep(std::move(*upkeep));
  }
}

void Writer::run_group(std::vector<Task>& tasks) {
  std::vector<Result<void>> results(tasks.size());
  Try how;
  // Each repetition takes one more precaution, so there are at most three tries.
  for (auto tried = try_group(tasks, results, how); tried == Tried::again_guarded || tried == Tried::again_without_vault;
       tried = try_group(tasks, results, how)) {
    if (tried == Tried::again_guarded) how.guarded = true;
    if (tried == Tried::again_without_vault) how.without_vault = vault_failed_;
  }
  for (std::size_t i = 0; i < tasks.size(); ++i)
    tasks[i].request->done(std::move(results[i]));
  reached("answered");
  if (settings_.between_groups) settings_.between_groups();
  if (heads_.size() > known_heads_max) heads_.clear();
}

Writer::Tried Writer::try_group(std::vector<Task>& tasks, std::vector<Result<void>>& results, const Try& how) {
  Draft draft(engine_, heads_, how.guarded);
  const auto give_up = [&](Tried tried, const Error& reason) {
    draft.roll_back();
    std::fill(results.begin(), results.end(), Result<void>(reason));
    return tried;
  };
  if (auto begun = draft.begin(watch_.believed(clock_.now()), newest_); !begun) return give_up(Tried::failed, Error(begun.error()));
  reached("group_begun");
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    bool applied = true;
    results[i] = decide_and_apply(draft, tasks[i], how, applied);
    if (results[i].ok() || applied) continue;
    if (!engine_.in_group()) return give_up(Tried::failed, Error(results[i].error()));
    if (!how.guarded) return give_up(Tried::again_guarded, Error(results[i].error()));
  }
  auto anchor = draft.seal(sealer_);
  if (!anchor) {
    // Without the vault's signature no money moves and nobody gets a right; what else waited is still done.
    const bool again = draft.vault_refused() && !how.without_vault;
    if (again) vault_failed_ = anchor.error();
    return give_up(again ? Tried::again_without_vault : Tried::failed, Error(anchor.error()));
  }
  reached("sealed");
  if (auto committed = draft.commit(); !committed) return give_up(Tried::failed, Error(committed.error()));
  reached("committed");
  // The books hold the group already: a log that cannot be written is made good at the next opening.
  static_cast<void>(write_log(*anchor));
  reached("logged");
  if (*anchor) {
    newest_ = **anchor;
    sealer_.committed(newest_);
    if (newest_.signature) catch_up();
    witnesses_.committed({newest_.number, newest_.hash}, newest_.time);
  }
  return Tried::done;
}

Result<void> Writer::decide_and_apply(Draft& draft, Task& task, const Try& how, bool& applied) {
  auto decided = while_it_reads(engine_, [&] { return task.request->decide(draft.reader()); });
  if (!decided) return std::move(decided).error();
  if (needs_the_vault(*decided)) {
    if (how.without_vault) return *how.without_vault;
    if (std::ranges::find(without_clock, task.actor.action) == without_clock.end()) MUST(watch_.look(clock_.now()));
  }
  reached("decided");
  auto result = draft.apply(task.actor, *decided);
  applied = result.ok();
  reached("applied");
  return result;
}

void Writer::catch_up() {
  // Whatever fails here is tried again after the next group.
  static_cast<void>(sealer_.introduce(engine_, clock_.now()));
  static_cast<void>(sealer_.countersign(engine_));
}

Task Writer::beat() const { return {{"server", "hour", ""}, std::make_shared<Beat>(), Turn::next}; }

Result<void> Writer::write_log(const std::optional<Anchor>& anchor) {
  if (log_ < 0 || !anchor) return Done{};
  const auto line = log_line(*anchor);
  if (::write(log_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return error(Fault::ours, Cause::books_unavailable,
                 "anchors.log cannot be written. The books themselves are safe. Check the disk.", {{"reason", "anchors.log"}});
  // The start tells a log that lost its end in a power cut from one that was shortened by when that end was written.
  if ((*anchor).time < synced_ || (*anchor).time - synced_ >= log_sync_every) {
    ::fdatasync(log_);
    synced_ = (*anchor).time;
  }
  return Done{};
}

}  // namespace kwota::store
