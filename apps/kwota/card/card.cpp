// `kwota card` gathers what people do with cards at the command line; each of its verbs is a file of its own.
#include "kwota/card/card_verb.h"

namespace kwota::app {

Verb card_verb() {
  return {.name = "card",
          .help = "Look at a card, record what it says, check card cryptography, run virtual cards",
          .verbs = {card_check_verb(), card_run_verb(), card_show_verb(), card_trace_verb()}};
}

}  // namespace kwota::app
