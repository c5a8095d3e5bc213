// A server that two persons ordered to put an older copy in place of its books begins once more by itself.
#pragma once
#include <cstdint>

#include "base/result.h"

namespace kwota::app {

/// The same program with the same words, in this process: whoever watches it sees none end, and where a free port was taken it is taken again. Comes back
/// only when that cannot be.
Error begin_again(std::uint16_t port);

}  // namespace kwota::app
