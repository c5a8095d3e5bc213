// Parts of `kwota meter` that stand in files of their own.
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

Verb meter_run_verb();         ///< a virtual meter on a line
Verb meter_parameters_verb();  ///< hours, load control, free energy, limits
Verb meter_tariff_verb();      ///< a price plan into a meter

}  // namespace kwota::app
