// kwota keys: the key office at a terminal. Looking asks nobody; what changes keys asks for names and passwords, and for a second
// person where the house asks for one.
#include "kwota/keys_verb.h"

namespace kwota::app {

void add_keys(CLI::App& root, Run& run) {
  auto* keys = root.add_subcommand("keys", "The key system: ceremonies, check values, devices, backup, key changes");
  keys->require_subcommand(1);
  for (const auto add : {add_keys_look, add_keys_ceremony, add_keys_change, add_keys_meter}) add(*keys, run);
}

}  // namespace kwota::app
