// How many connections there are, whose, and who gives way when all places are taken: who only holds one keeps nobody out.
// Of the network's thread, but for Line.   Begin with Places::enter().
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "serve/http/http.h"

namespace kwota::serve {

/// A client's socket as other threads may look at it: its number, until it is given back – the next who comes may get the same.
class Line {
 public:
  explicit Line(int socket) : socket_(socket) {}
  /// Whether the client went away, or nobody has this number any more.
  bool gone();
  void give_back();

 private:
  std::mutex mutex_;
  int socket_;
};

/// A connection, as far as others need its place.
class Guest {
 public:
  Guest() = default;
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  virtual ~Guest() = default;
  /// All places are taken, and somebody else comes: it ends, and leaves.
  virtual void give_way() = 0;
};

enum class Waits : std::uint8_t { for_nothing, for_head, for_body };

/// `counted`: a peer's address as addresses are counted (client_address.h).
class Places {
 public:
  Places(const HttpLimits& limits, const Proxies& proxies) : limits_(limits), proxies_(proxies) {}

  /// One more; false: he has no place, and is told so. Nobody gives way to an address that has its share.
  bool enter(const std::string& peer, const std::string& counted);
  void leave(const std::string& counted);
  /// What the client still owes of his request, from now on. `place`: what this said last, 0 before. When all places are taken the first to go is who owes
  /// a head for longest, then who owes a body.
  std::size_t wait_in(Waits what, std::size_t place, Guest* guest);
  /// Bytes of a body that is being received, in place of `before`; false: there is no room for them, and none is taken.
  bool count_body(const std::string& peer, const std::string& counted, std::size_t before, std::size_t bytes);

 private:
  /// What an address has of us at this moment.
  struct Held {
    std::size_t connections = 0;
    std::size_t body_bytes = 0;
  };
  bool make_room();
  void forget_if_nothing(const std::string& counted);

  const HttpLimits& limits_;
  const Proxies& proxies_;
  std::map<std::string, Held, std::less<>> held_;
  std::size_t connections_ = 0, last_place_ = 0;
  std::map<std::size_t, Guest*> without_head_, without_body_;  ///< the oldest first
};

}  // namespace kwota::serve
