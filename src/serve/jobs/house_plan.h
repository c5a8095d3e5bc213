// What the house does by itself: a copy of the books every day at its hour and its proof every week, what people want sent by plan, files that are kept no
// longer, what people must be told of, and letters to customers.
// Guarantees: each is asked for once, also after a restart; a night on which the program stood still is made up for.
// Begin with HousePlan.
#pragma once
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "serve/api/server_parts.h"
#include "serve/letters/customers.h"

namespace kwota::serve {

/// What the rounds before have come to.
struct RoundsBefore {
  LookedAt letters{};
  LocalDate interest{};  ///< on which the months of debts were charged
  LocalDate losses{};  ///< on which what areas lost was worked out
};

class HousePlan {
 public:
  explicit HousePlan(ServerParts& server);
  HousePlan(const HousePlan&) = delete;
  HousePlan& operator=(const HousePlan&) = delete;
  ~HousePlan();

 private:
  void loop();
  void look();
  ServerParts& server_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false;
  Instant looked_{};
  RoundsBefore before_{};
  std::thread thread_;
};

/// One look at a moment, whatever the time since the last: for tests.
void do_what_is_due(ServerParts& server, RoundsBefore& before);
inline void do_what_is_due(ServerParts& server) {
  RoundsBefore never;
  do_what_is_due(server, never);
}

}  // namespace kwota::serve
