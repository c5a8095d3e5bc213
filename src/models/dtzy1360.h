// Meters of several circuits behind one plate, for markets, office floors and student houses: twelve three-phase circuits, or thirty-six single-phase
// ones. Each circuit is measured and switched by itself and answers on the line under a number of its own, as a meter whose balance is at the
// server does; what the plate counts in all is the sum. Numbers of circuits: requirements M7; the number of the type is ours [K].
#pragma once
#include "models/ddzy1352y.h"

namespace kwota::models {

inline constexpr Model dtzy1360 = as(ddzy1352y, [](Model& own) {
  own.name = "DTZY1360";
  own.words = {"三相多回路表（12回路，余额在主站）", "12-circuit three-phase meter, balance at the server", "трёхфазный счётчик на 12 линий, баланс на сервере"};
  own.phases = 3;
  own.circuits = 12;
});

inline constexpr Model ddzy1360 = as(ddzy1352y, [](Model& own) {
  own.name = "DDZY1360";
  own.words = {"单相多回路表（36回路，余额在主站）", "36-circuit single-phase meter, balance at the server", "однофазный счётчик на 36 линий, баланс на сервере"};
  own.circuits = 36;
});

}  // namespace kwota::models
