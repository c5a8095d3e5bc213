// The whole way without a stand-in: a sale at the counter, the head-end's threads, the lines, a connection that a concentrator
// dialled, the firmware behind it, and back.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "carry/wire/lines.h"
#include "sim/head_end/test_town.h"
#include "sim/line/concentrator.h"
#include "sim/line/served_line.h"
#include "work/head_end/service.h"

namespace kwota::sim {
namespace {

/// The head-end of Li's town, running; the town itself rests meanwhile.
class Running {
 public:
  explicit Running(Town& town) : town_(town) {
    lines.when_present([this](const std::string&) { note([this] { ++logins_; }); });
    where = lines.listen("tcp://127.0.0.1:0").value();
  }
  void start() {
    head_end_ = std::make_unique<head_end::Service>(
        head_end::HeadEnd::Parts{.books = *town_.world->books,
                                 .vault = *town_.world->vault,
                                 .schemes = *town_.world->schemes,
                                 .clock = town_.clock,
                                 .random = random_,
                                 .open = head_end::real_lines(lines),
                                 .moved = [this](const books::MeterCommand& command) { note([&] { state_ = word_of(command.state); }); }},
        head_end::Service::Settings{.workers = 2, .look_every = Duration::hours(1)});
  }
  void stop() { head_end_->stop(); }
  void wait_for_login(int nth = 1) {
    wait([this, nth] { return logins_ >= nth; });
  }
  void wait_for(const std::string& state) {
    wait([&] { return state_ == state; });
  }

  wire::Lines lines;
  std::string where;

 private:
  void note(const std::function<void()>& what) {
    const std::lock_guard lock(mutex_);
    what();
    changed_.notify_all();
  }
  void wait(const std::function<bool()>& holds) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, holds);
  }
  Town& town_;
  SystemRandom random_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int logins_ = 0;
  std::string state_;
  std::unique_ptr<head_end::Service> head_end_;
};

TEST(DialledIn, a_sale_reaches_the_meter_behind_a_concentrator_that_has_logged_in) {
  Town town;
  town.put(books::MeterLink{.meter = town.number, .address = "concentrator:1307-00042/2"});
  const auto sale = town.sell("50.00");
  auto& meter = *(*town.world->meter("Home"))->meter;
  Concentrator concentrator(qgdw376::Terminal::parse("1307-00042").value(),
                            [&](std::uint8_t port, ByteView frame) { return port == 2 ? meter.receive_line(frame) : Bytes{}; });
  Running running(town);
  auto served =
      ServedLine::open({.listen = "dial:" + running.where}, {.receive = [&](ByteView bytes) { return concentrator.receive(bytes); },
                                                             .silence = [] { return Bytes{}; },
                                                             .baud = [] { return 2400U; },
                                                             .let_time_pass = [] {},
                                                             .calls = [&](bool first) { return concentrator.calls(first); }})
          .value();
  running.wait_for_login();
  running.start();
  running.wait_for("done");
  running.stop();
  served.reset();  // the meter is ours again
  EXPECT_EQ(town.state(sale), "applied");
  EXPECT_EQ(town.command().tries, 1);
  EXPECT_EQ(town.credited(), yuan(150));
  town.expect_the_law();
}

TEST(DialledIn, a_concentrator_that_is_full_denies_and_the_sale_goes_when_it_has_room) {
  Town town;
  town.put(books::MeterLink{.meter = town.number, .address = "concentrator:1307-00042/2"});
  const auto sale = town.sell("50.00");
  auto& meter = *(*town.world->meter("Home"))->meter;
  Concentrator concentrator(qgdw376::Terminal::parse("1307-00042").value(), [&](std::uint8_t, ByteView frame) { return meter.receive_line(frame); });
  concentrator.full(true);
  Running running(town);
  const auto served_line = [&] {
    return ServedLine::open({.listen = "dial:" + running.where}, {.receive = [&](ByteView bytes) { return concentrator.receive(bytes); },
                                                                  .silence = [] { return Bytes{}; },
                                                                  .baud = [] { return 2400U; },
                                                                  .let_time_pass = [] {},
                                                                  .calls = [&](bool first) { return concentrator.calls(first); }})
        .value();
  };
  auto served = served_line();
  running.wait_for_login();
  running.start();
  running.wait_for("queued");
  running.stop();
  EXPECT_EQ(town.command().tries, 1);
  EXPECT_FALSE(town.command().error.empty());
  served.reset();
  EXPECT_EQ(town.credited(), yuan(100));
  concentrator.full(false);
  town.world->pass(Duration::minutes(6));
  served = served_line();
  running.wait_for_login(2);  // before it the line is not there, and the clock of this town stands still
  running.start();
  running.wait_for("done");
  running.stop();
  served.reset();
  EXPECT_EQ(town.state(sale), "applied");
  EXPECT_EQ(town.credited(), yuan(150));
  town.expect_the_law();
}

TEST(DialledIn, while_it_has_not_logged_in_the_sale_waits_and_nothing_is_lost) {
  Town town;
  town.put(books::MeterLink{.meter = town.number, .address = "modem:M-7"});
  const auto sale = town.sell("50.00");
  Running running(town);
  running.start();
  running.wait_for("queued");
  running.stop();
  EXPECT_EQ(town.command().error, "link_failed");
  EXPECT_EQ(town.state(sale), "booked");
  EXPECT_EQ(town.credited(), yuan(100));
}

}  // namespace
}  // namespace kwota::sim
