// kwota jobs, kwota month-end: long work at a terminal.   Begin with jobs_verb().
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

Verb jobs_verb();
Verb month_end_verb();

}  // namespace kwota::app
