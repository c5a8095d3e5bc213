// Beside that what nearly every room reads that uses the books. Who changes a row compiles all of these rooms, with this and without.
#pragma once
#include "room.h"

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/time.h"
#include "books/decision.h"
#include "books/lookup.h"
