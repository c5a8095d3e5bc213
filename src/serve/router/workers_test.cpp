#include "serve/router/workers.h"

#include <gtest/gtest.h>

#include <future>

#include "base/idle_thread.h"

namespace kwota::serve {
namespace {

bool idle(Workers& workers) {
  std::promise<bool> seen;
  workers.run([&] { seen.set_value(runs_when_idle()); });
  return seen.get_future().get();
}

TEST(Workers, long_work_gets_a_processor_only_when_nobody_else_wants_it) {
  Workers quick(1), patient(1, Workers::Pace::idle);
  EXPECT_FALSE(idle(quick));
  EXPECT_TRUE(idle(patient));
  EXPECT_FALSE(runs_when_idle()) << "whoever gives the work is not slowed";
}

}  // namespace
}  // namespace kwota::serve
