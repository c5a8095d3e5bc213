#include "carry/remote_vending/asking.h"

#include "carry/remote_vending/refusal.h"

namespace kwota::dlt645 {

using dialogue::attempt;
using dialogue::Dialogue;
using dialogue::ok;

Dialogue<Frame> ask(Frame asked) {
  const auto answer = co_await dialogue::to_line(on_wire(asked));
  co_return co_await ok(opened(answer));
}

Dialogue<Frame> ask_ok(Frame asked) {
  auto frame = co_await ask(asked);
  if (frame.control.error()) co_return refused_by(frame);
  co_return frame;
}

Dialogue<Frame> ask_again(Frame asked) {
  constexpr int tries = 3;
  auto received = co_await attempt(ask_ok(asked));
  for (int i = 1; i < tries && !received.ok() && received.error().fault == Fault::wire; ++i) received = co_await attempt(ask_ok(asked));
  co_return co_await ok(received);
}

}  // namespace kwota::dlt645
