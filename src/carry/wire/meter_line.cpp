#include "carry/wire/meter_line.h"

#include <future>

namespace kwota::wire {

Result<std::unique_ptr<MeterLine>> MeterLine::open(const std::string& link, Patience patience, std::size_t wake_up) {
  TRY(name, LinkName::parse(link));
  if (name.dials_in())
    return error(Fault::request, "bad_link",
                 "This one dials in at the head-end; give tcp://host:port or serial:///dev/NAME?baud=2400.", {{"link", link}});
  std::unique_ptr<MeterLine> made{new MeterLine(patience, wake_up)};
  TRY(line, made->lines_.open(link));
  made->line_ = std::move(line);
  std::promise<Result<void>> promise;
  made->line_->reach([&promise](Result<void> reached) { promise.set_value(std::move(reached)); });
  MUST(promise.get_future().get());
  return made;
}

Result<dialogue::LineFrame> MeterLine::exchange(const dialogue::LineFrame& frame) {
  std::promise<Result<dialogue::LineFrame>> promise;
  line_->ask(frame, [&promise](Result<dialogue::LineFrame> received) { promise.set_value(std::move(received)); });
  return promise.get_future().get();
}

}  // namespace kwota::wire
