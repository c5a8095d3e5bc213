// The same for their tests.
#pragma once
#include "rows.h"
#include "test.h"

#include "books/memory.h"
