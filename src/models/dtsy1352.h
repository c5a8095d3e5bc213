// Three-phase prepaid meter of the DTSY kind, connected through current transformers: workshops, pumps, small factories.
// 3 x 220/380 V, 1.5(6) A behind the transformer; the card brings the ratio. High grade: after a purchase the customer
// closes the switch himself with the key, because machines would start without warning [K].
#pragma once
#include "models/dlt645_meters.h"

namespace kwota::models {

inline constexpr Page dtsy1352_pages[] = {Page::remaining_money, Page::overdraft, Page::energy_total, Page::period_energy,  Page::step,
                                          Page::left_in_step,    Page::price,     Page::tariff_set,   Page::purchase_count, Page::last_purchase,
                                          Page::clock,           Page::meter_number};

inline constexpr Model dtsy1352 = rated({
    .name = "DTSY1352",
    .words = {"三相费控表（互感式）", "three-phase money meter, CT", "трёхфазный счётчик, ТТ"},
    .phases = 3,
    .impulses_per_kwh = 6400,
    .reference_volts = 220,
    .basic_amperes = 1,
    .largest_amperes = 6,
    .transformer_connected = true,
    .reports = dlt645_meters::one_rate,
    .freezes_days = dlt645_meters::freezes_days,
    .facts = dlt645_meters::facts(dlt645_meters::standard_findings, dlt645_meters::without_holidays),
    .limits = {.alarm1 = Money::minor(200'00),
               .alarm2 = Money::minor(100'00),
               .overdraft = Money::minor(50'00),
               .hoarding = Money::minor(99'999'99)},
    .reclose = Reclose::by_key,
    .clock_reserve_days = 90,
    .pages = dtsy1352_pages,
});

}  // namespace kwota::models
