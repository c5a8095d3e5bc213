// The same for tests.
#pragma once
#include "room.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
