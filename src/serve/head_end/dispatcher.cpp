#include "serve/head_end/dispatcher.h"

#include <algorithm>

namespace kwota::head_end {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

Dispatcher::Dispatcher(HeadEnd::Parts parts, Settings settings)
    : books_(parts.books), clock_(parts.clock), moved_(parts.moved), settings_(settings), head_end_(breakable(std::move(parts))) {
  for (unsigned i = 0; i < settings_.workers; ++i) threads_.emplace_back([this] { work(); });
}

/// The same lines, on which nothing is asked any more once the dispatcher stops.
HeadEnd::Parts Dispatcher::breakable(HeadEnd::Parts parts) {
  parts.open = [this, open = std::move(parts.open)](const books::MeterLink& link) -> Result<Exchange> {
    TRY(line, open(link));
    return Exchange{[this, line](const iso7816::Command& command) -> Result<iso7816::Response> {
      if (stopping_)
        return error(Fault::wire, "head_end_stops", "The server is being stopped: the conversation with the meter was broken off.");
      return line(command);
    }};
  };
  return parts;
}

void Dispatcher::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

void Dispatcher::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

void Dispatcher::expire(Instant now) {
  const auto late = books_.read([&](const books::Reader& books) -> Result<bool> {
    const auto found = remote::expire(books, now);
    return found.ok() && !found->answer.empty();
  });
  if (!late.ok() || !*late) return;
  const auto expired = books_.run({std::string{remote::head_end}, "remote", ""},
                                  [&](const books::Reader& books) { return remote::expire(books, now); });
  if (!expired.ok() || !moved_) return;  // what the books did not take now the next look finds again
  for (const auto& row : *expired) moved_(row);
}

void Dispatcher::look(std::unique_lock<std::mutex>& lock) {
  woken_ = false;
  looking_ = true;
  lock.unlock();
  const auto now = clock_.now();
  expire(now);
  auto due = books_.read([&](const books::Reader& books) -> Result<remote::Due> { return remote::due(books, now); });
  lock.lock();
  looking_ = false;
  looked_ = SteadyClock::now();
  waiting_.clear();
  if (due.ok()) waiting_.assign(due->links.begin(), due->links.end());
  changed_.notify_all();
}

void Dispatcher::work() {
  const auto pause = milliseconds(settings_.look_every.ms());
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const bool stale = waiting_.empty() && SteadyClock::now() - looked_ >= pause;
    if (!looking_ && (woken_ || stale)) look(lock);
    if (stopping_) return;
    const auto next = std::ranges::find_if(waiting_, [&](const auto& link) { return !busy_.contains(books::line_of(link)); });
    if (next == waiting_.end()) {
      changed_.wait_for(lock, pause);
      continue;
    }
    const auto link = *next;
    waiting_.erase(next);
    const auto line = busy_.insert(books::line_of(link)).first;
    lock.unlock();
    head_end_.contact(link.meter);
    lock.lock();
    busy_.erase(line);
    changed_.notify_all();  // the line is free for the next of its meters
  }
}

}  // namespace kwota::head_end
