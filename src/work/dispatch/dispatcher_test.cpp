// The dispatcher's threads with conversations that are about nothing: who is spoken with, when, and never two on a line. Run under
// TSan; with the head-end and the books: work/head_end/service_test.
#include "work/dispatch/dispatcher.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <thread>

namespace kwota::dispatch {
namespace {

Error silent() { return error(Fault::wire, "meter_silent", "no answer", {{"link", "test"}}); }
dialogue::LineFrame fine() { return {}; }

/// Lines that answer from a thread of their own, as real ones do.
class LinesThread {
 public:
  LinesThread() : thread_([this] { answer_all(); }) {}
  ~LinesThread() {
    {
      const std::lock_guard lock(mutex_);
      ends_ = true;
      changed_.notify_all();
    }
    thread_.join();
  }
  Exchange line() {
    return Exchange::later([this](const dialogue::LineFrame&, Exchange::OnAnswer received) {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(received));
      changed_.notify_all();
    });
  }

 private:
  void answer_all() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const auto received = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      received(fine());
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Exchange::OnAnswer> waiting_;
  bool ends_ = false;
  std::thread thread_;
};

using Open = std::function<Result<Exchange>(const books::MeterLink&)>;

/// Knows who was asked for, and ends each conversation after so many questions or the first error.
class Fake : public Work {
 public:
  explicit Fake(Open open, int questions = 1) : open_(std::move(open)), questions_(questions) {}

  /// Something for a meter, once.
  void order(std::uint64_t meter, std::string line) {
    const std::lock_guard lock(mutex_);
    due_.ordered.push_back(link(meter, std::move(line)));
  }
  void plan(std::uint64_t meter, std::string line) {
    const std::lock_guard lock(mutex_);
    due_.planned.push_back(link(meter, std::move(line)));
  }
  static books::MeterLink link(std::uint64_t meter, std::string line) {
    return {.meter = MeterNumber::from(meter), .address = "tcp://127.0.0.1:1", .line = std::move(line)};
  }
  void wait_for(int ended) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ >= ended; });
  }
  void wait_until_all_is_done() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return due_.ordered.empty() && due_.planned.empty(); });
  }
  int ended() {
    const std::lock_guard lock(mutex_);
    return ended_;
  }
  /// Most conversations that were under way on one line at a time.
  int at_most() {
    const std::lock_guard lock(mutex_);
    return at_most_;
  }
  int begun() {
    const std::lock_guard lock(mutex_);
    return begun_;
  }
  /// Whether a planned conversation was broken off for one that was ordered.
  bool gave_way() {
    const std::lock_guard lock(mutex_);
    return gave_way_;
  }

  Due look() override {
    const std::lock_guard lock(mutex_);
    EXPECT_FALSE(looking_) << "by one thread at a time";
    looking_ = true;
    auto due = due_;
    looking_ = false;
    return due;
  }
  std::unique_ptr<Session> talk_with(const books::MeterLink& link) override { return std::make_unique<Talking>(*this, link); }
  Result<Exchange> open(const books::MeterLink& link) override { return open_(link); }
  void when_wanted(std::function<bool(const books::MeterLink&)> wanted) override { wanted_ = std::move(wanted); }

 private:
  class Talking : public Session {
   public:
    Talking(Fake& all, books::MeterLink link) : all_(all), link_(std::move(link)) { planned_ = all_.begins(link_); }
    ~Talking() override {
      line_ = {};
      all_.ends(link_, done_);
    }
    const dialogue::LineFrame* begin() override {
      auto line = all_.open_(link_);
      done_ = !line.ok();
      if (!line.ok()) return nullptr;
      line_ = *std::move(line);
      return &command_;
    }
    const dialogue::LineFrame* receive(Exchange::Answer answer) override {
      done_ = !answer.ok() || ++answers_ == all_.questions_;
      if (done_) return nullptr;
      if (!planned_ || !all_.wanted_(link_)) return &command_;
      all_.note_gave_way();
      return nullptr;
    }
    const Exchange& line() const override { return line_; }

   private:
    Fake& all_;
    books::MeterLink link_;
    Exchange line_;
    dialogue::LineFrame command_{};
    int answers_ = 0;
    bool planned_ = false, done_ = false;
  };

  bool is_planned(const books::MeterLink& link) {
    return std::none_of(due_.ordered.begin(), due_.ordered.end(), [&](const auto& one) { return one.meter == link.meter; });
  }
  bool begins(const books::MeterLink& link) {
    const std::lock_guard lock(mutex_);
    ++begun_;
    at_most_ = std::max(at_most_, ++in_contact_[books::line_of(link)]);
    return is_planned(link);
  }
  /// What is done is not due any more.
  void ends(const books::MeterLink& link, bool done) {
    const std::lock_guard lock(mutex_);
    --in_contact_[books::line_of(link)];
    if (done)
      for (auto* list : {&due_.ordered, &due_.planned}) std::erase_if(*list, [&](const auto& one) { return one.meter == link.meter; });
    ++ended_;
    changed_.notify_all();
  }
  void note_gave_way() {
    const std::lock_guard lock(mutex_);
    gave_way_ = true;
  }

  Open open_;
  int questions_;
  std::function<bool(const books::MeterLink&)> wanted_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Due due_;
  std::map<std::string, int> in_contact_;
  int ended_ = 0, begun_ = 0, at_most_ = 0;
  bool looking_ = false, gave_way_ = false;
};

/// Looks only when it is woken: nothing in these tests happens by the clock.
constexpr Dispatcher::Settings only_when_woken{.workers = 4, .look_every = Duration::hours(1)};

TEST(Dispatcher, two_meters_of_a_line_never_talk_at_the_same_time) {
  LinesThread lines;
  Fake work([&](const books::MeterLink&) -> Result<Exchange> { return lines.line(); }, 3);
  for (std::uint64_t meter = 1; meter <= 60; ++meter) work.order(meter, "line " + std::to_string(meter % 7));
  Dispatcher dispatcher(work, only_when_woken);
  work.wait_for(60);
  dispatcher.stop();
  EXPECT_EQ(work.at_most(), 1);
  EXPECT_EQ(work.begun(), 60);
}

TEST(Dispatcher, what_is_ordered_later_from_many_threads_is_looked_for_at_once) {
  LinesThread lines;
  Fake work([&](const books::MeterLink&) -> Result<Exchange> { return lines.line(); }, 2);
  Dispatcher dispatcher(work, only_when_woken);
  std::vector<std::thread> tills;
  for (std::uint64_t till = 0; till < 4; ++till)
    tills.emplace_back([&, till] {
      for (std::uint64_t sale = 1; sale <= 25; ++sale) {
        work.order(till * 100 + sale, "line " + std::to_string(sale % 3));
        dispatcher.wake();
      }
    });
  for (auto& till : tills) till.join();
  work.wait_until_all_is_done();
  dispatcher.stop();
  EXPECT_EQ(work.at_most(), 1);
  EXPECT_GE(work.begun(), 100);
}

TEST(Dispatcher, a_line_that_cannot_be_opened_is_left_again) {
  Fake work([](const books::MeterLink&) -> Result<Exchange> { return silent(); });
  Dispatcher dispatcher(work, only_when_woken);
  for (std::uint64_t meter = 1; meter <= 5; ++meter) {
    work.order(meter, "one line");
    dispatcher.wake();
    work.wait_for(static_cast<int>(meter));
  }
  EXPECT_EQ(work.begun(), 5);
}

TEST(Dispatcher, one_that_stops_waits_for_one_answer_and_begins_nothing_more) {
  std::promise<void> asked;
  std::promise<Dispatcher*> made;
  auto known = made.get_future().share();
  Fake work(
      [&](const books::MeterLink&) -> Result<Exchange> {
        return Exchange{[&](const dialogue::LineFrame&) -> Result<dialogue::LineFrame> {
          asked.set_value();  // once: a second question would throw
          while (!known.get()->stopping()) std::this_thread::yield();
          return fine();
        }};
      },
      5);
  for (std::uint64_t meter = 1; meter <= 3; ++meter) work.order(meter, "one line");
  Dispatcher dispatcher(work, only_when_woken);
  made.set_value(&dispatcher);
  asked.get_future().wait();
  dispatcher.stop();
  EXPECT_EQ(work.begun(), 1);
  EXPECT_EQ(work.ended(), 1);
}

TEST(Dispatcher, one_that_stops_in_the_middle_of_many_conversations_leaves_every_line) {
  LinesThread lines;
  Fake work([&](const books::MeterLink&) -> Result<Exchange> { return lines.line(); }, 1000);
  for (std::uint64_t meter = 1; meter <= 40; ++meter) work.order(meter, "line " + std::to_string(meter));
  {
    Dispatcher dispatcher(work, only_when_woken);
    while (work.begun() < 20) std::this_thread::yield();
  }
  EXPECT_EQ(work.ended(), work.begun());
}

TEST(Dispatcher, a_line_that_is_lent_is_nobody_elses_until_it_is_given_back) {
  LinesThread lines;
  Fake work([&](const books::MeterLink&) -> Result<Exchange> { return lines.line(); });
  Dispatcher dispatcher(work, only_when_woken);
  const auto first = Fake::link(1, "one line");
  {
    const auto lent = dispatcher.borrow(first);
    ASSERT_TRUE(lent.ok());
    EXPECT_TRUE((*lent)(dialogue::LineFrame{}).ok());
    EXPECT_EQ(dispatcher.borrow(first, std::chrono::seconds(0)).error().code, "line_busy");
    work.order(2, "one line");
    work.order(3, "another line");
    dispatcher.wake();
    work.wait_for(1);
    EXPECT_EQ(work.begun(), 1) << "what waits behind it waits";
  }
  work.wait_for(2);
  EXPECT_EQ(work.at_most(), 1);
}

TEST(Dispatcher, who_has_borrowed_a_line_is_broken_off_by_the_end_and_waited_for) {
  LinesThread lines;
  Fake work([&](const books::MeterLink&) -> Result<Exchange> { return lines.line(); });
  Dispatcher dispatcher(work, only_when_woken);
  std::promise<void> contacts;
  auto technician = std::async(std::launch::async, [&] {
    const auto lent = dispatcher.borrow(Fake::link(1, "one line"));
    contacts.set_value();
    auto answer = (*lent)(dialogue::LineFrame{});
    while (answer.ok()) answer = (*lent)(dialogue::LineFrame{});
    return answer.error().code;
  });
  contacts.get_future().wait();
  dispatcher.stop();
  EXPECT_EQ(technician.get(), "head_end_stops");
  EXPECT_EQ(dispatcher.borrow(Fake::link(1, "one line")).error().code, "head_end_stops");
}

TEST(Dispatcher, what_was_planned_gives_way_between_two_questions_to_what_is_ordered_for_its_line) {
  std::promise<Dispatcher*> made;
  auto known = made.get_future().share();
  std::atomic<int> asked = 0;
  Fake* orders = nullptr;
  Fake work(
      [&](const books::MeterLink&) -> Result<Exchange> {
        return Exchange{[&](const dialogue::LineFrame&) -> Result<dialogue::LineFrame> {
          if (++asked == 1) {  // while the first answer is on its way
            orders->order(2, "one line");
            known.get()->wake();
          }
          return fine();
        }};
      },
      3);
  orders = &work;
  work.plan(1, "one line");
  Dispatcher dispatcher(work, {.workers = 1, .look_every = Duration::hours(1)});
  made.set_value(&dispatcher);
  work.wait_for(3);
  dispatcher.stop();
  EXPECT_TRUE(work.gave_way());
  EXPECT_EQ(asked, 1 + 3 + 3) << "one question, the order, then all that was planned";
}

}  // namespace
}  // namespace kwota::dispatch
