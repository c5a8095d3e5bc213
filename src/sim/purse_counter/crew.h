// A crew whose handheld is the product's: its store, its dialogues with both proofs before a well's window, its papers. Its battery is out when a test wants it.
// Begin with Crew::visit(), then hand_over().
#pragma once
#include "base/cause.h"
#include "carry/dlt645/exchange.h"
#include "carry/handheld/usual_visit.h"
#include "meter/dlt645/pump_line.h"
#include "sim/pump/handheld_files.h"
#include "sim/pump/window_keys.h"
#include "sim/purse_counter/wells.h"

namespace kwota::sim {

class Crew {
 public:
  explicit Crew(Clock& clock) : clock_(clock), store_(handheld::DeviceStore::open(files).value()) {}

  HandheldFiles files;
  std::optional<std::size_t> battery{};  ///< for so many questions; nothing: it lasts

  handheld::DeviceStore& store() { return store_; }

  /// All that is usual. Errors: `battery_out`, those of the dialogues.
  Result<handheld::Visited> visit(Pump& pump) {
    auto& line = windows_[pump.meter];
    if (!line) line = std::make_unique<meter_line::PumpLine>(pump.well.pump(), *dlt645::Address::parse(to_text(pump.meter)), window_of(pump.well.pump(), pump.meter, [&](ByteView command) { return pump.module.send(command); }, random_));
    const auto here = parties(*line, pump.meter);
    handheld::Visit greeting{.keys = [this](MeterNumber meter) { return seal::infrared::encipher_under(county_, meter); }};
    random_.fill(greeting.random1);
    TRY(session, dialogue::run(handheld::prove(greeting), here));
    TRY(orders, store_.orders());
    TRY(hung, store_.hung_elsewhere(session.meter));
    return dialogue::run(handheld::usual_visit(session, [&] { return store_.known(session.meter); }, {std::move(orders), std::move(hung)}, [&] { return time_at(pump); }), here);
  }

  /// The folder as it is copied.
  Result<HandedIn> hand_over() {
    MUST(store_.hand_over(clock_.now()));
    return handheld_office::handed_in_of(files.content);
  }

 private:
  /// The well's own: nobody's clock is wrong here.
  static LocalTime time_at(Pump& pump) {
    const auto at = meter::pump_moment(pump.well.pump().clock());
    return {{2000 + at.year, at.month, at.day}, at.hour, at.minute, at.second};
  }
  dialogue::Parties parties(meter_line::PumpLine& line, MeterNumber meter) {
    return {.line = [this, &line](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
              if (battery == 0) return error(Fault::ours, Cause::battery_out, "The handheld's battery is out.");
              if (battery) --*battery;
              const Bytes answer = line.receive_infrared(frame.bytes);
              line.silence();
              auto exchange = *dlt645::Exchange::begin(frame);
              const auto received = exchange.receive(answer);
              return received ? Result<dialogue::LineFrame>{*received} : Result<dialogue::LineFrame>{error(Fault::wire, Cause::meter_silent, "The meter does not answer.")};
            },
            .journal = [this, meter](const dialogue::JournalNote& note) -> Result<void> {
              return store_.append(meter, handheld::entries_of(note, clock_.now()));
            }};
  }

  Clock& clock_;
  SeededRandom random_{11};
  seal::Key county_ = seal::test_root(seal::Purpose::meter_identity);
  handheld::DeviceStore store_;
  std::map<MeterNumber, std::unique_ptr<meter_line::PumpLine>> windows_;
};

}  // namespace kwota::sim
