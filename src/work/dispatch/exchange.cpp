#include "work/dispatch/exchange.h"

#include <future>

namespace kwota::dispatch {

Exchange::Answer Exchange::operator()(const dialogue::LineFrame& frame) const {
  if (now_) return now_(frame);
  const auto promise = std::make_shared<std::promise<Answer>>();
  later_(frame, [promise](Answer answer) { promise->set_value(std::move(answer)); });
  return promise->get_future().get();
}

void Exchange::ask(const dialogue::LineFrame& frame, OnAnswer received) const {
  if (later_)
    later_(frame, std::move(received));
  else
    received(now_(frame));
}

}  // namespace kwota::dispatch
