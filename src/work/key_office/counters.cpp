#include "work/key_office/counters.h"

namespace kwota::key_office {

Error counters_away(const std::string& why) {
  return error(Fault::wire, "counters_away",
               "The counters do not answer. What they must know waits for them; what only they can do was not done.", {{"reason", why}});
}

Error counters_unknown() {
  return error(Fault::refused, "counters_unknown",
               "This office does not know which counters it works for. Nothing was done. Two managers confirm them first.");
}

}  // namespace kwota::key_office
