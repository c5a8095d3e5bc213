#include "sim/card_os/key_cards/sam_terminal.h"

#include <algorithm>

namespace kwota::sim {
namespace {

constexpr std::size_t before_factors = 20;

recipe::Trade trade_in(ByteView data, const Bytes& terminal) {
  recipe::Trade trade{.amount = Money::minor(get_be32(data.data() + 6))};
  std::ranges::copy(data.first(4), trade.random.begin());
  trade.sequence = get_be16(data.data() + 4);
  trade.type = static_cast<recipe::TransactionType>(data[10]);
  std::ranges::copy(terminal, trade.terminal.begin());
  std::ranges::copy(data.subspan(11, trade.moment.size()), trade.moment.begin());
  return trade;
}

}  // namespace

std::variant<SamInit, Refused> open_sam_init(Context& context, const iso7816::Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return Refused{0x6A86};
  const auto size = command.data.size();
  if (size < before_factors + factor_bytes || (size - before_factors) % factor_bytes != 0 ||
      size > before_factors + iso7816::sam_levels_max * factor_bytes)
    return Refused{0x6700};
  if (context.security_state() == 0) return Refused{0x6982};
  auto factors = factors_of(ByteView(command.data).subspan(before_factors));
  const auto usage = iso7816::sam_usage(iso7816::SamKind::purchase, static_cast<std::uint8_t>(factors.size()));
  const auto version = command.data[18];
  const auto* key = find_sam_key(context.current(), usage, version);
  if (key == nullptr) return Refused{0x9403};
  if (key->locked()) return Refused{0x6983};
  const CardSerial card{factors.front()};
  if (is_void(context.current(), card.bytes)) return Refused{0x6985};
  const auto terminal = terminal_number(context);
  if (!terminal) return Refused{0x6A82};
  std::ranges::reverse(factors);  // the card comes first on the wire and is applied last
  return SamInit{trade_in(command.data, *terminal), usage, version, card, diversified(*key, factors)};
}

std::optional<Refused> draw(Context& context, SamInit& init) {
  const auto number = next_transaction(context);
  if (const auto* refused = std::get_if<Refused>(&number)) return *refused;
  init.trade.terminal_sequence = std::get<std::uint32_t>(number);
  return std::nullopt;
}

}  // namespace kwota::sim
