// Single-phase fee-control meter as DDZY1352, whose line keeps to the two classes of parameters: relay orders, and values but those of the
// first class, come enciphered or not at all (meters.md 3 and 4.2). The number of the type is ours [K].
#pragma once
#include "models/ddzy1352.h"

namespace kwota::models {

inline constexpr Model ddzy1353 = as(ddzy1352, [](Model& own) {
  own.name = "DDZY1353";
  own.words = {"单相费控表（分时、远程、密文）", "single-phase money meter, time of use, enciphered orders",
               "однофазный счётчик, многотарифный, команды шифром"};
  own.wants_cipher = true;
});

}  // namespace kwota::models
