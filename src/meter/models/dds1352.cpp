// Plain single-phase meter of the DDS kind: it counts energy, has no account and no relay to speak of, and its line speaks the
// old DL/T 645-1997 at 1200 baud. Such meters hang beside prepaid ones on many lines. Type letters: JB/T naming.
#include "meter/models/all.h"

namespace kwota::meter {
namespace {

constexpr Page dds1352_pages[] = {Page::energy_total, Page::meter_number};

}  // namespace

constexpr Model dds1352{
    .name = "DDS1352",
    .phases = 1,
    .impulses_per_kwh = 1600,
    .reference_volts = 220,
    .basic_amperes = 5,
    .largest_amperes = 60,
    .account = AccountAt::nowhere,
    .line = LineEdition::y1997,
    .clock_reserve_days = 30,
    .pages = dds1352_pages,
};

}  // namespace kwota::meter
