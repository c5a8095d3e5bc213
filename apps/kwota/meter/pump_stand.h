// What stands in the readers of a virtual pump: the PSAM that is its module, and the cards that are held to it. Each card that is put down is a swipe, and is
// said on the standard output. Begin with PumpStand::open().
#pragma once
#include <atomic>

#include "carry/wire/pcsc_readers.h"
#include "kwota/meter/meter_run_pump.h"

namespace kwota::app {

class PumpStand {
 public:
  /// PC/SC names; empty: nothing stands there. Errors: those of the readers.
  static Result<std::unique_ptr<PumpStand>> open(const std::string& slot, const std::string& cards);
  /// None without a slot.
  PumpAtHand::Device module();
  /// A card that was put down since the last look is held to the pump.
  void look(PumpAtHand& pump);

 private:
  PumpStand(const std::string& slot, const std::string& cards)
      : slot_(slot), cards_(cards), readers_([this](const wire::ReaderEvent& event) { received(event); }) {}
  void received(const wire::ReaderEvent& event);
  Bytes ask_module(ByteView command);

  std::string slot_, cards_;
  std::atomic<bool> put_down_{false};
  std::optional<wire::CardSession> module_{};
  wire::PcscReaders readers_;  // last: its thread tells what it sees
};

}  // namespace kwota::app
