// The table of all commands of the card, and those that know what is inside every kind of file: making files and writing keys.
// Inside this room only.   Begin with dispatch().
#pragma once
#include "sim/card_os/files/commands.h"

namespace kwota::sim {

iso7816::Response dispatch(Context& context, const iso7816::Command& command);

CommandFunction create_file, erase_directory;  // creating.cpp
CommandFunction write_key;                     // key_writing.cpp

}  // namespace kwota::sim
