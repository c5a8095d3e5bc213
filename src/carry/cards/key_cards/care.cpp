#include "carry/cards/key_cards/care.h"

#include <fmt/format.h>

#include <algorithm>

#include "carry/cards/common/structure.h"

namespace kwota::key_cards {

namespace {

constexpr std::uint16_t no_record = 0x6A83;

Error order_refused(const iso7816::Command& command, iso7816::StatusWord status) {
  return error(Fault::refused, "key_card_order_refused",
               fmt::format("The key card did not accept the order {}: {}. It is as it was; seal the order for this card again.",
                           name_of(command), iso7816::meaning(status)),
               {{"order", name_of(command)}, {"meaning", std::string{iso7816::meaning(status)}}});
}

/// The application, selected; whatever key card it is.
Dialogue<Parameters> expect_any(CardSerial serial) {
  const auto seen = co_await look_at(place::target, serial);
  const auto kind = seen.parameters ? seen.parameters->kind : KeyCardKind::control;
  co_return co_await expect_key_card(place::target, serial, kind);
}

CardSerial serial_of(const Bytes& record) {
  CardSerial serial;
  std::ranges::copy(ByteView{record}.first(serial_bytes), serial.bytes.begin());
  return serial;
}

Quota quota_of(const Bytes& file) {
  return {.amount = get_be64(file.data()), .loads = get_be32(file.data() + 8), .refills = get_be32(file.data() + 12)};
}

}  // namespace

seal::TransactionCode seal_for(Purpose purpose, const CardCare& care, std::uint8_t own_version, Bytes message) {
  auto factors = care.above;
  factors.push_back(care.serial.bytes);
  return {.key = {purpose, own_version}, .factors = std::move(factors), .message = std::move(message)};
}

Dialogue<Done> send_order(iso7816::Command command) {
  const auto answer = co_await cards::transmit(command);
  if (!answer.sw.ok()) co_return order_refused(command, answer.sw);
  co_return Done{};
}

Dialogue<Done> unblock_key_card(CardCare care, Bytes new_pin) {
  co_await ok(cards::check_pin(new_pin));
  const auto parameters = co_await expect_any(care.serial);
  const Bytes mac = co_await to_vault(seal_for(Purpose::pin_reload, care, parameters.own_version, new_pin));
  co_return co_await send_order(reload_pin(new_pin, mac));
}

Dialogue<std::vector<CardSerial>> read_void_list() {
  std::vector<CardSerial> voided;
  for (std::uint8_t number = 1; number <= void_list_max; ++number) {
    const auto command = read_void_record(number);
    const auto record = co_await cards::transmit(command);
    if (record.sw.value == no_record) break;
    if (!record.sw.ok()) co_return cards::refusal(command, record.sw);
    co_await ok(cards::check_length(record.data, serial_bytes));
    voided.push_back(serial_of(record.data));
  }
  co_return voided;
}

Dialogue<std::size_t> write_void_list(CardCare care, std::vector<CardSerial> voided) {
  const auto parameters = co_await expect_any(care.serial);
  const auto known = co_await read_void_list();
  std::size_t added = 0;
  for (const auto& serial : voided) {
    if (std::ranges::find(known, serial) != known.end()) continue;
    const Bytes mac = co_await to_vault(seal_for(Purpose::maintenance, care, parameters.own_version, void_message(serial)));
    const auto command = void_card(serial, mac);
    const auto answer = co_await cards::transmit(command);
    if (!answer.sw.ok()) co_return order_refused(command, answer.sw);
    ++added;
  }
  co_return added;
}

Dialogue<Terminal> read_terminal(std::size_t card, CardSerial serial) {
  const auto seen = co_await look_at(card, serial);
  const auto kind = seen.parameters && is_terminal(seen.parameters->kind) ? seen.parameters->kind : KeyCardKind::psam;
  Terminal terminal{.parameters = co_await expect_key_card(card, serial, kind)};
  const Bytes number = co_await cards::read_file_of(card, sfi::terminal_number, terminal_bytes);
  std::ranges::copy(number, terminal.number.begin());
  const Bytes counter = co_await cards::read_file_of(card, sfi::transaction_counter, 4);
  terminal.next_transaction = get_be32(counter.data());
  if (kind != KeyCardKind::isam) co_return terminal;
  const Bytes quota = co_await cards::read_file_of(card, sfi::quota, quota_bytes);
  terminal.quota = quota_of(quota);
  co_return terminal;
}

Dialogue<Done> refill_quota(CardCare care, Refill refill) {
  const auto parameters = co_await expect_key_card(place::target, care.serial, KeyCardKind::isam);
  const Bytes mac = co_await to_vault(seal_for(Purpose::maintenance, care, parameters.own_version, refill_message(refill)));
  co_return co_await send_order(refill_quota(refill, mac));
}

}  // namespace kwota::key_cards
