// What the verbs of the command line read.
#pragma once
#include "rows.h"

#include <iostream>

#include "kwota/verb.h"
