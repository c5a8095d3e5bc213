// Single-phase fee-control meter as DDZY1352, whose line keeps to the two classes of parameters: relay orders, and values but those of the
// first class, come enciphered or not at all (meters.md 3 and 4.2). Plate and rates as DDZY1352; the number of the type is ours [K].
#include "meter/models/all.h"

namespace kwota::meter {
namespace {

constexpr Page ddzy1353_pages[] = {Page::remaining_money, Page::overdraft,     Page::energy_total, Page::period_energy,
                          Page::rate,            Page::step,          Page::left_in_step, Page::price,
                          Page::tariff_set,      Page::purchase_count, Page::last_purchase, Page::clock,
                          Page::free_energy_left, Page::meter_number};

}  // namespace

constexpr Model ddzy1353{
    .name = "DDZY1353",
    .phases = 1,
    .impulses_per_kwh = 1200,
    .reference_volts = 220,
    .basic_amperes = 5,
    .largest_amperes = 60,
    .rates = 4,
    .default_rate = 3,
    .wants_cipher = true,
    .limits = {.alarm1 = Money::minor(30'00), .alarm2 = Money::minor(10'00), .hoarding = Money::minor(9'999'99)},
    .reclose = Reclose::by_key,
    .clock_reserve_days = 180,
    .pages = ddzy1353_pages,
};

}  // namespace kwota::meter
