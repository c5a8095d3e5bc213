#include "sim/card_os/key_cards/load_sam.h"

#include <algorithm>

#include "seal/cipher/secure_messaging.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::Response;

constexpr std::size_t sales_at = 8, orders_at = 12, newest_at = 16, last_at = 20, refill_at = 24, wrong_at = 28, date_bytes = 4;
constexpr std::uint16_t wrong_proofs_max = 1000;

bool before(ByteView a, ByteView b) { return std::ranges::lexicographical_compare(a, b); }

Bytes* count_file(Context& context) {
  auto* file = context.current().find_sfi(key_file::sam_count);
  return file == nullptr || file->content.size() != sam_count_bytes ? nullptr : &file->content;
}

const SealKind* find_kind(std::uint8_t id) {
  for (const auto& kinds : {user_card_seals, line_seals, purse_seals})
    if (const auto found = std::ranges::find(kinds, id, &SealKind::id); found != kinds.end()) return &*found;
  return nullptr;
}

}  // namespace

std::optional<Refused> SamCount::take_day(ByteView day) {
  const auto newest = ByteView(bytes_).subspan(newest_at, date_bytes), last = ByteView(bytes_).subspan(last_at, date_bytes);
  const bool ends = get_be32(last.data()) != 0;
  if (before(day, newest) || (ends && before(last, day))) return Refused{0x6985};
  std::ranges::copy(day, bytes_.begin() + newest_at);
  return std::nullopt;
}

std::optional<Refused> SamCount::take_sale(std::uint64_t amount) {
  const auto left = get_be64(bytes_.data());
  const auto sales = get_be32(bytes_.data() + sales_at);
  if (amount > left || sales == 0) return Refused{0x9401};
  put_be64(bytes_.data(), left - amount);
  put_be32(bytes_.data() + sales_at, sales - 1);
  return std::nullopt;
}

std::optional<Refused> SamCount::take_order() {
  const auto left = get_be32(bytes_.data() + orders_at);
  if (left == 0) return Refused{0x9401};
  put_be32(bytes_.data() + orders_at, left - 1);
  return std::nullopt;
}

std::optional<Refused> SamCount::compare(bool right) {
  const auto left = get_be16(bytes_.data() + wrong_at);
  if (left == 0) return Refused{0x6983};
  if (!right) put_be16(bytes_.data() + wrong_at, static_cast<std::uint16_t>(left - 1));
  return std::nullopt;
}

bool SamCount::refill(ByteView order) {
  const auto amount = get_be64(bytes_.data()) + get_be64(order.data());
  const std::uint64_t sales = std::uint64_t{get_be32(bytes_.data() + sales_at)} + get_be32(order.data() + sales_at);
  const std::uint64_t orders = std::uint64_t{get_be32(bytes_.data() + orders_at)} + get_be32(order.data() + orders_at);
  if (amount < get_be64(bytes_.data()) || sales > UINT32_MAX || orders > UINT32_MAX) return false;
  put_be64(bytes_.data(), amount);
  put_be32(bytes_.data() + sales_at, static_cast<std::uint32_t>(sales));
  put_be32(bytes_.data() + orders_at, static_cast<std::uint32_t>(orders));
  std::ranges::copy(order.subspan(newest_at, refill_at + 4 - newest_at), bytes_.begin() + newest_at);
  put_be16(bytes_.data() + wrong_at, wrong_proofs_max);
  return true;
}

std::optional<SamCount::Sealed> SamCount::find(ByteView holder) const {
  for (std::size_t row = 0; row < sam_rows; ++row) {
    const auto* at = bytes_.data() + sam_head_bytes + row * sam_row_bytes;
    if (equal(ByteView{at, factor_bytes}, holder)) return Sealed{get_be64(at + 8), get_be32(at + 16), get_be32(at + 20)};
  }
  return std::nullopt;
}

void SamCount::keep(ByteView holder, const Sealed& sealed) {
  std::size_t row = 0;
  while (row + 1 < sam_rows && !equal(ByteView(bytes_).subspan(sam_head_bytes + row * sam_row_bytes, factor_bytes), holder)) ++row;
  const auto rows = bytes_.begin() + sam_head_bytes;
  std::move_backward(rows, rows + static_cast<std::ptrdiff_t>(row * sam_row_bytes), rows + static_cast<std::ptrdiff_t>((row + 1) * sam_row_bytes));
  std::ranges::copy(holder, rows);
  auto* newest = bytes_.data() + sam_head_bytes;
  put_be64(newest + 8, sealed.meter);
  put_be32(newest + 16, sealed.number);
  put_be32(newest + 20, sealed.amount);
}

seal::Key SamWork::key_for(ByteView holder) const { return diversified(key, factors_of(holder)); }

Response SamWork::sealed(ByteView holder, ByteView challenge4, ByteView message) const {
  Bytes start = to_bytes(challenge4);
  start.resize(factor_bytes);
  const auto mac = seal::retail_mac(key_for(holder), start, message);
  return done(Bytes(mac.begin(), mac.end()));
}

Response SamWork::compared(bool right) {
  if (const auto refused = count.compare(right)) return refuse(refused->sw);
  return refuse(right ? 0x9000 : 0x6300);
}

std::optional<Refused> SamWork::take_credit(ByteView holder, const SamCount::Sealed& credit, std::uint32_t before) {
  if (credit.amount > before)
    if (const auto refused = count.take_sale(credit.amount - before)) return refused;
  if (credit.amount != 0)
    if (const auto taken = next_transaction(context); std::holds_alternative<Refused>(taken)) return std::get<Refused>(taken);
  count.keep(holder, {.meter = credit.meter, .number = credit.number, .amount = std::max(credit.amount, before)});
  return std::nullopt;
}

/// SEAL `80 30 kind version`: in the state of the holder; what each kind brings stands with it.
Response seal_in_field_terms(Context& context, const Command& command) {
  if (context.security_state() == 0) return refuse(0x6982);
  auto* content = count_file(context);
  const auto* kind = find_kind(command.p1);
  if (content == nullptr || kind == nullptr) return refuse(0x6A86);
  if (is_void(context.current(), context.card.serial.bytes)) return refuse(0x6985);
  const auto* key = find_sam_key(context.current(), iso7816::sam_usage(kind->key, 1), command.p2);
  if (key == nullptr) return refuse(0x6A88);
  SamWork work{.context = context, .data = command.data, .count = SamCount(*content), .key = *key};
  // What a refused seal has counted down meanwhile is put back: it cost nothing and gave nothing.
  const Bytes as_it_was = *content;
  auto answer = kind->run(work);
  if (!answer.sw.ok() && answer.sw.value != 0x6300) *content = as_it_was;
  return answer;
}

/// REFILL SAM `80 34 00 00 amount8 sales4 orders4 day4 last day4 number4 MAC4`: a sealed order of the key office. Its day is the office's word.
Response refill_sam(Context& context, const Command& command) {
  const auto order = open_order(context, command, sam_refill_bytes);
  if (const auto* refused = std::get_if<Refused>(&order)) return refuse(refused->sw);
  auto* content = count_file(context);
  if (content == nullptr) return refuse(0x6A82);
  const auto data = std::get<ByteView>(order);
  if (get_be32(data.data() + refill_at) <= get_be32(content->data() + refill_at)) return refuse(0x6985);
  return SamCount(*content).refill(data) ? done() : refuse(0x6A80);
}

}  // namespace kwota::sim
