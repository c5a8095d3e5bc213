// Parts of `kwota meter` that stand in files of their own.
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

void add_meter_run(CLI::App& meter, Run& run);     ///< a virtual meter on a line
void add_meter_parameters(CLI::App& meter, Run& run);  ///< hours, load control, free energy, limits
void add_meter_tariff(CLI::App& meter, Run& run);  ///< a price plan into a meter

}  // namespace kwota::app
