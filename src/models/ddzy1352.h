// Single-phase fee-control meter of the DDZY kind, high grade: CPU card and remote line, money in the meter, prices by time of
// use and by steps, two sets of everything. Type letters: JB/T naming (Z: fee control); plate, 1200 imp/kWh, and four rates -
// peak, high, flat, low - as makers' data sheets of this class print them. Flat counts while the clock is lost [K].
#pragma once
#include "models/dlt645_meters.h"

namespace kwota::models {

inline constexpr Page ddzy1352_pages[] = {Page::remaining_money,  Page::overdraft,      Page::energy_total,  Page::period_energy,
                                          Page::rate,             Page::step,           Page::left_in_step,  Page::price,
                                          Page::tariff_set,       Page::purchase_count, Page::last_purchase, Page::clock,
                                          Page::basic_allowance_left, Page::meter_number};

inline constexpr Model ddzy1352 = rated({
    .name = "DDZY1352",
    .words = {"单相费控表（分时、远程）", "single-phase money meter, time of use", "однофазный счётчик, многотарифный"},
    .phases = 1,
    .impulses_per_kwh = 1200,
    .reference_volts = 220,
    .basic_amperes = 5,
    .largest_amperes = 60,
    .rates = 4,
    .default_rate = 3,
    .reports = dlt645_meters::four_rates,
    .freezes_days = dlt645_meters::freezes_days,
    .facts = dlt645_meters::facts(dlt645_meters::single_phase_findings),
    .limits = {.alarm1 = Money::minor(30'00), .alarm2 = Money::minor(10'00), .hoarding = Money::minor(9'999'99)},
    .reclose = Reclose::by_key,
    .clock_reserve_days = 180,
    .pages = ddzy1352_pages,
});

}  // namespace kwota::models
