// The verbs below `kwota keys`, one small file a subject; the explicit list of them stands in keys.cpp.
#pragma once
#include "kwota/keys/office_folder.h"
#include "kwota/verb.h"

namespace kwota::app {

/// What every step asks that takes two key managers.
struct TwoManagers {
  std::string data = office_folder_default, manager, second, reason;
};
/// --data, --manager, --second and --reason.
std::vector<Option> two_managers(TwoManagers& options);

using Verbs = std::vector<Verb>;
Verbs keys_install_verbs();   ///< install
Verbs keys_look_verbs();      ///< tree, kcv, verify, devices
Verbs keys_ceremony_verbs();  ///< ceremony
Verbs keys_version_verbs();   ///< factors, deliver, activate, destroy
Verbs keys_backup_verbs();    ///< backup, restore
Verbs keys_devices_verbs();   ///< void
Verbs keys_campaign_verbs();  ///< campaign start, show, finish, stop
Verbs keys_meter_verbs();     ///< meter download, update, forget, restore
Verbs keys_ukey_verbs();      ///< ukey list, issue, show, refill

}  // namespace kwota::app
