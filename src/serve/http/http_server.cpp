// The one translation unit that includes Beast.
#include <strings.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
/// A file goes out in pieces as large as that.
#define BOOST_BEAST_FILE_BUFFER_SIZE 65536
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <mutex>
#include <optional>
#include <set>

#include "base/ascii.h"
#include "serve/http/http.h"
#include "serve/http/places.h"
#include "serve/http/target.h"

namespace kwota::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

/// One host, and no other way of sending than a length or chunks: what two readers could take differently is no request.
std::optional<Unheard> judge(const http::request<http::string_body>& head) {
  if (head.version() == 11 && head.count(http::field::host) != 1) return Unheard::host;
  const auto coded = head.count(http::field::transfer_encoding);
  if (coded > 1 || (coded == 1 && head.count(http::field::content_length) > 0)) return Unheard::length;
  if (coded == 1 && !beast::iequals(head[http::field::transfer_encoding], "chunked")) return Unheard::coding;
  return std::nullopt;
}

/// The request without its body, from the socket's peer.
std::optional<Request> translate(const http::request<http::string_body>& in, const std::string& peer, const Proxies& proxies) {
  Request out;
  if (!take_target(out, std::string_view(in.target().data(), in.target().size()))) return std::nullopt;
  out.method = std::string(in.method_string());
  for (const auto& field : in) {
    out.headers[in_small_letters(std::string_view(field.name_string().data(), field.name_string().size()))] = std::string(field.value());
  }
  out.remote = peer;
  proxies.name_client(out);
  return out;
}

/// Where other threads hand something in to the network's thread. Closed when the server ends: an answer that comes later is
/// dropped, and whoever still holds the means to answer holds nothing of the server.
class Door {
 public:
  explicit Door(asio::io_context& io) : io_(&io) {}
  template <class Work>
  void bring(Work work) {
    const std::lock_guard lock(mutex_);
    if (io_ != nullptr) asio::post(*io_, std::move(work));
  }
  void close() {
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
  }

 private:
  std::mutex mutex_;
  asio::io_context* io_;
};

/// What clients send stands there first, their passwords as well.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) {}  // NOLINT(google-explicit-constructor): as allocators are
  T* allocate(std::size_t size) { return std::allocator<T>{}.allocate(size); }
  void deallocate(T* place, std::size_t size) {
    explicit_bzero(place, size * sizeof(T));
    std::allocator<T>{}.deallocate(place, size);
  }
  bool operator==(const WipingAllocator&) const = default;
};

class Connection;
/// Connections whose request is being handled; of the network's thread.
using Handled = std::set<std::shared_ptr<Connection>>;

/// What all connections share.
struct Shared {
  Handler handler;
  HttpSettings settings;
  std::shared_ptr<Door> door;
  Handled handled{};
  Places places{settings.limits, settings.proxies};  ///< of the network's thread

  const HttpLimits& limits() const { return settings.limits; }
};

/// One client's connection: reads a request, hands it to the handler, writes the answer, reads the next.
/// It is owned by its operations on the socket and, while a request is handled, by Shared: never by another thread.
class Connection final : public std::enable_shared_from_this<Connection>, public Guest {
 public:
  Connection(tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {
    boost::system::error_code ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    const auto endpoint = stream_.socket().remote_endpoint(ignored);
    if (!ignored) peer_ = endpoint.address().to_string();
    counted_ = counted_address(peer_);
    welcome_ = shared_.places.enter(peer_, counted_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override { leave(); }

  void read() {
    if (!welcome_) return answer_and_close(Unheard::full);
    parser_.emplace();
    parser_->body_limit(shared_.limits().body_bytes_max);
    parser_->header_limit(shared_.limits().header_bytes_max);
    place_ = shared_.places.wait_in(Waits::for_head, place_, this);
    if (!heard_before_ || buffer_.size() > 0) return read_head();
    stream_.expires_after(std::chrono::seconds(shared_.limits().idle_seconds));
    stream_.async_read_some(buffer_.prepare(first_bytes), [self = shared_from_this()](beast::error_code failed, std::size_t size) {
      if (failed || self->left_) return self->close();
      self->buffer_.commit(size);
      self->read_head();
    });
  }

  void give_way() override {
    close();
    leave();
  }

 private:
  static constexpr std::size_t first_bytes = 4096;

  void read_head() {
    stream_.expires_after(std::chrono::seconds(shared_.limits().head_seconds));
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](beast::error_code failed, std::size_t) { self->have_head(failed); });
  }

  void stop_waiting() { place_ = shared_.places.wait_in(Waits::for_nothing, place_, this); }

  /// It counts no more, once.
  void leave() {
    if (left_) return;
    left_ = true;
    stop_waiting();
    if (line_) line_->give_back();
    count_body(0);
    shared_.places.leave(counted_);
  }

  /// Who it is decides how much he may send: a stranger's body is never kept.
  void have_head(beast::error_code failed) {
    if (left_) return close();
    if (failed) return refuse(failed);
    heard_before_ = true;
    place_ = shared_.places.wait_in(Waits::for_body, place_, this);
    stream_.expires_after(std::chrono::seconds(shared_.limits().idle_seconds));
    if (const auto judged = judge(parser_->get())) return answer_and_close(*judged);
    request_ = translate(parser_->get(), peer_, shared_.settings.proxies);
    if (!request_) return answer_and_close(Unheard::address);
    const auto& own = shared_.settings.body_bytes_for;
    const auto most = own ? std::min(own(*request_), shared_.limits().body_bytes_max) : shared_.limits().body_bytes_max;
    const auto announced = parser_->content_length();
    if (announced && *announced > most) return answer_and_close(Unheard::body_too_large);
    if (!parser_->is_done() && !count_body(announced ? static_cast<std::size_t>(*announced) : most))
      return answer_and_close(Unheard::full);
    parser_->body_limit(most);
    if (!parser_->is_done() && beast::iequals(parser_->get()[http::field::expect], "100-continue")) return ask_for_body();
    read_body();
  }

  /// The client keeps the body back until it hears that it is wanted (RFC 9110, 10.1.1).
  void ask_for_body() {
    asio::async_write(stream_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), [self = shared_from_this()](beast::error_code failed, std::size_t) {
      if (failed || self->left_) return self->close();
      self->read_body();
    });
  }

  void read_body() {
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code why, std::size_t) { self->have_read(why); });
  }

  /// What this connection takes of its address's room for bodies; false: there is no more.
  bool count_body(std::size_t bytes) {
    const bool room = shared_.places.count_body(peer_, counted_, body_bytes_, bytes);
    body_bytes_ = room ? bytes : 0;
    return room;
  }

  void refuse(beast::error_code failed) {
    if (failed == http::error::body_limit) return answer_and_close(Unheard::body_too_large);
    if (failed == http::error::header_limit) return answer_and_close(Unheard::head_too_large);
    if (failed == http::error::bad_transfer_encoding || failed == http::error::bad_content_length ||
        failed == http::error::multiple_content_length)
      return answer_and_close(Unheard::length);
    close();
  }

  void have_read(beast::error_code failed) {
    if (left_) return close();
    count_body(0);
    stop_waiting();
    if (failed) return refuse(failed);
    stream_.expires_never();  // the handler may take its time: a card is being written
    keep_alive_ = parser_->keep_alive();
    version_ = parser_->get().version();
    head_ = parser_->get().method() == http::verb::head;
    request_->body = std::move(parser_->get().body());
    buffer_.shrink_to_fit();  // what was read from it is wiped
    line_ = std::make_shared<Line>(stream_.socket().native_handle());
    request_->gone = [line = line_] { return line->gone(); };
    shared_.handled.insert(shared_from_this());
    shared_.handler(std::move(*request_), [reply = std::make_shared<Reply>(shared_.door, weak_from_this())](Response response) {
      reply->give(std::move(response));
    });
  }

  /// The one answer to one request, from whichever thread. A handler that forgets it closes the connection.
  class Reply {
   public:
    Reply(std::shared_ptr<Door> door, std::weak_ptr<Connection> to) : door_(std::move(door)), to_(std::move(to)) {}
    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;
    ~Reply() {
      if (given_.test_and_set()) return;
      door_->bring([to = to_] {
        if (const auto connection = to.lock()) connection->forgotten();
      });
    }
    void give(Response response) {
      if (given_.test_and_set()) return;
      door_->bring([to = to_, response = std::move(response)]() mutable {
        if (const auto connection = to.lock()) connection->answered(std::move(response));
      });
    }

   private:
    std::shared_ptr<Door> door_;
    std::weak_ptr<Connection> to_;
    std::atomic_flag given_;
  };

  void answered(Response response) {
    line_->give_back();  // from here on the stream may close the socket by itself
    write(std::move(response));
    shared_.handled.erase(shared_from_this());
  }

  void forgotten() {
    close();
    shared_.handled.erase(shared_from_this());
  }

  void write(Response response) {
    if (response.events) return write_stream(std::move(response));
    if (response.file && !head_) return write_file(response);
    sent_ = head_of(response, response.file ? response.file->size() : response.body.size());
    if (!head_) sent_ += response.body;
    stream_.expires_after(std::chrono::seconds(shared_.limits().idle_seconds));
    asio::async_write(stream_, asio::buffer(sent_), [self = shared_from_this()](beast::error_code failed, std::size_t) {
      std::string().swap(self->sent_);
      if (failed || !self->keep_alive_) return self->close();
      self->read();
    });
  }

  /// Up to the empty line. An answer goes out as one piece of text: of a message in parts Beast looks through all parts again for each of them.
  std::string head_of(const Response& response, std::uint64_t length) const {
    const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
    std::string head = version_ == 10 ? "HTTP/1.0 " : "HTTP/1.1 ";
    head += std::to_string(response.status) + ' ';
    head.append(reason.data(), reason.size()) += "\r\n";
    for (const auto& [name, value] : response.headers) (((head += name) += ": ") += value) += "\r\n";
    if (keep_alive_ == (version_ == 10)) head += keep_alive_ ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    if (response.status != 304) head += "Content-Length: " + std::to_string(length) + "\r\n";  // of what the client has already nothing is said (RFC 9110, 8.6)
    return head += "\r\n";
  }

  /// A file on its way to the client.
  struct Sending {
    http::response<http::file_body> message;
    std::optional<http::response_serializer<http::file_body>> serializer{};  ///< of a message whose file is open
  };

  void write_file(const Response& response) {
    beast::file file;
    beast::error_code failed;
    file.native_handle(::dup(response.file->descriptor()));  // closed by Beast; with it the file is gone
    sending_ = std::make_unique<Sending>();
    auto& message = sending_->message;
    message.result(static_cast<http::status>(response.status));
    message.version(version_);
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    message.body().reset(std::move(file), failed);
    if (failed) return close();
    message.keep_alive(keep_alive_);
    message.prepare_payload();
    sending_->serializer.emplace(message);
    write_piece();
  }

  /// Who takes his time gets the idle time anew with each piece; who takes nothing any more is left.
  void write_piece() {
    stream_.expires_after(std::chrono::seconds(shared_.limits().idle_seconds));
    http::async_write_some(stream_, *sending_->serializer, [self = shared_from_this()](beast::error_code failed, std::size_t) {
      if (!failed && !self->sending_->serializer->is_done()) return self->write_piece();
      const bool more = !failed && self->keep_alive_;
      self->sending_.reset();
      more ? self->read() : self->close();
    });
  }

  void write_stream(Response response) {
    events_ = std::move(response.events);
    std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n";
    for (auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
    queue_.push_back(head + "\r\n");
    write_next();
    events_->attach([door = shared_.door, to = weak_from_this()](std::string text) {
      door->bring([to, text = std::move(text)]() mutable {
        if (const auto connection = to.lock()) connection->write_event(std::move(text));
      });
    }, [door = shared_.door, to = weak_from_this()] {
      door->bring([to] {
        if (const auto connection = to.lock()) connection->close();
      });
    });
    // A client of a stream says nothing more: reading only tells when it goes away.
    stream_.socket().async_read_some(asio::buffer(gone_),
                                     [self = shared_from_this()](beast::error_code, std::size_t) { self->close(); });
  }

  void write_event(std::string text) {
    if (queue_.size() >= shared_.limits().events_waiting_max) return close();  // he does not read: he asks anew when he does
    queue_.push_back(std::move(text));
    if (queue_.size() == 1) write_next();
  }

  void write_next() {
    asio::async_write(stream_.socket(), asio::buffer(queue_.front()),
                      [self = shared_from_this()](beast::error_code failed, std::size_t) {
                        if (failed) return self->close();
                        self->queue_.pop_front();
                        if (!self->queue_.empty()) self->write_next();
                      });
  }

  void answer_and_close(Unheard why) {
    keep_alive_ = false;
    version_ = 11;
    Response response;
    if (const auto& unheard = shared_.settings.unheard; unheard) {
      const auto wanted = parser_ ? parser_->get()[http::field::accept_language] : beast::string_view{};
      response = unheard(why, std::string_view(wanted.data(), wanted.size()));
    }
    response.status = status_of(why);
    write(std::move(response));
  }

  void close() {
    stop_waiting();
    if (line_) line_->give_back();
    if (events_) events_->close();
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  Shared& shared_;
  std::string peer_, counted_;  ///< its address, and under what that is counted
  std::optional<Request> request_;
  std::size_t body_bytes_ = 0;  ///< counted for the peer
  bool welcome_ = true, heard_before_ = false, left_ = false;
  std::size_t place_ = 0;  ///< among those whose request is not whole
  std::shared_ptr<Line> line_;  ///< while a request is handled
  beast::basic_flat_buffer<WipingAllocator<char>> buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string sent_;  ///< the answer, until it is out
  std::unique_ptr<Sending> sending_;
  std::shared_ptr<EventStream> events_;
  std::deque<std::string> queue_;
  std::array<char, 16> gone_{};
  unsigned version_ = 11;
  bool keep_alive_ = false, head_ = false;
};

class BeastServer final : public HttpServer {
 public:
  BeastServer(Handler handler, HttpSettings settings)
      : shared_{.handler = std::move(handler), .settings = std::move(settings), .door = std::make_shared<Door>(io_)}, acceptor_(io_), pause_(io_) {}
  BeastServer(const BeastServer&) = delete;
  BeastServer& operator=(const BeastServer&) = delete;
  ~BeastServer() override {
    shared_.door->close();
    shared_.handled.clear();
  }

  beast::error_code bind(const std::string& address, std::uint16_t port) {
    beast::error_code failed;
    const auto where = asio::ip::make_address(address, failed);
    if (failed) return failed;
    const tcp::endpoint endpoint(where, port);
    acceptor_.open(endpoint.protocol(), failed);
    if (!failed) acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    return failed;
  }

  std::uint16_t port() const override { return acceptor_.local_endpoint().port(); }

  void run() override {
    accept();
    io_.run();
  }

  void stop() override { io_.stop(); }

 private:
  void accept() {
    acceptor_.async_accept([this](beast::error_code failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted) return;
      if (failed) return accept_later();
      std::make_shared<Connection>(std::move(socket), shared_)->read();
      accept();
    });
  }

  /// No descriptor or no memory is left: whoever waits goes on waiting, and so do we, instead of asking without a pause.
  void accept_later() {
    pause_.expires_after(accept_pause);
    pause_.async_wait([this](beast::error_code failed) {
      if (!failed) accept();
    });
  }

  static constexpr std::chrono::milliseconds accept_pause{200};

  Shared shared_;
  asio::io_context io_{1};  // its operations refer to what is shared, so it goes first
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
};

/// Taken by another program, or none that this one may have: who reads it does another thing about each.
Error not_listening(const std::string& address, std::uint16_t port, const beast::error_code& failed) {
  const bool taken = failed == asio::error::address_in_use;
  return error(Fault::wire, taken ? "address_in_use" : "address_not_usable",
               "Kwota cannot listen on " + address + ":" + std::to_string(port) + " (" + failed.message() + "): " +
                   (taken ? "stop the other program or choose another --port." : "name an address of this machine with --address, and a --port that this user may take."),
               {{"address", address}, {"port", std::to_string(port)}, {"reason", failed.message()}});
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const std::string& address, std::uint16_t port, Handler handler,
                                                       HttpSettings settings) {
  auto server = std::make_unique<BeastServer>(std::move(handler), std::move(settings));
  if (const auto failed = server->bind(address, port)) return not_listening(address, port, failed);
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace kwota::serve
