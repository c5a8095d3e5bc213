// EXPORT KEY of a mother card: one of its keys, diversified, as the cryptogram that the target card takes as 84 D4. [K]
// The key is protected by the target's own master key, which the mother computes from the target's serial.
#include <algorithm>

#include "seal/cipher/secure_messaging.h"
#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::MotherRole;
using iso7816::Response;

constexpr std::size_t random_bytes = 4, card_header_bytes = 5, place_bytes = 2;

/// `n1 factor8*n targetSerial8 rand4 header(3|5) P1 id`; the high half of n1 names the version of the protecting key.
struct Order {
  std::uint8_t protecting_version = 0;  ///< 0: the version of the key itself
  std::vector<seal::Factor> factors;
  seal::Factor target{};
  seal::Challenge challenge{};
  Bytes header;
  std::uint8_t p1 = 0, id = 0;
};

std::optional<Order> parse(ByteView data) {
  if (data.empty()) return std::nullopt;
  const std::size_t factors = (data[0] & 0x0F) * factor_bytes;
  const std::size_t fixed = 1 + factors + factor_bytes + random_bytes + place_bytes;
  if (data.size() != fixed + sam_header_bytes && data.size() != fixed + card_header_bytes) return std::nullopt;
  Order order{.protecting_version = static_cast<std::uint8_t>(data[0] >> 4), .factors = factors_of(data.subspan(1, factors))};
  data = data.subspan(1 + factors);
  std::copy_n(data.begin(), factor_bytes, order.target.begin());
  std::copy_n(data.begin() + factor_bytes, random_bytes, order.challenge.begin());
  order.header = to_bytes(data.subspan(factor_bytes + random_bytes, data.size() - factor_bytes - random_bytes - place_bytes));
  order.p1 = data[data.size() - 2];
  order.id = data[data.size() - 1];
  return order;
}

/// The master key of the target card.
std::variant<seal::Key, Refused> protecting_key(Directory& directory, const KeyRecord& exported, const Order& order) {
  const auto version = order.protecting_version != 0 ? order.protecting_version : version_of(exported);
  for (const auto& key : directory.key_file->keys)
    if (key.plain_type() == static_cast<std::uint8_t>(KeyType::passed_on) && version_of(key) == version &&
        passing_rule(key).role == MotherRole::masters_targets)
      return diversified(key, {order.target});
  return Refused{0x6A88};
}

std::optional<Refused> refuse_use(Context& context, const KeyRecord& key, const Order& order) {
  const auto rule = passing_rule(key);
  if (context.security_state() != rule.state) return Refused{0x6982};
  if (is_void(context.current(), order.target) || is_void(context.current(), context.card.serial.bytes)) return Refused{0x6985};
  const bool own_key_of_target = order.factors == std::vector{order.target};
  if (!is_card_serial(order.target) || (order.factors.size() != rule.factors && !own_key_of_target)) return Refused{0x6A80};
  if (!is_opened_for(context, order.target)) return Refused{0x6901};
  if (quota_of(key) == 0) return Refused{0x9402};
  return std::nullopt;
}

void take_off_quota(KeyRecord& key) {
  if (quota_of(key) == iso7816::no_quota) return;
  const auto left = static_cast<std::uint16_t>(quota_of(key) - 1);
  key.x = static_cast<std::uint8_t>(left >> 8);
  key.y = static_cast<std::uint8_t>(left);
}

}  // namespace

Response export_key(Context& context, const Command& command) {
  const auto order = parse(command.data);
  if (!order) return refuse(0x6700);
  auto* key = find_passed_on(context.current(), command.p1, command.p2);
  if (key == nullptr) return refuse(0x6A88);
  if (const auto refused = refuse_use(context, *key, *order)) return refuse(refused->sw);
  const auto under = protecting_key(context.current(), *key, *order);
  if (const auto* refused = std::get_if<Refused>(&under)) return refuse(refused->sw);
  Bytes record = order->header;
  append(record, diversified(*key, order->factors).view());
  const auto protected_command = seal::write_key(std::get<seal::Key>(under), order->challenge, order->p1, order->id, record);
  wipe(record);
  take_off_quota(*key);
  constexpr std::size_t header_and_length = 5;
  return done(to_bytes(ByteView(protected_command).subspan(header_and_length)));
}

Response key_check_value(Context& context, const Command& command) {
  if (!command.data.empty()) return refuse(0x6700);
  auto& directory = context.current();
  const auto* key = find_sam_key(directory, command.p1, command.p2);
  const bool of_a_terminal = key != nullptr;
  if (key == nullptr) key = find_passed_on(directory, command.p1, command.p2);
  if (key == nullptr) return refuse(0x6A88);
  if (of_a_terminal ? context.security_state() == 0 : context.security_state() != passing_rule(*key).state) return refuse(0x6982);
  const auto value = seal::check_value(seal::Key::des(key->value));
  return done(Bytes(value.begin(), value.end()));
}

}  // namespace kwota::sim
