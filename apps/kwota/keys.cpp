// kwota keys: the key office at a terminal. Looking asks nobody; what changes keys asks for names and passwords, and for a second
// person where the house asks for one. What a script reads goes to stdout, what a person reads and types at is on stderr.
#include "kwota/keys_verb.h"

namespace kwota::app {

void add_two_managers(CLI::App& verb, TwoManagers& options) {
  verb.add_option("--data", options.data, "Folder of the books")->envname("KWOTA_DATA")->capture_default_str();
  verb.add_option("--manager", options.manager, "Key manager")->required();
  verb.add_option("--second", options.second, "The other key manager; asked when it is not named");
  verb.add_option("--reason", options.reason, "For the key journal")->required();
}

void add_keys(CLI::App& root, Run& run) {
  auto* keys = root.add_subcommand("keys", "The key system: ceremonies, check values, devices, backup, key changes");
  keys->require_subcommand(1);
  for (const auto add : {add_keys_look, add_keys_ceremony, add_keys_version, add_keys_backup, add_keys_devices, add_keys_campaign,
                         add_keys_meter, add_keys_ukey})
    add(*keys, run);
}

}  // namespace kwota::app
