// The server is talked to over a real socket, as a browser would.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "serve/http/http.h"

namespace kwota::serve {
namespace {

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) std::abort();
  }
  ~Client() { ::close(socket_); }
  void say(std::string_view text) const {
    EXPECT_EQ(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  /// Reads until `end` has been seen, or the other side closes.
  std::string hear(std::string_view end) const {
    std::string heard;
    char c = 0;
    while (heard.find(end) == std::string::npos && ::recv(socket_, &c, 1, 0) == 1) heard += c;
    return heard;
  }

 private:
  int socket_;
};

class Http : public testing::Test {
 protected:
  void start(Handler handler, HttpLimits limits = {}) {
    server_ = std::move(HttpServer::listen("127.0.0.1", 0, std::move(handler), limits)).value();
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Http() override {
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

TEST_F(Http, path_query_headers_and_body_arrive_as_the_client_meant_them) {
  start([](Request request, Respond respond) {
    Response response;
    response.body = request.method + " " + request.path + " " + std::string(request.parameter("q")) + " " + request.cookie("b") +
                    " " + request.body;
    respond(std::move(response));
  });
  Client client(server_->port());
  client.say("POST /a%20b/c?q=%E6%9D%8E HTTP/1.1\r\nHost: x\r\nCookie: a=1; b=two\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_NE(client.hear("body").find("POST /a b/c 李 two body"), std::string::npos);
}

TEST_F(Http, an_answer_may_come_later_and_from_another_thread) {
  std::atomic<int> asked = 0;
  std::thread later;
  start([&](Request, Respond respond) {
    if (++asked > 1) return respond(Response{});
    later = std::thread([respond] { respond(Response{.status = 201, .headers = {}, .body = "late", .events = nullptr}); });
  });
  Client client(server_->port());
  client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.hear("late").find("201 Created"), std::string::npos);
  client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.hear("\r\n\r\n").find("200 OK"), std::string::npos) << "the connection is kept";
  later.join();
}

TEST_F(Http, an_answer_that_comes_when_the_server_has_gone_is_dropped) {
  std::promise<Respond> asked;
  start([&](Request, Respond respond) { asked.set_value(std::move(respond)); });
  const Client client(server_->port());
  client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  auto late = asked.get_future().get();
  server_->stop();
  thread_.join();
  server_.reset();
  late(Response{});
  late = nullptr;
  EXPECT_EQ(client.hear("\r\n\r\n"), "");
}

TEST_F(Http, a_handler_that_forgets_to_answer_does_not_keep_the_client_waiting) {
  start([](Request, const Respond&) {});
  const Client client(server_->port());
  client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.hear("\r\n\r\n"), "");
}

TEST_F(Http, events_reach_the_client_until_it_goes_away) {
  auto events = std::make_shared<EventStream>();
  start([&](Request, Respond respond) {
    Response response;
    response.events = events;
    respond(std::move(response));
  });
  events->send("card", "early");
  {
    Client client(server_->port());
    client.say("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(client.hear("early\n\n").find("event: card\ndata: early"), std::string::npos);
    EXPECT_TRUE(events->send("card", "second"));
    EXPECT_NE(client.hear("second\n\n").find("second"), std::string::npos);
  }
  while (events->send("card", "anybody?")) std::this_thread::yield();
  EXPECT_FALSE(events->open());
}

TEST_F(Http, too_large_a_body_and_nonsense_are_refused) {
  start([](Request, Respond respond) { respond(Response{}); }, HttpLimits{.body_bytes_max = 10});
  {
    Client client(server_->port());
    client.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901");
    EXPECT_NE(client.hear("\r\n\r\n").find("413"), std::string::npos);
  }
  Client client(server_->port());
  client.say("GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.hear("\r\n\r\n").find("400"), std::string::npos);
}

TEST_F(Http, a_port_that_is_taken_is_said_with_a_way_out) {
  start([](Request, Respond respond) { respond(Response{}); });
  const auto second = HttpServer::listen("127.0.0.1", server_->port(), [](Request, Respond respond) { respond(Response{}); });
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "address_in_use");
}

}  // namespace
}  // namespace kwota::serve
