// Single-phase prepaid meter of the DDSY kind, low grade, without a security module: the cipher is a part of its firmware (meters.md 5), so
// whoever opens one reads its keys – its own ones, for it holds no others (docs/keys.md). It has no card slot and is sold to over its line.
// Type letters and plate: as DDSY1352; the number of the type is ours [K]; 200 failed seals a day: one maker's firmware [1].
#pragma once
#include "models/ddsy1352.h"

namespace kwota::models {

/// There is no module that could be at fault.
inline constexpr devices::StateFinding ddsy1351_findings[] = {
    {{1, 8}, "control_loop_fault"}, {{1, 12}, "program_fault"},    {{1, 13}, "memory_fault"},
    {{1, 15}, "clock_fault"},       {{2, 0}, "reverse_flow", "A"}, {{4, 6}, "reverse_flow", "A"},
};

inline constexpr Model ddsy1351 = as(ddsy1352, [](Model& own) {
  own.name = "DDSY1351";
  own.words = {"单相费控表（无安全模块）", "single-phase money meter, no security module", "однофазный счётчик, без модуля безопасности"};
  own.keys_in = KeysIn::firmware;
  own.failures_a_day = 200;
  own.facts = dlt645_meters::facts(ddsy1351_findings, dlt645_meters::without_holidays);
  own.facts.takes_cards = false;
  own.reclose = Reclose::by_key;
});

}  // namespace kwota::models
