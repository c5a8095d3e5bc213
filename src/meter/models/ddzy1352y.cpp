// The fee-control meter whose account is at the office (remote fee control, Y): the office counts what its readings cost and
// orders the relay – warns, trips, permits; the meter takes no money. Plate and rates as the DDZY1352 has them.
#include "meter/models/all.h"

namespace kwota::meter {
namespace {

constexpr Page ddzy1352y_pages[] = {Page::energy_total, Page::month_energy, Page::rate, Page::clock, Page::meter_number};

}  // namespace

constexpr Model ddzy1352y{
    .name = "DDZY1352Y",
    .phases = 1,
    .impulses_per_kwh = 1200,
    .reference_volts = 220,
    .basic_amperes = 5,
    .largest_amperes = 60,
    .rates = 4,
    .default_rate = 3,
    .account = AccountAt::office,
    .reclose = Reclose::by_key,
    .clock_reserve_days = 180,
    .pages = ddzy1352y_pages,
};

}  // namespace kwota::meter
