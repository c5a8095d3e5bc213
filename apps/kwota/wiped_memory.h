// Passwords come in requests, and requests are strings like all others: in the key office's process whatever is given back is
// overwritten first, so that nothing of them is left behind. Slower by a little, so only there.
#pragma once

namespace kwota::app {

/// From now on, for the whole process.
void wipe_what_is_freed();

}  // namespace kwota::app
