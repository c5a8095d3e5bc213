#include "seal/pkcs11/pin_tries.h"

#include <fmt/format.h>

#include <fstream>

#include "base/cause.h"
#include "seal/pkcs11/owner_file.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {

unsigned PinTries::left() const {
  std::error_code failed;
  if (!std::filesystem::exists(file_, failed)) return failed ? 0 : pin_tries_max;
  std::ifstream in{file_};
  unsigned used = pin_tries_max;
  in >> used;  // a file that cannot be read locks
  return used < pin_tries_max ? pin_tries_max - used : 0;
}

Result<void> PinTries::take() {
  const unsigned now = left();
  if (now == 0) return pin_locked();
  return write_owner_file(file_, view_of(fmt::format("{}\n", pin_tries_max - now + 1)));
}

Result<void> PinTries::restore() { return write_owner_file(file_, view_of("0\n")); }

Error pin_locked() {
  return error(Fault::refused, Cause::pin_locked,
               "The PIN of the key store is locked after three wrong tries: nothing was sealed. Have it unblocked with the "
               "officer's PIN.");
}

Error wrong_pin(unsigned tries_left) {
  const auto tries = std::to_string(tries_left);
  return error(Fault::request, Cause::wrong_pin,
               fmt::format("This PIN is wrong: nothing was sealed. {} tries are left; enter the right one.", tries),
               {{"tries", tries}});
}

}  // namespace kwota::seal
