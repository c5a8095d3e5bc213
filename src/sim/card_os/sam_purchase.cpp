// The PSAM's side of a purchase: INIT SAM FOR PURCHASE gives terminal transaction number and MAC1, CREDIT SAM FOR PURCHASE
// checks the card's MAC2. Facts: cards.md 2.4, 3.2. One open purchase at a time; the number is counted up before it is given.
#include <algorithm>

#include "seal/recipes/purse_sessions.h"
#include "sim/card_os/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Response;
using iso7816::SamKind;
namespace purse = seal::purse;

constexpr std::size_t fixed_bytes = 20;

/// rnd4 offSeq2 amt4 TT1 date4 time3 ver1 alg1, then the card's serial and its region's factors.
struct Init {
  purse::Trade trade;
  std::uint8_t version = 0;
  std::vector<seal::Factor> factors;
};

Init parse_init(ByteView data, const Bytes& terminal) {
  Init init{.trade = {}, .version = data[18], .factors = factors_of(data.subspan(fixed_bytes))};
  std::ranges::copy(data.first(4), init.trade.random.begin());
  init.trade.sequence = get_be16(data.data() + 4);
  init.trade.amount = Money::minor(get_be32(data.data() + 6));
  init.trade.type = static_cast<purse::TransactionType>(data[10]);
  std::ranges::copy(terminal, init.trade.terminal.begin());
  std::ranges::copy(data.subspan(11, 7), init.trade.moment.begin());
  return init;
}

KeyRecord* find_purchase_key(Directory& directory, std::uint8_t version, std::size_t levels) {
  return find_sam_key(directory, iso7816::sam_usage(SamKind::purchase, static_cast<std::uint8_t>(levels)), version);
}

seal::Key session_key(const KeyRecord& key, const Init& init) {
  auto factors = init.factors;
  std::ranges::reverse(factors);
  return purse::offline_session(diversified(key, factors), init.trade);
}

}  // namespace

Response init_purchase(Context& context, const Command& command) {
  context.session.purchase.reset();
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  const auto size = command.data.size();
  if (size < fixed_bytes + factor_bytes || (size - fixed_bytes) % factor_bytes != 0 ||
      size > fixed_bytes + iso7816::sam_levels_max * factor_bytes)
    return refuse(0x6700);
  if (context.security_state() == 0) return refuse(0x6982);
  const auto terminal = terminal_number(context);
  if (!terminal) return refuse(0x6A82);
  auto init = parse_init(command.data, *terminal);
  const auto* key = find_purchase_key(context.current(), init.version, init.factors.size());
  if (key == nullptr) return refuse(0x9403);
  if (key->locked()) return refuse(0x6983);
  if (is_void(context.current(), init.factors.front())) return refuse(0x6985);
  const auto transaction = next_transaction(context);
  if (const auto* refused = std::get_if<Refused>(&transaction)) return refuse(refused->sw);

  init.trade.terminal_sequence = std::get<std::uint32_t>(transaction);
  const auto session = session_key(*key, init);
  Bytes answer;
  append_be32(answer, init.trade.terminal_sequence);
  append(answer, purse::session_mac(session, purse::order(init.trade)));
  context.session.purchase = OpenPurchase{.session_key = to_bytes(session.view()), .amount = purse::amount_alone(init.trade.amount),
                                          .usage = key->id, .version = init.version};
  return done(std::move(answer));
}

Response credit_purchase(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != mac_bytes) return refuse(0x6700);
  const auto open = std::exchange(context.session.purchase, std::nullopt);
  if (!open) return refuse(0x6901);
  auto* key = find_sam_key(context.current(), open->usage, open->version);
  if (key == nullptr) return refuse(0x9403);
  if (!equal_secret(purse::session_mac(seal::Key::des(open->session_key), open->amount), command.data)) {
    key->failed();
    return refuse(0x9302);
  }
  key->succeeded();
  return done();
}

}  // namespace kwota::sim
