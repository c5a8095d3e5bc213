// APPLICATION BLOCK and UNBLOCK, CARD BLOCK: commands that are nothing but a MAC.
#include "sim/card_os/files/secure_messaging.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::Response;

constexpr int failed_unblocks_max = 3;

// Nothing: the MAC is right.
std::optional<Refused> check(Context& context, const Command& command) {
  if (command.data.size() != mac_bytes) return Refused{0x6700};
  const auto found = maintenance_key(context);
  if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
  const auto opened = open_command(context, command, *std::get<KeyRecord*>(found), false);
  if (const auto* refused = std::get_if<Refused>(&opened)) return *refused;
  return std::nullopt;
}

}  // namespace

Response block_application(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 > 1) return refuse(0x6A86);
  if (const auto refused = check(context, command)) return refuse(refused->sw);
  context.current().block = command.p2 == 1 ? Block::for_ever : Block::blocked;
  return done();
}

Response unblock_application(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  auto& directory = context.current();
  if (directory.block != Block::blocked) return refuse(0x6985);
  if (const auto refused = check(context, command)) {
    if (refused->sw != 0x6988 || ++directory.failed_unblocks < failed_unblocks_max) return refuse(refused->sw);
    directory.block = Block::for_ever;
    return refuse(0x9303);
  }
  directory.failed_unblocks = 0;
  directory.block = Block::open;
  return done();
}

Response block_card(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (const auto refused = check(context, command)) return refuse(refused->sw);
  context.card.blocked = true;
  return done();
}

}  // namespace kwota::sim
