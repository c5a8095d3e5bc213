// Long work that must not be in anybody's way: a check of all books, a list, a file of all rows.
#pragma once

namespace kwota {

/// From here on the calling thread gets a processor only when nobody else wants it. Where the system does not know such threads it goes on as before.
void run_when_idle();
bool runs_when_idle();

}  // namespace kwota
