#include "sim/pump/window_keys.h"

#include "base/cause.h"
#include "base/random.h"
#include "carry/handheld/psam_keys.h"

namespace kwota::sim {
namespace {

using Eight = seal::infrared::Block;
using seal::infrared::Duty;

/// Whoever stands at the window hears of it what a real pump would say: that it has not proved itself.
Error no_module() { return error(Fault::card, kwota::Cause::card_silent, "The card does not answer. Take it off the reader and put it back."); }

handheld::PsamKeys::Slot slot_of(RunningPump::Device module) {
  return [module = std::move(module)](const iso7816::Command& command) -> Result<iso7816::Response> {
    const Bytes answer = module(iso7816::encode(command));
    if (answer.empty()) return no_module();
    return iso7816::decode_response(answer);
  };
}

}  // namespace

meter_line::InfraredModule window_of(meter::Pump& pump, MeterNumber meter, RunningPump::Device module, std::function<Eight()> random) {
  const auto keys = handheld::PsamKeys::opened_elsewhere(slot_of(std::move(module)));
  return {.encipher = [&pump, meter, keys](Duty duty, const Eight& block) -> Result<Eight> {
            if (!pump.module_ready()) return no_module();
            auto answer = keys->encipher(meter, duty, block);
            if (!answer.ok()) pump.module_silent();
            return answer;
          },
          .random = std::move(random),
          .serial = {}};
}

meter_line::InfraredModule window_of(meter::Pump& pump, MeterNumber meter, RunningPump::Device module, Random& random) {
  return window_of(pump, meter, std::move(module), [&random] {
    Eight block{};
    random.fill(block);
    return block;
  });
}

}  // namespace kwota::sim
