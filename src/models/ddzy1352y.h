// The fee-control meter whose account is at the office (remote fee control, Y): the office counts what its readings cost and
// orders the relay – warns, trips, permits; the meter takes no money. Plate and rates as the DDZY1352 has them; no maker's list says
// what it does not tell, so it is asked for all that the standard has.
#pragma once
#include "models/ddzy1352.h"

namespace kwota::models {

inline constexpr Page ddzy1352y_pages[] = {Page::energy_total, Page::month_energy, Page::rate, Page::clock, Page::meter_number};

inline constexpr Model ddzy1352y = as(ddzy1352, [](Model& own) {
  own.name = "DDZY1352Y";
  own.words = {"单相费控表（余额在主站）", "single-phase meter, balance at the server", "однофазный счётчик, баланс на сервере"};
  own.account = AccountAt::office;
  own.reports = dlt645_meters::everything;
  own.facts = dlt645_meters::facts(dlt645_meters::standard_findings);
  own.limits = {};
  own.pages = ddzy1352y_pages;
});

}  // namespace kwota::models
