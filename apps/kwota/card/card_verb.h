// The verbs below `kwota card`.
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

Verb card_check_verb();
Verb card_run_verb();
Verb card_show_verb();
Verb card_trace_verb();

}  // namespace kwota::app
