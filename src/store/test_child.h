// For tests of what a process leaves that ends in the middle of its work: it is done in a child, which is killed at a point, by a limit, or by itself.
#pragma once
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <string_view>

namespace kwota::store::test {

/// Does `work` in a process of its own, whose exit code is what it gives; the child's end, as waitpid says it.
inline int end_of_child(const std::function<int()>& work) {
  const auto child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}
/// False: it came to its end.
inline bool is_killed_at(const std::function<void()>& work) {
  return WIFSIGNALED(end_of_child([&] {
    work();
    return 1;
  }));
}
inline void die() { ::kill(::getpid(), SIGKILL); }
/// A hook at which the process ends when it comes to `point` for the nth time.
inline std::function<void(std::string_view)> death_at(std::string_view point, int nth = 1) {
  return [point = std::string(point), left = nth](std::string_view at) mutable {
    if (at == point && --left == 0) die();
  };
}

}  // namespace kwota::store::test
