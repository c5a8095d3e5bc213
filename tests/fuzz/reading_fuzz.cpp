// Any bytes as the answers of a meter that is read by plan: whatever it says, what was asked for is heard or is absent.
#include <cstdlib>

#include "carry/dialogue/parties.h"
#include "carry/dlt645/quantities.h"
#include "carry/dlt645/exchange.h"
#include "carry/remote_vending/events.h"
#include "carry/remote_vending/freezes.h"
#include "carry/remote_vending/reading.h"
#include "models/all.h"

namespace {

using namespace kwota;

/// Answers each question with the next bytes of the input: how many, whether it is a refusal, then the value.
struct Mouth {
  ByteView rest;
  Result<dialogue::LineFrame> answer(const dialogue::LineFrame& command) {
    auto exchange = dlt645::Exchange::begin(command).value();
    const auto question = exchange.request();
    if (rest.empty()) return error(Fault::wire, "meter_silent", "The meter does not answer.");
    const bool refused = (rest[0] & 0x80) != 0;
    const auto size = std::min<std::size_t>(rest[0] & 0x3F, rest.size() - 1);
    dlt645::Frame reported{question.address, refused ? question.control.refusal() : question.control.answer(), Bytes{0x02}};
    if (!refused) {
      reported.data = dlt645::wire(*dlt645::identifier_of(question));
      append(reported.data, rest.subspan(1, size));
    }
    rest = rest.subspan(1 + size);
    auto received = exchange.receive(dlt645::encode(reported));
    if (!received) return error(Fault::wire, "meter_silent", "The meter does not answer.");
    return *received;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto& model = *models::all()[data[0] % models::all().size()];
  std::vector<dlt645::Question> asked;
  for (const auto quantity : model.reports) {
    const auto questions = dlt645::questions_of(model, quantity);
    asked.insert(asked.end(), questions.begin(), questions.end());
  }
  std::size_t items = 0;
  for (const auto& question : asked) items += question.items.size();
  Mouth meter{ByteView{data, size}.subspan(1)};
  const dialogue::Parties parties{.line = [&](const dialogue::LineFrame& command) { return meter.answer(command); }, .vault = {}, .journal = {}};
  const auto received = dialogue::run(dlt645::read_items(dlt645::Address{}, asked), parties);
  if (received.ok() && received->size() != items) std::abort();
  std::vector<dlt645::Frozen> frozen;
  const dlt645::FreezesWanted wanted{{2026, 10, 1}, {2026, 11, 20}};
  (void)dialogue::run(dlt645::read_freezes(dlt645::Address{}, dlt645::freezes_of(model), wanted, frozen), parties);
  std::vector<dlt645::NewRecords> records;
  for (const auto& one : dlt645::records_of(model)) records.push_back({one, 3, 5});
  std::vector<dlt645::Recorded> events;
  (void)dialogue::run(dlt645::read_records(dlt645::Address{}, records, events), parties);
  for (const auto& one : events)
    if (one.number < 4 || one.number > 5) std::abort();
  auto last = wanted.after;
  for (const auto& one : frozen) {
    if (one.day <= last || one.day > wanted.to) std::abort();
    last = one.day;
  }
  return 0;
}
