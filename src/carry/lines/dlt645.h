// DL/T 645 as line drivers, one for each edition: the dialogues of carry/remote_vending and the items of carry/dlt645 in the field's
// terms. Facts: docs/dlt645.md.
#pragma once
#include "carry/lines/driver.h"

namespace kwota::lines {

extern const Driver& dlt645_2007;
extern const Driver& dlt645_1997;  ///< counts energy and has a clock; what is sealed it does not know

}  // namespace kwota::lines
