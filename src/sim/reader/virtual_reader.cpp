#include "sim/reader/virtual_reader.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "sim/reader/descriptor.h"

namespace kwota::sim {
namespace {

constexpr std::uint8_t power_off = 0, power_on = 1, reset = 2, send_atr = 4;
constexpr int connect_again_ms = 100, no_limit = -1;
/// No hand changes cards faster. pcscd asks a reader every 400 ms whether a card is there (PCSCLITE_STATUS_POLL_RATE); of a quicker
/// change it would never hear.
constexpr std::chrono::milliseconds hand{600};

// Pseudo-APDU of PC/SC part 3 (3.2.2.1.3): the reader's answer about the card. Nothing: not such a command.
std::optional<iso7816::Response> answer_of_reader(const CardOs& card, ByteView apdu) {
  constexpr std::size_t uid_bytes = 7;
  if (apdu.size() < 4 || apdu[0] != 0xFF) return std::nullopt;
  if (apdu[1] != 0xCA || apdu[3] != 0x00 || apdu[2] > 1) return iso7816::Response{{}, {0x6A81}};
  if (apdu[2] == 1) return iso7816::Response{card.historical_bytes(), {0x9000}};
  return iso7816::Response{to_bytes(ByteView(card.serial().bytes).last(uid_bytes)), {0x9000}};
}

}  // namespace

/// One card, or two, from insert() to remove(), on its own thread.
struct VirtualReader::Stay {
  Stay(std::uint16_t to_port, Duration patience, CardOs& the_card, CardOs* the_other, BeforeCommand hook, int first_ms)
      : port(to_port), watchdog(patience), card(&the_card), beside(the_other), before_command(std::move(hook)), wait_ms(first_ms), thread([this] { run(); }) {}
  ~Stay() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake.number(), &one, sizeof one);
    thread.join();
    card->power_off();
  }

  enum class End { service_gone, pulled };
  void begin_anew() {
    if (beside == nullptr) return;
    card->power_off();
    std::swap(card, beside);
    static_cast<void>(card->power_on());
  }
  void run();
  End converse(int socket);
  End obey(int socket, const Bytes& message, bool& alive);
  /// False: remove() was called, the time is over, or the other side has closed.
  bool wait_readable(int socket, int ms) const;
  bool receive(int socket, MutableBytes into) const;
  bool receive_message(int socket, Bytes& message) const;
  static bool send_message(int socket, ByteView bytes);

  std::uint16_t port;
  Duration watchdog;
  CardOs* card;    ///< that is spoken to
  CardOs* beside;  ///< in the same field; mostly nobody
  BeforeCommand before_command;
  int wait_ms;  ///< before the contacts close
  std::size_t commands = 0;
  std::atomic<bool> there = true;
  Descriptor wake{::eventfd(0, EFD_CLOEXEC)};
  std::thread thread;  // last: it starts when all else is there
};

bool VirtualReader::Stay::wait_readable(int socket, int ms) const {
  pollfd watched[2] = {{wake.number(), POLLIN, 0}, {socket, POLLIN, 0}};
  const int ready = ::poll(watched, socket < 0 ? 1 : 2, ms);
  return ready > 0 && watched[0].revents == 0;
}

void VirtualReader::Stay::run() {
  pollfd pulled_early{wake.number(), POLLIN, 0};
  for (bool first = true; !first || ::poll(&pulled_early, 1, wait_ms) == 0; first = false) {
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      const int on = 1;
      ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      if (converse(socket.number()) == End::pulled) break;
      card->power_off();
    }
    pollfd stop{wake.number(), POLLIN, 0};
    if (::poll(&stop, 1, connect_again_ms) > 0) break;
  }
  card->power_off();
  there = false;
}

// Without quick acknowledgement before every recv the driver's two small sends wait 40 ms for each other.
bool VirtualReader::Stay::receive(int socket, MutableBytes into) const {
  while (!into.empty()) {
    if (!wait_readable(socket, no_limit)) return false;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    const auto got = ::recv(socket, into.data(), into.size(), 0);
    if (got <= 0) return false;
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

bool VirtualReader::Stay::receive_message(int socket, Bytes& message) const {
  std::uint8_t length[2];
  if (!receive(socket, length)) return false;
  message.resize(get_be16(length));
  return receive(socket, message);
}

bool VirtualReader::Stay::send_message(int socket, ByteView bytes) {
  Bytes framed(2);
  put_be16(framed.data(), static_cast<std::uint16_t>(bytes.size()));
  append(framed, bytes);
  return ::send(socket, framed.data(), framed.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(framed.size());
}

VirtualReader::Stay::End VirtualReader::Stay::converse(int socket) {
  Bytes message;
  while (receive_message(socket, message)) {
    bool alive = true;
    if (message.size() != 1) {
      const auto end = obey(socket, message, alive);
      if (!alive) return end;
      continue;
    }
    switch (message[0]) {
      case power_off: card->power_off(); break;
      case power_on:
        begin_anew();
        if (!card->power_on().ok()) return End::pulled;
        break;
      case reset:
        begin_anew();
        card->reset();
        break;
      case send_atr:
        if (!send_message(socket, card->atr())) return End::service_gone;
        break;
      default: break;
    }
  }
  return End::service_gone;
}

VirtualReader::Stay::End VirtualReader::Stay::obey(int socket, const Bytes& message, bool& alive) {
  alive = false;
  const CardFault fault = before_command ? before_command(++commands) : CardFault::answer;
  if (fault == CardFault::pulled_before) return End::pulled;
  if (fault == CardFault::silent) {
    wait_readable(-1, static_cast<int>(watchdog.ms()));
    return End::pulled;
  }
  auto response = answer_of_reader(*card, message);
  // The service still speaks to the card that lay here a moment ago: the line is closed, so that it sees that one go and this one come.
  if (!response && !card->powered()) return End::service_gone;
  if (!response) {
    auto executed = card->execute(message);
    if (!executed.ok()) return End::pulled;
    response = std::move(executed).value();
  }
  if (fault == CardFault::pulled_before_answer) return End::pulled;
  alive = send_message(socket, iso7816::encode(*response));
  return End::service_gone;
}

VirtualReader::VirtualReader(std::uint16_t port, Duration watchdog) : port_(port), watchdog_(watchdog) {}
VirtualReader::~VirtualReader() = default;

void VirtualReader::insert(CardOs& card, BeforeCommand before_command) { begin(card, nullptr, std::move(before_command)); }
void VirtualReader::insert_both(CardOs& card, CardOs& beside, BeforeCommand before_command) { begin(card, &beside, std::move(before_command)); }

void VirtualReader::begin(CardOs& card, CardOs* beside, BeforeCommand before_command) {
  remove();
  const auto rest = std::chrono::ceil<std::chrono::milliseconds>(removed_ + hand - std::chrono::steady_clock::now());
  stay_ = std::make_unique<Stay>(port_, watchdog_, card, beside, std::move(before_command), static_cast<int>(std::max<std::int64_t>(rest.count(), 0)));
}

void VirtualReader::remove() {
  if (!stay_) return;
  stay_.reset();
  removed_ = std::chrono::steady_clock::now();
}

bool VirtualReader::inserted() const { return stay_ && stay_->there; }

}  // namespace kwota::sim
