// The server is talked to over a real socket, as a browser would.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
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
  std::string receive(std::string_view end) const {
    std::string received;
    char c = 0;
    while (received.find(end) == std::string::npos && ::recv(socket_, &c, 1, 0) == 1) received += c;
    return received;
  }
  std::string hear_bytes(std::size_t size) const {
    std::string received(size, '\0');
    std::size_t have = 0;
    for (ssize_t got = 1; have < size && got > 0; have += static_cast<std::size_t>(std::max<ssize_t>(got, 0)))
      got = ::recv(socket_, received.data() + have, size - have, 0);
    received.resize(have);
    return received;
  }
  void hear_nothing_for(int milliseconds) const {
    pollfd quiet{socket_, POLLIN, 0};
    EXPECT_EQ(::poll(&quiet, 1, milliseconds), 0);
  }

 private:
  int socket_;
};

class Http : public testing::Test {
 protected:
  void start(Handler handler, HttpSettings settings = {}) {
    server_ = std::move(HttpServer::listen("127.0.0.1", 0, std::move(handler), std::move(settings))).value();
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
  EXPECT_NE(client.receive("body").find("POST /a b/c 李 two body"), std::string::npos);
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
  EXPECT_NE(client.receive("late").find("201 Created"), std::string::npos);
  client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.receive("\r\n\r\n").find("200 OK"), std::string::npos) << "the connection is kept";
  later.join();
}

TEST_F(Http, whoever_works_long_for_a_client_knows_when_he_has_gone) {
  std::promise<Request> came;
  std::promise<Respond> answer;
  start([&](Request request, Respond respond) {
    answer.set_value(std::move(respond));
    came.set_value(std::move(request));
  });
  Request request;
  {
    Client client(server_->port());
    client.say("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    request = came.get_future().get();
    EXPECT_FALSE(request.gone());
  }
  while (!request.gone()) std::this_thread::yield();
  answer.get_future().get()(Response{});
}

TEST_F(Http, who_has_gone_stays_gone_when_the_next_gets_the_number_of_his_socket) {
  std::mutex mutex;
  std::vector<Request> kept;
  start([&](Request request, Respond respond) {
    const std::lock_guard lock(mutex);
    kept.push_back(std::move(request));
    respond(Response{});
  });
  const Client first(server_->port());
  first.say("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(first.receive("the end of the connection").substr(9, 3), "200");
  const Client second(server_->port()), third(server_->port());
  for (const auto* next : {&second, &third}) {
    next->say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(next->receive("\r\n\r\n").substr(9, 3), "200");
  }
  const std::lock_guard lock(mutex);
  EXPECT_TRUE(kept.front().gone());
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
  EXPECT_EQ(client.receive("\r\n\r\n"), "");
}

TEST_F(Http, a_handler_that_forgets_to_answer_does_not_keep_the_client_waiting) {
  start([](Request, const Respond&) {});
  const Client client(server_->port());
  client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.receive("\r\n\r\n"), "");
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
    EXPECT_NE(client.receive("early\n\n").find("event: card\ndata: early"), std::string::npos);
    EXPECT_TRUE(events->send("card", "second"));
    EXPECT_NE(client.receive("second\n\n").find("second"), std::string::npos);
  }
  while (events->send("card", "anybody?")) std::this_thread::yield();
  EXPECT_FALSE(events->open());
}

/// A file that is larger than what sockets take by themselves; it ends with "the end".
std::shared_ptr<Spool> long_file() {
  auto file = Spool::make().value();
  for (int i = 0; i < 32 * 1024; ++i) file->write(std::string(1023, 'x') + "\n");
  file->write("the end");
  EXPECT_TRUE(file->finish());
  return file;
}

TEST_F(Http, a_file_goes_out_in_pieces_and_the_connection_is_kept) {
  start([](Request, Respond respond) {
    Response response;
    response.file = long_file();
    respond(std::move(response.with("Content-Type", "text/csv")));
  });
  Client client(server_->port());
  for (int time = 0; time < 2; ++time) {
    client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto head = client.receive("\r\n\r\n");
    EXPECT_NE(head.find("Content-Length: " + std::to_string(32 * 1024 * 1024 + 7)), std::string::npos) << head;
    EXPECT_NE(head.find("text/csv"), std::string::npos);
    EXPECT_EQ(client.hear_bytes(32 * 1024 * 1024 + 7).substr(32 * 1024 * 1024), "the end");
  }
  client.say("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.receive("\r\n\r\n").find("Content-Length: " + std::to_string(32 * 1024 * 1024 + 7)), std::string::npos);
}

TEST_F(Http, a_file_whose_client_went_away_is_let_go) {
  std::promise<std::weak_ptr<Spool>> made;
  start([&](Request, Respond respond) {
    Response response;
    response.file = long_file();
    made.set_value(response.file);
    respond(std::move(response));
  });
  std::weak_ptr<Spool> file;
  const auto open_files = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator()); };
  std::ptrdiff_t before = 0;
  {
    const Client client(server_->port());
    client.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    file = made.get_future().get();
    EXPECT_NE(client.receive("\r\n\r\n").find("200 OK"), std::string::npos);
    before = open_files();
  }
  while (!file.expired()) std::this_thread::yield();
  while (open_files() > before - 3) std::this_thread::yield();  // both ends of the line, and the file
}

TEST_F(Http, too_large_a_body_and_nonsense_are_refused) {
  start([](Request, Respond respond) { respond(Response{}); }, {.limits = {.body_bytes_max = 10}});
  {
    Client client(server_->port());
    client.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901");
    EXPECT_NE(client.receive("\r\n\r\n").find("413"), std::string::npos);
  }
  Client client(server_->port());
  client.say("GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.receive("\r\n\r\n").find("400"), std::string::npos);
}

TEST_F(Http, whom_no_handler_hears_is_told_why_in_his_language) {
  const auto unheard = [](Unheard why, std::string_view language) { return Response{.status = 200, .headers = {}, .body = std::to_string(static_cast<int>(why)) + " for " + std::string(language), .events = nullptr}; };
  start([](Request, Respond respond) { respond(Response{}); }, {.limits = {.body_bytes_max = 10, .header_bytes_max = 1000}, .unheard = unheard});
  const auto told = [&](const std::string& request) {
    Client client(server_->port());
    client.say(request);
    const auto head = client.receive("\r\n\r\n");
    return head.substr(9, 3) + ": " + client.receive("for ru");
  };
  const auto in_russian = [](int status, Unheard why) { return std::to_string(status) + ": " + std::to_string(static_cast<int>(why)) + " for ru"; };
  const std::string post = "POST / HTTP/1.1\r\nAccept-Language: ru\r\n";
  EXPECT_EQ(told("GET /accounts/%zz HTTP/1.1\r\nHost: x\r\nAccept-Language: ru\r\n\r\n"), in_russian(400, Unheard::address));
  EXPECT_EQ(told(post + "Host: x\r\nContent-Length: 11\r\n\r\n"), in_russian(413, Unheard::body_too_large));
  EXPECT_EQ(told(post + "Host: x\r\nHost: y\r\n\r\n"), in_russian(400, Unheard::host));
  EXPECT_EQ(told(post + "Host: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc"), in_russian(400, Unheard::length));
  EXPECT_EQ(told(post + "Host: x\r\nContent-Length: two\r\n\r\nab"), in_russian(400, Unheard::length));
  EXPECT_EQ(told(post + "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"), in_russian(400, Unheard::length));
}

TEST_F(Http, a_port_that_is_taken_is_said_with_a_way_out) {
  start([](Request, Respond respond) { respond(Response{}); });
  const auto second = HttpServer::listen("127.0.0.1", server_->port(), [](Request, Respond respond) { respond(Response{}); });
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "address_in_use");
}

TEST_F(Http, an_address_of_another_machine_is_not_said_to_be_taken) {
  const auto elsewhere = HttpServer::listen("192.0.2.1", 0, [](Request, Respond respond) { respond(Response{}); });  // of documentation, nobody's
  ASSERT_FALSE(elsewhere.ok());
  EXPECT_EQ(elsewhere.error().code, "address_not_usable");
}

TEST_F(Http, what_two_readers_could_take_differently_is_no_request) {
  start([](Request, Respond respond) { respond(Response{}); });
  const auto answer_to = [&](const std::string& head) {
    const Client client(server_->port());
    client.say("POST / HTTP/1.1\r\n" + head + "\r\n0\r\n\r\n");
    return client.receive("\r\n\r\n").substr(9, 3);
  };
  EXPECT_EQ(answer_to("Host: x\r\nTransfer-Encoding: chunked\r\n"), "200");
  EXPECT_EQ(answer_to("Host: x\r\nTransfer-Encoding: gzip\r\n"), "501");
  EXPECT_EQ(answer_to("Host: x\r\nTransfer-Encoding: gzip, chunked\r\n"), "501");
  EXPECT_EQ(answer_to("Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n"), "400");
  EXPECT_EQ(answer_to("Host: x\r\nHost: y\r\nContent-Length: 0\r\n"), "400");
  EXPECT_EQ(answer_to("Content-Length: 0\r\n"), "400");
}

TEST_F(Http, a_stranger_may_send_little_and_who_is_known_more) {
  start([](Request request, Respond respond) { respond(Response{.status = 200, .headers = {}, .body = std::to_string(request.body.size()), .events = nullptr}); },
        {.body_bytes_for = [](const Request& head) -> std::size_t { return head.cookie("known").empty() ? 10 : 1000; }});
  const auto answer_to = [&](const std::string& head, const std::string& body) {
    const Client client(server_->port());
    client.say("POST / HTTP/1.1\r\nHost: x\r\n" + head + "\r\n" + body);
    return client.receive("\r\n\r\n").substr(9, 3);
  };
  EXPECT_EQ(answer_to("Content-Length: 16000000\r\n", ""), "413") << "at once, before anything of it was kept";
  EXPECT_EQ(answer_to("Transfer-Encoding: chunked\r\n", "b\r\n12345678901\r\n0\r\n\r\n"), "413");
  EXPECT_EQ(answer_to("Content-Length: 10\r\n", "1234567890"), "200");
  EXPECT_EQ(answer_to("Cookie: known=1\r\nContent-Length: 11\r\n", "12345678901"), "200");
}

TEST_F(Http, one_address_has_so_many_connections_and_so_much_room_for_bodies) {
  start([](Request, Respond respond) { respond(Response{}); }, {.limits = {.connections_per_address_max = 3, .body_bytes_per_address_max = 100}});
  {
    const Client one(server_->port()), two(server_->port()), three(server_->port());
    one.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(one.receive("\r\n\r\n").substr(9, 3), "200");
    two.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n");
    three.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(three.receive("\r\n\r\n").substr(9, 3), "200") << "after the two before it were heard";
    const Client four(server_->port());
    EXPECT_EQ(four.receive("\r\n\r\n").substr(9, 3), "503");
    one.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n");
    EXPECT_EQ(one.receive("\r\n\r\n").substr(9, 3), "503") << "90 of the 100 bytes are promised to another body";
  }
  // Given back when they end.
  std::string again;
  while (again != "200") {
    const Client later(server_->port());
    later.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
    again = later.receive("\r\n\r\n").substr(9, 3);
  }
}

TEST_F(Http, when_it_is_full_the_oldest_that_has_said_nothing_whole_gives_way) {
  std::promise<Respond> asked;
  start([&](Request request, Respond respond) {
    if (request.path == "/long") return asked.set_value(std::move(respond));
    respond(Response{});
  }, {.limits = {.connections_max = 4}});
  const Client works(server_->port());
  works.say("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
  auto answer = asked.get_future().get();
  const Client half(server_->port()), writes(server_->port()), rests(server_->port());
  half.say("GET / HTTP/1.1\r\nHost: x");
  rests.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(rests.receive("\r\n\r\n").substr(9, 3), "200");
  writes.say("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(writes.receive("\r\n\r\n").substr(9, 3), "100");
  const auto comes = [&](const Client& client) {
    client.say("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
    return client.receive("\r\n\r\n");
  };
  std::vector<std::unique_ptr<Client>> others;
  const auto another = [&] {
    asked = {};
    others.push_back(std::make_unique<Client>(server_->port()));
    others.back()->say("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
    return asked.get_future().get();
  };
  const auto second = another();
  EXPECT_EQ(half.receive("\r\n\r\n"), "") << "who sends his head by the letter goes first";
  const auto third = another();
  EXPECT_EQ(rests.receive("\r\n\r\n"), "") << "then who was answered and says nothing";
  const auto fourth = another();
  EXPECT_EQ(writes.receive("\r\n\r\n"), "") << "then who owes his body";
  const Client fifth(server_->port());
  EXPECT_EQ(comes(fifth).substr(9, 3), "503") << "who is being worked for stays";
  answer(Response{});
  EXPECT_EQ(works.receive("\r\n\r\n").substr(9, 3), "200");
}

TEST_F(Http, a_head_has_a_time_of_its_own_and_who_rests_between_two_requests_has_longer) {
  start([](Request, Respond respond) { respond(Response{}); }, {.limits = {.idle_seconds = 60, .head_seconds = 1}});
  const Client half(server_->port()), rests(server_->port());
  for (int i = 0; i < 2; ++i) {
    rests.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(rests.receive("\r\n\r\n").substr(9, 3), "200");
    if (i == 1) break;
    half.say("GET / HTTP/1.1\r\nHost: x");
    EXPECT_EQ(half.receive("\r\n\r\n"), "");
  }
}

TEST_F(Http, behind_a_proxy_of_ours_everybody_is_a_client_of_his_own) {
  const HttpSettings settings{.limits = {.connections_per_address_max = 1}, .proxies = Proxies::parse({"127.0.0.1"}).value()};
  start([](Request request, Respond respond) { respond(Response{.status = 200, .headers = {}, .body = request.remote + (request.secure ? " secure." : " plain."), .events = nullptr}); }, settings);
  const Client one(server_->port()), two(server_->port());
  one.say("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9, 198.51.100.7\r\nX-Forwarded-Proto: https\r\n\r\n");
  EXPECT_NE(one.receive(".").find("HTTP/1"), std::string::npos);
  EXPECT_NE(one.receive("secure.").find("198.51.100.7 secure."), std::string::npos) << "the last address is the proxy's word, those before it anybody's";
  two.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(two.receive("plain.").find("127.0.0.1 plain."), std::string::npos);
}

TEST_F(Http, a_server_without_descriptors_left_waits_instead_of_turning) {
  start([](Request, Respond respond) { respond(Response{}); });
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const Client kept(server_->port());  // its other end was accepted when it was answered
  kept.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(kept.receive("\r\n\r\n").substr(9, 3), "200");
  const auto next = ::dup(0);
  ::close(next);
  rlimit tight{static_cast<rlim_t>(next) + 1, before.rlim_max};  // room for the client's end, none for the server's
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
  {
    const Client waiting(server_->port());
    const auto used = [] {
      rusage usage{};
      getrusage(RUSAGE_SELF, &usage);
      return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
    };
    const auto from = used();
    waiting.hear_nothing_for(600);
    EXPECT_LT(used() - from, 150) << "ms of the processor in 600 ms of waiting";
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    waiting.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(waiting.receive("\r\n\r\n").substr(9, 3), "200") << "and who waited is served when there is room again";
  }
}

TEST(CountedAddress, is_a_network_where_one_has_a_whole_one) {
  EXPECT_EQ(counted_address("2001:db8:0:1:a:b:c:d"), "2001:db8:0:1::/64");
  EXPECT_EQ(counted_address("2001:db8:0:1::2"), "2001:db8:0:1::/64");
  EXPECT_NE(counted_address("2001:db8:0:2::2"), "2001:db8:0:1::/64");
  EXPECT_EQ(counted_address("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(counted_address("::ffff:192.0.2.7"), "192.0.2.7");
  for (const auto* as_it_stands : {"192.0.2.7", "terminal", "", "%"}) EXPECT_EQ(counted_address(as_it_stands), as_it_stands);
}

TEST(ThisMachine, is_its_loopback_addresses_alone) {
  for (const auto* here : {"127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"}) EXPECT_TRUE(is_this_machine(here)) << here;
  for (const auto* elsewhere : {"", "localhost", "128.0.0.1", "10.0.0.1", "::2", "1::1", "::", "::ffff:10.0.0.1", "fe80::1"}) EXPECT_FALSE(is_this_machine(elsewhere)) << elsewhere;
}

TEST(ProxiesOfOurs, a_stranger_says_nothing_about_himself) {
  const auto proxies = Proxies::parse({"10.0.0.0/8", "::1"}).value();
  Request request{.headers = {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", "https"}}, .remote = "192.0.2.1"};
  proxies.name_client(request);
  EXPECT_EQ(request.remote, "192.0.2.1");
  EXPECT_FALSE(request.secure);
  EXPECT_TRUE(request.headers.empty()) << "nothing of it reaches anybody";
  Request proxied{.headers = {{"x-forwarded-for", "1.2.3.4, 10.1.1.1"}}, .remote = "10.200.0.1"};
  proxies.name_client(proxied);
  EXPECT_EQ(proxied.remote, "1.2.3.4") << "a chain of our proxies";
  EXPECT_TRUE(proxies.trusts("::1"));
  EXPECT_FALSE(proxies.trusts("11.0.0.1"));
  for (const auto* bad : {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", ""}) EXPECT_EQ(Proxies::parse({bad}).error().code, "bad_proxy") << bad;
}

TEST(HostsOfOurs, a_name_that_is_not_ours_leads_nowhere) {
  const Hosts hosts({"Kwota.example"});
  for (const auto* good : {"127.0.0.1:8080", "[::1]:8080", "localhost", "kwota.example:443", "192.0.2.7"}) EXPECT_TRUE(hosts.admit(good)) << good;
  for (const auto* bad : {"evil.example", "127.0.0.1.evil.example", "", "[::1", "kwota.example.evil.com"}) EXPECT_FALSE(hosts.admit(bad)) << bad;
}

}  // namespace
}  // namespace kwota::serve
