// A card that answers anything at all. Whatever it says, the meter never credits, never breaks its law, and stays in
// working order: the security module accepts only what was made with its keys, and nobody here has them.
#include <algorithm>
#include <cstdlib>

#include "base/random.h"
#include "meter/core/card_session.h"
#include "meter/esam/test_module.h"
#include "models/all.h"

namespace {

using namespace kwota;
using meter::CardSession;

class Ram final : public meter::Storage {
 public:
  void read(std::size_t offset, MutableBytes to) const override {
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), to.size(), to.begin());
  }
  void write(std::size_t offset, ByteView bytes) override {
    std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  void flush() override {}

 private:
  std::array<std::uint8_t, meter::Meter::storage_size> bytes_{};
};

/// Each answer is one length byte and so many bytes, then 9000 unless the input ends.
Bytes next_answer(ByteView& input) {
  if (input.empty()) return {};
  const std::size_t length = std::min<std::size_t>(input[0], input.size() - 1);
  Bytes answer = to_bytes(input.subspan(1, length));
  input = input.subspan(1 + length);
  return answer;
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView input{data, size};
  Ram memory;
  SeededRandom random{7};
  esam::test::PlainMemory keys;
  esam::Esam module{keys, random};
  esam::test::make(module, esam::test::meter_contents());
  module.install(esam::keys_of(esam::test::meter_number, esam::test::county(1)));
  meter::Meter meter{*models::all().front(), memory};
  require(meter.commission(MeterNumber::from(1)) && meter.power_on(meter::ClockTime{800'000'000}));

  // A module that says yes leads the input deeper: to the card's proof (1), or to every file (2: then anything may be
  // credited, but the meter's law must still hold).
  const int lenience = size > 0 ? data[0] % 3 : 0;
  CardSession session{meter};
  while (!session.finished()) {
    switch (session.asks()) {
      case CardSession::Party::security: {
        const auto kind = session.request().kind;
        using Kind = meter::SecurityRequest::Kind;
        const bool waved_through = (lenience > 0 && kind == Kind::check_card) || (lenience == 2 && kind == Kind::check_mac);
        session.receive(waved_through ? Bytes{1} : module.answer(session.request()));
        break;
      }
      case CardSession::Party::card_reset: session.receive(next_answer(input)); break;
      case CardSession::Party::card: {
        Bytes answer = next_answer(input);
        if (!answer.empty()) append(answer, Bytes{0x90, 0x00});
        session.receive(answer);
        break;
      }
      case CardSession::Party::nobody: break;
    }
  }
  if (lenience < 2) require(!session.took() && meter.state().ledger.credited.is_zero());
  require(meter::imbalance(meter.state().ledger) == meter::ExactMoney{});
  require(meter.power_on(meter::ClockTime{800'000'001}));
  return 0;
}
