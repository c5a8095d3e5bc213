// By what a pump proves itself at its infrared window, and believes a handheld there: the infrared keys of the module in its slot, asked block by block.
// Guarantees: only a module that the pump knows for its own is asked, and no PIN is sent from here – the pump opens its module, once –; one that was pulled,
// reset or exchanged proves nothing until the pump has asked it anew. Never: a key. Begin with window_of().
#pragma once
#include "base/random.h"
#include "meter/dlt645/pump_line.h"
#include "sim/pump/running_pump.h"

namespace kwota::sim {

/// `pump` and whatever `module` and `random` name outlive it.
meter_line::InfraredModule window_of(meter::Pump& pump, MeterNumber meter, RunningPump::Device module, std::function<seal::infrared::Block()> random);
/// The same with dice that everybody throws.
meter_line::InfraredModule window_of(meter::Pump& pump, MeterNumber meter, RunningPump::Device module, Random& random);

}  // namespace kwota::sim
