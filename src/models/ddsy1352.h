// Single-phase prepaid meter of the DDSY kind, low grade: CPU card, money in the meter, no remote line.
// Type letters and plate: JB/T naming of single-phase electronic prepaid meters (DDSY), 220 V 5(60) A,
// 1600 imp/kWh as makers' data sheets of this class print it; alarm and hoarding amounts as we set them at the works [K].
#pragma once
#include "models/dlt645_meters.h"

namespace kwota::models {

inline constexpr Page ddsy1352_pages[] = {Page::remaining_money, Page::energy_total, Page::month_energy,   Page::step,
                                          Page::price,           Page::tariff_set,   Page::purchase_count, Page::meter_number};

inline constexpr Model ddsy1352 = rated({
    .name = "DDSY1352",
    .words = {"单相费控表", "single-phase money meter", "однофазный счётчик"},
    .phases = 1,
    .impulses_per_kwh = 1600,
    .reference_volts = 220,
    .basic_amperes = 5,
    .largest_amperes = 60,
    .reports = dlt645_meters::one_rate,
    .freezes_days = dlt645_meters::freezes_days,
    .facts = dlt645_meters::facts(dlt645_meters::single_phase_findings, dlt645_meters::without_holidays),
    .limits = {.alarm1 = Money::minor(20'00), .alarm2 = Money::minor(10'00), .hoarding = Money::minor(9'999'99)},
    .reclose = Reclose::on_card_withdrawn,
    .clock_reserve_days = 30,
    .pages = ddsy1352_pages,
});

}  // namespace kwota::models
