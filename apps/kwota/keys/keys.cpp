// kwota keys: the key office at a terminal. Looking asks nobody; what changes keys asks for names and passwords, and for a second
// person where the house asks for one. What a script reads goes to stdout, what a person reads and types at is on stderr.
#include "kwota/books/books_folder.h"
#include "kwota/keys/keys_verb.h"

namespace kwota::app {

std::vector<Option> two_managers(TwoManagers& options) {
  return {data_option(&options.data),
          {"--manager", &options.manager, "Key manager", {.required = true}},
          {"--second", &options.second, "The other key manager; asked when it is not named"},
          {"--reason", &options.reason, "For the key journal", {.required = true}}};
}

Verb keys_verb() {
  Verb keys{.name = "keys", .help = "The key system: ceremonies, check values, devices, backup, key changes"};
  for (const auto verbs : {keys_install_verbs, keys_look_verbs, keys_ceremony_verbs, keys_version_verbs, keys_backup_verbs, keys_devices_verbs,
                           keys_campaign_verbs, keys_meter_verbs, keys_ukey_verbs})
    for (auto& verb : verbs()) keys.verbs.push_back(std::move(verb));
  return keys;
}

}  // namespace kwota::app
