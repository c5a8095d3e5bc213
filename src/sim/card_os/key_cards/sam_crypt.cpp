// DELIVERY KEY and DES CRYPT: a PSAM (or an opened mother card) computes with one of its keys, diversified, for the next
// computations only. Facts: cards.md 3.2, 3.3; what a key may compute is bound to its usage byte [K].
#include <algorithm>

#include "seal/cipher/secure_messaging.h"
#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::MotherRole;
using iso7816::Response;
using iso7816::SamKind;

constexpr std::size_t block = 8, message_max = 1024;

namespace operation {
constexpr std::uint8_t encrypt_last = 0x00, mac_last = 0x01, encrypt_more = 0x02, mac_more = 0x03, mac_single_with_start = 0x05,
                       mac_first_with_start = 0x07, decrypt = 0x80;
}

Allowed allowed_to_sam(std::uint8_t usage) {
  if (usage == iso7816::sam_usage(SamKind::infrared, 2)) return {.encrypt_max = block};  // with one level it is a load SAM's
  switch (iso7816::sam_kind(usage)) {
    case SamKind::maintenance: return {.mac = MacRule::tool_answer};
    case SamKind::mac:
    case SamKind::user_card_maintenance:
    case SamKind::pin_unblock:
    case SamKind::credit: return {.mac = MacRule::any};
    case SamKind::return_data: return {.mac = MacRule::emptying};
    case SamKind::load: return {.mac = MacRule::load};
    case SamKind::encrypt: return {.encrypt_max = message_max, .decrypt = true};
    case SamKind::mac_and_encrypt: return {.encrypt_max = message_max, .decrypt = true, .mac = MacRule::any};
    case SamKind::card_authentication:
    case SamKind::seller_authentication:
    case SamKind::meter_identity: return {.encrypt_max = block};
    case SamKind::meter_parameter:
    case SamKind::meter_control: return {.encrypt_max = message_max, .mac = MacRule::any};
    case SamKind::master:
    case SamKind::purchase:
    case SamKind::pin_reload:
    case SamKind::load_sam_seller:
    case SamKind::load_sam_card:
    case SamKind::load_sam_credit:
    case SamKind::load_sam_returned:
    case SamKind::load_sam_meter:
    case SamKind::load_sam_parameter:
    case SamKind::load_sam_control:
    case SamKind::load_sam_load:
    case SamKind::load_sam_unload:
    case SamKind::load_sam_release:
    case SamKind::load_sam_files: break;
  }
  return {};
}

Allowed allowed_to_mother(MotherRole role) {
  switch (role) {
    case MotherRole::masters_targets: return {.encrypt_max = block};
    case MotherRole::seals_files: return {.mac = MacRule::any};
    case MotherRole::passed_on: break;
  }
  return {};
}

bool counts(SamKind kind) { return kind == SamKind::credit || kind == SamKind::load || kind == SamKind::meter_parameter; }

// The card's serial comes first on the wire and is applied last; of a load key the last eight bytes are the input of the session.
Bytes sam_value(const KeyRecord& key, SamKind kind, ByteView data) {
  const bool with_session = kind == SamKind::load;
  auto factors = factors_of(with_session ? data.first(data.size() - block) : data);
  std::ranges::reverse(factors);
  const auto value = diversified(key, factors);
  if (!with_session) return to_bytes(value.view());
  return to_bytes(seal::session_key(value, factors_of(data.last(block))[0]).view());
}

Response deliver_sam_key(Context& context, const KeyRecord& key, ByteView data) {
  const auto kind = iso7816::sam_kind(key.id);
  if (context.security_state() == 0) return refuse(0x6982);
  if (key.locked()) return refuse(0x6983);
  if (data.size() != iso7816::sam_levels(key.id) * factor_bytes) return refuse(0x6700);
  const auto allowed = allowed_to_sam(key.id);
  if (!allowed.anything()) return refuse(0x6A88);
  if (data.size() >= factor_bytes && is_void(context.current(), data.first(factor_bytes))) return refuse(0x6985);
  const auto value = sam_value(key, kind, data);
  if (counts(kind))
    if (const auto number = next_transaction(context); std::holds_alternative<Refused>(number))
      return refuse(std::get<Refused>(number).sw);
  context.session.delivered = DeliveredKey{.value = value, .allowed = allowed};
  return done();
}

Response deliver_mother_key(Context& context, const KeyRecord& key, ByteView data) {
  const auto rule = passing_rule(key);
  const auto allowed = allowed_to_mother(rule.role);
  if (context.security_state() != rule.state) return refuse(0x6982);
  if (!allowed.anything()) return refuse(0x6A88);
  if (data.size() != factor_bytes) return refuse(0x6700);
  if (!is_card_serial(data)) return refuse(0x6A80);
  if (is_void(context.current(), context.card.serial.bytes) || is_void(context.current(), data)) return refuse(0x6985);
  if (!is_opened_for(context, data)) return refuse(0x6901);
  context.session.delivered = DeliveredKey{.value = to_bytes(diversified(key, factors_of(data)).view()), .allowed = allowed};
  return done();
}

Response encrypt(Context& context, const DeliveredKey& key, ByteView data, std::uint8_t how) {
  const bool allowed = how == operation::decrypt ? key.allowed.decrypt : data.size() <= key.allowed.encrypt_max;
  if (!allowed) return refuse(0x6985);
  if (data.empty() || data.size() % block != 0) return refuse(0x6700);
  const auto value = seal::Key::des(key.value);
  auto answer = how == operation::decrypt ? seal::decrypt(value, data) : seal::encrypt(value, data);
  if (how != operation::encrypt_more && key.allowed.encrypt_max == block) context.session.delivered.reset();
  return done(std::move(answer));
}

/// `04 D6 P1 P2 Lc 00…`: a write of zeros.
bool empties_a_file(ByteView message) {
  constexpr std::size_t write_header_bytes = 5;
  return message.size() > write_header_bytes && message[0] == 0x04 && message[1] == 0xD6 &&
         std::ranges::all_of(message.subspan(write_header_bytes), [](std::uint8_t byte) { return byte == 0; });
}

// MAC1 of a load is checked (balance4 amount4 TT1 TID6), MAC2 moves money (amount4 TT1 TID6 date4 time3): it is taken off the quota.
std::optional<Refused> take_load_off(Context& context, ByteView message) {
  constexpr std::size_t checked_bytes = 15, money_bytes = 18, terminal_at = 5;
  if (message.size() == checked_bytes) return std::nullopt;
  if (message.size() != money_bytes) return Refused{0x6A80};
  const auto terminal = terminal_number(context);
  if (!terminal || !equal(*terminal, message.subspan(terminal_at, terminal_bytes))) return Refused{0x6A80};
  auto* file = context.current().find_sfi(key_file::quota);
  if (file == nullptr || file->content.size() != quota_bytes) return Refused{0x6A82};
  const auto amount = get_be32(message.data());
  const auto left = get_be64(file->content.data());
  const auto loads = get_be32(file->content.data() + 8);
  if (amount > left || loads == 0) return Refused{0x9401};
  put_be64(file->content.data(), left - amount);
  put_be32(file->content.data() + 8, loads - 1);
  return std::nullopt;
}

/// What a pump asks of a tool card: the order as it was read, or a row of its answer – never the write of an order.
bool is_of_a_tool_card(ByteView message) {
  constexpr std::uint8_t frame_begin = 0x68, answer_rows = 0x02 << 3 | 4;
  if (message.empty() || message[0] == frame_begin || message[0] == 0) return !message.empty();
  return message.size() > 5 && message[0] == 0x04 && message[1] == 0xDC && message[3] == answer_rows;
}

std::optional<Refused> check_message(Context& context, MacRule rule, ByteView message) {
  switch (rule) {
    case MacRule::any: return std::nullopt;
    case MacRule::emptying:
      if (empties_a_file(message)) return std::nullopt;
      return Refused{0x6A80};
    case MacRule::load: return take_load_off(context, message);
    case MacRule::tool_answer:
      if (is_of_a_tool_card(message)) return std::nullopt;
      return Refused{0x6A80};
    case MacRule::none: break;
  }
  return Refused{0x6985};
}

// A MAC over a long message comes in several commands: whole blocks, then the last one.
Response make_mac(Context& context, DeliveredKey& key, ByteView data, std::uint8_t how) {
  if (key.allowed.mac == MacRule::none) return refuse(0x6985);
  const bool with_start = how == operation::mac_single_with_start || how == operation::mac_first_with_start;
  const bool last = how == operation::mac_last || how == operation::mac_single_with_start;
  if (with_start) {
    if (data.size() < block) return refuse(0x6700);
    key.start = to_bytes(data.first(block));
    key.message.clear();
    data = data.subspan(block);
  }
  if (!last && data.size() % block != 0) return refuse(0x6700);
  if (key.message.size() + data.size() > message_max) return refuse(0x6A84);
  append(key.message, data);
  if (!last) return done();
  const auto message = std::exchange(key.message, {});
  const auto start = std::exchange(key.start, Bytes(block));
  if (const auto refused = check_message(context, key.allowed.mac, message)) return refuse(refused->sw);
  const auto mac = seal::retail_mac(seal::Key::des(key.value), start, message);
  return done(Bytes(mac.begin(), mac.end()));
}

}  // namespace

Response deliver_key(Context& context, const Command& command) {
  context.session.delivered.reset();
  if (const auto* key = find_sam_key(context.current(), command.p1, command.p2)) return deliver_sam_key(context, *key, command.data);
  if (const auto* key = find_passed_on(context.current(), command.p1, command.p2))
    return deliver_mother_key(context, *key, command.data);
  return refuse(0x6A88);
}

Response crypt(Context& context, const Command& command) {
  if (command.p2 != 0) return refuse(0x6A86);
  auto& delivered = context.session.delivered;
  if (!delivered) return refuse(0x6901);
  switch (command.p1) {
    case operation::encrypt_last:
    case operation::encrypt_more:
    case operation::decrypt: return encrypt(context, *delivered, command.data, command.p1);
    case operation::mac_last:
    case operation::mac_more:
    case operation::mac_single_with_start:
    case operation::mac_first_with_start: return make_mac(context, *delivered, command.data, command.p1);
    default: return refuse(0x6A86);
  }
}

}  // namespace kwota::sim
