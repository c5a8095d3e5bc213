// A file that was made whole, on its way to standard output.   Begin with print_file().
#pragma once
#include "base/spool.h"

namespace kwota::app {

/// Whoever reads what is printed may take his time: nobody looks at the books any more, and selling goes on as if he were not there.
void print_file(const Spool& file);

}  // namespace kwota::app
