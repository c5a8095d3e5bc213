// kwota jobs, kwota month-end, kwota readings, kwota archive: what a running server does and decides, asked for at a terminal.   Begin with jobs_verb().
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

Verb jobs_verb();
Verb month_end_verb();
Verb readings_verb();
Verb archive_verb();

}  // namespace kwota::app
