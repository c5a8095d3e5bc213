// The head-end at work against lines that say nothing: who is spoken with, when, and what the books say of it. Its threads alone,
// with a fake conversation and under TSan: work/dispatch.
#include "work/head_end/service.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "carry/dlt645/exchange.h"
#include "seal/vault/software_vault.h"
#include "sell/scheme/test_schemes.h"

namespace kwota::head_end {
namespace {

const Instant noon = *parse_instant("2026-11-20T12:00:00+08:00");

/// Waits until something that other threads do has happened so often.
class Count {
 public:
  void add() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  void wait_for(int wanted) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= wanted; });
  }
  int now() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

/// Books with meters on lines, and lines that only count.
struct Town {
  Town() {
    put(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai"});
  }
  template <class Row>
  void put(Row row) {
    const auto done = books->run({"test", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{row}, {}}, Done{}};
    });
    ASSERT_TRUE(done.ok()) << done.error().what;
  }
  void hang(std::uint64_t meter, std::string line) {
    put(books::Meter{.number = MeterNumber::from(meter), .model = "DDSY1352"});
    put(books::MeterLink{.meter = MeterNumber::from(meter), .address = "tcp://127.0.0.1:1", .line = std::move(line)});
  }
  void ask(std::int64_t number, std::uint64_t meter, Duration good_for = Duration::hours(1)) {
    books::MeterCommand command;
    command.number = number, command.meter = MeterNumber::from(meter), command.kind = books::CommandKind::read;
    command.created = command.not_before = noon, command.deadline = noon + good_for;
    put(command);
  }
  books::MeterCommand command(std::int64_t number) {
    return books->read([&](const books::Reader& reader) -> Result<books::MeterCommand> { return *reader.find<books::MeterCommand>(number); }).value();
  }
  /// Looks only when it is woken: nothing in these tests happens by the clock.
  std::unique_ptr<Service> start(OpenLine open, unsigned workers = 4) {
    HeadEnd::Parts parts{.books = *books, .vault = vault, .schemes = scheme::test_schemes, .clock = clock, .random = random, .open = std::move(open),
                         .moved = [this](const books::MeterCommand&) { moved.add(); }};
    return std::make_unique<Service>(std::move(parts), Service::Settings{.workers = workers, .look_every = Duration::hours(1)});
  }

  ManualClock clock{noon};
  SystemRandom random;
  seal::SoftwareVault vault = seal::SoftwareVault::with_test_keys();
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  Count moved;
};

Error silent() { return error(Fault::wire, "meter_silent", "no answer", {{"link", "test"}}); }

TEST(Service, two_meters_of_a_line_never_talk_at_the_same_time) {
  Town town;
  std::mutex mutex;
  std::map<std::string, int> in_contact;
  int at_most = 0;
  for (std::uint64_t meter = 1; meter <= 12; ++meter) {
    town.hang(meter, "line " + std::to_string(meter % 3));
    town.ask(static_cast<std::int64_t>(meter), meter);
  }
  const auto service = town.start([&](const books::MeterLink& link) -> Result<Exchange> {
    const auto end = [&mutex, &in_contact, line = link.line](int*) {
      const std::lock_guard lock(mutex);
      --in_contact[line];
    };
    const std::lock_guard lock(mutex);
    at_most = std::max(at_most, ++in_contact[link.line]);
    // As long as the conversation is kept, somebody talks on the line.
    return Exchange{[held = std::shared_ptr<int>(nullptr, end)](const dialogue::LineFrame&) -> Result<dialogue::LineFrame> { return silent(); }};
  });
  town.moved.wait_for(12);
  service->stop();
  EXPECT_EQ(at_most, 1);
  for (std::int64_t number = 1; number <= 12; ++number) {
    EXPECT_EQ(town.command(number).tries, 1);
    EXPECT_EQ(town.command(number).error, "meter_silent");
    EXPECT_EQ((town.command(number).not_before - noon).ms(), 2000);
  }
}

TEST(Service, what_is_ordered_later_is_looked_for_at_once) {
  Town town;
  town.hang(1, "");
  const auto service = town.start([](const books::MeterLink&) -> Result<Exchange> { return silent(); });
  for (std::int64_t number = 1; number <= 5; ++number) {
    town.ask(number, 1);
    service->wake();
    town.moved.wait_for(static_cast<int>(number));
    EXPECT_EQ(town.command(number).tries, 1);
  }
}

TEST(Service, a_server_that_ends_waits_for_one_answer_and_begins_nothing_more) {
  Town town;
  for (std::uint64_t meter = 1; meter <= 3; ++meter) {
    town.hang(meter, "one line");
    town.ask(static_cast<std::int64_t>(meter), meter);
  }
  std::promise<void> asked;
  std::atomic<int> opened = 0;
  std::unique_ptr<Service> service;
  std::promise<Service*> made;
  auto known = made.get_future().share();
  service = town.start([&](const books::MeterLink&) -> Result<Exchange> {
    ++opened;
    return Exchange{[&](const dialogue::LineFrame&) -> Result<dialogue::LineFrame> {
      asked.set_value();
      while (!known.get()->stopping()) std::this_thread::yield();
      return silent();
    }};
  });
  made.set_value(service.get());
  asked.get_future().wait();
  service->stop();
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(town.command(1).tries, 1);
  EXPECT_EQ(town.command(2).tries, 0);
  EXPECT_EQ(town.command(3).tries, 0);
}

TEST(Service, a_line_that_is_lent_to_somebody_is_nobody_elses_until_he_gives_it_back) {
  Town town;
  town.hang(1, "one line");
  town.hang(2, "one line");
  std::atomic<int> opened = 0;
  const auto service = town.start([&](const books::MeterLink&) -> Result<Exchange> {
    ++opened;
    return Exchange{[](const dialogue::LineFrame&) -> Result<dialogue::LineFrame> { return dialogue::LineFrame{}; }};
  });
  const books::MeterLink first{.meter = MeterNumber::from(1), .address = "tcp://127.0.0.1:1", .line = "one line"};
  {
    const auto lent = service->borrow(first);
    ASSERT_TRUE(lent.ok());
    EXPECT_TRUE((*lent)(dialogue::LineFrame{}).ok());
    EXPECT_EQ(service->borrow(first, std::chrono::seconds(0)).error().code, "line_busy");
    town.ask(1, 2);
    service->wake();
    EXPECT_EQ(opened, 1) << "the command waits";
  }
  town.moved.wait_for(1);
  EXPECT_EQ(opened, 2) << "given back, it goes";
  service->stop();
  EXPECT_EQ(service->borrow(first).error().code, "head_end_stops");
}

/// What a meter says that has nothing of what it is asked for.
dialogue::LineFrame refusal(const dialogue::LineFrame& command) {
  auto exchange = dlt645::Exchange::begin(command).value();
  const auto question = exchange.request();
  return *exchange.receive(dlt645::encode({question.address, question.control.refusal(), Bytes{0x02}}));
}

TEST(Service, a_reading_gives_way_before_its_next_question_to_what_is_ordered_meanwhile_for_its_line) {
  Town town;
  for (std::uint64_t meter = 1; meter <= 2; ++meter) town.hang(meter, "one line");
  town.put(books::ReadingPlan{.code = "all", .name = "all", .place = "", .items = "registers,states,events", .every_hours = 1, .since = noon - Duration::days(1)});
  std::promise<Service*> made;
  auto known = made.get_future().share();
  std::mutex mutex;
  std::vector<MeterNumber> asked;
  const auto service = town.start([&](const books::MeterLink& link) -> Result<Exchange> {
    return Exchange{[&, meter = link.meter](const dialogue::LineFrame& command) -> Result<dialogue::LineFrame> {
      std::size_t so_far = 0;
      {
        const std::lock_guard lock(mutex);
        asked.push_back(meter);
        so_far = asked.size();
      }
      if (so_far == 1) {  // while the first question of a reading is on its way, somebody orders something for the other meter
        town.ask(1, 2);
        known.get()->wake();
      }
      return so_far == 2 ? Result<dialogue::LineFrame>{silent()} : Result<dialogue::LineFrame>{refusal(command)};
    }};
  }, 1);  // of several threads another may look at the queue just then: one question more
  made.set_value(service.get());
  town.moved.wait_for(1);
  service->stop();
  const std::lock_guard lock(mutex);
  ASSERT_GE(asked.size(), 2U);
  EXPECT_EQ(asked[0], MeterNumber::from(1));
  EXPECT_EQ(asked[1], MeterNumber::from(2)) << "nothing more was asked of the first one before";
  EXPECT_EQ(town.command(1).tries, 1);
}

TEST(Service, what_waited_too_long_expires_and_is_told) {
  Town town;
  town.hang(1, "");
  town.ask(1, 1, Duration{});
  const auto service = town.start([](const books::MeterLink&) -> Result<Exchange> { return silent(); });
  town.moved.wait_for(1);
  EXPECT_EQ(town.command(1).state, books::CommandStatus::expired);
  EXPECT_EQ(town.command(1).tries, 0) << "nobody spoke of it";
}

}  // namespace
}  // namespace kwota::head_end
