// A few threads for what takes longer than the network should wait: passwords, paper, imports, verification.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kwota::serve {

class Workers {
 public:
  /// `idle`: they get a processor only when nobody else wants it.
  enum class Pace : std::uint8_t { own, idle };
  explicit Workers(std::size_t threads, Pace pace = Pace::own);
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  /// Finishes what was begun, drops what waits and what comes from now on.
  void stop();
  void run(std::function<void()> work);

 private:
  void loop();
  const Pace pace_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kwota::serve
