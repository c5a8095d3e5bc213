// kwota keys void: a key card, PSAM, UKEY or backup share was lost, and what hangs on it is void with it.
#include <fmt/format.h>

#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"

namespace kwota::app {
namespace {

struct VoidOptions {
  TwoManagers people;
  std::string serial;
};

Result<int> run_void(const VoidOptions& options) {
  TRY(desk, KeyDesk::open(options.people.data));
  TRY(lost, desk->with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return desk->room().void_device({options.serial, options.people.reason, approval}, who);
  }));
  for (const auto& device : lost) fmt::print("{} {} is void.\n", word_of(device.kind), device.serial);
  return 0;
}

}  // namespace

Verbs keys_devices_verbs() {
  auto options = std::make_shared<VoidOptions>();
  return {{.name = "void",
           .help = "Declare a card, PSAM, UKEY or share lost; its pair is void with it",
           .options = together(two_managers(options->people),
                               {{"serial", &options->serial, "As `kwota keys devices` names it", {.required = true}}}),
           .example = "kwota keys void 2026112000000007 --manager keller --second orlova --reason \"lost on the way\"",
           .run = run_with(options, run_void)}};
}

}  // namespace kwota::app
