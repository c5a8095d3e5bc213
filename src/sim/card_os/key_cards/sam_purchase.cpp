// The PSAM's side of a purchase: INIT SAM FOR PURCHASE gives terminal transaction number and MAC1, CREDIT SAM FOR PURCHASE
// checks the card's MAC2. Facts: cards.md 2.4, 3.2. One open purchase at a time; the number is counted up before it is given.
#include "sim/card_os/key_cards/sam_terminal.h"

namespace kwota::sim {

using iso7816::Command;
using iso7816::Response;

Response init_purchase(Context& context, const Command& command) {
  context.session.purchase.reset();
  auto opened = open_sam_init(context, command);
  if (const auto* refused = std::get_if<Refused>(&opened)) return refuse(refused->sw);
  auto& init = std::get<SamInit>(opened);
  if (const auto refused = draw(context, init)) return refuse(refused->sw);
  const auto session = recipe::offline_session(init.key, init.trade);
  Bytes answer;
  append_be32(answer, init.trade.terminal_sequence);
  append(answer, recipe::session_mac(session, recipe::order(init.trade)));
  context.session.purchase = OpenPurchase{.session_key = to_bytes(session.view()), .amount = recipe::amount_alone(init.trade.amount),
                                          .usage = init.usage, .version = init.version};
  return done(std::move(answer));
}

Response credit_purchase(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != mac_bytes) return refuse(0x6700);
  const auto open = std::exchange(context.session.purchase, std::nullopt);
  if (!open) return refuse(0x6901);
  auto* key = find_sam_key(context.current(), open->usage, open->version);
  if (key == nullptr) return refuse(0x9403);
  if (!equal_secret(recipe::session_mac(seal::Key::des(open->session_key), open->amount), command.data)) {
    key->failed();
    return refuse(0x9302);
  }
  key->succeeded();
  return done();
}

}  // namespace kwota::sim
