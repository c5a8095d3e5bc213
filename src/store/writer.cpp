#include "store/writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace kwota::store {
namespace {

/// Chains that are kept in memory; a county has about 100,000 meters. [K]
constexpr std::size_t known_heads_max = 200'000;

bool holds_sale(const books::Changes& changes) {
  return std::any_of(changes.append.begin(), changes.append.end(),
                     [](const books::Chained& row) { return std::holds_alternative<books::Sale>(row); });
}

}  // namespace

Writer::Writer(Connection& connection, const Clock& clock, WriterSettings settings, bool threaded)
    : connection_(connection), clock_(clock), settings_(std::move(settings)) {
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
  if (log_ >= 0) ::close(log_);
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
    tasks_.push_back(std::move(task));
  }
  waiting_.notify_one();
}

void Writer::work() {
  for (;;) {
    std::vector<Task> group;
    {
      std::unique_lock lock(mutex_);
      waiting_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      const auto count = std::min(tasks_.size(), settings_.group_max);
      const auto end = tasks_.begin() + static_cast<std::ptrdiff_t>(count);
      group.assign(std::make_move_iterator(tasks_.begin()), std::make_move_iterator(end));
      tasks_.erase(tasks_.begin(), end);
    }
    run_group(group);
  }
}

void Writer::run_group(std::vector<Task>& tasks) {
  std::vector<Result<void>> results(tasks.size());
  Try how;
  // Each repetition takes one more precaution, so there are at most three tries.
  for (auto tried = try_group(tasks, results, how); tried == Tried::again_guarded || tried == Tried::again_without_sales;
       tried = try_group(tasks, results, how)) {
    if (tried == Tried::again_guarded) how.guarded = true;
    if (tried == Tried::again_without_sales) how.no_sales = signer_failed_;
  }
  for (std::size_t i = 0; i < tasks.size(); ++i)
    if (tasks[i].done) tasks[i].done(std::move(results[i]));
  reached("answered");
  if (heads_.size() > known_heads_max) heads_.clear();
}

Writer::Tried Writer::try_group(std::vector<Task>& tasks, std::vector<Result<void>>& results, const Try& how) {
  Group group(connection_, heads_, how.guarded);
  const auto give_up = [&](Tried tried, const Error& reason) {
    group.roll_back();
    std::fill(results.begin(), results.end(), Result<void>(reason));
    return tried;
  };
  if (auto begun = group.begin(clock_.now()); !begun) return give_up(Tried::failed, Error(begun.error()));
  reached("group_begun");
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    bool applied = true;
    results[i] = decide_and_apply(group, tasks[i], how, applied);
    if (results[i].ok() || applied) continue;
    if (!connection_.in_transaction()) return give_up(Tried::failed, Error(results[i].error()));
    if (!how.guarded) return give_up(Tried::again_guarded, Error(results[i].error()));
  }
  auto anchor = group.seal(settings_.signer);
  if (!anchor) {
    // Without the vault's signature nothing is sold; what else waited is still done.
    const bool unsigned_sale = group.signer_refused() && !how.no_sales;
    if (unsigned_sale) signer_failed_ = anchor.error();
    return give_up(unsigned_sale ? Tried::again_without_sales : Tried::failed, Error(anchor.error()));
  }
  reached("sealed");
  if (auto committed = group.commit(); !committed) return give_up(Tried::failed, Error(committed.error()));
  reached("committed");
  // The books hold the group already: a log that cannot be written is made good at the next opening.
  static_cast<void>(write_log(*anchor));
  reached("logged");
  return Tried::done;
}

Result<void> Writer::decide_and_apply(Group& group, Task& task, const Try& how, bool& applied) {
  group.reader().forget_failure();
  auto decided = task.decide(group.reader());
  if (group.reader().failure()) return *group.reader().failure();
  if (!decided) return std::move(decided).error();
  if (how.no_sales && holds_sale(*decided)) return *how.no_sales;
  reached("decided");
  auto result = group.apply(task.actor, *decided);
  applied = result.ok();
  reached("applied");
  return result;
}

Result<void> Writer::write_log(const std::optional<Anchor>& anchor) {
  if (log_ < 0 || !anchor) return Done{};
  const auto line = log_line(*anchor);
  if (::write(log_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return error(Fault::ours, "books_unavailable",
                 "anchors.log cannot be written. The books themselves are safe. Check the disk.", {{"reason", "anchors.log"}});
  return Done{};
}

}  // namespace kwota::store
