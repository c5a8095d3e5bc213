#include "serve/http/places.h"

#include <sys/socket.h>

#include <cerrno>

namespace kwota::serve {

bool Line::gone() {
  const std::lock_guard lock(mutex_);
  if (socket_ < 0) return true;
  char next = 0;
  const auto received = ::recv(socket_, &next, 1, MSG_PEEK | MSG_DONTWAIT);
  return received == 0 || (received < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void Line::give_back() {
  const std::lock_guard lock(mutex_);
  socket_ = -1;
}

bool Places::make_room() {
  auto& queue = without_head_.empty() ? without_body_ : without_head_;
  if (queue.empty()) return false;
  queue.begin()->second->give_way();
  return true;
}

bool Places::enter(const std::string& peer, const std::string& counted) {
  const auto found = held_.find(counted);
  const bool has_share = found != held_.end() && found->second.connections >= limits_.connections_per_address_max && !proxies_.trusts(peer);
  const bool welcome = !has_share && (connections_ < limits_.connections_max || make_room());
  ++connections_;
  ++held_[counted].connections;
  return welcome;
}

void Places::leave(const std::string& counted) {
  --connections_;
  --held_[counted].connections;
  forget_if_nothing(counted);
}

std::size_t Places::wait_in(Waits what, std::size_t place, Guest* guest) {
  without_head_.erase(place);
  without_body_.erase(place);
  if (what == Waits::for_nothing) return 0;
  (what == Waits::for_head ? without_head_ : without_body_).emplace(++last_place_, guest);
  return last_place_;
}

bool Places::count_body(const std::string& peer, const std::string& counted, std::size_t before, std::size_t bytes) {
  auto& held = held_[counted].body_bytes;
  held -= before;
  if (held + bytes > limits_.body_bytes_per_address_max && !proxies_.trusts(peer)) return false;
  held += bytes;
  return true;
}

void Places::forget_if_nothing(const std::string& counted) {
  const auto found = held_.find(counted);
  if (found != held_.end() && found->second.connections == 0 && found->second.body_bytes == 0) held_.erase(found);
}

}  // namespace kwota::serve
