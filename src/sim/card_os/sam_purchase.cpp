// The PSAM's side of a purchase: INIT SAM FOR PURCHASE gives terminal transaction number and MAC1, CREDIT SAM FOR PURCHASE
// checks the card's MAC2. Facts: cards.md 2.4, 3.2. One open purchase at a time; the number is counted up before it is given.
#include <algorithm>

#include "sim/card_os/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Response;
using iso7816::SamKind;

constexpr std::size_t fixed_bytes = 20;

/// rnd4 offSeq2 amt4 TT1 date4 time3 ver1 alg1, then the card's serial and its region's factors.
struct Init {
  ByteView random, sequence, amount, type, moment;
  std::uint8_t version = 0;
  std::vector<seal::Factor> factors;
};

Init parse_init(ByteView data) {
  return {data.subspan(0, 4), data.subspan(4, 2),  data.subspan(6, 4), data.subspan(10, 1), data.subspan(11, 7),
          data[18],           factors_of(data.subspan(fixed_bytes))};
}

KeyRecord* find_purchase_key(Directory& directory, std::uint8_t version, std::size_t levels) {
  return find_sam_key(directory, iso7816::sam_usage(SamKind::purchase, static_cast<std::uint8_t>(levels)), version);
}

seal::Key session_key(const KeyRecord& key, const Init& init, std::uint32_t transaction) {
  auto factors = init.factors;
  std::ranges::reverse(factors);
  seal::Factor input{};
  std::ranges::copy(init.random, input.begin());
  std::ranges::copy(init.sequence, input.begin() + 4);
  input[6] = static_cast<std::uint8_t>(transaction >> 8);
  input[7] = static_cast<std::uint8_t>(transaction);
  return seal::session_key(diversified(key, factors), input);
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
  const auto init = parse_init(command.data);
  const auto* key = find_purchase_key(context.current(), init.version, init.factors.size());
  if (key == nullptr) return refuse(0x9403);
  if (key->locked()) return refuse(0x6983);
  if (is_void(context.current(), init.factors.front())) return refuse(0x6985);
  const auto terminal = terminal_number(context);
  if (!terminal) return refuse(0x6A82);
  const auto transaction = next_transaction(context);
  if (const auto* refused = std::get_if<Refused>(&transaction)) return refuse(refused->sw);

  const auto number = std::get<std::uint32_t>(transaction);
  const auto session = session_key(*key, init, number);
  Bytes message = to_bytes(init.amount);
  append(message, init.type);
  append(message, *terminal);
  append(message, init.moment);
  Bytes answer(sizeof number);
  put_be32(answer.data(), number);
  append(answer, seal::mac(session, {}, message));
  context.session.purchase = OpenPurchase{.session_key = to_bytes(session.view()), .amount = to_bytes(init.amount),
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
  if (!equal_secret(seal::mac(seal::Key::des(open->session_key), {}, open->amount), command.data)) {
    key->failed();
    return refuse(0x9302);
  }
  key->succeeded();
  return done();
}

}  // namespace kwota::sim
