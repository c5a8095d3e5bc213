// A meter of tests/house: as the DDSY1352, for larger houses – 10 (80) A, 800 impulses – and with a little more trust in who has used up his credit.
#pragma once
#include "models/ddsy1352.h"

namespace kwota::models {

inline constexpr Model house100 = as(ddsy1352, [](Model& own) {
  own.name = "HOUSE100";
  own.words = {"试验表", "test house's meter", "счётчик для испытаний"};
  own.basic_amperes = 10;
  own.largest_amperes = 80;
  own.impulses_per_kwh = 800;
});

}  // namespace kwota::models
