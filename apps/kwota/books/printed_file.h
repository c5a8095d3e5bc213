// A file that was made whole, on its way to standard output.   Begin with print_file().
#pragma once
#include <string>
#include <vector>

#include "base/spool.h"
#include "base/text/file_form.h"

namespace kwota::app {

/// Whoever reads what is printed may take his time: nobody looks at the books any more, and selling goes on as if he were not there.
void print_file(const Spool& file);

/// What --format offers: words of FileForm.
std::vector<std::string> file_forms();

}  // namespace kwota::app
