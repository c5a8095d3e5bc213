// The same table as on A4 paper, for a terminal: columns of letters, heads in as many lines as their words need. It knows no report.
#pragma once
#include <string>

#include "serve/paper/a4.h"

namespace kwota::serve {

/// Ends with a line break. Han characters take two columns, as terminals draw them.
std::string terminal_table(const A4Table& table);

}  // namespace kwota::serve
