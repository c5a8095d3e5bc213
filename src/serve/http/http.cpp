#include "serve/http/http.h"

#include <fmt/format.h>

namespace kwota::serve {

std::string_view Request::header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view Request::parameter(std::string_view name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string_view{} : std::string_view{found->second};
}

std::string Request::cookie(std::string_view name) const {
  std::string_view rest = header("cookie");
  while (!rest.empty()) {
    const auto end = rest.find(';');
    std::string_view pair = rest.substr(0, end);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return {};
}

bool EventStream::send(std::string_view event, std::string_view data) {
  std::string text = fmt::format("event: {}\ndata: {}\n\n", event, data);
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  if (write_)
    write_(std::move(text));
  else
    waiting_ += text;
  return true;
}

bool EventStream::open() const {
  const std::lock_guard lock(mutex_);
  return !closed_;
}

void EventStream::end() {
  const std::lock_guard lock(mutex_);
  closed_ = ended_ = true;
  if (hang_up_) hang_up_();
}

void EventStream::attach(Write write, std::function<void()> hang_up) {
  const std::lock_guard lock(mutex_);
  if (ended_) return hang_up();
  write_ = std::move(write);
  hang_up_ = std::move(hang_up);
  if (!waiting_.empty()) write_(std::exchange(waiting_, {}));
}

void EventStream::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  write_ = nullptr;
  hang_up_ = nullptr;
}

}  // namespace kwota::serve
