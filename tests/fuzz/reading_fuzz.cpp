// Any bytes as the answers of a meter that is read by plan: whatever it says, a reading comes of it or nothing, and what is found in it is
// found within it.
#include <cstdlib>

#include "carry/dialogue/parties.h"
#include "carry/dlt645/exchange.h"
#include "collect/readings/findings.h"
#include "serve/head_end/collecting.h"

namespace {

using namespace kwota;

/// Answers each question with the next bytes of the input: how many, whether it is a refusal, then the value.
struct Mouth {
  ByteView rest;
  Result<iso7816::Response> answer(const iso7816::Command& command) {
    auto exchange = dlt645::Exchange::begin(command).value();
    const auto question = exchange.request();
    if (rest.empty()) return error(Fault::wire, "meter_silent", "The meter does not answer.");
    const bool refused = (rest[0] & 0x80) != 0;
    const auto size = std::min<std::size_t>(rest[0] & 0x3F, rest.size() - 1);
    dlt645::Frame said{question.address, refused ? question.control.refusal() : question.control.answer(), Bytes{0x02}};
    if (!refused) {
      said.data = dlt645::wire(*dlt645::identifier_of(question));
      append(said.data, rest.subspan(1, size));
    }
    rest = rest.subspan(1 + size);
    auto heard = exchange.hear(dlt645::encode(said));
    if (!heard) return error(Fault::wire, "meter_silent", "The meter does not answer.");
    return *heard;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto models = dlt645::drivers();
  const auto& driver = models[data[0] % models.size()];
  Mouth meter{ByteView{data, size}.subspan(1)};
  readings::DueReading what;
  what.plan.items = "registers,balance,settlement,states,events";
  const ManualClock clock{Instant::from_ms(1'795'176'000'000)};
  const dialogue::Parties parties{.device = [&](const iso7816::Command& command) { return meter.answer(command); }, .vault = {}, .journal = {}};
  const auto row = dialogue::run(head_end::read_meter(what, dlt645::Address{}, std::string{driver.model}, clock, Zone::utc()), parties);
  if (!row.ok()) return 0;
  if (!row->taken || (!row->status.empty() && row->status.size() != 28)) std::abort();
  (void)readings::findings(*row, *row, driver);
  (void)readings::relay_of(*row);
  return 0;
}
