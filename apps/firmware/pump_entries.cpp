// Everything of a pump that the parts around its processor call: relay, sensors, keys, glass, card reader, wires and infrared port. The run
// of pump_main.cpp needs a part of it; a pump in the field needs all of it in its 24 KB.
#include <tuple>

#include "meter/pump/display.h"

namespace {

using namespace kwota;
using meter::Pump;
using meter::PumpSession;
using meter::PumpStore;

void construct(Pump* place, meter::Storage& storage) { new (place) Pump{storage}; }
void swiped(PumpSession* place, Pump& pump, PumpSession::Begin begin) { new (place) PumpSession{pump, begin}; }
void collided(PumpSession& session) { session.several_cards(); }

[[gnu::section(".entries"), gnu::used]] constexpr std::tuple entries{
    // The board: power, time, pulses, orders.
    &construct, &Pump::commission, &Pump::power_on, &Pump::tick, static_cast<void (Pump::*)(Energy)>(&Pump::consume),
    static_cast<void (Pump::*)(Volume)>(&Pump::consume), &Pump::wants_module, &Pump::phase, &meter::error_class,
    // Its glass.
    &meter::pump_pages, &meter::shown, &meter::lamp,
    // Cards and the security module.
    &swiped, &collided, &PumpSession::receive, &PumpSession::silent,
    // What wires and infrared port ask and bring.
    &Pump::directory, &Pump::places, &Pump::usage_from, &Pump::usage_at, &Pump::hung_from, &Pump::head, &Pump::set_clock, &Pump::set_parameters, &Pump::set_prices,
    &Pump::extend_black_list, &Pump::take_released, &Pump::release, static_cast<bool (Pump::*)(std::uint32_t)>(&Pump::acknowledge),
    static_cast<bool (Pump::*)(std::uint32_t meter::WellAccount::*, std::uint32_t)>(&Pump::acknowledge), &Pump::list_marks, &PumpStore::Months::at,
    &PumpStore::Faults::at, &PumpStore::ParameterRecords::at,
    static_cast<std::optional<pump::Image<pump::Directory>> (*)(const pump::Directory&)>(&pump::encode),
    static_cast<std::optional<pump::Image<pump::Head>> (*)(const pump::Head&)>(&pump::encode), &pump::decode_hung};

}  // namespace
