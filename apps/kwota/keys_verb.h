// The verbs below `kwota keys`, one small file a subject; the explicit list of them stands in keys.cpp.
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

/// What every step asks that takes two key managers.
struct TwoManagers {
  std::string data = "data", manager, second, reason;
};
/// Adds --data, --manager, --second and --reason.
void add_two_managers(CLI::App& verb, TwoManagers& options);

void add_keys_look(CLI::App& keys, Run& run);      ///< tree, kcv, verify, devices
void add_keys_ceremony(CLI::App& keys, Run& run);  ///< ceremony
void add_keys_version(CLI::App& keys, Run& run);   ///< factors, deliver, activate, destroy
void add_keys_backup(CLI::App& keys, Run& run);    ///< backup, restore
void add_keys_devices(CLI::App& keys, Run& run);   ///< void
void add_keys_campaign(CLI::App& keys, Run& run);  ///< campaign start, show, finish, stop
void add_keys_meter(CLI::App& keys, Run& run);     ///< meter download, update, forget, restore
void add_keys_ukey(CLI::App& keys, Run& run);      ///< ukey list, issue, show, refill

}  // namespace kwota::app
