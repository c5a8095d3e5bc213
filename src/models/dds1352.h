// Plain single-phase meter of the DDS kind: it counts energy, has no account and no relay to speak of, and its line speaks the
// old DL/T 645-1997 at 1200 baud: no money, no status words, no freezes. Such meters hang beside prepaid ones on many lines. Type
// letters: JB/T naming.
#pragma once
#include "models/dlt645_meters.h"

namespace kwota::models {

inline constexpr Page dds1352_pages[] = {Page::energy_total, Page::meter_number};

inline constexpr Model dds1352 = rated({
    .name = "DDS1352",
    .words = {"单相普通表（DL/T 645-1997）", "single-phase plain meter (DL/T 645-1997)", "однофазный простой счётчик (DL/T 645-1997)"},
    .phases = 1,
    .impulses_per_kwh = 1600,
    .reference_volts = 220,
    .basic_amperes = 5,
    .largest_amperes = 60,
    .account = AccountAt::nowhere,
    .reports = dlt645_meters::plain_1997,
    .facts = {.protocol = dlt645_meters::edition_1997},
    .clock_reserve_days = 30,
    .pages = dds1352_pages,
});

}  // namespace kwota::models
