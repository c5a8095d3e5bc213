#include "serve/head_end/dispatcher.h"

#include "base/ids_text.h"
#include "serve/head_end/rooms.h"

namespace kwota::head_end {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

namespace {

Error stops() {
  return error(Fault::wire, "head_end_stops", "The server is being stopped: the conversation with the meter was broken off.");
}
Error busy(MeterNumber meter) {
  return error(Fault::wire, "line_busy", "This meter's line is busy with other conversations. Try again in a minute.",
               {{"meter", to_text(meter)}});
}

}  // namespace

/// One conversation under way.
struct Dispatcher::Talk {
  Talk(HeadEnd& office, books::MeterLink where) : link(std::move(where)), conversation(office, link.meter) {}
  books::MeterLink link;
  HeadEnd::Conversation conversation;
  std::optional<Exchange::Answer> answer{};
  /// It goes on when the answer is there and ask() has returned, in either order: until then somebody still stands in its line.
  std::atomic<int> awaited = 0;
};

Dispatcher::Dispatcher(HeadEnd::Parts parts, Settings settings)
    : books_(parts.books), clock_(parts.clock), moved_(parts.moved), settings_(settings), head_end_(breakable(std::move(parts))) {
  head_end_.when_wanted([this](const books::MeterLink& link) { return wanted(link); });
  for (unsigned i = 0; i < settings_.workers; ++i) threads_.emplace_back([this] { work(); });
}

/// The same lines, on which nothing is asked any more once the dispatcher stops.
HeadEnd::Parts Dispatcher::breakable(HeadEnd::Parts parts) {
  open_ = parts.open = [this, open = std::move(parts.open)](const books::MeterLink& link) -> Result<Exchange> {
    TRY(line, open(link));
    return Exchange::later([this, line](const iso7816::Command& command, Exchange::Heard heard) {
      if (stopping_) return heard(stops());
      line.ask(command, std::move(heard));
    });
  };
  return parts;
}

// ---- a line for somebody else

/// Held by every copy of the Exchange.
class Dispatcher::Borrowed {
 public:
  Borrowed(Dispatcher& from, books::MeterLink link) : from_(from), link_(std::move(link)) {}
  ~Borrowed() { from_.give_back(link_); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

 private:
  Dispatcher& from_;
  books::MeterLink link_;
};

void Dispatcher::give_back(const books::MeterLink& link) {
  const std::lock_guard lock(mutex_);
  turns_.release(link);
  changed_.notify_all();
}

Result<Exchange> Dispatcher::borrow(const books::MeterLink& link, std::chrono::seconds patience) {
  std::unique_lock lock(mutex_);
  bool taken = false;
  changed_.wait_for(lock, patience, [&] { return stopping_ || (taken = turns_.take(link)); });
  if (!taken) return stopping_ ? stops() : busy(link.meter);
  lock.unlock();
  const auto held = std::make_shared<Borrowed>(*this, link);
  TRY(line, open_(link));
  return Exchange::later([held, line](const iso7816::Command& command, Exchange::Heard heard) { line.ask(command, std::move(heard)); });
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
  look_at_rooms_hourly(now);
  (void)head_end_.balances().charge_in_time();  // what the books did not take the next look finds again
  auto due = books_.read([&](const books::Reader& books) -> Result<remote::Due> { return remote::due(books, now); });
  look_at_readings(now);
  lock.lock();
  looking_ = false;
  looked_ = SteadyClock::now();
  auto links = due.ok() ? std::move(due->links) : std::vector<books::MeterLink>{};
  urgent_.clear();
  for (const auto& link : links) urgent_.insert(books::line_of(link));
  links.insert(links.end(), readings_.links.begin(), readings_.links.end());  // commands first
  turns_.renew(std::move(links));
  changed_.notify_all();
}

/// Whoever moves in or out by the calendar; hours, for days begin at another moment in each zone.
void Dispatcher::look_at_rooms_hourly(Instant now) {
  constexpr std::int64_t hour = 3'600'000;
  if (now.ms() / hour == rooms_looked_hour_) return;
  const auto told = look_at_rooms(books_, now);
  if (!told.ok()) return;  // the next look tries again
  rooms_looked_hour_ = now.ms() / hour;
  if (!moved_) return;
  for (const auto& row : *told) moved_(row);
}

/// All meters are gone through for it: only when there may be something, or people may have changed a plan.
void Dispatcher::look_at_readings(Instant now) {
  constexpr auto plans_are_heard_of = std::chrono::seconds(5);
  const auto real = SteadyClock::now();
  const bool later = readings_.next && now < *readings_.next && now >= readings_seen_;
  if (later && readings_.links.empty() && real - readings_looked_ < plans_are_heard_of) return;
  auto due = books_.read([&](const books::Reader& books) { return readings::due(books, now); });
  readings_ = due.ok() ? std::move(*due) : readings::Due{};
  readings_seen_ = now;
  readings_looked_ = real;
}

bool Dispatcher::wanted(const books::MeterLink& link) {
  std::unique_lock lock(mutex_);
  if (woken_ && !looking_ && !stopping_) look(lock);
  return urgent_.contains(books::line_of(link));
}

// ---- one conversation

void Dispatcher::drive(const std::shared_ptr<Talk>& talk, const iso7816::Command* asked) {
  while (asked != nullptr) {
    talk->awaited = 2;
    talk->conversation.line().ask(*asked, [this, talk](Exchange::Answer answer) {
      talk->answer = std::move(answer);
      if (--talk->awaited == 0) go_on_later(talk);
    });
    if (--talk->awaited != 0) return;
    asked = talk->conversation.hear(*std::exchange(talk->answer, std::nullopt));
  }
  end(*talk);
}

void Dispatcher::go_on_later(std::shared_ptr<Talk> talk) {
  const std::lock_guard lock(mutex_);
  answered_.push_back(std::move(talk));
  changed_.notify_all();  // not one alone: it might be somebody who waits for a line
}

void Dispatcher::end(Talk& talk) {
  (void)talk.conversation.take();  // the line is left; what it brought stands in the books
  const std::lock_guard lock(mutex_);
  turns_.release(talk.link);
  urgent_.erase(books::line_of(talk.link));  // its other commands are next in their line anyhow
  changed_.notify_all();                     // the line is free for the next of its meters
}

// ---- the threads

bool Dispatcher::do_something(std::unique_lock<std::mutex>& lock) {
  if (!answered_.empty()) {
    const auto talk = std::move(answered_.front());
    answered_.pop_front();
    lock.unlock();
    drive(talk, talk->conversation.hear(*std::exchange(talk->answer, std::nullopt)));
    lock.lock();
    return true;
  }
  if (stopping_) return false;
  const bool stale = turns_.empty() && SteadyClock::now() - looked_ >= milliseconds(settings_.look_every.ms());
  if (!looking_ && (woken_ || stale)) {
    look(lock);
    return true;
  }
  if (turns_.talking() >= settings_.conversations) return false;
  auto next = turns_.next();
  if (!next) return false;
  lock.unlock();
  const auto talk = std::make_shared<Talk>(head_end_, std::move(*next));
  drive(talk, talk->conversation.begin());
  lock.lock();
  return true;
}

void Dispatcher::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_ || turns_.talking() > 0 || !answered_.empty())
    if (!do_something(lock)) changed_.wait_for(lock, milliseconds(settings_.look_every.ms()));
}

}  // namespace kwota::head_end
