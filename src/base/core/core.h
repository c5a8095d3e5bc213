// The values that the counter and the meter's firmware share: money, energy, prices, numbers of meters and
// customers, packed BCD, CRC. Freestanding: no heap, no exceptions, no floating point, no text.
// Begin with money.h and energy.h.
#pragma once
#include "base/core/bcd.h"
#include "base/core/bytes.h"
#include "base/core/commodity.h"
#include "base/core/crc32.h"
#include "base/core/energy.h"
#include "base/core/ids.h"
#include "base/core/money.h"
#include "base/core/unit.h"
