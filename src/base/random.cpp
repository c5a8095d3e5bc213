#include "base/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace kwota {

void SystemRandom::fill(MutableBytes out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const auto got = getrandom(out.data() + done, out.size() - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) std::abort();  // without randomness nothing that we seal is worth anything
    done += static_cast<std::size_t>(got);
  }
}

}  // namespace kwota
