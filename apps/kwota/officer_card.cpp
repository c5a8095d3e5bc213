#include "kwota/officer_card.h"

#include <fmt/format.h>

namespace kwota::app {

Result<SecretBytes> ask_new_pin() {
  for (;;) {
    TRY(pin, ask_unseen("PIN for your card (6 digits)"));
    TRY(again, ask_unseen("The same PIN once more"));
    if (equal_secret(pin.view(), again.view())) return pin;
    fmt::print(stderr, "These were two different PINs.\n");
  }
}

}  // namespace kwota::app
