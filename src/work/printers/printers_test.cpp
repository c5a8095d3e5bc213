#include "work/printers/printers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "work/printers/printer_state.h"

namespace kwota::printers {
namespace {

using books::PrinterFault;
using books::PrintOutcome;

constexpr Patience short_patience{Duration::seconds(5), Duration::ms(300), Duration::ms(300), Duration::ms(300)};
const Bytes slip = [] { return Bytes(2'000, std::uint8_t{'x'}); }();

wire::LineTargets allowed() { return wire::LineTargets::parse({"serial:///dev/pts/*", "tcp://127.0.0.1"}).value(); }

/// What a printer of the tests says of itself: to DLE EOT 2, DLE EOT 4 and GS r 1; nothing: it keeps silent.
struct Habits {
  std::optional<std::uint8_t> offline = std::uint8_t{0x12}, paper = std::uint8_t{0x12}, end = std::uint8_t{0x00};
};

/// A printer at the other end of a pseudo terminal.
class PtyPrinter {
 public:
  explicit PtyPrinter(Habits habits) : habits_(habits), master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    ::grantpt(master_);
    ::unlockpt(master_);
    name_ = ::ptsname(master_);
    held_ = ::open(name_.c_str(), O_RDWR | O_NOCTTY);  // so that nobody's closing is a hang-up
    termios raw{};
    ::tcgetattr(held_, &raw);
    ::cfmakeraw(&raw);
    ::tcsetattr(held_, TCSANOW, &raw);
    thread_ = std::thread([this] { work(); });
  }
  PtyPrinter(const PtyPrinter&) = delete;
  PtyPrinter& operator=(const PtyPrinter&) = delete;
  ~PtyPrinter() {
    stopped_ = true;
    thread_.join();
    ::close(held_);
    ::close(master_);
  }
  std::string place() const { return "serial://" + name_; }
  std::size_t printed() const { return printed_; }
  /// It thinks before it answers, until it is let go.
  void hold(bool held) { thinks_ = held; }

 private:
  void work() {
    Bytes question;
    while (!stopped_) {
      pollfd one{master_, POLLIN, 0};
      std::uint8_t byte = 0;
      if (::poll(&one, 1, 20) != 1 || ::read(master_, &byte, 1) != 1) continue;
      question.push_back(byte);
      if (question.front() != 0x10 && question.front() != 0x1D) question.clear(), ++printed_;
      if (question.size() < 3) continue;
      answer(question);
      question.clear();
    }
  }
  void answer(const Bytes& question) {
    while (thinks_ && !stopped_) ::poll(nullptr, 0, 5);
    const auto said = question == to_bytes(ask_offline) ? habits_.offline : question == to_bytes(ask_paper) ? habits_.paper : habits_.end;
    if (said) static_cast<void>(!::write(master_, &*said, 1));
  }

  Habits habits_;
  int master_, held_ = -1;
  std::string name_;
  std::atomic<bool> stopped_ = false, thinks_ = false;
  std::atomic<std::size_t> printed_ = 0;
  std::thread thread_;
};

Ended print_at(const std::string& place, bool answers = true) { return print_now(allowed(), place, {slip, answers, {}}, short_patience); }

TEST(Printer, that_answers_has_printed_when_it_says_so_behind_the_last_line) {
  const PtyPrinter printer{{}};
  const auto end = print_at(printer.place());
  EXPECT_EQ(end.outcome, PrintOutcome::done) << word_of(end.fault);
  EXPECT_EQ(printer.printed(), slip.size());
}

TEST(Printer, says_before_the_first_line_why_nothing_will_come_out) {
  const std::pair<Habits, PrinterFault> rows[]{{{.offline = 0x16}, PrinterFault::cover_open},
                                               {{.offline = 0x32}, PrinterFault::paper_out},
                                               {{.offline = 0x52}, PrinterFault::out_of_order},
                                               {{.paper = 0x72}, PrinterFault::paper_out},
                                               {{.offline = std::nullopt}, PrinterFault::no_answer},
                                               {{.offline = 0xFF}, PrinterFault::no_answer}};
  for (const auto& [habits, fault] : rows) {
    const PtyPrinter printer{habits};
    const auto end = print_at(printer.place());
    EXPECT_EQ(end.outcome, PrintOutcome::nothing) << word_of(fault);
    EXPECT_EQ(end.fault, fault);
    EXPECT_EQ(printer.printed(), 0U) << word_of(fault);
  }
}

TEST(Printer, that_keeps_silent_behind_the_last_line_may_have_printed) {
  const PtyPrinter printer{{.end = std::nullopt}};
  const auto end = print_at(printer.place());
  EXPECT_EQ(end.outcome, PrintOutcome::unknown);
  EXPECT_EQ(end.fault, PrinterFault::broken_off);
}

TEST(Printer, that_tells_nothing_is_believed_to_have_printed_what_it_took) {
  const PtyPrinter printer{{.offline = std::nullopt, .paper = std::nullopt, .end = std::nullopt}};
  EXPECT_EQ(print_at(printer.place(), false).outcome, PrintOutcome::done);
}

TEST(Printer, that_is_not_there_has_printed_nothing) {
  const auto end = print_at("tcp://127.0.0.1:1");
  EXPECT_EQ(end.outcome, PrintOutcome::nothing);
  EXPECT_EQ(end.fault, PrinterFault::offline);
}

TEST(Printer, is_opened_only_where_the_server_may) {
  for (const auto* place : {"serial:///etc/shadow", "serial:///dev/pts/../../etc/shadow", "tcp://10.0.0.1:9100", "modem:1380000", "/dev/usb/lp0", ""}) {
    const auto end = print_at(place);
    EXPECT_EQ(end.outcome, PrintOutcome::nothing) << place;
    EXPECT_EQ(end.fault, PrinterFault::not_allowed) << place;
  }
  const auto file = testing::TempDir() + "no_device";
  ::close(::open(file.c_str(), O_CREAT | O_RDWR, 0600));
  const auto files = wire::LineTargets::parse({"serial://" + file}).value();
  EXPECT_EQ(print_now(files, "serial://" + file, {slip, false, {}}, short_patience).fault, PrinterFault::offline) << "a file is no printer, even where it is allowed";
}

TEST(Printers, one_that_does_not_answer_delays_no_other_and_every_job_ends_once) {
  PtyPrinter slow{{}}, good{{}};
  slow.hold(true);
  std::atomic<int> ended = 0;
  std::promise<Ended> first;
  {
    Printers printers(allowed(), {Duration::seconds(60), Duration::seconds(60), Duration::seconds(60), Duration::seconds(60)});
    for (int i = 0; i < 3; ++i) printers.print(slow.place(), {slip, true, [&](const Ended&) { ++ended; }});
    printers.print(good.place(), {slip, true, [&](const Ended& end) { first.set_value(end); }});
    EXPECT_EQ(first.get_future().get().outcome, PrintOutcome::done) << "while the other thinks";
    EXPECT_EQ(printers.state(slow.place()).waiting, 3U);
    EXPECT_EQ(ended, 0);
    slow.hold(false);
  }
  EXPECT_EQ(ended, 3) << "stopped, what still waits has printed nothing";
}

TEST(State, bytes_that_are_no_answer_are_told_from_answers) {
  int known = 0;
  for (int byte = 0; byte < 256; ++byte) known += offline_cause(static_cast<std::uint8_t>(byte)) ? 1 : 0;
  EXPECT_EQ(known, 16) << "four bits are fixed";
  EXPECT_EQ(end_cause(0x0C), PrinterFault::paper_out);
  EXPECT_EQ(end_cause(0x03), PrinterFault::none) << "near its end";
  EXPECT_FALSE(end_cause(0x90));
}

}  // namespace
}  // namespace kwota::printers
