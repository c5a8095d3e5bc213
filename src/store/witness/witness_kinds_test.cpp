#include "store/witness/witness_kinds.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace kwota::store {
namespace {

Mark mark_of(std::int64_t number) {
  Mark mark{number, {}};
  mark.hash.fill(static_cast<std::uint8_t>(number));
  return mark;
}

struct Place {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("kwota-witness-" + std::to_string(::getpid()));
  Place() { std::filesystem::create_directories(path); }
  ~Place() { std::filesystem::remove_all(path); }
};

TEST(Witnesses, a_file_keeps_lines_and_says_the_last_whole_one) {
  const Place place;
  const auto file = place.path / "lines";
  const auto witness = witness_at(file.string()).value();
  EXPECT_FALSE(witness->newest().value()) << "it was told nothing yet";
  for (std::int64_t n = 1; n <= 800; ++n) ASSERT_TRUE(witness->tell(mark_of(n), Instant::from_ms(n)));
  EXPECT_EQ(witness->newest().value(), mark_of(800));
  std::ofstream(file, std::ios::app) << "801 3F";
  EXPECT_EQ(witness->newest().value(), mark_of(800)) << "a line that was torn is none";
  std::ofstream(file, std::ios::app) << "\n80";
  ASSERT_TRUE(witness->tell(mark_of(802), Instant::from_ms(802)));
  EXPECT_EQ(witness->newest().value(), mark_of(802)) << "what is told behind a torn line is a line of its own";
  EXPECT_TRUE(witness->outside_of(place.path / "data"));
  EXPECT_FALSE(witness->outside_of(place.path)) << "it is put back with the folder";
}

TEST(Witnesses, a_file_whose_disk_is_away_cannot_be_asked) {
  const Place place;
  const auto disk = place.path / "disk";
  const auto witness = witness_at((disk / "lines").string()).value();
  const auto away = witness->newest();
  ASSERT_FALSE(away) << "it may know of newer books";
  EXPECT_EQ(away.error().code, "witness_unreadable");
  std::filesystem::create_directory(disk);
  EXPECT_FALSE(witness->newest().value()) << "the disk is there, and it was told nothing yet";
}

TEST(Witnesses, syslog_is_told_in_one_datagram_and_cannot_be_asked) {
  const Place place;
  const auto path = (place.path / "log").string();
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const auto witness = witness_at("syslog:" + path).value();
  ASSERT_TRUE(witness->tell(mark_of(7), Instant::from_ms(0)));
  char text[512] = {};
  ASSERT_GT(::recv(socket, text, sizeof text - 1, 0), 0);
  EXPECT_EQ(std::string(text), "<85>kwota: books 7 " + to_hex(mark_of(7).hash) + " " + format_utc(Instant::from_ms(0)));
  ::close(socket);
  EXPECT_FALSE(witness->can_be_asked());
  EXPECT_FALSE(witness->newest().value());
  EXPECT_EQ(witness_at("syslog:" + path + "-gone").value()->tell(mark_of(7), Instant{}).error().code, "witness_unwritable");
}

/// Answers one connection after another; "" hangs up without a word.
class OneServer {
 public:
  explicit OneServer(std::vector<std::string> answers) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    ::listen(socket_, 4);
    thread_ = std::thread([this, answers = std::move(answers)] {
      for (const auto& answer : answers) {
        const int one = ::accept(socket_, nullptr, nullptr);
        char part[4096];
        std::string asked;
        while (asked.find("\r\n\r\n") == std::string::npos || (asked.starts_with("POST") && !asked.ends_with("\n"))) {
          const auto got = ::recv(one, part, sizeof part, 0);
          if (got <= 0) break;
          asked.append(part, static_cast<std::size_t>(got));
        }
        asked_.push_back(asked);
        if (!answer.empty()) EXPECT_GT(::send(one, answer.data(), answer.size(), MSG_NOSIGNAL), 0);
        ::close(one);
      }
    });
  }
  ~OneServer() {
    join();
    ::close(socket_);
  }
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/books"; }
  const std::vector<std::string>& asked() const { return asked_; }

 private:
  int socket_ = -1;
  unsigned port_ = 0;
  std::vector<std::string> asked_;
  std::thread thread_;
};

TEST(Witnesses, an_address_takes_the_newest_line_and_gives_it_back) {
  const auto line = witness_line(mark_of(9), Instant::from_ms(0));
  OneServer server({"HTTP/1.1 404 Not Found\r\n\r\n", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n" + line, "HTTP/1.1 500 No\r\n\r\n", "",
                    "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + line, "HTTP/1.1 200 OK\r\n\r\nhello\n"});
  const auto witness = witness_at(server.url()).value();
  EXPECT_FALSE(witness->newest().value()) << "nothing yet";
  EXPECT_TRUE(witness->tell(mark_of(9), Instant::from_ms(0)));
  EXPECT_EQ(witness->newest().value(), mark_of(9));
  EXPECT_EQ(witness->tell(mark_of(10), Instant::from_ms(0)).error().code, "witness_unwritable");
  EXPECT_EQ(witness->newest().error().code, "witness_unreadable") << "it hung up";
  EXPECT_EQ(witness->newest().error().code, "witness_unreadable") << "half an answer is none";
  EXPECT_EQ(witness->newest().error().code, "witness_unreadable") << "nor is another text";
  server.join();
  EXPECT_TRUE(server.asked()[1].starts_with("POST /books HTTP/1.0\r\n"));
  EXPECT_TRUE(server.asked()[1].ends_with("\r\n\r\n" + line));
  EXPECT_TRUE(server.asked()[2].starts_with("GET /books "));
}

TEST(Witnesses, what_is_no_place_is_refused) {
  for (const auto* place : {"", "ftp://there/x", "https://", "http://host:port/", "https://a b/", "https://me@host/", "syslog:relative", "syslog://", "syslog://host:x"})
    EXPECT_EQ(witness_at(place).error().code, "bad_witness") << place;
  for (const auto* place : {"syslog:", "syslog://loghost", "syslog://loghost:1514", "https://host", "http://host:8080/a?b=c", "relative/file"})
    EXPECT_TRUE(witness_at(place)) << place;
}

}  // namespace
}  // namespace kwota::store
