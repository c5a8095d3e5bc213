// The command line, read by what the verbs declare.
#pragma once
#include "kwota/verb.h"

namespace kwota::app {

/// Reads the words, does what the chosen verb says, and gives the exit status: 2 for wrong usage. `root` has no name of its own: the
/// program is called as it was called.
int run_command_line(const Verb& root, int argc, const char* const* argv);

}  // namespace kwota::app
