#include "work/dispatch/exchange.h"

#include <future>
#include <memory>

namespace kwota::dispatch {

Exchange::Answer Exchange::operator()(const iso7816::Command& command) const {
  if (now_) return now_(command);
  const auto promise = std::make_shared<std::promise<Answer>>();
  later_(command, [promise](Answer answer) { promise->set_value(std::move(answer)); });
  return promise->get_future().get();
}

void Exchange::ask(const iso7816::Command& command, Heard heard) const {
  if (later_)
    later_(command, std::move(heard));
  else
    heard(now_(command));
}

}  // namespace kwota::dispatch
