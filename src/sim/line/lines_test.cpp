// The lines of a head-end against meters that listen, modules that dial in and concentrators that log in: over real connections
// of this machine, without waiting for anything but the thing itself.
#include "carry/wire/lines.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>

#include "carry/dlt645/exchange.h"
#include "sim/line/concentrator.h"
#include "sim/line/served_line.h"

namespace kwota::sim {
namespace {

using Answer = Result<dialogue::LineFrame>;

dlt645::Frame read_total(const std::string& address) {
  return {dlt645::Address::parse(address).value(), {dlt645::function::read}, hex("00000100")};
}

/// As much of a meter as a line needs: it reads out its address as the total.
class Counter {
 public:
  explicit Counter(std::string address) : address_(dlt645::Address::parse(address).value()) {}
  Bytes receive(ByteView bytes) {
    receiver_.feed(bytes);
    Bytes answers;
    while (const auto frame = receiver_.next()) append(answers, answer(*frame));
    return answers;
  }
  Bytes answer(const dlt645::Frame& asked) {
    if (!asked.address.reaches(address_) || asked.control.from_meter()) return {};
    ++asked_;
    Bytes data = asked.data;
    append(data, ByteView{address_.bytes}.first(4));
    return dlt645::encode({address_, asked.control.answer(), data}, 0);
  }
  int asked() const { return asked_; }

 private:
  dlt645::Address address_;
  dlt645::Receiver receiver_;
  std::atomic<int> asked_ = 0;
};

LinePort::Station station_of(std::function<Bytes(ByteView)> receive, std::function<Bytes(bool)> calls = {}) {
  return {.receive = std::move(receive),
          .silence = [] { return Bytes{}; },
          .baud = [] { return 2400U; },
          .let_time_pass = [] {},
          .calls = std::move(calls)};
}

std::function<Bytes(bool)> greeting(const std::string& name) {
  return [line = "modem:" + name + "\r\n"](bool) { return Bytes(line.begin(), line.end()); };
}

class Office {
 public:
  explicit Office(Duration answer = Duration::seconds(20))
      : lines({.patience = {.answer = answer, .gap = Duration::ms(50)}, .network = Duration{}}) {
    lines.when_present([this](const std::string&) {
      const std::lock_guard lock(mutex_);
      ++logins_;
      changed_.notify_all();
    });
    where = lines.listen("tcp://127.0.0.1:0").value();
  }
  void wait_for_logins(int wanted) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return logins_ >= wanted; });
  }
  std::future<Answer> ask_later(wire::Line& line, const dlt645::Frame& question) {
    auto promise = std::make_shared<std::promise<Answer>>();
    line.ask(dlt645::on_wire(question), [promise](Answer received) { promise->set_value(std::move(received)); });
    return promise->get_future();
  }
  /// The total that comes back, or the code of the error and its reason.
  std::string ask(const std::string& link, const std::string& address) {
    const auto line = lines.open(link);
    if (!line.ok()) return line.error().code;
    return in_words(ask_later(**line, read_total(address)).get());
  }
  static std::string in_words(const Answer& answer) {
    if (answer.ok()) return to_hex(ByteView{dlt645::opened(*answer)->data}.subspan(4));
    const auto reason = answer.error().details.find("reason");
    return answer.error().code + (reason == answer.error().details.end() ? "" : " " + reason->second);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int logins_ = 0;

 public:
  std::string where;
  wire::Lines lines;
};

TEST(Lines, a_meter_that_listens_is_asked_and_asked_again_after_it_hung_up) {
  Counter meter("000000000161");
  const auto station = station_of([&](ByteView bytes) { return meter.receive(bytes); });
  auto served = ServedLine::open({.listen = "tcp://127.0.0.1:0"}, station).value();
  const auto name = served->name();
  Office office;
  const auto line = office.lines.open(name).value();
  EXPECT_EQ(office.in_words(office.ask_later(*line, read_total("000000000161")).get()), "61010000");
  served.reset();
  EXPECT_TRUE(office.in_words(office.ask_later(*line, read_total("000000000161")).get()).starts_with("link_failed"));
  EXPECT_TRUE(office.in_words(office.ask_later(*line, read_total("000000000161")).get()).starts_with("link_failed"))
      << "nobody is there";
  served = ServedLine::open({.listen = name}, station).value();
  EXPECT_EQ(office.in_words(office.ask_later(*line, read_total("000000000161")).get()), "61010000");
}

TEST(Lines, a_module_that_dials_in_is_the_line_to_its_meter_and_its_heartbeats_are_no_answers) {
  Office office;
  Counter meter("000000000161");
  EXPECT_EQ(office.ask("modem:M-7", "000000000161"), "link_failed not logged in");
  const auto served = ServedLine::open({.listen = "dial:" + office.where, .heartbeat = Duration::ms(20)},
                                       station_of(
                                           [&](ByteView bytes) {
                                             auto answer = to_bytes(greeting("M-7")(false));  // a heartbeat before each answer
                                             append(answer, meter.receive(bytes));
                                             return answer;
                                           },
                                           greeting("M-7")))
                          .value();
  office.wait_for_logins(1);
  EXPECT_EQ(office.lines.present(), std::vector<std::string>{"modem:M-7"});
  for (int i = 0; i < 20; ++i) EXPECT_EQ(office.ask("modem:M-7", "000000000161"), "61010000");
  EXPECT_EQ(meter.asked(), 20) << "nothing was asked twice";
  EXPECT_EQ(office.ask("modem:M-8", "000000000161"), "link_failed not logged in");
}

TEST(Lines, many_meters_are_reached_behind_one_concentrator_each_answer_under_its_question) {
  Office office;
  std::map<std::string, std::unique_ptr<Counter>> meters;
  for (int i = 1; i <= 64; ++i)
    meters.emplace("0000000010" + std::to_string(10 + i % 90),
                   std::make_unique<Counter>("0000000010" + std::to_string(10 + i % 90)));
  Concentrator concentrator(qgdw376::Terminal::parse("1307-00042").value(), [&](std::uint8_t port, ByteView frame) {
    Bytes answers;
    if (port == 2)
      for (auto& [address, meter] : meters) append(answers, meter->receive(frame));
    return answers;
  });
  auto served = ServedLine::open({.listen = "dial:" + office.where, .heartbeat = Duration::ms(20)},
                                 station_of([&](ByteView bytes) { return concentrator.receive(bytes); },
                                            [&](bool first) { return concentrator.calls(first); }))
                    .value();
  office.wait_for_logins(1);
  for (const auto& [address, meter] : meters)
    EXPECT_EQ(office.ask("concentrator:1307-00042/2", address), address.substr(10) + "100000");
  EXPECT_EQ(office.ask("concentrator:1307-00042/1", "000000001011"), "meter_silent") << "nobody on that port";
  EXPECT_EQ(office.ask("concentrator:1307-00043/2", "000000001011"), "link_failed not logged in");
  EXPECT_EQ(office.ask("concentrator:1307-00042/64", "000000001011"), "bad_link");
  served.reset();
  EXPECT_GE(concentrator.confirmed(), 1U);
}

TEST(Lines, a_full_concentrator_denies_and_the_wrong_meters_words_are_never_taken) {
  Office office;
  Counter other("000000000162");
  const auto terminal = qgdw376::Terminal::parse("1307-00042").value();
  Concentrator concentrator(terminal, [&](std::uint8_t, ByteView) { return other.answer(read_total("000000000162")); });
  std::atomic<bool> full = false;
  const auto served =
      ServedLine::open({.listen = "dial:" + office.where}, station_of(
                                                               [&](ByteView bytes) {
                                                                 concentrator.full(full);
                                                                 return concentrator.receive(bytes);
                                                               },
                                                               [&](bool first) { return concentrator.calls(first); }))
          .value();
  office.wait_for_logins(1);
  EXPECT_EQ(office.ask("concentrator:1307-00042/2", "000000000161"), "meter_silent") << "somebody else answered";
  full = true;
  EXPECT_EQ(office.ask("concentrator:1307-00042/2", "000000000161"), "link_failed the concentrator denies it");
}

TEST(Lines, a_late_answer_under_another_number_is_passed_over_and_a_doubled_one_is_taken_once) {
  Office office;
  Counter meter("000000000161");
  qgdw376::Receiver received;
  Concentrator login(qgdw376::Terminal::parse("1307-00042").value(), {});
  const auto served = ServedLine::open({.listen = "dial:" + office.where},
                                       station_of(
                                           [&](ByteView bytes) {
                                             received.feed(bytes);
                                             Bytes answers;
                                             while (const auto frame = received.next()) {
                                               const auto asked = qgdw376::forward_of(*frame);
                                               if (!asked) continue;
                                               auto stale = *frame;
                                               stale.sequence.byte = static_cast<std::uint8_t>(stale.sequence.byte ^ 1);
                                               const auto words = meter.receive(asked->frame);
                                               append(answers, encode(forwarded(stale, {2, hex("DEAD")})));
                                               for (int i = 0; i < 2; ++i) append(answers, encode(forwarded(*frame, {2, words})));
                                             }
                                             return answers;
                                           },
                                           [&](bool first) { return login.calls(first); }))
                          .value();
  office.wait_for_logins(1);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(office.ask("concentrator:1307-00042/2", "000000000161"), "61010000");
  EXPECT_EQ(meter.asked(), 40);
}

TEST(Lines, who_dials_in_anew_takes_his_own_place_and_the_question_on_the_old_connection_is_answered) {
  Office office;
  Counter meter("000000000161");
  const auto line = office.lines.open("modem:M-7").value();
  const auto deaf =
      ServedLine::open({.listen = "dial:" + office.where}, station_of([](ByteView) { return Bytes{}; }, greeting("M-7"))).value();
  office.wait_for_logins(1);
  auto open = office.ask_later(*line, read_total("000000000161"));
  const auto served = ServedLine::open({.listen = "dial:" + office.where},
                                       station_of([&](ByteView bytes) { return meter.receive(bytes); }, greeting("M-7")))
                          .value();
  office.wait_for_logins(2);
  EXPECT_EQ(office.in_words(open.get()), "link_failed it dialled in anew");
}

TEST(Lines, whoever_says_nothing_that_is_known_is_not_let_in) {
  Office office;
  auto noise = [](const std::string& text) { return [text](bool) { return Bytes(text.begin(), text.end()); }; };
  const auto bad = ServedLine::open({.listen = "dial:" + office.where},
                                    station_of([](ByteView) { return Bytes{}; }, noise("GET / HTTP/1.1\r\n")))
                       .value();
  const auto worse = ServedLine::open({.listen = "dial:" + office.where},
                                      station_of([](ByteView) { return Bytes{}; }, noise("modem:../../etc\n")))
                         .value();
  const auto good =
      ServedLine::open({.listen = "dial:" + office.where}, station_of([](ByteView) { return Bytes{}; }, greeting("M-9"))).value();
  office.wait_for_logins(1);
  EXPECT_EQ(office.lines.present(), std::vector<std::string>{"modem:M-9"});
}

TEST(Lines, a_silent_meter_is_given_up_and_every_question_is_answered_when_the_lines_end) {
  const auto silent = ServedLine::open({.listen = "tcp://127.0.0.1:0"}, station_of([](ByteView) { return Bytes{}; })).value();
  EXPECT_EQ(Office(Duration::ms(30)).ask(silent->name(), "000000000161"), "meter_silent");
  auto office = std::make_unique<Office>();
  const auto line = office->lines.open(silent->name()).value();
  auto open = office->ask_later(*line, read_total("000000000161"));
  office.reset();
  EXPECT_TRUE(Office::in_words(open.get()).starts_with("link_failed"));
}

}  // namespace
}  // namespace kwota::sim
