// The handheld's screen at a terminal: six menus – read, time, query, settings, about, off – in three languages. What is done
// there is the work that --do names. Begin with show_screen().
#pragma once
#include "kwota_handheld/at_the_meter.h"

namespace kwota::app {

/// Until it is switched off; the exit status. Error `no_terminal`: nobody sits there.
Result<int> show_screen(AtTheMeter& at, std::string language);

}  // namespace kwota::app
