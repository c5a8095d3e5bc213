// The verbs below `kwota keys`, one small file a subject; the explicit list of them stands in keys.cpp.
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

void add_keys_look(CLI::App& keys, Run& run);      ///< tree, kcv, verify, devices
void add_keys_ceremony(CLI::App& keys, Run& run);  ///< ceremony
void add_keys_change(CLI::App& keys, Run& run);    ///< void, backup, restore, campaign
void add_keys_meter(CLI::App& keys, Run& run);     ///< meter download, update, forget, restore

}  // namespace kwota::app
