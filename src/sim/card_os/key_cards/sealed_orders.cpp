// Orders that anybody may carry to a key card because they are sealed: declare a card void, refill the quota of an ISAM (of a control
// card: counted_answer.cpp). [K]
// `header Lc data MAC4`, MAC = MAC(FOLD(maintenance key of this card), 0, header Lc' data), Lc' without the MAC. An order has no
// challenge: it may be sealed far away and brought on paper. Voiding twice changes nothing; a refill carries a number.
#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::FileKind;
using iso7816::Response;

constexpr std::size_t void_list_max = 240;  ///< what a load SAM of 4 KB has room for beside its counts

}  // namespace

std::variant<ByteView, Refused> open_order(Context& context, const Command& command, std::size_t data_bytes) {
  if (command.p1 != 0 || command.p2 != 0) return Refused{0x6A86};
  if (command.data.size() != data_bytes + mac_bytes) return Refused{0x6700};
  const auto found = maintenance_key(context);
  if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
  auto& key = *std::get<KeyRecord*>(found);
  const auto data = ByteView(command.data).first(data_bytes);
  Bytes message{command.cla, command.ins, command.p1, command.p2, static_cast<std::uint8_t>(data_bytes)};
  append(message, data);
  if (!equal_secret(seal::mac(seal::fold(seal::Key::des(key.value)), {}, message), ByteView(command.data).last(mac_bytes))) {
    key.failed();
    return Refused{0x6988};
  }
  key.succeeded();
  return data;
}

Response void_card(Context& context, const Command& command) {
  const auto order = open_order(context, command, factor_bytes);
  if (const auto* refused = std::get_if<Refused>(&order)) return refuse(refused->sw);
  const auto serial = std::get<ByteView>(order);
  auto* list = context.current().find_sfi(key_file::void_list);
  if (list == nullptr || list->kind != FileKind::fixed_record) return refuse(0x6A82);
  if (is_void(context.current(), serial)) return done();
  if (list->records.size() == void_list_max) list->records.erase(list->records.begin());  // the newest are always known
  list->records.push_back(to_bytes(serial));
  return done();
}

Response refill_quota(Context& context, const Command& command) {
  const auto order = open_order(context, command, quota_bytes);
  if (const auto* refused = std::get_if<Refused>(&order)) return refuse(refused->sw);
  const auto data = std::get<ByteView>(order);
  auto* file = context.current().find_sfi(key_file::quota);
  if (file == nullptr || file->content.size() != quota_bytes) return refuse(0x6A82);
  constexpr std::size_t loads_at = 8, number_at = 12;
  if (get_be32(data.data() + number_at) <= get_be32(file->content.data() + number_at)) return refuse(0x6985);
  auto* held = file->content.data();
  const auto amount = get_be64(held) + get_be64(data.data());
  const std::uint64_t loads = std::uint64_t{get_be32(held + loads_at)} + get_be32(data.data() + loads_at);
  if (amount < get_be64(held) || loads > UINT32_MAX) return refuse(0x6A80);
  put_be64(held, amount);
  put_be32(held + loads_at, static_cast<std::uint32_t>(loads));
  put_be32(held + number_at, get_be32(data.data() + number_at));
  return done();
}

}  // namespace kwota::sim
