// The whole way that a card's bytes take on a bench: our PC/SC client, a real pcscd, the virtual reader, the card.
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include "carry/wire/pcsc_readers.h"
#include "sim/reader/private_pcscd.h"
#include "sim/reader/virtual_reader.h"

#ifdef KWOTA_TSAN
// libpcsclite 1.9 keeps one copy of the readers' states for all its contexts and refreshes it under each context's own lock.
extern "C" const char* __tsan_default_suppressions() { return "race:libpcsclite.so\n"; }
#endif

namespace kwota::sim {
namespace {

using wire::ReaderEvent;
using Kind = ReaderEvent::Kind;
using iso7816::Command;

const CardSerial serial{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x07}};
const Bytes transport_key = hex("F0E1D2C3B4A5968778695A4B3C2D1E0F");
const Command select_mf{.cla = 0x00, .ins = 0xA4, .data = {0x3F, 0x00}, .le = 0x00};
const Command get_challenge{.cla = 0x00, .ins = 0x84, .le = 0x08};

/// Events as they came, and waiting for one: with a limit that only a broken system reaches.
class EventLog {
 public:
  wire::PcscReaders::Listener listener() {
    return [this](const ReaderEvent& event) {
      const std::lock_guard lock(mutex_);
      events_.push_back(event);
      arrived_.notify_all();
    };
  }
  /// The first event of that kind and reader since the last one that was waited for.
  bool wait_for(Kind kind, const std::string& reader, ReaderEvent* out = nullptr) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::seconds(20), [&] {
      for (; next_ < events_.size(); ++next_)
        if (events_[next_].kind == kind && (reader.empty() || events_[next_].reader == reader)) {
          if (out != nullptr) *out = events_[next_];
          ++next_;
          return true;
        }
      return false;
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<ReaderEvent> events_;
  std::size_t next_ = 0;
};

class OnTheReader : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::filesystem::temp_directory_path() / ("kwota_pcscd_" + std::to_string(::getpid()));
    ::setenv("PCSCLITE_CSOCK_NAME", (folder_ / "socket").c_str(), 1);
    std::filesystem::create_directories(folder_);
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder_); }

  void SetUp() override {
    if (!PrivatePcscd::installed()) GTEST_SKIP() << "packages pcscd and vsmartcard-vpcd are not installed";
    auto started = PrivatePcscd::start({.socket = folder_ / "socket", .folder = folder_ / "conf", .slots = 2});
    ASSERT_TRUE(started.ok()) << started.error().what;
    pcscd_.emplace(std::move(started).value());
    slot_.emplace(pcscd_->port(0), Duration::ms(200));
    name_ = pcscd_->reader_name(0);
    readers_.emplace(log_.listener());
    ASSERT_TRUE(log_.wait_for(Kind::readers_changed, {}));
  }
  void TearDown() override {
    slot_.reset();
    readers_.reset();
    pcscd_.reset();
  }

  /// The service with so many slots, the card in that one.
  void begin_anew(std::size_t slots, std::size_t which) {
    TearDown();
    auto started = PrivatePcscd::start({.socket = folder_ / "socket", .folder = folder_ / "conf", .slots = slots});
    ASSERT_TRUE(started.ok()) << started.error().what;
    pcscd_.emplace(std::move(started).value());
    slot_.emplace(pcscd_->port(which), Duration::ms(200));
    name_ = pcscd_->reader_name(which);
    readers_.emplace(log_.listener());
    ASSERT_TRUE(log_.wait_for(Kind::readers_changed, {}));
  }
  ReaderEvent put_down(VirtualReader::BeforeCommand before = {}) {
    ReaderEvent event;
    slot_->insert(card_, std::move(before));
    EXPECT_TRUE(log_.wait_for(Kind::card_present, name_, &event));
    return event;
  }

  static std::filesystem::path folder_;
  SeededRandom random_{1};
  CardOs card_ = card_in_memory(blank_card(serial, transport_key), random_);
  EventLog log_;
  std::string name_;
  std::optional<PrivatePcscd> pcscd_;
  std::optional<VirtualReader> slot_;
  std::optional<wire::PcscReaders> readers_;
};
std::filesystem::path OnTheReader::folder_;

TEST_F(OnTheReader, a_card_is_seen_where_the_service_has_as_many_readers_as_it_can) {
  begin_anew(PrivatePcscd::slots_max, PrivatePcscd::slots_max - 1);
  EXPECT_EQ(put_down().atr, card_.atr());
  slot_->remove();
  EXPECT_TRUE(log_.wait_for(Kind::card_removed, name_));
  EXPECT_EQ(put_down().atr, card_.atr());
}

TEST_F(OnTheReader, a_card_in_the_third_slot_lies_on_no_other_reader) {
  begin_anew(3, 2);
  EXPECT_EQ(put_down().atr, card_.atr());
  for (const auto& reader : readers_->readers()) EXPECT_EQ(reader.card_present, reader.name == name_) << reader.name;
}

TEST_F(OnTheReader, a_card_is_put_down_answers_and_is_taken_away) {
  const auto there = put_down();
  EXPECT_EQ(there.atr, card_.atr());
  {
    auto session = readers_->connect(name_);
    ASSERT_TRUE(session.ok()) << session.error().code;
    EXPECT_EQ(session->atr(), there.atr);
    EXPECT_EQ(session->exchange(select_mf)->sw.value, 0x9000);
    EXPECT_EQ(session->exchange(get_challenge)->data.size(), 8u);
    EXPECT_EQ(session->exchange({.cla = 0xFF, .ins = 0xCA, .le = 0x00})->data, hex("26112000000007")) << "UID";
    EXPECT_EQ(session->exchange({.cla = 0xFF, .ins = 0xCA, .p1 = 0x01, .le = 0x00})->data, card_.historical_bytes());
    EXPECT_EQ(session->exchange({.cla = 0xFF, .ins = 0x82, .le = 0x00})->sw.value, 0x6A81);
    EXPECT_EQ(readers_->connect(name_).error().code, "sharing");
  }
  ASSERT_TRUE(readers_->connect(name_).ok()) << "the session let the card go";
  slot_->remove();
  EXPECT_TRUE(log_.wait_for(Kind::card_removed, name_));
  EXPECT_EQ(readers_->connect(name_).error().code, "no_card");
  EXPECT_EQ(readers_->connect("no such reader").error().code, "reader_offline");
}

TEST_F(OnTheReader, a_card_that_is_pulled_at_any_command_is_reported_as_removed) {
  constexpr std::size_t commands = 4;
  for (const auto fault : {CardFault::pulled_before, CardFault::pulled_before_answer}) {
    for (std::size_t pulled_at = 1; pulled_at <= commands; ++pulled_at) {
      put_down([=](std::size_t n) { return n == pulled_at ? fault : CardFault::answer; });
      {
        auto session = readers_->connect(name_);
        ASSERT_TRUE(session.ok()) << session.error().code;
        for (std::size_t n = 1; n < pulled_at; ++n) EXPECT_TRUE(session->exchange(select_mf).ok()) << n;
        const auto torn = session->exchange(select_mf);
        ASSERT_FALSE(torn.ok());
        EXPECT_EQ(torn.error().code, "card_removed") << "at command " << pulled_at;
        EXPECT_EQ(session->exchange(select_mf).error().code, "card_removed") << "it stays removed";
      }
      EXPECT_TRUE(log_.wait_for(Kind::card_removed, name_));
      slot_->remove();
    }
  }
}

TEST_F(OnTheReader, a_card_that_never_answers_is_given_up_by_the_watchdog) {
  put_down([](std::size_t n) { return n == 2 ? CardFault::silent : CardFault::answer; });
  auto session = readers_->connect(name_);
  ASSERT_TRUE(session.ok());
  EXPECT_TRUE(session->exchange(select_mf).ok());
  EXPECT_EQ(session->exchange(select_mf).error().code, "card_removed");
  EXPECT_TRUE(log_.wait_for(Kind::card_removed, name_));
}

TEST_F(OnTheReader, a_reset_by_the_session_takes_the_security_state_away) {
  put_down();
  {
    auto session = readers_->connect(name_);
    ASSERT_TRUE(session.ok());
    EXPECT_EQ(session->exchange(get_challenge)->sw.value, 0x9000);
  }
  auto session = readers_->connect(name_);
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->exchange({.cla = 0x00, .ins = 0x82, .data = Bytes(8)})->sw.value, 0x6984) << "the challenge is gone";
}

TEST_F(OnTheReader, the_card_service_is_stopped_and_started_again) {
  put_down();
  auto session = readers_->connect(name_);
  ASSERT_TRUE(session.ok());
  pcscd_->stop();
  EXPECT_TRUE(log_.wait_for(Kind::card_removed, name_));
  EXPECT_TRUE(log_.wait_for(Kind::readers_changed, {}));
  EXPECT_FALSE(readers_->service_running());
  EXPECT_TRUE(readers_->readers().empty());
  EXPECT_EQ(session->exchange(select_mf).error().code, "reader_offline");
  EXPECT_EQ(readers_->connect(name_).error().code, "reader_offline");

  ASSERT_TRUE(pcscd_->start_again().ok());
  ReaderEvent event;
  ASSERT_TRUE(log_.wait_for(Kind::card_present, name_, &event)) << "the card still lies on the reader";
  EXPECT_EQ(event.atr, card_.atr());
  auto again = readers_->connect(name_);
  ASSERT_TRUE(again.ok()) << again.error().code;
  EXPECT_EQ(again->exchange(select_mf)->sw.value, 0x9000);
}

TEST_F(OnTheReader, another_card_in_the_second_slot_is_another_card) {
  auto other_serial = serial;
  other_serial.bytes[7] = 8;
  auto other = card_in_memory(blank_card(other_serial, transport_key), random_);
  const auto first = put_down();
  VirtualReader second(pcscd_->port(1));
  second.insert(other);
  ReaderEvent event;
  ASSERT_TRUE(log_.wait_for(Kind::card_present, pcscd_->reader_name(1), &event));
  EXPECT_NE(event.atr, first.atr);
  EXPECT_EQ(readers_->readers().size(), 2u);
}

TEST_F(OnTheReader, a_card_that_takes_anothers_place_at_once_is_told_and_read) {
  auto other_serial = serial;
  other_serial.bytes[7] = 9;
  auto other = card_in_memory(blank_card(other_serial, transport_key), random_);
  put_down();
  slot_->remove();
  slot_->insert(other);
  EXPECT_TRUE(log_.wait_for(Kind::card_removed, name_));
  ReaderEvent event;
  ASSERT_TRUE(log_.wait_for(Kind::card_present, name_, &event));
  EXPECT_EQ(event.atr, other.atr());
  auto session = readers_->connect(name_);
  ASSERT_TRUE(session.ok()) << session.error().code;
  EXPECT_EQ(session->exchange(select_mf)->sw.value, 0x9000);
  EXPECT_TRUE(slot_->inserted());
  slot_->remove();
}

TEST(PrivateService, two_run_side_by_side) {
  if (!PrivatePcscd::installed()) GTEST_SKIP() << "packages pcscd and vsmartcard-vpcd are not installed";
  const auto folder = std::filesystem::temp_directory_path() / ("kwota_pcscd_pair_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  auto one = PrivatePcscd::start({.socket = folder / "one", .folder = folder / "conf1", .slots = 4});
  auto two = PrivatePcscd::start({.socket = folder / "two", .folder = folder / "conf2", .slots = 1});
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_NE(one->port(0), two->port(0));
  EXPECT_EQ(one->reader_name(3), "Kwota 1 00 01");
  EXPECT_EQ(PrivatePcscd::start({.socket = folder / std::string(120, 'x'), .folder = folder / "conf3"}).error().code,
            "card_service_failed");
  one->stop();
  two->stop();
  std::filesystem::remove_all(folder);
}

// The service inherits the pipe: it reads as ended only when both our program and the service are gone.
TEST(PrivateService, it_does_not_outlive_a_program_that_was_killed) {
  if (!PrivatePcscd::installed()) GTEST_SKIP() << "packages pcscd and vsmartcard-vpcd are not installed";
  const auto folder = std::filesystem::temp_directory_path() / ("kwota_pcscd_orphan_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t program = ::fork();
  if (program == 0) {
    sigset_t waited_for;  // as a server that ends on a signal does: the service must hear it all the same
    ::sigemptyset(&waited_for);
    ::sigaddset(&waited_for, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &waited_for, nullptr);
    const auto service = PrivatePcscd::start({.socket = folder / "socket", .folder = folder / "conf"});
    const char ready = service.ok() ? 'r' : 'f';
    [[maybe_unused]] const auto written = ::write(ends[1], &ready, 1);
    ::raise(SIGKILL);
  }
  ::close(ends[1]);
  char byte = 0;
  EXPECT_EQ(::read(ends[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'r');
  ::waitpid(program, nullptr, 0);
  pollfd watched{ends[0], POLLIN, 0};
  ASSERT_EQ(::poll(&watched, 1, 10'000), 1);
  EXPECT_EQ(::read(ends[0], &byte, 1), 0) << "the pipe has no writer any more";
  ::close(ends[0]);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace kwota::sim
