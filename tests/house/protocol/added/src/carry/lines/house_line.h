// A protocol of meters' lines of tests/house: four letters. S asks for the meter's report, C brings credit; both are sealed by the
// meter's own key, over the random number that was asked with.
#pragma once
#include "carry/lines/driver.h"

namespace kwota::lines {

extern const Driver& house_line;

}  // namespace kwota::lines
