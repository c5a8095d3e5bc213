// A line with a thread of its own: somebody else's program connects, asks, and the line goes away under it.
#include "sim/line/served_line.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

namespace kwota::sim {
namespace {

/// A connection to "tcp://127.0.0.1:PORT"; -1: refused.
int connect_to(const std::string& name) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(name.substr(name.rfind(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return made;
  ::close(made);
  return -1;
}

std::string ask(int connection, std::string_view question) {
  if (::send(connection, question.data(), question.size(), MSG_NOSIGNAL) < 0) return "";
  std::array<char, 64> received{};
  const auto size = ::recv(connection, received.data(), received.size(), 0);
  return size > 0 ? std::string(received.data(), static_cast<std::size_t>(size)) : "";
}

TEST(ServedLine, answers_until_it_is_dropped_and_may_be_opened_again_at_its_address) {
  std::atomic<int> asked = 0;
  const LinePort::Station station{.receive = [&](ByteView bytes) { return ++asked, to_bytes(bytes); },
                                  .silence = [] { return Bytes{}; },
                                  .baud = [] { return 2400U; },
                                  .let_time_pass = [] {}};
  auto line = ServedLine::open({.listen = "tcp://127.0.0.1:0"}, station).value();
  const auto name = line->name();
  const int connection = connect_to(name);
  EXPECT_EQ(ask(connection, "hello"), "hello");
  line.reset();
  EXPECT_EQ(ask(connection, "are you there"), "");
  EXPECT_EQ(connect_to(name), -1);
  EXPECT_EQ(asked, 1);
  line = ServedLine::open({.listen = name}, station).value();
  EXPECT_EQ(line->name(), name);
  const int again = connect_to(name);
  EXPECT_EQ(ask(again, "again"), "again");
  ::close(connection);
  ::close(again);
}

TEST(ServedLine, with_real_timing_question_and_answer_take_their_bits_one_after_the_other) {
  constexpr unsigned baud = 19'200;
  std::size_t heard = 0;
  const LinePort::Station station{.receive = [&](ByteView bytes) {
                                    heard += bytes.size();
                                    return heard < 40 ? Bytes{} : Bytes(60, 'a');
                                  },
                                  .silence = [] { return Bytes{}; },
                                  .baud = [] { return baud; },
                                  .let_time_pass = [] {}};
  auto line = ServedLine::open({.listen = "tcp://127.0.0.1:0", .real_timing = true}, station).value();
  const int connection = connect_to(line->name());
  const auto begin = std::chrono::steady_clock::now();
  std::string answer = ask(connection, std::string(40, 'q'));
  for (std::array<char, 64> more{}; answer.size() < 60;) {
    const auto size = ::recv(connection, more.data(), more.size(), 0);
    ASSERT_GT(size, 0);
    answer.append(more.data(), static_cast<std::size_t>(size));
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, 100 * WireTime::byte_time(baud) + std::chrono::milliseconds{20}) << "sooner than physics allows";
  EXPECT_EQ(answer.size(), 60u);
  ::close(connection);
}

}  // namespace
}  // namespace kwota::sim
