#include "work/printers/printers.h"

#include <condition_variable>
#include <deque>
#include <thread>

#include "base/cause.h"
#include "carry/wire/printer_line.h"
#include "work/printers/printer_state.h"

namespace kwota::printers {
namespace {

using books::PrinterFault;
using books::PrintOutcome;

/// What it says to a question; nothing: no answer, or none that is one.
template <class Decode>
std::optional<PrinterFault> asked(wire::PrinterLine& line, ByteView question, Decode decode, const Patience& patience, Duration answer_within) {
  if (line.write(question, patience.write) != question.size()) return std::nullopt;
  const auto answer = line.read(answer_within);
  return answer ? decode(*answer) : std::nullopt;
}

/// Before anything is printed: nothing comes out of a printer that says why not, or says nothing at all.
PrinterFault hindrance(wire::PrinterLine& line, const Patience& patience) {
  line.drain();
  const auto offline = asked(line, ask_offline, offline_cause, patience, patience.answer);
  if (!offline) return PrinterFault::no_answer;
  if (*offline != PrinterFault::none) return *offline;
  return asked(line, ask_paper, paper_cause, patience, patience.answer).value_or(PrinterFault::no_answer);
}

/// It has the whole slip. Its word from behind the last line is the proof; without it nobody knows how much came out.
Ended proven(wire::PrinterLine& line, const Patience& patience) {
  const auto end = asked(line, ask_at_the_end, end_cause, patience, patience.print);
  if (end) return {PrintOutcome::done, PrinterFault::none};
  const auto why = asked(line, ask_offline, offline_cause, patience, patience.answer);
  return {PrintOutcome::unknown, why && *why != PrinterFault::none ? *why : PrinterFault::broken_off};
}

}  // namespace

Ended print_now(const wire::LineTargets& allowed, const std::string& place, const Job& job, const Patience& patience) {
  const auto line = wire::PrinterLine::open(allowed, place, patience.connect);
  if (!line) return {PrintOutcome::nothing, cause_of(line.error()) == Cause::link_failed ? PrinterFault::offline : PrinterFault::not_allowed};
  if (job.answers)
    if (const auto why = hindrance(**line, patience); why != PrinterFault::none) return {PrintOutcome::nothing, why};
  const auto written = (*line)->write(job.bytes, patience.write);
  if (written == 0) return {PrintOutcome::nothing, PrinterFault::offline};
  if (written < job.bytes.size()) return {PrintOutcome::unknown, PrinterFault::broken_off};
  return job.answers ? proven(**line, patience) : Ended{PrintOutcome::done, PrinterFault::none};
}

/// One printer's queue and thread.
class Printers::Lane {
 public:
  Lane(const wire::LineTargets& allowed, std::string place, const Patience& patience)
      : allowed_(allowed), place_(std::move(place)), patience_(patience), thread_([this] { work(); }) {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;
  ~Lane() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
    for (const auto& job : waiting_) job.ended({PrintOutcome::nothing, PrinterFault::offline});
  }

  void add(Job job) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(job));
    }
    changed_.notify_all();
  }

  State state() const {
    const std::lock_guard lock(mutex_);
    return {waiting_.size() + (printing_ ? 1U : 0U), last_, tried_};
  }

 private:
  void work() {
    while (true) {
      Job job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
        if (stopped_) return;
        job = std::move(waiting_.front());
        waiting_.pop_front();
        printing_ = true;
      }
      const auto ended = print_now(allowed_, place_, job, patience_);
      {
        const std::lock_guard lock(mutex_);
        printing_ = false;
        last_ = ended;
        tried_ = true;
      }
      job.ended(ended);
    }
  }

  const wire::LineTargets& allowed_;
  const std::string place_;
  const Patience patience_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  bool stopped_ = false, printing_ = false, tried_ = false;
  Ended last_{PrintOutcome::done, PrinterFault::none};
  std::thread thread_;
};

Printers::Printers(wire::LineTargets allowed, Patience patience) : allowed_(std::move(allowed)), patience_(patience) {}
Printers::~Printers() = default;

Printers::Lane& Printers::lane(const std::string& place) {
  const std::lock_guard lock(mutex_);
  auto& lane = lanes_[place];
  if (!lane) lane = std::make_unique<Lane>(allowed_, place, patience_);
  return *lane;
}

void Printers::print(const std::string& place, Job job) { lane(place).add(std::move(job)); }

State Printers::state(const std::string& place) const {
  const std::lock_guard lock(mutex_);
  const auto known = lanes_.find(place);
  return known == lanes_.end() ? State{} : known->second->state();
}

Result<void> Printers::may_print_at(const std::string& place) const { return wire::check_printer(allowed_, place); }

}  // namespace kwota::printers
