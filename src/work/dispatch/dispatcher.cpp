#include "work/dispatch/dispatcher.h"

#include "base/ids_text.h"

namespace kwota::dispatch {

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
struct Dispatcher::ContactSession {
  ContactSession(Work& work, books::MeterLink where) : link(std::move(where)), session(work.talk_with(link)) {}
  books::MeterLink link;
  std::unique_ptr<Session> session;
  std::optional<Exchange::Answer> answer{};
  /// It goes on when the answer is there and ask() has returned, in either order: until then somebody still stands in its line.
  std::atomic<int> awaited = 0;
};

Dispatcher::Dispatcher(Work& work, Settings settings) : work_(work), settings_(settings) {
  work_.when_wanted([this](const books::MeterLink& link) { return wanted(link); });
  for (unsigned i = 0; i < settings_.workers; ++i) threads_.emplace_back([this] { this->work(); });
}

void Dispatcher::ask(const Exchange& line, const dialogue::LineFrame& frame, Exchange::OnAnswer received) {
  if (stopping_) return received(stops());
  line.ask(frame, std::move(received));
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
  TRY(line, work_.open(link));
  return Exchange::later(
      [this, held, line](const dialogue::LineFrame& frame, Exchange::OnAnswer received) { ask(line, frame, std::move(received)); });
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

void Dispatcher::look(std::unique_lock<std::mutex>& lock) {
  woken_ = false;
  looking_ = true;
  lock.unlock();
  auto due = work_.look();
  lock.lock();
  looking_ = false;
  looked_ = SteadyClock::now();
  urgent_.clear();
  for (const auto& link : due.ordered) urgent_.insert(books::line_of(link));
  auto links = std::move(due.ordered);
  links.insert(links.end(), std::make_move_iterator(due.planned.begin()), std::make_move_iterator(due.planned.end()));
  turns_.renew(std::move(links));
  changed_.notify_all();
}

bool Dispatcher::wanted(const books::MeterLink& link) {
  std::unique_lock lock(mutex_);
  if (woken_ && !looking_ && !stopping_) look(lock);
  return urgent_.contains(books::line_of(link));
}

// ---- one conversation

void Dispatcher::drive(const std::shared_ptr<ContactSession>& contact_session, const dialogue::LineFrame* asked) {
  while (asked != nullptr) {
    contact_session->awaited = 2;
    ask(contact_session->session->line(), *asked, [this, contact_session](Exchange::Answer answer) {
      contact_session->answer = std::move(answer);
      if (--contact_session->awaited == 0) go_on_later(contact_session);
    });
    if (--contact_session->awaited != 0) return;
    asked = contact_session->session->receive(*std::exchange(contact_session->answer, std::nullopt));
  }
  end(*contact_session);
}

void Dispatcher::go_on_later(std::shared_ptr<ContactSession> contact_session) {
  const std::lock_guard lock(mutex_);
  answered_.push_back(std::move(contact_session));
  changed_.notify_all();  // not one alone: it might be somebody who waits for a line
}

void Dispatcher::end(ContactSession& contact_session) {
  contact_session.session.reset();  // the line is left before the next one begins on it
  const std::lock_guard lock(mutex_);
  turns_.release(contact_session.link);
  urgent_.erase(books::line_of(contact_session.link));  // what else was ordered there is next in its line anyhow
  changed_.notify_all();                     // the line is free for the next of its meters
}

// ---- the threads

bool Dispatcher::do_something(std::unique_lock<std::mutex>& lock) {
  if (!answered_.empty()) {
    const auto contact_session = std::move(answered_.front());
    answered_.pop_front();
    lock.unlock();
    drive(contact_session, contact_session->session->receive(*std::exchange(contact_session->answer, std::nullopt)));
    lock.lock();
    return true;
  }
  if (stopping_) return false;
  const bool stale = turns_.empty() && SteadyClock::now() - looked_ >= milliseconds(settings_.look_every.ms());
  if (!looking_ && (woken_ || stale)) {
    look(lock);
    return true;
  }
  if (turns_.in_contact() >= settings_.conversations) return false;
  auto next = turns_.next();
  if (!next) return false;
  lock.unlock();
  const auto contact_session = std::make_shared<ContactSession>(work_, std::move(*next));
  drive(contact_session, contact_session->session->begin());
  lock.lock();
  return true;
}

void Dispatcher::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_ || turns_.in_contact() > 0 || !answered_.empty())
    if (!do_something(lock)) changed_.wait_for(lock, milliseconds(settings_.look_every.ms()));
}

}  // namespace kwota::dispatch
