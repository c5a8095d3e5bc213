// The head-end's way to meters on lines of the operating system.
#include "carry/wire/lines.h"
#include "work/head_end/head_end.h"

namespace kwota::head_end {

OpenLine real_lines(wire::Lines& lines) {
  return [&lines](const books::MeterLink& link) -> Result<Exchange> {
    TRY(line, lines.open(link.address));
    return Exchange::later([line](const dialogue::LineFrame& command, Exchange::OnAnswer received) { line->ask(command, std::move(received)); });
  };
}

}  // namespace kwota::head_end
